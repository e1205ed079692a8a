//! Meetings beside the one that a text records: told in their own sentences, and with what is said of them.

use rapporteur::assertion::{Property, Status};

use super::{CONFERENCE, acts, meetings, participations, read, read_conference, values};

#[test]
fn a_preparatory_meeting_has_its_place_and_its_chair_and_lends_neither() {
    let found = read_conference(
        "The Conference was preceded by a meeting of senior officials, which was held at the same venue on 18 April 2013 under \
         the chairmanship of Ms Ayla Dalga of Turkey.",
    );
    let officials = "senior-officials-meeting-2013-04-istanbul";
    assert_eq!(values(&found, officials, Property::Location), ["istanbul"]);
    assert_eq!(participations(&found, officials), [("turkiye", "chair")]);
    assert_eq!(participations(&found, CONFERENCE), []);
}

#[test]
fn it_is_the_meeting_that_opens_the_sentence_before() {
    let found = read_conference(
        "\n\nAn expert meeting on buoys was convened in Tbilisi on 7 March 2012. It was attended by Armenia and Georgia, and \
         chaired by Mr Levan Beridze of Georgia.",
    );
    let here = participations(&found, "expert-meeting-2012-03-tbilisi");
    assert!(here.contains(&("armenia", "member")) && here.contains(&("georgia", "chair")), "{here:?}");
    assert_eq!(participations(&found, CONFERENCE), []);
}

#[test]
fn place_and_date_may_stand_in_front_of_a_meeting_or_in_a_clause_behind_it() {
    let found = read_conference(
        "Ministers decided to convene, in Yerevan in June 2014, a workshop on lock gates. They looked forward to the Fifth \
         Ministerial Conference, which Armenia and Georgia plan to hold in Tbilisi in 2016. They agreed to organise a seminar on \
         pilot boats in Baku in the spring of 2015.",
    );
    assert_eq!(values(&found, "workshop-2014-06-yerevan", Property::Location), ["yerevan"]);
    assert_eq!(values(&found, "ministerial-conference-5", Property::Location), ["tbilisi"]);
    assert_eq!(values(&found, "ministerial-conference-5", Property::StartDate), ["2016"]);
    assert!(meetings(&found).iter().any(|(slug, _)| slug.starts_with("workshop-2015") && slug.ends_with("baku")));
    // a workshop on what happens in a town need not be there
    let about = read_conference(
        "Ministers discussed a workshop on the floods in Baku and a seminar on the situation in Tbilisi.",
    );
    assert!(!meetings(&about).iter().any(|(slug, _)| slug.ends_with("baku") || slug.ends_with("tbilisi")));
}

#[test]
fn a_number_may_follow_the_noun_or_be_told_beside_it() {
    let found = read(
        "The Third Senior Officials' Meeting of the Budapest Process took place in Istanbul on 19 April 2013. Armenia offered to \
         host SOM IV in Yerevan in May 2014.",
    );
    assert_eq!(values(&found, "senior-officials-meeting-4", Property::Location), ["yerevan"]);
    let told = read(
        "Senior officials responsible for locks met in Tbilisi, Georgia, on 3 May 2014. The meeting, the sixth of its kind, was \
         chaired by Ms Nino Beridze of Georgia.",
    );
    assert!(
        told.assertions
            .iter()
            .any(|a| format!("{:?}", a.fact).contains("Ordinal") && format!("{:?}", a.fact).contains('6'))
    );
}

#[test]
fn a_council_with_a_number_is_a_meeting_where_it_is_opened_or_held() {
    let found = read(
        "Fisheries ministers ended a two-day meeting in Suva, Fiji, on 14 March 2019.\n\nThe 9th Reef Fisheries Council was opened \
         by the President of Fiji. Kiribati, Samoa and Tonga attended.",
    );
    let held: Vec<_> = meetings(&found).into_iter().collect();
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(values(&found, held[0].0, Property::Ordinal), ["9"]);
    assert_eq!(values(&found, held[0].0, Property::Location), ["suva"]);
    // a committee with a number is no meeting
    let none = read_conference("They thanked the Second Technical Committee of the Union for its report.");
    assert_eq!(meetings(&none).into_iter().collect::<Vec<_>>(), [(CONFERENCE, Status::Done)]);
}

