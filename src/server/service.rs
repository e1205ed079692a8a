//! What the query endpoint says of itself: [SPARQL 1.1 Service Description](https://www.w3.org/TR/sparql11-service-description/),
//! with the saved queries as examples.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::errors::Problem;
use super::openapi;
use super::saved;
use super::site::Site;
use crate::graph::vocab::{rdf, rdfs, sd, void};
use crate::publish::{GRAPH_FORMATS, Preferences, negotiate, write_quads};

/// The formats of rows, by their names at <http://www.w3.org/ns/formats/>.
const ROWS: [&str; 4] = ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"];

/// The formats of graphs, which are read where writing is switched on.
const GRAPHS: [&str; 6] = ["Turtle", "N-Triples", "N-Quads", "TriG", "JSON-LD", "RDF_XML"];

/// What the language has here beyond SPARQL 1.1: arithmetic with dates and times, and LATERAL.
const EXTENSIONS: [(&str, &str); 2] = [
    ("https://github.com/w3c-cg/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md", "SEP-0002: dates, times and durations"),
    ("https://github.com/w3c-cg/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md", "SEP-0006: LATERAL"),
];

/// What follows from what: nothing, all that holds is in the data.
const SIMPLE: &str = "http://www.w3.org/ns/entailment/Simple";

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
    let written = quads(site)
        .map_err(Problem::internal)
        .and_then(|quads| write_quads(&quads, format.format, &mut body).map_err(Problem::internal));
    let headers = [
        (header::CONTENT_TYPE, format.content_type.to_owned()),
        (header::VARY, "accept".to_owned()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::LINK, openapi::link()),
    ];
    match written {
        Ok(()) => (headers, body).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// The address of the endpoint, as the settings give it; what a request says of its host is not believed.
pub(super) fn endpoint(site: &Site) -> NamedNode {
    NamedNode::new_unchecked(format!("{}sparql", site.house.url()))
}

fn quads(site: &Site) -> Result<Vec<Quad>, crate::store::StoreError> {
    let published = site.published();
    let snapshot = &published.snapshot;
    let ours = |path: &str| NamedNode::new_unchecked(format!("{}{path}", site.base));
    let (service, dataset, graph) = (ours("sparql"), ours("dataset"), ours("dataset#default"));
    let mut quads = Vec::new();
    let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(subject.clone(), property, object, GraphName::DefaultGraph));
    };
    add(&service, rdf::TYPE, sd::SERVICE.into());
    add(&service, sd::ENDPOINT, endpoint(site).into());
    let interface = format!("{}{}", site.house.url(), openapi::PATH.trim_start_matches('/'));
    add(&service, rdfs::SEE_ALSO, NamedNode::new_unchecked(interface).into());
    let formats = |names: &[&str]| -> Vec<Term> {
        names
            .iter()
            .map(|name| NamedNode::new_unchecked(format!("http://www.w3.org/ns/formats/{name}")).into())
            .collect()
    };
    for format in formats(&ROWS).into_iter().chain(formats(&GRAPHS)) {
        add(&service, sd::RESULT_FORMAT, format);
    }
    add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_10_QUERY.into());
    add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_QUERY.into());
    if site.house.writes {
        add(&service, sd::SUPPORTED_LANGUAGE, sd::SPARQL_11_UPDATE.into());
        formats(&GRAPHS).into_iter().for_each(|format| add(&service, sd::INPUT_FORMAT, format));
    }
    add(&service, sd::FEATURE, sd::EMPTY_GRAPHS.into());
    for (iri, label) in EXTENSIONS {
        let extension = NamedNode::new_unchecked(iri);
        add(&service, sd::LANGUAGE_EXTENSION, extension.clone().into());
        add(&extension, rdf::TYPE, sd::FEATURE_CLASS.into());
        add(&extension, rdfs::LABEL, Literal::from(label).into());
    }
    add(&service, sd::ENTAILMENT, NamedNode::new_unchecked(SIMPLE).into());
    add(&service, sd::DEFAULT_DATASET, dataset.clone().into());
    add(&dataset, rdf::TYPE, sd::DATASET.into());
    add(&dataset, rdf::TYPE, void::DATASET.into());
    add(&dataset, sd::DEFAULT_GRAPH, graph.clone().into());
    add(&graph, rdf::TYPE, sd::GRAPH.into());
    for name in snapshot.named_graphs() {
        let GraphName::NamedNode(name) = name? else { continue };
        add(&dataset, sd::NAMED_GRAPHS, name.clone().into());
        add(&name, rdf::TYPE, sd::NAMED_GRAPH.into());
        add(&name, sd::NAME, name.clone().into());
    }
    quads.extend(saved::quads(site, &site.library()));
    quads.sort_by_cached_key(crate::publish::quad_order);
    Ok(quads)
}
