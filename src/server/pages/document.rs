//! A document for reading: the text as received with every fact marked in it, the facts beside it, sentences without one.

use std::cell::Cell;

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{encode, href, mark, passage_of};
use crate::server::document::{Part, Proven, Reading, Segment};
use crate::server::entity::Entity;
use crate::server::kinds::Kind;

/// Facts of one passage shown without opening it.
const OPEN: usize = 6;

/// Renders the page; `about` is what the graph says about the document itself.
pub(in crate::server) fn document(reading: &Reading, about: Option<&Entity>, base: &str) -> Markup {
    let path = reading.iri.strip_prefix(base).unwrap_or(&reading.iri);
    let facts: usize = reading.proven.iter().map(|proven| proven.facts.len()).sum();
    layout(
        &reading.label,
        "/doc",
        html! {
            p.summary { span.mark.document { span aria-hidden="true" { "▤ " } "Document" } " · " code { (path) } }
            h1 { (reading.label) }
            p.summary {
                @match &reading.original {
                    None => { "Source text exactly as received" }
                    Some((bytes, name)) => { "The text of " a href=[href(bytes, base)] { (name) } ", the file as received" }
                }
                " · " (facts) " facts in " (reading.proven.len()) " of " (reading.passages) " passages"
            }
            p.downloads {
                span.dim { "As data:" }
                @for extension in ["ttl", "trig", "nq", "jsonld", "json"] { a href={ "/" (path) "." (extension) } { (extension) } }
                @let graph = path.replacen("doc/", "graph/", 1);
                a href={ "/" (graph) } { "everything it says" }
            }
            (shown(reading, path))
            div.reader {
                article.text lang="en" {
                    @match &reading.paragraphs {
                        None => { p.dim { "The text of this document is not kept in this store." } }
                        Some(paragraphs) => {
                            @let page = Cell::new(1);
                            @for segments in paragraphs { p { (self::segments(segments, reading, &page)) } }
                        }
                    }
                }
                aside {
                    h2 #facts { "What it proves" }
                    (steps(reading, path))
                    ol.plain.facts { @for proven in reading.proven.iter().filter(|proven| is_asked(proven, &reading.part)) { (self::proven(proven, reading, path, base)) }
                        @for proven in reading.proven.iter().filter(|proven| !is_asked(proven, &reading.part)) { (self::proven(proven, reading, path, base)) } }
                }
            }
            @if let Some(about) = about {
                (super::schema_org::described(about))
                h2 { "About the document" }
                table { tbody {
                    @for fact in &about.facts {
                        tr {
                            th scope="row" { (fact.property.label) }
                            td { ul.values { @for value in &fact.values { li { (super::parts::term_cell_named(value, base)) } } } }
                        }
                    }
                } }
            }
        },
    )
}

/// Which kinds of fact are marked, and how well the document is read.
fn shown(reading: &Reading, path: &str) -> Markup {
    let part = &reading.part;
    html! {
        form.fields.compact action={ "/" (path) } method="get" aria-label="Which facts are marked" {
            fieldset {
                legend { "Mark only" }
                @for (kind, count) in &reading.kinds {
                    label { input type="checkbox" name="kind" value=(kind.segment) checked[part.kinds.iter().any(|asked| asked == kind.segment)]; " " (mark(kind)) " " span.dim.number { (count) } }
                }
                label { input type="checkbox" name="without" value="show" checked[part.bare]; " sentences without a fact " span.dim.number { (reading.bare) } }
            }
            button.primary type="submit" { "Show" }
            @if !part.kinds.is_empty() || part.bare { a href={ "/" (path) } { "Mark all facts" } }
        }
        @if reading.paragraphs.is_some() {
            p.dim.small {
                (reading.covered) " % of its letters stand in a passage of which a fact was read; of " (reading.bare)
                @if reading.bare == 1 { " sentence" } @else { " sentences" } " nothing was read. "
                @if reading.measured { "A person has labelled this document: " a href="/quality" { "how well it is read" } "." }
                @else { "Nobody has labelled this document; " a href="/quality" { "how well others are read" } "." }
            }
        }
    }
}

