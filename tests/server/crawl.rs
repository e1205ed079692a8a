//! A crawler that starts at `/` and follows every link of every representation.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term, Triple};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;

use super::{app, get, send_to, snapshot};
use crate::corpus_snapshot;

/// Values of the attributes of a page that lead somewhere, and the places that a fragment may name.
fn read(page: &str) -> (Vec<String>, BTreeSet<String>) {
    let values = |name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        let found = page.match_indices(&start).map(|(at, _)| &page[at + start.len()..]);
        found.map(|rest| rest[..rest.find('"').unwrap()].replace("&amp;", "&")).collect()
    };
    let mut links = values("href");
    links.extend(values("src"));
    (links, values("id").into_iter().collect())
}

fn iris(quad: &Quad) -> Vec<String> {
    let mut found = vec![quad.predicate.as_str().to_owned()];
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        found.push(node.as_str().to_owned());
    }
    if let Term::NamedNode(node) = &quad.object {
        found.push(node.as_str().to_owned());
    }
    if let GraphName::NamedNode(node) = &quad.graph_name {
        found.push(node.as_str().to_owned());
    }
    found
}

/// The path and the fragment of a link on a page, if it leads to us.
fn ours(base: &str, from: &str, link: &str) -> Option<(String, String)> {
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = match address.strip_prefix(base) {
        Some(path) => format!("/{path}"),
        None if address.is_empty() => from.to_owned(),
        None if address.starts_with('/') => address.to_owned(),
        None if address.starts_with('?') => format!("{}{address}", from.split('?').next().unwrap()),
        None => return None,
    };
    Some((path, fragment.to_owned()))
}

/// What a crawler found.
#[derive(Default)]
struct Crawled {
    /// The places of each page that a fragment may name.
    pages: BTreeMap<String, BTreeSet<String>>,
    seen: BTreeSet<String>,
    /// Where links with a fragment lead, the fragment, and where they stand.
    fragments: BTreeSet<(String, String, String)>,
    /// The triples that the representations of one thing have, with one of these.
    said: BTreeMap<String, (BTreeSet<String>, String)>,
}

/// Follows every link from the start page. What is said of a thing must be what the store says, the same in all formats.
fn crawl(app: &Router, snapshot: &Snapshot, base: &str) -> Crawled {
    let mut found = Crawled::default();
    let held: Vec<Quad> = snapshot.quads(None, None, None, None).map(Result::unwrap).collect();
    let triples: BTreeSet<String> = held.iter().map(|quad| Triple::from(quad.clone()).to_string()).collect();
    let held: BTreeSet<String> = held.iter().map(ToString::to_string).collect();
    let mut queue: VecDeque<(String, String)> = [("/".to_owned(), String::new())].into();
    while let Some((path, from)) = queue.pop_front() {
        if !found.seen.insert(path.clone()) {
            continue;
        }
        let request = Request::get(&path).header("accept", "text/html,*/*;q=0.5").body(Body::empty());
        let answer = send_to(app.clone(), request.unwrap_or_else(|error| panic!("{path}: {error}")));
        if answer.status.is_redirection() {
            queue.extend(ours(base, &path, answer.header("location")).map(|(to, _)| (to, path.clone())));
            continue;
        }
        assert_eq!(answer.status.as_u16(), 200, "{path}, linked from {from}: {}", answer.body);
        let kind = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
        let links = match (kind.as_str(), RdfFormat::from_media_type(&kind)) {
            ("text/html", _) => {
                let (links, places) = read(&answer.body);
                found.pages.insert(path.clone(), places);
                links
            }
            // A plan is plain text, which is also an old name of N-Triples, and not all JSON is JSON-LD.
            (kind, Some(format)) if !["text/plain", "application/json"].contains(&kind) => {
                let parser = RdfParser::from_format(format).with_base_iri(base).unwrap();
                let quads = parser.for_slice(answer.body.as_bytes());
                let quads: Vec<Quad> =
                    quads.map(|quad| quad.unwrap_or_else(|error| panic!("{path}: {error}"))).collect();
                if is_of_the_store(&path) {
                    let said = quads.iter().map(|quad| Triple::from(quad.clone()).to_string()).collect();
                    for (quad, said) in quads.iter().zip(quads.iter().map(|quad| Triple::from(quad.clone()))) {
                        let with_graph = !format.supports_datasets() || held.contains(&quad.to_string());
                        assert!(
                            with_graph && triples.contains(&said.to_string()),
                            "{path} says what the store does not: {quad}"
                        );
                    }
                    let thing = path.rsplit_once('.').map_or(path.as_str(), |(thing, _)| thing).to_owned();
                    let (other, name) =
                        found.said.entry(thing).or_insert_with(|| (BTreeSet::clone(&said), path.clone()));
                    assert!(*other == said, "{path} says {} triples, {name} says {}", said.len(), other.len());
                }
                quads.iter().flat_map(iris).collect()
            }
            _ => Vec::new(),
        };
        for link in links {
            let Some((to, fragment)) = ours(base, &path, &link) else { continue };
            // A passage is marked by the address of its page; the fragment of a document alone names its place in the text.
            if !fragment.is_empty() && !fragment.starts_with("char=") {
                found.fragments.insert((to.clone(), fragment, path.clone()));
            }
            queue.push_back((to, path.clone()));
        }
    }
    found
}

