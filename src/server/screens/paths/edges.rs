//! What is next to a thing: who took part with it, who asked whom, what belongs to what. A participation, an act or an event
//! is one step between the things that it brings together, and its passage is the sentence of the step.

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Term};

use crate::graph::vocab::{dcterms, igm, org, rdf, schema};
use crate::server::names::Names;
use crate::store::StoreError;

/// Quads that are looked at on each side of a thing, and facts that are opened.
const QUADS: usize = 4_000;
const FACTS: usize = 1_200;

/// A step from one thing to another.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) to: String,
    /// The participation, act or event; none where the two are joined by one property.
    pub(super) fact: Option<String>,
    /// The property from the fact to where the step begins and to where it ends, or the one property, and whether it is
    /// read backwards.
    pub(super) from_as: String,
    pub(super) to_as: Option<String>,
    pub(super) backwards: bool,
}

/// First steps of the paths of facts, which are steps themselves.
const FACT_KINDS: [&str; 5] = ["participation", "mandate", "pledge", "act", "body-event"];

/// First steps of the paths of things that paths lead through.
pub(super) const THING_KINDS: [&str; 9] =
    ["state", "org", "body", "meeting", "person", "post", "group", "place", "work"];

/// Whether paths may lead to and through a thing.
pub(super) fn is_thing(iri: &str, base: &str) -> bool {
    first(iri, base).is_some_and(|first| THING_KINDS.contains(&first))
}

fn is_fact(iri: &str, base: &str) -> bool {
    first(iri, base).is_some_and(|first| FACT_KINDS.contains(&first))
}

fn first<'i>(iri: &'i str, base: &str) -> Option<&'i str> {
    let path = iri.strip_prefix(base)?;
    (!path.contains('#')).then(|| path.split('/').next()).flatten()
}

/// Properties that say nothing of how two things have to do with each other.
fn is_skipped(property: NamedNodeRef<'_>) -> bool {
    // Attendee and organiser are shortcuts for participations, which have their sentence.
    [rdf::TYPE, igm::SHOWN_BY, schema::ATTENDEE, schema::ORGANIZER, dcterms::TYPE].contains(&property)
}

/// The steps from a thing, and whether these are all. `go_on` is asked often, because a thing may have very many.
pub(super) fn steps(names: &Names<'_>, from: &str, go_on: &dyn Fn() -> bool) -> Result<(Vec<Step>, bool), StoreError> {
    let node = NamedNodeRef::new_unchecked(from);
    let default = Some(GraphNameRef::DefaultGraph);
    let (mut steps, mut facts, mut complete) = (Vec::new(), Vec::new(), true);
    for (n, quad) in names.snapshot.quads(Some(node.into()), None, None, default).enumerate() {
        let quad = quad?;
        if n == QUADS || !go_on() {
            complete = false;
            break;
        }
        if let Term::NamedNode(to) = quad.object
            && !is_skipped(quad.predicate.as_ref())
            && is_thing(to.as_str(), names.base)
        {
            let from_as = quad.predicate.into_string();
            steps.push(Step { to: to.into_string(), fact: None, from_as, to_as: None, backwards: false });
        }
    }
    for (n, quad) in names.snapshot.quads(None, None, Some(node.into()), default).enumerate() {
        let quad = quad?;
        if n == QUADS || !go_on() {
            complete = false;
            break;
        }
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
        if is_skipped(quad.predicate.as_ref()) {
            continue;
        }
        if is_thing(subject.as_str(), names.base) {
            let from_as = quad.predicate.into_string();
            steps.push(Step { to: subject.into_string(), fact: None, from_as, to_as: None, backwards: true });
        } else if is_fact(subject.as_str(), names.base) {
            facts.push((subject, quad.predicate.into_string()));
        }
    }
    for (n, (fact, from_as)) in facts.into_iter().enumerate() {
        if n == FACTS || !go_on() {
            return Ok((steps, false));
        }
        for quad in names.snapshot.quads(Some(fact.as_ref().into()), None, None, default) {
            let quad = quad?;
            if let Term::NamedNode(to) = quad.object
                && to.as_str() != from
                && !is_skipped(quad.predicate.as_ref())
                && is_thing(to.as_str(), names.base)
            {
                steps.push(Step {
                    to: to.into_string(),
                    fact: Some(fact.as_str().to_owned()),
                    from_as: from_as.clone(),
                    to_as: Some(quad.predicate.into_string()),
                    backwards: false,
                });
            }
        }
    }
    Ok((steps, complete))
}

/// A step in words.
pub(super) fn words(names: &Names<'_>, step: &Step) -> Result<String, StoreError> {
    let Some(fact) = &step.fact else {
        let property = names.property(&step.from_as)?;
        return Ok(if step.backwards { format!("is {property} of") } else { property });
    };
    let label = |property| -> Result<Option<String>, StoreError> {
        names.iris(fact, property)?.first().map(|iri| names.label(iri)).transpose()
    };
    if let Some(capacity) = label(org::ROLE)? {
        return Ok(match step.to_as.as_deref() {
            Some(to) if to == igm::CONTEXT.as_str() => format!("is {capacity} in"),
            Some(to) if to == org::MEMBER.as_str() && step.from_as == igm::CONTEXT.as_str() => {
                format!("has as {capacity}")
            }
            _ => format!("{capacity}, for or through"),
        });
    }
    if let Some(verb) = names.text(fact, igm::VERB)? {
        let to = step.to_as.as_deref().map(|to| names.property(to)).transpose()?.unwrap_or_default();
        return Ok(format!("{}, “{verb}”, {to}", names.property(&step.from_as)?));
    }
    Ok(label(dcterms::TYPE)?.unwrap_or_else(|| "is told of with".to_owned()))
}
