//! The overview screens of the shipped corpus: each table, its page and its downloads.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Answer, encode, send_to};
use crate::corpus_snapshot;

const SCREENS: [&str; 4] = ["/matrix", "/mandates", "/timeline", "/map"];

/// The texts of the shipped corpus by their checksums: a graph in memory does not keep them.
fn texts() -> Texts {
    let files = std::fs::read_dir("data/documents").unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let named = files.filter_map(|bytes| {
        let checksum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Some((checksum, String::from_utf8(bytes).ok()?))
    });
    Texts::Memory(named.collect())
}

/// A server of the shipped corpus whose tables are there.
pub(super) fn app() -> Router {
    static APP: OnceLock<Router> = OnceLock::new();
    let make = || {
        let library = Library::shipped(BASE).unwrap();
        let site = Site::new(corpus_snapshot(), BASE, texts(), library, Limits::default());
        site.wait();
        router(Arc::new(site))
    };
    APP.get_or_init(make).clone()
}

pub(super) fn get(path: &str) -> Answer {
    send_to(app(), Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap())
}

pub(super) fn page(path: &str) -> String {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    answer.body
}

pub(super) fn json(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_str(&answer.body).unwrap()
}

/// The rows of a table.
pub(super) fn rows(path: &str) -> Vec<Value> {
    json(path)["rows"].as_array().unwrap().clone()
}

fn records(path: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let answer = get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    let mut reader = csv::Reader::from_reader(answer.body.as_bytes());
    (reader.headers().unwrap().clone(), reader.records().map(Result::unwrap).collect())
}

/// Values of an attribute.
pub(super) fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let found = page.match_indices(&start).map(|(at, _)| &page[at + start.len()..]);
    found.map(|rest| rest[..rest.find('"').unwrap()].replace("&amp;", "&")).collect()
}

#[test]
fn the_matrix_tells_participants_observers_hosts_absence_and_missing_lists_apart() {
    let rows = rows("/matrix.json");
    let of = |agent: &str, meeting: &str| -> String {
        let row = rows
            .iter()
            .find(|row| row["agent"]["label"] == agent && row["meeting"]["iri"].as_str().unwrap().ends_with(meeting));
        row.unwrap_or_else(|| panic!("{agent}, {meeting}"))["took_part"].as_str().unwrap().to_owned()
    };
    assert_eq!(of("Fiji", "/ministerial-conference-1"), "participant");
    assert_eq!(of("Canada", "/ministerial-conference-1"), "observer");
    assert_eq!(of("Indonesia", "/ministerial-conference-1"), "host");
    assert_eq!(of("Iraq", "/ministerial-conference-1"), "not listed");
    assert_eq!(of("Fiji", "/ministerial-conference-2"), "no list published");
    // Who took part is proved.
    for row in &rows {
        let took_part = ["participant", "observer", "host"].contains(&row["took_part"].as_str().unwrap());
        assert_eq!(took_part, !row["passages"].as_array().unwrap().is_empty(), "{row}");
    }
}

#[test]
fn under_each_meeting_the_matrix_compares_the_stated_numbers_with_the_lists() {
    let page = page("/matrix");
    let words = text(&page);
    assert!(words.contains("47 of 47 states stated"), "{words}");
    assert!(words.contains("9 of 9 organisations stated"), "{words}");
    assert!(words.contains("0 of 33 members stated"), "{words}");
    assert!(words.contains("no list"), "{words}");
}

#[test]
fn a_matrix_of_one_year_role_and_kind_has_only_these() {
    for row in rows("/matrix.json?year=2004&role=observer&who=states") {
        assert!(row["date"].as_str().unwrap().starts_with("2004"), "{row}");
        assert!(row["agent"]["iri"].as_str().unwrap().contains("/state/"), "{row}");
    }
    let all = page("/matrix?meetings=all");
    assert!(all.contains("workshop") || all.contains("Workshop"), "workshops have columns where they are asked for");
}

#[test]
fn the_tracker_says_of_each_mandate_who_told_whom_how_strongly_and_what_became_of_it() {
    let rows = rows("/mandates.json");
    assert!(rows.len() > 50, "{}", rows.len());
    for row in &rows {
        assert!(!row["passages"].as_array().unwrap().is_empty(), "a mandate without its sentence: {row}");
        let answered = ["done", "followed up"].contains(&row["status"].as_str().unwrap());
        if answered {
            assert!(!row["answers"].as_array().unwrap().is_empty(), "{row}");
        }
    }
    let words = |start: &str| {
        let row = rows.iter().find(|row| row["what"].as_str().unwrap().starts_with(start));
        row.unwrap_or_else(|| panic!("{start}")).clone()
    };
    let report = words("the co-chairs to report to countries");
    assert_eq!((&report["status"], &report["due"]), (&Value::from("due date passed"), &Value::from("2005-06")));
    let groups = words("work on these issues be taken forward as appropriate by two ad hoc experts groups");
    assert_eq!(groups["status"], "done");
    assert!(rows.iter().any(|row| row["status"] == "no follow-up found"));
    assert_eq!(report["age"], 9, "from 2004 to the newest record, of 2013");
}

