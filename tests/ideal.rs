//! The graph of the shipped corpus against an ideal one that was made by hand: `cases/ideal/facts.csv` holds its facts,
//! `cases/ideal/differences.csv` those that ours does not have, each with the reason.
//!
//! An act of the ideal is found where ours has one with the same force, speakers, meeting and addressees on a passage that
//! overlaps: offsets differ, since our passages are clauses and those of the ideal sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oxigraph::model::Term;
use oxigraph::sparql::{CancellationToken, QueryResults};
use rapporteur::graph::vocab::{BASE, wikibase};
use rapporteur::store::Snapshot;
use spargebra::SparqlParser;

use crate::corpus_snapshot;

const PREFIXES: &str = "BASE <https://w3id.org/igm/>
    PREFIX igm: <https://w3id.org/igm/ns#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX schema: <https://schema.org/>
    PREFIX org: <http://www.w3.org/ns/org#>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX wikibase: <http://wikiba.se/ontology#> ";

/// Kinds of facts, each with the question that gives its columns.
const FACTS: [(&str, &str); 13] = [
    ("participation", "SELECT ?c ?m ?r { ?x igm:context ?c ; org:member ?m ; org:role ?r }"),
    ("represented", "SELECT ?c ?m ?r ?by { ?x igm:context ?c ; org:member ?m ; org:role ?r ; igm:representedBy ?by }"),
    ("in-respect-of", "SELECT ?c ?m ?r ?of { ?x igm:context ?c ; org:member ?m ; org:role ?r ; igm:inRespectOf ?of }"),
    (
        "meeting",
        "SELECT ?m ?from ?to ?ordinal ?kind ?place { ?m a igm:Meeting ; dcterms:type ?kind
            OPTIONAL { ?m schema:startDate ?from } OPTIONAL { ?m schema:endDate ?to }
            OPTIONAL { ?m igm:ordinal ?ordinal } OPTIONAL { ?m schema:location ?place } }",
    ),
    ("meeting-of", "SELECT ?m ?of { ?m igm:meetingOf ?of }"),
    ("meeting-status", "SELECT ?m ?status { ?m a igm:Meeting ; igm:status ?status }"),
    (
        "pledge",
        "SELECT ?doc ?by ?value ?currency ?for { ?x a igm:Pledge ; igm:issuedBy ?by ; prov:wasDerivedFrom ?e
            GRAPH ?g { ?e prov:wasQuotedFrom ?doc } OPTIONAL { ?x igm:pledgedFor ?for }
            OPTIONAL { ?x schema:amount ?sum . ?sum schema:value ?value ; schema:currency ?currency } }",
    ),
    (
        "body-event",
        "SELECT ?body ?kind ?status { ?x a igm:BodyEvent ; dcterms:type ?kind ; igm:status ?status ;
            org:originalOrganization|org:resultingOrganization ?body }",
    ),
    ("body", "SELECT ?body ?of ?kind { ?body org:unitOf ?of OPTIONAL { ?body org:classification ?kind } }"),
    (
        "count",
        "SELECT ?doc ?unit ?value { ?x a igm:Count ; igm:countOf ?unit ; schema:value ?value ; prov:wasDerivedFrom ?e
            GRAPH ?g { ?e prov:wasQuotedFrom ?doc } }",
    ),
    ("holds", "SELECT ?person ?post { ?person org:holds ?post }"),
    (
        "claim",
        "SELECT ?s ?p ?o ?rank { GRAPH <graph/resolution> { ?claim wikibase:rank ?rank }
            GRAPH ?g { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } }",
    ),
    ("work", "SELECT ?w { ?w a ?class FILTER(?class IN (schema:CreativeWork, prov:Plan, dcterms:Policy)) }"),
];

