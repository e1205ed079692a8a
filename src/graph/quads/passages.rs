//! Hard passages of the shipped documents, read by hand, against the graph that they should give.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};

use super::super::vocab;
use super::*;
use crate::assertion::{
    ActClass, Assertion, Entity, EntityClass, EntityId, Evidence, Property, SpeechAct, Status, Value, Zone,
};
use crate::document::Span;

const MC2: &str = include_str!("../../../data/documents/2003-second-ministerial-conference.txt");
const MC3: &str = include_str!("../../../data/documents/2009-third-ministerial-conference.txt");
const MC5: &str = include_str!("../../../data/documents/2013-fifth-ministerial-conference.txt");

/// One document under test: what is said of it is added by hand.
pub(super) struct Case {
    pub(super) document: Document,
    pub(super) source: SourceMeta,
    pub(super) said: Extraction,
}

impl Case {
    pub(super) fn new(id: &str, text: &str) -> Self {
        let document = crate::document::read(id, text.as_bytes()).unwrap();
        let source = SourceMeta { id: id.into(), title: "T".into(), language: "en".into(), ..SourceMeta::default() };
        Self { document, source, said: Extraction::default() }
    }

    /// The passage from the first place of `from` to the end of `to` after it.
    pub(super) fn at(&self, zone: Zone, from: &str, to: &str) -> Evidence {
        let start = self.document.text.find(from).expect(from);
        let end = start + self.document.text[start..].find(to).expect(to) + to.len();
        Evidence { span: Span { start, end }, zone, locator: None }
    }

    pub(super) fn say(&mut self, fact: Fact, evidence: &[Evidence], rule: &str) -> usize {
        self.said.assertions.push(Assertion { fact, evidence: evidence.to_vec(), rule: rule.into() });
        self.said.assertions.len() - 1
    }

    pub(super) fn property(&mut self, subject: &EntityId, property: Property, value: Value, at: &Evidence, rule: &str) {
        let fact = Fact::Property { subject: subject.clone(), property, value, completed: false };
        self.say(fact, std::slice::from_ref(at), rule);
    }

    pub(super) fn name(&mut self, id: &EntityId, class: EntityClass, label: &str, kind: Option<&str>, at: &Evidence) {
        let kind = kind.map(str::to_owned);
        let entity =
            Entity { id: id.clone(), class, label: label.into(), kind, known: false, mentions: vec![at.clone()] };
        self.said.entities.insert(id.clone(), entity);
    }

    /// The graph, its quotes checked.
    pub(super) fn quads(&self) -> Vec<Quad> {
        let quads = document_quads(&Iris::default(), &self.source, &self.document, &self.said);
        verify_quotes(&self.document, &quads).unwrap();
        quads
    }

    /// Every subject of the expected graph must say exactly that, no less and no more.
    pub(super) fn gives(&self, expected: &str) {
        let quads = self.quads();
        let prefixes: String = vocab::PREFIXES.iter().map(|(p, iri)| format!("@prefix {p}: <{iri}> .\n")).collect();
        let turtle = format!("@base <{}> .\n{prefixes}{expected}", vocab::BASE);
        let graph: GraphName = Iris::default().graph(&self.source.id).into();
        let expected: Vec<Quad> = RdfParser::from_format(RdfFormat::Turtle)
            .with_default_graph(graph)
            .for_reader(turtle.as_bytes())
            .map(|quad| quad.unwrap())
            .collect();
        let subjects: BTreeSet<String> = expected.iter().map(|q| q.subject.to_string()).collect();
        let found = lines(quads.iter().filter(|q| subjects.contains(&q.subject.to_string())));
        let expected = lines(&expected);
        let missing: Vec<_> = expected.difference(&found).collect();
        let extra: Vec<_> = found.difference(&expected).collect();
        assert!(missing.is_empty() && extra.is_empty(), "missing {missing:#?}\nextra {extra:#?}");
    }
}

