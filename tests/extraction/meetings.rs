//! Which meetings a text names, when and where they were, and whether they took place.

use rapporteur::assertion::{Fact, Property, Status};

use super::{CONFERENCE, meetings, participations, read, read_conference, values};

#[test]
fn a_meeting_has_its_number_series_place_and_dates_as_precise_as_the_text() {
    for (dates, start, end) in [
        ("on 19 and 20 April 2013", "2013-04-19", Some("2013-04-20")),
        ("from 30 April to 2 May 2013", "2013-04-30", Some("2013-05-02")),
        ("on 19 April 2013", "2013-04-19", Some("2013-04-19")),
        ("in April 2013", "2013-04", None),
    ] {
        let found =
            read(&format!("The Fourth Ministerial Conference of the Budapest Process was held in Istanbul {dates}."));
        assert_eq!(values(&found, CONFERENCE, Property::StartDate), [start]);
        assert_eq!(values(&found, CONFERENCE, Property::EndDate), end.into_iter().collect::<Vec<_>>());
        assert_eq!(values(&found, CONFERENCE, Property::Location), ["istanbul"]);
        assert_eq!(values(&found, CONFERENCE, Property::Ordinal), ["4"]);
        assert_eq!(values(&found, CONFERENCE, Property::MeetingOf), ["budapest-process"]);
        assert_eq!(meetings(&found).into_iter().collect::<Vec<_>>(), [(CONFERENCE, Status::Done)]);
    }
}

#[test]
fn the_header_and_the_text_each_make_their_claim_and_the_header_lends_the_year() {
    let found = read(
        "Fourth Ministerial Conference of the Budapest Process\nDate: 19 April 2013\nLocation: Istanbul, Turkey\n\n\
         The Fourth Ministerial Conference of the Budapest Process was held in Ankara, Turkey, on 20 April.\n",
    );
    assert_eq!(values(&found, CONFERENCE, Property::StartDate), ["2013-04-19", "2013-04-20"]);
    assert_eq!(values(&found, CONFERENCE, Property::Location), ["istanbul", "ankara"]);
    let completed = found.assertions.iter().find_map(|assertion| match &assertion.fact {
        Fact::Property { property: Property::StartDate, completed: true, .. } => Some(assertion.evidence.len()),
        _ => None,
    });
    assert!(completed.is_some_and(|passages| passages > 1), "the passage that gave the year is cited too");
}

#[test]
fn each_workshop_of_a_set_has_its_host_place_date_and_subject() {
    let found = read_conference(
        "Two workshops were held in 2012. The first, hosted by Armenia in Yerevan on 5-6 March 2012, was on document \
         security. The second, hosted by Georgia in Tbilisi in May 2012, was on labour migration.",
    );
    let (first, second) = ("workshop-2012-03-armenia", "workshop-2012-05-georgia");
    assert_eq!(participations(&found, first), [("armenia", "host")]);
    assert_eq!(participations(&found, second), [("georgia", "host")]);
    assert_eq!(values(&found, first, Property::EndDate), ["2012-03-06"]);
    assert_eq!(values(&found, first, Property::Description), ["document security"]);
    assert_eq!(values(&found, second, Property::Location), ["tbilisi"]);
    assert_eq!(values(&found, second, Property::Description), ["labour migration"]);
}

#[test]
fn planned_and_offered_meetings_are_not_told_as_held_and_denied_and_weighed_ones_not_at_all() {
    let found = read_conference(
        "The Fifth Ministerial Conference will be held in Tbilisi, Georgia, in May 2015. Armenia offered to host a \
         workshop on visa fraud. No further meeting was planned. Ministers discussed whether to hold another Senior \
         Officials' Meeting in 2014.",
    );
    let told: Vec<_> = meetings(&found).into_iter().collect();
    assert_eq!(
        told,
        [
            (CONFERENCE, Status::Done),
            ("ministerial-conference-5", Status::Planned),
            ("workshop-offered-armenia", Status::Offered)
        ]
    );
    assert_eq!(values(&found, "ministerial-conference-5", Property::StartDate), ["2015-05"]);
    assert_eq!(participations(&found, "workshop-offered-armenia"), [("armenia", "host")]);
}
