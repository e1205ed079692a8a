//! Who says what, where a text names many who could.

use super::{acts, read, read_conference, slugs, speech_acts};

/// Verb and issuers of each act, in the order of the text.
fn told(text: &str) -> Vec<(String, Vec<String>)> {
    let found = read(text);
    let by = |ids| slugs(ids).into_iter().map(str::to_owned).collect();
    speech_acts(&found).into_iter().map(|act| (act.verb.clone(), by(&act.issued_by))).collect()
}

fn issuers(text: &str) -> Vec<String> {
    told(text).into_iter().map(|(verb, by)| format!("{verb}: {}", by.join(" "))).collect()
}

#[test]
fn an_organ_in_a_preamble_does_not_speak_for_what_follows() {
    let text = "The Conference of Ministers,\n\nDeeply disturbed that the Committee on Safety called for the closure of two \
                ports,\n\nKeeping in view that the Bureau decided in 2010 to publish a guide,\n\n1. Requests the Secretariat to \
                prepare a study;\n\n2. Decides to meet again in 2014.\n";
    assert_eq!(
        issuers(text),
        [
            "deeply disturbed: conference-of-ministers",
            "called for: committee-on-safety",
            "keeping in view: conference-of-ministers",
            "decided: bureau",
            "requests: conference-of-ministers",
            "decides: conference-of-ministers"
        ]
    );
}

#[test]
fn what_an_aside_tells_of_others_does_not_change_who_speaks() {
    let found = read_conference(
        "Ministers, recalling that the Council had instructed the Secretariat to review fees, adopted a scale. They requested \
         Georgia to apply it. While the Board has asked for more staff, Ministers noted the budget. They thanked Georgia.",
    );
    let by: Vec<String> =
        speech_acts(&found).iter().map(|act| format!("{}: {}", act.verb, slugs(&act.issued_by).join(" "))).collect();
    assert_eq!(
        by,
        [
            "adopted: ministers",
            "instructed: council",
            "requested: ministers",
            "asked: board",
            "noted: ministers",
            "thanked: ministers"
        ]
    );
}

#[test]
fn those_who_meet_are_not_their_meeting_and_those_who_are_convened_do_not_speak() {
    let text = "We, the Heads of Government of the Reef States, meeting in Suva on 9 July 2015:\n\nRecalling the plan;\n\n\
                1. We agree to extend the plan.\n";
    assert_eq!(issuers(text), ["recalling: heads-of-government", "agree: heads-of-government"]);
    let text = "ASSEMBLY OF THE PEAT STATES\n\nResolution 12\n\nNoting that the Peat Council has convened experts;\n\nRequests \
                the Secretary to inform all members;\n";
    assert_eq!(issuers(text), ["noting: assembly", "requests: assembly"]);
}

#[test]
fn paragraphs_in_the_past_tense_below_a_line_that_names_an_organ_are_its_acts() {
    let text = "The Intergovernmental Committee on Alpine Roads, at its sixth session held in Bern from 2 to 4 October 2007,\n\n\
                1. Took note of the report on tunnels;\n\n2. Decided to extend the mandate of the Working Party on Tunnels;\n";
    let committee = "intergovernmental-committee-on-alpine-roads";
    assert_eq!(issuers(text), [format!("took note of: {committee}"), format!("decided: {committee}")]);
}

#[test]
fn it_is_the_organ_that_the_sentence_before_is_about() {
    let found = read_conference("The Council held a debate on piracy. It reiterates its concern about ransoms.");
    assert_eq!(slugs(&speech_acts(&found)[0].issued_by), ["council"]);
}

#[test]
fn several_who_agree_make_one_act_and_ministers_of_several_states_are_ministers() {
    let found = read_conference(
        "The representatives of Peru, Chile and Ecuador have agreed to share the costs. The Ministers of Finance of Peru and \
         Chile announced a review.",
    );
    let by: Vec<Vec<&str>> = speech_acts(&found).iter().map(|act| slugs(&act.issued_by)).collect();
    assert_eq!(by, [vec!["peru", "chile", "ecuador"], vec!["ministers"]]);
}

#[test]
fn a_question_and_the_plan_of_somebody_else_are_no_acts() {
    let found = read_conference(
        "Georgia asked whether the Fund would pay. The Steering Committee will convene in Suva in June 2014. IOM will host a \
         workshop on fees. The Harbour Office reports to the Port Council.",
    );
    assert_eq!(acts(&found), []);
}

#[test]
fn whoever_is_asked_is_named_also_by_it_by_a_strange_name_and_by_a_strange_verb() {
    let found = read_conference(
        "The Fisheries Panel has five members; it was asked to add a form. Ministers invited the Outer Isles to chair the Panel. \
         Ministers recommended that States license all recruiters. It was recommended to meet again.",
    );
    let to: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(
        to,
        [
            ("request", vec!["fisheries-panel"]),
            ("request", vec!["outer-isles"]),
            ("recommend", vec!["states"]),
            ("recommend", vec![])
        ]
    );
}

#[test]
fn who_concluded_an_agreement_said_nothing_and_an_angle_opens_an_item() {
    let found = read_conference(
        "Georgia announced that it had concluded an agreement.\n\nDelegates from nine countries:\n\n> noted the plan;\n> asked \
         Georgia to report.\n",
    );
    let told: Vec<_> = acts(&found).into_iter().map(|(force, ..)| force).collect();
    assert_eq!(told, ["announce", "note", "request"]);
}
