//! Who said what to whom, and with which force.

use rapporteur::assertion::{ActClass, Fact, SpeechAct};

use super::{CONFERENCE, acts, read, read_conference, slug, slugs, speech_acts};

/// Force and class, in the order of the text.
fn forces(acts: &[&SpeechAct]) -> Vec<(String, ActClass)> {
    acts.iter().map(|act| (act.force.clone(), act.class)).collect()
}

#[test]
fn a_mandate_names_who_is_to_act_and_keeps_its_words() {
    let found = read_conference(
        "Ministers requested the World Bank to prepare a handbook on visas. Ministers urged that States ratify the \
         Convention. Ministers urged that border posts be opened. Ministers urged that border posts be opened by Georgia.",
    );
    assert_eq!(
        acts(&found),
        [
            ("request", vec!["world-bank"], "the World Bank to prepare a handbook on visas"),
            ("urge", vec!["states"], "States ratify the Convention"),
            ("urge", vec![], "border posts be opened"),
            ("urge", vec!["georgia"], "border posts be opened by Georgia")
        ]
    );
    let first = speech_acts(&found)[0];
    assert_eq!(first.class, ActClass::Mandate);
    assert_eq!(first.verb, "requested");
    assert_eq!(slugs(&first.issued_by), ["ministers"]);
    assert_eq!(first.issued_at.as_ref().map(slug), Some(CONFERENCE));
    assert_eq!(slugs(&first.calls_for), ["handbook-on-visas"]);
}

#[test]
fn coordinated_verbs_share_their_subject_and_so_does_they() {
    let found = read_conference(
        "Ministers stressed the need for data, asked Georgia to collect it and encouraged donors to fund the work. They \
         also thanked Armenia.",
    );
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(
        forces,
        [("affirm", vec![]), ("request", vec!["georgia"]), ("encourage", vec!["donors"]), ("thank", vec![])]
    );
    for act in speech_acts(&found) {
        assert_eq!(slugs(&act.issued_by), ["ministers"], "{}", act.text);
    }
}

#[test]
fn bullets_with_their_own_verbs_take_the_subject_of_their_lead() {
    let found = read(&format!(
        "{}\n\nMinisters:\n- welcomed the study of ferries;\n- urged States to protect wetlands; and\n\
         - agreed to meet again in 2014.\n",
        super::OPENING
    ));
    assert_eq!(
        acts(&found),
        [
            ("welcome", vec![], "the study of ferries"),
            ("urge", vec!["states"], "States to protect wetlands"),
            ("undertake", vec![], "to meet again in 2014")
        ]
    );
    assert!(speech_acts(&found).iter().all(|act| slugs(&act.issued_by) == ["ministers"]));
}

#[test]
fn lettered_items_take_subject_and_verb_of_their_lead_and_keep_their_letter() {
    let found = read(&format!(
        "{}\n\nMinisters recommended that:\n(a) States share data on water levels;\n(b) the World Bank publish an atlas of \
         the lake.\n",
        super::OPENING
    ));
    assert_eq!(
        acts(&found),
        [
            ("recommend", vec!["states"], "States share data on water levels"),
            ("recommend", vec!["world-bank"], "the World Bank publish an atlas of the lake")
        ]
    );
    let letters: Vec<_> = speech_acts(&found).iter().map(|act| act.position.clone().unwrap_or_default()).collect();
    assert_eq!(letters, ["(a)", "(b)"]);
}

#[test]
fn what_is_called_for_in_one_sentence_becomes_one_mandate_each() {
    let found = read_conference(
        "Ministers called for: stronger controls on fishing nets; better data on catches; and a joint patrol on the lake.",
    );
    let wanted = ["stronger controls on fishing nets", "better data on catches", "a joint patrol on the lake"];
    assert_eq!(acts(&found), wanted.map(|text| ("request", vec![], text)));
}

#[test]
fn to_agree_is_to_decide_to_affirm_or_to_undertake_by_what_follows() {
    let found = read_conference(
        "Ministers agreed that the Expert Group would meet twice a year. Ministers agreed that overfishing was a serious \
         problem. Ministers agreed on the importance of clean water. Ministers agreed to share data.",
    );
    let expected = [
        ("decide", ActClass::Mandate),
        ("affirm", ActClass::SpeechAct),
        ("affirm", ActClass::SpeechAct),
        ("undertake", ActClass::Mandate),
    ];
    assert_eq!(forces(&speech_acts(&found)), expected.map(|(force, class)| (force.to_owned(), class)));
}

