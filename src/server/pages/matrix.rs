//! The participation matrix: agents by meetings.

use maud::{Markup, html};

use super::layout::layout;
use super::table::{conditions, parts, place, stated as stated_of, thing};
use crate::server::overview::Role;
use crate::server::screens::{Field, Head, MatrixScreen};

/// Renders the page.
pub(in crate::server) fn matrix(screen: &MatrixScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    let path = "/matrix";
    let (page, block) = ([("page", Some(screen.page.0.to_string()))], [("rows", Some(screen.block.0.to_string()))]);
    let here: Vec<(&str, Option<&str>)> =
        page.iter().chain(&block).map(|(name, value)| (*name, value.as_deref())).collect();
    let process =
        |path: &str| screen.processes.iter().find(|(process, _)| process.iri.strip_prefix(base) == Some(path));
    let titled = |value: &str| process(value).map(|(process, _)| process.label.clone());
    layout(
        "Who took part in which meeting",
        path,
        html! {
            h1 { "Who took part in which meeting" }
            p.summary {
                (screen.agents) " states and organisations, " (screen.meetings) " meetings that a document tells of. A ¶ opens the sentence."
            }
            div.screen {
                form.rail action=(path) method="get" aria-label="What is shown" {
                    details.filters {
                        summary { "Choose and sort" }
                        div {
                    fieldset {
                        legend { "Took part as" }
                        @for role in Role::ALL {
                            label { input type="checkbox" name="role" value=(role.name()) checked[asked.all("role").contains(&role.name())]; " "
                                span aria-hidden="true" { (role.mark()) " " } (role.title()) }
                        }
                    }
                    (choice("who", "Who", &[("", "States and organisations"), ("states", "States only"), ("others", "Organisations only")], asked.one("who")))
                    (choice("meetings", "Meetings", &[("", "Conferences and senior officials"), ("all", "Workshops too")], asked.one("meetings")))
                    @if screen.processes.len() > 1 || asked.one("process").is_some() {
                        label { span { "Process" } select name="process" {
                            option value="" { "all" }
                            @for (process, count) in &screen.processes {
                                @let of = process.iri.strip_prefix(base).unwrap_or(&process.iri);
                                option value=(of) selected[asked.one("process") == Some(of)] { (process.label) " (" (count) ")" }
                            }
                        } }
                    }
                    label { span { "Year" } select name="year" {
                        option value="" { "all" }
                        @for (year, count) in &screen.years { option value=(year) selected[asked.one("year") == Some(year)] { (year) " (" (count) ")" } }
                    } }
                    (choice("sort", "Sort by", &[("", "Name"), ("times", "Times listed")], asked.one("sort")))
                    button.primary type="submit" { "Show" }
                    dl.legend {
                        @for role in Role::ALL { div { dt.sign { (role.mark()) } dd { (role.title()) } } }
                        div { dt.sign { "–" } dd { "There is a list, and the name is not on it" } }
                        div { dt { span.sign.unlisted { } } dd { "No list was published: nothing is known" } }
                    }
                        }
                    }
                }
                div {
                    (conditions(asked, path, &[("role", "took part as"), ("who", "who"), ("process", "process"), ("year", "year")], titled))
                    p.downloads {
                        span.dim { "This table:" }
                        a href=(asked.with("/matrix.csv", &here)) { "csv" }
                        a href=(asked.with("/matrix.json", &here)) { "json" }
                    }
                    @if screen.heads.is_empty() || screen.rows.is_empty() {
                        p role="status" { "Nobody took part in a meeting like this, as far as the documents tell. " a href=(path) { "Show all" } }
                    } @else { (grid(screen, base)) }
                    (parts(asked, path, "page", screen.page, "Meetings, part"))
                    (parts(asked, path, "rows", screen.block, "Names, part"))
                }
            }
        },
    )
}

fn choice(name: &str, title: &str, choices: &[(&str, &str)], asked: Option<&str>) -> Markup {
    html! {
        label { span { (title) } select name=(name) {
            @for (value, title) in choices { option value=(value) selected[asked.unwrap_or_default() == *value] { (title) } }
        } }
    }
}

fn grid(screen: &MatrixScreen, base: &str) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Who took part in which meeting" {
            table.matrix {
                caption.hidden { "Agents in rows, meetings in columns" }
                thead { tr {
                    th scope="col" { "Who " span.dim { "(" (screen.agents) ")" } }
                    @for head in &screen.heads { (self::head(head, base)) }
                    th scope="col" { "Times" }
                } }
                tbody {
                    @for (agent, fields, times) in &screen.rows {
                        tr {
                            th scope="row" { (thing(agent, base)) }
                            @for field in fields { (self::field(field)) }
                            td.number { (times) }
                        }
                    }
                }
            }
        }
    }
}

fn head(head: &Head, base: &str) -> Markup {
    html! {
        th scope="col" {
            span.mark.meeting aria-hidden="true" { "◆ " } (thing(&head.thing, base))
            span.when { @if let Some(place) = &head.place { (place) ", " } (head.date.as_deref().unwrap_or("no date")) }
            @if let Some(listed) = head.listed { span.badge.listed { (listed) " listed" } } @else { span.badge.none { "no list" } }
            @for stated in &head.stated { (stated_of(stated)) }
        }
    }
}

fn field(field: &Field) -> Markup {
    match field {
        Field::Part { role, capacities, passages } => {
            let capacities: Vec<&str> = capacities.iter().map(|capacity| capacity.label.as_str()).collect();
            let words = capacities.join(", ");
            html! {
                td.(role.name()) {
                    @match passages.first() {
                        Some(first) => { a.proof href=(place(first)) title=(words) { span.sign aria-hidden="true" { (role.mark()) } " ¶" span.hidden { " " (words) } } }
                        None => { span.sign title=(words) aria-hidden="true" { (role.mark()) } span.hidden { (words) } }
                    }
                }
            }
        }
        Field::NotListed => html! { td.absent { span aria-hidden="true" { "–" } span.hidden { "not listed" } } },
        Field::NoList => html! { td.unlisted { span.hidden { "no list published" } } },
    }
}
