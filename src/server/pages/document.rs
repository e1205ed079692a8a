//! A document for reading: the text as received, the requested sentence marked, what it proves beside it.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{mark, passage_of};
use crate::server::document::{Proven, Reading, Segment};
use crate::server::entity::Entity;

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
            p.summary { "Source text exactly as received · " (facts) " facts in " (reading.proven.len()) " passages" }
            p.downloads {
                span.dim { "As data:" }
                @for extension in ["ttl", "trig", "nq", "jsonld", "json"] { a href={ "/" (path) "." (extension) } { (extension) } }
                @let graph = path.replacen("doc/", "graph/", 1);
                a href={ "/" (graph) } { "everything it says" }
            }
            div.reader {
                article.text lang="en" {
                    @match &reading.paragraphs {
                        None => { p.dim { "The text of this document is not kept in this store." } }
                        Some(paragraphs) => { @for segments in paragraphs { p { (self::segments(segments, reading.asked)) } } }
                    }
                }
                aside {
                    h2 #facts { "What it proves" }
                    ol.plain.facts { @for proven in reading.proven.iter().filter(|proven| is_asked(proven, reading.asked)) { (self::proven(proven, reading.asked, base)) }
                        @for proven in reading.proven.iter().filter(|proven| !is_asked(proven, reading.asked)) { (self::proven(proven, reading.asked, base)) } }
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

/// The first marked segment carries the anchor that the links point to.
fn segments(segments: &[Segment], asked: Option<(usize, usize)>) -> Markup {
    html! {
        @for segment in segments {
            @if segment.asked {
                @let first = asked.filter(|(start, _)| *start == segment.start);
                mark id=[first.map(|(start, end)| format!("char={start},{end}"))] { (segment.text) }
            } @else if segment.proves {
                span.said { (segment.text) }
            } @else { (segment.text) }
        }
    }
}

/// The requested passage comes first, or it would have to be looked for.
fn is_asked(proven: &Proven, asked: Option<(usize, usize)>) -> bool {
    asked == Some((proven.evidence.start, proven.evidence.end))
}

fn proven(proven: &Proven, asked: Option<(usize, usize)>, base: &str) -> Markup {
    let evidence = &proven.evidence;
    let is_asked = is_asked(proven, asked);
    let row = |(iri, label, kind): &(String, String, Option<&'static crate::server::kinds::Kind>)| {
        html! { li { @if let Some(kind) = kind { (mark(kind)) " " } (super::parts::link(iri, label, base)) } }
    };
    html! {
        li.now[is_asked] {
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
