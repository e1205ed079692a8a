//! The only place that mints IRIs. The patterns are those of the README of `ontology/`.

use std::borrow::Cow;
use std::fmt::Write as _;

use oxigraph::model::NamedNode;

use super::vocab;
use crate::assertion::{ActClass, EntityId};
use crate::slug::slug;

/// Names of graphs that no document may have.
pub const RESERVED_GRAPHS: [&str; 5] = ["catalogue", "curation", "reference", "resolution", "vocabulary"];

/// What can be wrong with the base of all IRIs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IriError {
    /// Not an absolute IRI that ends with a slash.
    #[error("base {0:?} is no absolute IRI that ends with a slash; write it like \"https://w3id.org/igm/\"")]
    Base(String),
}

/// Mints the IRIs of our data under one base. Terms and concepts of the ontology do not move with the base: they are
/// names that others use ([`vocab`]).
///
/// ```
/// use rapporteur::assertion::EntityId;
/// use rapporteur::graph::Iris;
/// let iris = Iris::default();
/// let fiji = iris.entity(&EntityId::State("fiji".into()));
/// assert_eq!(fiji.as_str(), "https://w3id.org/igm/state/fiji");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iris {
    base: String,
}

impl Default for Iris {
    fn default() -> Self {
        Self { base: vocab::BASE.to_owned() }
    }
}

impl Iris {
    /// IRIs under this base, an absolute IRI that ends with a slash.
    pub fn new(base: &str) -> Result<Self, IriError> {
        match NamedNode::new(base) {
            Ok(node) if base.ends_with('/') => Ok(Self { base: node.into_string() }),
            _ => Err(IriError::Base(base.to_owned())),
        }
    }

