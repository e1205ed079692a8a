//! What the shipped documents say, against what the graph holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oxigraph::model::Term;
use oxigraph::sparql::{CancellationToken, QueryResults};
use rapporteur::corpus::Corpus;
use rapporteur::graph::vocab::BASE;
use rapporteur::query::prefixes;

use crate::corpus_snapshot;

/// The rows of a SELECT on the shipped corpus; IRIs by their path under the base, nothing as an empty text.
fn rows(select: &str) -> Vec<Vec<String>> {
    let query = prefixes::parser(BASE).parse_query(select).unwrap();
    let QueryResults::Solutions(solutions) = corpus_snapshot().evaluate(query, CancellationToken::new()).unwrap()
    else {
        panic!("no SELECT: {select}");
    };
    let shown = |term: Option<&Term>| match term {
        Some(Term::NamedNode(node)) => node.as_str().trim_start_matches(BASE).to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    solutions.map(|solution| solution.unwrap().values().iter().map(|term| shown(term.as_ref())).collect()).collect()
}

/// The first column of a SELECT, each value once.
fn column(select: &str) -> BTreeSet<String> {
    rows(select).into_iter().map(|row| row[0].clone()).collect()
}

/// The text of a document, as received.
fn text(id: &str) -> String {
    let corpus = Corpus::from_manifest(Path::new("data/corpus.toml")).unwrap();
    let source = corpus.sources.iter().find(|source| source.id == id).unwrap();
    String::from_utf8(source.bytes().unwrap().into_owned()).unwrap()
}

/// The part of a text between two markers.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start:?}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end:?}")).0
}

/// The entries of a list in running text.
fn entries(list: &str, separator: char) -> BTreeSet<String> {
    list.split(separator).map(plain).filter(|entry| !entry.is_empty()).collect()
}

/// A name without what lists put around it: white space, articles, the acronym in brackets behind it.
fn plain(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    let name = name.trim_start_matches("and ").trim_start_matches("the ");
    let is_acronym = |inside: &str| inside.chars().all(|letter| letter.is_ascii_uppercase());
    match name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")) {
        Some((before, inside)) if is_acronym(inside) => before.to_owned(),
        _ => name.to_owned(),
    }
}

/// The agents that a document lists for a meeting in a capacity, by the name that it prints.
fn names_of(document: &str, meeting: &str, capacity: &str) -> BTreeMap<String, String> {
    let listed = rows(&format!(
        "SELECT ?name ?agent WHERE {{ GRAPH <graph/{document}> {{
           ?p igm:context <{meeting}> ; org:role {capacity} ; igm:nameAsGiven ?name ; org:member ?agent }} }}"
    ));
    listed.into_iter().map(|row| (plain(&row[0]), row[1].clone())).collect()
}

#[test]
fn every_quotation_is_the_text_between_its_offsets() {
    let corpus = Corpus::from_manifest(Path::new("data/corpus.toml")).unwrap();
    let texts: BTreeMap<String, Vec<char>> = corpus
        .sources
        .iter()
        .map(|source| {
            (
                format!("doc/{}", source.id),
                String::from_utf8(source.bytes().unwrap().into_owned()).unwrap().chars().collect(),
            )
        })
        .collect();
    let quotations = rows(
        "SELECT ?passage ?document ?start ?end ?exact WHERE { GRAPH ?g { ?passage oa:exact ?exact .
           OPTIONAL { ?passage prov:wasQuotedFrom ?document ; oa:start ?start ; oa:end ?end } } }",
    );
    let documents: BTreeSet<&String> = quotations.iter().map(|row| &row[1]).collect();
    assert_eq!(documents, texts.keys().collect());
    for row in &quotations {
        let [passage, document, start, end, exact] = row.as_slice() else { unreachable!() };
        let (from, to): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(exact.chars().collect::<Vec<_>>(), texts[document][from..to], "{passage}");
        assert_eq!(*passage, format!("{document}#char={start},{end}"));
    }
}

#[test]
fn every_fact_of_a_document_leads_to_its_words() {
    let facts = "SELECT DISTINCT ?fact WHERE { GRAPH ?g { ?fact a ?class } VALUES ?class {
        igm:Participation igm:SpeechAct igm:Mandate igm:Pledge igm:BodyEvent igm:Count igm:Claim } }";
    let proven = "SELECT DISTINCT ?fact WHERE { GRAPH ?g { ?fact a ?class ; prov:wasDerivedFrom ?passage .
        ?passage oa:exact ?exact } VALUES ?class {
        igm:Participation igm:SpeechAct igm:Mandate igm:Pledge igm:BodyEvent igm:Count igm:Claim } }";
    let facts = column(facts);
    assert!(facts.len() > 300, "only {} facts", facts.len());
    assert_eq!(facts, column(proven));
}

