//! Changes in the life of a body that one document tells of one decision, although they exclude each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{EntityId, Extraction, Fact, Status};

/// A body, and the meeting that decided about it.
type Decision<'a> = (&'a EntityId, Option<&'a EntityId>);

impl Extraction {
    /// Body events that cannot hold together: what one meeting decides to set up, it does not change or end as well.
    /// Events that a person rejected do not count.
    ///
    /// ```
    /// use rapporteur::assertion::{Assertion, EntityId, Extraction, Fact, Status};
    ///
    /// let panel = EntityId::Body { process: "lake-process".into(), slug: "panel".into() };
    /// let event = |kind: &str, status| Assertion {
    ///     fact: Fact::BodyEvent { body: panel.clone(), kind: kind.into(), status, decided_at: None, year: None },
    ///     evidence: Vec::new(),
    ///     rule: String::new(),
    /// };
    /// let mut said = Extraction::default();
    /// said.assertions = vec![event("established", Status::Decided), event("renamed", Status::Decided)];
    /// assert_eq!(said.disputed_events().len(), 2);
    /// said.assertions[0] = event("established", Status::Done);
    /// assert!(said.disputed_events().is_empty());
    /// ```
    pub fn disputed_events(&self) -> BTreeSet<usize> {
        let mut decisions: BTreeMap<Decision<'_>, Vec<(usize, bool)>> = BTreeMap::new();
        for (index, assertion) in self.assertions.iter().enumerate() {
            let Fact::BodyEvent { body, kind, status: Status::Decided, decided_at, .. } = &assertion.fact else {
                continue;
            };
            if !self.is_rejected(index) {
                let told = decisions.entry((body, decided_at.as_ref())).or_default();
                told.push((index, kind == "established"));
            }
        }
        let excluding = |told: &&Vec<(usize, bool)>| told.iter().any(|t| t.1) && told.iter().any(|t| !t.1);
        decisions.values().filter(excluding).flatten().map(|(index, _)| *index).collect()
    }
}
