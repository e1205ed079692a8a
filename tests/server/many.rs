//! A thing to which thousands of others lead has a page like any other: counts, the first of each relation, and the rest page by
//! page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;

use super::{Answer, send_to};

const MANY: usize = 3_000;

/// A conference that very many attended.
fn app() -> Router {
    app_within(Limits::default())
}

fn app_within(limits: Limits) -> Router {
    let mut text = format!(
        "@prefix igm: <{BASE}ns#> . @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . \
         @prefix schema: <https://schema.org/> . @base <{BASE}> .\n\
         <meeting/fair/1> a igm:Meeting ; rdfs:label \"The fair\"@en ; igm:meetingOf <org/fair> .\n"
    );
    for n in 0..MANY {
        let _ = write!(
            text,
            "<state/s{n}> a igm:State ; rdfs:label \"State {n}\"@en .\n\
             <participation/fair-1/s{n}/member> a igm:Participation ; org:member <state/s{n}> ; igm:context <meeting/fair/1> ; org:role <voc/capacity/member> .\n"
        );
    }
    for n in 0..70 {
        let _ = writeln!(
            text,
            "<meeting/fair/{}> a igm:Meeting ; rdfs:label \"Follow-up {n}\"@en ; igm:followsUp <meeting/fair/1> .",
            n + 2
        );
    }
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()).map(Result::unwrap);
    let snapshot = Snapshot::in_memory(quads.collect::<Vec<_>>()).unwrap();
    let library = Library::shipped(BASE).unwrap();
    router(Arc::new(Site::new(snapshot, BASE, Texts::Memory(BTreeMap::new()), library, limits)))
}

fn get(app: &Router, path: &str) -> Answer {
    send_to(app.clone(), Request::get(path).header("accept", "text/html, */*;q=0.5").body(Body::empty()).unwrap())
}

/// The participations that a page leads to.
fn participations(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/participation/").skip(1);
    links
        .filter_map(|rest| rest.split(['"', '?', '.']).next())
        .filter(|path| path.ends_with("/member"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_page_counts_what_it_does_not_show_and_leads_to_all_of_it() {
    let app = app();
    // Counted once; who asks earlier is told that it is being prepared.
    assert_eq!(get(&app, "/ontology").status, StatusCode::OK);
    let page = get(&app, "/meeting/fair/1").body;
    assert!(page.contains("100 of 3000"), "{page}");
    assert!(page.contains("href=\"/meeting/fair/1?list=igm%3Acontext\""), "{page}");
    assert_eq!(participations(&page).len(), 100);
    assert!(page.contains("40 of 70") && page.contains("?list=igm%3AfollowsUp"), "{page}");
    let mut found = BTreeSet::new();
    for number in 1..=30 {
        let part = get(&app, &format!("/meeting/fair/1?list=igm%3Acontext&page={number}"));
        assert_eq!(part.status, StatusCode::OK, "{number}");
        assert_eq!(participations(&part.body).len(), 100, "{number}");
        found.append(&mut participations(&part.body));
    }
    assert_eq!(found.len(), MANY, "each stands on one page");
    assert_eq!(get(&app, "/meeting/fair/1?list=igm%3Acontext&page=31").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&app, "/meeting/fair/1?list=igm%3Aaddressee").status, StatusCode::NOT_FOUND);
    assert_eq!(get(&app, "/meeting/fair/1?list=%3C%3E").status, StatusCode::NOT_FOUND);
}

#[test]
fn the_data_of_such_a_thing_says_how_much_of_it_it_is() {
    let app = app();
    assert_eq!(get(&app, "/ontology").status, StatusCode::OK);
    let whole = get(&app, "/meeting/fair/1.nt");
    assert_eq!(whole.header("x-rapporteur-complete"), "true");
    assert_eq!(whole.body.lines().filter(|line| line.contains("/ns#context>")).count(), MANY);
    let limits = Limits { description: 500, ..Limits::default() };
    let part = get(&app_within(limits), "/meeting/fair/1.nt");
    assert_eq!(part.header("x-rapporteur-complete"), "false; rows=500");
    assert!(part.header("x-rapporteur-warning").contains("the lists of /meeting/fair/1 "), "{:?}", part.headers);
    let page: serde_json::Value = serde_json::from_str(&get(&app, "/meeting/fair/1.json").body).unwrap();
    assert_eq!((&page["complete"], &page["counts"][1]), (&false.into(), &3_000.into()));
    assert_eq!(page["participations"].as_array().unwrap().len(), 1_000);
    assert_eq!(
        (&page["more"][0]["total"], &page["more"][0]["page"]),
        (&3_000.into(), &"/meeting/fair/1?list=igm%3Acontext".into())
    );
}