/// Acts with each passage but those that lead in a list, and each speaker and addressee.
const ACTS: &str = "SELECT ?x ?doc ?from ?to ?verb ?force ?by ?at ?addressee { ?x igm:force ?force ; igm:verb ?verb ;
    igm:issuedBy ?by ; prov:wasDerivedFrom ?e OPTIONAL { ?x igm:issuedAt ?at } OPTIONAL { ?x igm:addressee ?addressee }
    GRAPH ?g { ?e prov:wasQuotedFrom ?doc ; oa:start ?from ; oa:end ?to ; dcterms:type ?zone }
    FILTER(?zone != <voc/zone/list-lead>) }";

/// The row of an answer, with IRIs as paths, without what all values of a column have in common.
fn rows(snapshot: &Snapshot, query: &str) -> Vec<Vec<String>> {
    let query = SparqlParser::new().parse_query(&format!("{PREFIXES}{query}")).unwrap();
    let QueryResults::Solutions(solutions) = snapshot.evaluate(query, CancellationToken::new()).unwrap() else {
        panic!("no rows")
    };
    solutions.map(|solution| solution.unwrap().values().iter().map(|term| short(term.as_ref())).collect()).collect()
}

fn short(term: Option<&Term>) -> String {
    let value = match term {
        Some(Term::NamedNode(node)) => node.as_str(),
        Some(Term::Literal(literal)) => literal.value(),
        _ => "",
    };
    let path = value.strip_prefix(BASE).or_else(|| value.strip_prefix(wikibase::NAMESPACE)).unwrap_or(value);
    let path = path.strip_prefix("https://schema.org/").or_else(|| path.strip_prefix("doc/")).unwrap_or(path);
    match path.strip_prefix("voc/").and_then(|concept| concept.split_once('/')) {
        Some((_, concept)) => concept.to_owned(),
        None => path.to_owned(),
    }
}

/// One act: of the ideal, or of ours.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Act {
    document: String,
    passages: BTreeSet<(usize, usize)>,
    verb: String,
    force: String,
    by: BTreeSet<String>,
    at: String,
    addressees: BTreeSet<String>,
}

impl Act {
    fn overlaps(&self, other: &Self) -> bool {
        let touch = |a: &(usize, usize)| other.passages.iter().any(|b| a.0 < b.1 && b.0 < a.1);
        self.document == other.document && self.passages.iter().any(touch)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        (&self.force, &self.by, &self.at, &self.addressees) == (&other.force, &other.by, &other.at, &other.addressees)
    }

    /// From the columns of `facts.csv` behind the kind.
    fn from_columns(columns: &[String]) -> Self {
        let [document, passages, verb, force, by, at, addressees] = columns else { panic!("{columns:?}") };
        let set = |list: &str| list.split(';').filter(|one| !one.is_empty()).map(str::to_owned).collect();
        let span = |span: &str| {
            let (start, end) = span.split_once('-').unwrap();
            (start.parse().unwrap(), end.parse().unwrap())
        };
        Self {
            document: document.clone(),
            passages: passages.split(';').map(span).collect(),
            verb: verb.clone(),
            force: force.clone(),
            by: set(by),
            at: at.clone(),
            addressees: set(addressees),
        }
    }

    /// The columns that tell acts of one passage apart.
    fn told(&self) -> String {
        let list = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(";");
        format!("{}|{}|{}|{}|{}", self.verb, self.force, list(&self.by), self.at, list(&self.addressees))
    }
}

/// What our graph says, in the form of the ideal's facts.
struct Ours {
    facts: BTreeSet<(String, String)>,
    acts: Vec<Act>,
}

impl Ours {
    fn read(snapshot: &Snapshot) -> Self {
        let mut facts = BTreeSet::new();
        for (kind, query) in FACTS {
            facts.extend(rows(snapshot, query).into_iter().map(|row| (kind.to_owned(), row.join("|"))));
        }
        let mut acts: BTreeMap<String, Act> = BTreeMap::new();
        for row in rows(snapshot, ACTS) {
            let [node, document, from, to, verb, force, by, at, addressee] = <[String; 9]>::try_from(row).unwrap();
            let act = acts.entry(node).or_default();
            *act = Act { document, verb, force, at, ..std::mem::take(act) };
            act.passages.insert((from.parse().unwrap(), to.parse().unwrap()));
            act.by.insert(by);
            act.addressees.extend(Some(addressee).filter(|one| !one.is_empty()));
        }
        Self { facts, acts: acts.into_values().collect() }
    }

