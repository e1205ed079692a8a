//! The page of one entity: its facts, each with its passage, and what points to it.

use maud::{Markup, html};
use oxigraph::model::Term;

use super::about;
use super::layout::layout;
use super::parts::{acts, encode, href, link, mark, name, names, passage_of, proofs, term_cell};
use crate::publish::GRAPH_FORMATS;
use crate::publish::dataset::Distribution;
use crate::server::dataset::Part;
use crate::server::entity::{Count, Entity, Fact, Group, Listed, More, Participation, Rows, Value};
use crate::server::evidence::Evidence;
use crate::server::kinds::Kind;
use crate::server::names::shorten;
use crate::server::screens::About;

/// Renders the page, with what the overviews know of the thing at its head.
pub(in crate::server) fn entity(entity: &Entity, about: Option<&About>, base: &str) -> Markup {
    with(entity, base, &about::head(entity, about, base), &html! {})
}

/// The page of the data set: with its files, and its parts, which have no page of their own.
pub(in crate::server) fn dataset(entity: &Entity, parts: &[Part], files: &[Distribution], base: &str) -> Markup {
    let offered = html! {
        h2 { "To download" }
        @if files.is_empty() { p.dim { "The files of the whole are being written: look again in a moment." } }
        ul.plain {
            // Their places are there before they are.
            @for name in crate::server::dumps::names().filter(|_| files.is_empty()) {
                li id={ "file-" (name) } { span id={ "sum-" (name) } { (name) } }
            }
            @for file in files {
                li {
                    a href={ "/dataset/" (file.name) } { (file.name) } " " span.dim { (file.bytes) " bytes" } " · " (file.title)
                    br; span.dim.small { "SHA-256 " code { (file.sha256) } }
                }
            }
        }
    };
    let counted = html! {
        h2 { "Its parts " span.dim { (parts.len()) } }
        ul.plain {
            @for part in parts {
                li id=(part.id) {
                    code { (part.id) }
                    @for (property, value) in part.facts.iter().take(PART) { " · " (property) " " (name(value, base)) }
                    @if part.facts.len() > PART { " · and " (part.facts.len() - PART) " more" }
                }
            }
        }
    };
    with(entity, base, &offered, &counted)
}

/// Facts of a part of the data set that are shown.
const PART: usize = 8;

