//! What `rapporteur check` looks at: the integrity queries of the library, what reading noted, human decisions that do not
//! hold, and things that may be one.

mod duplicates;
mod places;
mod shapes;

use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;

use oxigraph::model::{GraphNameRef, NamedNode, Quad, Term};
use serde::{Serialize, Serializer};

pub(super) use self::places::Place;
use self::places::Texts;
pub(super) use self::shapes::own;
use crate::config::Config;
use crate::curation::{About, Curation, DecisionKind};
use crate::graph::vocab::{compact, dcterms, prov};
use crate::pipeline::{ORPHANED, fates, unknown_things};
use crate::query::{Checks, Severity};
use crate::shacl::Shapes;
use crate::store::{Generations, Note, Record, Snapshot, StoreError, wrong_quotes};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Finding {
    #[serde(serialize_with = "word")]
    pub(super) severity: Severity,
    pub(super) kind: String,
    /// Path of the thing, fact or document.
    pub(super) about: String,
    pub(super) finding: String,
    /// The sentences, where there are any.
    pub(super) passages: Vec<Place>,
}

fn word<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.as_str())
}

/// Kinds of finding that no query of `queries/checks` gives.
const OWN_KINDS: [&str; 14] = [
    shapes::KIND,
    "quotation",
    "reading",
    "unresolved-name",
    "name-out-of-use",
    "unread-act",
    "decision",
    "orphaned",
    "re-anchored",
    "still-said",
    "needless",
    "overruled",
    "duplicate-meeting",
    "duplicate-person",
];

/// What findings are about, with how bad they are.
type Told = HashSet<(Severity, Term)>;

/// The kinds of finding that there are, in order.
pub(super) fn kinds() -> anyhow::Result<BTreeSet<String>> {
    let checks = Checks::shipped(crate::graph::vocab::BASE)?;
    let own = OWN_KINDS.iter().map(|kind| (*kind).to_owned()).chain(["duplicate-organisation".to_owned()]);
    Ok(checks.iter().map(|(_, query)| kind(&query.name)).chain(own).collect())
}

/// The file of a query is named with underscores.
fn kind(name: &str) -> String {
    name.replace('_', "-")
}

/// Everything that does not fit, worst first; looked at also with the shapes of these files.
pub(super) fn findings(config: &Config, snapshot: &Snapshot, shapes: &[PathBuf]) -> anyhow::Result<Vec<Finding>> {
    let mut record = Generations::at(&config.store).record()?.unwrap_or_default();
    if record.base.is_empty() {
        record.base = super::base(config)?;
    }
    let texts = Texts::new(snapshot, &record)?;
    let look = Look { snapshot, record: &record, texts: &texts, curation: Curation::read(&config.curation) };
    let (mut findings, told) = look.queries()?;
    findings.extend(look.shapes(&Shapes::shipped().validate(snapshot)?, &told)?);
    findings.extend(look.shapes(&own(shapes, look.base())?.validate(snapshot)?, &Told::new())?);
    findings.extend(look.readings()?);
    findings.extend(look.decisions());
    findings.extend(look.duplicates()?);
    findings.sort();
    findings.dedup();
    Ok(findings)
}

fn finding(severity: Severity, kind: &str, about: &str, message: impl Into<String>, passages: Vec<Place>) -> Finding {
    Finding { severity, kind: kind.to_owned(), about: about.to_owned(), finding: message.into(), passages }
}

struct Look<'a> {
    snapshot: &'a Snapshot,
    record: &'a Record,
    texts: &'a Texts,
    curation: Curation,
}