    /// The base, slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The path of one of our IRIs under the base, which is the path of its page; none for foreign IRIs.
    ///
    /// ```
    /// let iris = rapporteur::graph::Iris::new("https://example.org/").unwrap();
    /// assert_eq!(iris.path("https://example.org/state/fiji"), Some("state/fiji"));
    /// assert_eq!(iris.path("https://example.com/"), None);
    /// ```
    pub fn path<'i>(&self, iri: &'i str) -> Option<&'i str> {
        iri.strip_prefix(&self.base).or_else(|| iri.strip_prefix(vocab::BASE))
    }

    /// A state, meeting, body, person or other thing that documents share.
    pub fn entity(&self, id: &EntityId) -> NamedNode {
        let mut iri = String::with_capacity(self.base.len() + 64);
        iri.push_str(&self.base);
        push_path(&mut iri, id);
        NamedNode::new_unchecked(iri)
    }

    /// A source document: `doc/{id}`.
    pub fn document(&self, id: &str) -> NamedNode {
        self.mint(&["doc/", &segment(id)])
    }

    /// The file as received of which the text of a document was made: `original/{doc}`.
    pub fn original(&self, document: &str) -> NamedNode {
        self.mint(&["original/", &segment(document)])
    }

    /// Where the bytes with this checksum are to be had: `originals/{sha256}`.
    pub fn original_bytes(&self, sha256: &str) -> NamedNode {
        self.mint(&["originals/", &segment(sha256)])
    }

    /// A named graph: `graph/{name}`; use [`Iris::document_graph`] for documents.
    pub fn graph(&self, name: &str) -> NamedNode {
        self.mint(&["graph/", &segment(name)])
    }

    /// The graph of a document; a document that bears the name of one of ours gets `doc-` before it.
    pub fn document_graph(&self, id: &str) -> NamedNode {
        if RESERVED_GRAPHS.contains(&id) { self.graph(&format!("doc-{id}")) } else { self.graph(id) }
    }

    /// A passage: `doc/{id}#char={start},{end}`, in Unicode code points, end exclusive (RFC 5147).
    pub fn evidence(&self, document: &str, start: usize, end: usize) -> NamedNode {
        self.mint(&["doc/", &segment(document), "#char=", &start.to_string(), ",", &end.to_string()])
    }

    /// A claim: `claim/{doc}/{start}-{predicate}[-{k}]`; `predicate` is a local name, `k` counts from 1.
    pub fn claim(&self, document: &str, start: usize, predicate: &str, k: usize) -> NamedNode {
        let start = start.to_string();
        self.mint(&["claim/", &segment(document), "/", &start, "-", &segment(predicate), &counter(k)])
    }

    /// One agent in one capacity in one context: `participation/{context path}/{agent}/{capacity}[/{key}]`. The key
    /// tells several of the same kind apart (what a presenter presented on).
    pub fn participation(&self, context: &EntityId, member: &EntityId, capacity: &str, key: Option<&str>) -> NamedNode {
        let path = entity_path(context);
        let (_, context_path) = path.split_once('/').unwrap_or(("", &path));
        let mut iri = format!("participation/{context_path}/{}/{}", agent(member, Some(context)), segment(capacity));
        if let Some(key) = key.map(slug).filter(|k| !k.is_empty()) {
            iri.push('/');
            iri.push_str(&key);
        }
        self.mint(&[&iri])
    }

    /// A speech act: `act/`, `mandate/` or `pledge/` + `{doc}/{start}-{key}[-{k}]`. The key is the verb as written,
    /// for a pledge the agent that makes it ([`agent_slug`]).
    pub fn act(&self, document: &str, start: usize, class: ActClass, key: &str, k: usize) -> NamedNode {
        let kind = match class {
            ActClass::SpeechAct => "act",
            ActClass::Mandate => "mandate",
            ActClass::Pledge => "pledge",
        };
        let start = start.to_string();
        self.mint(&[kind, "/", &segment(document), "/", &start, "-", &slug(key), &counter(k)])
    }

    /// The sum of a pledge: `{pledge}#amount`.
    pub fn amount(&self, pledge: &NamedNode) -> NamedNode {
        NamedNode::new_unchecked(format!("{}#amount", pledge.as_str()))
    }

    /// A change in the life of a body: `body-event/{process}/{body}/{kind}[-{year}]`.
    pub fn body_event(&self, body: &EntityId, kind: &str, year: Option<i16>) -> NamedNode {
        let path = entity_path(body);
        let (_, body_path) = path.split_once('/').unwrap_or(("", &path));
        let year = year.map(|y| format!("-{y}")).unwrap_or_default();
        self.mint(&["body-event/", body_path, "/", &segment(kind), &year])
    }

    /// A number stated about a meeting: `count/{doc}/{start}-{unit}[-{k}]`.
    pub fn count(&self, document: &str, start: usize, unit: &str, k: usize) -> NamedNode {
        let start = start.to_string();
        self.mint(&["count/", &segment(document), "/", &start, "-", &segment(unit), &counter(k)])
    }

    /// A human decision: `decision/{name}`, in the curation graph.
    pub fn decision(&self, name: &str) -> NamedNode {
        self.mint(&["decision/", &segment(name)])
    }

    /// A person who decides: `curator/{slug}`, in the curation graph.
    pub fn curator(&self, name: &str) -> NamedNode {
        self.mint(&["curator/", &segment(&slug(name))])
    }

    /// A run of the extractor: `run/{name}`, in the catalogue.
    pub fn run(&self, name: &str) -> NamedNode {
        self.mint(&["run/", &segment(name)])
    }

    /// The whole of what we hold: `dataset`, in the catalogue.
    pub fn dataset(&self) -> NamedNode {
        self.mint(&["dataset"])
    }

    /// What is said of the quality of the whole: `quality`, or a part of it: `quality#{name}`; in the catalogue.
    pub fn quality(&self, part: Option<&str>) -> NamedNode {
        match part {
            Some(part) => self.mint(&["quality#", &segment(part)]),
            None => self.mint(&["quality"]),
        }
    }

    /// The ontology itself: `ns`, under any base.
    pub fn ontology(&self) -> NamedNode {
        NamedNode::new_unchecked(format!("{}ns", vocab::BASE))
    }

    /// A concept of one of our schemes: `voc/{scheme}/{slug}`, under any base.
    pub fn concept(&self, scheme: &str, slug: &str) -> NamedNode {
        joined(&[vocab::BASE, "voc/", &segment(scheme), "/", &segment(slug)])
    }

    /// A concept scheme: `voc/{scheme}`, under any base.
    pub fn scheme(&self, scheme: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}voc/{}", vocab::BASE, segment(scheme)))
    }

    /// A class or property of the ontology: `ns#{name}`, under any base.
    pub fn term(&self, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", vocab::igm::NAMESPACE, segment(name)))
    }

    /// The parts are segments that are safe in an IRI, and what stands between them.
    fn mint(&self, parts: &[&str]) -> NamedNode {
        let mut iri = String::with_capacity(self.base.len() + parts.iter().map(|part| part.len()).sum::<usize>());
        iri.push_str(&self.base);
        parts.iter().for_each(|part| iri.push_str(part));
        NamedNode::new_unchecked(iri)
    }
}

