//! What has to be done: which documents are new, changed, as before, or gone.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Quad;

use super::run::Ingredients;
use crate::corpus::{Corpus, Source, sha256};
use crate::store::Record;

/// Digest of everything but the text that a document's graph is made from.
pub(super) fn inputs(source: &Source, version: &str, decided: &BTreeMap<String, String>) -> String {
    let fields = [
        Some(version),
        source.title.as_deref(),
        source.date.as_deref(),
        source.language.as_deref(),
        source.url.as_deref(),
        source.licence.as_deref(),
        source.series.as_deref(),
        Some(&source.file_name()),
        decided.get(&source.id).map(String::as_str),
    ];
    // Lengths keep neighbours apart: ("ab", "c") is not ("a", "bc").
    let joined: String =
        fields.iter().map(|field| field.map_or("-".into(), |field| format!("{}:{field}", field.len()))).collect();
    sha256(joined.as_bytes())
}

/// Digest of the graphs that belong to no document, whatever their order.
pub(super) fn shared(quads: &[Quad]) -> String {
    let lines: BTreeSet<String> = quads.iter().map(ToString::to_string).collect();
    sha256(lines.into_iter().collect::<Vec<_>>().join("\n").as_bytes())
}

/// What a build makes of the documents that the store holds and the corpus does not name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// The store holds exactly the documents of the corpus: others are removed.
    #[default]
    Exactly,
    /// They stay, and those of the corpus come to them.
    Adding,
    /// They stay but for those with these identifiers.
    Removing(BTreeSet<String>),
}

impl Scope {
    /// Whether a document that the corpus does not name is removed.
    pub(super) fn removes(&self, id: &str) -> bool {
        match self {
            Self::Exactly => true,
            Self::Adding => false,
            Self::Removing(ids) => ids.contains(id),
        }
    }
}

/// The work, compared with what the current generation was built from.
pub(super) struct Plan<'c> {
    /// New documents and changed ones.
    pub(super) to_read: Vec<&'c Source>,
    /// Documents that stay as they are.
    pub(super) unchanged: BTreeSet<String>,
    /// Documents that are named no longer.
    pub(super) removed: Vec<String>,
    /// Documents that cannot be taken now; an earlier version of them stays.
    pub(super) failed: BTreeMap<&'c str, &'c str>,
    /// Whether a graph that belongs to no document changed.
    pub(super) shared_changed: bool,
}

impl<'c> Plan<'c> {
    pub(super) fn new(corpus: &'c Corpus, record: &Record, ingredients: &Ingredients<'_>, shared: &str) -> Self {
        let (base, version) = (ingredients.iris.base(), &ingredients.version);
        // Under another base every name is another one, so nothing can stay.
        let same_base = record.base == base;
        let mut plan = Self {
            to_read: Vec::new(),
            unchanged: BTreeSet::new(),
            removed: Vec::new(),
            failed: BTreeMap::new(),
            shared_changed: !same_base || record.shared != shared,
        };
        for source in &corpus.sources {
            let same = record.documents.get(&source.id).is_some_and(|before| {
                same_base
                    && before.received() == source.sha256
                    && before.inputs == inputs(source, version, &ingredients.decided)
            });
            if same {
                plan.unchanged.insert(source.id.clone());
            } else {
                plan.to_read.push(source);
            }
        }
        let named: BTreeSet<&str> = corpus.sources.iter().map(|source| source.id.as_str()).collect();
        for problem in &corpus.problems {
            if let Some(id) = problem.id.as_deref().filter(|id| !named.contains(id)) {
                plan.failed.insert(id, &problem.reason);
            }
        }
        let left =
            record.documents.keys().filter(|id| !named.contains(id.as_str()) && !plan.failed.contains_key(id.as_str()));
        let (left, others): (Vec<String>, Vec<String>) = left.cloned().partition(|id| ingredients.scope.removes(id));
        if same_base {
            plan.unchanged.extend(others);
        }
        // An entry that cannot even be named may be the one that is missing: then nothing is taken away.
        let named_all = corpus.problems.iter().all(|problem| problem.id.is_some());
        if named_all || matches!(ingredients.scope, Scope::Removing(_)) {
            plan.removed = left;
        } else if same_base {
            plan.unchanged.extend(left);
        }
        plan
    }

    /// Whether the store holds exactly what it should.
    pub(super) fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.removed.is_empty() && !self.shared_changed
    }

    /// Whether the current generation is of use as a start.
    pub(super) fn keeps_something(&self, record: &Record, base: &str) -> bool {
        record.base == base
            && (!self.unchanged.is_empty() || self.failed.keys().any(|id| record.documents.contains_key(*id)))
    }
}
