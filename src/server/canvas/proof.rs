//! The sentence behind a line.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedNodeRef, Term};
use serde::Serialize;

use super::relations::{About, Line};
use crate::server::evidence::{Claim, Evidence};
use crate::server::names::{Names, shorten};
use crate::server::pages::passage_of;
use crate::store::StoreError;

/// Where a line is proved, and in which words.
#[derive(Debug, Clone, Serialize)]
pub(in crate::server) struct Proof {
    pub(in crate::server) href: String,
    pub(in crate::server) document: String,
    pub(in crate::server) quote: String,
    /// Passages beside this one.
    pub(in crate::server) more: usize,
}

/// Characters of a quote.
const QUOTE: usize = 400;

/// Claims of one thing that are looked through.
const CLAIMS: usize = 1_000;

/// Looks for proofs, and reads the claims of each thing once.
pub(super) struct Proofs<'a> {
    names: &'a Names<'a>,
    claims: BTreeMap<String, Vec<Claim>>,
}

impl<'a> Proofs<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        Self { names, claims: BTreeMap::new() }
    }

    /// Of a participation, an act or a change its own passages; of a plain statement those of the claims that say it, else
    /// those by which a document that says it names the thing.
    pub(super) fn of(&mut self, line: &Line) -> Result<Option<Proof>, StoreError> {
        let property = match &line.about {
            About::Fact(fact) => return Ok(proof(&Evidence::of(self.names, fact)?)),
            About::Property(property) => property,
        };
        let own = Evidence::of(self.names, &line.from)?;
        let is_act = line
            .from
            .strip_prefix(self.names.base)
            .is_some_and(|path| ["mandate/", "pledge/", "act/"].iter().any(|kind| path.starts_with(kind)));
        if is_act {
            return Ok(proof(&own));
        }
        if !self.claims.contains_key(&line.from) {
            self.claims.insert(line.from.clone(), Claim::about(self.names, &line.from, CLAIMS)?);
        }
        let claims = self.claims.get(&line.from).map(Vec::as_slice).unwrap_or_default();
        let said = claims.iter().filter(|claim| claim.predicate == *property && is(&claim.value, &line.to));
        let mut passages: Vec<Evidence> = said.flat_map(|claim| claim.evidence.iter().cloned()).collect();
        if passages.is_empty() {
            let graphs = self.graphs(line, property)?;
            passages = own.into_iter().filter(|passage| graphs.contains(&passage.document)).collect();
        }
        passages.sort();
        passages.dedup();
        Ok(proof(&passages))
    }

    /// The documents whose graphs say a plain statement.
    fn graphs(&self, line: &Line, property: &str) -> Result<Vec<String>, StoreError> {
        let [from, property, to] = [line.from.as_str(), property, line.to.as_str()].map(NamedNodeRef::new_unchecked);
        let mut graphs = Vec::new();
        for quad in self.names.snapshot.quads(Some(from.into()), Some(property), Some(to.into()), None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name
                && let Some(path) = graph.as_str().strip_prefix(self.names.base)
            {
                graphs.push(path.replacen("graph/", "doc/", 1));
            }
        }
        Ok(graphs)
    }
}

fn is(value: &Term, iri: &str) -> bool {
    matches!(value, Term::NamedNode(node) if node.as_str() == iri)
}

fn proof(passages: &[Evidence]) -> Option<Proof> {
    passages.first().map(|passage| Proof {
        href: passage_of(passage),
        document: passage.document.strip_prefix("doc/").unwrap_or(&passage.document).to_owned(),
        quote: shorten(&passage.quote, QUOTE),
        more: passages.len() - 1,
    })
}
