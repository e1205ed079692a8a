//! The table of an overview screen, its downloads, and the parts that these screens share.

use maud::{Markup, html};

use super::parts::{link, passage, strength};
use crate::server::overview::{Passage, Thing};
use crate::server::screens::{Asked, Cell, Found, Listed, Table};

/// Downloads of the table with everything that was asked for.
pub(super) fn downloads(asked: &Asked, path: &str) -> Markup {
    let whole = [("page", None)];
    html! {
        p.downloads {
            span.dim { "This table:" }
            a href=(asked.with(&format!("{path}.csv"), &whole)) { "csv" }
            a href=(asked.with(&format!("{path}.json"), &whole)) { "json" }
            a href=(asked.with(&format!("{path}.ttl"), &whole)) { "ttl" }
        }
    }
}

/// A thing by its name.
pub(super) fn thing(thing: &Thing, base: &str) -> Markup {
    link(&thing.iri, &thing.label, base)
}

/// Where a passage is shown, marked.
pub(super) fn place(place: &Passage) -> String {
    passage(&place.document, &format!("{},{}", place.start, place.end))
}

/// The ¶ of a fact, with the document; at most three.
pub(super) fn proofs(passages: &[Passage]) -> Markup {
    html! {
        @for passage in passages.iter().take(3) {
            a.proof href=(place(passage)) { "¶ " (passage.document.strip_prefix("doc/").unwrap_or(&passage.document)) }
        }
        @if passages.len() > 3 { span.dim.small { "and " (passages.len() - 3) " more" } }
    }
}

/// Rows under columns; `but` are columns that the page shows elsewhere.
pub(super) fn table(table: &Table, base: &str, but: &[&str]) -> Markup {
    let shown: Vec<usize> = (0..table.columns.len()).filter(|at| !but.contains(&table.columns[*at].name)).collect();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption.hidden { (table.caption) }
                thead { tr { @for at in &shown { th scope="col" { (table.columns[*at].title) } } } }
                tbody {
                    @for row in &table.rows {
                        tr { @for at in &shown { (cell(&row[*at], table.columns[*at].title, base)) } }
                    }
                }
            }
        }
    }
}

fn cell(cell: &Cell, title: &str, base: &str) -> Markup {
    let class = match cell {
        Cell::Words(_) => "words long",
        Cell::Fact(..) => "words",
        Cell::Date(_) => "date",
        Cell::Number(_) => "number",
        _ => "",
    };
    html! { td class=[Some(class).filter(|class| !class.is_empty())] data-label=(title) { (content(cell, base)) } }
}

/// What stands in a cell.
pub(super) fn content(cell: &Cell, base: &str) -> Markup {
    match cell {
        Cell::Nothing => html! { span.none { "–" } },
        Cell::Text(text) | Cell::Words(text) | Cell::Date(text) => html! { (text) },
        Cell::Number(number) => html! { (number) },
        Cell::Thing(one) => thing(one, base),
        Cell::Things(things) => html! {
            @if things.is_empty() { span.none { "–" } }
            @for (n, one) in things.iter().enumerate() { @if n > 0 { ", " } (thing(one, base)) }
        },
        Cell::Fact(iri, words) => link(iri, words, base),
        Cell::Force(force, bars) => html! {
            (strength(*bars)) (thing(force, base)) @if let Some(bars) = bars { span.hidden { " (" (bars) " of 5)" } }
        },
        Cell::Badge(class, mark, words) => badge(class, mark, words),
        Cell::Proofs(passages) => proofs(passages),
    }
}

/// A state of affairs: shape and word.
pub(super) fn badge(class: &str, mark: &str, words: &str) -> Markup {
    html! { span.badge.(class) { span aria-hidden="true" { (mark) " " } (words) } }
}

/// Previous and next part of a list, by a parameter.
pub(super) fn parts(asked: &Asked, path: &str, name: &'static str, (here, of): (usize, usize), what: &str) -> Markup {
    html! {
        @if of > 1 {
            p.pages role="group" aria-label=(what) {
                @if here > 1 { a href=(asked.with(path, &[(name, Some(&(here - 1).to_string()))])) rel="prev" { "Previous" } " " }
                (what) " " (here) " of " (of) " "
                @if here < of { a href=(asked.with(path, &[(name, Some(&(here + 1).to_string()))])) rel="next" { "Next" } }
            }
        }
    }
}

/// A line with which conditions hold, each with a link that takes it away.
pub(super) fn conditions(
    asked: &Asked,
    path: &str,
    names: &[(&'static str, &str)],
    titled: impl Fn(&str) -> Option<String>,
) -> Markup {
    let given: Vec<_> = names.iter().filter(|(name, _)| asked.one(name).is_some()).collect();
    let named = |value: &&str| titled(value).unwrap_or_else(|| (*value).to_owned());
    html! {
        @if !given.is_empty() {
            p.conditions {
                span.dim { "Only:" }
                @for (name, title) in given {
                    a href=(asked.with(path, &[(name, None), ("page", None)])) {
                        (title) " " b { (asked.all(name).iter().map(named).collect::<Vec<_>>().join(", ")) } span.hidden { ", take this condition away" } span aria-hidden="true" { " ×" }
                    }
                }
                a href=(path) { "Show all" }
            }
        }
    }
}

/// A stated number beside what the lists have.
pub(super) fn stated(stated: &Listed) -> Markup {
    let class = if stated.stated == stated.listed { "complete" } else { "" };
    html! {
        span.badge.(class) {
            @if stated.stated == stated.listed { span aria-hidden="true" { "✓ " } }
            (stated.listed) " of " (stated.stated) " " (stated.unit) " stated"
        }
        (proofs(stated.passage.as_slice()))
    }
}

/// A field for a thing, with what may be meant where the text names no one thing.
pub(super) fn end(asked: &Asked, path: &str, name: &'static str, title: &str, found: &Found, list: &str) -> Markup {
    html! {
        div {
            label for=(name) { (title) }
            input id=(name) type="text" name=(name) maxlength="1000" required value=[asked.one(name)] list=[Some(list).filter(|list| !list.is_empty())] autocomplete="off" aria-describedby=[matches!(found, Found::Several(_)).then(|| format!("{name}-offered"))];
            @if let Found::Several(offered) = found {
                div id={ (name) "-offered" } role="status" {
                    @if offered.is_empty() { p.cut { "Nothing is called like this." } } @else {
                        p.cut { "Which of these is meant?" }
                        ul.plain { @for (offer, label) in offered { li { a href=(asked.with(path, &[(name, Some(offer))])) { (label) } " " code { (offer) } } } }
                    }
                }
            }
        }
    }
}
