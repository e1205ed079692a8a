//! Who says something where it is no meeting: single persons, offices, those who abstained; and how a sentence tells it.

use super::{read_conference, slugs, speech_acts};

/// Issuers and force of each act, in the order of the text.
fn said(text: &str) -> Vec<(String, String)> {
    let found = read_conference(text);
    speech_acts(&found).iter().map(|act| (slugs(&act.issued_by).join("+"), act.force.clone())).collect()
}

fn pairs(said: &[(String, String)]) -> Vec<(&str, &str)> {
    said.iter().map(|(who, force)| (who.as_str(), force.as_str())).collect()
}

#[test]
fn what_a_named_person_says_is_the_persons_act_with_the_verbs_joined_to_it_and_the_next_pronoun() {
    let found = said(
        "Dr Mary Kamau (Kenya) welcomed the draft but deplored the price of nets. She proposed a fund for ferries. \
         Ministers thanked her.",
    );
    assert_eq!(
        pairs(&found),
        [("mary-kamau", "welcome"), ("mary-kamau", "concern"), ("mary-kamau", "recommend"), ("ministers", "thank")]
    );
}

#[test]
fn a_pronoun_behind_the_chair_is_the_chair_and_nobody_is_she_before_anybody_spoke() {
    let found = said("The Chair concluded that the day had been long. He undertook to write to all.");
    assert_eq!(pairs(&found), [("chair", "affirm"), ("chair", "undertake")]);
    assert!(said("She urged all to leave.").is_empty());
}

#[test]
fn the_government_of_a_person_is_the_state_for_which_the_person_came() {
    let found = said("Ms Ann Peters (Grenada) supported the plan. Her Government stood ready to host the fund.");
    assert_eq!(pairs(&found), [("ann-peters", "support"), ("grenada", "commit")]);
}

#[test]
fn a_verb_joined_to_one_that_says_nothing_has_its_subject() {
    let found =
        said("Peru abstained from the vote and asked that its view be recorded. Kenya, both invited, were late.");
    assert_eq!(pairs(&found), [("peru", "request")]);
}

#[test]
fn what_is_adopted_by_consensus_is_adopted_by_nobody_called_consensus() {
    let found = said("The draft resolution was adopted by consensus. The offer was welcomed by acclamation.");
    assert_eq!(found.iter().map(|(_, force)| force.as_str()).collect::<Vec<_>>(), ["adopt", "welcome"]);
    assert!(found.iter().all(|(who, _)| !who.contains("consensus") && !who.contains("acclamation")), "{found:?}");
}

#[test]
fn words_in_front_of_note_say_how_and_a_supporter_seconds_proposals_not_staff() {
    let found =
        said("Ministers took due note of the report. Peru seconded the proposal. Chile seconded five inspectors.");
    assert_eq!(pairs(&found), [("ministers", "note"), ("peru", "support")]);
}

#[test]
fn those_who_close_a_meeting_call_for_something_in_doing_so() {
    let found =
        said("Ministers concluded the conference on Friday, calling for more ferries. Peru left, calling it a day.");
    assert_eq!(pairs(&found), [("ministers", "request")]);
}

#[test]
fn a_paragraph_that_opens_with_meeting_in_a_town_has_not_changed_who_speaks() {
    let found = super::read(
        "SUVA DECLARATION\n\nWe, the Heads of State and Government of Fiji, Tonga and Samoa;\n\n\
         Meeting in Suva on 3 May 2011, under the theme \"Ferries\";\n\nHEREBY:\n\n1. UNDERTAKE to build ferries;\n\n\
         2. REQUEST the Pacific Community to report to us;\n",
    );
    let issuers: Vec<String> = speech_acts(&found).iter().map(|act| slugs(&act.issued_by).join("+")).collect();
    assert_eq!(issuers, ["heads-of-state-and-government", "heads-of-state-and-government"]);
}

#[test]
fn nouns_and_asides_that_look_like_verbs_of_speech_say_nothing() {
    let found = said(
        "Ministers instructed the Secretariat to send the list of late reports every month. Also present were the \
         representatives of the World Bank. Ministers urged donors to do what they have promised.",
    );
    assert_eq!(pairs(&found), [("ministers", "direct"), ("ministers", "urge")]);
}

#[test]
fn who_is_charged_stands_before_an_aside_behind_the_task_or_with_a_participle() {
    let found = read_conference(
        "Ministers tasked the World Bank, together with Fiji, with a study. They entrusted the drafting to Kenya. They urged \
         all States and port entities concerned to pay. They asked, if possible, the Secretariat to report.",
    );
    let asked: Vec<String> = speech_acts(&found).iter().map(|act| slugs(&act.addressees).join("+")).collect();
    assert_eq!(asked[0], "world-bank");
    assert_eq!(asked[1], "kenya");
    assert!(asked[2].contains("states"), "{asked:?}");
    assert_eq!(asked[3], "secretariat");
}

#[test]
fn a_person_named_behind_a_participle_says_what_follows() {
    let found = said("Opening the workshop, the Minister of Ports, Mr Jone Leka, recalled that ferries were old.");
    assert_eq!(pairs(&found), [("jone-leka", "recall")]);
}

#[test]
fn a_pronoun_is_nobody_where_another_may_be_meant() {
    for text in [
        "Ms Ann Field (Fiji) welcomed the draft and thanked Mr Paul Stone (Tonga). He proposed a fund.",
        "Mr Jone Leka (Fiji) supported the draft. Mr Paul Stone (Tonga) spoke against it. He urged all to reject it.",
        "Mr Jone Leka (Fiji) supported the draft. Ms Ann Field gave a talk on nets. She noted that nets were old.",
        "Mr Jone Leka (Fiji) supported the draft.\n\nThe next speaker came from Tonga. He urged all to reject it.",
        "Mr Jone Leka (Fiji) supported the draft. The treasurer explained the budget. She urged all to pay.",
    ] {
        let before = format!("{}.", text.rsplit_once(". ").unwrap().0);
        assert_eq!(said(text), said(&before), "{text}");
    }
}

#[test]
fn who_is_named_behind_a_post_speaks_only_where_he_opens_the_meeting() {
    for text in [
        "In the view of the Chair, Ms Ann Field, agreed text should not be reopened.",
        "According to the Legal Adviser, Mr Jone Leka, proposed amendments were late.",
        "In the absence of the Chair, Mr Jone Leka, invited experts spoke first.",
    ] {
        assert!(said(text).is_empty(), "{text}");
    }
}