#[test]
fn officials_who_prepare_a_conference_do_not_hold_it() {
    let found = read(
        "Senior officials from Armenia and Georgia met in Yerevan on 3 May 2014 to prepare the Third Ministerial Conference of the \
         Budapest Process. They agreed on the agenda.",
    );
    assert_eq!(values(&found, "ministerial-conference-3", Property::StartDate), [""; 0]);
    assert!(meetings(&found).iter().any(|(slug, _)| slug.starts_with("senior-officials-meeting")));
}

#[test]
fn the_conference_that_an_assembly_convenes_is_not_its_own_session() {
    let found = read(
        "Resolution adopted by the General Assembly on 20 December 2017\n\nThe General Assembly,\n\nRecalling its resolution 70/1,\n\n\
         1. Decides to convene, in Tbilisi in June 2018, a high-level conference on locks;\n\n2. Welcomes the offer of the Government \
         of Georgia to host the conference;\n",
    );
    let hosts: Vec<_> =
        meetings(&found).into_iter().filter(|(slug, _)| !participations(&found, slug).is_empty()).collect();
    assert_eq!(hosts.len(), 1, "{hosts:?}");
    assert_eq!(values(&found, hosts[0].0, Property::Location), ["tbilisi"]);
}

#[test]
fn those_who_run_or_watch_a_meeting_are_told_in_many_ways() {
    let found = read(
        "At the invitation of the Government of Georgia, the Ministers of Ports of Armenia and Azerbaijan gathered in Tbilisi on 3 \
         May 2014 for their second meeting. Norway sent observers, as did the World Bank. The International Labour Organization \
         was invited and attended.",
    );
    let meeting = meetings(&found).into_iter().find(|(_, status)| *status == Status::Done).unwrap().0;
    let here = participations(&found, meeting);
    for wanted in [("georgia", "host"), ("norway", "observer"), ("world-bank", "observer"), ("ilo", "member")] {
        assert!(here.contains(&wanted), "{wanted:?} of {here:?}");
    }
    let planned =
        read_conference("The Fifth Ministerial Conference is scheduled for 2015 in Tbilisi. Georgia will act as host.");
    assert_eq!(participations(&planned, "ministerial-conference-5"), [("georgia", "host")]);
}

#[test]
fn subjects_are_found_behind_what_opens_a_sentence_and_in_front_of_adverbs() {
    let found = read_conference(
        "\n\nIn her closing remarks the Chair thanked all delegations. After an exchange of views members agreed to revise the \
         charter. Ministers resolved to meet every year.\n\nThe Ministers also:\n\n- created the Buoy Fund;\n- asked the IMO to \
         print the chart.\n",
    );
    let said: Vec<(&str, &str)> = acts(&found).iter().map(|(force, _, text)| (*force, *text)).collect();
    assert!(said.contains(&("thank", "all delegations")), "{said:?}");
    assert!(
        said.iter().any(|(force, text)| *force == "undertake" && text.starts_with("to meet every year")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|(force, _)| *force == "decide") && said.iter().any(|(force, _)| *force == "request"),
        "{said:?}"
    );
}

#[test]
fn what_another_one_did_is_no_part_of_a_promise() {
    let found = read_conference(
        "Georgia pledged to run a course next year, and the Harbour Commission made 75,000 euros available. Ministers invited \
         Armenia, the Sudan and Yemen to send charts. They authorised the Secretariat to sign.",
    );
    let said = acts(&found);
    assert!(said.iter().any(|(_, _, text)| *text == "to run a course next year"), "{said:?}");
    assert!(said.iter().any(|(force, to, _)| *force == "request" && to.len() == 3), "{said:?}");
    assert!(said.iter().any(|(force, to, _)| *force == "decide" && *to == ["secretariat"]), "{said:?}");
    // how many points there are says nothing yet, and the place of a text is no decision
    let empty = read_conference("They agreed on three points.\n\nAdopted at Istanbul on 19 April 2013.");
    assert_eq!(acts(&empty), []);
}

#[test]
fn towns_with_their_dates_in_brackets_are_a_meeting_each() {
    let found =
        read_conference("Earlier workshops were held in Marrakesh (2010), The Hague (2011) and Tunis (October 2012).");
    let all: Vec<&str> =
        meetings(&found).into_iter().map(|(slug, _)| slug).filter(|s| s.starts_with("workshop")).collect();
    assert_eq!(all, ["workshop-2010-marrakesh", "workshop-2011-the-hague", "workshop-2012-10-tunis"]);
}

