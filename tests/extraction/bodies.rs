//! What happens to bodies, and which of their names are one body's.

use rapporteur::assertion::{Extraction, Property, Status};

use super::{acts, body_events, read_conference, slug, values};

/// Slugs of the bodies that are no plenary.
fn bodies(found: &Extraction) -> Vec<&str> {
    let named = found.entities.values().filter(|e| e.kind.as_deref() != Some("plenary"));
    named.filter(|e| matches!(e.id, rapporteur::assertion::EntityId::Body { .. })).map(|e| slug(&e.id)).collect()
}

#[test]
fn a_body_is_established_by_founding_forming_and_merging_too() {
    let found = read_conference(
        "Ministers welcomed the work of the Harbour Safety Board, which was created by the Second Ministerial Conference. \
         The Rescue Fund was founded by the First Ministerial Conference. Ministers agreed to form a Network of Port Doctors. \
         Ministers decided that the Pilots Committee and the Tugs Committee would be merged into a Joint Navigation \
         Committee.",
    );
    assert_eq!(
        body_events(&found),
        [
            ("harbour-safety-board", "established", Status::Done),
            ("rescue-fund", "established", Status::Done),
            ("network-of-port-doctors", "established", Status::Decided),
            ("pilots-committee", "merged", Status::Decided),
            ("pilots-committee", "discontinued", Status::Decided),
            ("tugs-committee", "merged", Status::Decided),
            ("tugs-committee", "discontinued", Status::Decided),
            ("joint-navigation-committee", "established", Status::Decided)
        ]
    );
    let nothing =
        read_conference("Ministers thanked the States that form the Union of Ports. Reports took the form of tables.");
    assert_eq!(body_events(&nothing), []);
}

#[test]
fn a_mandate_that_is_extended_revised_or_ended_changes_its_body() {
    let found = read_conference(
        "Ministers renewed the mandate of the Anchorage Working Group for two years. They revised the terms of reference of \
         the Training Committee. Ministers decided that the mandate of the Buoy Panel shall be terminated.",
    );
    assert_eq!(
        body_events(&found),
        [
            ("anchorage-working-group", "continued", Status::Done),
            ("training-committee", "retasked", Status::Done),
            ("buoy-panel", "discontinued", Status::Decided)
        ]
    );
    let nothing = read_conference(
        "Ministers noted that the mandate of the Lighthouse Group was a wide one. The mandate of the Dredging Panel is to \
         renew charts.",
    );
    assert_eq!(body_events(&nothing), []);
}

#[test]
fn a_body_that_gets_another_name_stays_one_body() {
    let found = read_conference(
        "Ministers agreed that the Dredging Panel be renamed the Dredging and Silt Panel and directed the Panel to meet in May.",
    );
    assert_eq!(bodies(&found), ["dredging-panel"]);
    assert_eq!(values(&found, "dredging-panel", Property::AltLabel), ["Dredging and Silt Panel"]);
    assert_eq!(acts(&found)[1], ("direct", vec!["dredging-panel"], "the Panel to meet in May"));
    let idea = read_conference("Ministers recommended that the Radio Group be renamed the Signals Group.");
    assert_eq!(bodies(&idea), ["radio-group", "signals-group"]);
}

#[test]
fn the_bare_noun_of_a_named_body_is_that_body() {
    let found = read_conference(
        "Ministers welcomed the report of the Coral Fisheries Committee. They tasked the Committee with a register of vessels.",
    );
    assert_eq!(acts(&found)[1].1, ["coral-fisheries-committee"]);
    let two = read_conference(
        "Ministers thanked the Fisheries Committee and the Legal Committee. They tasked the Committee with a register.",
    );
    assert_eq!(acts(&two)[1].1, ["committee"]);
}

