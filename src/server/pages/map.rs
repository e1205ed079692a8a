//! The map of those who took part: drawn on the server, without tiles, and the table beside it.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::href;
use super::table::{conditions, downloads, table};
use crate::server::overview::Role;
use crate::server::screens::{Dot, MapScreen};

const PATH: &str = "/map";

/// Width and height of the picture: a quarter of a degree each, from 70° north to 60° south.
const WIDTH: f64 = 1080.0;
const HEIGHT: f64 = 390.0;
const DEGREE: f64 = 3.0;
const NORTH: f64 = 70.0;

/// The meridian at the left edge: the Pacific is not cut.
const WEST: f64 = -30.0;

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
                    (picture(screen, base))
                    h2 #table { "As a table " span.dim { (screen.table.total) } }
                    (downloads(asked, PATH))
                    (table(&screen.table, base, &[]))
                }
            }
        },
    )
}

fn x(longitude: f64) -> f64 {
    (longitude - WEST).rem_euclid(360.0) * DEGREE
}

fn y(latitude: f64) -> f64 {
    (NORTH - latitude) * DEGREE
}

fn picture(screen: &MapScreen, base: &str) -> Markup {
    let names = places_for_names(&screen.dots);
    html! {
        figure.chart.card {
            div.scroll tabindex="0" role="region" aria-label="Map" {
                svg.map viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) role="group" aria-label="States that took part; the table below has the same" {
                    image href="/assets/land.svg" x="0" y="0" width=(WIDTH) height=(HEIGHT) aria-hidden="true" {}
                    @for step in 0_u8..12 { @let at = f64::from(step) * 30.0 * DEGREE; line.grid x1=(tenth(at)) y1="0" x2=(tenth(at)) y2=(HEIGHT) {} }
                    @for step in -2_i8..=2 { @let at = y(f64::from(step) * 30.0); line.grid x1="0" y1=(tenth(at)) x2=(WIDTH) y2=(tenth(at)) {} }
                    @for (dot, named) in screen.dots.iter().zip(&names) {
                        a href=[href(&dot.thing.iri, base)] {
                            title { (dot.thing.label) ", " (dot.meetings) @if dot.meetings == 1 { " meeting" } @else { " meetings" } @if dot.observer_only { ", as observer only" } }
                            circle.dot.observer[dot.observer_only] cx=(tenth(x(dot.longitude))) cy=(tenth(y(dot.latitude))) r=(tenth(radius(dot.meetings))) {}
                            @if *named { text x=(tenth(x(dot.longitude) + radius(dot.meetings) + 3.0)) y=(tenth(y(dot.latitude) + 4.0)) { (dot.thing.label) } }
                        }
                    }
                }
            }
            figcaption {
                "● took part, the larger the more often · ○ as observer only. Names where there is room; all are in the table. The lines of the "
                "land are those of Natural Earth and take no position on any territory; states are dots at one place in them."
            }
        }
    }
}

fn tenth(number: f64) -> String {
    format!("{number:.1}")
}

/// Its area grows with the number.
#[expect(clippy::cast_precision_loss, reason = "meetings of one state")]
fn radius(meetings: usize) -> f64 {
    3.0 + (meetings as f64).sqrt().min(8.0)
}

/// Which dots have room for their names: a name covers no other name and no dot.
#[expect(clippy::cast_precision_loss, reason = "names are short")]
fn places_for_names(dots: &[Dot]) -> Vec<bool> {
    type Field = (f64, f64, f64, f64);
    let apart = |a: &Field, b: &Field| a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
    let mut taken: Vec<Field> = dots
        .iter()
        .map(|dot| {
            let (x, y) = (x(dot.longitude), y(dot.latitude));
            (x - 4.0, y - 4.0, x + 4.0, y + 4.0)
        })
        .collect();
    let mut named = vec![false; dots.len()];
    let mut order: Vec<usize> = (0..dots.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(dots[*at].meetings));
    for at in order {
        let dot = &dots[at];
        let (x, y) = (x(dot.longitude) + radius(dot.meetings) + 2.0, y(dot.latitude));
        let field = (x, y - 7.0, x + dot.thing.label.chars().count() as f64 * 6.6, y + 7.0);
        if field.2 < WIDTH && taken.iter().all(|other| apart(&field, other)) {
            taken.push(field);
            named[at] = true;
        }
    }
    named
}
