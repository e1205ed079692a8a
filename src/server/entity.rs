//! What the page of one entity shows: its facts with their passages, and what points to it, in groups that people read.

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};
use serde::{Serialize, Serializer};

use super::evidence::{Claim, Evidence};
use super::kinds::Kind;
use super::names::Names;
use crate::graph::vocab::{dcterms, igm, org, prov, schema, skos};
use crate::store::StoreError;

/// A thing with its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Named {
    pub(super) label: String,
    pub(super) iri: String,
}

/// One value of a property.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Value {
    #[serde(serialize_with = "written")]
    pub(super) term: Term,
    pub(super) label: String,
    /// Whether it passed to the default graph.
    pub(super) holds: bool,
    /// `Some(preferred)` where passages disagree about the property.
    pub(super) rank: Option<bool>,
    pub(super) evidence: Vec<Evidence>,
    /// Graphs that say so, paths below the base.
    pub(super) graphs: Vec<String>,
}

/// A property with its values.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Fact {
    pub(super) property: Named,
    pub(super) values: Vec<Value>,
}

/// One agent in one capacity in one meeting, body or undertaking.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Participation {
    pub(super) iri: String,
    pub(super) capacity: Named,
    pub(super) member: Option<Named>,
    pub(super) context: Option<Named>,
    pub(super) when: Option<String>,
    pub(super) as_given: Vec<String>,
    pub(super) represented_by: Vec<Named>,
    pub(super) evidence: Vec<Evidence>,
}

/// A speech act: a mandate, a pledge or any other.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Act {
    pub(super) iri: String,
    pub(super) verb: String,
    pub(super) force: Option<Named>,
    /// From 1 (encourages) to 5 (directs), where the force has a strength.
    pub(super) strength: Option<u8>,
    pub(super) by: Vec<Named>,
    pub(super) to: Vec<Named>,
    pub(super) at: Vec<Named>,
    pub(super) text: String,
    pub(super) evidence: Vec<Evidence>,
}

/// Things that point here with one property.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Group {
    pub(super) property: Named,
    /// What these things are to the entity, where there are words for it.
    pub(super) heading: Option<&'static str>,
    pub(super) things: Vec<(Named, Vec<Evidence>)>,
    pub(super) total: usize,
}

/// Everything the page of one entity shows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entity {
    pub(super) iri: String,
    pub(super) label: String,
    #[serde(serialize_with = "singular")]
    pub(super) kind: Option<&'static Kind>,
    /// Passages the entity itself is derived from.
    pub(super) evidence: Vec<Evidence>,
    pub(super) facts: Vec<Fact>,
    pub(super) participations: Vec<Participation>,
    pub(super) acts: Vec<Act>,
    pub(super) groups: Vec<Group>,
    /// False where something was left out because there is too much of it.
    pub(super) complete: bool,
}

/// A term as in N-Triples: an IRI in brackets, a literal with its type.
fn written<S: Serializer>(term: &Term, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(term)
}

fn singular<S: Serializer>(kind: &Option<&'static Kind>, serializer: S) -> Result<S::Ok, S::Error> {
    kind.map(|kind| kind.singular).serialize(serializer)
}

/// Things of one group that are named on the page.
const GROUP: usize = 40;

impl Entity {
    /// Reads an entity within `limit` quads in each direction; `None` where the store does not know the IRI.
    pub(super) fn read(names: &Names<'_>, iri: &str, limit: usize) -> Result<Option<Self>, StoreError> {
        let node = NamedNodeRef::new_unchecked(iri);
        let evidence = Evidence::of(names, iri)?;
        let claims = Claim::about(names, iri, limit)?;
        let facts = facts(names, iri, &claims, &evidence, limit)?;
        let mut pointing: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut seen = 0;
        for quad in names.snapshot.quads(None, None, Some(node.into()), Some(GraphNameRef::DefaultGraph)).take(limit) {
            let quad = quad?;
            seen += 1;
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                pointing.entry(quad.predicate.into_string()).or_default().push(subject.into_string());
            }
        }
        if facts.is_empty() && pointing.is_empty() && claims.is_empty() {
            return Ok(None);
        }
        let mut take = |properties: &[NamedNodeRef<'_>]| {
            let mut found: Vec<String> =
                properties.iter().filter_map(|p| pointing.remove(p.as_str())).flatten().collect();
            found.sort();
            found.dedup();
            found
        };
        let participations = take(&[igm::CONTEXT, org::MEMBER, igm::REPRESENTED_BY]);
        let acts = take(&[igm::ISSUED_AT, igm::ISSUED_BY, igm::ADDRESSEE, igm::PARTNER, igm::FORCE]);
        let mut participations: Vec<Participation> =
            participations.iter().map(|p| participation(names, p)).collect::<Result<_, _>>()?;
        participations.sort_by_cached_key(|p| (capacity_order(&p.capacity), p.context.clone(), p.member.clone()));
        let mut acts: Vec<Act> = acts.iter().map(|act| self::act(names, act)).collect::<Result<_, _>>()?;
        acts.sort_by_cached_key(|act| (act.evidence.first().cloned(), act.iri.clone()));
        take(&[schema::ATTENDEE, schema::ORGANIZER]);
        let groups = pointing.into_iter().map(|(p, things)| group(names, p, things)).collect::<Result<_, _>>()?;
        Ok(Some(Self {
            iri: iri.to_owned(),
            label: names.label(iri)?,
            kind: names.kind(iri)?,
            evidence,
            facts,
            participations,
            acts,
            groups,
            complete: seen < limit && claims.len() < limit,
        }))
    }
}

