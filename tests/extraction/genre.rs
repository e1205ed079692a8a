//! What is an act and what is told, whose task it is, and what becomes of bodies: constructions of the genre.

use super::{acts, body_events, participations, read, read_conference, slugs, speech_acts};
use rapporteur::assertion::{Extraction, Fact, Property, Status};

/// Force and addressees of each act, as "urge: fiji, states".
fn asked(text: &str) -> Vec<String> {
    let found = read_conference(text);
    acts(&found).into_iter().map(|(force, to, _)| format!("{force}: {}", to.join(", "))).collect()
}

/// Bodies that the text makes units of its process.
fn units(found: &Extraction) -> Vec<&str> {
    let unit = |fact| match fact {
        &Fact::Property { ref subject, property: Property::UnitOf, .. } => Some(super::slug(subject)),
        _ => None,
    };
    found.assertions.iter().filter_map(|a| unit(&a.fact)).collect()
}

#[test]
fn to_have_dealt_with_a_matter_is_no_act_unless_something_is_said_of_it() {
    assert_eq!(
        asked(
            "Ministers considered the state of the ferries and urged Georgia to repair them. Ministers considered that \
             ferries were safe. Ministers reviewed the budget. Ministers considered the need for States to sink wrecks."
        ),
        ["urge: georgia", "note: ", "note: states"]
    );
}

#[test]
fn an_example_of_what_could_be_done_is_no_suggestion() {
    assert_eq!(asked("Ports could be dredged. For example, old ports could be dredged."), ["suggest: "]);
}

#[test]
fn words_that_describe_one_noun_together_name_one_group() {
    assert_eq!(
        asked("Ministers stressed the importance of port, coastal and island States sharing charts with Fiji."),
        ["affirm: port-coastal-and-island-states"]
    );
}

#[test]
fn whose_matter_something_is_is_addressed() {
    assert_eq!(
        asked("Ministers agreed that the choice of a flag was one for the Secretariat to make."),
        ["affirm: secretariat"]
    );
}

#[test]
fn somebody_is_tasked_with_doing_and_something_is_recommended_to_somebody() {
    assert_eq!(
        asked(
            "Ministers tasked senior officials with drawing a map. Ministers recommended to the World Bank the sale of \
             the wharf."
        ),
        ["direct: senior-officials", "recommend: world-bank"]
    );
}

#[test]
fn items_of_an_agreement_say_what_their_verbs_say() {
    let found = read(&format!(
        "{}\n\nMinisters agreed on the following:\n\n1. To approve the budget.\n\n2. To request Georgia to buy a ferry.\n\n\
         3. To reiterate the value of lighthouses.\n\n4. To review the fees in 2016.\n",
        super::OPENING
    ));
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(forces, [("decide", vec![]), ("request", vec!["georgia"]), ("affirm", vec![]), ("undertake", vec![])]);
}

#[test]
fn a_heading_and_the_text_below_it_may_disagree_about_a_body() {
    let found = read(&format!(
        "{}\n\nMinisters thanked the Harbour Panel.\n\nEstablishment of the Harbour Panel\n\nMinisters \
         decided that the Harbour Panel be renamed.\n\nCreation of the Harbour Panel\n\nMinisters thanked Georgia.\n",
        super::OPENING
    ));
    let disputed: Vec<_> = found
        .disputed_events()
        .into_iter()
        .filter_map(|i| match &found.assertions[i].fact {
            Fact::BodyEvent { kind, .. } => Some(kind.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(disputed, ["established", "renamed"]);
}

#[test]
fn a_body_that_may_come_about_is_proposed_and_an_inaugural_one_exists() {
    let found = read_conference(
        "Ministers looked for money, of which a Harbour Development Fund might be one source. Ministers welcomed Fiji at \
         the inaugural Harbour Research Network.",
    );
    assert_eq!(
        body_events(&found),
        [
            ("harbour-development-fund", "established", Status::Proposed),
            ("harbour-research-network", "established", Status::Done)
        ]
    );
}

#[test]
fn only_bodies_of_the_process_are_its_units() {
    let found = read_conference(
        "Ministers thanked the Commission on Wrecks and Salvage. The Steering Group met the Tides Committee. Ministers \
         directed the Chart Committee to draw a map.",
    );
    let units = units(&found);
    assert!(units.contains(&"chart-committee") && units.contains(&"steering-group"), "{units:?}");
    assert!(!units.contains(&"commission-on-wrecks-and-salvage") && !units.contains(&"tides-committee"), "{units:?}");
}

#[test]
fn of_what_a_relative_clause_says_only_the_thing_it_belongs_to_was_ordered() {
    let found = read_conference("Ministers thanked IOM for the guides on the sea, which the Council had directed.");
    let texts: Vec<_> = speech_acts(&found).iter().map(|a| (slugs(&a.issued_by)[0], a.text.as_str())).collect();
    assert_eq!(texts[1].1, "the guides on the sea", "{texts:?}");
}

#[test]
fn the_host_country_is_the_state_in_which_the_meeting_was_held() {
    let found =
        read("Leaders thanked the host country for the First Harbour Conference, held in Suva, Fiji, on 4 May 2016.");
    assert_eq!(participations(&found, "conference-1"), [("fiji", "host")]);
}

#[test]
fn a_name_of_two_states_in_a_list_counts_where_the_text_tells_which() {
    let text = |rest: &str| format!("{} It was attended by Fiji, Korea and Japan. {rest}", super::OPENING);
    let came = |rest: &str| {
        let found = read(&text(rest));
        let list = participations(&found, super::CONFERENCE).into_iter().map(|(who, _)| who.to_owned());
        list.filter(|who| who.contains("korea")).collect::<Vec<_>>()
    };
    assert_eq!(came("Ministers thanked the Republic of Korea."), ["republic-of-korea"]);
    // Which of the two came cannot be told, and one word that no table knows may be anything.
    assert!(came("Ministers thanked Georgia.").is_empty());
}

#[test]
fn two_products_may_share_their_verb() {
    let found = read_conference(
        "The workshop had developed a guide for pilots as well as a list of wrecks for divers, \
                                 and a handbook of knots.",
    );
    let works: Vec<_> = found.entities.values().map(|e| e.label.as_str()).filter(|l| l.contains("andbook")).collect();
    assert_eq!(works, ["Handbook of knots"]);
}

#[test]
fn a_side_is_its_state_and_ministers_from_several_states_are_ministers() {
    let found = read_conference(
        "The Namibian side proposed that a hotline be set up. The Icelandic side undertook to train pilots. Ministers from \
         Fiji, Japan and Tonga urged Georgia to repair the ferries.",
    );
    let spoke: Vec<_> = speech_acts(&found).iter().map(|act| slugs(&act.issued_by)).collect();
    assert_eq!(spoke, [["namibia"], ["iceland"], ["ministers"]]);
}

#[test]
fn a_body_set_up_by_the_text_itself_is_meant_by_its_bare_noun() {
    let found = read_conference(
        "A Technical Committee on Tides is hereby established. The Technical Committee will meet twice a year.",
    );
    assert_eq!(body_events(&found), [("technical-committee-on-tides", "established", Status::Decided)]);
    let asked: Vec<_> = speech_acts(&found).iter().flat_map(|act| slugs(&act.addressees)).collect();
    assert_eq!(asked, ["technical-committee-on-tides"]);
}
