//! Bodies, pledges, works, and short names.

use rapporteur::assertion::{ActClass, Fact, Property, Status};

use super::{acts, body_events, participations, read_conference, slug, slugs, speech_acts, values};

#[test]
fn each_donor_makes_a_pledge_with_its_sum_and_what_it_is_for() {
    let found = read_conference(
        "Kenya pledged US$ 2 million to the Trust Fund. Australia announced a contribution of AUD 3 million to the \
         Secretariat.",
    );
    let all = speech_acts(&found);
    let told: Vec<_> = all
        .iter()
        .map(|act| {
            let amount = act.amount.as_ref().unwrap();
            (slugs(&act.issued_by), amount.value.as_str(), amount.currency.as_deref().unwrap())
        })
        .collect();
    assert_eq!(told, [(vec!["kenya"], "2000000", "USD"), (vec!["australia"], "3000000", "AUD")]);
    assert!(all.iter().all(|act| act.class == ActClass::Pledge));
    assert_eq!(all[0].pledged_for.as_ref().map(slug), Some("trust-fund"));

    let shared = read_conference("Sweden and Finland pledged EUR 500,000 each.");
    let donors: Vec<_> = speech_acts(&shared).iter().map(|act| slugs(&act.issued_by)).collect();
    assert_eq!(donors, [["sweden"], ["finland"]]);
}

#[test]
fn bodies_are_established_discontinued_and_retasked_as_far_as_the_text_says() {
    let found = read_conference(
        "Ministers agreed to establish a working group on navigation safety. Ministers decided to retask the Expert Group on \
         Fisheries. Ministers recommended that the Expert Group on Tourism be discontinued. Ministers did not agree to \
         establish a Task Force on Ferries.",
    );
    assert_eq!(
        body_events(&found),
        [
            ("working-group-on-navigation-safety", "established", Status::Decided),
            ("expert-group-on-fisheries", "retasked", Status::Decided),
            ("expert-group-on-tourism", "discontinued", Status::Proposed),
            ("task-force-on-ferries", "established", Status::Negated)
        ]
    );
}

#[test]
fn the_decision_to_establish_a_body_calls_for_that_event_and_its_lead_leads_it() {
    let found = read_conference(
        "Ministers agreed to establish a Working Group on Visa Fraud. Ministers agreed that the Working Group on Visa Fraud \
         would be led by Hungary.",
    );
    let called = &speech_acts(&found)[0].calls_for_events;
    let event = &found.assertions[called[0]].fact;
    assert!(matches!(event, Fact::BodyEvent { decided_at: Some(_), .. }), "{event:?}");
    assert_eq!(participations(&found, "working-group-on-visa-fraud"), [("hungary", "lead")]);
}

#[test]
fn a_short_name_stands_for_the_body_that_the_text_gave_it_to() {
    let found =
        read_conference("The Centre for Inland Navigation (CIN) presented a study. Ministers asked CIN to publish it.");
    assert_eq!(values(&found, "centre-for-inland-navigation", Property::AltLabel), ["CIN"]);
    let asked: Vec<_> = acts(&found).into_iter().filter(|(force, ..)| *force == "request").collect();
    assert_eq!(asked, [("request", vec!["centre-for-inland-navigation"], "CIN to publish it")]);
}

#[test]
fn a_website_that_was_launched_and_a_handbook_that_is_asked_for_are_told_apart() {
    let found = read_conference(
        "Ministers launched the website www.example-process.org. Ministers requested the World Bank to prepare a handbook on \
         visas.",
    );
    let mut works = Vec::new();
    for assertion in &found.assertions {
        if let Fact::WorkStatus { work, status } = &assertion.fact {
            works.push((found.entities[work].label.to_lowercase().contains("handbook"), *status));
        }
    }
    assert_eq!(works, [(false, Status::Done), (true, Status::Proposed)]);
}