fn with(entity: &Entity, base: &str, head: &Markup, more: &Markup) -> Markup {
    let path = entity.iri.strip_prefix(base).unwrap_or(&entity.iri);
    let here = entity.kind.map(|kind| format!("/{}", kind.segment)).unwrap_or_default();
    let [derived, taking_part, acting] = entity.counts;
    layout(
        &entity.label,
        &here,
        html! {
            p.summary { @if let Some(kind) = entity.kind { (kind_link(kind)) " · " } code { (path) } }
            h1 { (entity.label) }
            p.summary {
                @let parts = [
                    (Count::exactly(entity.facts.len()), ["property", "properties"]),
                    (taking_part, ["participation", "participations"]),
                    (acting, ["speech act", "speech acts"]),
                ];
                @for (n, (count, word)) in parts.iter().filter(|(count, _)| count.number > 0).enumerate() {
                    @if n > 0 { " · " } (count) " " (word[usize::from(count.number != 1)])
                }
                @if !entity.complete { " · " strong.cut { "more than this page shows" } }
            }
            (downloads(path, entity))
            (head)
            // few words prove the page; many are a register, which comes after what they prove
            (self::more(&entity.more))
            @if entity.evidence.len() <= PASSAGES { (passages(&entity.evidence, derived)) }
            @if !entity.facts.is_empty() { h2 #facts { "Facts" } (facts(&entity.facts, &entity.iri, base)) }
            @if !entity.participations.is_empty() {
                h2 #participations { "Participations " span.dim { (shown(entity.participations.len(), taking_part)) } }
                (participations(&entity.participations, &entity.iri, base))
            }
            @if !entity.acts.is_empty() {
                h2 #acts { "Mandates and other speech acts " span.dim { (shown(entity.acts.len(), acting)) } }
                (acts(&entity.acts, &entity.iri, base))
            }
            (more)
            @for group in &entity.groups { (self::group(group, &entity.more, base)) }
            @if entity.evidence.len() > PASSAGES { (passages(&entity.evidence, derived)) }
            (super::schema_org::described(entity))
        },
    )
}

/// Passages shown in full; of more, each wording is shown once.
const PASSAGES: usize = 3;

/// How many of how many.
fn shown(here: usize, all: Count) -> String {
    if all.exact && all.number <= here { all.to_string() } else { format!("{here} of {all}") }
}

/// Where the rest of long lists is.
fn more(more: &[More]) -> Markup {
    html! {
        @if !more.is_empty() {
            p {
                span.dim { "All of what is shown here in part: " }
                @for (n, More { property, total, page }) in more.iter().enumerate() {
                    @if n > 0 { " · " } a href=(page) { (property.label) " (" (total) ")" }
                }
            }
        }
    }
}

/// The page of a list that is too long for the page of its thing.
pub(in crate::server) fn listed(listed: &Listed, base: &str) -> Markup {
    let here = href(&listed.of.iri, base).unwrap_or_default();
    let page = |number: usize| format!("{here}?list={}&page={number}", encode(&listed.list));
    layout(
        &format!("{}: {}", listed.of.label, listed.property.label),
        "",
        html! {
            p.summary { (name(&listed.of, base)) }
            h1 {
                @match listed.heading { Some(heading) => { (heading) } None => { "Where it is the " (listed.property.label) } }
                " " span.dim { (listed.total) }
            }
            @if !listed.complete {
                p { strong.cut { "More than is listed here." } " " a href={ (here) ".nt" } { "The data" } " says how much of it it holds; a SPARQL query has the rest." }
            }
            @match &listed.rows {
                Rows::Participations(list) => (participations(list, &listed.of.iri, base)),
                Rows::Acts(list) => (acts(list, &listed.of.iri, base)),
                Rows::Things(things) => { ul.plain { @for (thing, evidence) in things { li { (name(thing, base)) " " (proofs(evidence)) } } } }
                Rows::Passages(list) => { ul.plain { @for passage in list { li { span.words { (passage.quote) } " " (proofs(std::slice::from_ref(passage))) } } } }
            }
            @if listed.pages > 1 {
                nav aria-label="Pages" {
                    @if listed.page > 1 { a href=(page(listed.page - 1)) rel="prev" { "Previous" } " " }
                    "Page " (listed.page) " of " (listed.pages) " "
                    @if listed.page < listed.pages { a href=(page(listed.page + 1)) rel="next" { "Next" } }
                }
            }
        },
    )
}

fn passages(evidence: &[Evidence], all: Count) -> Markup {
    if evidence.len() <= PASSAGES {
        return html! {
            @for passage in evidence {
                blockquote cite=(passage_of(passage)) { (passage.quote) " " (proofs(std::slice::from_ref(passage))) }
            }
        };
    }
    // In the order of the documents, each wording where it comes first.
    let mut wordings: Vec<(String, Vec<Evidence>)> = Vec::new();
    for passage in evidence {
        let wording = shorten(&passage.quote, 160);
        match wordings.iter_mut().find(|(known, _)| *known == wording) {
            Some((_, passages)) => passages.push(passage.clone()),
            None => wordings.push((wording, vec![passage.clone()])),
        }
    }
    html! {
        h2 { "In the documents " span.dim { (shown(evidence.len(), all)) } }
        ul.plain { @for (wording, passages) in &wordings { li { span.words { (wording) } " " (proofs(passages)) } } }
    }
}

fn kind_link(kind: &'static Kind) -> Markup {
    html! {
        @if crate::server::kinds::by_segment(kind.segment).is_some() { a href={ "/" (kind.segment) } { (mark(kind)) } }
        @else { (mark(kind)) }
    }
}

/// The same as data. A term of a namespace has no file of its own: the whole namespace has.
fn downloads(path: &str, entity: &Entity) -> Markup {
    let published = &entity.published;
    let in_graph = entity.kind.is_some();
    let stem = path.split('#').next().unwrap_or(path);
    html! {
        p.downloads {
            span.dim { "As data:" }
            @for format in GRAPH_FORMATS { a href={ "/" (stem) "." (format.extension) } { (format.extension) } }
            a href={ "/" (stem) ".json" } { "json" }
            a href={ "/" (stem) ".csv" } { "csv" }
            @if let Some(published) = published { a href={ "/" (published) ".trig" } { "nanopublications" } }
            @if in_graph { a href={ "/graph?of=" (encode(stem)) } { "Open in the graph" } }
        }
    }
}

fn facts(facts: &[Fact], here: &str, base: &str) -> Markup {
    html! {
        table {
            thead.hidden { tr { th scope="col" { "Property" } th scope="col" { "Value and source" } } }
            tbody {
                @for fact in facts {
                    tr {
                        th scope="row" { (name(&fact.property, base)) }
                        td { ul.values { @for value in &fact.values { li id=[part_of(value, here)] { (self::value(value, base)) } } } }
                    }
                }
            }
        }
    }
}

/// The fragment of a value that is a part of the thing itself, and so is described on this page.
fn part_of<'v>(value: &'v Value, here: &str) -> Option<&'v str> {
    match &value.term {
        Term::NamedNode(node) => node.as_str().strip_prefix(here)?.strip_prefix('#'),
        _ => None,
    }
}

