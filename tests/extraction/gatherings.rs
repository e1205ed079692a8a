//! How meetings are named: by number, year, place, who meets, what comes before and after; one meeting is one thing.

use rapporteur::assertion::{EntityClass, Extraction, Fact, Property, Status, Value};

use super::{meetings, read, read_conference, slug, values};

/// Kind, ordinal, first day, last day and place of each meeting, by the first day.
fn told(found: &Extraction) -> Vec<String> {
    let mut out = Vec::new();
    for entity in found.entities.values().filter(|e| e.class == EntityClass::Meeting) {
        let mut line = vec![entity.kind.clone().unwrap_or_default()];
        for property in [Property::Ordinal, Property::StartDate, Property::EndDate, Property::Location] {
            let mut stated = values(found, slug(&entity.id), property);
            stated.dedup();
            line.push(stated.join("/"));
        }
        out.push(line.join(" ").split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out.sort();
    out
}

#[test]
fn title_header_and_sentence_speak_of_one_meeting() {
    for text in [
        "THE SEVENTEENTH MEETING OF THE CORAL REEF COMMISSION\nNadi, Fiji, 3-5 May 2011\n\nCOMMUNIQUÉ\n\n\
         1. The Seventeenth Meeting of the Coral Reef Commission was held in Nadi, Fiji, from 3 to 5 May 2011. The \
         Meeting was opened by the Prime Minister of Fiji.",
        "The Coral Reef Commission convened its seventeenth meeting in Nadi, Fiji, on May 3-5, 2011. The meeting was brief.",
    ] {
        assert_eq!(told(&read(text)), ["conference 17 2011-05-03 2011-05-05 nadi"], "{text}");
    }
}

#[test]
fn who_meets_gives_the_kind() {
    for (text, kind) in [
        ("The Meeting of Caribbean Health Ministers was held in Bridgetown on 3 May 2011.", "ministerial-conference"),
        ("The Heads of Government of Kenya and Ghana held their Third Meeting in Accra on 3 May 2011.", "summit"),
        (
            "We, the Ministers of Kenya and Ghana, met in Accra on 3 May 2011 for the Regional Conference on Ports.",
            "ministerial-conference",
        ),
        ("The 12th SOM of the Budapest Process was convened in Ankara on 8.6.2004.", "senior-officials-meeting"),
        ("The third Meeting of the Working Group on Ports was held in Accra on 3 May 2011.", "body-meeting"),
        ("An urgent meeting of legal experts was held in Accra on 3 May 2011.", "expert-meeting"),
    ] {
        assert_eq!(told(&read(text))[0].split(' ').next(), Some(kind), "{text}");
    }
}

#[test]
fn different_meetings_of_a_series_stay_apart() {
    let found = read(
        "The Twentieth Lagoon Forum was held in Suva, Fiji, on 10-11 July 1999. It followed up decisions of the 1998 \
         Lagoon Forum. Samoa had hosted the 19th Lagoon Forum in Apia in 1998. The Reef Finance Summit noted them. The \
         Forum accepted the offer of Tonga to host the Twenty-First Lagoon Forum in Nuku'alofa in 2000.",
    );
    assert_eq!(
        told(&found),
        [
            "conference 19 1998 apia",
            "conference 20 1999-07-10 1999-07-11 suva",
            "conference 21 2000 nukualofa",
            "summit"
        ]
    );
}

#[test]
fn years_and_places_of_a_list_go_to_their_meetings() {
    let found = read(
        "The first, second and third meetings of the Lagoon Forum, held in Porto in 2003, in Lima, Peru, in 2007 and in \
         Oldport, Kenya, in 2008, respectively, were useful.",
    );
    assert_eq!(told(&found), ["conference 1 2003 porto", "conference 2 2007 lima", "conference 3 2008 oldport"]);
    let found = read(
        "The 1st and 2nd Lagoon Forums were held in Manila and Bali in 2003 and 2004, and the third in Dhaka in 2011.",
    );
    assert_eq!(told(&found), ["conference 1 2003 manila", "conference 2 2004 bali", "conference 3 2011 dhaka"]);
}

#[test]
fn one_day_and_place_of_several_meetings_are_those_of_each() {
    let found = read("Leaders looked forward to the 40th and 41st Lagoon Summits in Suva on 3 May 2012.");
    assert_eq!(told(&found), ["summit 40 2012-05-03 2012-05-03 suva", "summit 41 2012-05-03 2012-05-03 suva"]);
}

#[test]
fn a_town_that_no_table_knows_is_a_place_of_its_state() {
    let found = read("The Fourth Lagoon Forum was held in Newreef, Samoa, on 3 May 2011.");
    assert_eq!(told(&found), ["conference 4 2011-05-03 2011-05-03 newreef"]);
    assert_eq!(values(&found, "newreef", Property::ContainedInPlace), ["samoa"]);
}

#[test]
fn parts_of_a_meeting_make_one_span() {
    let found =
        read("The Working Group's third meeting, in Colombo on 10–11 June and 3 July 2012, was chaired by Sri Lanka.");
    assert_eq!(told(&found), ["conference 3 2012-06-10 2012-07-03 colombo"]);
}

#[test]
fn a_resolution_tells_of_the_session_that_adopted_it() {
    let found = read(
        "A/RES/61/12\n\nResolution adopted by the General Assembly on 4 December 2006\n\nThe General Assembly,\n\nRecalling its work,\n",
    );
    assert_eq!(told(&found), ["conference 2006-12-04 2006-12-04"]);
    assert_eq!(found.primary_topics.len(), 1);
}

#[test]
fn what_people_will_do_next_is_planned() {
    for (text, next) in [
        ("Ministers will next meet in Manila in 2015.", "ministerial-conference 2015 manila"),
        (
            "The Fifth Ministerial Conference is scheduled for 2015, with dates to be determined.",
            "ministerial-conference 5 2015",
        ),
        ("The meeting proposed to be held in Lima would be small.", "conference lima"),
        (
            "They looked forward to the second Dialogue on Ports, to be held in Lima from 30 June to 2 July 2014.",
            "expert-meeting 2 2014-06-30 2014-07-02 lima",
        ),
    ] {
        let found = read_conference(text);
        assert_eq!(told(&found).iter().filter(|t| !t.contains("2013")).collect::<Vec<_>>(), [next], "{text}");
        assert!(
            meetings(&found).iter().any(|(_, status)| matches!(status, Status::Planned | Status::Proposed)),
            "{text}"
        );
    }
}

#[test]
fn talk_offices_and_results_are_no_meetings() {
    for text in [
        "They called for a broader dialogue on lagoon governance.",
        "The Forum Secretariat and Dialogue Partners were thanked.",
        "Ministers endorsed a Reef Bond Forum.",
        "They told a press conference that they agreed.",
        "Regular meetings of port directors are useful.",
    ] {
        assert_eq!(told(&read_conference(text)), ["ministerial-conference 4 2013-04-19 2013-04-19 istanbul"], "{text}");
    }
}

#[test]
fn a_headline_and_the_numbered_meeting_of_its_text_are_one() {
    let found = read(
        "MEDIA RELEASE\n\n12 May 2016\n\nREGIONAL MEETING ON LAGOON PORTS CONCLUDES IN SUVA\n\nSenior officials from \
         12 countries met in Suva on 11 and 12 May 2016 for the Fourth Meeting of the Ad Hoc Group of the Reef Process \
         on Lagoon Ports.\n\nOfficials agreed to establish a support office.",
    );
    assert_eq!(told(&found), ["body-meeting 4 2016-05-11 2016-05-12 suva"]);
}

#[test]
fn the_subject_of_a_meeting_ends_where_its_place_begins() {
    for (text, told_of_it) in [
        (
            "They thanked China for hosting the seminar on reef repair in Kunming in May 2016.",
            "workshop 2016-05 kunming",
        ),
        (
            "They agreed to convene the 15th Reef Forum on Ports in Manila in 2017.",
            "ministerial-conference 15 2017 manila",
        ),
    ] {
        let found = told(&read_conference(text));
        assert!(found.iter().any(|t| t == told_of_it), "{text}: {found:?}");
    }
}

#[test]
fn a_heading_on_the_next_meeting_and_the_text_below_it_are_one() {
    let found = read(
        "MEETING OF CARIBBEAN PORT MINISTERS\nBRIDGETOWN, BARBADOS, 4-6 MAY 1999\n\nCOMMUNIQUE\n\n1. Caribbean Port \
         Ministers met in Bridgetown, Barbados, from 4 to 6 May 1999.\n\nDate and place of next meeting\n\n2. Ministers \
         accepted with gratitude the invitation of the Government of Ghana to hold their next meeting in Accra in 2001.",
    );
    assert_eq!(
        told(&found),
        ["ministerial-conference 1999-05-04 1999-05-06 bridgetown", "ministerial-conference 2001 accra"]
    );
}

#[test]
fn a_meeting_of_vice_ministers_is_of_the_conference_that_they_belong_to() {
    let found = read(
        "REPORT\n\nNinth Meeting of the Vice-Ministers of the Conference on Lagoons\nPanama City, 20-21 May 2004\n\n\
         The Vice-Ministers noted the report.",
    );
    assert_eq!(told(&found), ["ministerial-conference 9 2004-05-20 2004-05-21 panama-city"]);
    assert_eq!(values(&found, "ministerial-conference-9", Property::MeetingOf), ["conference-on-lagoons"]);
}

#[test]
fn a_meeting_of_the_parties_is_read_with_its_convention_days_and_place() {
    let found = read_conference(
        "They noted the Eighth Meeting of the Conference of the Parties to the Lagoon Convention, in Oldport from 18 to 26 \
         November 2002.",
    );
    let all = told(&found);
    assert!(all.iter().any(|t| t == "conference 8 2002-11-18 2002-11-26 oldport"), "{all:?}");
}

#[test]
fn a_world_summit_is_no_meeting_of_the_organ_that_recalls_it() {
    let found = read(
        "Resolution adopted by the General Assembly on 23 December 2003\n\nThe General Assembly,\n\nReaffirming the Plan \
         of the World Summit on Lagoon Ports, held in Accra from 26 August to 4 September 2002,\n\n1. Takes note of the \
         report.",
    );
    assert!(told(&found).contains(&"summit 2002-08-26 2002-09-04 accra".to_owned()), "{:?}", told(&found));
    assert!(values(&found, "summit-2002-08-accra", Property::MeetingOf).is_empty());
}

#[test]
fn a_state_in_brackets_behind_the_town_is_its_state_and_the_days_follow() {
    let found = read(
        "LAKE VOLTA COMMISSION\n\nSixth meeting, Lomé (Togo), 12 and 13 May 2015\n\nCOMMUNIQUE\n\nThe Commission met for the sixth \
         time in Lomé on 12 and 13 May 2015. Ghana and Benin took part.\n",
    );
    assert_eq!(meetings(&found).len(), 1);
    assert_eq!(values(&found, "conference-6", Property::StartDate)[0], "2015-05-12");
}

#[test]
fn another_council_or_assembly_is_not_that_of_the_united_nations() {
    let found = read(
        "The Peace and Security Council of the Lake Union, at its 12th meeting held in Lima on 3 May 2010, adopted the following \
         decision:\n\n1. Takes note of the report.\n",
    );
    assert!(!found.entities.keys().any(|id| slug(id).starts_with("un-")), "{:?}", found.entities.keys());
    let found = read(
        "LAKE COUNCIL\nGENERAL ASSEMBLY\n\nTWELFTH REGULAR SESSION\nMay 3 to 5, 2010\nLima, Peru\n\nTHE GENERAL ASSEMBLY,\n\n\
         RECALLING resolution 4, adopted in Quito on June 5, 2008;\n\nRESOLVES:\n\n1. To request the Secretariat to report.\n",
    );
    assert!(!found.entities.keys().any(|id| slug(id).starts_with("un-")), "{:?}", found.entities.keys());
    assert_eq!(values(&found, "conference-12", Property::StartDate), ["2010-05-03"]);
}

#[test]
fn those_who_meet_somewhere_hold_no_other_meeting_and_a_weekday_is_no_subject() {
    let found = read(
        "We, the Ministers of Ports of Peru and Chile;\n\nMeeting in Quito on 4 May 2012 at the Third Lake Forum, hosted by \
         Ecuador;\n\nRecalling the First Lake Forum (Lima, 2008);\n\nAgree as follows:\n\n1. The meeting on Monday will be short.\n",
    );
    let all: Vec<_> = meetings(&found).into_iter().map(|(id, _)| id).collect();
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(found.assertions.iter().any(|a| matches!(
        &a.fact,
        Fact::Property { property: Property::StartDate, value: Value::Date(d), .. } if d.year == Some(2008)
    )));
}

#[test]
fn a_conference_that_sits_at_its_session_is_the_body_and_rounds_are_counted_apart() {
    let found = read(
        "The Conference of Ministers of Ports, at its fifth session held in Quito from 4 to 6 May 2012, adopted the following \
         decisions:\n\n1. Welcomes the second round of negotiations on a ferry treaty, held in Lima in August 2011.\n",
    );
    let all: Vec<_> = meetings(&found).into_iter().map(|(id, _)| id).collect();
    assert_eq!(all, ["conference-5", "expert-meeting-2"]);
    assert_eq!(values(&found, "expert-meeting-2", Property::MeetingOf), Vec::<String>::new());
}

#[test]
fn who_gives_money_hosts_or_helps_is_not_whose_meeting_it_is() {
    let found = read(
        "International Conference in Support of the Lake Isles\nOslo, 24 February 2017\n\nOn 24 February 2017 the governments of \
         Norway and Peru, together with the World Bank, hosted the Oslo Humanitarian Conference on the Lake Isles. It was organised \
         with the support of the World Bank.\n\nThe following pledges were made:\n\n- World Bank: USD 3 million\n- UNDP: USD 1 \
         million\n\nThe World Bank gave USD 3 million. The World Bank said it would give USD 1 million more.\n",
    );
    let all: Vec<_> = meetings(&found).into_iter().map(|(id, _)| id).collect();
    assert_eq!(all, ["conference-2017-02-oslo"], "the title and the first sentence tell of one");
    assert_eq!(values(&found, all[0], Property::MeetingOf), ["international-conference-in-support-of-the-lake-isles"]);
    assert_eq!(super::participations(&found, all[0]), [("norway", "host"), ("peru", "host"), ("world-bank", "host")]);
}

#[test]
fn a_report_on_the_work_of_a_session_is_no_other_meeting() {
    let found = read(
        "Convention on Lakes\nConference of the Parties\nFourth meeting\nLima, 11–15 June 2012\n\nREPORT OF THE CONFERENCE OF THE \
         PARTIES ON THE WORK OF ITS FOURTH MEETING\n\n1. The fourth meeting of the Conference of the Parties to the Convention on \
         Lakes was held in Lima from 11 to 15 June 2012.\n",
    );
    assert_eq!(meetings(&found).len(), 1, "{:?}", meetings(&found));
}

#[test]
fn who_organises_is_no_meeting_and_the_last_noun_of_a_name_counts() {
    let found = read(
        "Regional Workshop on Ferries\nLima, 5 March 2014\n\nOrganised by the Isles Labour Dialogue.\n\nThe Twenty-fifth Harbour \
         Dialogue Partners' Meeting was held on 6 September 2013. The Dialogue was chaired by Ms Ana Vega, Minister of Ports of \
         Peru.\n",
    );
    let all: Vec<_> = meetings(&found).into_iter().map(|(id, _)| id).collect();
    assert_eq!(all.len(), 2, "{all:?}");
    let dialogue = all.iter().find(|id| id.contains("25")).unwrap();
    assert_eq!(super::participations(&found, dialogue), [("peru", "chair")]);
}

#[test]
fn their_next_session_is_that_of_those_who_ask_and_how_often_they_met_is_its_number() {
    let found = read(
        "Isles Health Partnership\nSteering Committee – fourteenth meeting\nLima (Peru), 6 and 7 February 2018\n\nThe Steering \
         Committee of the Isles Health Partnership met for the fourteenth time, in Lima on 6 and 7 February 2018. Peru and Chile took \
         part.\n",
    );
    assert_eq!(meetings(&found).len(), 1, "{:?}", meetings(&found));
    let found = read(
        "The Seventh Ministerial Session of the Harbour Council was held in Lima on 6 May 2018. Ministers renewed the Working Group \
         on Fires and asked it to report to their Eighth Session.\n",
    );
    let owned = |id: &str| values(&found, id, Property::MeetingOf).iter().any(|of| of.contains("working-group"));
    assert!(
        !meetings(&found).is_empty() && meetings(&found).iter().all(|(id, _)| !owned(id)),
        "{:?}",
        meetings(&found)
    );
}