/// Whether data is that of a thing or a graph, and not made of the store: descriptions with counts, nanopublications, answers.
fn is_of_the_store(path: &str) -> bool {
    let made = ["/dataset", "/.well-known/", "/queries", "/np/", "/sparql", "/graph.", "/graph?", "/context.jsonld"];
    // The tables of the overview screens, row by row.
    let tables = ["/matrix.", "/mandates.", "/timeline.", "/map.", "/compare.", "/paths."];
    !made.iter().chain(&tables).any(|made| path.starts_with(made))
}

#[test]
fn every_link_of_every_representation_leads_somewhere() {
    let found = crawl(&app(), &snapshot(), BASE);
    for (to, fragment, from) in found.fragments {
        // The small graph holds two terms of the ontology; all of them are tried below.
        let Some(places) = found.pages.get(&to).filter(|_| to != "/ns") else { continue };
        assert!(places.contains(&fragment), "{to} has no place #{fragment}, to which {from} leads");
    }
    for quad in snapshot().quads(None, None, None, None) {
        if let NamedOrBlankNode::NamedNode(subject) = quad.unwrap().subject
            && let Some((path, _)) = ours(BASE, "/", subject.as_str())
        {
            assert!(found.seen.contains(&path), "nothing leads to {path}");
        }
    }
    assert!(found.seen.len() > 300, "{} pages", found.seen.len());
}

#[test]
fn every_iri_resolves_under_any_base() {
    const OTHER: &str = "http://data.example.org/talks/";
    let trig = include_str!("../cases/server/graph.trig")
        .replace("@base <https://w3id.org/igm/>", &format!("@base <{OTHER}>"));
    let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(trig.as_bytes()).map(Result::unwrap);
    let snapshot = Snapshot::in_memory(quads.collect::<Vec<_>>()).unwrap();
    let snapshot = rapporteur::search::indexed(&snapshot).unwrap();
    let library = Library::shipped(OTHER).unwrap();
    let site = Site::new(snapshot.clone(), OTHER, Texts::Memory(BTreeMap::new()), library, Limits::default());
    let found = crawl(&router(Arc::new(site)), &snapshot, OTHER);
    for quad in snapshot.quads(None, None, None, None) {
        for iri in iris(&quad.unwrap()) {
            let path = ours(OTHER, "/", &iri).map(|(path, _)| path);
            assert!(path.is_none_or(|path| found.seen.contains(&path)), "nothing leads to {iri}");
        }
    }
    assert!(found.seen.contains("/state/fiji.ttl") && found.seen.contains("/graph/lake-2001.trig"));
}

#[test]
fn each_term_that_the_graph_uses_has_its_place_on_the_page_of_the_ontology() {
    let texts = Texts::Memory(BTreeMap::new());
    let site = Site::new(corpus_snapshot(), BASE, texts, Library::shipped(BASE).unwrap(), Limits::default());
    let request = Request::get("/ns").header("accept", "text/html").body(Body::empty()).unwrap();
    let (_, places) = read(&send_to(router(Arc::new(site)), request).body);
    let mut tried = 0;
    for quad in corpus_snapshot().quads(None, None, None, None) {
        for iri in iris(&quad.unwrap()) {
            if let Some(term) = iri.strip_prefix("https://w3id.org/igm/ns#") {
                assert!(places.contains(term), "{term}");
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn the_description_of_the_data_set_counts_what_is_there() {
    let text = get("/dataset.nt", "*/*").body;
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::NTriples).for_slice(text.as_bytes()).map(Result::unwrap).collect();
    let value = |subject: &str, property: &str| {
        let found = quads.iter().find(|quad| {
            quad.subject.to_string().contains(subject)
                && quad.predicate.as_str() == format!("http://rdfs.org/ns/void#{property}")
        });
        found.map(|quad| quad.object.to_string()).unwrap_or_default()
    };
    let resolved: Vec<Quad> = snapshot()
        .quads(None, None, None, Some(oxigraph::model::GraphNameRef::DefaultGraph))
        .map(Result::unwrap)
        .collect();
    let counted = |n: usize| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    assert_eq!(value("dataset#default>", "triples"), counted(resolved.len()));
    let states = resolved.iter().filter(|quad| quad.object.to_string().ends_with("/ns#State>")).count();
    assert_eq!(value("dataset#class-igm-State>", "entities"), counted(states));
    let labels = resolved.iter().filter(|quad| quad.predicate.as_str().ends_with("rdf-schema#label")).count();
    assert_eq!(value("dataset#property-rdfs-label>", "triples"), counted(labels));
    assert_eq!(value("dataset#links-owl-sameAs-http---www-wikidata-org>", "triples"), counted(1));
    assert!(get("/dataset", "text/html").body.contains("id=\"class-igm-State\""));
}

#[test]
fn a_representation_names_its_thing_its_other_forms_and_its_description() {
    let link = get("/state/fiji", "text/turtle").header("link").to_owned();
    for part in [
        "<https://w3id.org/igm/state/fiji>; rel=\"canonical\"",
        "</state/fiji.jsonld>; rel=\"alternate\"; type=\"application/ld+json\"",
        "</.well-known/void>; rel=\"describedby\"",
    ] {
        assert!(link.contains(part), "{link}");
    }
}
