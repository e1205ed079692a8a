//! What matching takes to be right, on an invented document with invented gold.

use super::*;
use crate::assertion::{
    ActClass, Amount, Assertion, Entity, EntityClass, EntityId, Evidence, Extraction, Fact, PartialDate, Property,
    SpeechAct, Status, Value, Zone,
};
use crate::document::{Document, Span, read};

const TEXT: &str = "Report of the Second Lake Forum\n\nThe Second Lake Forum met in Arusha from 3 to 4 May 2011. Kenya \
                    hosted it; Chad and the River Board took part. Ministers urged the River Board to count the \
                    fish. Chad pledged US$500 for boats. It was attended by 12 delegates.";

fn document() -> Document {
    read("lake", TEXT.as_bytes()).unwrap()
}

fn forum() -> EntityId {
    EntityId::Meeting { process: "lake-forum".into(), slug: "conference-2".into() }
}

fn board() -> EntityId {
    EntityId::Organisation("river-board".into())
}

fn state(slug: &str) -> EntityId {
    EntityId::State(slug.into())
}

fn at(words: &str) -> Vec<Evidence> {
    let start = TEXT.find(words).unwrap_or_else(|| panic!("{words}"));
    vec![Evidence { span: Span { start, end: start + words.len() }, zone: Zone::Body, locator: None }]
}

fn entity(id: &EntityId, class: EntityClass, label: &str, kind: Option<&str>, words: &str) -> (EntityId, Entity) {
    let kind = kind.map(str::to_owned);
    (id.clone(), Entity { id: id.clone(), class, label: label.into(), kind, known: false, mentions: at(words) })
}

fn property(subject: EntityId, property: Property, value: Value, words: &str) -> Assertion {
    let fact = Fact::Property { subject, property, value, completed: false };
    Assertion { fact, evidence: at(words), rule: "meeting.date".into() }
}

fn day(day: u8) -> Value {
    Value::Date(PartialDate { year: Some(2011), month: Some(5), day: Some(day) })
}

fn present(member: EntityId, capacity: &str, words: &str) -> Assertion {
    let fact = Fact::Participation {
        context: forum(),
        member,
        capacity: capacity.into(),
        name_as_given: None,
        represented_by: Vec::new(),
        in_respect_of: None,
        about: None,
    };
    Assertion { fact, evidence: at(words), rule: "participants.list".into() }
}

fn act(verb: &str, force: &str, issuer: EntityId, text: &str, words: &str) -> SpeechAct {
    SpeechAct {
        class: ActClass::Mandate,
        start: at(words)[0].span.start,
        verb: verb.into(),
        force: force.into(),
        issued_by: vec![issuer],
        issued_at: Some(forum()),
        addressees: Vec::new(),
        partners: Vec::new(),
        conditions: Vec::new(),
        text: text.into(),
        position: None,
        part_of: None,
        calls_for: Vec::new(),
        calls_for_events: Vec::new(),
        topics: Vec::new(),
        references: Vec::new(),
        pledged_for: None,
        amount: None,
        follows_up: Vec::new(),
        follows_up_acts: Vec::new(),
        due: None,
    }
}

const URGED: &str = "Ministers urged the River Board to count the fish.";

fn extraction() -> Extraction {
    let ministers = EntityId::Group("ministers".into());
    let urged =
        SpeechAct { addressees: vec![board()], ..act("urged", "urge", ministers.clone(), "to count the fish", URGED) };
    let pledged = SpeechAct {
        class: ActClass::Pledge,
        amount: Some(Amount { value: "500".into(), currency: Some("USD".into()) }),
        ..act("pledged", "pledge", state("chad"), "US$500 for boats", "Chad pledged US$500 for boats")
    };
    let said = |act: SpeechAct, words: &str, rule: &str| Assertion {
        fact: Fact::Act(Box::new(act)),
        evidence: at(words),
        rule: rule.into(),
    };
    let met = "The Second Lake Forum met in Arusha from 3 to 4 May 2011.";
    Extraction {
        primary_topics: vec![forum()],
        entities: [
            entity(&forum(), EntityClass::Meeting, "Second Lake Forum", Some("summit"), met),
            entity(&board(), EntityClass::Organisation, "River Board", None, "River Board"),
            entity(&ministers, EntityClass::Group, "Ministers", None, "Ministers"),
        ]
        .into(),
        assertions: vec![
            Assertion {
                fact: Fact::Meeting { id: forum(), status: Status::Done },
                evidence: at(met),
                rule: "meeting.named".into(),
            },
            property(forum(), Property::Ordinal, Value::Integer(2), met),
            property(forum(), Property::StartDate, day(3), met),
            property(forum(), Property::EndDate, day(4), met),
            property(forum(), Property::Location, Value::Entity(EntityId::Place("arusha".into())), met),
            present(state("kenya"), "host", "Kenya hosted it"),
            present(state("chad"), "member", "Chad and the River Board took part"),
            present(board(), "member", "Chad and the River Board took part"),
            said(urged, URGED, "act.subject-verb"),
            said(pledged, "Chad pledged US$500 for boats", "pledge.sum"),
            Assertion {
                fact: Fact::Count { about: forum(), unit: "delegates".into(), value: 12 },
                evidence: at("12 delegates"),
                rule: "count.present".into(),
            },
        ],
        ..Extraction::default()
    }
}