impl Look<'_> {
    fn base(&self) -> &str {
        &self.record.base
    }

    /// The integrity queries, which must come back empty: what a row is about stands in its first column, and claims in it
    /// are there for their sentences.
    /// With them come the things that are told of.
    fn queries(&self) -> anyhow::Result<(Vec<Finding>, Told)> {
        let (mut findings, mut told) = (Vec::new(), Told::new());
        for found in Checks::shipped(self.base())?.run(self.snapshot)? {
            let claim = format!("{}claim/", self.base());
            let is_claim = |term: &Term| matches!(term, Term::NamedNode(node) if node.as_str().starts_with(&claim));
            told.extend(found.row.iter().map(|(_, term)| (found.severity, term.clone())));
            let about = found.row.first().map(|(_, term)| shown(term, self.base())).unwrap_or_default();
            let (claims, rest): (Vec<_>, Vec<_>) = found.row.iter().skip(1).partition(|(_, term)| is_claim(term));
            let mut parts: Vec<String> = rest.iter().map(|(name, term)| named(name, term, self.base())).collect();
            // What must not be is told with what must hold.
            if found.severity == Severity::Violation || parts.is_empty() {
                parts.push(found.rule);
            }
            let first = found.row.first().map(|(_, term)| term);
            if found.severity != Severity::Violation && first.is_some_and(|term| self.is_accepted(term)) {
                continue;
            }
            let mut passages = Vec::new();
            for (_, term) in &claims {
                passages.extend(self.place_of(term)?);
            }
            if passages.is_empty() {
                for (_, term) in &found.row {
                    passages.extend(self.place_of(term)?);
                    if !passages.is_empty() {
                        break;
                    }
                }
            }
            findings.push(finding(found.severity, &kind(&found.check), &about, parts.join("; "), passages));
        }
        Ok((findings, told))
    }

    fn place_of(&self, term: &Term) -> Result<Option<Place>, StoreError> {
        match term {
            Term::NamedNode(node) if node.as_str().starts_with(self.base()) => {
                self.texts.of_node(self.snapshot, node.as_str())
            }
            _ => Ok(None),
        }
    }

    /// Whether a person looked at a fact and let it stand: then there is nothing to look at any more.
    fn is_accepted(&self, term: &Term) -> bool {
        let Term::NamedNode(node) = term else { return false };
        let accept = format!("<{}voc/decision/accept>", crate::graph::vocab::BASE);
        let decisions = self.snapshot.quads(Some(node.as_ref().into()), Some(prov::WAS_INFLUENCED_BY), None, None);
        decisions.filter_map(Result::ok).any(|quad| {
            let Term::NamedNode(decision) = quad.object else { return false };
            let mut kinds = self.snapshot.quads(Some(decision.as_ref().into()), Some(dcterms::TYPE), None, None);
            kinds.any(|quad| quad.is_ok_and(|quad| quad.object.to_string() == accept))
        })
    }

    /// Quotations that are none, and what reading noted.
    fn readings(&self) -> anyhow::Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for (id, document) in &self.record.documents {
            let graph = NamedNode::new(&document.graph)?;
            let quads: Vec<Quad> = self
                .snapshot
                .quads(None, None, None, Some(graph.as_ref().into()))
                .collect::<Result<_, StoreError>>()?;
            let about = format!("doc/{id}");
            match self.texts.text(id) {
                Some(text) => {
                    let wrong = wrong_quotes(&quads, text).into_iter();
                    findings.extend(wrong.map(|m| finding(Severity::Violation, "quotation", &about, m, Vec::new())));
                }
                None => {
                    let message = "its text is not in the store";
                    findings.push(finding(Severity::Violation, "quotation", &about, message, Vec::new()));
                }
            }
            // `count_differs_from_list` looks at the graph, in which decisions are applied, and finds these again.
            let own = |note: &&Note| note.decision.is_none() && note.kind != "count-differs";
            for note in document.notes.iter().filter(own) {
                let severity = if note.kind == "unread-act" { Severity::Info } else { Severity::Warning };
                let passages = note.at.map(|at| self.texts.place(id, at, None)).into_iter().collect();
                findings.push(finding(severity, &note.kind, &about, note.message.as_str(), passages));
            }
        }
        Ok(findings)
    }

    /// Decisions that are wrong, or about what is not there any more, or that hold not as they stand.
    fn decisions(&self) -> Vec<Finding> {
        let curation_graph = format!("{}graph/curation", self.base());
        let stands = |node: &NamedNode| {
            self.snapshot.quads(Some(node.as_ref().into()), None, None, None).any(|quad| {
                quad.is_ok_and(|quad| match quad.graph_name.as_ref() {
                    GraphNameRef::NamedNode(graph) => graph.as_str() != curation_graph,
                    _ => false,
                })
            })
        };
        let wrong = self.curation.problems.iter();
        let wrong = wrong.map(|problem| finding(Severity::Warning, "decision", "curation", problem, Vec::new()));
        let idle = self.curation.decisions.iter().flat_map(|decision| {
            let unknown = unknown_things(decision, self.base(), stands);
            unknown.into_iter().map(move |thing| {
                let message = format!("{}: {}: the store has no {thing}", decision.place, decision.summary());
                finding(Severity::Warning, ORPHANED, &thing, message, Vec::new())
            })
        });
        let fates = fates(&self.curation, self.record).into_iter().map(|fate| {
            let severity = match (fate.kind.as_str(), &fate.document) {
                // What a person knows is not in the graph, although its document is.
                (ORPHANED, Some(_)) => Severity::Violation,
                ("needless", _) => Severity::Info,
                _ => Severity::Warning,
            };
            let about = fate.document.as_ref().map_or("curation".to_owned(), |document| format!("doc/{document}"));
            let place = fate.document.as_ref().zip(fate.at).map(|(document, at)| self.texts.place(document, at, None));
            let message = format!("{}: {}", fate.place, fate.message);
            finding(severity, &fate.kind, &about, message, place.into_iter().collect())
        });
        wrong.chain(idle).chain(fates).collect()
    }

    /// Things that may be one, unless a person said that they are not.
    fn duplicates(&self) -> anyhow::Result<Vec<Finding>> {
        let path = |name: &str| name.strip_prefix(self.base()).unwrap_or(name).to_owned();
        let mut apart: BTreeSet<[String; 2]> = BTreeSet::new();
        for decision in self.curation.decisions.iter().filter(|decision| decision.kind == DecisionKind::NotSame) {
            if let About::Things { what, to } = &decision.about {
                let mut pair = [path(what), path(to)];
                pair.sort();
                apart.insert(pair);
            }
        }
        let mut findings = Vec::new();
        for (kind, pair) in duplicates::pairs(self.snapshot, self.base())? {
            let mut both = [path(&pair.one), path(&pair.other)];
            let message = format!("may be the same as {}: {}", both[1], pair.reason);
            let about = both[0].clone();
            both.sort();
            if apart.contains(&both) {
                continue;
            }
            let mut passages = Vec::new();
            for node in [&pair.one, &pair.other] {
                passages.extend(self.texts.of_node(self.snapshot, node)?);
            }
            findings.push(finding(Severity::Info, kind, &about, message, passages));
        }
        Ok(findings)
    }
}

/// A number alone says nothing: `statuses 2`.
fn named(name: &str, term: &Term, base: &str) -> String {
    let value = shown(term, base);
    if value.parse::<f64>().is_ok() { format!("{} {value}", name.replace('_', " ")) } else { value }
}

fn shown(term: &Term, base: &str) -> String {
    match term {
        Term::NamedNode(node) => compact(node.as_str(), base),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