#[test]
fn whom_a_body_reports_to_is_above_it_but_one_report_is_not() {
    let found = read_conference(
        "The Drought Observatory will report to the Basin Commission. Ministers thanked the Wells Office, which reports to the \
         Basin Commission.",
    );
    assert_eq!(values(&found, "drought-observatory", Property::ReportsTo), ["basin-commission"]);
    assert_eq!(values(&found, "wells-office", Property::ReportsTo), ["basin-commission"]);
    let once = read_conference("The Drought Observatory will report to the Basin Commission by June 2015 on wells.");
    assert!(values(&once, "drought-observatory", Property::ReportsTo).is_empty());
}

#[test]
fn bodies_in_small_letters_are_told_apart_by_what_they_are_for() {
    let found = read_conference(
        "Ministers heard the working group on lock gates. They regretted that the working party on tides, established two years \
         ago, had not met. The network of harbour doctors created in 2009 would cease to exist.",
    );
    let named = bodies(&found);
    for wanted in ["working-group-on-lock-gates", "working-party-on-tides", "network-of-harbour-doctors"] {
        assert!(named.contains(&wanted), "{wanted} of {named:?}");
    }
    assert_eq!(
        body_events(&found),
        [
            ("working-party-on-tides", "established", Status::Done),
            ("network-of-harbour-doctors", "established", Status::Done),
            ("network-of-harbour-doctors", "discontinued", Status::Decided)
        ]
    );
    // any working group, and a committee that each State has
    let none =
        read_conference("Ministers discussed a working group and asked the national steering committee of each State.");
    assert_eq!(bodies(&none), [""; 0]);
}

#[test]
fn what_a_body_is_turned_into_comes_into_being_where_it_bears_a_name() {
    let found = read_conference(
        "Ministers discussed the Expert Group on Tides. They decided to rename it the Expert Group on Waves. Ministers decided to \
         transform the Tide Warning Network into a permanent Tide Control Centre. They agreed to convert the Pilots Board into a \
         standing committee, to be known as the Standing Committee on Pilots.",
    );
    let events = body_events(&found);
    for (body, kind) in [
        ("expert-group-on-tides", "renamed"),
        ("tide-warning-network", "retasked"),
        ("tide-control-centre", "established"),
        ("pilots-board", "retasked"),
        ("standing-committee-on-pilots", "established"),
    ] {
        assert!(events.iter().any(|(b, k, _)| (*b, *k) == (body, kind)), "{body} {kind} of {events:?}");
    }
}

#[test]
fn a_body_is_opened_by_a_participle_named_in_capitals_or_only_proposed() {
    let found = read_conference(
        "Established in 2014 under the Lake Forum, the Working Group on Nets meets twice a year. Ministers announced the \
         launch of an Initiative on the Families of Sailors. Peru proposed that a contact group of island States be formed. \
         Kenya reiterated its proposal to establish a relief fund for Peru and Chile.",
    );
    let told: Vec<(&str, &str, Status)> = body_events(&found);
    assert_eq!(
        told,
        [
            ("working-group-on-nets", "established", Status::Done),
            ("initiative-on-the-families-of-sailors", "established", Status::Done),
            ("contact-group-of-island-states", "established", Status::Proposed),
            ("relief-fund", "established", Status::Proposed)
        ]
    );
    let none = read_conference("Ministers launched an initiative and formed the view that it was late.");
    assert!(body_events(&none).is_empty(), "{:?}", body_events(&none));
}

