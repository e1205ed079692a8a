//! Reads the manifests of the suites.

use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, GraphName, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term};

/// How IRIs of files of the suites begin.
pub(crate) const BASE: &str = "http://w3c.test/";

/// One entry of a manifest.
pub(crate) struct Case {
    /// Folder and local name: `sparql11/exists#exists01`.
    pub(crate) id: String,
    /// Local name of its type.
    pub(crate) kind: String,
    pub(crate) node: NamedOrBlankNode,
    pub(crate) manifest: std::sync::Arc<Graph>,
}

/// The folder of the suites, if it is there.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("RAPPORTEUR_W3C").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/w3c/sparql"));
    if folder.is_dir() {
        return Some(folder);
    }
    let said = format!(
        "skipped: the W3C suites are not at {}; clone https://github.com/w3c/rdf-tests and set RAPPORTEUR_W3C to its folder `sparql`\n",
        folder.display()
    );
    std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
    None
}

/// The IRI of a file of the suites.
pub(crate) fn iri(file: &Path, folder: &Path) -> String {
    format!("{BASE}{}", file.strip_prefix(folder).unwrap().display())
}

/// The file of an IRI.
pub(crate) fn file(iri: &str, folder: &Path) -> PathBuf {
    folder.join(iri.strip_prefix(BASE).unwrap_or_else(|| panic!("no file: {iri}")))
}

/// Name in one of the vocabularies of manifests.
pub(crate) fn name(prefixed: &str) -> NamedNode {
    let (prefix, local) = prefixed.split_once(':').unwrap();
    let namespace = match prefix {
        "mf" => "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
        "qt" => "http://www.w3.org/2001/sw/DataAccess/tests/test-query#",
        "ut" => "http://www.w3.org/2009/sparql/tests/test-update#",
        "rs" => "http://www.w3.org/2001/sw/DataAccess/tests/result-set#",
        "ht" => "http://www.w3.org/2011/http#",
        "cnt" => "http://www.w3.org/2011/content#",
        other => panic!("{other}"),
    };
    NamedNode::new_unchecked(format!("{namespace}{local}"))
}

/// All entries of a manifest and of those that it includes.
pub(crate) fn cases(folder: &Path, manifest: &str) -> Vec<Case> {
    let path = folder.join(manifest);
    let mut graph = Graph::new();
    for quad in quads(&path, folder, &GraphName::DefaultGraph) {
        graph.insert(&oxigraph::model::Triple::from(quad));
    }
    let graph = std::sync::Arc::new(graph);
    let mut cases = Vec::new();
    for list in graph.triples_for_predicate(&name("mf:include")) {
        for included in list_items(&graph, &list.object.into_owned()) {
            let Term::NamedNode(included) = included else { continue };
            let included = file(included.as_str(), folder);
            cases.extend(self::cases(folder, included.strip_prefix(folder).unwrap().to_str().unwrap()));
        }
    }
    for list in graph.triples_for_predicate(&name("mf:entries")) {
        for entry in list_items(&graph, &list.object.into_owned()) {
            let Term::NamedNode(entry) = entry else { continue };
            let Some(kind) = graph.object_for_subject_predicate(&entry, rdf::TYPE) else { continue };
            let kind = kind.to_string().trim_matches(['<', '>']).rsplit('#').next().unwrap_or_default().to_owned();
            let local = entry.as_str().rsplit('#').next().unwrap_or_default();
            let place = Path::new(manifest).parent().unwrap().display().to_string();
            cases.push(Case { id: format!("{place}#{local}"), kind, node: entry.into(), manifest: graph.clone() });
        }
    }
    cases
}

/// The quads of a file, in one graph.
pub(crate) fn quads(path: &Path, folder: &Path, graph: &GraphName) -> Vec<Quad> {
    let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let format = RdfFormat::from_extension(extension).unwrap_or_else(|| panic!("{}", path.display()));
    let parser = RdfParser::from_format(format).with_base_iri(iri(path, folder)).unwrap();
    let parser = parser.rename_blank_nodes().without_named_graphs().with_default_graph(graph.clone());
    parser.for_slice(&text).collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The items of an RDF list.
pub(crate) fn list_items(graph: &Graph, list: &Term) -> Vec<Term> {
    let mut items = Vec::new();
    let mut rest = node(list);
    while let Some(here) = rest {
        let Some(first) = graph.object_for_subject_predicate(&here, rdf::FIRST) else { break };
        items.push(first.into_owned());
        rest = graph.object_for_subject_predicate(&here, rdf::REST).and_then(|rest| node(&rest.into_owned()));
    }
    items
}

pub(crate) fn node(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}

impl Case {
    /// All values of a property of a node of this case.
    pub(crate) fn all<'n>(&self, of: impl Into<NamedOrBlankNodeRef<'n>>, property: &str) -> Vec<Term> {
        let values = self.manifest.objects_for_subject_predicate(of.into(), &name(property));
        values.map(|value| value.into_owned()).collect()
    }

    /// The value of a property of a node of this case.
    pub(crate) fn one<'n>(&self, of: impl Into<NamedOrBlankNodeRef<'n>>, property: &str) -> Option<Term> {
        self.all(of, property).into_iter().next()
    }

    /// The node of `mf:action`.
    pub(crate) fn action(&self) -> Term {
        self.one(&self.node, "mf:action").unwrap_or_else(|| panic!("{}: no action", self.id))
    }

    /// The data that a node names: a default graph, and named graphs.
    pub(crate) fn dataset(&self, of: &NamedOrBlankNode, prefix: &str, folder: &Path) -> Vec<Quad> {
        let mut found = Vec::new();
        for data in self.all(of, &format!("{prefix}:data")) {
            found.extend(quads(&file(&text(&data), folder), folder, &GraphName::DefaultGraph));
        }
        for data in self.all(of, &format!("{prefix}:graphData")) {
            let (source, graph) = match node(&data) {
                Some(NamedOrBlankNode::BlankNode(node)) => {
                    let source = self.one(&node, &format!("{prefix}:graph")).unwrap();
                    let label = self.manifest.object_for_subject_predicate(&node, rdfs::LABEL);
                    (source.clone(), label.map_or_else(|| text(&source), |label| text(&label.into_owned())))
                }
                _ => (data.clone(), text(&data)),
            };
            let graph = NamedNode::new_unchecked(graph).into();
            found.extend(quads(&file(&text(&source), folder), folder, &graph));
        }
        found
    }
}

/// The text of a literal, or an IRI.
pub(crate) fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// The local name of a term.
pub(crate) fn local(term: &Term) -> String {
    text(term).rsplit('#').next().unwrap_or_default().to_owned()
}