fn named(names: &Names<'_>, iri: String) -> Result<Named, StoreError> {
    Ok(Named { label: names.label(&iri)?, iri })
}

fn property_named(names: &Names<'_>, iri: String) -> Result<Named, StoreError> {
    Ok(Named { label: names.property(&iri)?, iri })
}

fn all_named(names: &Names<'_>, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<Named>, StoreError> {
    names.iris(subject, property)?.into_iter().map(|iri| named(names, iri)).collect()
}

/// What is said about the entity: values of the default graph, then values that did not pass to it.
fn facts(
    names: &Names<'_>,
    iri: &str,
    claims: &[Claim],
    own: &[Evidence],
    limit: usize,
) -> Result<Vec<Fact>, StoreError> {
    let mut properties: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let subject = NamedNodeRef::new_unchecked(iri);
    for quad in names.snapshot.quads(Some(subject.into()), None, None, None).take(limit) {
        let quad = quad?;
        // Shortcuts for the participations, which are shown themselves.
        let shortcut = quad.predicate == schema::ATTENDEE || quad.predicate == schema::ORGANIZER;
        if shortcut || quad.predicate == prov::WAS_DERIVED_FROM || quad.predicate == igm::SHOWN_BY {
            continue;
        }
        let values = properties.entry(quad.predicate.into_string()).or_default();
        let value = match values.iter_mut().position(|value| value.term == quad.object) {
            Some(at) => &mut values[at],
            None => {
                let label = names.term(&quad.object)?;
                values.push(Value {
                    term: quad.object,
                    label,
                    holds: false,
                    rank: None,
                    evidence: Vec::new(),
                    graphs: Vec::new(),
                });
                let last = values.len() - 1;
                &mut values[last]
            }
        };
        match quad.graph_name {
            GraphName::NamedNode(graph) => {
                value.graphs.push(graph.as_str().strip_prefix(names.base).unwrap_or(graph.as_str()).to_owned());
            }
            _ => value.holds = true,
        }
    }
    let mut facts = Vec::new();
    for (property, mut values) in properties {
        let about: Vec<&Claim> = claims.iter().filter(|claim| claim.predicate == property).collect();
        for value in &mut values {
            for claim in about.iter().filter(|claim| claim.value == value.term) {
                value.evidence.extend(claim.evidence.iter().cloned());
                if claim.contested {
                    value.rank = Some(value.rank.unwrap_or_default() || claim.preferred.unwrap_or_default());
                }
            }
            value.evidence.sort();
            value.evidence.dedup();
            if value.evidence.is_empty() && property != rdf::TYPE.as_str() {
                // A passage that names the entity proves what its own document says of it, not our reference data.
                let says = |passage: &&Evidence| {
                    let graph = passage.document.replacen("doc/", "graph/", 1);
                    value.graphs.contains(&graph)
                };
                value.evidence = own.iter().filter(says).cloned().collect();
            }
            value.graphs.sort();
        }
        values.sort_by_cached_key(|value| (!value.holds, value.label.clone()));
        facts.push(Fact { property: property_named(names, property)?, values });
    }
    facts.sort_by_cached_key(|fact| (fact_order(&fact.property.iri), fact.property.label.clone()));
    Ok(facts)
}

