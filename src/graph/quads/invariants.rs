//! What holds for every document, on small made-up ones.

use super::passages::{Case, act, body, conference, day, state};
use super::*;
use crate::assertion::{ActClass, Amount, EntityClass, EntityId, Evidence, Property, SpeechAct, Status, Value, Zone};

const TEXT: &str = "Report\n\nDate: May 2004\n\nFrance, France (New Caledonia) and Japan met on 7 May. A further meeting \
                    is planned for May. Japan pledged US$10,000.50. They agreed, agreed and agreed.";

fn case() -> Case {
    Case::new("d", TEXT)
}

fn one(evidence: &Evidence) -> &[Evidence] {
    std::slice::from_ref(evidence)
}

fn present(territory: Option<&str>, name: &str) -> Fact {
    Fact::Participation {
        context: conference(1),
        member: state("france"),
        capacity: "member".into(),
        name_as_given: Some(name.into()),
        represented_by: Vec::new(),
        in_respect_of: territory.map(|slug| EntityId::Place(slug.into())),
        about: None,
    }
}

#[test]
fn the_document_is_described_by_its_manifest_entry() {
    let mut case = case();
    case.source.url = Some("https://example.org/report".into());
    case.source.file_name = "d.txt".into();
    case.source.sha256 = "0".repeat(64);
    case.source.date = Some(PartialDate { year: Some(2004), month: Some(6), day: None });
    case.said.doc_kind = Some("report".into());
    case.said.primary_topics = vec![conference(1)];
    case.said.title = Some(("Report".into(), case.at(Zone::Heading, "Report", "Report")));
    case.gives(
        r#"<doc/d> a igm:SourceDocument ; rdfs:label "T"@en ; schema:name "d.txt" ; dcterms:title "Report"@en ;
    dcterms:identifier "sha256:0000000000000000000000000000000000000000000000000000000000000000" ;
    dcterms:language "en" ; dcterms:issued "2004-06"^^xsd:gYearMonth ; dcterms:source <https://example.org/report> ;
    dcterms:type dk:report ; foaf:primaryTopic <meeting/bali-process/ministerial-conference-1> .
<claim/d/0-title> a igm:Claim ; rdf:subject <doc/d> ; rdf:predicate dcterms:title ; rdf:object "Report"@en ;
    prov:wasDerivedFrom <doc/d#char=0,6> ."#,
    );
}

#[test]
fn a_year_from_elsewhere_is_named_as_required() {
    let mut case = case();
    let (sentence, header) = (case.at(Zone::Body, "France,", "7 May."), case.at(Zone::Header, "Date:", "2004"));
    let (subject, property) = (conference(1), Property::StartDate);
    let fact = Fact::Property { subject, property, value: day(2004, 5, 7), completed: true };
    case.say(fact, &[sentence, header], "date.body");
    case.gives(
        r#"<claim/d/24-startDate> a igm:Claim ; rdf:subject <meeting/bali-process/ministerial-conference-1> ;
    rdf:predicate schema:startDate ; rdf:object "2004-05-07"^^xsd:date ; igm:rule "date.body" ;
    prov:wasDerivedFrom <doc/d#char=24,78>, <doc/d#char=8,22> ; dcterms:requires <doc/d#char=8,22> ."#,
    );
}

#[test]
fn a_state_and_its_territory_in_one_list_stay_apart() {
    let mut case = case();
    let at = case.at(Zone::ParticipantList, "France,", "7 May.");
    case.say(present(Some("new-caledonia"), "France (New Caledonia)"), one(&at), "");
    case.say(present(None, "France"), one(&at), "");
    case.gives(
        r#"<participation/bali-process/ministerial-conference-1/france/member> a igm:Participation ;
    igm:context <meeting/bali-process/ministerial-conference-1> ; org:member <state/france> ; org:role cap:member ;
    igm:nameAsGiven "France" ; prov:wasDerivedFrom <doc/d#char=24,78> .
<participation/bali-process/ministerial-conference-1/france/member/new-caledonia> a igm:Participation ;
    igm:context <meeting/bali-process/ministerial-conference-1> ; org:member <state/france> ; org:role cap:member ;
    igm:inRespectOf <place/new-caledonia> ; igm:nameAsGiven "France (New Caledonia)" ;
    prov:wasDerivedFrom <doc/d#char=24,78> ."#,
    );
}