#[test]
fn the_report_of_2004_lists_the_47_countries_and_nine_organisations_that_it_counts() {
    let stated = rows(
        "SELECT ?of ?value WHERE { GRAPH <graph/bali-2004-som> { ?count igm:countOf ?of ; schema:value ?value } }",
    );
    let stated: BTreeMap<&str, &str> = stated.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    let (states, organisations) = (stated["voc/unit/states"], stated["voc/unit/organisations"]);
    assert_eq!((states, organisations, stated["voc/unit/delegates"]), ("47", "9", "139"));

    let text = text("bali-2004-som");
    let members = between(&text, "\nParticipants\n", ", as well as").replace(" and\nVietnam", ", Vietnam");
    let two = between(&text, ", as well as representatives of ", ".\n").replace("Refugees and", "Refugees;");
    let observers = between(&text, "also participated as observers: ", ".\n");
    let mut printed = entries(&members, ',');
    printed.extend(entries(&two, ';'));
    printed.extend(entries(observers, ';'));

    let meeting = "meeting/bali-process/senior-officials-meeting-2004-06-brisbane";
    let mut listed = names_of("bali-2004-som", meeting, "cap:member");
    listed.extend(names_of("bali-2004-som", meeting, "cap:observer"));
    assert_eq!(listed.keys().cloned().collect::<BTreeSet<_>>(), printed);
    let of_states = listed.values().filter(|agent| agent.starts_with("state/")).count().to_string();
    let of_others = listed.values().filter(|agent| agent.starts_with("org/")).count().to_string();
    assert_eq!((of_states.as_str(), of_others.as_str()), (states, organisations));
}

#[test]
fn the_first_conference_has_everyone_on_its_two_lists() {
    let text = text("bali-2002-mc1");
    let members = between(&text, "attended by ", "\n\nAustria").replace(" and Vietnam", ", Vietnam");
    let members = members.replace(", as well as the", ",").replace("Migration\nand", "Migration,");
    let observers = between(&text, "Commissioner for Refugees.\n\n", " attended as observers");
    let observers = observers.replace("Britain and", "Britain,");
    for (list, capacity, states) in [(members, "cap:member", 36), (observers, "cap:observer", 15)] {
        let listed = names_of("bali-2002-mc1", "meeting/bali-process/ministerial-conference-1", capacity);
        let printed = entries(&list.replace(".", ""), ',');
        assert_eq!(listed.keys().cloned().collect::<BTreeSet<_>>(), printed, "{capacity}");
        assert_eq!(listed.values().filter(|agent| agent.starts_with("state/")).count(), states, "{capacity}");
    }
    let represented = rows(
        "SELECT ?member ?by WHERE { ?p igm:context <meeting/bali-process/ministerial-conference-1> ; org:member ?member ;
           org:role cap:member ; igm:representedBy ?by } ORDER BY ?member",
    );
    let starts = [
        ("org/iom", "post/iom/director-general"),
        ("org/unhcr", "post/unhcr/assistant"),
        ("state/timor-leste", "org/untaet"),
    ];
    assert_eq!(represented.len(), starts.len(), "{represented:?}");
    for (found, (member, by)) in represented.iter().zip(starts) {
        assert!(found[0] == member && found[1].starts_with(by), "{found:?} is not {member} by {by}");
    }
}

#[test]
fn conferences_are_where_and_when_the_texts_say_and_co_hosted_by_two_states() {
    let meetings = rows(
        "SELECT ?start ?end ?place ?ordinal (GROUP_CONCAT(STR(?host); separator=' ') AS ?hosts) WHERE {
           { SELECT * WHERE { ?meeting dcterms:type mk:ministerial-conference ; igm:ordinal ?ordinal ; schema:startDate ?start ;
                schema:endDate ?end ; schema:location ?place
                OPTIONAL { ?p igm:context ?meeting ; org:role cap:co-host ; org:member ?host } } ORDER BY ?host } }
         GROUP BY ?start ?end ?place ?ordinal ORDER BY ?ordinal",
    );
    let both = "state/australia state/indonesia";
    let bare = |iris: &str| iris.replace(BASE, "");
    let meetings: Vec<Vec<String>> = meetings.iter().map(|row| row.iter().map(|cell| bare(cell)).collect()).collect();
    assert_eq!(
        meetings,
        [
            ["2002-02-26", "2002-02-28", "place/bali", "1", both],
            ["2003-04-28", "2003-04-30", "place/bali", "2", both],
            ["2009-04-14", "2009-04-15", "place/bali", "3", ""],
            ["2013-04-02", "2013-04-02", "place/bali", "5", ""],
        ]
    );
}