/// Type and names first, what describes them last.
fn fact_order(property: &str) -> u8 {
    match property {
        p if p == rdf::TYPE.as_str() => 0,
        p if p.ends_with("#label") || p.ends_with("#prefLabel") => 1,
        p if p == schema::START_DATE.as_str() => 2,
        p if p == schema::END_DATE.as_str() => 3,
        p if p.ends_with("sameAs") || p.ends_with("exactMatch") => 9,
        _ => 5,
    }
}

/// Hosts and chairs before members, observers after them.
fn capacity_order(capacity: &Named) -> (u8, String) {
    let order = match capacity.iri.rsplit('/').next().unwrap_or_default() {
        "member" => 5,
        "observer" => 6,
        _ => 1,
    };
    (order, capacity.label.clone())
}

fn participation(names: &Names<'_>, iri: &str) -> Result<Participation, StoreError> {
    let first = |property| Ok::<_, StoreError>(all_named(names, iri, property)?.into_iter().next());
    let context = first(igm::CONTEXT)?;
    let when = match &context {
        Some(context) => names.text(&context.iri, schema::START_DATE)?,
        None => None,
    };
    let as_given = names.values(iri, igm::NAME_AS_GIVEN)?.iter().map(super::names::plain).collect();
    Ok(Participation {
        iri: iri.to_owned(),
        capacity: first(org::ROLE)?.unwrap_or(Named { label: "takes part".into(), iri: String::new() }),
        member: first(org::MEMBER)?,
        context,
        when,
        as_given,
        represented_by: all_named(names, iri, igm::REPRESENTED_BY)?,
        evidence: Evidence::of(names, iri)?,
    })
}

/// Reads one speech act.
pub(super) fn act(names: &Names<'_>, iri: &str) -> Result<Act, StoreError> {
    let force = all_named(names, iri, igm::FORCE)?.into_iter().next();
    let strength = match &force {
        Some(force) => names.text(&force.iri, skos::NOTATION)?.and_then(|n| n.parse().ok()),
        None => None,
    };
    Ok(Act {
        iri: iri.to_owned(),
        verb: names.text(iri, igm::VERB)?.unwrap_or_default(),
        force,
        strength,
        by: all_named(names, iri, igm::ISSUED_BY)?,
        to: all_named(names, iri, igm::ADDRESSEE)?,
        at: all_named(names, iri, igm::ISSUED_AT)?,
        text: names.text(iri, schema::TEXT)?.unwrap_or_default(),
        evidence: Evidence::of(names, iri)?,
    })
}

/// Read from the other end: what `X containedInPlace Y` makes of X on the page of Y.
const HEADINGS: [(NamedNodeRef<'_>, &str); 22] = [
    (schema::CONTAINED_IN_PLACE, "Places in it"),
    (schema::LOCATION, "What took place here"),
    (igm::MEETING_OF, "Its meetings"),
    (org::UNIT_OF, "Its bodies"),
    (org::POST_IN, "Its posts"),
    (org::HOLDS, "Held by"),
    (org::MEMBER_OF, "Who belongs to it"),
    (org::ORIGINAL_ORGANIZATION, "What changed it"),
    (org::RESULTING_ORGANIZATION, "What made it what it is"),
    (igm::DECIDED_AT, "Decided here"),
    (igm::PLEDGED_FOR, "Pledges for it"),
    (igm::CALLS_FOR, "Who calls for it"),
    (igm::IN_RESPECT_OF, "Where others act for it"),
    (schema::OBSERVATION_ABOUT, "Numbers stated about it"),
    (schema::CREATOR, "What it made"),
    (dcterms::SUBJECT, "On this topic"),
    (dcterms::TYPE, "Of this kind"),
    (org::CLASSIFICATION, "Of this kind"),
    (dcterms::REFERENCES, "Who refers to it"),
    (dcterms::IS_PART_OF, "Its parts"),
    (skos::BROADER, "Narrower concepts"),
    (skos::IN_SCHEME, "Concepts"),
];

pub(super) fn heading(property: &str) -> Option<&'static str> {
    HEADINGS.iter().find(|(known, _)| known.as_str() == property).map(|(_, heading)| *heading)
}

fn group(names: &Names<'_>, property: String, mut things: Vec<String>) -> Result<Group, StoreError> {
    things.sort();
    things.dedup();
    let total = things.len();
    let mut shown = Vec::new();
    for iri in things.into_iter().take(GROUP) {
        let evidence = Evidence::of(names, &iri)?;
        shown.push((named(names, iri)?, evidence));
    }
    shown.sort();
    let heading = heading(&property);
    Ok(Group { property: property_named(names, property)?, heading, things: shown, total })
}