#[test]
fn what_was_not_said_is_no_act() {
    let found = read_conference(
        "Ministers had not urged States to share data. Ministers could not reach agreement on visas. Ministers did not \
         agree to establish a Working Group on Tourism.",
    );
    assert!(acts(&found).is_empty(), "{:?}", acts(&found));
}

#[test]
fn preamble_and_numbered_paragraphs_of_a_resolution_speak_for_its_organ() {
    let found = read(
        "The Security Council,\n\nRecalling its previous resolutions,\n\nExpressing concern at the drought,\n\n\
         1. Calls upon Kenya and Ethiopia to share water;\n\n2. Decides to remain seized of the matter.\n",
    );
    assert_eq!(
        acts(&found),
        [
            ("recall", vec![], "its previous resolutions"),
            ("concern", vec![], "at the drought"),
            ("request", vec!["kenya", "ethiopia"], "Kenya and Ethiopia to share water"),
            ("decide", vec![], "to remain seized of the matter")
        ]
    );
    assert!(speech_acts(&found).iter().all(|act| slugs(&act.issued_by) == ["un-security-council"]));
}

#[test]
fn we_are_those_who_declare() {
    let found = read(
        "STATEMENT OF THE SUMMIT\n\nWe, the Heads of State of Kenya, Uganda and Rwanda, met in Nairobi on 3 March 2011.\n\n\
         We recognise the value of forests. We urge the African Development Bank to finance tree nurseries. We resolve to \
         plant ten million trees.\n",
    );
    let brief: Vec<_> = acts(&found).into_iter().map(|(force, to, _)| (force, to)).collect();
    assert_eq!(brief, [("note", vec![]), ("urge", vec!["african-development-bank"]), ("undertake", vec![])]);
    let all = speech_acts(&found);
    assert!(all.iter().all(|act| act.issued_by == all[0].issued_by && act.issued_by.len() == 1));
}

#[test]
fn a_mandate_that_is_only_reported_belongs_to_the_meeting_that_gave_it() {
    let found = read_conference("As directed by the Third Ministerial Conference, the Secretariat prepared an atlas.");
    let all = speech_acts(&found);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].force, "direct");
    assert_eq!(all[0].issued_at.as_ref().map(slug), Some("ministerial-conference-3"));
}

#[test]
fn partners_and_conditions_are_kept_apart_from_the_addressee() {
    let found = read_conference(
        "Ministers requested the Council of Europe, in consultation with the World Bank, to train border guards, subject to \
         the availability of funds.",
    );
    let act = speech_acts(&found)[0];
    assert_eq!(slugs(&act.addressees), ["council-of-europe"]);
    assert_eq!(slugs(&act.partners), ["world-bank"]);
    assert_eq!(act.conditions, ["subject to the availability of funds"]);
}

#[test]
fn terms_of_reference_are_one_mandate_of_the_body_with_a_part_for_each_task() {
    let found = read_conference(
        "Ministers agreed to establish a Working Group on Visa Fraud. The Working Group would have the following terms of \
         reference: (a) review national standards; (b) propose common rules.",
    );
    let mut tasks = Vec::new();
    for act in speech_acts(&found) {
        if let Some(whole) = act.part_of {
            let Fact::Act(whole) = &found.assertions[whole].fact else { panic!("a part of what is no act") };
            assert_eq!(whole.addressees, act.addressees);
            tasks.push((act.position.as_deref(), act.text.as_str()));
        }
    }
    assert_eq!(tasks, [(Some("(a)"), "review national standards"), (Some("(b)"), "propose common rules")]);
}

#[test]
fn items_below_lines_with_their_subjects_are_said_by_whom_the_line_above_them_names() {
    let found = read_conference(
        "\n\nThe Steering Committee of the Budapest Process:\n\non fees\n\n\u{2022} welcomed the report of Armenia and observed that fees \
         had risen;\n\non structures\n\n\u{2022} asked Georgia to seek donors;\n\n\u{2022} agreed that plans should be updated.\n",
    );
    let forces: Vec<_> = acts(&found).into_iter().map(|(force, ..)| force).collect();
    for force in ["welcome", "note", "request", "affirm"] {
        assert!(forces.contains(&force), "{force}: {forces:?}");
    }
    let plan =
        read_conference("\n\nThe programme of the Ministers:\n\nMonday\n\n\u{2022} noted scientists give talks.\n");
    assert!(acts(&plan).iter().all(|(force, ..)| *force != "note"));
}
