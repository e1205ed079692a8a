//! The tracker of mandates.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::strength;
use super::table::{conditions, content, downloads, parts};
use crate::server::screens::{Cell, Choice, MandatesScreen};

const PATH: &str = "/mandates";

/// Renders the page.
pub(in crate::server) fn mandates(screen: &MandatesScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    let choices = || [&screen.forces, &screen.statuses, &screen.by, &screen.to, &screen.at].into_iter().flatten();
    let titled = |value: &str| choices().find(|choice| choice.value == value).map(|choice| choice.title.clone());
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
                    details.filters {
                        summary { "Choose and sort" }
                        div {
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
                    }
                }
                div {
                    (conditions(asked, PATH, &[("force", "force"), ("status", "status"), ("by", "told by"), ("to", "told to"), ("at", "at")], titled))
                    (downloads(asked, PATH))
                    @if screen.table.rows.is_empty() {
                        p { "No mandate is like this. Take a condition away, or " a href=(PATH) { "show all" } "." }
                    } @else { (rows(screen, base)) }
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

/// The rows of the table, of which some columns stand under others.
fn rows(screen: &MandatesScreen, base: &str) -> Markup {
    let table = &screen.table;
    let at = |row: &[Cell], name: &str| {
        let place = table.columns.iter().position(|column| column.name == name);
        place.map_or(Cell::Nothing, |place| row[place].clone())
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption.hidden { (table.caption) }
                thead { tr { @for title in ["Date", "Told by", "Force", "Told to", "To do what", "Status", "Source"] { th scope="col" { (title) } } } }
                tbody {
                    @for row in &table.rows {
                        @let of = |name: &str| content(&at(row, name), base);
                        tr {
                            td.date data-label="Date" { (of("date")) @if let Cell::Number(age @ 1..) = at(row, "age") { br; span.dim.small { (age) @if age == 1 { " year" } @else { " years" } " old" } } }
                            td data-label="Told by" { (of("by")) @if let Cell::Thing(_) = at(row, "at") { br; span.small { (of("at")) } } }
                            td data-label="Force" { div.words.target { (of("mandate")) } div.small.target { (of("force")) } }
                            td data-label="Told to" { (of("to")) }
                            td.words.long data-label="To do what" { (of("what")) }
                            td data-label="Status" {
                                (of("status"))
                                @if let Cell::Date(due) = at(row, "due") { br; span.small { "due " span.date { (due) } } }
                                @if let Cell::Things(answers) = at(row, "answers") { @if !answers.is_empty() { br; span.small { (of("answers")) " " (of("answered_by")) } } }
                            }
                            td data-label="Source" { (of("passages")) }
                        }
                    }
                }
            }
        }
    }
}