fn joined(parts: &[&str]) -> NamedNode {
    NamedNode::new_unchecked(parts.concat())
}

/// Path of an entity under the base, without a leading slash: what pages and IRIs have in common.
pub fn entity_path(id: &EntityId) -> String {
    let mut path = String::new();
    push_path(&mut path, id);
    path
}

fn push_path(to: &mut String, id: &EntityId) {
    let (kind, of, slug) = match id {
        EntityId::State(slug) => ("state/", None, slug),
        EntityId::Place(slug) => ("place/", None, slug),
        EntityId::Organisation(slug) => ("org/", None, slug),
        EntityId::Group(slug) => ("group/", None, slug),
        EntityId::Person(slug) => ("person/", None, slug),
        EntityId::Body { process, slug } => ("body/", Some(process), slug),
        EntityId::Post { of, slug } => ("post/", Some(of), slug),
        EntityId::Meeting { process, slug } => ("meeting/", Some(process), slug),
        EntityId::Work { process, slug } => ("work/", Some(process), slug),
    };
    to.push_str(kind);
    if let Some(of) = of {
        to.push_str(&segment(of));
        to.push('/');
    }
    to.push_str(&segment(slug));
}

/// One agent in one segment: `fiji`, `iom`, `ad-hoc-group`.
pub fn agent_slug(id: &EntityId) -> String {
    agent(id, None)
}

/// A body of the context's own process goes by its slug alone; any other needs its process to be told apart.
fn agent(id: &EntityId, context: Option<&EntityId>) -> String {
    let home = context.and_then(|c| match c {
        EntityId::Meeting { process, .. } | EntityId::Body { process, .. } | EntityId::Work { process, .. } => {
            Some(process.as_str())
        }
        EntityId::Organisation(slug) => Some(slug),
        _ => None,
    });
    match id {
        EntityId::State(slug)
        | EntityId::Place(slug)
        | EntityId::Organisation(slug)
        | EntityId::Group(slug)
        | EntityId::Person(slug) => segment(slug).into_owned(),
        EntityId::Body { process: of, slug }
        | EntityId::Post { of, slug }
        | EntityId::Meeting { process: of, slug }
        | EntityId::Work { process: of, slug } => {
            if home.is_none_or(|home| home == of) {
                segment(slug).into_owned()
            } else {
                segment(&format!("{of}-{slug}")).into_owned()
            }
        }
    }
}

/// A path segment: characters outside of RFC 3986 "unreserved" are percent-encoded. Slugs pass unchanged.
fn segment(text: &str) -> Cow<'_, str> {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if text.bytes().all(is_safe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_safe(byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

