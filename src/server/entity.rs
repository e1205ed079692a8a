//! What the page of one entity shows: its facts with their passages, and what points to it, in groups that people read.

mod bounds;
mod facts;
mod listed;

use oxigraph::model::{NamedNodeRef, Term};
use serde::{Serialize, Serializer};

pub(super) use self::bounds::{Bounds, Count};
use self::bounds::{Pointing, pointing};
use self::facts::facts;
pub(super) use self::listed::{Listed, Rows};
use super::evidence::{Claim, Evidence};
use super::kinds::Kind;
use super::names::Names;
use super::pages;
use crate::graph::vocab::{compact, dcterms, igm, org, prov, schema, skos};
use crate::publish::{has_nanopublication, nanopublication_path};
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
    pub(super) total: Count,
}

/// Where all things of a relation are, of which only some are shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct More {
    pub(super) property: Named,
    pub(super) total: Count,
    /// The address of all of them, without the host.
    pub(super) page: String,
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
    /// Where its nanopublications are, if it has any: a path without the slash in front.
    #[serde(skip)]
    pub(super) published: Option<String>,
    /// How many passages it is derived from, how many participations and how many acts there are.
    pub(super) counts: [Count; 3],
    /// Relations of which there is more than is shown here.
    pub(super) more: Vec<More>,
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

/// Passages of a thing by which its nanopublications are looked for.
const PUBLISHED: usize = 10;

/// Relations that are participations, and those that are acts.
const PARTICIPATIONS: [NamedNodeRef<'_>; 3] = [igm::CONTEXT, org::MEMBER, igm::REPRESENTED_BY];
const ACTS: [NamedNodeRef<'_>; 5] = [igm::ISSUED_AT, igm::ISSUED_BY, igm::ADDRESSEE, igm::PARTNER, igm::FORCE];

impl Entity {
    /// Reads an entity within bounds; `None` where the store does not know the IRI.
    pub(super) fn read(names: &Names<'_>, iri: &str, bounds: &Bounds<'_>) -> Result<Option<Self>, StoreError> {
        let (passages, all) = Evidence::iris(names, iri, bounds.quads)?;
        let mut evidence = Vec::new();
        for passage in passages.iter().take(bounds.passages) {
            evidence.extend(Evidence::read(names, passage)?);
        }
        evidence.sort();
        evidence.dedup();
        let claims = Claim::about(names, iri, bounds.claims)?;
        let (facts, whole) = facts(names, iri, &claims, &evidence, bounds.quads)?;
        let mut pointing = pointing(names, iri, bounds)?;
        if facts.is_empty() && pointing.is_empty() && claims.is_empty() {
            return Ok(None);
        }
        // Shortcuts for the participations.
        for shortcut in [schema::ATTENDEE, schema::ORGANIZER] {
            pointing.remove(shortcut.as_str());
        }
        let mut more = Vec::new();
        let mut rest = |property: &str, total: Count| -> Result<(), StoreError> {
            let page = address(names, iri, property);
            more.push(More { property: property_named(names, property.to_owned())?, total, page });
            Ok(())
        };
        let mut take = |properties: &[NamedNodeRef<'_>], most: usize| {
            let (mut found, mut counts) = (Vec::new(), Vec::new());
            for property in properties {
                if let Some(Pointing { things, total }) = pointing.remove(property.as_str()) {
                    found.extend(things);
                    counts.push((*property, total));
                }
            }
            found.sort();
            found.dedup();
            let all = counts.iter().all(|(_, total)| total.all_here);
            // What is here twice, as who speaks and is spoken to, counts once.
            let total = match all {
                true => Count::exactly(found.len()),
                false => counts.iter().fold(Count::default(), |sum, (_, total)| sum.and(*total)),
            };
            if !all || found.len() > most {
                counts.iter().try_for_each(|(property, total)| rest(property.as_str(), *total))?;
            }
            found.truncate(most);
            Ok::<_, StoreError>((found, total))
        };
        let (participations, taking_part) = take(&PARTICIPATIONS, bounds.each)?;
        let (acts, acting) = take(&ACTS, bounds.each)?;
        let mut participations: Vec<Participation> =
            participations.iter().map(|p| participation(names, p)).collect::<Result<_, _>>()?;
        participations.sort_by_cached_key(|p| (capacity_order(&p.capacity), p.context.clone(), p.member.clone()));
        let mut acts: Vec<Act> = acts.iter().map(|act| self::act(names, act)).collect::<Result<_, _>>()?;
        acts.sort_by_cached_key(|act| (act.evidence.first().cloned(), act.iri.clone()));
        let mut groups = Vec::new();
        for (property, Pointing { things, total }) in pointing {
            if !total.all_here || things.len() > bounds.group {
                rest(&property, total)?;
            }
            groups.push(group(names, property, things, total, bounds.group)?);
        }
        let mut published = None;
        // Not each document that names a thing says more of it.
        for passage in passages.iter().take(PUBLISHED) {
            let (fact, passage) = (NamedNodeRef::new_unchecked(iri), NamedNodeRef::new_unchecked(passage));
            if has_nanopublication(names.snapshot, names.base, fact, passage)? {
                published = nanopublication_path(names.base, iri);
                break;
            }
        }
        let derived = Count { exact: all, ..Count::exactly(passages.len()) };
        if passages.len() > bounds.passages || !all {
            rest(prov::WAS_DERIVED_FROM.as_str(), derived)?;
        }
        Ok(Some(Self {
            iri: iri.to_owned(),
            label: names.label(iri)?,
            kind: names.kind(iri)?,
            evidence,
            facts,
            participations,
            acts,
            groups,
            counts: [derived, taking_part, acting],
            published,
            complete: whole && more.is_empty() && claims.len() < bounds.claims,
            more,
        }))
    }
}

/// Where all things of a relation are listed.
fn address(names: &Names<'_>, iri: &str, property: &str) -> String {
    let (page, list) = (pages::href(iri, names.base).unwrap_or_default(), compact(property, names.base));
    format!("{page}?list={}", pages::encode(&list))
}

fn named(names: &Names<'_>, iri: String) -> Result<Named, StoreError> {
    Ok(Named { label: names.label(&iri)?, iri })
}

fn property_named(names: &Names<'_>, iri: String) -> Result<Named, StoreError> {
    Ok(Named { label: names.property(&iri)?, iri })
}

fn all_named(names: &Names<'_>, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<Named>, StoreError> {
    names.held(subject, property)?.into_iter().map(|iri| named(names, iri)).collect()
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

fn group(
    names: &Names<'_>,
    property: String,
    mut things: Vec<String>,
    total: Count,
    most: usize,
) -> Result<Group, StoreError> {
    things.sort();
    things.dedup();
    let mut shown = Vec::new();
    for iri in things.into_iter().take(most) {
        let evidence = Evidence::first(names, &iri)?;
        shown.push((named(names, iri)?, evidence));
    }
    shown.sort();
    let heading = heading(&property);
    Ok(Group { property: property_named(names, property)?, heading, things: shown, total })
}
