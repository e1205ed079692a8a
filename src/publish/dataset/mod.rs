//! The data set described, for catalogues and for programs that choose a source: [VoID](https://www.w3.org/TR/void/) with
//! its partitions and link sets, and [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/) with the files that hold it.

mod statistics;

use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, Term};

pub(crate) use self::statistics::Statistics;
use super::export::quad_order;
use super::format::GRAPH_FORMATS;
use crate::graph::vocab::{MEDIA_TYPES, compact, dcat, dcterms, rdf, rdfs, sd, spdx, void, xsd};
use crate::store::{Snapshot, StoreError};

/// The path of the data set's IRI.
pub(crate) const PATH: &str = "dataset";

/// A file that holds the data set or a part of it, with what its bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Distribution {
    /// Its name: graph.nq.gz.
    pub(crate) name: String,
    /// What it holds, in a sentence.
    pub(crate) title: String,
    /// The media type of what is in it, without the compression.
    pub(crate) media_type: String,
    pub(crate) packed: bool,
    pub(crate) bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub(crate) sha256: String,
}

/// Where the description stands, and what there is to be had.
#[derive(Debug, Default)]
pub(crate) struct Offer<'a> {
    /// The address under which people reach it, with `/` at its end; nothing for files that may lie anywhere.
    pub(crate) address: Option<String>,
    /// Whether questions are answered there.
    pub(crate) answers: bool,
    pub(crate) files: &'a [Distribution],
}

/// What the build says of the whole and of its documents, with what is counted and offered; sorted.
pub(crate) fn described(
    snapshot: &Snapshot,
    base: &str,
    statistics: &Statistics,
    offer: &Offer<'_>,
) -> Result<Vec<Quad>, StoreError> {
    let catalogue = NamedNode::new_unchecked(format!("{base}graph/catalogue"));
    let stated = snapshot.quads(None, None, None, Some(GraphNameRef::NamedNode(catalogue.as_ref())));
    let quads = stated.collect::<Result<Vec<_>, _>>()?;
    let mut w = Writer { base, graph: &catalogue, quads };
    let terms = w.terms();
    w.partitions(statistics);
    w.whole(offer);
    for file in offer.files {
        w.file(file, offer.address.as_deref(), &terms);
    }
    if let (true, Some(address)) = (offer.answers, &offer.address) {
        w.service(address, &terms);
    }
    let mut quads = w.quads;
    quads.sort_by_cached_key(quad_order);
    quads.dedup();
    Ok(quads)
}

/// What is said of the terms of use: properties and their values.
type Terms = Vec<(NamedNode, Term)>;

