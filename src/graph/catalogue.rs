//! What we hold and from which build it comes: `graph/catalogue`.
//!
//! No clock is read: the same documents, rules and names give the same catalogue.

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::iri::Iris;
use super::quads::{SourceMeta, date_literal, iri_or_text};
use super::vocab::{dcterms, foaf, igm, owl, prov, rdf, rdfs, void};

/// What a graph follows from besides the text: program, rules and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Version of the extractor ("0.1.0").
    pub version: String,
    /// SHA-256 of the rule packs, in hexadecimal digits.
    pub rules: String,
    /// SHA-256 of the tables of names, in hexadecimal digits.
    pub names: String,
}

impl Build {
    /// What tells builds apart, short enough to be read: version, and the first digits of both checksums.
    pub fn key(&self) -> String {
        let short = |digest: &str| digest.chars().take(8).collect::<String>();
        format!("{}-{}-{}", self.version, short(&self.rules), short(&self.names))
    }
}

/// The head of the catalogue: the build as a PROV activity, and the whole as a VoID dataset of so many documents, which
/// have so many triples.
pub fn catalogue_quads(iris: &Iris, build: &Build, documents: u64, triples: u64) -> Vec<Quad> {
    let mut w = Entry { graph: iris.graph("catalogue").into(), quads: Vec::new() };
    activity(&mut w, &iris.run(&build.key()), build);
    let dataset = iris.dataset();
    w.add(&dataset, rdf::TYPE, void::DATASET);
    w.add(&dataset, dcterms::TITLE, Literal::new_language_tagged_literal_unchecked("All that we hold", "en"));
    w.add(&dataset, void::URI_SPACE, Literal::from(iris.base()));
    w.add(&dataset, void::VOCABULARY, iris.ontology());
    w.add(&dataset, void::DOCUMENTS, Literal::from(documents));
    w.add(&dataset, void::TRIPLES, Literal::from(triples));
    w.quads
}

/// The terms of use of the whole: the licence that the operator states, an IRI or words; else that none is stated, because what
/// was made of the words of others is not ours to license.
///
/// ```
/// use rapporteur::graph::{Iris, terms_quads};
/// let stated = terms_quads(&Iris::default(), Some("https://creativecommons.org/licenses/by/4.0/"));
/// assert!(stated[0].to_string().contains("/terms/license> <https://creativecommons.org/"));
/// assert!(terms_quads(&Iris::default(), None)[0].to_string().contains("No other terms are stated"));
/// ```
pub fn terms_quads(iris: &Iris, licence: Option<&str>) -> Vec<Quad> {
    let mut w = Entry { graph: iris.graph("catalogue").into(), quads: Vec::new() };
    match licence.map(iri_or_text) {
        Some(licence) if licence.is_named_node() => w.add(&iris.dataset(), dcterms::LICENSE, licence),
        Some(words) => w.add(&iris.dataset(), dcterms::RIGHTS, words),
        None => w.add(&iris.dataset(), dcterms::RIGHTS, Literal::new_language_tagged_literal_unchecked(UNSTATED, "en")),
    }
    w.quads
}

/// What is said where nobody states terms.
const UNSTATED: &str = "The words are those of the documents, whose terms, where they are known, stand with each of them. No other terms are stated.";

/// What the catalogue says of one document, whose graph has so many triples: checksum, title, licence and count.
pub fn catalogue_entry(iris: &Iris, build: &Build, source: &SourceMeta, triples: u64) -> Vec<Quad> {
    let mut w = Entry { graph: iris.graph("catalogue").into(), quads: Vec::new() };
    let (node, graph) = (iris.document(&source.id), iris.document_graph(&source.id));
    w.add(&node, rdf::TYPE, igm::SOURCE_DOCUMENT);
    w.add(&node, dcterms::IDENTIFIER, Literal::from(format!("sha256:{}", source.sha256)));
    w.add(&graph, rdf::TYPE, prov::ENTITY);
    w.add(&graph, rdf::TYPE, void::DATASET);
    w.add(&graph, dcterms::TITLE, Literal::from(source.title.as_str()));
    w.add(&graph, foaf::PRIMARY_TOPIC, node.clone());
    w.add(&graph, prov::WAS_DERIVED_FROM, node.clone());
    w.add(&graph, prov::WAS_GENERATED_BY, iris.run(&build.key()));
    w.add(&graph, void::TRIPLES, Literal::from(triples));
    w.add(&iris.dataset(), void::SUBSET, graph);
    if let Some(date) = source.date.as_ref().and_then(date_literal) {
        w.add(&node, dcterms::ISSUED, date);
    }
    if let Some(licence) = &source.licence {
        let licence = iri_or_text(licence);
        let predicate = if licence.is_named_node() { dcterms::LICENSE } else { dcterms::RIGHTS };
        w.add(&node, predicate, licence);
    }
    w.quads
}

fn activity(w: &mut Entry, run: &NamedNode, build: &Build) {
    w.add(run, rdf::TYPE, prov::ACTIVITY);
    w.add(run, rdfs::LABEL, Literal::from(format!("rapporteur {}", build.version)));
    w.add(run, owl::VERSION_INFO, Literal::from(build.version.as_str()));
    for (part, label, digest) in [("rules", "rule packs", &build.rules), ("names", "tables of names", &build.names)] {
        let node = NamedNode::new_unchecked(format!("{}#{part}", run.as_str()));
        w.add(&node, rdf::TYPE, prov::ENTITY);
        w.add(&node, rdfs::LABEL, Literal::from(label));
        w.add(&node, dcterms::IDENTIFIER, Literal::from(format!("sha256:{digest}")));
        w.add(run, prov::USED, node);
    }
}

struct Entry {
    graph: GraphName,
    quads: Vec<Quad>,
}

impl Entry {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.graph.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue(rules: &str) -> String {
        let build = Build { version: "1.0.0".into(), rules: rules.into(), names: "b".repeat(64) };
        let source = SourceMeta {
            id: "one".into(),
            title: "One".into(),
            sha256: "c".repeat(64),
            licence: Some("reuse permitted with source".into()),
            ..SourceMeta::default()
        };
        let mut quads = catalogue_quads(&Iris::default(), &build, 1, 42);
        quads.extend(catalogue_entry(&Iris::default(), &build, &source, 42));
        quads.iter().map(|quad| format!("{quad}\n")).collect()
    }

    #[test]
    fn a_document_is_found_by_its_checksum() {
        let line = format!("/doc/one> <http://purl.org/dc/terms/identifier> \"sha256:{}\"", "c".repeat(64));
        assert!(catalogue("a").contains(&line));
    }

    #[test]
    fn the_whole_counts_what_its_graphs_count() {
        let text = catalogue("a");
        assert!(text.contains("/dataset> <http://rdfs.org/ns/void#triples> \"42\""), "{text}");
        assert!(text.contains("\"reuse permitted with source\""));
    }

    #[test]
    fn only_other_rules_make_it_another_build() {
        assert_eq!(catalogue("a"), catalogue("a"));
        assert!(catalogue("a").contains("/run/1.0.0-a-bbbbbbbb>"));
        assert!(!catalogue("d").contains("/run/1.0.0-a-bbbbbbbb>"));
    }
}