fn registry() -> Registry {
    let state = |name: &str, code: &str| Known {
        class: Some(EntityClass::State),
        names: vec![name.into()],
        code: Some(code.into()),
        ..Known::default()
    };
    let arusha = Known {
        class: Some(EntityClass::Place),
        names: vec!["Arusha".into()],
        within: vec!["TZ".into()],
        ..Known::default()
    };
    [
        (EntityId::State("kenya".into()), state("Kenya", "KE")),
        (EntityId::State("chad".into()), state("Chad", "TD")),
        (EntityId::Place("arusha".into()), arusha),
    ]
    .into()
}

const GOLD: &str = r#"{
 "document": "lake",
 "meetings": [
  {"label": "Lake Forum 2011", "kind": "summit", "ordinal": 2, "series": "Lake Forum", "start": "2011-05-03",
   "end": "2011-05-04", "place": "Arusha", "country": "TZ", "subject_of_document": true, "quote": "The Second Lake Forum"}
 ],
 "participations": [
  {"meeting": "Lake Forum 2011", "participant": "Kenya", "participant_kind": "state", "code": "KE", "capacity": "co-host", "quote": "Kenya"},
  {"meeting": "Lake Forum 2011", "participant": "Republic of Chad", "participant_kind": "state", "code": "TD", "capacity": "participant", "quote": "Chad"},
  {"meeting": "Lake Forum 2011", "participant": "The River Board", "participant_kind": "organisation", "capacity": "participant", "quote": "the River Board"}
 ],
 "persons": [],
 "organisations": [{"name": "River Board", "acronym": null, "quote": "River Board"}],
 "acronyms": [],
 "bodies": [],
 "mandates": [
  {"issuer": "Ministers", "addressee": "River Board", "force": "urge", "binding_class": "request", "action": "count the fish",
   "quote": "Ministers urged the River Board to count the fish."}
 ],
 "pledges": [{"donor": "Chad", "amount": 500, "currency": "USD", "purpose": "boats", "quote": "Chad pledged US$500 for boats"}],
 "counts": [{"meeting": "Lake Forum 2011", "unit": "delegates", "value": 12, "quote": "12 delegates"}],
 "references": []
}"#;

fn judged(gold: &str, extraction: &Extraction, how: Match) -> Run {
    let (gold, document) = (Gold::parse("lake.json".into(), gold.into()).unwrap(), document());
    let reading = Reading { gold: &gold, sha256: "", document: &document, extraction };
    evaluate(&[reading], &registry(), how).unwrap()
}

/// Labelled, found and right of a row.
fn counts(run: &Run, row: Row) -> [u64; 3] {
    let counts = Counts::sum(run.counts(row));
    [counts.gold, counts.found, counts.right]
}

#[test]
fn what_is_read_as_a_person_reads_it_is_right_in_every_row() {
    let run = judged(GOLD, &extraction(), Match::Overlap);
    assert_eq!(run.documents[0].remarks, []);
    for (row, all) in [
        (Row::Meetings, 1),
        (Row::MeetingOrdinal, 1),
        (Row::MeetingStart, 1),
        (Row::MeetingCountry, 1),
        (Row::Participations, 3),
        (Row::ParticipationOrganisations, 1),
        (Row::Organisations, 1),
        (Row::Acts, 1),
        (Row::ActAddressee, 1),
        (Row::Pledges, 1),
        (Row::Counts, 1),
    ] {
        assert_eq!(counts(&run, row), [all; 3], "{}", row.name());
    }
    assert_eq!(run.documents[0].rules["act.subject-verb"], Counts { gold: 0, found: 1, right: 1 });
}

#[test]
fn another_capacity_is_missed_and_false_and_right_without_it() {
    let gold = GOLD.replace("\"capacity\": \"co-host\"", "\"capacity\": \"observer\"");
    let run = judged(&gold, &extraction(), Match::Overlap);
    assert_eq!(counts(&run, Row::Participations), [3, 3, 2]);
    assert_eq!(counts(&run, Row::ParticipationsAnyCapacity), [3; 3]);
    let kinds: Vec<&str> = run.documents[0].remarks.iter().map(|remark| remark.kind.as_str()).collect();
    assert_eq!(kinds, ["state as observer: other capacity", "states as host: other capacity"]);
    assert_eq!(run.documents[0].rules["participants.list"], Counts { gold: 0, found: 3, right: 2 });
}