#[test]
fn that_meeting_is_the_one_named_last() {
    let found = read_conference(
        "Ministers requested the World Bank to convene a follow-up meeting on ferries in 2015. Georgia offered to host that \
         meeting in Tbilisi.",
    );
    let others: Vec<&str> = meetings(&found).into_iter().map(|(slug, _)| slug).filter(|s| *s != CONFERENCE).collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(values(&found, others[0], Property::Location), ["tbilisi"]);
}

#[test]
fn a_headline_about_talks_is_about_the_numbered_meeting_that_its_first_sentence_closes() {
    let found = read(
        "Experts Wrap Up Two Days of Talks in Suva\n\nSUVA, Fiji, March 15, 2018 -- Officials from 19 countries concluded the \
         fourth plenary meeting of the Working Group on Reefs today.\n\nIt was co-chaired by Tonga and Samoa.\n",
    );
    let all: Vec<&str> = meetings(&found).into_iter().map(|(slug, _)| slug).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(values(&found, all[0], Property::Ordinal), ["4"]);
    assert_eq!(values(&found, all[0], Property::Location), ["suva"]);
    assert_eq!(participations(&found, all[0]), [("tonga", "co-chair"), ("samoa", "co-chair")]);
}

#[test]
fn who_presented_at_which_meeting_is_told_in_its_clause() {
    let found = read_conference(
        "Ministers noted the workshop on lock gates, at which Armenia and Georgia presented their plans, and a seminar on buoys, \
         to be organised by Norway together with Poland.",
    );
    let all: Vec<_> = meetings(&found).into_iter().map(|(slug, _)| slug).collect();
    let of = |kind: &str| *all.iter().find(|slug| slug.contains(kind)).unwrap_or_else(|| panic!("{kind}: {all:?}"));
    assert_eq!(participations(&found, of("lock")), [("armenia", "presenter"), ("georgia", "presenter")]);
    assert_eq!(participations(&found, of("buoys")), [("norway", "organiser"), ("poland", "co-organiser")]);
    assert_eq!(participations(&found, CONFERENCE), []);
}

#[test]
fn the_meeting_that_will_be_held_is_the_one_that_the_sentence_has_named() {
    let found = read_conference(
        "Ministers welcomed the offer of Georgia to host the Fifth Ministerial Conference, and decided that the meeting would be \
         held in Tbilisi in May 2015.",
    );
    assert_eq!(values(&found, "ministerial-conference-5", Property::Location), ["tbilisi"]);
    assert_eq!(values(&found, "ministerial-conference-5", Property::StartDate), ["2015-05"]);
    assert_eq!(meetings(&found).len(), 2);
}

#[test]
fn a_release_is_about_the_meeting_of_its_headline_which_the_sentences_below_name_and_date() {
    let found = read(
        "PRESS RELEASE\n9 May 2018\n\nTbilisi conference agrees on safer lock gates\n\nThe two-day Tbilisi Conference on the \
         Safety of Lock Gates, hosted by the Ministry of Transport, ended yesterday with an agreement.\n\nThe conference, which \
         took place on 7 and 8 May, was attended by Armenia and Georgia. Norway and Poland attended as observers.\n",
    );
    let all = meetings(&found);
    assert_eq!(all.len(), 1, "{all:?}");
    let slug = all.first().unwrap().0;
    assert_eq!(values(&found, slug, Property::StartDate), ["2018-05-07"]);
    assert_eq!(values(&found, slug, Property::EndDate), ["2018-05-08"]);
    let here = participations(&found, slug);
    assert!(here.contains(&("armenia", "member")) && here.contains(&("norway", "observer")), "{here:?}");
}

#[test]
fn the_session_whose_day_stands_in_the_head_is_recorded_and_not_the_one_that_made_the_group() {
    let found = read(
        "LOCK CONSULTATIONS\nAd Hoc Group on Small Boats\nTbilisi, 3 November 2016\n\nSUMMARY\n\nThe Ad Hoc Group on Small Boats, \
         created by the Ministers at their Fifth Meeting in Yerevan on 28 June 2016, held its first session on 3 November 2016 in \
         Tbilisi. Delegations from Armenia and Poland took part.\n",
    );
    let (first, fifth): (Vec<_>, Vec<_>) = meetings(&found).into_iter().partition(|(slug, _)| slug.ends_with("-1"));
    assert_eq!(participations(&found, first[0].0), [("armenia", "member"), ("poland", "member")]);
    assert!(fifth.iter().all(|(slug, _)| participations(&found, slug).is_empty()), "{fifth:?}");
}
