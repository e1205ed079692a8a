//! Reports, minutes and releases: which meeting they record, who came to it, and what their layout says of acts.

use rapporteur::assertion::{EntityId, Extraction, Fact, Property};

use super::{acts, meetings, participations, read, read_conference, slug, slugs, speech_acts, values};

/// Every participation: meeting, who, as what.
fn all(found: &Extraction) -> Vec<String> {
    let line = |fact: &Fact| match fact {
        Fact::Participation { context: id @ EntityId::Meeting { .. }, member, capacity, .. } => {
            Some(format!("{} {} {capacity}", slug(id), slug(member)))
        }
        _ => None,
    };
    let mut lines: Vec<String> = found.assertions.iter().filter_map(|a| line(&a.fact)).collect();
    lines.sort();
    lines
}

/// Who came to a meeting in a capacity, sorted.
fn as_what<'e>(found: &'e Extraction, meeting: &str, capacity: &str) -> Vec<&'e str> {
    let mut who: Vec<&str> =
        participations(found, meeting).into_iter().filter(|(_, c)| *c == capacity).map(|(who, _)| who).collect();
    who.sort_unstable();
    who
}

#[test]
fn a_letterhead_that_names_a_series_is_no_meeting_beside_the_numbered_one_below_it() {
    let found = read(
        "Coral Dialogue on Ports\nSixth Senior Officials Meeting\nSummary record\n\nNadi, Fiji, 20 May 2014\n\n\
         The CHAIR welcomed delegations from Tonga, Samoa and Vanuatu. She also welcomed the observers from France.\n",
    );
    assert_eq!(
        all(&found),
        [
            "senior-officials-meeting-6 france observer",
            "senior-officials-meeting-6 samoa member",
            "senior-officials-meeting-6 tonga member",
            "senior-officials-meeting-6 vanuatu member"
        ]
    );
    assert_eq!(values(&found, "senior-officials-meeting-6", Property::StartDate), ["2014-05-20"]);
    assert!(speech_acts(&found).is_empty(), "a greeting says nothing of the matter");
}

#[test]
fn those_who_gather_below_the_name_of_their_series_hold_the_meeting() {
    let found = read(
        "INLAND SEA TRADE DIALOGUE\n\nMinisterial Declaration\n\n1. We, the Ministers of Georgia, Romania and Turkey, meeting in \
         Batumi on 26 May 2011 at the invitation of the Government of Georgia,\n\n2. Reaffirm our determination to act.\n",
    );
    let lines = all(&found);
    for who in ["georgia", "romania", "turkiye"] {
        assert!(
            lines.iter().any(|l| l.starts_with("ministerial") && l.ends_with(&format!("{who} member"))),
            "{lines:?}"
        );
    }
}

#[test]
fn ministers_whose_body_stands_in_front_of_them_meet() {
    let found = read(
        "PORT UNION MINISTERS RESPONSIBLE FOR TRADE\nOUTCOME STATEMENT\n\n1. Port Union Ministers Responsible for Trade met in \
         Kigali, Rwanda, on 21 June 2022. The meeting was attended by Ministers and senior representatives from Ghana, Kenya \
         and Malta.\n",
    );
    let meeting = all(&found).first().map(|l| l.split(' ').next().unwrap_or_default().to_owned()).unwrap_or_default();
    assert!(meeting.starts_with("ministerial-conference"), "{:?}", all(&found));
    assert_eq!(as_what(&found, &meeting, "member"), ["ghana", "kenya", "malta"]);
}

#[test]
fn a_part_of_a_session_bears_its_number() {
    let found = read(
        "SAVANNA UNION\nTECHNICAL COMMITTEE ON LABOUR\nFOURTH SESSION\n\nREPORT OF THE MINISTERIAL MEETING\n\n1. The Ministerial \
         Meeting of the Fourth Session of the Technical Committee on Labour was held in Addis Ababa, Ethiopia, on 5 December \
         2019.\n\n2. The following Member States were represented: Chad, Kenya and Mali.\n",
    );
    let ids: std::collections::BTreeSet<String> =
        all(&found).iter().map(|l| l.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let id = ids.first().unwrap();
    assert_eq!(values(&found, id, Property::Ordinal), ["4"]);
    assert_eq!(values(&found, id, Property::StartDate), ["2019-12-05"]);
}

#[test]
fn a_conference_told_by_how_long_it_took_is_the_recorded_one() {
    let found = read(
        "Harbour chiefs met in Apia this week for the 18th Annual Conference of the Ocean Harbour Forum.\n\nThe four-day \
         conference, held from 13 to 16 June 2016 and hosted by Samoa, brought together delegates from Fiji, Tonga and Palau.\n",
    );
    let id = all(&found).first().map(|l| l.split(' ').next().unwrap_or_default().to_owned()).unwrap_or_default();
    assert_eq!(values(&found, &id, Property::Ordinal), ["18"]);
    assert_eq!(values(&found, &id, Property::EndDate), ["2016-06-16"]);
    assert_eq!(as_what(&found, &id, "member"), ["fiji", "palau", "tonga"]);
}

#[test]
fn a_session_of_its_own_owner_is_where_it_says() {
    let found = read_conference(
        "Ministers invited the Harbour Ministers Meeting to consider the plan at its meeting in Suva in November 2022.",
    );
    let told = meetings(&found);
    let ids: Vec<&str> = told.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["ministerial-conference-2022-11-suva", super::CONFERENCE]);
}