#[test]
fn pledges_name_who_promised_how_much_for_what() {
    let pledges = rows(
        "SELECT ?who ?value ?currency ?for WHERE { ?pledge a igm:Pledge ; igm:issuedBy ?who OPTIONAL { ?pledge igm:pledgedFor ?for }
           OPTIONAL { ?pledge schema:amount ?sum . ?sum schema:value ?value ; schema:currency ?currency } }",
    );
    let has = |row: [&str; 4]| pledges.iter().any(|found| *found == row);
    assert!(has(["state/japan", "10000", "USD", "work/bali-process/website"]), "{pledges:?}");
    assert!(has(["state/new-zealand", "30000", "NZD", "work/bali-process/website"]), "{pledges:?}");
    for state in ["state/australia", "state/thailand", "state/afghanistan", "state/republic-of-korea"] {
        assert!(pledges.iter().any(|row| row[0] == state && row[1].is_empty()), "{state}: {pledges:?}");
    }
}

#[test]
fn the_contested_date_of_the_second_conference_comes_out_as_in_the_worked_example() {
    let claims = rows(
        "SELECT ?claim ?value ?rank ?against WHERE {
           GRAPH ?g { ?claim rdf:subject <meeting/bali-process/ministerial-conference-2> ; rdf:predicate schema:startDate ;
                             rdf:object ?value }
           GRAPH <graph/resolution> { ?claim wikibase:rank ?rank OPTIONAL { ?claim igm:conflictsWith ?against } } }
         ORDER BY ?claim",
    );
    let claims: Vec<Vec<&str>> = claims.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rank = |name: &'static str| match name {
        "Preferred" => "http://wikiba.se/ontology#PreferredRank",
        _ => "http://wikiba.se/ontology#NormalRank",
    };
    let (sentence, header) = ("claim/bali-2003-mc2/102-startDate", "claim/bali-2003-mc2/31-startDate");
    let own: Vec<_> = claims.iter().filter(|row| row[0].starts_with("claim/bali-2003-mc2/")).cloned().collect();
    assert_eq!(
        own,
        [vec![sentence, "2003-04-28", rank("Preferred"), header], vec![header, "2003-04-29", rank("Normal"), sentence]]
    );
    // "April 2003", in the report of 2004, says less and contradicts nobody.
    for other in claims.iter().filter(|row| !row[0].starts_with("claim/bali-2003-mc2/")) {
        assert_eq!((other[1], other[2], other[3]), ("2003-04", rank("Normal"), ""));
    }
    let plain = "SELECT ?start WHERE { <meeting/bali-process/ministerial-conference-2> schema:startDate ?start }";
    assert_eq!(rows(plain), [["2003-04-28"]]);
}

#[test]
fn at_least_sixty_mandates_name_who_asks_in_which_words_how_strongly() {
    let mandates = column(
        "SELECT DISTINCT ?mandate WHERE { ?mandate a igm:Mandate ; igm:issuedBy ?issuer ; igm:verb ?verb ; igm:force ?force ;
           schema:text ?text FILTER(STRLEN(?verb) > 0 && STRLEN(?text) > 0) }",
    );
    assert!(mandates.len() >= 60, "only {} mandates", mandates.len());
}

#[test]
fn mandates_reach_those_whom_their_words_name() {
    let asked = rows(
        "SELECT DISTINCT ?force ?verb ?addressee WHERE { ?mandate a igm:Mandate ; igm:verb ?verb ; igm:force ?force ;
           igm:addressee ?addressee }",
    );
    for (force, verb, addressee) in [
        ("direct", "directed", "body/bali-process/regional-support-office"),
        ("request", "asked", "org/unhcr"),
        ("urge", "urged", "body/bali-process/members"),
        ("recommend", "recommended that", "org/iom"),
        ("encourage", "encouraged", "group/states"),
    ] {
        let wanted = [&format!("voc/force/{force}"), verb, addressee];
        assert!(asked.iter().any(|row| *row == wanted), "{wanted:?} is not in {asked:#?}");
    }
}