#[test]
fn another_number_is_another_meeting_and_takes_its_participants_along() {
    let run = judged(&GOLD.replace("\"ordinal\": 2", "\"ordinal\": 3"), &extraction(), Match::Overlap);
    assert_eq!(counts(&run, Row::Meetings), [1, 1, 0]);
    assert_eq!(counts(&run, Row::Participations), [3, 3, 0]);
    assert_eq!(counts(&run, Row::MeetingStart), [0; 3]);
}

#[test]
fn a_date_of_less_precision_is_wrong_and_a_value_as_good_is_right() {
    let month = GOLD.replace("\"start\": \"2011-05-03\"", "\"start\": \"2011-05\"");
    assert_eq!(counts(&judged(&month, &extraction(), Match::Overlap), Row::MeetingStart), [1, 1, 0]);
    let noted =
        month.replace("\"country\": \"TZ\"", "\"country\": \"TZ\", \"note\": \"the start 2011-05-03 is as good\"");
    assert_eq!(counts(&judged(&noted, &extraction(), Match::Overlap), Row::MeetingStart), [1; 3]);
}

#[test]
fn what_may_be_left_out_counts_on_neither_side() {
    let optional = GOLD.replace("\"force\": \"urge\"", "\"optional\": true, \"force\": \"urge\"");
    assert_eq!(counts(&judged(&optional, &extraction(), Match::Overlap), Row::Acts), [0; 3]);
    let mut without = extraction();
    without.assertions.retain(|assertion| !matches!(assertion.fact, Fact::Act(_)));
    assert_eq!(counts(&judged(&optional, &without, Match::Overlap), Row::Acts), [0; 3]);
    assert_eq!(counts(&judged(GOLD, &without, Match::Overlap), Row::Acts), [1, 0, 0]);
}

#[test]
fn passages_decide_by_the_mode_of_matching() {
    let mut shorter = extraction();
    let narrow = at("urged the River Board to count the fish");
    for assertion in &mut shorter.assertions {
        if assertion.rule == "act.subject-verb" {
            assertion.evidence.clone_from(&narrow);
        }
    }
    let acts = |how| counts(&judged(GOLD, &shorter, how), Row::Acts);
    assert_eq!((acts(Match::Exact), acts(Match::Overlap), acts(Match::Identity)), ([1, 1, 0], [1; 3], [1; 3]));
    for assertion in &mut shorter.assertions {
        assertion.evidence = at("Report");
    }
    let acts = |how| counts(&judged(GOLD, &shorter, how), Row::Acts);
    assert_eq!((acts(Match::Overlap), acts(Match::Identity)), ([1, 1, 0], [1; 3]));
}

#[test]
fn names_decide_by_the_mode_of_matching() {
    let longer = GOLD.replace("{\"name\": \"River Board\"", "{\"name\": \"Great River Board\"");
    let of = |how| counts(&judged(&longer, &extraction(), how), Row::Organisations);
    assert_eq!((of(Match::Overlap), of(Match::Exact)), ([1; 3], [1, 0, 0]));
}

#[test]
fn a_pledge_needs_donor_sum_and_currency() {
    let run = judged(&GOLD.replace("\"currency\": \"USD\"", "\"currency\": \"AUD\""), &extraction(), Match::Overlap);
    assert_eq!(counts(&run, Row::Pledges), [1, 1, 0]);
    assert_eq!((counts(&run, Row::PledgeAmount), counts(&run, Row::PledgeCurrency)), ([1; 3], [1, 1, 0]));
}

#[test]
fn of_two_dates_the_one_in_running_text_is_preferred_and_both_are_a_contradiction() {
    let mut said = extraction();
    let mut header = property(forum(), Property::StartDate, day(2), "Second Lake Forum");
    header.evidence[0].zone = Zone::Header;
    said.assertions.insert(0, header);
    let run = judged(GOLD, &said, Match::Overlap);
    assert_eq!((counts(&run, Row::MeetingStart), counts(&run, Row::Contradictions)), ([1; 3], [0, 1, 0]));
    let labelled = GOLD.replace(
        "\"references\": []",
        r#""references": [], "contradictions": [{"subject": "Lake Forum 2011", "field": "start",
           "statements": [{"value": "2011-05-02", "quote": "Second"}, {"value": "2011-05-03", "quote": "3 to 4 May"}]}]"#,
    );
    assert_eq!(counts(&judged(&labelled, &said, Match::Overlap), Row::Contradictions), [1; 3]);
}

#[test]
fn numbers_that_nobody_labelled_are_not_false() {
    let gold = GOLD.replace(
        r#" "counts": [{"meeting": "Lake Forum 2011", "unit": "delegates", "value": 12, "quote": "12 delegates"}],"#,
        "",
    );
    assert_eq!(counts(&judged(&gold, &extraction(), Match::Overlap), Row::Counts), [0; 3]);
}