#[test]
fn facets_of_the_tracker_narrow_it_and_count_what_they_would_give() {
    let rso = "body%2Fbali-process%2Fregional-support-office";
    let all = rows("/mandates.json").len();
    let of_office = rows(&format!("/mandates.json?to={rso}"));
    assert!(!of_office.is_empty() && of_office.len() < all);
    for row in &of_office {
        assert!(row["to"].as_array().unwrap().iter().any(|to| to["label"] == "Regional Support Office"), "{row}");
    }
    let page = page("/mandates?status=due-date-passed");
    assert!(text(&page).contains(&format!("of {all} mandates")), "{}", text(&page));
    assert_eq!(rows("/mandates.json?status=done&status=due-date-passed").len(), {
        rows("/mandates.json?status=done").len() + rows("/mandates.json?status=due-date-passed").len()
    });
}

#[test]
fn the_timeline_draws_what_its_table_has_and_shows_where_sources_disagree() {
    let page = page("/timeline");
    let rows = rows("/timeline.json");
    assert!(page.contains("Sources disagree"));
    let drawn = super::pages::data_of(&page);
    let meetings = [&drawn["meetings"], &drawn["others"]].into_iter().flat_map(|some| some.as_array().unwrap());
    for meeting in meetings {
        let is_it =
            |row: &&serde_json::Value| row["what"]["label"] == meeting["label"] && row["date"] == meeting["date"];
        assert!(rows.iter().any(|row| is_it(&row)), "{meeting}");
    }
    let (bodies, changes) =
        (drawn["bodies"].as_array().unwrap(), |body: &serde_json::Value| body["changes"].as_array().unwrap().len());
    let dated = rows.iter().filter(|row| row["sort"].as_str().unwrap().starts_with("body ") && !row["date"].is_null());
    assert_eq!(bodies.iter().map(changes).sum::<usize>(), dated.count());
    assert_eq!(drawn["left"], 0);
    let second = rows.iter().find(|row| row["what"]["label"] == "Second Bali Process Ministerial Conference").unwrap();
    assert_eq!(second["date"], "2003-04-28");
    assert!(second["other_dates"].as_str().unwrap().contains("2003-04-29"), "{second}");
    assert!(second["passages"].as_array().unwrap().len() > 1, "{second}");
    assert!(rows.iter().any(|row| row["sort"] == "body retasked"));
    let some = super::screens::rows("/timeline.json?from=2003&to=2003&show=meetings");
    assert!(some.iter().all(|row| row["date"].as_str().unwrap().starts_with("2003")) && !some.is_empty(), "{some:?}");
}

#[test]
fn the_map_has_a_dot_for_each_state_of_its_table_and_draws_nothing_from_elsewhere() {
    let page = page("/map");
    let rows = rows("/map.json");
    assert!(rows.len() > 50, "{}", rows.len());
    let placed = rows.iter().filter(|row| !row["latitude"].is_null()).count();
    let drawn = super::pages::data_of(&page);
    let states = drawn["states"].as_array().unwrap();
    assert_eq!(states.len(), placed);
    let fiji = states.iter().find(|state| state["label"] == "Fiji").unwrap();
    assert_eq!((&fiji["href"], &fiji["observer"]), (&"/state/fiji".into(), &false.into()), "{fiji}");
    let first = "meeting%2Fbali-process%2Fministerial-conference-1";
    assert!(super::screens::rows(&format!("/map.json?meeting={first}")).len() < rows.len());
}

