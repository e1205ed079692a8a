//! The description of the data set is true: what it counts, and the files that it names, byte for byte.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::publish::{ExportFormat, export};
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::corpus_snapshot;

fn app() -> Router {
    let library = Library::shipped(BASE).unwrap();
    router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, library, Limits::default())))
}

/// Status, headers and bytes of an answer.
pub(super) fn send(app: &Router, request: axum::http::request::Builder) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = request.header("host", "localhost").body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (parts, body) = app.clone().oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    })
}

/// The description, by subject and the last part of a property.
struct Described(Vec<Quad>);

impl Described {
    /// Asked for until the files are there.
    fn read(app: &Router) -> Self {
        for _ in 0..100 {
            let (status, _, body) = send(app, Request::get("/dataset.nq"));
            assert_eq!(status, StatusCode::OK);
            let quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&body).map(Result::unwrap);
            let described = Self(quads.collect());
            if described.0.iter().any(|quad| quad.predicate.as_str().ends_with("#downloadURL")) {
                return described;
            }
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        panic!("no file is described");
    }

    fn values(&self, subject: &NamedOrBlankNode, property: &str) -> Vec<String> {
        let of = self.0.iter().filter(|quad| quad.subject == *subject && quad.predicate.as_str().ends_with(property));
        of.map(|quad| match &quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        })
        .collect()
    }

    fn one(&self, subject: &NamedOrBlankNode, property: &str) -> String {
        let values = self.values(subject, property);
        assert_eq!(values.len(), 1, "{subject} {property}: {values:?}");
        values[0].clone()
    }
}

#[test]
fn a_file_of_the_data_set_has_the_size_and_the_checksum_that_its_description_gives() {
    let app = app();
    let described = Described::read(&app);
    let files = described.0.iter().filter(|quad| quad.predicate.as_str().ends_with("dcat#downloadURL"));
    let mut packed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for quad in files {
        let Term::NamedNode(url) = &quad.object else { panic!("{quad}") };
        let path = url.as_str().strip_prefix("http://localhost").unwrap();
        let (status, headers, bytes) = send(&app, Request::get(path).header("accept-encoding", "gzip"));
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(headers.get("content-encoding").is_none(), "a file is sent as it is: {headers:?}");
        let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let node: NamedOrBlankNode =
            oxigraph::model::NamedNode::new_unchecked(described.one(&quad.subject, "#checksum")).into();
        assert_eq!(described.one(&node, "#checksumValue"), sum, "{path}");
        assert!(described.one(&node, "#algorithm").ends_with("#checksumAlgorithm_sha256"));
        assert_eq!(described.one(&quad.subject, "#byteSize"), bytes.len().to_string(), "{path}");
        assert!(described.one(&quad.subject, "#compressFormat").ends_with("/application/gzip"));
        assert!(!described.values(&quad.subject, "/terms/rights").is_empty(), "its terms are stated");
        let (_, head, empty) = send(&app, Request::head(path));
        assert_eq!((head["content-length"].to_str().unwrap(), empty.len()), (bytes.len().to_string().as_str(), 0));
        let (again, ..) = send(&app, Request::get(path).header("if-none-match", headers["etag"].clone()));
        assert_eq!(again, StatusCode::NOT_MODIFIED);
        let mut whole = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut whole).unwrap();
        packed.insert(described.one(&quad.subject, "#mediaType").rsplit('/').next().unwrap().to_owned(), whole);
    }
    for (media_type, format) in [("n-quads", "nq"), ("turtle", "ttl")] {
        let format: ExportFormat = format.parse().unwrap();
        let mut wanted = Vec::new();
        export(&corpus_snapshot(), format, BASE, None, &std::env::temp_dir(), &mut wanted).unwrap();
        assert!(packed[media_type] == wanted, "{media_type} is not what `export` writes");
    }
    let (_, _, page) = send(&app, Request::get("/dataset").header("accept", "text/html"));
    assert!(String::from_utf8(page).unwrap().contains("href=\"/dataset/graph.nq.gz\""));
    assert_eq!(send(&app, Request::get("/dataset/other.nq.gz")).0, StatusCode::NOT_FOUND);
}

#[test]
fn each_count_of_the_description_is_what_the_graph_holds() {
    let described = Described::read(&app());
    let (mut counted, snapshot) = (0, corpus_snapshot());
    let resolved: Vec<Quad> = snapshot
        .quads(None, None, None, None)
        .map(Result::unwrap)
        .filter(|quad| quad.graph_name.is_default_graph())
        .collect();
    let ends =
        |property: &'static str| described.0.iter().filter(move |quad| quad.predicate.as_str().ends_with(property));
    for quad in ends("void#classPartition").chain(ends("void#propertyPartition")) {
        let Term::NamedNode(part) = &quad.object else { panic!("{quad}") };
        let part: NamedOrBlankNode = part.clone().into();
        let wanted = if quad.predicate.as_str().ends_with("#classPartition") {
            let class = described.one(&part, "void#class");
            let is = |quad: &&Quad| {
                quad.predicate.as_str().ends_with("-ns#type") && quad.object.to_string() == format!("<{class}>")
            };
            assert_eq!(
                described.one(&part, "void#entities"),
                resolved.iter().filter(is).count().to_string(),
                "{class}"
            );
            continue;
        } else {
            let property = described.one(&part, "void#property");
            resolved.iter().filter(|quad| quad.predicate.as_str() == property).count()
        };
        assert_eq!(described.one(&part, "void#triples"), wanted.to_string(), "{part}");
        counted += 1;
    }
    assert!(counted > 30, "{counted}");
    let graphs = ends("void#subset").filter(|quad| quad.object.to_string().contains("/graph/"));
    let mut sum = 0;
    for quad in graphs {
        let Term::NamedNode(graph) = &quad.object else { panic!("{quad}") };
        let held = snapshot.quads(None, None, None, Some(graph.as_ref().into())).count();
        assert_eq!(described.one(&graph.clone().into(), "void#triples"), held.to_string(), "{graph}");
        sum += held;
    }
    let whole: NamedOrBlankNode = oxigraph::model::NamedNode::new_unchecked(format!("{BASE}dataset")).into();
    assert_eq!(described.one(&whole, "void#triples"), sum.to_string());
    assert_eq!(described.one(&whole, "void#documents"), "5");
}
