//! What the query endpoint says of itself: [SPARQL 1.1 Service Description](https://www.w3.org/TR/sparql11-service-description/).

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, Quad, Term};

use super::errors::Problem;
use super::site::Site;
use crate::graph::vocab::{rdf, sd, void};
use crate::publish::{GRAPH_FORMATS, Preferences, negotiate, write_quads};
use crate::store::Snapshot;

/// The formats of answers, by their names at <http://www.w3.org/ns/formats/>.
const FORMATS: [&str; 10] = [
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
];

/// The graphs that are no document's, of which the catalogue says nothing.
const SHARED: [&str; 5] =
    ["graph/catalogue", "graph/curation", "graph/reference", "graph/resolution", "graph/vocabulary"];

/// `GET /sparql` without a query: the description, in the RDF format that the client likes best.
pub(super) fn description(site: &Site, accept: &Preferences) -> Response {
    let Some(format) = negotiate(accept, GRAPH_FORMATS.iter().map(|format| (format.media_types, format))) else {
        let available = GRAPH_FORMATS.iter().map(|format| format.media_types[0].to_owned()).collect();
        return Problem::new(StatusCode::BAD_REQUEST, "No query", "the parameter `query` is missing")
            .hint("GET /sparql?query=…, or POST the query as application/sparql-query; without a query there is a description of this endpoint")
            .available(available)
            .into_response();
    };
    let mut body = Vec::new();
    let written = quads(&site.published().snapshot, &site.base, &site.house.url())
        .map_err(Problem::internal)
        .and_then(|quads| write_quads(&quads, format.format, &mut body).map_err(Problem::internal));
    match written {
        Ok(()) => ([(header::CONTENT_TYPE, format.content_type), (header::VARY, "accept")], body).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// The description.
fn quads(snapshot: &Snapshot, base: &str, url: &str) -> Result<Vec<Quad>, crate::store::StoreError> {
    let ours = |path: &str| NamedNode::new_unchecked(format!("{base}{path}"));
    let (service, dataset, graph) = (ours("sparql"), ours("dataset"), ours("dataset/default"));
    let mut quads = Vec::new();
    let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(subject.clone(), property, object, GraphName::DefaultGraph));
    };
    add(&service, rdf::TYPE, sd::SERVICE.into());
    add(&service, sd::ENDPOINT, NamedNode::new_unchecked(format!("{url}sparql")).into());
    add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY.into());
    for format in FORMATS {
        add(
            &service,
            sd::RESULT_FORMAT,
            NamedNode::new_unchecked(format!("http://www.w3.org/ns/formats/{format}")).into(),
        );
    }
    add(&service, sd::DEFAULT_DATASET, dataset.clone().into());
    add(&dataset, rdf::TYPE, sd::DATASET.into());
    add(&dataset, rdf::TYPE, void::DATASET.into());
    add(&dataset, sd::DEFAULT_GRAPH, graph.clone().into());
    add(&graph, rdf::TYPE, sd::GRAPH.into());
    let subsets = snapshot.quads(Some(dataset.as_ref().into()), Some(void::SUBSET), None, None);
    let mut names = BTreeSet::new();
    for path in SHARED {
        let name = ours(path);
        let inside = snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(name.as_ref()))).next();
        if inside.transpose()?.is_some() {
            names.insert(name);
        }
    }
    for subset in subsets {
        if let Term::NamedNode(name) = subset?.object {
            names.insert(name);
        }
    }
    for name in names {
        add(&dataset, sd::NAMED_GRAPHS, name.clone().into());
        add(&name, rdf::TYPE, sd::NAMED_GRAPH.into());
        add(&name, sd::NAME, name.clone().into());
    }
    quads.sort_by_cached_key(crate::publish::quad_order);
    Ok(quads)
}
