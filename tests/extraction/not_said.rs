//! Sentences that look like facts of the genre and are none: what a text does not say is not in the graph.

use rapporteur::assertion::{EntityClass, Property, Status};

use super::{CONFERENCE, acts, body_events, participations, read, read_conference, values};

#[test]
fn everyday_words_beside_a_body_are_no_change_in_its_life() {
    for text in [
        "The Legal Committee began its work with a review of fees.",
        "The Drafting Committee completed its task at noon.",
        "At the opening of the Legal Committee, the President of Turkey thanked Georgia.",
        "The statute of the Nets Committee became effective.",
        "Ministers thanked Georgia for converting the Anchorage Working Group's report into a manual.",
        "Georgia combined the Legal Committee's lunch with a seminar.",
        "The Legal Committee was absorbed by the details of the text.",
        "The measures of the Rescue Committee were integrated into national plans.",
        "Georgia created a school for girls in Batumi.",
        "Ministers welcomed the website of the Legal Committee, launched in May 2012.",
        "They praised the database of the Nets Committee, created in 2010.",
        "Ministers approved the work plan of the Legal Committee. As it was long, they decided to merge it with the budget.",
        "They welcomed the report of the Nets Committee. They agreed to convert it into a manual.",
    ] {
        assert_eq!(body_events(&read_conference(text)), [], "{text}");
    }
}

#[test]
fn a_change_that_is_wished_for_or_denied_is_not_told_as_done() {
    let told = read_conference("Georgia wished that the Radio Group be renamed the Signals Group.");
    assert_eq!(values(&told, "radio-group", Property::AltLabel), [""; 0]);
    for text in [
        "Ministers commended Georgia on its proposal, tabled before the budget was adopted, to establish a Committee on Nets.",
        "Ministers regretted that the Committee on Nets had never been merged into a Maritime Centre.",
    ] {
        let told = read_conference(text);
        let sure = |status: &Status| matches!(status, Status::Done | Status::Decided);
        assert!(!body_events(&told).iter().any(|(.., status)| sure(status)), "{text}");
    }
    let told = read_conference("Ministers thanked the Pilots Committee, and the Tugs Committee will be dissolved.");
    let bodies: Vec<_> = body_events(&told).into_iter().map(|(body, ..)| body).collect();
    assert!(bodies.len() == 1 && bodies[0].contains("tugs"), "{bodies:?}");
}

#[test]
fn a_body_in_small_letters_ends_where_the_next_begins() {
    for (text, wanted) in [
        ("They thanked the working group on nets and the Secretariat.", "Working group on nets"),
        ("Ministers heard the working group on fees and the committee on visas.", "Working group on fees"),
    ] {
        let told = read_conference(text);
        let labels: Vec<_> =
            told.entities.values().filter(|e| e.class == EntityClass::Body).map(|e| e.label.as_str()).collect();
        assert!(labels.contains(&wanted) && labels.iter().all(|label| !label.contains(" and ")), "{labels:?}");
    }
    let told = read_conference("Ministers heard the new national technical working group of Peru.");
    assert!(told.entities.values().all(|e| !e.label.to_lowercase().contains("technical working group")));
}

#[test]
fn who_does_something_else_somewhere_took_no_part() {
    for text in [
        "Engines from Kenya and Peru were assembled in Georgia.",
        "Kenya accepted the invitation to join the Fund.",
        "Doctors from Chile were on hand for the wounded.",
        "Banks and ports were praised; the latter were Spain and Chile.",
        "Ministers asked Peru to act as Chair.",
        "Ministers asked whether Peru was prepared to host the Conference.",
    ] {
        assert_eq!(participations(&read_conference(text), CONFERENCE), [], "{text}");
    }
    let told = read_conference(
        "At the invitation of the Government of Kenya, experts from Peru met in Nairobi in 2011 to study nets.",
    );
    assert!(participations(&told, CONFERENCE).iter().all(|(_, capacity)| *capacity != "host"));
    let told = read_conference("Norway sent observers to Lima in 2009, and Kenya wrote a letter, as did Chile.");
    assert!(participations(&told, CONFERENCE).iter().all(|(who, _)| *who != "chile"));
}

#[test]
fn a_number_that_counts_something_else_is_none_of_a_meeting() {
    let head = "Report of the Meeting of Senior Officials\n\nTbilisi, 3 May 2014\n\n";
    for text in [
        "The meeting, the third to be held in Tbilisi, was brief.",
        "The meeting, the first such meeting in ten years, was brief.",
        "At the SOM I thanked Kenya.",
    ] {
        let told = read(&format!("{head}{text}\n"));
        let numbered = told.entities.values().filter(|e| e.class == EntityClass::Meeting);
        let numbers: Vec<_> = numbered.flat_map(|e| values(&told, super::slug(&e.id), Property::Ordinal)).collect();
        assert!(numbers.is_empty(), "{text}: {numbers:?}");
    }
    for text in [
        "The Second Standing Technical Committee was chaired by Kenya and reported on nets.",
        "The 3rd Fisheries Committee was opened to Kenya in 2010.",
    ] {
        let told = read_conference(text);
        let meetings = told.entities.values().filter(|e| e.class == EntityClass::Meeting).count();
        assert_eq!(meetings, 1, "{text}");
    }
}

