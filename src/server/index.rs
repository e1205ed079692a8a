//! Names and counts of one generation, for the home page, the lists, the search and the nearest names of a 404.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedOrBlankNode, Term};

use super::kinds::{KINDS, Kind, by_class};
use crate::graph::vocab::{foaf, rdfs, skos};
use crate::store::{Snapshot, StoreError};

/// One entity with a page.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its IRI without the base.
    pub(super) path: String,
    pub(super) kind: &'static Kind,
    pub(super) label: String,
    /// Further names, lower case, the label too: what the search looks at.
    names: BTreeSet<String>,
}

impl Entry {
    /// Whether this is one of its names, in lower case.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// All entities of one generation.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Sorted by path.
    pub(super) entries: Vec<Entry>,
    counts: BTreeMap<&'static str, usize>,
    pub(super) quads: usize,
}

/// Entries looked at for the nearest names of a 404.
const NEAREST_LOOKED_AT: usize = 50_000;

impl Index {
    /// Reads names and kinds in one pass over the types and one over each naming property.
    pub(super) fn read(snapshot: &Snapshot, base: &str) -> Result<Self, StoreError> {
        let mut kinds: BTreeMap<String, &'static Kind> = BTreeMap::new();
        for quad in snapshot.quads(None, Some(rdf::TYPE), None, None) {
            let quad = quad?;
            let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(class)) = (quad.subject, quad.object) else {
                continue;
            };
            let Some(path) = subject.as_str().strip_prefix(base) else { continue };
            if let Some(kind) = by_class(class.as_ref())
                && KINDS.contains(kind)
            {
                // A mandate is a speech act too: the kind that its path names wins.
                let first = path.split('/').next().unwrap_or_default();
                let known = kinds.entry(path.to_owned()).or_insert(kind);
                if kind.segment == first {
                    *known = kind;
                }
            }
        }
        let mut names: BTreeMap<&str, (Option<String>, BTreeSet<String>)> = BTreeMap::new();
        for property in [rdfs::LABEL, skos::PREF_LABEL, foaf::NAME, skos::ALT_LABEL] {
            for quad in snapshot.quads(None, Some(property), None, None) {
                let quad = quad?;
                let (NamedOrBlankNode::NamedNode(subject), Term::Literal(name)) = (&quad.subject, &quad.object) else {
                    continue;
                };
                let Some(path) = subject.as_str().strip_prefix(base) else { continue };
                let Some((path, _)) = kinds.get_key_value(path) else { continue };
                let (label, all) = names.entry(path.as_str()).or_default();
                if property != skos::ALT_LABEL && (label.is_none() || quad.graph_name == GraphName::DefaultGraph) {
                    *label = Some(name.value().to_owned());
                }
                all.insert(name.value().to_lowercase());
            }
        }
        let mut counts = BTreeMap::new();
        for kind in kinds.values() {
            *counts.entry(kind.segment).or_default() += 1;
        }
        let entries = kinds
            .iter()
            .map(|(path, kind)| {
                let (label, names) = names.remove(path.as_str()).unwrap_or_default();
                Entry { path: path.clone(), kind, label: label.unwrap_or_default(), names }
            })
            .collect();
        Ok(Self { entries, counts, quads: snapshot.len()? })
    }

    /// How many things of a kind there are.
    pub(super) fn count(&self, kind: &Kind) -> usize {
        self.counts.get(kind.segment).copied().unwrap_or_default()
    }

    /// Things of a kind, sorted by name, then path.
    pub(super) fn of_kind(&self, kind: &Kind) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = self.entries.iter().filter(|entry| entry.kind == kind).collect();
        // Documents are known by their ids, which sort by process and year.
        let by_path = kind.segment == "doc";
        found.sort_by_key(|entry| (if by_path { String::new() } else { entry.label.to_lowercase() }, &entry.path));
        found
    }

    /// Things that are wanted and have every word of a search in one of their names: those that begin with it first, at
    /// most `limit`, and how many there are. Without words that is all that are wanted.
    pub(super) fn search(&self, words: &str, limit: usize, wanted: impl Fn(&Entry) -> bool) -> (Vec<&Entry>, usize) {
        let words = words.to_lowercase();
        let needles: Vec<&str> = words.split_whitespace().collect();
        let mut found: Vec<(usize, &Entry)> = self
            .entries
            .iter()
            .filter(|entry| wanted(entry))
            .filter_map(|entry| {
                let fits = |name: &String| needles.iter().all(|needle| name.contains(needle));
                let best = entry.names.iter().filter(|name| fits(name)).map(|name| rank(name, &words)).min();
                let path = || entry.names.is_empty() && needles.iter().all(|needle| entry.path.contains(needle));
                best.or_else(|| path().then_some(3)).map(|rank| (rank, entry))
            })
            .collect();
        found.sort_by_key(|(rank, entry)| (*rank, entry.label.to_lowercase(), &entry.path));
        let total = found.len();
        (found.into_iter().take(limit).map(|(_, entry)| entry).collect(), total)
    }

    /// The entries whose path or name is most like a path that does not exist.
    pub(super) fn nearest(&self, path: &str, limit: usize) -> Vec<&Entry> {
        let path: String = path.to_lowercase().chars().take(120).collect();
        let last = path.rsplit('/').next().unwrap_or_default().replace('-', " ");
        let mut scored: Vec<(f64, &Entry)> = self
            .entries
            .iter()
            .take(NEAREST_LOOKED_AT)
            .filter(|entry| entry.path.len() < 240)
            .map(|entry| {
                let by_path = strsim::jaro_winkler(&entry.path, &path);
                let by_name = entry.names.iter().take(8).map(|n| strsim::jaro_winkler(n, &last)).fold(0.0, f64::max);
                (by_path.max(by_name), entry)
            })
            .filter(|(score, _)| *score > 0.75)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
        scored.into_iter().take(limit).map(|(_, entry)| entry).collect()
    }
}

fn rank(name: &str, words: &str) -> usize {
    match () {
        () if name == words => 0,
        () if name.starts_with(words) => 1,
        () => 2,
    }
}
