//! Small pieces that several pages show: links, terms.

use maud::{Markup, html};
use oxigraph::model::{Literal, Term};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::graph::vocab::{compact, xsd};
use crate::server::entity::{Act, Named};
use crate::server::evidence::Evidence;
use crate::server::kinds::Kind;
use crate::server::names::shorten;

/// A value inside a query string.
pub(in crate::server) fn encode(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

/// Characters that would end a path or break an attribute's meaning.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'?').add(b'{').add(b'}').add(b'\\');

/// Where an IRI is shown: our page for ours, itself for a web address of others, nothing for anything else
/// (`javascript:` is an IRI too).
pub(in crate::server) fn href(iri: &str, base: &str) -> Option<String> {
    if let Some(path) = iri.strip_prefix(base) {
        if let Some((document, range)) = path.split_once("#char=")
            && path.starts_with("doc/")
        {
            return Some(passage(document, range));
        }
        return Some(format!("/{}", utf8_percent_encode(path, PATH)));
    }
    (iri.starts_with("https://") || iri.starts_with("http://")).then(|| iri.to_owned())
}

/// The sentence at these offsets, marked. A fragment never reaches a server, so the range stands in the query too.
pub(in crate::server) fn passage(document_path: &str, range: &str) -> String {
    let range = encode_range(range);
    format!("/{}?char={range}#char={range}", utf8_percent_encode(document_path, PATH))
}

/// The id of the document and the address of the place, if an IRI names a passage.
pub(in crate::server) fn proof<'a>(iri: &'a str, base: &str) -> Option<(&'a str, String)> {
    let (document, range) = iri.strip_prefix(base)?.split_once("#char=")?;
    Some((document.strip_prefix("doc/")?, passage(document, range)))
}

fn encode_range(range: &str) -> String {
    range.chars().filter(|c| c.is_ascii_digit() || *c == ',').collect()
}

/// A link to an IRI with this text; plain text where the IRI is no web address.
pub(super) fn link(iri: &str, text: &str, base: &str) -> Markup {
    let ours = iri.starts_with(base);
    html! {
        @match href(iri, base) {
            Some(href) if ours => { a href=(href) { (text) } }
            Some(href) => { a.external href=(href) rel="noopener noreferrer external" { (text) } }
            None => { span { (text) } }
        }
    }
}

/// One term of a result table.
pub(super) fn term_cell(term: Option<&Term>, base: &str) -> Markup {
    html! {
        @match term {
            None => { span.none { "–" } }
            Some(Term::NamedNode(iri)) => { (link(iri.as_str(), &compact(iri.as_str(), base), base)) }
            Some(Term::Literal(literal)) => {
                span.date[is_date(literal)] lang=[literal.language()] { (literal.value()) }
            }
            Some(other) => { code { (other) } }
        }
    }
}

/// A date is kept in one piece.
fn is_date(literal: &Literal) -> bool {
    [xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR].contains(&literal.datatype())
}

/// The ¶ of a fact: one link for each of its passages, at most three, and how many more there are.
pub(super) fn proofs(evidence: &[Evidence]) -> Markup {
    html! {
        @for passage in evidence.iter().take(3) {
            a.proof href=(passage_of(passage)) title=(shorten(&passage.quote, 200)) {
                "¶ " (document_name(&passage.document))
                @if let Some(locator) = &passage.locator { ", " (locator) }
            }
        }
        @if evidence.len() > 3 { span.dim.small { "and " (evidence.len() - 3) " more" } }
    }
}

/// Where a passage is shown, marked.
pub(in crate::server) fn passage_of(evidence: &Evidence) -> String {
    passage(&evidence.document, &format!("{},{}", evidence.start, evidence.end))
}

fn document_name(path: &str) -> &str {
    path.strip_prefix("doc/").unwrap_or(path)
}

/// Shape and word of a kind.
pub(super) fn mark(kind: &Kind) -> Markup {
    html! { span.mark.(kind.colour) { span aria-hidden="true" { (kind.mark) " " } (kind.singular) } }
}

/// A thing by its name.
pub(super) fn name(thing: &Named, base: &str) -> Markup {
    link(&thing.iri, &thing.label, base)
}

/// Things by their names, separated.
pub(super) fn names(things: &[Named], base: &str) -> Markup {
    html! {
        @if things.is_empty() { span.none { "–" } }
        @for (n, thing) in things.iter().enumerate() { @if n > 0 { ", " } (name(thing, base)) }
    }
}

/// Five rising bars, as many of them full as a force is strong.
pub(super) fn strength(strength: Option<u8>) -> Markup {
    html! {
        @if let Some(strength) = strength {
            span.force aria-hidden="true" { @for n in 1..=5_u8 { i.{ "h" (n) }.on[n <= strength] {} } }
            " "
        }
    }
}

/// The strength of a directive: five rising bars beside its word.
pub(super) fn force(act: &Act, base: &str) -> Markup {
    html! {
        @if let Some(force) = &act.force {
            (strength(act.strength))
            (name(force, base))
            @if let Some(strength) = act.strength { span.hidden { " (" (strength) " of 5)" } }
        } @else { span.none { "–" } }
    }
}

/// A table of speech acts. On the page of the meeting where all were made, `here`, it does not repeat where.
pub(super) fn acts(acts: &[Act], here: &str, base: &str) -> Markup {
    let elsewhere = acts.iter().any(|act| act.at.iter().any(|at| at.iri != here));
    html! {
        div.scroll tabindex="0" role="region" aria-label="Mandates and other speech acts" {
            table {
                thead { tr {
                    th scope="col" { "Who" } th scope="col" { "Verb" } th scope="col" { "Force" } th scope="col" { "To" }
                    th scope="col" { "What" } @if elsewhere { th scope="col" { "Where" } } th scope="col" { "Source" }
                } }
                tbody {
                    @for act in acts {
                        tr {
                            td data-label="Who" { (names(&act.by, base)) }
                            td.words data-label="Verb" { (link(&act.iri, if act.verb.is_empty() { "says" } else { &act.verb }, base)) }
                            td data-label="Force" { (force(act, base)) }
                            td data-label="To" { (names(&act.to, base)) }
                            td.words.long data-label="What" { (act.text) }
                            @if elsewhere { td data-label="Where" { (names(&act.at, base)) } }
                            td data-label="Source" { (proofs(&act.evidence)) }
                        }
                    }
                }
            }
        }
    }
}

/// One value of a fact, by its name.
pub(super) fn term_cell_named(value: &crate::server::entity::Value, base: &str) -> Markup {
    match &value.term {
        Term::NamedNode(node) => link(node.as_str(), &value.label, base),
        other => term_cell(Some(other), base),
    }
}
