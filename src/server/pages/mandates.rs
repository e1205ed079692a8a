//! The tracker of mandates.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::strength;
use super::table::{conditions, downloads, parts, table};
use crate::server::screens::{Choice, MandatesScreen};

const PATH: &str = "/mandates";

/// Renders the page.
pub(in crate::server) fn mandates(screen: &MandatesScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    layout(
        "Who told whom to do what",
        PATH,
        html! {
            h1 { "Who told whom to do what" }
            p.summary role="status" {
                (screen.table.total) " of " (screen.all) " mandates. What became of them is read from documents only"
                @if let Some(until) = &screen.until { ", of which the newest tells of " span.date { (until) } }
                ": nothing found does not mean that nothing was done."
            }
            div.screen {
                form.rail action=(PATH) method="get" aria-label="Which mandates" {
                    (boxes("force", "Force of the verb", &screen.forces))
                    (boxes("status", "Status", &screen.statuses))
                    (names("by", "Told by", &screen.by))
                    (names("to", "Told to", &screen.to))
                    (names("at", "At", &screen.at))
                    label { span { "Sort by" } select name="sort" {
                        @for (value, title) in [("", "Newest first"), ("oldest", "Oldest first"), ("force", "Strongest first"), ("status", "Status")] {
                            option value=(value) selected[asked.one("sort").unwrap_or_default() == value] { (title) }
                        }
                    } }
                    button.primary type="submit" { "Show" }
                }
                div {
                    (conditions(asked, PATH, &[("force", "force"), ("status", "status"), ("by", "told by"), ("to", "told to"), ("at", "at")]))
                    (downloads(asked, PATH))
                    @if screen.table.rows.is_empty() {
                        p { "No mandate is like this. Take a condition away, or " a href=(PATH) { "show all" } "." }
                    } @else { (table(&screen.table, base, &[])) }
                    (parts(asked, PATH, "page", screen.page, "Page"))
                }
            }
        },
    )
}

fn boxes(name: &str, title: &str, choices: &[Choice]) -> Markup {
    html! {
        @if !choices.is_empty() {
            fieldset {
                legend { (title) }
                @for choice in choices {
                    label {
                        input type="checkbox" name=(name) value=(choice.value) checked[choice.asked]; " "
                        (strength(choice.strength)) (choice.title) " " span.dim.number { (choice.count) }
                    }
                }
            }
        }
    }
}

fn names(name: &str, title: &str, choices: &[Choice]) -> Markup {
    html! {
        label { span { (title) } select name=(name) {
            option value="" { "anybody" }
            @for choice in choices { option value=(choice.value) selected[choice.asked] { (choice.title) " (" (choice.count) ")" } }
        } }
    }
}
