//! The data set described, for catalogues and for programs that choose a source: [VoID](https://www.w3.org/TR/void/) with
//! its partitions and link sets, and [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/). The counts are those of the generation.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::entity::Named;
use super::errors::Problem;
use super::lists::reading;
use super::names::Names;
use super::request::accept;
use super::service::endpoint;
use super::site::{Published, Site};
use crate::graph::vocab::{compact, dcat, dcterms, rdf, rdfs, sd, void};
use crate::publish::{GRAPH_FORMATS, negotiate, quad_order, write_quads};
use crate::store::StoreError;

/// The path of the data set's IRI.
pub(super) const PATH: &str = "dataset";

/// `GET /.well-known/void`
pub(super) async fn void(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let accept = accept(&headers);
    reading(site, move |site, published| {
        // A browser asks for HTML: Turtle is what there is for it.
        let format = negotiate(&accept, GRAPH_FORMATS.iter().map(|f| (f.media_types, f))).unwrap_or(&GRAPH_FORMATS[0]);
        let mut body = Vec::new();
        write_quads(&described(site, published)?, format.format, &mut body).map_err(Problem::internal)?;
        let headers = [
            (header::CONTENT_TYPE, format.content_type),
            (header::VARY, "accept"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        Ok((headers, body).into_response())
    })
    .await
}

/// `GET /context.jsonld`: the context of our JSON-LD, for documents of others; ours carry the part that they need.
pub(super) async fn context() -> Response {
    let text = format!("{:#}\n", crate::publish::context());
    ([(header::CONTENT_TYPE, "application/ld+json"), (header::CACHE_CONTROL, "max-age=86400")], text).into_response()
}

/// What the build says of the whole and of its documents, with what is counted here; sorted.
pub(super) fn described(site: &Site, published: &Published) -> Result<Vec<Quad>, StoreError> {
    let catalogue = NamedNode::new_unchecked(format!("{}graph/catalogue", site.base));
    let stated = published.snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(catalogue.as_ref())));
    let mut quads = stated.collect::<Result<Vec<_>, _>>()?;
    let mut w = Description { site, graph: &catalogue, quads: Vec::new() };
    w.partitions(published)?;
    w.dcat();
    quads.append(&mut w.quads);
    quads.sort_by_cached_key(quad_order);
    quads.dedup();
    Ok(quads)
}

/// A part of the data set as its page shows it.
pub(super) struct Part {
    /// The fragment of its IRI.
    pub(super) id: String,
    /// What is said of it: the words for the property, and the value with its name.
    pub(super) facts: Vec<(String, Named)>,
}

/// The parts of the data set that have IRIs of their own.
pub(super) fn parts(site: &Site, published: &Published, names: &Names<'_>) -> Result<Vec<Part>, StoreError> {
    let whole = format!("{}{PATH}#", site.base);
    let mut parts: Vec<Part> = Vec::new();
    for quad in described(site, published)? {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { continue };
        let Some(id) = subject.as_str().strip_prefix(&whole) else { continue };
        if parts.last().is_none_or(|part| part.id != id) {
            parts.push(Part { id: id.to_owned(), facts: Vec::new() });
        }
        let iri = if let Term::NamedNode(node) = &quad.object { node.as_str().to_owned() } else { String::new() };
        let value = Named { label: names.term(&quad.object)?, iri };
        if let Some(part) = parts.last_mut() {
            part.facts.push((names.property(quad.predicate.as_str())?, value));
        }
    }
    Ok(parts)
}

struct Description<'a> {
    site: &'a Site,
    graph: &'a NamedNode,
    quads: Vec<Quad>,
}