#[test]
fn downloads_have_the_rows_of_the_page() {
    for screen in SCREENS {
        for query in ["", "?role=host&sort=date&show=bodies"] {
            let query = if screen == "/mandates" && !query.is_empty() { "?sort=force" } else { query };
            let query = if screen == "/matrix" { query.split("&sort").next().unwrap() } else { query };
            let query = if screen == "/map" && !query.is_empty() { "?role=observer" } else { query };
            let query = if screen == "/timeline" && !query.is_empty() { "?show=bodies" } else { query };
            let rows = rows(&format!("{screen}.json{query}"));
            let (header, records) = records(&format!("{screen}.csv{query}"));
            assert_eq!(rows.len(), records.len(), "{screen}{query}");
            assert!(!rows.is_empty(), "{screen}{query}");
            let page = page(&format!("{screen}{query}"));
            // What the page leads to is in the file, and the other way round.
            let linked: BTreeSet<String> = attributes(&page, "href").into_iter().collect();
            let column = header.iter().position(|name| name == "passages").unwrap();
            for record in records.iter().take(50) {
                for passage in record[column].split_whitespace().take(1) {
                    let (document, range) = passage.strip_prefix(BASE).unwrap().split_once("#char=").unwrap();
                    let link = format!("/{document}?char={range}#char={range}");
                    assert!(linked.contains(&link), "{screen}{query}: {link}");
                }
            }
            let file = format!("{screen}.csv{query}");
            assert!(linked.iter().any(|link| link.split('?').next() == file.split('?').next()), "{file}");
        }
    }
}

#[test]
fn the_rdf_of_a_screen_has_a_subject_for_each_row_of_its_file() {
    let two = "a=meeting/bali-process/ministerial-conference-1&b=meeting/bali-process/ministerial-conference-2";
    let (compare, paths) = (format!("?{two}"), "?from=state/fiji&to=org/unhcr".to_owned());
    let asked = [("matrix", "?role=host"), ("mandates", "?sort=force"), ("timeline", ""), ("map", "")];
    for (screen, query) in asked.into_iter().chain([("compare", compare.as_str()), ("paths", paths.as_str())]) {
        let answer = get(&format!("/{screen}.ttl{query}"));
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "text/turtle"), "{screen}");
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(answer.body.as_bytes());
        let quads: Vec<Quad> = parser.map(Result::unwrap).collect();
        let rows = rows(&format!("/{screen}.json{query}"));
        let subjects: BTreeSet<String> = quads.iter().map(|quad| quad.subject.to_string()).collect();
        assert!(!rows.is_empty() && subjects.len() == rows.len(), "{screen}: {} rows", rows.len());
        let said: BTreeSet<(String, String, String)> = quads
            .iter()
            .map(|quad| {
                let subject = quad.subject.to_string();
                let row = subject.split("#row=").nth(1).unwrap().trim_end_matches('>').to_owned();
                (row, quad.predicate.as_str().to_owned(), quad.object.to_string())
            })
            .collect();
        let mut things = 0;
        for (n, row) in rows.iter().enumerate() {
            for (column, value) in row.as_object().unwrap() {
                let Some(iri) = value["iri"].as_str() else { continue };
                let expected = ((n + 2).to_string(), format!("{BASE}{screen}.csv#{column}"), format!("<{iri}>"));
                assert!(said.contains(&expected), "{screen}: {expected:?}");
                things += 1;
            }
        }
        assert!(things >= rows.len(), "{screen}: {things}");
    }
}

#[test]
fn parameters_that_cannot_be_read_are_named_with_what_would_do() {
    for (path, named) in [
        ("/matrix?role=king", "`role` is one of participant, observer, host"),
        ("/matrix?year=20x4", "`year` is a year"),
        ("/mandates?status=lost", "`status` is one of done"),
        ("/timeline?from=1", "`from` is a year"),
        ("/map?meeting=meeting/none", "`meeting` is a path"),
    ] {
        let answer = get(path);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.body.contains(named), "{path}: {}", answer.body);
    }
    assert_eq!(get("/mandates?page=999").status, StatusCode::NOT_FOUND);
    let nothing = page("/mandates?by=state/nowhere");
    assert!(nothing.contains("No mandate is like this") && nothing.contains("take this condition away"), "{nothing}");
}

#[test]
fn every_screen_stands_in_the_navigation_and_has_no_script() {
    let home = page("/");
    for screen in SCREENS {
        assert!(attributes(&home, "href").contains(&screen.to_owned()), "{screen}");
        let answer = get(screen);
        super::pages::only_our_scripts(screen, &answer.body);
        assert!(!answer.body.contains(" style="), "{screen}");
        assert_eq!(answer.body.matches("<nav").count(), 1, "{screen}");
        assert_eq!(answer.body.matches("<h1").count(), 1, "{screen}");
        assert!(answer.header("etag").starts_with("W/"), "{screen}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{screen}");
    }
}

