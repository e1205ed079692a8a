//! Forms in which the genre says who wants what: passive, impersonal, imperative, relative, lists.

use super::{acts, body_events, read, read_conference, slugs, speech_acts};
use rapporteur::assertion::{Amount, Status};

/// Force and addressees of each act.
fn asked(text: &str) -> Vec<(String, Vec<String>)> {
    let found = read_conference(text);
    let owned = |to: Vec<&str>| to.into_iter().map(str::to_owned).collect();
    acts(&found).into_iter().map(|(force, to, _)| (force.to_owned(), owned(to))).collect()
}

fn one(force: &str, to: &[&str]) -> (String, Vec<String>) {
    (force.to_owned(), to.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn what_was_agreed_without_a_speaker_is_the_meetings() {
    let found = read_conference(
        "Ministers met the press. It was agreed that the World Bank would publish an atlas. It was decided to set up a \
         ferry committee. There was broad consensus that lakes matter.",
    );
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(forces, [("decide", vec!["world-bank"]), ("decide", vec![]), ("affirm", vec![])]);
    assert!(speech_acts(&found).iter().all(|act| slugs(&act.issued_by) == ["ministers"]));
}

#[test]
fn in_the_passive_the_subject_is_asked_and_the_agent_speaks() {
    assert_eq!(
        asked(
            "Georgia was asked to collect data. States are urged to ratify the Convention. Senior officials were tasked \
             by Ministers to draft a plan. The atlas was endorsed by Ministers. The group established by Ministers met."
        ),
        [
            one("request", &["georgia"]),
            one("urge", &["states"]),
            one("direct", &["senior-officials"]),
            one("endorse", &[])
        ]
    );
}

#[test]
fn a_declaration_hands_its_speaker_to_imperatives_and_participles() {
    let found = read(
        "We, the Ministers of Fisheries, meeting in Tbilisi on 4 May 2016:\n\nFURTHER RECALLING the Charter;\n\n1. \
         Commit to protect wetlands;\n\n2. Call upon donors to fund hatcheries;\n\n3. Support for hatcheries matters.\n",
    );
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(forces, [("recall", vec![]), ("commit", vec![]), ("request", vec!["donors"])]);
}

#[test]
fn a_lead_that_names_who_is_asked_hands_it_to_each_item() {
    let found = read(&format!(
        "{}\n\nThe Conference requested that the World Bank:\n\n(a) draft an atlas;\n(b) circulate it to States.\n",
        super::OPENING
    ));
    assert_eq!(
        acts(&found),
        [("request", vec!["world-bank"], "draft an atlas"), ("request", vec!["world-bank"], "circulate it to States")]
    );
}

#[test]
fn what_was_agreed_item_by_item_is_a_decision_about_others_and_an_undertaking_about_oneself() {
    let found = read(&format!(
        "{}\n\nMinisters agreed on the following:\n\n- Georgia would host a seminar.\n- review progress in 2016.\n- \
         establish a ferry committee.\n",
        super::OPENING
    ));
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(forces, [("decide", vec!["georgia"]), ("undertake", vec![]), ("decide", vec![])]);
}

#[test]
fn numbered_recommendations_below_a_line_take_its_verb() {
    let found = read(&format!(
        "{}\n\nThe participants made the following recommendations:\n\n1. States should ratify the Convention.\n\n2. To \
         hold a seminar on ferries.\n",
        super::OPENING
    ));
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(forces, [("recommend", vec!["states"]), ("recommend", vec![])]);
}

#[test]
fn whoever_is_meant_by_them_is_who_was_named_before() {
    assert_eq!(
        asked(
            "Ministers welcomed the support of donors and development banks, and encouraged them to fund ferries. \
             Ministers asked Georgia to collect data and urged them to publish it."
        )[1],
        one("encourage", &["donors", "development-banks"])
    );
}

#[test]
fn clauses_that_narrow_or_condition_do_not_hide_who_is_asked() {
    assert_eq!(
        asked(
            "Ministers urged States which have not done so to ratify the Convention. Ministers agreed that, given the \
             floods, Georgia should lead the work. Ministers stressed the need for donors to act quickly."
        ),
        [one("urge", &["states"]), one("decide", &["georgia"]), one("affirm", &["donors"])]
    );
}

#[test]
fn a_relative_clause_is_an_act_of_whom_it_describes() {
    let found = read_conference("The World Bank, which welcomed the atlas, asked Georgia to publish it.");
    let by: Vec<_> = speech_acts(&found).iter().map(|act| (act.force.as_str(), slugs(&act.issued_by))).collect();
    assert_eq!(by, [("request", vec!["world-bank"]), ("welcome", vec!["world-bank"])]);
}

#[test]
fn sums_are_pledged_by_gift_promise_share_and_noun() {
    let found = read_conference(
        "Georgia and Armenia each pledged US$ 500,000. Ministers thanked Norway for its contribution of €400,000 to the \
         fund. Kenya informed the meeting that it would provide US$ 100,000. Of the contributions, US$ 5 million from \
         Japan and US$ 4 million from Germany came early.",
    );
    let mut pledges = Vec::new();
    for act in speech_acts(&found) {
        if let Some(Amount { value, currency }) = &act.amount {
            pledges.push((slugs(&act.issued_by)[0], value.as_str(), currency.as_deref().unwrap_or("")));
        }
    }
    pledges.sort_unstable();
    assert_eq!(
        pledges,
        [
            ("armenia", "500000", "USD"),
            ("georgia", "500000", "USD"),
            ("germany", "4000000", "USD"),
            ("japan", "5000000", "USD"),
            ("kenya", "100000", "USD"),
            ("norway", "400000", "EUR")
        ]
    );
}

#[test]
fn a_new_body_is_meant_by_its_short_name_and_a_proposal_is_not_yet_a_body() {
    let found = read_conference(
        "Ministers agreed to establish a technical working group on ferries. The working group would report to \
         Ministers. Ministers discussed a proposal to create a water fund.",
    );
    assert_eq!(acts(&found)[1].1, ["technical-working-group-on-ferries"]);
    assert_eq!(
        body_events(&found),
        [
            ("technical-working-group-on-ferries", "established", Status::Decided),
            ("water-fund", "established", Status::Proposed)
        ]
    );
}
