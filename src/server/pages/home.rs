//! The start page, the lists, and the page of a name that does not exist.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{acts, mark};
use crate::server::entity::Act;
use crate::server::index::{Entry, Index};
use crate::server::kinds::{KINDS, Kind};
use crate::server::overview::Overview;
use crate::server::screens::Question;

/// Where to go on: lists that answer something at once.
const LISTS: [(&str, &str); 4] = [
    ("/meeting", "Which meetings were held, planned or only mentioned, and who was there?"),
    ("/body", "Which bodies exist, and what became of them?"),
    ("/queries", "Questions with answers, as forms"),
    ("/help", "How to read these pages: what ¶ means, signs, colours, keys"),
];

/// Documents that are named on the start page.
const NEWEST: usize = 12;

/// The start page.
pub(in crate::server) fn home(index: &Index, overview: &Overview, questions: &[Question], base: &str) -> Markup {
    layout(
        "Rapporteur",
        "/",
        html! {
            h1 { "What meetings decided, and the sentence that proves it" }
            p.summary {
                (grouped(index.quads)) " statements from " (index.count(&KINDS[0])) " documents. Every fact carries a ¶ that opens its sentence."
            }
            ul.counts {
                @for kind in &KINDS {
                    @let count = index.count(kind);
                    @if count > 0 {
                        li { a.card href={ "/" (kind.segment) } { b { (grouped(count)) } span.mark.(kind.colour) {
                            span aria-hidden="true" { (kind.mark) " " } (kind.plural)
                        } } }
                    }
                }
            }
            div.two {
                section {
                    h2 { "What to ask first" }
                    ul.plain {
                        @for (question, href) in questions { li { a href=(href) { (question) } } }
                        @for (href, question) in LISTS { li { a href=(href) { (question) } } }
                    }
                }
                section { h2 { "Newest documents" } (newest(index, overview, base)) }
            }
        },
    )
}

/// Documents by the dates of the meetings that they tell of; those of no meeting come last.
fn newest(index: &Index, overview: &Overview, base: &str) -> Markup {
    let dated = overview.meetings.iter().rev().filter(|meeting| meeting.start.is_some());
    let dated = dated.flat_map(|meeting| meeting.documents.iter().map(move |doc| (doc, meeting)));
    let dated: Vec<_> = dated.take(NEWEST).collect();
    let all = index.of_kind(&KINDS[0]);
    let is_dated = |entry: &Entry| dated.iter().any(|(doc, _)| doc.iri.strip_prefix(base) == Some(&entry.path));
    let others = all.iter().take(NEWEST * 2).filter(|entry| !is_dated(entry)).take(NEWEST - dated.len());
    html! {
        ul.plain {
            @for (document, meeting) in &dated {
                li { (super::table::thing(document, base)) " " span.dim.date { (meeting.start.as_deref().unwrap_or_default()) } }
            }
            @for entry in others { li { (named_link(entry, &entry.label)) } }
        }
        @if all.len() > NEWEST { p { a href="/doc" { "All " (all.len()) } } }
    }
}

fn named_link(entry: &Entry, label: &str) -> Markup {
    html! { a href={ "/" (entry.path) } { (if label.is_empty() { &entry.path } else { label }) } }
}

/// Digits in groups of three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whether a name already has the year in it.
fn says_year(name: &str, date: &str) -> bool {
    date.get(..4).is_some_and(|year| name.contains(year))
}

/// One line of a list.
pub(in crate::server) struct ListEntry {
    pub(in crate::server) path: String,
    pub(in crate::server) label: String,
    /// When it began, for meetings.
    pub(in crate::server) date: Option<String>,
}

/// A list of one kind of thing: names in columns, or a table of speech acts.
pub(in crate::server) struct ListPage<'a> {
    pub(in crate::server) kind: &'static Kind,
    pub(in crate::server) entries: &'a [ListEntry],
    pub(in crate::server) acts: &'a [Act],
    pub(in crate::server) total: usize,
    pub(in crate::server) page: usize,
    pub(in crate::server) pages: usize,
    pub(in crate::server) base: &'a str,
}

/// Renders a list.
pub(in crate::server) fn list(list: &ListPage<'_>) -> Markup {
    let here = format!("/{}", list.kind.segment);
    layout(
        list.kind.plural,
        &here,
        html! {
            p.summary { (mark(list.kind)) }
            h1 { (list.kind.plural) " " span.dim { (list.total) } }
            @if list.total == 0 { p { "The documents of this store name none." } }
            @if list.acts.is_empty() {
                ul.plain.columns[list.entries.len() > 12] {
                    @for entry in list.entries {
                        li {
                            a href={ "/" (entry.path) } { (entry.label) }
                            @if let Some(date) = entry.date.as_ref().filter(|date| !says_year(&entry.label, date)) { " " span.dim.date { (date) } }
                        }
                    }
                }
            } @else { (acts(list.acts, "", list.base)) }
            @if list.pages > 1 {
                nav aria-label="Pages" {
                    @if list.page > 1 { a href={ (here) "?page=" (list.page - 1) } rel="prev" { "Previous" } " " }
                    "Page " (list.page) " of " (list.pages) " "
                    @if list.page < list.pages { a href={ (here) "?page=" (list.page + 1) } rel="next" { "Next" } }
                }
            }
        },
    )
}

/// There is no such page; these names come near.
pub(in crate::server) fn unknown(path: &str, nearest: &[(&Entry, String)]) -> Markup {
    layout(
        "No such page",
        "",
        html! {
            h1 { "No such page" }
            p { "There is nothing at " code { "/" (path) } "." }
            @if !nearest.is_empty() {
                h2 { "Perhaps you look for" }
                ul.plain { @for (entry, label) in nearest { li { (mark(entry.kind)) " " (named_link(entry, label)) " " code { "/" (entry.path) } } } }
            }
            p { a href="/" { "Start page" } }
        },
    )
}