/// A page without its tags.
pub(super) fn text(page: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn two_meetings_are_compared_by_name_path_or_iri_alike() {
    let by_name = rows("/compare.json?a=First+Bali+Process+Ministerial+Conference&b=Senior+Officials+Meeting");
    let iri = encode("https://w3id.org/igm/meeting/bali-process/ministerial-conference-1");
    let by_iri = rows(&format!("/compare.json?a={iri}&b=senior-officials-meeting-2004-06-brisbane"));
    assert_eq!(by_name, by_iri);
    let (_, records) = records(&format!("/compare.csv?a={iri}&b=senior-officials-meeting-2004-06-brisbane"));
    assert_eq!(records.len(), by_iri.len());
    for row in &by_iri {
        let (a, b) = (row["passages_a"].as_array(), row["passages_b"].as_array());
        let proofs = a.map_or(0, Vec::len) + b.map_or(0, Vec::len);
        assert!(proofs > 0, "without a sentence: {row}");
        match row["part"].as_str().unwrap() {
            "both" => assert!(a.is_some() && b.is_some(), "{row}"),
            "only a" | "mandate of a" => assert!(b.is_none(), "{row}"),
            _ => assert!(a.is_none(), "{row}"),
        }
    }
}

#[test]
fn a_name_that_means_nothing_or_several_things_is_answered_with_what_may_be_meant() {
    let page = page("/compare?a=conference&b=Senior+Officials+Meeting");
    assert!(page.contains("Which of these is meant?") && page.contains("value=\"conference\""), "{page}");
    let offered =
        attributes(&page, "href").into_iter().find(|href| href.contains("/compare?") && href.contains("&a=")).unwrap();
    assert!(get(&offered).status == StatusCode::OK, "{offered}");
    let file = get("/compare.json?a=conference&b=Senior+Officials+Meeting");
    assert_eq!(file.status, StatusCode::NOT_FOUND);
    assert!(file.body.contains("ministerial-conference"), "{}", file.body);
    assert_eq!(get("/paths.csv?from=Fiji").status, StatusCode::BAD_REQUEST);
    assert!(super::screens::page("/paths?from=zzzzqqqq&to=Fiji").contains("Nothing is called like this"));
}

#[test]
fn paths_go_both_ways_avoid_what_they_are_told_to_and_prove_each_step() {
    let there = rows("/paths.json?from=Fiji&to=UNHCR");
    let back = rows("/paths.json?from=UNHCR&to=Fiji");
    assert!(!there.is_empty() && there.len() == back.len(), "{} {}", there.len(), back.len());
    for row in &there {
        assert!(!row["relation"].as_str().unwrap().is_empty(), "{row}");
        let proved = !row["passages"].as_array().unwrap().is_empty();
        assert_eq!(proved, !row["quote"].as_str().unwrap().is_empty(), "{row}");
    }
    // Each path begins where the one before it ends.
    for pair in there.windows(2).filter(|pair| pair[0]["path"] == pair[1]["path"]) {
        assert_eq!(pair[0]["to"], pair[1]["from"]);
    }
    let through = there[0]["to"]["iri"].as_str().unwrap().strip_prefix(BASE).unwrap().to_owned();
    let others = rows(&format!("/paths.json?from=Fiji&to=UNHCR&avoid={}", encode(&through)));
    assert!(others.iter().all(|row| !row["to"]["iri"].as_str().unwrap().ends_with(&through)), "{through}");
    assert!(page("/paths?from=Fiji&to=Fiji").contains("the same thing"));
    assert!(page("/paths?from=Fiji&to=UNHCR&max=1").contains("No path of at most 1 steps"));
}

#[test]
fn a_page_of_the_matrix_counts_all_meetings_and_its_file_has_them() {
    let file = rows("/matrix.json?meetings=all");
    let listed: std::collections::BTreeSet<String> =
        file.iter().map(|row| row["meeting"]["iri"].as_str().unwrap().to_owned()).collect();
    let page = page("/matrix?meetings=all&page=2");
    assert!(listed.len() > 12, "a file is not cut where a page ends: {}", listed.len());
    let took = |agent: &str| {
        let part = |row: &&Value| row["agent"]["label"] == agent && !row["passages"].as_array().unwrap().is_empty();
        file.iter().filter(part).count()
    };
    let mut seen = 0;
    for row in page.split("<tr>").skip(1) {
        let Some((_, name)) = row.split_once("href=\"/") else { continue };
        let name = name.split_once('>').unwrap().1.split('<').next().unwrap();
        let Some((_, times)) = row.split_once("<td class=\"number\">") else { continue };
        assert_eq!(times.split('<').next().unwrap(), took(name).to_string(), "{name}");
        seen += 1;
    }
    assert!(seen > 0, "{page}");
}