#[test]
fn what_begins_as_a_verb_of_speech_may_say_nothing() {
    for text in [
        "Ministers ruled out a levy on ships.",
        "The experts hailed from Georgia.",
        "Ministers backed out of the plan.",
        "Participants contended with storms.",
        "Georgia commissioned a new ferry in 2010. Peru ordered three ships. Kenya designated two ports.",
        "Disturbed sediments were seen.",
        "Ministers requested Article Five to apply.",
    ] {
        let told = read_conference(text);
        let groups = told.entities.values().any(|e| super::slug(&e.id) == "article-five");
        let forces: Vec<_> = acts(&told).into_iter().map(|(force, ..)| force).collect();
        let asked = if text.contains("requested") { vec!["request"] } else { Vec::new() };
        assert!(!groups && forces == asked, "{text}: {forces:?}");
    }
    let opened = read_conference("The Secretariat will open an account for the Fund.");
    assert_eq!(acts(&opened).len(), 1, "{:?}", acts(&opened));
}

#[test]
fn the_date_of_a_thing_is_no_date_by_which_to_act() {
    for text in [
        "Ministers urged Peru to ratify the treaty signed before 2014.",
        "Ministers urged Peru to report on ships built before 2020.",
        "Ministers urged Peru to show what was built in Kenya by 2016.",
    ] {
        let told = read_conference(text);
        assert!(super::speech_acts(&told).iter().all(|act| act.due.is_none()), "{text}");
    }
    let told = read_conference("Ministers urged Peru to ratify the treaty by 2015.");
    assert!(super::speech_acts(&told).iter().any(|act| act.due.is_some()));
}

#[test]
fn readiness_is_no_promise_and_company_no_presence() {
    let told = read_conference("Peru was prepared to leave the talks. Chad was ready to vote against the text.");
    assert!(acts(&told).is_empty(), "{:?}", acts(&told));
    for text in [
        "The rise in catches was accompanied by a fall in prices in Peru and Chile.",
        "The draft was accompanied by a letter from Norway and the World Bank.",
        "Journalists from India and Nepal followed the proceedings from Delhi.",
    ] {
        assert_eq!(participations(&read_conference(text), CONFERENCE), [], "{text}");
    }
}

#[test]
fn a_body_has_no_day_in_its_name_and_a_programme_of_a_state_is_no_body() {
    let named = |text: &str| -> Vec<String> {
        body_events(&read_conference(text)).into_iter().map(|(body, ..)| body.to_owned()).collect()
    };
    assert_eq!(named("Ministers established the Nets Panel on Friday."), ["nets-panel"]);
    assert_eq!(named("Peru launched a Space Programme in 1999."), [""; 0]);
}

#[test]
fn what_is_extended_proposed_or_added_is_not_always_a_body() {
    let here = "Ministers met the Nets Committee and the Rescue Panel.";
    for text in [
        "The deadline was extended until 2015.",
        "The contract of the Executive Secretary was not renewed.",
        "The term of the chair was extended until 2015.",
        "The term of the Nets Committee's chair was extended until 2016.",
        "The work plan of the Nets Committee was extended until 2015.",
        "Peru proposed a date. Peru proposed a committee meeting in May. Peru proposed a fund manager.",
        "Peru proposed a team dinner, a panel discussion and a group photo.",
        "Peru proposed that a note be attached to the report and that a committee room be added to the building.",
        "The Nets Committee will also meet in June.",
        "The Nets Committee and the Rescue Panel were brought together in Lima.",
        "The Nets Committee and the Rescue Panel were united in a common purpose.",
        "The Nets Committee is known as the Voice of Fishers.",
        "The Nets Committee may be known as the Fishers Committee.",
        "The chair brought to a close the work of the Nets Committee at noon.",
        "Peru has a fund for reefs, in addition to its present functions.",
        "The road, which we set up with Peru, is long.",
    ] {
        assert_eq!(body_events(&read_conference(&format!("{here} {text}"))), [], "{text}");
    }
    let told = read_conference(&format!("{here} The Nets Committee will continue until noon and will also hear Peru."));
    assert!(body_events(&told).iter().all(|(_, kind, _)| *kind != "retasked"));
}

#[test]
fn a_term_that_others_extended_before_is_no_decision_of_the_meeting() {
    for text in [
        "The mandate of the Nets Committee was extended until 2010.",
        "The mandate of the Nets Committee was extended by the Second Conference.",
        "The mandate of the Nets Committee was renewed in 2011.",
        "The captain was charged with fraud.",
        "First, the room was cold. Secondly, it was late.",
        "\"We ask ourselves what to do,\" said Mr Leka, who comes from Tirana.",
        "While asking for patience, the clerk left.",
    ] {
        let told = read_conference(text);
        assert!(acts(&told).is_empty(), "{text}: {:?}", acts(&told));
    }
}

#[test]
fn letters_behind_a_name_are_not_always_short_for_it() {
    let text = "Ms Ana Flores (FLA), the Tuna Review Committee (UNHCR) and the Harbour Pilots Board (XQZ) came.";
    let told = read_conference(text);
    let short = |name: &str| values(&told, name, Property::AltLabel);
    assert!(short("tuna-review-committee").is_empty() && short("harbour-pilots-board").is_empty());
}

#[test]
fn an_organisation_that_the_text_only_speaks_of_is_not_whose_meeting_it_is() {
    let of_interpol = |title: &str| {
        let told = read(&format!(
            "{title}, Tbilisi, 3 May 2014\n\nThe workshop was held in Tbilisi on 3 May 2014. Interpol's notices were praised. Experts \
             thanked Interpol. The handbook of Interpol was found useful.",
        ));
        let whose = told.assertions.iter().filter(|a| {
            matches!(&a.fact, rapporteur::assertion::Fact::Property { property: Property::MeetingOf, value, .. }
                if format!("{value:?}").contains("interpol"))
        });
        whose.count()
    };
    assert_eq!(of_interpol("Regional workshop on lock gates"), 0);
    assert_eq!(of_interpol("Interpol workshop on lock gates"), 1);
}
