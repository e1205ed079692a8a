//! The ontology as a picture, drawn from its terms: on the left the classes with their properties, on the right what
//! these lead to, a line for each. It follows from the definitions, so it is never out of date.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::graph::vocab::{compact, rdfs, schema};
use crate::server::entity::Entity;

/// Places of the picture, in its own units: heights of a row and of the gap between two boxes, and the columns.
const ROW: usize = 22;
const GAP: usize = 14;
const LEFT: usize = 8;
const CLASS: usize = 190;
const PROPERTY: usize = 180;
const LINES: usize = 200;
const RIGHT: usize = LEFT + CLASS + PROPERTY + LINES;
const WIDTH: usize = RIGHT + CLASS + 8;

/// A property of one class.
struct Arrow<'a> {
    property: &'a str,
    /// Prefixed names of what it leads to.
    ranges: Vec<String>,
}

/// Draws the properties of the terms; each class of ours and each property links to its section.
pub(super) fn diagram(terms: &[(String, Entity)], base: &str) -> Markup {
    let mut classes: BTreeMap<String, Vec<Arrow<'_>>> = BTreeMap::new();
    for (local, term) in terms {
        let ranges = values(term, &[rdfs::RANGE.as_str(), schema::RANGE_INCLUDES.as_str()], base);
        for domain in values(term, &[rdfs::DOMAIN.as_str(), schema::DOMAIN_INCLUDES.as_str()], base) {
            classes.entry(domain).or_default().push(Arrow { property: local, ranges: ranges.clone() });
        }
    }
    // Each thing on the right stands about where its lines begin.
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut top = GAP;
    let mut tops = Vec::new();
    for arrows in classes.values() {
        tops.push(top);
        for (n, arrow) in arrows.iter().enumerate() {
            for range in &arrow.ranges {
                places.entry(range).or_default().push(top + n * ROW);
            }
        }
        top += arrows.len() * ROW + GAP;
    }
    let height = top;
    let mut right: Vec<(&str, usize)> =
        places.iter().map(|(name, at)| (*name, at.iter().sum::<usize>() / at.len())).collect();
    right.sort_by_key(|(_, middle)| *middle);
    let step = height / right.len().max(1);
    let at: BTreeMap<&str, usize> =
        right.iter().enumerate().map(|(n, (name, _))| (*name, n * step + step / 2)).collect();
    html! {
        figure.chart.ontology {
            div.scroll tabindex="0" role="region" aria-label="The classes and what their properties lead to" {
                svg viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) role="group"
                    aria-label="Classes on the left, with their properties; lines lead to classes and datatypes on the right. The sections below say the same." {
                    @for ((class, arrows), top) in classes.iter().zip(&tops) {
                        (named(class, LEFT, *top, arrows.len() * ROW))
                        @for (n, arrow) in arrows.iter().enumerate() {
                            @let y = top + n * ROW + ROW / 2;
                            a href={ "#" (arrow.property) } { text.name x=(LEFT + CLASS + 10) y=(y + 4) { (arrow.property) } }
                            @for range in &arrow.ranges {
                                @if let Some(end) = at.get(range.as_str()) { (line(y, *end)) }
                            }
                        }
                    }
                    @for (name, _) in &right { (named(name, RIGHT, at[name] - ROW / 2, ROW)) }
                }
            }
            figcaption { "Classes with their properties, and what these lead to" }
        }
    }
}

fn values(term: &Entity, properties: &[&str], base: &str) -> Vec<String> {
    let facts = term.facts.iter().filter(|fact| properties.contains(&fact.property.iri.as_str()));
    let iris = facts.flat_map(|fact| &fact.values).filter_map(|value| match &value.term {
        oxigraph::model::Term::NamedNode(node) => Some(compact(node.as_str(), base)),
        _ => None,
    });
    iris.collect()
}

/// A box with a name, which leads to its section where there is one.
fn named(name: &str, left: usize, top: usize, height: usize) -> Markup {
    let own = name.strip_prefix("igm:");
    let drawn = html! {
        rect.box.own[own.is_some()] x=(left) y=(top) width=(CLASS) height=(height) rx="3" {}
        text.name x=(left + 8) y=(top + height / 2 + 4) { (own.unwrap_or(name)) }
    };
    match own {
        Some(local) => html! { a href={ "#" (local) } { (drawn) } },
        None => html! { g { (drawn) } },
    }
}

fn line(from: usize, to: usize) -> Markup {
    let (start, end) = (LEFT + CLASS + PROPERTY, RIGHT);
    let middle = usize::midpoint(start, end);
    html! { path.line d={ "M" (start) " " (from) " C" (middle) " " (from) " " (middle) " " (to) " " (end) " " (to) } {} }
}
