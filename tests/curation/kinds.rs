use super::*;

const OBSERVERS: &str = "Tonga and Samoa attended as observers.";

fn tonga_is(capacity: &str) -> String {
    format!("?p igm:context <{MEETING}> ; org:member <state/tonga> ; org:role cap:{capacity}")
}

#[test]
fn a_rejected_fact_holds_no_longer_and_stays_visible_with_its_sentence_and_reason() {
    let case = Case::new();
    case.build("");
    let before = case.quads();
    assert!(case.asks(&tonga_is("observer")));
    let reject = decision(
        "reject",
        OBSERVERS,
        "fact = { kind = \"participation\", member = \"Tonga\", capacity = \"observer\" }",
    );
    assert!(fates(&case.build(&reject)).is_empty());
    assert!(!case.asks(&tonga_is("observer")));
    assert!(!case.asks(&format!("<{MEETING}> schema:attendee <state/tonga>")));
    assert!(case.asks(&format!("<{MEETING}> schema:attendee <state/samoa>")));
    let trace = format!(
        "GRAPH <graph/harbour> {{ {} ; prov:wasInvalidatedBy ?d ; prov:wasDerivedFrom/oa:exact \"{OBSERVERS}\" }}
         GRAPH <graph/curation> {{ ?d a prov:Activity ; dcterms:type <voc/decision/reject> ; rdfs:comment \"The annex says so.\" ;
           prov:wasAssociatedWith/rdfs:label \"Ana Weaver\" ; dcterms:date ?day ; prov:used <doc/harbour> }}",
        tonga_is("observer")
    );
    assert!(case.asks(&trace));
    case.build("");
    assert_eq!(case.quads(), before, "without the decision everything is as before");
}

#[test]
fn a_rejected_value_leaves_the_default_graph_unless_another_passage_gives_it() {
    let case = Case::new();
    let at = |quote: &str| {
        let fact = "fact = { kind = \"property\", property = \"start-date\", value = \"2016-05-03\" }";
        decision("reject", quote, fact)
    };
    let held = format!("<{MEETING}> schema:startDate ?day");
    let header = at("Date: 3 - 4 May 2016");
    let report = case.build(&header);
    assert!(fates(&report)[0].1.contains("another passage of the document says the same"), "{:?}", fates(&report));
    assert!(case.asks(&held));
    case.build(&(header + &at("took place in Suva from 3 to 4 May 2016")));
    assert!(!case.asks(&held));
    assert!(case.asks(&format!(
        "GRAPH <graph/resolution> {{ ?c wikibase:rank wikibase:DeprecatedRank }}
         GRAPH <graph/harbour> {{ ?c rdf:predicate schema:startDate ; prov:wasInvalidatedBy ?d . {held} }}"
    )));
}

#[test]
fn an_edit_changes_the_fact_and_notes_what_it_was() {
    let case = Case::new();
    let edit = decision(
        "edit",
        OBSERVERS,
        "fact = { kind = \"participation\", member = \"Tonga\" }\nset = { capacity = \"member\", represented-by = \"person/sione-vea\" }",
    );
    let addressee = decision(
        "edit",
        "Ministers urged the Secretariat",
        "fact = { kind = \"mandate\", verb = \"urged\" }\nset = { addressee = [\"Fiji\", \"Samoa\"] }",
    );
    assert!(fates(&case.build(&(edit + &addressee))).is_empty());
    assert!(case.asks(&format!(
        "{} ; igm:representedBy <person/sione-vea> ; skos:changeNote ?note . <person/sione-vea> rdfs:label \"Sione Vea\"@en
         FILTER(CONTAINS(?note, \"capacity: observer → member\"))",
        tonga_is("member")
    )));
    assert!(!case.asks(&tonga_is("observer")));
    assert!(case.asks("?m igm:verb \"urged\" ; igm:addressee <state/fiji>, <state/samoa> ; prov:wasGeneratedBy ?d"));
    assert!(!case.asks("?m igm:verb \"urged\" ; igm:addressee <body/budapest-process/secretariat>"));
}

#[test]
fn facts_of_every_kind_can_be_added_with_their_quote_as_evidence() {
    let case = Case::new();
    let quote = "Nauru sent its harbour master to the conference.";
    let facts = [
        (format!("kind = \"participation\", context = \"{MEETING}\", member = \"Nauru\", capacity = \"member\""),
         format!("?p igm:context <{MEETING}> ; org:member <state/nauru>")),
        (format!("kind = \"property\", of = \"{MEETING}\", property = \"description\", value = \"ports\""),
         format!("<{MEETING}> schema:description \"ports\"@en")),
        ("kind = \"speech-act\", verb = \"noted\", force = \"note\", issuer = \"Nauru\"".into(),
         "?a igm:verb \"noted\" ; igm:issuedBy <state/nauru> ; schema:text \"Nauru sent its harbour master to the conference.\"@en".into()),
        (format!("kind = \"pledge\", verb = \"offered\", force = \"commit\", issuer = \"Nauru\", meeting = \"{MEETING}\", amount = \"500\", currency = \"AUD\", text = \"money\""),
         "?a a igm:Pledge ; igm:issuedBy <state/nauru> ; schema:amount/schema:currency \"AUD\"".into()),
        ("kind = \"body-event\", body = \"body/budapest-process/pilots-panel\", event = \"established\", status = \"done\"".into(),
         "?e a igm:BodyEvent ; org:resultingOrganization <body/budapest-process/pilots-panel> . <body/budapest-process/pilots-panel> rdfs:label \"Pilots panel\"@en".into()),
        ("kind = \"reference\", to = \"work/budapest-process/port-code\"".into(),
         "<doc/harbour> dcterms:references <work/budapest-process/port-code>".into()),
        ("kind = \"alias\", of = \"org/budapest-process\", name = \"BuPro\"".into(),
         "<org/budapest-process> skos:altLabel \"BuPro\"@en".into()),
        ("kind = \"meeting\", meeting = \"meeting/budapest-process/workshop-2017\", status = \"planned\"".into(),
         "<meeting/budapest-process/workshop-2017> a igm:Meeting ; dcterms:type <voc/meeting-kind/workshop> ; igm:status <voc/status/planned>".into()),
        (format!("kind = \"count\", about = \"{MEETING}\", unit = \"delegates\", value = 12"),
         "?c a igm:Count ; schema:value 12".into()),
    ];
    let decisions: String =
        facts.iter().map(|(fact, _)| decision("add", quote, &format!("fact = {{ {fact} }}"))).collect();
    assert!(fates(&case.build(&decisions)).is_empty());
    for (fact, pattern) in &facts {
        assert!(case.asks(pattern), "{fact}");
    }
    let evidence =
        format!("GRAPH <graph/harbour> {{ ?f prov:wasGeneratedBy ?d ; prov:wasDerivedFrom/oa:exact \"{quote}\" }}");
    assert!(case.asks(&evidence));
    assert_eq!(violations(&case.snapshot()), Vec::<String>::new());
}

#[test]
fn what_the_rules_find_by_themselves_is_not_added_twice() {
    let case = Case::new();
    case.build("");
    let before: Vec<String> = case.quads();
    let fact = format!(
        "fact = {{ kind = \"participation\", context = \"{MEETING}\", member = \"Samoa\", capacity = \"observer\" }}"
    );
    let report = case.build(&decision("add", OBSERVERS, &fact));
    assert_eq!(fates(&report)[0].0, "needless");
    let said =
        |quads: Vec<String>| quads.into_iter().filter(|quad| quad.contains("graph/harbour>")).collect::<Vec<_>>();
    assert_eq!(said(case.quads()), said(before));
}

#[test]
fn a_rejected_thing_goes_with_every_fact_about_it_and_nothing_points_to_it() {
    let case = Case::new();
    let workshop = "meeting/budapest-process/national-workshop-2016-03-apia";
    case.build("");
    assert!(case.asks(&format!("<{workshop}> a igm:Meeting")));
    let fact = format!("fact = {{ kind = \"thing\", thing = \"{workshop}\" }}");
    assert!(fates(&case.build(&decision("reject", "A national workshop on pilotage", &fact))).is_empty());
    assert!(!case.asks(&format!("<{workshop}> ?p ?o")));
    assert!(!case.asks(&format!("?s ?p <{workshop}>")));
    assert!(
        case.asks(&format!(
            "GRAPH <graph/harbour> {{ <{workshop}> prov:wasInvalidatedBy ?d ; prov:wasDerivedFrom ?e }}"
        ))
    );
    assert_eq!(violations(&case.snapshot()), Vec::<String>::new());
}

#[test]
fn an_alias_is_found_in_texts_and_names_the_thing() {
    let mut case = Case::new();
    case.text = TEXT.replace("the Secretariat to", "the Seafarers’ League to").replace("Nauru", "Pleasant Isle");
    let alias =
        |what: &str, name: &str| format!("[[decision]]\nkind = \"alias\"\nwhat = \"{what}\"\nname = \"{name}\"\n{WHO}");
    let decisions = alias("org/seafarers-league", "Seafarers' League") + &alias("state/nauru", "Pleasant Isle");
    assert!(fates(&case.build(&decisions)).is_empty());
    assert!(case.asks("?m igm:verb \"urged\" ; igm:addressee <org/seafarers-league>"));
    assert!(case.asks("<state/nauru> skos:altLabel \"Pleasant Isle\"@en ; prov:wasInfluencedBy ?d"));
    let taken = case.build(&alias("state/tonga", "Samoa"));
    assert_eq!(taken.failures, ["c.toml:1: \"Samoa\" is a name of samoa already"]);
}

#[test]
fn a_body_can_be_called_by_an_alias_too() {
    let case = Case::new();
    let alias = format!(
        "[[decision]]\nkind = \"alias\"\nwhat = \"body/budapest-process/office\"\nname = \"Secretariat\"\n{WHO}"
    );
    assert!(fates(&case.build(&alias)).is_empty());
    assert!(case.asks("?m igm:verb \"urged\" ; igm:addressee <body/budapest-process/office>"));
    assert!(!case.asks("GRAPH <graph/harbour> { <body/budapest-process/secretariat> ?p ?o }"));
}

#[test]
fn an_accepted_value_wins_over_what_would_win_otherwise() {
    let mut case = Case::new();
    case.text = TEXT.replace("Date: 3 - 4 May 2016", "Date: 2 - 4 May 2016");
    case.build("");
    let day = |day: &str| format!("<{MEETING}> schema:startDate \"{day}\"^^<http://www.w3.org/2001/XMLSchema#date>");
    assert!(case.asks(&day("2016-05-03")));
    let fact = "fact = { kind = \"property\", property = \"start-date\" }";
    let accept = decision("accept", "Date: 2 - 4 May 2016", fact);
    assert!(fates(&case.build(&accept)).is_empty());
    assert!(case.asks(&day("2016-05-02")) && !case.asks(&day("2016-05-03")));
}

/// Violations that the integrity queries find.
fn violations(snapshot: &Snapshot) -> Vec<String> {
    use rapporteur::query::{Checks, Severity};
    let found = Checks::shipped(BASE).unwrap().run(snapshot).unwrap();
    found.into_iter().filter(|found| found.severity == Severity::Violation).map(|found| format!("{found:?}")).collect()
}
