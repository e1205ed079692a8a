//! Which packs a document is read with: those for all documents, and those of the processes that it belongs to or names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::annotate::{Annotations, NameKind};

use super::{PackError, Packs};

/// Sets of packs that were compiled before, by their members.
pub(super) type Subsets = Mutex<BTreeMap<BTreeSet<usize>, Arc<Packs>>>;

impl Packs {
    /// The packs that apply to a document: all without `processes`; of the others those one of whose processes the
    /// manifest gives, a name of the tables names, or an entry of the lexicon `Series` stands for; and what these extend.
    pub fn applicable(&self, annotations: &Annotations<'_>, process: Option<&str>) -> Arc<Self> {
        let named = self.named(annotations, process);
        let applies = |index: &usize| {
            let processes = &self.sources[*index].head.processes;
            processes.is_empty() || processes.iter().any(|process| named.contains(process.as_str()))
        };
        let members = self.with_extended(self.members.iter().copied().filter(applies).collect());
        // Two packs that each fit the base may still contradict each other in a union: then all are asked together,
        // as they were when they were loaded.
        self.subset(members)
            .or_else(|_| self.subset(self.members.clone()))
            .unwrap_or_else(|_| Arc::new(Self::default()))
    }

    /// The packs with which one of them is tested: itself, what it extends, and those for all documents.
    pub(super) fn around(&self, pack: usize) -> Result<Arc<Self>, PackError> {
        let general = |index: &usize| self.sources[*index].head.processes.is_empty();
        let members = self.members.iter().copied().filter(|index| general(index) || *index == pack).collect();
        self.subset(self.with_extended(members))
    }

    /// The packs compiled here: index and name.
    pub(super) fn members(&self) -> impl Iterator<Item = (usize, &str)> {
        self.members.iter().map(|&member| (member, self.sources[member].head.name.as_str()))
    }

    /// Compiles each pack with only what it can count on, so that no pack leans on one that may not apply.
    pub(super) fn check_each(&self) -> Result<(), PackError> {
        self.members.iter().try_for_each(|&pack| self.around(pack).map(drop))
    }

    /// Processes of packs that a document belongs to or names.
    fn named<'p>(&'p self, annotations: &Annotations<'_>, process: Option<&str>) -> BTreeSet<&'p str> {
        let processes = self.members.iter().flat_map(|&index| &self.sources[index].head.processes);
        let mut missing: BTreeSet<&str> = processes.map(String::as_str).collect();
        let mut named = BTreeSet::new();
        let mut note = |slug: &str, missing: &mut BTreeSet<&'p str>| {
            named.extend(missing.take(slug));
        };
        process.iter().for_each(|slug| note(slug, &mut missing));
        for name in annotations.names.iter().filter(|name| name.kind == NameKind::Organisation) {
            note(&name.key, &mut missing);
        }
        let Some(series) = self.lexicon("Series") else { return named };
        for token in 0..annotations.tokens.len() {
            if missing.is_empty() {
                break;
            }
            if let Some((_, process)) = series.at(annotations, token) {
                note(process, &mut missing);
            }
        }
        named
    }

    fn with_extended(&self, mut members: BTreeSet<usize>) -> BTreeSet<usize> {
        // Packs stand behind those that they extend, so one pass backwards finds all.
        for index in (0..self.sources.len()).rev() {
            let name = &self.sources[index].head.name;
            let extends =
                |member: &usize| self.sources[*member].head.extends.iter().any(|extended| extended.get_ref() == name);
            if members.iter().any(extends) {
                members.insert(index);
            }
        }
        members
    }

    fn subset(&self, members: BTreeSet<usize>) -> Result<Arc<Self>, PackError> {
        let mut known = self.subsets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(packs) = known.get(&members) {
            return Ok(Arc::clone(packs));
        }
        let packs = Arc::new(Self::compile(Arc::clone(&self.sources), members.clone())?);
        known.insert(members, Arc::clone(&packs));
        Ok(packs)
    }
}
