//! The sentence behind a line.

use serde::Serialize;

use super::relations::{About, Line};
use crate::server::evidence::{Evidence, Statements};
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

/// Looks for proofs.
pub(super) struct Proofs<'a> {
    names: &'a Names<'a>,
    statements: Statements<'a>,
}

impl<'a> Proofs<'a> {
    pub(super) fn new(names: &'a Names<'a>) -> Self {
        Self { names, statements: Statements::new(names) }
    }

    /// Of a participation or a change its own passages, else those of the plain statement.
    pub(super) fn of(&mut self, line: &Line) -> Result<Option<Proof>, StoreError> {
        let passages = match &line.about {
            About::Fact(fact) => Evidence::of(self.names, fact)?,
            About::Property(property) => self.statements.passages(&line.from, property, &line.to)?,
        };
        Ok(proof(&passages))
    }
}

fn proof(passages: &[Evidence]) -> Option<Proof> {
    passages.first().map(|passage| Proof {
        href: passage_of(passage),
        document: passage.document.strip_prefix("doc/").unwrap_or(&passage.document).to_owned(),
        quote: shorten(&passage.quote, QUOTE),
        more: passages.len() - 1,
    })
}
