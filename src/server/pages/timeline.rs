//! The timeline of meetings and bodies: a picture, and the table beside it.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::layout::layout;
use super::parts::href;
use super::picture::{Kind, picture};
use super::table::{conditions, downloads, parts, place, proofs, table, thing};
use crate::server::overview::{Body, Change, Meeting};
use crate::server::screens::{Drawing, TimelineScreen};

const PATH: &str = "/timeline";

/// Renders the page.
pub(in crate::server) fn timeline(screen: &TimelineScreen<'_>, base: &str) -> Markup {
    let asked = &screen.asked;
    layout(
        "Timeline",
        PATH,
        html! {
            h1 { "Timeline" }
            form.fields.compact action=(PATH) method="get" aria-label="What is shown" {
                fieldset {
                    legend.hidden { "Show" }
                    @for (name, title, count, shown) in &screen.counts {
                        label { input type="checkbox" name="show" value=(name) checked[*shown]; " " (title) " " span.dim.number { (count) } }
                    }
                }
                label { "From " input.year type="text" inputmode="numeric" pattern="[0-9]{4}" maxlength="4" name="from" value=[asked.one("from")]; }
                label { "To " input.year type="text" inputmode="numeric" pattern="[0-9]{4}" maxlength="4" name="to" value=[asked.one("to")]; }
                button.primary type="submit" { "Show" }
            }
            (conditions(asked, PATH, &[("show", "shown"), ("from", "from"), ("to", "to")], |_| None))
            @match &screen.drawing {
                Some(drawing) => { (drawn(drawing, base)) }
                None => { p role="status" { "Nothing like this has a date." } }
            }
            @if !screen.disputed.is_empty() {
                h2 #disagree { span.badge { span aria-hidden="true" { "⚠ " } "Sources disagree" } }
                ul.plain {
                    @for (meeting, values) in &screen.disputed {
                        li {
                            b { (thing(meeting, base)) } ": "
                            @for (n, (property, value, passages)) in values.iter().enumerate() {
                                @if n > 0 { "; " }
                                (property) " " span.date { (value) } " " (proofs(passages))
                            }
                        }
                    }
                }
            }
            h2 #table { "As a table " span.dim { (screen.table.total) } }
            (downloads(asked, PATH))
            (table(&screen.table, base, &[]))
            (parts(asked, PATH, "page", screen.page, "Page"))
        },
    )
}

fn drawn(drawing: &Drawing<'_>, base: &str) -> Markup {
    let meetings = |meetings: &[&Meeting]| -> Value {
        let meeting = |meeting: &&Meeting| {
            json!({
                "label": meeting.thing.label,
                "href": href(&meeting.thing.iri, base),
                "date": meeting.start,
                "where": meeting.place.as_ref().map(|place| &place.label),
                "held": meeting.is_held(),
                "disputed": !meeting.disputed.is_empty(),
            })
        };
        meetings.iter().map(meeting).collect()
    };
    let change = |change: &Change| {
        let status = change.status.as_ref().map(|status| format!(", {}", status.label)).unwrap_or_default();
        json!({
            "date": change.date,
            "words": format!("{}{status}", change.sort.label),
            "href": change.passage.as_ref().map(place),
            "open": change.is_open(),
            "ends": change.ends(),
        })
    };
    let body = |body: &&Body| {
        let changes: Value = body.changes.iter().filter(|change| change.date.is_some()).map(change).collect();
        json!({ "label": body.thing.label, "href": href(&body.thing.iri, base), "changes": changes })
    };
    let data = json!({
        "meetings": meetings(&drawing.meetings),
        "others": meetings(&drawing.others),
        "bodies": drawing.bodies.iter().map(body).collect::<Value>(),
        "left": drawing.left_out,
    });
    let caption = html! {
        "◆ meeting · ◇ planned, offered or proposed only · bars are bodies, with their changes as ¶: dashed from where their end is proposed, an arrow where no document tells of it."
    };
    picture(Kind::Timeline, "Meetings and bodies by their dates", &data, &caption)
}
