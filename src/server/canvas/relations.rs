//! What one thing has to do with others, as people draw it: a participation or a change in the life of a body is a line
//! between two things, an act is a thing of its own.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::graph::vocab::{compact, dcterms, igm, org, prov, schema};
use crate::server::entity::heading;
use crate::server::kinds::Kind;
use crate::server::names::Names;
use crate::store::StoreError;

/// What a line stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) enum About {
    /// A participation, or a change in the life of a body.
    Fact(String),
    /// A plain statement with this property.
    Property(String),
}

/// A line between two things. It always leads the same way, whichever end was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::server) struct Line {
    pub(in crate::server) from: String,
    pub(in crate::server) to: String,
    pub(in crate::server) label: String,
    pub(in crate::server) about: About,
}

/// Lines of one sort from a thing to things of one kind.
#[derive(Debug)]
pub(in crate::server) struct Relation {
    /// Names it in an address.
    pub(in crate::server) key: String,
    /// What the others are to the thing.
    pub(in crate::server) label: String,
    pub(in crate::server) kind: &'static Kind,
    /// By the IRI of the other end.
    pub(in crate::server) lines: BTreeMap<String, Line>,
}

/// All relations of a thing.
#[derive(Debug, Default)]
pub(in crate::server) struct Relations {
    pub(in crate::server) list: Vec<Relation>,
    /// False where there is more than was looked at.
    pub(in crate::server) complete: bool,
}

/// Statements of one property that are looked at.
pub(super) const LOOKED_AT: usize = 1_000;