/// The address of a fact of this document, with the kinds that are shown.
fn address(path: &str, part: &Part, number: usize) -> String {
    let kinds: String = part.kinds.iter().map(|kind| format!("&kind={}", encode(kind))).collect();
    let bare = if part.bare { "&without=show" } else { "" };
    format!("/{path}?fact={number}{kinds}{bare}#t{number}")
}

/// To the fact before and the one after.
fn steps(reading: &Reading, path: &str) -> Markup {
    let (before, here, after) = reading.around();
    let is_open = reading.part.range.is_some();
    let of = |number: usize| address(path, &reading.part, number);
    html! {
        @if !reading.proven.is_empty() {
            p.pages role="group" aria-label="Through the facts" {
                @if let Some(before) = before { a href=(of(before)) rel="prev" { "Previous fact" } " " }
                @if let Some(here) = here.filter(|_| is_open) { "Fact " (here) " of " (reading.passages) " " }
                @if let Some(after) = after { a href=(of(after)) rel="next" { @if is_open { "Next fact" } @else { "First fact" } } }
            }
        }
    }
}

/// Text in which each form feed is the head of a page.
fn paged(text: &str, page: &Cell<usize>) -> Markup {
    html! {
        @for (n, part) in text.split('\u{c}').enumerate() {
            @if n > 0 { span.page { "Page " ({ page.set(page.get() + 1); page.get() }) } }
            (part)
        }
    }
}

/// The first marked segment carries the anchor that the links point to.
fn segments(segments: &[Segment], reading: &Reading, page: &Cell<usize>) -> Markup {
    let asked = reading.part.range;
    html! {
        @for segment in segments {
            @if segment.asked {
                @let first = asked.filter(|(start, _)| *start == segment.start);
                mark id=[first.map(|(start, end)| format!("char={start},{end}"))] { (paged(&segment.text, page)) }
            } @else if segment.proves {
                span.said { (paged(&segment.text, page)) }
            } @else if segment.bare && reading.part.bare {
                span.bare { span.hidden { "Without a fact: " } (paged(&segment.text, page)) }
            } @else { (paged(&segment.text, page)) }
            @for number in &segment.ends {
                span id=[place(reading, *number)] { a.number-of id={ "t" (number) } href={ "#f" (number) } aria-label={ "Fact " (number) } { sup { (number) } } }
            }
        }
    }
}

/// The anchor of a passage, which the end of its words has where the passage itself is not marked.
fn place(reading: &Reading, number: usize) -> Option<String> {
    let at = reading.proven.binary_search_by_key(&number, |proven| proven.number).ok()?;
    let (start, end) = (reading.proven[at].evidence.start, reading.proven[at].evidence.end);
    (reading.part.range != Some((start, end))).then(|| format!("char={start},{end}"))
}

/// The requested passage comes first, or it would have to be looked for.
fn is_asked(proven: &Proven, part: &Part) -> bool {
    part.range == Some((proven.evidence.start, proven.evidence.end))
}

fn proven(proven: &Proven, reading: &Reading, path: &str, base: &str) -> Markup {
    let evidence = &proven.evidence;
    let is_asked = is_asked(proven, &reading.part);
    let row = |(iri, label, kind): &(String, String, Option<&'static Kind>)| {
        html! { li { @if let Some(kind) = kind { (mark(kind)) " " } (super::parts::link(iri, label, base)) } }
    };
    html! {
        li.now[is_asked] id={ "f" (proven.number) } {
            a.number-in href=(address(path, &reading.part, proven.number)) { b { (proven.number) } span.hidden { ", mark it in the text" } } " "
            a.proof href=(passage_of(evidence)) aria-current=[is_asked.then_some("true")] {
                "¶ " (evidence.start) "–" (evidence.end)
                @if let Some(locator) = &evidence.locator { ", " (locator) }
            }
            @if proven.facts.len() > OPEN && !is_asked {
                details { summary { (proven.facts.len()) " facts" } ul { @for fact in &proven.facts { (row(fact)) } } }
            } @else { ul { @for fact in &proven.facts { (row(fact)) } } }
        }
    }
}
