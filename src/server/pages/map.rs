//! The map of those who took part, without tiles, and the table beside it.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::layout::layout;
use super::parts::href;
use super::picture::{Kind, picture};
use super::table::{conditions, downloads, table};
use crate::server::overview::Role;
use crate::server::screens::{Dot, MapScreen};

const PATH: &str = "/map";

/// Renders the page.
pub(in crate::server) fn map(screen: &MapScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    let meeting = |path: &str| screen.meetings.iter().find(|(meeting, _)| meeting.iri.strip_prefix(base) == Some(path));
    let titled = |value: &str| meeting(value).map(|(meeting, _)| meeting.label.clone());
    layout(
        "Where participants come from",
        PATH,
        html! {
            h1 { "Where participants come from" }
            p.summary role="status" {
                (screen.table.total) " states took part, as far as the documents tell."
                @if screen.nowhere > 0 { " Of " (screen.nowhere) " no place is known: the table has them." }
            }
            div.screen {
                form.rail action=(PATH) method="get" aria-label="What is shown" {
                    details.filters {
                        summary { "Choose and sort" }
                        div {
                    fieldset {
                        legend { "Took part as" }
                        @for role in Role::ALL {
                            label { input type="checkbox" name="role" value=(role.name()) checked[asked.all("role").contains(&role.name())]; " " (role.title()) }
                        }
                    }
                    fieldset {
                        legend { "Meetings" }
                        div.long {
                            @for (meeting, date) in &screen.meetings {
                                @let path = meeting.iri.strip_prefix(base).unwrap_or(&meeting.iri);
                                label { input type="checkbox" name="meeting" value=(path) checked[asked.all("meeting").contains(&path)]; " "
                                    (meeting.label) " " span.dim.date { (date.as_deref().unwrap_or_default()) } }
                            }
                        }
                    }
                    button.primary type="submit" { "Show" }
                        }
                    }
                }
                div {
                    (conditions(asked, PATH, &[("role", "took part as"), ("meeting", "meeting")], titled))
                    (drawn(screen, base))
                    h2 #table { "As a table " span.dim { (screen.table.total) } }
                    (downloads(asked, PATH))
                    (table(&screen.table, base, &[]))
                }
            }
        },
    )
}

fn drawn(screen: &MapScreen, base: &str) -> Markup {
    let state = |dot: &Dot| {
        json!({
            "label": dot.thing.label,
            "href": href(&dot.thing.iri, base),
            "latitude": dot.latitude,
            "longitude": dot.longitude,
            "meetings": dot.meetings,
            "observer": dot.observer_only,
        })
    };
    let states: Value = screen.dots.iter().map(state).collect();
    let caption = html! {
        "● took part, the larger the more often · ○ as observer only. Names where there is room; all are in the table. The lines of the "
        "land are those of Natural Earth and take no position on any territory; states are dots at one place in them."
    };
    picture(Kind::Map, "States that took part", &json!({ "states": states }), &caption)
}