#[test]
fn a_pledge_has_its_sum_and_goes_by_its_donor() {
    let mut case = case();
    let at = case.at(Zone::Body, "Japan pledged", "50.");
    let pledge = SpeechAct {
        issued_by: vec![state("japan")],
        amount: Some(Amount { value: "10000.50".into(), currency: Some("USD".into()) }),
        pledged_for: Some(body("secretariat")),
        ..act(ActClass::Pledge, &at, "pledged", "pledge", 1, "US$10,000.50")
    };
    case.say(Fact::Act(Box::new(pledge)), one(&at), "");
    case.gives(
        r#"<pledge/d/117-japan> a igm:Pledge ; igm:verb "pledged" ; igm:force <voc/force/pledge> ;
    igm:issuedBy <state/japan> ; igm:issuedAt <meeting/bali-process/ministerial-conference-1> ;
    schema:text "US$10,000.50"@en ; igm:pledgedFor <body/bali-process/secretariat> ;
    schema:amount <pledge/d/117-japan#amount> ; prov:wasDerivedFrom <doc/d#char=117,144> .
<pledge/d/117-japan#amount> a schema:MonetaryAmount ; schema:value 10000.50 ; schema:currency "USD" ."#,
    );
}

#[test]
fn the_most_real_status_stands_and_every_passage_stays() {
    let mut case = case();
    let plan = case.at(Zone::Body, "A further", "for May.");
    let met = case.at(Zone::Body, "France,", "7 May.");
    for (status, at) in [(Status::Planned, &plan), (Status::Done, &met)] {
        case.say(Fact::Meeting { id: conference(1), status }, one(at), "");
    }
    case.gives(
        r#"<meeting/bali-process/ministerial-conference-1> igm:status stat:done ;
    prov:wasDerivedFrom <doc/d#char=24,78>, <doc/d#char=79,116> .
<claim/d/24-status> a igm:Claim ; rdf:subject <meeting/bali-process/ministerial-conference-1> ;
    rdf:predicate igm:status ; rdf:object stat:done ; prov:wasDerivedFrom <doc/d#char=24,78> ."#,
    );
}

#[test]
fn acts_of_one_place_and_verb_are_numbered_in_the_order_of_their_passages() {
    let mut case = case();
    let at = case.at(Zone::Body, "They agreed", "agreed.");
    for text in ["one", "two", "three"] {
        let agreed = act(ActClass::Mandate, &at, "agreed", "decide", 1, text);
        case.say(Fact::Act(Box::new(agreed)), one(&at), "");
    }
    let quads = case.quads();
    for (path, text) in [("agreed", "one"), ("agreed-2", "two"), ("agreed-3", "three")] {
        let subject = format!("<https://w3id.org/igm/mandate/d/145-{path}>");
        assert!(
            quads.iter().any(|q| q.subject.to_string() == subject && q.object.to_string() == format!("\"{text}\"@en"))
        );
    }
}

#[test]
fn what_the_authority_knows_is_named_elsewhere_and_only_mentioned_here() {
    let mut case = case();
    let at = case.at(Zone::ParticipantList, "Japan met", "Japan");
    case.name(&state("japan"), EntityClass::State, "Japan", None, &at);
    for entity in case.said.entities.values_mut() {
        entity.known = true;
    }
    case.gives("<state/japan> prov:wasDerivedFrom <doc/d#char=59,64> .");
}

#[test]
fn a_date_without_a_year_says_nothing() {
    let mut case = case();
    let at = case.at(Zone::Body, "A further", "May.");
    let date = Value::Date(PartialDate { year: None, month: Some(5), day: None });
    case.property(&conference(1), Property::StartDate, date, &at, "");
    assert!(!case.quads().iter().any(|quad| quad.subject.to_string().contains("/claim/")));
}

#[test]
fn the_same_extraction_gives_the_same_bytes_and_no_blank_node() {
    let mut case = case();
    let at = case.at(Zone::ParticipantList, "France,", "7 May.");
    case.say(present(None, "France"), one(&at), "list");
    case.say(present(None, "France"), one(&at), "list");
    let quads = case.quads();
    assert_eq!(quads, case.quads());
    assert!(quads.iter().all(|quad| !quad.subject.is_blank_node() && !quad.object.is_blank_node()));
    let mut unique = quads.clone();
    unique.dedup();
    assert_eq!(quads, unique);
}
