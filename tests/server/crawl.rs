//! A crawler that starts at `/` and follows every link of every representation.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};

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
fn ours(from: &str, link: &str) -> Option<(String, String)> {
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = match address.strip_prefix(BASE) {
        Some(path) => format!("/{path}"),
        None if address.is_empty() => from.to_owned(),
        None if address.starts_with('/') => address.to_owned(),
        None if address.starts_with('?') => format!("{}{address}", from.split('?').next().unwrap()),
        None => return None,
    };
    Some((path, fragment.to_owned()))
}

#[test]
fn every_link_of_every_representation_leads_somewhere() {
    let app = app();
    let mut queue: VecDeque<(String, String)> = [("/".to_owned(), String::new())].into();
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut fragments: BTreeSet<(String, String, String)> = BTreeSet::new();
    while let Some((path, from)) = queue.pop_front() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let request = Request::get(&path).header("accept", "text/html,*/*;q=0.5").body(Body::empty());
        let answer = send_to(app.clone(), request.unwrap_or_else(|error| panic!("{path}: {error}")));
        if answer.status.is_redirection() {
            queue.extend(ours(&path, answer.header("location")).map(|(to, _)| (to, path.clone())));
            continue;
        }
        assert_eq!(answer.status.as_u16(), 200, "{path}, linked from {from}: {}", answer.body);
        let kind = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
        let links = match (kind.as_str(), RdfFormat::from_media_type(&kind)) {
            ("text/html", _) => {
                let (links, places) = read(&answer.body);
                pages.insert(path.clone(), places);
                links
            }
            // A plan is plain text, which is also an old name of N-Triples.
            (kind, Some(format)) if kind != "text/plain" => {
                let parser = RdfParser::from_format(format).with_base_iri(BASE).unwrap();
                let quads = parser.for_slice(answer.body.as_bytes());
                quads.flat_map(|quad| iris(&quad.unwrap_or_else(|error| panic!("{path}: {error}")))).collect()
            }
            _ => Vec::new(),
        };
        for link in links {
            let Some((to, fragment)) = ours(&path, &link) else { continue };
            // A passage is marked by the address of its page; the fragment of a document alone names its place in the text.
            if !fragment.is_empty() && !fragment.starts_with("char=") {
                fragments.insert((to.clone(), fragment, path.clone()));
            }
            queue.push_back((to, path.clone()));
        }
    }
    for (to, fragment, from) in fragments {
        // The small graph holds two terms of the ontology; all of them are tried below.
        let Some(places) = pages.get(&to).filter(|_| to != "/ns") else { continue };
        assert!(places.contains(&fragment), "{to} has no place #{fragment}, to which {from} leads");
    }
    for quad in snapshot().quads(None, None, None, None) {
        if let NamedOrBlankNode::NamedNode(subject) = quad.unwrap().subject
            && let Some((path, _)) = ours("/", subject.as_str())
        {
            assert!(seen.contains(&path), "nothing leads to {path}");
        }
    }
    assert!(seen.len() > 300, "{} pages", seen.len());
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
