//! Paths between two things, each step with its sentence.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{encode, mark};
use super::table::{downloads, end, proofs, thing};
use crate::server::overview::Thing;
use crate::server::screens::{Hop, PathsScreen, Way};

const PATH: &str = "/paths";

/// Renders the page.
pub(in crate::server) fn paths(screen: &PathsScreen, base: &str) -> Markup {
    let asked = &screen.asked;
    layout(
        "Paths between two things",
        PATH,
        html! {
            h1 { "How are two things connected?" }
            form.fields action=(PATH) method="get" aria-label="From where to where" {
                (end(asked, PATH, "from", "From: a name, path or IRI", &screen.found[0], ""))
                (end(asked, PATH, "to", "To", &screen.found[1], ""))
                div.short { label for="max" { "Steps at most" } select #max name="max" {
                    @for steps in 1..=6_usize { option value=(steps) selected[steps == screen.most] { (steps) } }
                } }
                @for avoided in asked.all("avoid") { input type="hidden" name="avoid" value=(avoided); }
                button.primary type="submit" { "Find" }
            }
            @if let Some([from, to]) = &screen.ends {
                p.summary role="status" {
                    @if from.iri == to.iri { "These are the same thing." }
                    @else if screen.ways.is_empty() { "No path of at most " (screen.most) " steps was found." }
                    @else { (screen.ways.len()) " of " (screen.total) " paths, shortest first." }
                    @if !screen.complete { " " strong.cut { "Time was up: there may be others." } " " (screen.opened) " things were opened." }
                }
                @if !asked.all("avoid").is_empty() { p.conditions { span.dim { "Not through:" } @for path in asked.all("avoid") { code { (path) } } a href=(asked.with(PATH, &[("avoid", None)])) { "Allow all" } } }
                @if screen.ways.is_empty() && from.iri != to.iri { (advice(screen)) }
                @if !screen.ways.is_empty() { (downloads(asked, PATH)) }
                ol.ways { @for way in &screen.ways { li { (self::way(way, screen, base)) } } }
            } @else {
                @if let Some([from, to]) = &screen.example {
                    @let path = |thing: &Thing| encode(thing.iri.strip_prefix(base).unwrap_or(&thing.iri));
                    p { "For example " a href={ (PATH) "?from=" (path(from)) "&to=" (path(to)) } { (from.label) " and " (to.label) } "." }
                }
                p { "Paths lead through states, organisations, bodies, meetings, persons, posts and works; a participation or a mandate that brings two of them together is one step, and has its sentence." }
            }
        },
    )
}

fn advice(screen: &PathsScreen) -> Markup {
    html! { p { "Allow more steps" @if !screen.asked.all("avoid").is_empty() { ", or paths through all things" } "." } }
}

fn way(way: &Way, screen: &PathsScreen, base: &str) -> Markup {
    let inner = way.hops.iter().take(way.hops.len().saturating_sub(1));
    html! {
        div.card {
            p.steps {
                @for (n, hop) in way.hops.iter().enumerate() {
                    @if n == 0 { (named(&hop.from, base)) }
                    span.relation { " " span aria-hidden="true" { "→ " }
                        @match &hop.fact { Some(fact) => { a href=[super::parts::href(&fact.iri, base)] { (hop.words) } } None => { (hop.words) } }
                        span aria-hidden="true" { " → " } " " }
                    (named(&hop.to, base))
                }
            }
            @if way.one_sentence { p.dim.small { "One sentence proves the whole path." } }
            @for hop in sentences(way) {
                @if hop.passages.is_empty() { p.dim.small { (hop.words) ": from the tables of names" } } @else {
                    blockquote { (hop.quote) " " (proofs(&hop.passages)) }
                }
            }
            p.small {
                @for hop in inner {
                    @let path = hop.to.iri.strip_prefix(base).unwrap_or(&hop.to.iri);
                    a href={ (screen.asked.with(PATH, &[])) "&avoid=" (encode(path)) } { "Not through " (hop.to.label) } " "
                }
            }
        }
    }
}

/// One step for each sentence: what proves several steps is quoted once.
fn sentences(way: &Way) -> Vec<&Hop> {
    let mut shown: Vec<&Hop> = Vec::new();
    for hop in &way.hops {
        if hop.passages.is_empty() || !shown.iter().any(|known| known.passages.first() == hop.passages.first()) {
            shown.push(hop);
        }
    }
    shown
}

fn named(one: &Thing, base: &str) -> Markup {
    html! { span.node { @if let Some(kind) = one.kind { (mark(kind)) " " } (thing(one, base)) } }
}