fn counter(k: usize) -> String {
    if k > 1 { format!("-{k}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bali(slug: &str) -> EntityId {
        EntityId::Meeting { process: "bali-process".into(), slug: slug.into() }
    }

    fn body(process: &str, slug: &str) -> EntityId {
        EntityId::Body { process: process.into(), slug: slug.into() }
    }

    #[test]
    fn every_pattern_of_the_scheme_table_is_minted_as_written() {
        let iris = Iris::default();
        let state = |s: &str| EntityId::State(s.into());
        let aheg = body("bali-process", "aheg-1");
        let pledge = iris.act("bali-2004-som", 11633, ActClass::Pledge, &agent_slug(&state("japan")), 1);
        let minted = [
            (iris.document("bali-2003-mc2"), "doc/bali-2003-mc2"),
            (iris.evidence("bali-2003-mc2", 102, 265), "doc/bali-2003-mc2#char=102,265"),
            (iris.claim("bali-2003-mc2", 31, "startDate", 1), "claim/bali-2003-mc2/31-startDate"),
            (iris.claim("bali-2003-mc2", 267, "holds", 2), "claim/bali-2003-mc2/267-holds-2"),
            (iris.entity(&bali("ministerial-conference-2")), "meeting/bali-process/ministerial-conference-2"),
            (iris.entity(&aheg), "body/bali-process/aheg-1"),
            (iris.entity(&EntityId::Post { of: "iom".into(), slug: "dg".into() }), "post/iom/dg"),
            (
                iris.participation(&aheg, &state("new-zealand"), "coordinator", None),
                "participation/bali-process/aheg-1/new-zealand/coordinator",
            ),
            (
                iris.participation(&bali("som-1"), &state("fiji"), "presenter", Some("Border controls")),
                "participation/bali-process/som-1/fiji/presenter/border-controls",
            ),
            (
                iris.act("bali-2013-mc5", 1399, ActClass::Mandate, "agreed … would", 3),
                "mandate/bali-2013-mc5/1399-agreed-would-3",
            ),
            (iris.act("d", 0, ActClass::SpeechAct, "called on", 1), "act/d/0-called-on"),
            (pledge.clone(), "pledge/bali-2004-som/11633-japan"),
            (iris.amount(&pledge), "pledge/bali-2004-som/11633-japan#amount"),
            (iris.body_event(&aheg, "established", None), "body-event/bali-process/aheg-1/established"),
            (iris.body_event(&aheg, "retasked", Some(2009)), "body-event/bali-process/aheg-1/retasked-2009"),
            (iris.count("bali-2004-som", 884, "states", 1), "count/bali-2004-som/884-states"),
            (iris.concept("force", "urge"), "voc/force/urge"),
            (iris.term("Mandate"), "ns#Mandate"),
            (iris.document_graph("vocabulary"), "graph/doc-vocabulary"),
        ];
        for (node, path) in minted {
            assert_eq!(node.as_str(), format!("https://w3id.org/igm/{path}"));
            NamedNode::new(node.as_str()).unwrap();
        }
    }

    #[test]
    fn bodies_of_other_processes_with_the_same_name_stay_apart() {
        let iris = Iris::default();
        let one = iris.participation(&bali("mc-1"), &body("bali-process", "secretariat"), "observer", None);
        let other = iris.participation(&bali("mc-1"), &body("colombo-process", "secretariat"), "observer", None);
        assert!(one.as_str().ends_with("/secretariat/observer"), "{one}");
        assert_ne!(one, other);
    }

    #[test]
    fn any_file_name_gives_a_valid_iri() {
        for id in ["Réunion 2 (final)", "a/b#c?d", "100%", "<>\"{}|\\^`", ""] {
            let node = Iris::default().evidence(id, 0, 1);
            NamedNode::new(node.as_str()).unwrap();
        }
    }

    #[test]
    fn a_base_without_final_slash_is_refused() {
        assert!(Iris::new("https://example.org/data").is_err());
        assert!(Iris::new("data/").is_err());
        let iris = Iris::new("https://example.org/data/").unwrap();
        assert_eq!(iris.document("a").as_str(), "https://example.org/data/doc/a");
        assert_eq!(iris.term("Mandate").as_str(), "https://w3id.org/igm/ns#Mandate");
    }
}