impl Description<'_> {
    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, value: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), property, value, self.graph.clone()));
    }

    /// The data set, or a part of its description.
    fn part(&self, name: &str) -> NamedNode {
        let part = if name.is_empty() { String::new() } else { format!("#{name}") };
        NamedNode::new_unchecked(format!("{}{PATH}{part}", self.site.base))
    }

    fn named(&self, kind: &str, iri: &str) -> NamedNode {
        let name: String =
            compact(iri, &self.site.base).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        self.part(&format!("{kind}-{name}"))
    }

    /// VoID, section 4: how often classes and properties occur in the default graph, and with whom it is linked.
    fn partitions(&mut self, published: &Published) -> Result<(), StoreError> {
        let statistics = published.statistics()?;
        let resolved = self.part("default");
        self.add(&self.part(""), void::SUBSET, resolved.clone());
        self.add(&resolved, rdf::TYPE, void::DATASET);
        self.add(&resolved, dcterms::TITLE, english("What follows from all documents: the default graph"));
        self.add(&resolved, void::TRIPLES, number(statistics.triples));
        self.add(&resolved, void::ENTITIES, number(statistics.subjects));
        self.add(&resolved, void::CLASSES, number(statistics.classes.len()));
        self.add(&resolved, void::PROPERTIES, number(statistics.properties.len()));
        for (class, counted) in &statistics.classes {
            let partition = self.named("class", class.as_str());
            self.add(&resolved, void::CLASS_PARTITION, partition.clone());
            self.add(&partition, void::CLASS, class.clone());
            self.add(&partition, void::ENTITIES, number(counted.members));
        }
        for (property, count) in &statistics.properties {
            let partition = self.named("property", property.as_str());
            self.add(&resolved, void::PROPERTY_PARTITION, partition.clone());
            self.add(&partition, void::PROPERTY, property.clone());
            self.add(&partition, void::TRIPLES, number(*count));
        }
        for ((property, other), count) in &statistics.links {
            let target = NamedNode::new_unchecked(other.as_str());
            let name = format!("{}-{other}", compact(property.as_str(), &self.site.base));
            let links = self.named("links", name.trim_end_matches('/'));
            self.add(&resolved, void::SUBSET, links.clone());
            self.add(&links, rdf::TYPE, void::LINKSET);
            self.add(&links, void::LINK_PREDICATE, property.clone());
            self.add(&links, void::SUBJECTS_TARGET, resolved.clone());
            self.add(&links, void::OBJECTS_TARGET, target.clone());
            self.add(&links, void::TRIPLES, number(*count));
            self.add(&target, rdf::TYPE, void::DATASET);
            self.add(&target, void::URI_SPACE, Literal::from(other.as_str()));
        }
        Ok(())
    }

    /// Where and how it is to be had.
    fn dcat(&mut self) {
        let whole = self.part("");
        let service = NamedNode::new_unchecked(format!("{}sparql", self.site.base));
        let endpoint = endpoint(self.site);
        self.add(&whole, rdf::TYPE, dcat::DATASET);
        self.add(&whole, dcat::LANDING_PAGE, NamedNode::new_unchecked(self.site.house.url()));
        self.add(&whole, void::SPARQL_ENDPOINT, endpoint.clone());
        self.add(&service, rdf::TYPE, dcat::DATA_SERVICE);
        self.add(&service, rdf::TYPE, sd::SERVICE);
        self.add(&service, rdfs::LABEL, english("SPARQL endpoint"));
        self.add(&service, dcat::ENDPOINT_URL, endpoint.clone());
        self.add(&service, dcat::SERVES_DATASET, whole.clone());
        let protocol = NamedNode::new_unchecked("https://www.w3.org/TR/sparql11-protocol/");
        self.add(&service, dcterms::CONFORMS_TO, protocol);
        for format in GRAPH_FORMATS {
            let distribution = self.part(&format!("distribution-{}", format.extension));
            self.add(&whole, dcat::DISTRIBUTION, distribution.clone());
            self.add(&distribution, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
            self.add(&distribution, dcterms::TITLE, english(&format!("Graph by graph, as {}", format.media_types[0])));
            self.add(&distribution, dcat::ACCESS_SERVICE, service.clone());
            let address = format!("{}graph-store", self.site.house.url());
            self.add(&distribution, dcat::ACCESS_URL, NamedNode::new_unchecked(address));
            let media = format!("https://www.iana.org/assignments/media-types/{}", format.media_types[0]);
            self.add(&distribution, dcat::MEDIA_TYPE, NamedNode::new_unchecked(media));
            self.add(&whole, void::FEATURE, NamedNode::new_unchecked(format_iri(format.extension)));
        }
    }
}

/// The IRI of a format at <http://www.w3.org/ns/formats/>.
fn format_iri(extension: &str) -> String {
    let name = match extension {
        "ttl" => "Turtle",
        "nt" => "N-Triples",
        "nq" => "N-Quads",
        "trig" => "TriG",
        "jsonld" => "JSON-LD",
        _ => "RDF_XML",
    };
    format!("http://www.w3.org/ns/formats/{name}")
}

fn number(n: usize) -> Literal {
    Literal::from(n as u64)
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}
