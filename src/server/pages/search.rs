//! The page of a search.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{encode, href, link};
use crate::server::search::{Passage, Results, Thing};

/// Names as printed that are shown of one thing.
const PRINTED: usize = 3;

/// The form, and what was found.
pub(in crate::server) fn search(results: &Results, base: &str) -> Markup {
    let title =
        if results.query.is_empty() { "Search".to_owned() } else { format!("{} – Search", cut(&results.query)) };
    let found = !results.groups.is_empty() || !results.passages.is_empty();
    layout(
        &title,
        "/search",
        html! {
            h1 { "Search" }
            form.fields action="/search" method="get" {
                div { label for="words" { "Words of a name or of a passage" } input #words type="search" name="q" maxlength="1000" value=(results.query); }
                button.primary type="submit" { "Search" }
            }
            @if let Some(note) = &results.note { p.cut role="status" { (note) } }
            @if results.query.is_empty() { (hints()) }
            @else if found { (summary(results)) (names(results, base)) (passages(results, base)) }
            @else if results.note.is_none() {
                p role="status" { "No name and no passage has these words." }
                (hints())
            }
            @if !results.nearest.is_empty() {
                h2 { "Names that come near" }
                ul.plain { @for thing in &results.nearest { li { (link(&thing.iri, &thing.label, base)) } } }
            }
            @if found {
                p.downloads {
                    a href={ "/search.json?q=" (encode(&results.query)) } { "json" }
                    @if !results.passages.is_empty() { a href={ "/sparql?query=" (encode(&query(&results.query))) } { "All passages, with SPARQL" } }
                }
            }
        },
    )
}

fn hints() -> Markup {
    html! {
        p {
            "All words must occur; accents and capitals do not count. "
            code { "\"ad hoc group\"" } " keeps words together, " code { "traffick*" } " begins a word, "
            code { "smuggling OR trafficking" } " takes either, " code { "-sea" } " leaves out."
        }
    }
}

fn summary(results: &Results) -> Markup {
    let names: usize = results.groups.iter().map(|group| group.things.len()).sum();
    let passages = results.passages_total;
    html! {
        p role="status" {
            (names) @if results.more_names { " and more" } @if names == 1 && !results.more_names { " thing" } @else { " things" } " by name, "
            a href="#passages" {
                (passages) @if results.more_passages { " and more" }
                @if passages == 1 && !results.more_passages { " passage" } @else { " passages" }
            } "."
        }
    }
}

fn names(results: &Results, base: &str) -> Markup {
    html! {
        @for group in &results.groups {
            h2 { span.mark.(group.colour) { span aria-hidden="true" { (group.mark) " " } (group.kind) } }
            ul.plain { @for thing in &group.things { li { (named(thing, base)) } } }
        }
        @if results.more_names { p.dim { "More names fit: add a word." } }
    }
}

fn named(thing: &Thing, base: &str) -> Markup {
    html! {
        (link(&thing.iri, &thing.label, base))
        @if !thing.names.is_empty() { span.dim.small { " also " (thing.names.join(", ")) } }
        @for printed in thing.printed.iter().take(PRINTED) {
            " " span.words.small { "“" (printed.name) "”" } " " (proof(&printed.passage, &printed.document, base))
        }
        @if thing.printed.len() > PRINTED { " " span.dim.small { "and " (thing.printed.len() - PRINTED) " more" } }
    }
}

/// The ¶ that opens a passage in its document.
fn proof(passage: &str, document: &str, base: &str) -> Markup {
    let name = document.strip_prefix(base).unwrap_or(document);
    html! {
        @if let Some(href) = href(passage, base) { a.proof href=(href) { "¶ " (name.strip_prefix("doc/").unwrap_or(name)) } }
    }
}

fn passages(results: &Results, base: &str) -> Markup {
    html! {
        @if !results.passages.is_empty() {
            h2 #passages { span.mark.document { span aria-hidden="true" { "¶ " } "Passages" } }
            @if results.passages_total > results.passages.len() { p.dim { "The best " (results.passages.len()) " of " (results.passages_total) "." } }
            ul.plain.passages { @for passage in &results.passages { li { (quoted(passage, base)) } } }
        }
    }
}

fn quoted(passage: &Passage, base: &str) -> Markup {
    html! {
        blockquote {
            @if passage.snippet.cut_before { "… " }
            @for (piece, marked) in passage.snippet.pieces() { @if marked { mark { (piece) } } @else { (piece) } }
            @if passage.snippet.cut_after { " …" }
        }
        (proof(&passage.iri, &passage.document, base))
        " " span.dim.small { (passage.document_label) }
    }
}

/// A query for all passages with these words: the string is escaped, so it stays a string.
fn query(words: &str) -> String {
    let words = oxigraph::model::Literal::from(words);
    format!(
        "SELECT ?document ?passage ?snippet ?score WHERE {{\n  SERVICE <search:> {{\n    ?passage search:text {words} ; search:field search:passage ;\n      search:document ?document ; search:snippet ?snippet ; search:score ?score ; search:limit 1000\n  }}\n}} ORDER BY DESC(?score) ?passage"
    )
}

fn cut(words: &str) -> String {
    crate::server::names::shorten(words, 60)
}
