//! The timeline of meetings and bodies: a picture, drawn on the server, and the table beside it.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::href;
use super::table::{conditions, downloads, parts, place, proofs, table, thing};
use crate::server::screens::{Bar, Lane, Mark, Picture, TIMELINE_WIDTH, TimelineScreen};

const PATH: &str = "/timeline";

/// Heights of the years, of a heading and of a row.
const TOP: usize = 40;
const HEADING: usize = 30;
const ROW: usize = 40;

/// Renders the page.
pub(in crate::server) fn timeline(screen: &TimelineScreen, base: &str) -> Markup {
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
            @match &screen.picture {
                Some(picture) => { (self::picture(picture, base)) }
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

fn picture(picture: &Picture, base: &str) -> Markup {
    let rows: usize = picture.lanes.iter().map(|lane| HEADING + lane.rows * ROW).sum();
    let height = TOP + rows + 16;
    let mut top = TOP;
    let lanes: Vec<(usize, &Lane)> = picture
        .lanes
        .iter()
        .map(|lane| {
            let at = top;
            top += HEADING + lane.rows * ROW;
            (at, lane)
        })
        .collect();
    html! {
        figure.chart.card {
            div.scroll tabindex="0" role="region" aria-label="Timeline, as a picture" {
                svg.timeline viewBox={ "0 0 " (TIMELINE_WIDTH) " " (height) } width=(TIMELINE_WIDTH) height=(height) role="group" aria-label="Meetings and bodies by their dates; the table below has the same" {
                    @for (year, x) in &picture.years {
                        line.grid x1=(tenth(*x)) y1="26" x2=(tenth(*x)) y2=(height - 8) {}
                        text.number x=(tenth(*x + 4.0)) y="20" { (year) }
                    }
                    @for (at, lane) in &lanes {
                        text.heading x="24" y=(at + 16) { (lane.title) }
                        @for mark in &lane.marks { (self::mark(mark, at + HEADING + mark.row * ROW, base)) }
                        @for bar in &lane.bars { (self::bar(bar, at + HEADING + bar.row * ROW, base)) }
                    }
                }
            }
            figcaption {
                "◆ meeting · ◇ planned, offered or proposed only · bars are bodies, with their changes as ¶: dashed from where their end is proposed, an arrow where no document tells of it."
                @if picture.left_out > 0 { " " (picture.left_out) " more found no place: give years, or see the table." }
            }
        }
    }
}

/// A number for an attribute.
fn tenth(number: f64) -> String {
    format!("{number:.1}")
}

fn mark(mark: &Mark, y: usize, base: &str) -> Markup {
    let (x, anchor) = if mark.before { (mark.x - 14.0, "end") } else { (mark.x + 14.0, "start") };
    let sign = if mark.held { "◆" } else { "◇" };
    html! {
        a href=[href(&mark.thing.iri, base)] {
            title { (mark.thing.label) ", " (mark.when) }
            text.sign.meeting x=(tenth(mark.x)) y=(y + 14) text-anchor="middle" { (sign) }
            text x=(tenth(x)) y=(y + 10) text-anchor=(anchor) { (mark.label) }
            text.number.disputed[mark.disputed] x=(tenth(x)) y=(y + 26) text-anchor=(anchor) {
                (mark.when) @if mark.disputed { " · sources disagree" } @if !mark.held { " · not reported as held" }
            }
        }
    }
}

fn bar(bar: &Bar, y: usize, base: &str) -> Markup {
    let (x, anchor) = if bar.before { (bar.from - 8.0, "end") } else { (bar.from, "start") };
    html! {
        a href=[href(&bar.thing.iri, base)] {
            title { (bar.thing.label) }
            text x=(tenth(x)) y=(y + 10) text-anchor=(anchor) { (bar.label) }
            @let sure = bar.doubt.as_ref().map_or(bar.to, |(from, _)| *from);
            rect.life x=(tenth(bar.from)) y=(y + 16) width=(tenth(sure - bar.from)) height="10" rx="3" {}
            @if let Some((from, words)) = &bar.doubt {
                rect.life.doubt x=(tenth(*from)) y=(y + 16) width=(tenth(bar.to - from)) height="10" rx="3" {}
                text.number x=(tenth(*from + 8.0)) y=(y + 10) { (words) }
            }
            @if bar.goes_on { path.end d={ "M" (tenth(bar.to)) " " (y + 12) "l14 9l-14 9z" } {} }
        }
        @for (at, words, passage) in &bar.changes {
            @if let Some(passage) = passage {
                a href=(place(passage)) { title { (bar.thing.label) ": " (words) } text.sign.proof x=(tenth(*at + 6.0)) y=(y + 26) text-anchor="middle" { "¶" } }
            }
        }
    }
}