fn value(value: &Value, base: &str) -> Markup {
    html! {
        @match &value.term {
            Term::NamedNode(node) => { (link(node.as_str(), &value.label, base)) }
            literal @ Term::Literal(_) => { (term_cell(Some(literal), base)) }
            other => { code { (other) } }
        }
        " "
        @match value.rank {
            Some(true) => { span.badge.preferred { "sources disagree: preferred" } }
            Some(false) => { span.badge { "sources disagree: not preferred" } }
            None if !value.holds && !value.evidence.is_empty() => { span.badge { "another value holds" } }
            None => {}
        }
        " "
        @if value.evidence.is_empty() {
            @for graph in value.graphs.iter().take(2) {
                a.proof href={ "/" (graph) } title="the graph that says so" { (graph.trim_start_matches("graph/")) }
            }
        } @else { (proofs(&value.evidence)) }
    }
}

fn participations(list: &[Participation], here: &str, base: &str) -> Markup {
    let of_context = list.iter().any(|p| p.context.as_ref().is_some_and(|context| context.iri == here));
    html! {
        div.scroll tabindex="0" role="region" aria-label="Participations" {
            table {
                thead { tr {
                    th scope="col" { "Capacity" }
                    @if of_context { th scope="col" { "Who" } } @else { th scope="col" { "In" } th scope="col" { "When" } }
                    th scope="col" { "As written" } th scope="col" { "Represented by" } th scope="col" { "Source" }
                } }
                tbody {
                    @for participation in list {
                        tr {
                            td data-label="Capacity" { (link(&participation.iri, &participation.capacity.label, base)) }
                            @if of_context {
                                td data-label="Who" { (names(participation.member.as_slice(), base)) }
                            } @else {
                                td data-label="In" { (names(participation.context.as_slice(), base)) }
                                td.date data-label="When" { (participation.when.as_deref().unwrap_or("–")) }
                            }
                            td.words data-label="As written" { (participation.as_given.join(" · ")) }
                            td data-label="Through" { (names(&participation.represented_by, base)) }
                            td data-label="Source" { (proofs(&participation.evidence)) }
                        }
                    }
                }
            }
        }
    }
}

fn group(group: &Group, more: &[More], base: &str) -> Markup {
    let all = more.iter().find(|more| more.property.iri == group.property.iri);
    html! {
        @match group.heading {
            Some(heading) => { h2 { (heading) " " span.dim { (shown(group.things.len(), group.total)) } } }
            None => { h2 { span.dim { "Where it is the " } (name(&group.property, base)) " " span.dim { (shown(group.things.len(), group.total)) } } }
        }
        ul.plain {
            @for (thing, evidence) in &group.things { li { (name(thing, base)) " " (proofs(evidence)) } }
            @if let Some(all) = all { li.dim { a href=(all.page) { "All " (all.total) } } }
        }
    }
}