pub(super) fn lines<'q>(quads: impl IntoIterator<Item = &'q Quad>) -> BTreeSet<String> {
    quads.into_iter().map(ToString::to_string).collect()
}

pub(super) fn state(slug: &str) -> EntityId {
    EntityId::State(slug.into())
}

pub(super) fn body(slug: &str) -> EntityId {
    EntityId::Body { process: "bali-process".into(), slug: slug.into() }
}

pub(super) fn conference(number: u8) -> EntityId {
    EntityId::Meeting { process: "bali-process".into(), slug: format!("ministerial-conference-{number}") }
}

pub(super) fn day(year: i16, month: u8, day: u8) -> Value {
    Value::Date(PartialDate { year: Some(year), month: Some(month), day: Some(day) })
}

pub(super) fn act(class: ActClass, at: &Evidence, verb: &str, force: &str, meeting: u8, text: &str) -> SpeechAct {
    SpeechAct {
        class,
        start: at.span.start,
        verb: verb.into(),
        force: force.into(),
        issued_by: vec![body("ministers")],
        issued_at: Some(conference(meeting)),
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

#[test]
fn a_date_in_the_header_and_another_in_the_text_are_two_claims() {
    let mut case = Case::new("bali-2003-mc2", MC2);
    let header = case.at(Zone::Header, "Location:", "April 2003");
    let sentence = case.at(Zone::Body, "The second Regional", "April 2003.");
    let meeting = conference(2);
    case.property(&meeting, Property::StartDate, day(2003, 4, 29), &header, "header-date-range");
    case.property(&meeting, Property::StartDate, day(2003, 4, 28), &sentence, "body-date-range");
    case.property(&meeting, Property::Ordinal, Value::Integer(2), &sentence, "");
    let done = Fact::Meeting { id: meeting.clone(), status: Status::Done };
    case.say(done, std::slice::from_ref(&sentence), "held");
    let heading = case.at(Zone::Heading, "Second", "Conference");
    let kind = Some("ministerial-conference");
    case.name(&meeting, EntityClass::Meeting, "2nd Ministerial Conference of the Bali Process", kind, &heading);
    case.gives(
        r#"<doc/bali-2003-mc2#char=31,80> a igm:Evidence ; prov:wasQuotedFrom <doc/bali-2003-mc2> ;
    oa:start 31 ; oa:end 80 ; oa:exact "Location: Bali, IndonesiaDate: 29 - 30 April 2003" ; dcterms:type zone:header .
<meeting/bali-process/ministerial-conference-2> a igm:Meeting ;
    rdfs:label "2nd Ministerial Conference of the Bali Process"@en ; dcterms:type mk:ministerial-conference ;
    igm:meetingOf <org/bali-process> ; igm:status stat:done ; igm:ordinal 2 ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=0,29>, <doc/bali-2003-mc2#char=102,265> ;
    schema:startDate "2003-04-29"^^xsd:date, "2003-04-28"^^xsd:date .
<claim/bali-2003-mc2/31-startDate> a igm:Claim ; rdf:subject <meeting/bali-process/ministerial-conference-2> ;
    rdf:predicate schema:startDate ; rdf:object "2003-04-29"^^xsd:date ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=31,80> ; igm:rule "header-date-range" .
<claim/bali-2003-mc2/102-startDate> a igm:Claim ; rdf:subject <meeting/bali-process/ministerial-conference-2> ;
    rdf:predicate schema:startDate ; rdf:object "2003-04-28"^^xsd:date ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=102,265> ; igm:rule "body-date-range" .
<claim/bali-2003-mc2/102-ordinal> a igm:Claim ; rdf:subject <meeting/bali-process/ministerial-conference-2> ;
    rdf:predicate igm:ordinal ; rdf:object 2 ; prov:wasDerivedFrom <doc/bali-2003-mc2#char=102,265> ."#,
    );
}

#[test]
fn ministers_stand_for_their_states_and_hold_their_posts() {
    let mut case = Case::new("bali-2003-mc2", MC2);
    let at = case.at(Zone::Body, "Australian Foreign", "event.");
    let members = [("australia", "alexander-downer"), ("indonesia", "hassan-wirajuda")];
    for (slug, name) in members {
        let person = EntityId::Person(name.into());
        let post = EntityId::Post { of: slug.into(), slug: "minister-for-foreign-affairs".into() };
        case.property(&person, Property::Holds, Value::Entity(post), &at, "");
        let (context, capacity) = (conference(2), "co-host".to_owned());
        let (member, represented_by) = (state(slug), vec![person]);
        let fact = Fact::Participation {
            context,
            member,
            capacity,
            name_as_given: (slug == "australia").then(|| "Australian Foreign Minister Downer".into()),
            represented_by,
            in_respect_of: None,
            about: None,
        };
        case.say(fact, std::slice::from_ref(&at), "");
    }
    case.gives(
        r#"<participation/bali-process/ministerial-conference-2/australia/co-host> a igm:Participation ;
    igm:context <meeting/bali-process/ministerial-conference-2> ; org:member <state/australia> ;
    org:role cap:co-host ; igm:nameAsGiven "Australian Foreign Minister Downer" ;
    igm:representedBy <person/alexander-downer> ; prov:wasDerivedFrom <doc/bali-2003-mc2#char=267,374> .
<claim/bali-2003-mc2/267-holds> a igm:Claim ; rdf:subject <person/alexander-downer> ; rdf:predicate org:holds ;
    rdf:object <post/australia/minister-for-foreign-affairs> ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=267,374> .
<claim/bali-2003-mc2/267-holds-2> a igm:Claim ; rdf:subject <person/hassan-wirajuda> ; rdf:predicate org:holds ;
    rdf:object <post/indonesia/minister-for-foreign-affairs> ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=267,374> ."#,
    );
}

#[test]
fn stated_numbers_are_counts_and_a_body_is_established_elsewhere() {
    let mut case = Case::new("bali-2003-mc2", MC2);
    let at = case.at(Zone::Body, "Ministers from 33", "Conference.");
    for (unit, value) in [("members", 33), ("observers", 27)] {
        let fact = Fact::Count { about: conference(2), unit: unit.into(), value };
        case.say(fact, std::slice::from_ref(&at), "");
    }
    let (item, lead) =
        (case.at(Zone::ListItem, "welcomed the", "Conference."), case.at(Zone::ListLead, "Ministers:", ":"));
    let fact = Fact::BodyEvent {
        body: body("aheg-1"),
        kind: "established".into(),
        status: Status::Done,
        decided_at: Some(conference(1)),
        year: None,
    };
    case.say(fact, std::slice::from_ref(&item), "");
    let text = "the activities of the two Ad Hoc Experts’ Groups";
    let welcome = SpeechAct {
        topics: vec!["governance".into()],
        ..act(ActClass::SpeechAct, &item, "welcomed", "welcome", 2, text)
    };
    case.say(Fact::Act(Box::new(welcome)), &[item, lead], "");
    case.gives(
        r#"<count/bali-2003-mc2/375-members> a igm:Count ; igm:countOf unit:members ; schema:value 33 ;
    schema:observationAbout <meeting/bali-process/ministerial-conference-2> ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=375,678> .
<count/bali-2003-mc2/375-observers> a igm:Count ; igm:countOf unit:observers ; schema:value 27 ;
    schema:observationAbout <meeting/bali-process/ministerial-conference-2> ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=375,678> .
<body-event/bali-process/aheg-1/established> a igm:BodyEvent ; dcterms:type life:established ;
    igm:status stat:done ; org:resultingOrganization <body/bali-process/aheg-1> ;
    igm:decidedAt <meeting/bali-process/ministerial-conference-1> ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=1048,1168> .
<act/bali-2003-mc2/1048-welcomed> a igm:SpeechAct ; igm:verb "welcomed" ; igm:force <voc/force/welcome> ;
    igm:issuedBy <body/bali-process/ministers> ; igm:issuedAt <meeting/bali-process/ministerial-conference-2> ;
    schema:text "the activities of the two Ad Hoc Experts’ Groups"@en ; dcterms:subject topic:governance ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=1048,1168>, <doc/bali-2003-mc2#char=680,690> ."#,
    );
}

#[test]
fn a_list_item_is_a_mandate_with_its_lead_in() {
    let mut case = Case::new("bali-2003-mc2", MC2);
    let lead = case.at(Zone::ListLead, "Ministers recommended that:", ":");
    let mut item = case.at(Zone::ListItem, "A. States enhance", "cooperation.");
    item.locator = Some("item A".into());
    let text = "States enhance their focus on tackling the root causes of illegal migration";
    let mandate = SpeechAct {
        addressees: vec![EntityId::Group("states".into())],
        position: Some("A".into()),
        topics: vec!["root-causes".into()],
        ..act(ActClass::Mandate, &item, "recommended that", "recommend", 2, text)
    };
    case.say(Fact::Act(Box::new(mandate)), &[item, lead], "mandate.that");
    case.gives(
        r#"<mandate/bali-2003-mc2/2670-recommended-that> a igm:Mandate ; igm:verb "recommended that" ;
    igm:force <voc/force/recommend> ; igm:issuedBy <body/bali-process/ministers> ;
    igm:issuedAt <meeting/bali-process/ministerial-conference-2> ;
    schema:text "States enhance their focus on tackling the root causes of illegal migration"@en ;
    igm:addressee <group/states> ; dcterms:subject topic:root-causes ; schema:position "A" ; igm:rule "mandate.that" ;
    prov:wasDerivedFrom <doc/bali-2003-mc2#char=2670,2870>, <doc/bali-2003-mc2#char=2641,2668> .
<doc/bali-2003-mc2#char=2670,2870> a igm:Evidence ; prov:wasQuotedFrom <doc/bali-2003-mc2> ; oa:start 2670 ;
    oa:end 2870 ; dcterms:type zone:list-item ; igm:locator "item A" ;
    oa:exact "A. States enhance their focus on tackling the root causes of illegal migration, and seek a\u00A0 comprehensive understanding of these issues and solutions that involve increased inter-regional cooperation." ."#,
    );
}

#[test]
fn a_retasked_body_and_terms_of_reference_hang_together() {
    let mut case = Case::new("bali-2009-mc3", MC3);
    let at = case.at(Zone::Body, "To this end, Ministers agreed", "challenges.");
    let group = body("ad-hoc-group");
    let event = Fact::BodyEvent {
        body: group.clone(),
        kind: "retasked".into(),
        status: Status::Decided,
        decided_at: Some(conference(3)),
        year: Some(2009),
    };
    let event = case.say(event, std::slice::from_ref(&at), "");
    let decide = SpeechAct {
        calls_for_events: vec![event],
        ..act(ActClass::Mandate, &at, "agreed that … be", "decide", 3, "the mechanisms be retasked")
    };
    case.say(Fact::Act(Box::new(decide)), std::slice::from_ref(&at), "");
    let whole = case.at(Zone::Body, "The AHG would have", "trafficking in persons.");
    let verb = "would have the following terms of reference";
    let terms = act(ActClass::Mandate, &whole, verb, "decide", 3, "terms of reference of the AHG");
    let terms = case.say(Fact::Act(Box::new(terms)), std::slice::from_ref(&whole), "");
    let item = case.at(Zone::ListItem, "(b) to enhance", ";");
    let part = SpeechAct {
        part_of: Some(terms),
        position: Some("(b)".into()),
        addressees: vec![group],
        ..act(ActClass::Mandate, &item, verb, "decide", 3, "to enhance information sharing arrangements")
    };
    case.say(Fact::Act(Box::new(part)), &[item, whole], "");
    case.gives(
        r#"<body-event/bali-process/ad-hoc-group/retasked-2009> a igm:BodyEvent ; dcterms:type life:retasked ;
    igm:status stat:decided ; org:originalOrganization <body/bali-process/ad-hoc-group> ;
    org:resultingOrganization <body/bali-process/ad-hoc-group> ;
    igm:decidedAt <meeting/bali-process/ministerial-conference-3> ;
    prov:wasDerivedFrom <doc/bali-2009-mc3#char=2606,2801> .
<mandate/bali-2009-mc3/2606-agreed-that-be> a igm:Mandate ; igm:verb "agreed that … be" ;
    igm:force <voc/force/decide> ; igm:issuedBy <body/bali-process/ministers> ;
    igm:issuedAt <meeting/bali-process/ministerial-conference-3> ; schema:text "the mechanisms be retasked"@en ;
    igm:callsFor <body-event/bali-process/ad-hoc-group/retasked-2009> ;
    prov:wasDerivedFrom <doc/bali-2009-mc3#char=2606,2801> .
<mandate/bali-2009-mc3/3429-would-have-the-following-terms-of-reference> a igm:Mandate ;
    igm:verb "would have the following terms of reference" ; igm:force <voc/force/decide> ;
    igm:issuedBy <body/bali-process/ministers> ; igm:issuedAt <meeting/bali-process/ministerial-conference-3> ;
    schema:text "to enhance information sharing arrangements"@en ; igm:addressee <body/bali-process/ad-hoc-group> ;
    dcterms:isPartOf <mandate/bali-2009-mc3/3243-would-have-the-following-terms-of-reference> ;
    schema:position "(b)" ;
    prov:wasDerivedFrom <doc/bali-2009-mc3#char=3429,3509>, <doc/bali-2009-mc3#char=3243,3683> ."#,
    );
}

#[test]
fn a_direction_names_addressee_partner_and_product() {
    let mut case = Case::new("bali-2013-mc5", MC5);
    let at = case.at(Zone::ListItem, "Ministers directed the RSO to work", "member States.");
    let plan = EntityId::Work { process: "bali-process".into(), slug: "rso-jclec-programme".into() };
    case.name(&plan, EntityClass::Plan, "RSO–JCLEC programme", None, &at);
    let fact = Fact::WorkStatus { work: plan.clone(), status: Status::Decided };
    case.say(fact, std::slice::from_ref(&at), "product");
    let directed = SpeechAct {
        addressees: vec![body("regional-support-office")],
        partners: vec![EntityId::Organisation("jclec".into())],
        calls_for: vec![plan],
        ..act(ActClass::Mandate, &at, "directed", "direct", 5, "to work with JCLEC")
    };
    case.say(Fact::Act(Box::new(directed)), std::slice::from_ref(&at), "");
    case.gives(
        r#"<work/bali-process/rso-jclec-programme> a prov:Plan ; rdfs:label "RSO–JCLEC programme"@en ;
    igm:status stat:decided ; prov:wasDerivedFrom <doc/bali-2013-mc5#char=1539,1779> .
<mandate/bali-2013-mc5/1539-directed> a igm:Mandate ; igm:verb "directed" ; igm:force <voc/force/direct> ;
    igm:issuedBy <body/bali-process/ministers> ; igm:issuedAt <meeting/bali-process/ministerial-conference-5> ;
    igm:addressee <body/bali-process/regional-support-office> ; igm:partner <org/jclec> ;
    igm:callsFor <work/bali-process/rso-jclec-programme> ; schema:text "to work with JCLEC"@en ;
    prov:wasDerivedFrom <doc/bali-2013-mc5#char=1539,1779> ."#,
    );
}