#[test]
fn a_body_may_get_a_name_a_task_or_an_end_in_many_words() {
    for (text, wanted) in [
        (
            "Ministers decided that the Signals Group shall be known as the Radio Committee.",
            vec![("signals-group", "renamed", Status::Decided)],
        ),
        (
            "Ministers decided that the Nets Committee shall, in addition to its present functions, look at traps.",
            vec![("nets-committee", "retasked", Status::Decided)],
        ),
        (
            "Ministers agreed that the Nets Committee would continue until 2016 and would also look at traps.",
            vec![("nets-committee", "continued", Status::Decided), ("nets-committee", "retasked", Status::Decided)],
        ),
        ("The mandate of the Buoy Panel was not renewed.", vec![("buoy-panel", "discontinued", Status::Decided)]),
        (
            "Ministers decided to bring to a close the work of the Buoy Panel.",
            vec![("buoy-panel", "discontinued", Status::Decided)],
        ),
        (
            "Ministers decided that the Buoy Panel shall hand its charts to the Rescue Fund and be dissolved.",
            vec![("buoy-panel", "discontinued", Status::Decided)],
        ),
        (
            "Ministers thanked the Buoy Panel, which they set up after the storms.",
            vec![("buoy-panel", "established", Status::Done)],
        ),
        (
            "Peru proposed a joint rescue centre for the lakes.",
            vec![("joint-rescue-centre-for-the-lakes", "established", Status::Proposed)],
        ),
        (
            "Peru proposed that a Panel of Divers be attached to the Secretariat.",
            vec![("panel-of-divers", "established", Status::Proposed)],
        ),
    ] {
        assert_eq!(body_events(&read_conference(text)), wanted, "{text}");
    }
}

#[test]
fn bodies_that_become_one_are_merged_and_end() {
    let told = read_conference(
        "Ministers decided to merge the Pilots Committee with the Tugs Committee, the resulting body to be called the \
         Navigation Committee.",
    );
    let events = body_events(&told);
    for wanted in [
        ("pilots-committee", "merged", Status::Decided),
        ("tugs-committee", "merged", Status::Decided),
        ("pilots-committee", "discontinued", Status::Decided),
        ("tugs-committee", "discontinued", Status::Decided),
        ("navigation-committee", "established", Status::Decided),
    ] {
        assert!(events.contains(&wanted), "{wanted:?}: {events:?}");
    }
    let told = read_conference(
        "The Pilots Committee and the Tugs Committee have been brought together in a Joint Navigation Board.",
    );
    let events: Vec<_> = body_events(&told).into_iter().map(|(body, kind, _)| (body, kind)).collect();
    assert!(
        events.contains(&("joint-navigation-board", "established")) && events.contains(&("tugs-committee", "merged"))
    );
}

#[test]
fn a_name_with_two_adjectives_and_letters_of_another_language_is_whole() {
    let told = read_conference(
        "Ministers thanked the Legal and Technical Working Group, the Committee on Forecasts (FORE), the Committee on Rules \
         and Fees (R&F) and the Latin American Ports Fund (FLAP).",
    );
    assert!(bodies(&told).contains(&"legal-and-technical-working-group"), "{:?}", bodies(&told));
    for (body, short) in [
        ("committee-on-forecasts", "FORE"),
        ("committee-on-rules-and-fees", "R&F"),
        ("latin-american-ports-fund", "FLAP"),
    ] {
        assert_eq!(values(&told, body, Property::AltLabel), [short], "{body}");
    }
}

#[test]
fn what_becomes_of_bodies_is_told_also_where_the_sentence_names_them_by_a_pronoun_or_ends_them_by_not_renewing() {
    let found = read_conference(
        "The Panel on Gates and the Panel on Boats have met twice. The Conference agreed to merge them into a single Panel on Fleets. \
         It decided not to renew the mandate of the Contact Group on Fees. It agreed to rename the Group of Harbour Masters the \
         Network of Senior Pilots.",
    );
    let events = body_events(&found);
    let has = |body: &str, event: &str| events.iter().any(|(b, e, ..)| b.contains(body) && *e == event);
    assert!(has("panel-on-fleets", "established") && has("contact-group-on-fees", "discontinued"), "{events:?}");
    assert!(has("group-of-harbour-masters", "renamed"), "{events:?}");
    assert_eq!(values(&found, "group-of-harbour-masters", Property::AltLabel), ["Network of Senior Pilots"]);
}
