//! Transcripts and run-in lists: who has the floor, and delegates beside their states.

use rapporteur::assertion::{Extraction, Fact, Status};

use super::{CONFERENCE, participations, read, read_conference, slug, slugs};

const HEAD: &str = "Fourth Ministerial Conference of the Budapest Process\nIstanbul, 19 April 2013\n\n";

/// Verb and issuers of each act.
fn said<'a>(found: &'a Extraction) -> Vec<(&'a str, Vec<&'a str>)> {
    let of = |fact: &'a Fact| match fact {
        Fact::Act(act) => Some((act.verb.as_str(), slugs(&act.issued_by))),
        _ => None,
    };
    found.assertions.iter().filter_map(|a| of(&a.fact)).collect()
}

#[test]
fn whoever_has_the_floor_takes_part_and_speaks_for_the_state_in_brackets() {
    let found = read(&format!(
        "{HEAD}The Chair (Turkey): I call the delegates to order and give the floor to Croatia.\n\n\
         Ms. Novak (Croatia): Thank you, Sir. We urge the transit states to open the ports before June.\n\n\
         M. Leka (Albania): My delegation welcomes the report of the Secretariat.\n"
    ));
    assert_eq!(
        participations(&found, CONFERENCE),
        [("turkiye", "chair"), ("croatia", "member"), ("albania", "member")]
    );
    let acts = said(&found);
    assert!(acts.contains(&("urge", vec!["croatia"])), "{acts:?}");
    assert!(acts.contains(&("welcomes", vec!["albania"])), "{acts:?}");
}

#[test]
fn delegates_in_brackets_behind_their_states_come_for_them() {
    let found = read(&format!(
        "{HEAD}Participants: Albania (Mr. A. Leka, Ms. B. Hoxha), Croatia (Ms. I. Novak) and Georgia (Mr. D. Beridze).\n"
    ));
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("croatia", "member"), ("georgia", "member")]
    );
    let came = found.assertions.iter().find_map(|a| match &a.fact {
        Fact::Participation { member, represented_by, .. } if slug(member) == "albania" => Some(slugs(represented_by)),
        _ => None,
    });
    assert_eq!(came.unwrap(), ["a-leka", "b-hoxha"]);
}

#[test]
fn observers_may_be_told_by_their_capacity() {
    let found = read_conference(
        "Albania and Croatia attended as members, and Chile, Peru and the World Bank as observers. \
         IOM and UNHCR attended in an observer capacity.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [
            ("albania", "member"),
            ("croatia", "member"),
            ("chile", "observer"),
            ("peru", "observer"),
            ("world-bank", "observer"),
            ("iom", "observer"),
            ("unhcr", "observer")
        ]
    );
}

#[test]
fn ministers_from_some_states_who_agreed_on_something_were_there() {
    let found = read_conference("Transport ministers from Albania, Croatia and Georgia agreed to set up a Ports Fund.");
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("croatia", "member"), ("georgia", "member")]
    );
}

#[test]
fn a_body_that_is_to_meet_has_a_meeting_of_its_own() {
    let found = read_conference(
        "Ministers agreed that a working group on ports be established. The working group would meet in Tirana in May 2014.",
    );
    let planned = found
        .assertions
        .iter()
        .any(|a| matches!(&a.fact, Fact::Meeting { id, status: Status::Planned } if slug(id).contains("2014-05")));
    assert!(planned, "{:?}", found.entities.keys().map(slug).collect::<Vec<_>>());
}

#[test]
fn a_table_beside_a_transcript_is_not_what_its_last_speaker_said() {
    let found = read(&format!(
        "{HEAD}Activity | Responsible | Deadline\n1.1 Develop a common form | IOM | March 2016\n\n\
         The Chair (Turkey): I call the delegates to order and give the floor to Croatia.\n\n\
         Ms. Novak (Croatia): Thank you, Sir. We urge the transit states to open the ports before June.\n"
    ));
    let of_table = found.assertions.iter().find_map(|a| match &a.fact {
        Fact::Act(act) if act.text.contains("common form") => Some(slugs(&act.issued_by)),
        _ => None,
    });
    assert!(of_table.as_ref().is_some_and(|by| !by.contains(&"croatia")), "{of_table:?}");
}
