//! Acts that answer earlier ones, and by when something is to be done.

use rapporteur::assertion::{Extraction, Fact, Property, SpeechAct};

use super::{date_printed, read, read_conference, slugs, speech_acts, values};

/// For each act that answers something: its verb, the meetings, the words of the mandates.
fn answers(found: &Extraction) -> Vec<(&str, Vec<&str>, Vec<&str>)> {
    let told = |index: &usize| match &found.assertions[*index].fact {
        Fact::Act(act) => act.text.as_str(),
        _ => "",
    };
    let open = |act: &&SpeechAct| !act.follows_up.is_empty() || !act.follows_up_acts.is_empty();
    let acts = speech_acts(found).into_iter().filter(open);
    acts.map(|act| (act.verb.as_str(), slugs(&act.follows_up), act.follows_up_acts.iter().map(told).collect()))
        .collect()
}

/// By when each act is to be done.
fn due(found: &Extraction) -> Vec<Option<String>> {
    speech_acts(found).into_iter().map(|act| act.due.as_ref().map(|due| date_printed(&due.date))).collect()
}

#[test]
fn an_act_answers_the_meeting_whose_decision_it_names() {
    let found = read_conference(
        "Pursuant to the decision taken at the Third Ministerial Conference, Ministers adopted a list of berths. In response to \
         the request of the Second Ministerial Conference, the Secretariat recommended that fees be published. Ministers recalled \
         their decision at the Third Ministerial Conference to share charts.",
    );
    assert_eq!(
        answers(&found),
        [
            ("adopted", vec!["ministerial-conference-3"], vec![]),
            ("recommended that", vec!["ministerial-conference-2"], vec![]),
            ("recalled", vec!["ministerial-conference-3"], vec![])
        ]
    );
    let nothing = read_conference(
        "In line with international law, Ministers urged States to act. Following the Third Ministerial Conference, Ministers \
         thanked Georgia. In accordance with the decision of the Council, Ministers urged States to act.",
    );
    assert_eq!(answers(&nothing), []);
}

#[test]
fn an_act_answers_the_mandate_that_the_same_text_tells() {
    let found = read_conference(
        "Ministers recalled that the Harbour Council had requested the World Bank to prepare a study. In response to that request, \
         Ministers agreed to fund the study. As the Harbour Council had requested, Ministers agreed to publish all fees.",
    );
    assert_eq!(
        answers(&found),
        [
            ("recalled", vec![], vec!["the World Bank to prepare a study"]),
            ("agreed", vec![], vec!["the World Bank to prepare a study"]),
            ("agreed", vec![], vec!["Ministers agreed to publish all fees"])
        ]
    );
}

#[test]
fn what_was_made_as_a_meeting_had_ordered_answers_that_meeting() {
    let found = read_conference(
        "As mandated by the Third Ministerial Conference, a workshop on tides was held in Georgia in 2012.",
    );
    let meeting = found.entities.keys().map(super::slug).find(|slug| slug.starts_with("workshop")).unwrap();
    assert_eq!(values(&found, meeting, Property::FollowsUp), ["ministerial-conference-3"]);
}

#[test]
fn a_mandate_is_due_by_a_date_or_by_a_time_that_runs_from_its_meeting() {
    for (text, date) in [
        ("to report after a year on activities", Some("2014-04")),
        ("to finish by June 2015", Some("2015-06")),
        ("to be ready before the end of 2014", Some("2014")),
        ("to report within 18 months", Some("2014-10")),
        ("to report no later than 30 May 2014", Some("2014-05-30")),
        ("to report back within eighteen fish", None),
        ("to act in a timely manner", None),
        ("to destroy the mines that were laid before 1997", None),
        ("to report within six months of the entry into force of the Treaty", None),
    ] {
        let found = read_conference(&format!("Ministers asked Georgia {text}."));
        assert_eq!(due(&found), [date.map(str::to_owned)], "{text}");
        let passages = speech_acts(&found)[0].due.as_ref().map_or(0, |due| due.evidence.len());
        let counted = text.contains("year") || text.contains("months");
        assert_eq!(passages, usize::from(date.is_some()) + usize::from(counted && date.is_some()), "{text}");
    }
    let timeless = read("Ministers asked Georgia to report after a year.");
    assert_eq!(due(&timeless), [None]);
}