struct Writer<'a> {
    base: &'a str,
    graph: &'a NamedNode,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, value: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), property, value, self.graph.clone()));
    }

    /// The data set, or a part of its description.
    fn part(&self, name: &str) -> NamedNode {
        let part = if name.is_empty() { String::new() } else { format!("#{name}") };
        NamedNode::new_unchecked(format!("{}{PATH}{part}", self.base))
    }

    fn named(&self, kind: &str, iri: &str) -> NamedNode {
        let name: String = compact(iri, self.base).chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        self.part(&format!("{kind}-{name}"))
    }

    /// The terms that the build states for the whole.
    fn terms(&self) -> Terms {
        let whole = self.part("");
        let stated = self.quads.iter().filter(|quad| quad.subject == whole.clone().into());
        let terms = stated.filter(|quad| quad.predicate == dcterms::LICENSE || quad.predicate == dcterms::RIGHTS);
        terms.map(|quad| (quad.predicate.clone(), quad.object.clone())).collect()
    }

    /// VoID, section 4: how often classes and properties occur in the default graph, and with whom it is linked.
    fn partitions(&mut self, statistics: &Statistics) {
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
            let name = format!("{}-{other}", compact(property.as_str(), self.base));
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
    }

    /// The catalogue, and the data set as a member of it.
    fn whole(&mut self, offer: &Offer<'_>) {
        let (whole, catalogue) = (self.part(""), self.part("catalogue"));
        self.add(&whole, rdf::TYPE, dcat::DATASET);
        self.add(&catalogue, rdf::TYPE, dcat::CATALOG);
        self.add(&catalogue, dcterms::TITLE, english("What there is here"));
        self.add(&catalogue, dcat::DATASET_OF, whole.clone());
        if let Some(address) = &offer.address {
            self.add(&whole, dcat::LANDING_PAGE, NamedNode::new_unchecked(address));
        }
    }

    /// A file, with the size and the checksum of its bytes.
    fn file(&mut self, file: &Distribution, address: Option<&str>, terms: &Terms) {
        let distribution = self.distribution(&format!("file-{}", file.name), &file.title, &file.media_type, terms);
        let sum = self.part(&format!("sum-{}", file.name));
        self.add(&distribution, dcterms::IDENTIFIER, Literal::from(file.name.as_str()));
        let bytes = Literal::new_typed_literal(file.bytes.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.add(&distribution, dcat::BYTE_SIZE, bytes);
        self.add(&distribution, spdx::CHECKSUM, sum.clone());
        self.add(&sum, rdf::TYPE, spdx::CHECKSUM_CLASS);
        self.add(&sum, spdx::ALGORITHM, spdx::SHA_256);
        let value = Literal::new_typed_literal(file.sha256.as_str(), xsd::HEX_BINARY);
        self.add(&sum, spdx::CHECKSUM_VALUE, value);
        if file.packed {
            self.add(&distribution, dcat::COMPRESS_FORMAT, media("application/gzip"));
        }
        if let Some(address) = address {
            let url = NamedNode::new_unchecked(format!("{address}{PATH}/{}", file.name));
            self.add(&distribution, dcat::DOWNLOAD_URL, url.clone());
            self.add(&distribution, dcat::ACCESS_URL, url.clone());
            self.add(&self.part(""), void::DATA_DUMP, url);
        }
    }

    /// The endpoint, and each graph by itself in any format: what a question is answered with has no checksum.
    fn service(&mut self, address: &str, terms: &Terms) {
        let whole = self.part("");
        let service = NamedNode::new_unchecked(format!("{}sparql", self.base));
        let endpoint = NamedNode::new_unchecked(format!("{address}sparql"));
        self.add(&self.part("catalogue"), dcat::SERVICE, service.clone());
        self.add(&whole, void::SPARQL_ENDPOINT, endpoint.clone());
        self.add(&service, rdf::TYPE, dcat::DATA_SERVICE);
        self.add(&service, rdf::TYPE, sd::SERVICE);
        self.add(&service, rdfs::LABEL, english("SPARQL endpoint"));
        self.add(&service, dcat::ENDPOINT_URL, endpoint);
        self.add(&service, dcat::SERVES_DATASET, whole.clone());
        let protocol = NamedNode::new_unchecked("https://www.w3.org/TR/sparql11-protocol/");
        self.add(&service, dcterms::CONFORMS_TO, protocol);
        for format in GRAPH_FORMATS {
            let title = format!("Graph by graph, as {}", format.media_types[0]);
            let name = format!("distribution-{}", format.extension);
            let distribution = self.distribution(&name, &title, format.media_types[0], terms);
            self.add(&distribution, dcat::ACCESS_SERVICE, service.clone());
            let store = NamedNode::new_unchecked(format!("{address}graph-store"));
            self.add(&distribution, dcat::ACCESS_URL, store);
            self.add(&whole, void::FEATURE, NamedNode::new_unchecked(format_iri(format.extension)));
        }
    }

    fn distribution(&mut self, name: &str, title: &str, media_type: &str, terms: &Terms) -> NamedNode {
        let distribution = self.part(name);
        self.add(&self.part(""), dcat::DISTRIBUTION, distribution.clone());
        self.add(&distribution, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
        self.add(&distribution, dcterms::TITLE, english(title));
        self.add(&distribution, dcat::MEDIA_TYPE, media(media_type));
        for (property, value) in terms {
            self.add(&distribution, property.as_ref(), value.clone());
        }
        distribution
    }
}

fn media(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{MEDIA_TYPES}{name}"))
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
