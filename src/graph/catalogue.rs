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

/// A document graph in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogued {
    /// The document.
    pub source: SourceMeta,
    /// Triples of its graph.
    pub triples: u64,
}

impl Catalogued {
    /// Counts the quads of one document graph.
    pub fn new(source: &SourceMeta, quads: &[Quad]) -> Self {
        Self { source: source.clone(), triples: quads.len() as u64 }
    }
}

/// The catalogue: per document its checksum, title, licence and counts; the build as a PROV activity; the whole as a
/// VoID dataset. `others` are counts of the graphs that are no document's, by name.
pub fn catalogue_quads(iris: &Iris, build: &Build, documents: &[Catalogued], others: &[(&str, u64)]) -> Vec<Quad> {
    let mut w = Entry { graph: iris.graph("catalogue").into(), quads: Vec::new() };
    let run = iris.run(&build.key());
    activity(&mut w, &run, build);

    let dataset = iris.dataset();
    w.add(&dataset, rdf::TYPE, void::DATASET);
    w.add(&dataset, dcterms::TITLE, Literal::new_language_tagged_literal_unchecked("All that we hold", "en"));
    w.add(&dataset, void::URI_SPACE, Literal::from(iris.base()));
    w.add(&dataset, void::VOCABULARY, iris.ontology());
    w.add(&dataset, void::DOCUMENTS, Literal::from(documents.len() as u64));
    let triples = documents.iter().map(|d| d.triples).chain(others.iter().map(|(_, n)| *n)).sum::<u64>();
    w.add(&dataset, void::TRIPLES, Literal::from(triples));
    for (name, triples) in others {
        let graph = iris.graph(name);
        w.add(&graph, rdf::TYPE, void::DATASET);
        w.add(&graph, void::TRIPLES, Literal::from(*triples));
        w.add(&dataset, void::SUBSET, graph);
    }
    for document in documents {
        let source = &document.source;
        let (node, graph) = (iris.document(&source.id), iris.document_graph(&source.id));
        w.add(&node, rdf::TYPE, igm::SOURCE_DOCUMENT);
        w.add(&node, dcterms::IDENTIFIER, Literal::from(format!("sha256:{}", source.sha256)));
        w.add(&graph, rdf::TYPE, prov::ENTITY);
        w.add(&graph, rdf::TYPE, void::DATASET);
        w.add(&graph, dcterms::TITLE, Literal::from(source.title.as_str()));
        w.add(&graph, foaf::PRIMARY_TOPIC, node.clone());
        w.add(&graph, prov::WAS_DERIVED_FROM, node.clone());
        w.add(&graph, prov::WAS_GENERATED_BY, run.clone());
        w.add(&graph, void::TRIPLES, Literal::from(document.triples));
        w.add(&dataset, void::SUBSET, graph);
        if let Some(date) = source.date.as_ref().and_then(date_literal) {
            w.add(&node, dcterms::ISSUED, date);
        }
        if let Some(licence) = &source.licence {
            let licence = iri_or_text(licence);
            let predicate = if licence.is_named_node() { dcterms::LICENSE } else { dcterms::RIGHTS };
            w.add(&node, predicate, licence);
        }
    }
    super::sort_quads(&mut w.quads);
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
        let one = Catalogued { source, triples: 40 };
        let quads = catalogue_quads(&Iris::default(), &build, &[one], &[("reference", 2)]);
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