#[test]
fn a_delegation_is_made_up_of_those_who_are_named() {
    let found = read_conference(
        "The Georgian delegation included the Minister of Justice, Mr Ivan Beridze, and the Head of the Border Police, \
         General Levan Gelovani.",
    );
    assert_eq!(as_what(&found, super::CONFERENCE, "member"), ["georgia"]);
    let acting: Vec<&str> = found
        .assertions
        .iter()
        .flat_map(|a| match &a.fact {
            Fact::Participation { represented_by, .. } => slugs(represented_by),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(acting, ["ivan-beridze", "levan-gelovani"]);
}

#[test]
fn a_person_in_a_row_may_chair() {
    let found = read(
        "MINUTES OF THE THIRD MEETING OF THE REEF COMMITTEE\n\nAccra, 7 March 2019\n\nPresent:\nMr. Kwame Boateng (Ghana), Chair\n\
         Ms. Aissatou Diallo (Senegal)\nMs. Joke Adeyemi (Nigeria)\n\nApologies: Mali\n\n1. Opening\n\nThe Chair opened the \
         meeting.\n",
    );
    let chairs: Vec<String> = all(&found).into_iter().filter(|l| l.ends_with(" chair")).collect();
    assert_eq!(chairs.len(), 1, "{chairs:?}");
    assert!(chairs[0].contains("ghana") || chairs[0].contains("kwame"), "{chairs:?}");
    assert_eq!(all(&found).iter().filter(|l| l.ends_with(" member")).count(), 3, "{:?}", all(&found));
}

#[test]
fn an_office_and_a_state_behind_its_colon_is_an_election() {
    let found = read_conference(
        "The meeting elected the following Bureau:\n\nChairperson: Georgia\nFirst Vice-Chairperson: Kenya\nRapporteur: Ghana\n",
    );
    assert_eq!(as_what(&found, super::CONFERENCE, "chair"), ["georgia"]);
}

#[test]
fn presenters_stand_behind_each_by_and_in_front_of_what_they_showed() {
    let found = read_conference(
        "Presentations were given by Kenya and Ghana on ports, and by Malta on its ships. Presentations by Chad and Mali \
         illustrated different approaches.",
    );
    assert_eq!(as_what(&found, super::CONFERENCE, "presenter"), ["chad", "ghana", "kenya", "mali", "malta"]);
}

#[test]
fn who_is_invited_or_offers_to_hold_a_meeting_hosts_it() {
    let found = read_conference(
        "Ministers accepted the invitation of Kenya to hold the Fifth Ministerial Conference in Mombasa in 2015.",
    );
    assert_eq!(as_what(&found, "ministerial-conference-5", "host"), ["kenya"]);
    let found = read_conference("Ministers agreed to hold the Fifth Ministerial Conference in Mombasa in 2015.");
    assert!(as_what(&found, "ministerial-conference-5", "host").is_empty());
}

#[test]
fn words_that_number_what_is_resolved_count_the_items() {
    let found = read(
        "The delegations meeting in San Salvador on 21 July 2014 have agreed the following:\n\nFIRST: To urge the Government of \
         Kenya to mark its ports.\n\nSECOND: To request the Secretariat to report.\n",
    );
    let forces: Vec<&str> = acts(&found).iter().map(|a| a.0).collect();
    assert_eq!(forces, ["urge", "request"]);
}

#[test]
fn a_verb_alone_above_numbered_paragraphs_is_theirs() {
    let found = read(
        "THE MINISTERS OF PORTS OF THE LAKE UNION, gathered in Lima, Peru, on 3 May 2016,\n\nDECLARE:\n\n1. Their commitment to \
         safe ports.\n\n2. Their decision to establish a Network of Ports.\n\nAGREE:\n\n3. To request the Secretariat to prepare a \
         manual.\n\n4. To thank the Government of Peru.\n",
    );
    let forces: Vec<&str> = acts(&found).iter().map(|a| a.0).collect();
    assert_eq!(forces, ["commit", "decide", "request", "thank"]);
}

#[test]
fn items_below_action_points_are_to_be_done() {
    let found = read_conference(
        "Ministers adopted the plan.\n\nAction points\n- Kenya to nominate a focal point.\n- Ghana to circulate the budget.\n",
    );
    let told = acts(&found);
    assert_eq!(told.iter().map(|a| a.0).collect::<Vec<_>>(), ["adopt", "direct", "direct"], "{told:?}");
}

#[test]
fn they_are_several_and_not_the_state_that_spoke_before() {
    let found =
        read_conference("Ministers adopted the plan. Kenya thanked Ghana. They urged States to ratify the Protocol.");
    let urge = speech_acts(&found).into_iter().find(|a| a.force == "urge").map(|a| slugs(&a.issued_by));
    assert_eq!(urge, Some(vec!["ministers"]));
}

#[test]
fn those_who_gathered_agreed_as_the_numbered_paragraphs_say() {
    let found = read(
        "The Vice-Ministers of Peru, Chile and Ecuador, gathered in Lima, Peru, on 4 December 2009,\n\nAgreed as follows:\n\n\
         1. To thank Chile for its report.\n\n2. To request the Secretariat to circulate it.\n",
    );
    let forces: Vec<&str> = acts(&found).iter().map(|a| a.0).collect();
    assert_eq!(forces, ["thank", "request"]);
}

#[test]
fn who_is_represented_by_observers_observes() {
    let found = read_conference("Kenya and Ghana attended. IOM and UNICEF were represented by observers.");
    assert_eq!(as_what(&found, super::CONFERENCE, "observer"), ["iom", "unicef"]);
    assert_eq!(as_what(&found, super::CONFERENCE, "member"), ["ghana", "kenya"]);
}
