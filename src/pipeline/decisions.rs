//! Human decisions as quads of `graph/curation`: the form in which ranks and the default graph see them.

use oxigraph::model::{NamedNode, Quad};

use crate::curation::{Curation, Decision, DecisionKind};
use crate::graph::vocab::{dcterms, wikibase};

/// The quads of the curation graph, and what is wrong with decisions that have none.
pub(super) fn quads(curation: &Curation, base: &str) -> (Vec<Quad>, Vec<String>) {
    let mut problems = curation.problems.clone();
    let mut quads = Vec::new();
    for decision in &curation.decisions {
        match quad(decision, base) {
            Ok(quad) => quads.extend(quad),
            Err(reason) => problems.push(format!("decision about {}: {reason}", decision.what)),
        }
    }
    (quads, problems)
}

fn quad(decision: &Decision, base: &str) -> Result<Option<Quad>, String> {
    let what = absolute(&decision.what, base)?;
    let (predicate, object) = match (decision.kind, &decision.to) {
        (DecisionKind::Accept, _) => (wikibase::RANK, wikibase::PREFERRED_RANK.into_owned()),
        (DecisionKind::Reject, _) => (wikibase::RANK, wikibase::DEPRECATED_RANK.into_owned()),
        (DecisionKind::SameAs, Some(to)) => (dcterms::IS_REPLACED_BY, absolute(to, base)?),
        // Nothing follows from it but silence.
        (DecisionKind::SameAs | DecisionKind::NotSame, _) => return Ok(None),
    };
    let graph = NamedNode::new_unchecked(format!("{base}graph/curation"));
    Ok(Some(Quad::new(what, predicate, object, graph)))
}

/// A path under the base, or an absolute IRI, as an IRI.
pub(super) fn absolute(name: &str, base: &str) -> Result<NamedNode, String> {
    let iri = if name.contains("://") { name.to_owned() } else { format!("{base}{name}") };
    NamedNode::new(&iri).map_err(|error| format!("{iri:?} is no IRI: {error}"))
}

/// The things of a decision that a store does not know: then the decision does not apply any more.
pub fn unknown_things(decision: &Decision, base: &str, is_known: impl Fn(&NamedNode) -> bool) -> Vec<String> {
    let things = [Some(&decision.what), decision.to.as_ref()];
    let unknown = |name: &&String| absolute(name, base).map_or(true, |node| !is_known(&node));
    things.into_iter().flatten().filter(unknown).cloned().collect()
}