/// Nodes of the graph that are lines here: from, to, what the line is called.
const THROUGH: [(NamedNodeRef<'_>, NamedNodeRef<'_>, NamedNodeRef<'_>); 5] = [
    (org::MEMBER, igm::CONTEXT, org::ROLE),
    (igm::REPRESENTED_BY, igm::CONTEXT, org::ROLE),
    (org::ORIGINAL_ORGANIZATION, igm::DECIDED_AT, dcterms::TYPE),
    (org::RESULTING_ORGANIZATION, igm::DECIDED_AT, dcterms::TYPE),
    (org::ORIGINAL_ORGANIZATION, org::RESULTING_ORGANIZATION, dcterms::TYPE),
];

/// Kinds of the nodes that are lines.
const LINES: [&str; 2] = ["participation", "body-event"];

/// Kinds that are no things among others: concepts are shared by everything, numbers belong to what they count.
const LEFT_OUT: [&str; 2] = ["voc", "count"];

/// Properties that say the same as a line, or where a statement comes from.
const TECHNICAL: [NamedNodeRef<'_>; 4] = [schema::ATTENDEE, schema::ORGANIZER, prov::WAS_DERIVED_FROM, igm::SHOWN_BY];

/// What acts are to the thing that they name.
const ACTS: [(NamedNodeRef<'_>, &str); 4] = [
    (igm::ISSUED_AT, "said here"),
    (igm::ISSUED_BY, "said by it"),
    (igm::ADDRESSEE, "addressed to it"),
    (igm::PARTNER, "to be done with it"),
];

impl Relations {
    /// Reads them from what holds.
    pub(in crate::server) fn read(names: &Names<'_>, iri: &str) -> Result<Self, StoreError> {
        let mut found = Found { names, iri, relations: BTreeMap::new() };
        let node = NamedNodeRef::new_unchecked(iri);
        let graph = Some(GraphNameRef::DefaultGraph);
        let mut complete = true;
        for (n, quad) in names.snapshot.quads(Some(node.into()), None, None, graph).enumerate() {
            let quad = quad?;
            complete &= n < LOOKED_AT;
            if n >= LOOKED_AT {
                break;
            }
            if let Term::NamedNode(other) = &quad.object {
                found.plain(&quad.predicate, other.as_str(), true)?;
            }
        }
        let (pointing, all) = pointing(names, node)?;
        for (property, subjects) in pointing {
            for subject in subjects {
                found.incoming(&property, &subject)?;
            }
        }
        let mut list: Vec<Relation> = found.relations.into_values().collect();
        list.sort_by(|a, b| (a.lines.len() > 1, &a.label, &a.key).cmp(&(b.lines.len() > 1, &b.label, &b.key)));
        Ok(Self { list, complete: complete && all })
    }

    /// The lines from a thing to those that are wanted, and the participations and changes that lead to it from them: of both
    /// ends of such a line one is a meeting or a body, to which fewer lead than to a state. `budget` is what may be looked at.
    pub(super) fn between(
        names: &Names<'_>,
        iri: &str,
        wanted: &dyn Fn(&str) -> bool,
        budget: &mut usize,
    ) -> Result<Vec<Line>, StoreError> {
        let mut found = Found { names, iri, relations: BTreeMap::new() };
        let node = NamedNodeRef::new_unchecked(iri);
        let graph = Some(GraphNameRef::DefaultGraph);
        for quad in names.snapshot.quads(Some(node.into()), None, None, graph).take(*budget) {
            let quad = quad?;
            *budget -= 1;
            if let Term::NamedNode(other) = &quad.object
                && wanted(other.as_str())
            {
                found.plain(&quad.predicate, other.as_str(), true)?;
            }
        }
        for to in [igm::CONTEXT, igm::DECIDED_AT, org::RESULTING_ORGANIZATION] {
            for quad in names.snapshot.quads(None, Some(to), Some(node.into()), graph).take((*budget).min(FACTS)) {
                let Quad { subject, predicate, .. } = quad?;
                *budget -= 1;
                let NamedOrBlankNode::NamedNode(fact) = subject else { continue };
                let is_line = names.kind(fact.as_str())?.is_some_and(|kind| LINES.contains(&kind.segment));
                if is_line && leads_from(names, fact.as_str(), to, wanted)? {
                    found.incoming(&predicate, fact.as_str())?;
                }
            }
        }
        let relations = found.relations.into_values();
        let lines = relations.flat_map(|relation| relation.lines).filter(|(other, _)| wanted(other));
        Ok(lines.map(|(_, line)| line).collect())
    }

    /// All lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.list.iter().flat_map(|relation| relation.lines.values())
    }
}

/// Facts about one thing whose other ends are looked at.
const FACTS: usize = 200;

/// Whether one of the wanted is the other end of a fact that is a line to a thing.
fn leads_from(
    names: &Names<'_>,
    fact: &str,
    here: NamedNodeRef<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<bool, StoreError> {
    for (from, to, _) in THROUGH {
        if to == here && names.held(fact, from)?.iter().any(|other| wanted(other)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What points to a thing, by property; of a thing to which very much points, some of each of the properties that were
/// met or that matter.
fn pointing(
    names: &Names<'_>,
    node: NamedNodeRef<'_>,
) -> Result<(BTreeMap<NamedNode, BTreeSet<String>>, bool), StoreError> {
    let graph = Some(GraphNameRef::DefaultGraph);
    let mut found: BTreeMap<NamedNode, BTreeSet<String>> = BTreeMap::new();
    let mut add = |quad: oxigraph::model::Quad| {
        if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
            found.entry(quad.predicate).or_default().insert(subject.into_string());
        }
    };
    let mut quads = names.snapshot.quads(None, None, Some(node.into()), graph);
    for quad in quads.by_ref().take(LOOKED_AT) {
        add(quad?);
    }
    if quads.next().transpose()?.is_none() {
        return Ok((found, true));
    }
    let mut properties: BTreeSet<NamedNode> = found.keys().cloned().collect();
    let matter = THROUGH.iter().flat_map(|(from, to, _)| [*from, *to]).chain(ACTS.iter().map(|(act, _)| *act));
    properties.extend(matter.map(NamedNodeRef::into_owned));
    for property in properties {
        for quad in names.snapshot.quads(None, Some(property.as_ref()), Some(node.into()), graph).take(LOOKED_AT) {
            if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                found.entry(property.clone()).or_default().insert(subject.into_string());
            }
        }
    }
    Ok((found, false))
}

struct Found<'a> {
    names: &'a Names<'a>,
    iri: &'a str,
    relations: BTreeMap<String, Relation>,
}

impl Found<'_> {
    fn incoming(&mut self, property: &NamedNode, subject: &str) -> Result<(), StoreError> {
        if !self.names.kind(subject)?.is_some_and(|kind| LINES.contains(&kind.segment)) {
            return self.plain(property, subject, false);
        }
        for (from, to, name) in THROUGH {
            let (other, outward) = match property.as_ref() {
                here if here == from => (to, true),
                here if here == to => (from, false),
                _ => continue,
            };
            let Some(concept) = self.names.held(subject, name)?.into_iter().next() else { continue };
            let mut label = self.names.label(&concept)?;
            if from == igm::REPRESENTED_BY {
                label = format!("represents, {label}");
            }
            let key = format!("{}-{}", if outward { "as" } else { "with" }, compact(&concept, self.names.base));
            for end in self.names.held(subject, other)? {
                let about = About::Fact(subject.to_owned());
                self.add(&key, &label, &label, &end, outward, about)?;
            }
        }
        Ok(())
    }

    fn plain(&mut self, property: &NamedNode, other: &str, outward: bool) -> Result<(), StoreError> {
        if TECHNICAL.contains(&property.as_ref()) {
            return Ok(());
        }
        let word = self.names.property(property.as_str())?;
        let act = ACTS.iter().find(|(act, _)| *act == property.as_ref());
        let relation = match (outward, act) {
            (true, _) => word.clone(),
            (false, Some((_, words))) => (*words).to_owned(),
            (false, None) => {
                heading(property.as_str()).map_or_else(|| format!("its {word}"), |words| words.to_lowercase())
            }
        };
        let key = format!("{}-{}", if outward { "out" } else { "in" }, compact(property.as_str(), self.names.base));
        self.add(&key, &relation, &word, other, outward, About::Property(property.as_str().to_owned()))
    }

    /// A line to another of our things.
    fn add(
        &mut self,
        key: &str,
        relation: &str,
        line: &str,
        other: &str,
        outward: bool,
        about: About,
    ) -> Result<(), StoreError> {
        let Some(kind) = self.names.kind(other)? else { return Ok(()) };
        let ours = other.starts_with(self.names.base) && !other.contains('#') && other != self.iri;
        let drawn = crate::server::kinds::KINDS.contains(kind) && !LEFT_OUT.contains(&kind.segment);
        if !ours || !drawn || LINES.contains(&kind.segment) {
            return Ok(());
        }
        let (from, to) = if outward { (self.iri, other) } else { (other, self.iri) };
        let line = Line { from: from.to_owned(), to: to.to_owned(), label: line.to_owned(), about };
        let key = format!("{key}-{}", kind.segment);
        let relation = self.relations.entry(key).or_insert_with_key(|key| Relation {
            key: key.clone(),
            label: relation.to_owned(),
            kind,
            lines: BTreeMap::new(),
        });
        relation.lines.entry(other.to_owned()).or_insert(line);
        Ok(())
    }
}