    fn has(&self, kind: &str, columns: &[String]) -> bool {
        if kind == "act" {
            let ideal = Act::from_columns(columns);
            return self.acts.iter().any(|act| act.overlaps(&ideal) && act.says_the_same(&ideal));
        }
        self.facts.contains(&(kind.to_owned(), columns.join("|")))
    }

    /// Whether what a difference names as ours is there.
    fn has_instead(&self, kind: &str, columns: &[String], ours: &str) -> bool {
        if ours == "-" || kind != "act" {
            return ours == "-" || self.facts.contains(&(kind.to_owned(), ours.to_owned()));
        }
        let ideal = Act::from_columns(columns);
        self.acts.iter().any(|act| act.overlaps(&ideal) && act.told() == ours)
    }
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ideal").join(name)
}

fn table(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path(name)).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// `BLESS=1` takes out what is found now; a reason is always written by a person.
#[test]
fn each_fact_of_the_ideal_graph_is_found_or_its_absence_is_explained() {
    let ours = Ours::read(&corpus_snapshot());
    let differences = table("differences.csv");
    let (head, differences) = differences.split_first().unwrap();
    let mut explained = BTreeMap::new();
    for row in differences {
        assert!(row.len() == 4 && !row[3].trim().is_empty(), "four columns, the last a reason: {row:?}");
        assert!(explained.insert((row[0].clone(), row[1].clone()), row).is_none(), "explained twice: {row:?}");
    }
    let (mut wrong, mut stale) = (String::new(), BTreeSet::new());
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in table("facts.csv") {
        let (kind, columns) = row.split_first().unwrap();
        let fact = columns.join("|");
        let difference = explained.remove(&(kind.clone(), fact.clone()));
        let count = counts.entry(kind.clone()).or_default();
        match (ours.has(kind, columns), difference) {
            (true, None) => count.0 += 1,
            (true, Some(row)) => _ = stale.insert(row),
            (false, Some(row)) if ours.has_instead(kind, columns, &row[2]) => count.1 += 1,
            (false, Some(row)) => {
                let near = near(&ours, kind, columns);
                writeln!(wrong, "what stands instead is not there: {kind},{fact},{}; near: {near}", row[2]).unwrap();
            }
            (false, None) => writeln!(wrong, "missing: {kind},{fact},{}", near(&ours, kind, columns)).unwrap(),
        }
    }
    for (kind, fact) in explained.keys() {
        writeln!(wrong, "no fact of the ideal graph: {kind},{fact}").unwrap();
    }
    if std::env::var_os("BLESS").is_some() {
        let mut writer = csv::Writer::from_path(path("differences.csv")).unwrap();
        for row in std::iter::once(head).chain(differences.iter().filter(|row| !stale.contains(row))) {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    } else {
        for row in stale {
            writeln!(wrong, "found now, take it out: {},{}", row[0], row[1]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}found and explained by kind: {counts:?}");
}

/// What of ours comes near, to help whoever explains a difference.
fn near(ours: &Ours, kind: &str, columns: &[String]) -> String {
    if kind == "act" {
        let ideal = Act::from_columns(columns);
        let near = ours.acts.iter().filter(|act| act.overlaps(&ideal)).map(Act::told);
        return near.collect::<Vec<_>>().join("  or  ");
    }
    let near = ours.facts.iter().filter(|(k, fact)| {
        let same = fact.split('|').zip(columns).filter(|(ours, ideal)| ours == ideal).count();
        k == kind && same + 1 >= columns.len() && same > 0
    });
    let near: Vec<&str> = near.map(|(_, fact)| fact.as_str()).collect();
    if near.len() < 5 { near.join("  or  ") } else { String::new() }
}
