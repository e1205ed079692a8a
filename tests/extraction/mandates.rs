//! Who decides what and who is to do it, in the layouts of resolutions, declarations, minutes and plans.

use rapporteur::assertion::{EntityClass, Extraction, Fact, Status};

use super::{acts, read, read_conference, slug, slugs, speech_acts};

/// Who says it, the force and who is to act, in the order of the text.
fn told(found: &Extraction) -> Vec<String> {
    let line = |act: &&rapporteur::assertion::SpeechAct| {
        format!("{} {} {}", slugs(&act.issued_by).join(","), act.force, slugs(&act.addressees).join(","))
    };
    speech_acts(found).iter().map(line).map(|line| line.trim().to_owned()).collect()
}

/// What is to be done, by whom.
fn done(found: &Extraction) -> Vec<(Vec<&str>, &str)> {
    acts(found).into_iter().map(|(_, who, what)| (who, what)).collect()
}

/// Sums with who gives them.
fn sums(found: &Extraction) -> Vec<String> {
    let sum = |act: &&rapporteur::assertion::SpeechAct| {
        let amount = act.amount.as_ref()?;
        let (value, currency) = (amount.value.as_str(), amount.currency.as_deref().unwrap_or_default());
        Some(format!("{} {value} {currency}", slugs(&act.issued_by).join(",")))
    };
    speech_acts(found).iter().filter_map(sum).collect()
}

#[test]
fn an_organ_that_speaks_in_a_line_of_its_own_issues_what_stands_below() {
    let found = read(
        "The Conference of the Parties to the Convention on Lake Safety,\n\nRecalling the report of the Working Group on Buoys \
         on its fourth session,\n\n1. Urges States parties:\n(a) To ratify the Protocol;\n(b) To mark wrecks;\n\n\
         2. Also requests the Secretariat to convene a workshop in 2020;\n\n3. Decides to remain seized of the matter.\n",
    );
    let organ = "conference-of-the-parties-to-the-convention-on-lake-safety";
    let expected = ["recall", "urge parties", "urge parties", "request secretariat", "decide"];
    assert_eq!(told(&found), expected.map(|act| format!("{organ} {act}")));
}

#[test]
fn it_is_the_body_that_was_named_last_and_not_who_speaks() {
    let found = read_conference(
        "Ministers agreed to establish a Task Force on Coastal Waters, and tasked it to:\n(a) map the spawning grounds;\n\
         (b) prepare a plan.\n\nMinisters commended the Secretariat for its work and requested it to report.\n",
    );
    let force = "task-force-on-coastal-waters";
    assert_eq!(
        done(&found)[1..],
        [
            (vec![force], "map the spawning grounds"),
            (vec![force], "prepare a plan"),
            (vec![], "the Secretariat for its work"),
            (vec!["secretariat"], "it to report")
        ]
    );
}

#[test]
fn sums_given_respectively_are_each_donors_own() {
    let found = read_conference("Japan and Norway pledged US$ 2 million and US$ 500,000 respectively for the fund.");
    assert_eq!(sums(&found), ["japan 2000000 USD", "norway 500000 USD"]);
}

#[test]
fn promises_are_read_in_many_words() {
    for (text, expected) in [
        ("The European Union said it would provide EUR 2 million for training.", "european-union 2000000 EUR"),
        ("Ministers welcomed the pledge of EUR 3 million by the European Union.", "european-union 3000000 EUR"),
        ("Ministers welcomed Japan's announcement of US$ 4 million for schools.", "japan 4000000 USD"),
        ("Ministers welcomed the commitment of Denmark to provide US$ 5 million.", "denmark 5000000 USD"),
    ] {
        assert_eq!(sums(&read_conference(text)), [expected], "{text}");
    }
    let ready = read_conference("Switzerland expressed its readiness to fund two courses.");
    assert_eq!(told(&ready), ["switzerland commit"]);
}

#[test]
fn the_words_of_a_person_between_quotation_marks_are_nobodys_decision() {
    let found = read_conference(
        "Ministers adopted the plan.\n\n\"We must act now,\" said the Minister of Trade. \"We urge all States to help.\"\n\n\
         Ministers called on States to help.",
    );
    assert_eq!(told(&found), ["ministers adopt", "ministers request states"]);
}

#[test]
fn action_points_of_minutes_name_who_is_to_act() {
    let found = read(
        "Minutes of the 5th Meeting of the Steering Committee on Lake Fees\nLima, 3 May 2018\n\nThe budget was approved.\n\
         Action: The Secretariat to circulate the draft by 15 May.\nAction: Peru and Chile to confirm the venue.\n",
    );
    assert_eq!(told(&found), ["committee decide", "committee direct secretariat", "committee direct peru,chile"]);
}

#[test]
fn tables_say_what_is_to_be_done_by_whom() {
    let found = read_conference(
        "\n\nActivity | Responsible | Deadline\n1.1 Develop a common form | IOM | March 2016\n\
         1.2 Hold a seminar | Kazakhstan | 2016\n\nMinisters thanked the host.\n",
    );
    assert_eq!(
        done(&found),
        [(vec!["iom"], "Develop a common form"), (vec!["kazakhstan"], "Hold a seminar"), (vec![], "the host")]
    );
}

#[test]
fn recommendations_need_no_verb_below_their_heading() {
    let found = read(&format!(
        "{}\n\nRecommendations\n\n1. States should adopt a common form.\n2. Establishment of a network of focal points.\n\
         3. Better use of tools.\n",
        super::OPENING
    ));
    assert_eq!(told(&found), ["ministers recommend states", "ministers recommend", "ministers recommend"]);
    let network = found.assertions.iter().find_map(|assertion| match &assertion.fact {
        Fact::BodyEvent { body, status, .. } if slug(body).starts_with("network") => Some(*status),
        _ => None,
    });
    assert_eq!(network, Some(Status::Proposed));
}

#[test]
fn a_line_may_name_who_is_to_do_what_stands_below() {
    let found = read(&format!(
        "{}\n\nParticipants made the following recommendations:\n\nTo States:\n(a) Train the police;\n(b) Share data.\n\n\
         To IOM:\n(c) Develop a curriculum.\n",
        super::OPENING
    ));
    assert_eq!(
        done(&found),
        [(vec!["states"], "Train the police"), (vec!["states"], "Share data"), (vec!["iom"], "Develop a curriculum")]
    );
}

#[test]
fn terms_of_reference_bind_the_body_also_where_it_is_only_it() {
    let found = read(&format!(
        "{}\n\nThe Group on Lake Data shall:\n(a) review laws;\n(b) identify gaps.\n\nThe Group on Lake Data shall be chaired \
         by Peru. It shall meet twice a year. Decisions shall be taken by consensus.\n",
        super::OPENING
    ));
    let group = "group-on-lake-data";
    assert_eq!(
        done(&found),
        [
            (vec![group], "review laws"),
            (vec![group], "identify gaps"),
            (vec!["peru"], "The Group on Lake Data shall be chaired by Peru"),
            (vec![group], "It shall meet twice a year"),
            (vec![], "Decisions shall be taken by consensus")
        ]
    );
    assert!(told(&found).iter().all(|act| act.contains(" decide")), "{:?}", told(&found));
}

#[test]
fn numbered_infinitives_below_decide_or_declare_are_acts_of_their_own() {
    let found = read(
        "The Vice-Ministers of the Member Countries of the Lake Conference, gathered in Lima on 3 May 2015, DECIDE:\n\n\
         1. To adopt the plan and to instruct the Secretariat to publish it.\n\n2. To urge donors to help.\n\n\
         3. To take note of the offer of Peru.\n",
    );
    assert_eq!(
        told(&found),
        [
            "vice-ministers adopt",
            "vice-ministers direct secretariat",
            "vice-ministers urge donors",
            "vice-ministers note"
        ]
    );
    let declared = read(
        "The Heads of State or Government of Peru, Chile and Bolivia, having met in Lima on 3 May 2015;\n\nHereby declare:\n\n\
         1. To direct the Secretariat to report;\n\n2. To end illegal fees.\n",
    );
    let heads = "heads-of-state-and-government";
    assert_eq!(told(&declared), [format!("{heads} direct secretariat"), format!("{heads} undertake")]);
}

#[test]
fn what_others_adopted_in_a_resolution_does_not_hide_who_recalls_it() {
    let found = read(
        "The General Assembly,\n\nRecalling its resolution 72/1, in which the Council adopted the plan,\n\n1. Welcomes the report;\n",
    );
    assert_eq!(told(&found)[0], "general-assembly recall");
}

#[test]
fn a_date_to_come_and_an_analysis_are_no_mandates() {
    for text in [
        "The next meeting of Ministers will take place in Lima in 2018.",
        "Ministers considered the report of the experts.",
        "\n\nDecision 7/14\n\nThe lake is deep.",
    ] {
        assert_eq!(told(&read_conference(text)), [""; 0], "{text}");
    }
    let found =
        read("Decision 7/14\nSafety of lakes\n\nThe Council,\n\nRecalling decision 5/2,\n\n1. Adopts the plan.\n");
    let works = found.entities.values().filter(|e| e.class == EntityClass::Policy).map(|e| slug(&e.id));
    assert_eq!(works.collect::<Vec<_>>(), ["decision-5-2"]);
}

#[test]
fn verbs_of_asking_take_whoever_stands_behind_them() {
    let found = read_conference(
        "Ministers called upon businesses to report, tasked the TCWG to meet and encouraged shipowners to train crews. They \
         urged Parties, and invited others, to help. Ministers encouraged efforts to save fuel.",
    );
    let to: Vec<_> = acts(&found).into_iter().map(|(_, who, _)| who).collect();
    assert_eq!(to, [vec!["businesses"], vec!["tcwg"], vec!["shipowners"], vec!["parties"], vec!["others"], vec![]]);
}

#[test]
fn what_we_will_do_twice_is_promised_twice() {
    let found = read_conference("We will end harmful fees by 2025 and we will report every year.");
    assert_eq!(told(&found), ["ministers commit", "ministers commit"]);
}

#[test]
fn each_infinitive_and_each_noun_of_a_declaration_is_an_act() {
    let told = read(
        "Declaration of the Fourth Ministerial Conference of the Budapest Process\n\nIstanbul, 19 April 2013\n\nThe Ministers of \
         Transport, gathered in Istanbul on 19 April 2013,\n\nDECLARE:\n\nI. Our support for the ports of Georgia, and our \
         recognition of the work of the pilots.\n\nAND RESOLVE:\n\n1. To create a Council of Harbours, and to instruct it to \
         count the boats.\n\n2. To extend for two years the term of the Nets Committee, recommending that it meet in Poti.\n\n\
         3. To support the plan of Georgia, and to thank Peru for its help.\n",
    );
    let found = acts(&told);
    let said: Vec<_> = found.iter().map(|(force, to, _)| (*force, to.clone())).collect();
    assert_eq!(
        said,
        [
            ("support", vec![]),
            ("acknowledge", vec![]),
            ("decide", vec![]),
            ("direct", vec!["council-of-harbours"]),
            ("decide", vec![]),
            ("recommend", vec!["nets-committee"]),
            ("support", vec![]),
            ("thank", vec![]),
        ],
        "{found:?}"
    );
}

#[test]
fn what_is_decided_about_a_body_is_addressed_to_it() {
    for (text, wanted) in [
        ("Ministers decided that the Radio Group shall be known as the Signals Committee.", vec!["radio-group"]),
        ("The mandate of the Radio Group was extended until 2016.", vec!["radio-group"]),
        ("It was agreed instead to invite the Radio Group to report.", vec!["radio-group"]),
        ("Ministers suggested that the ports be closed, a proposal that was supported by Peru.", vec![]),
    ] {
        let told = read_conference(text);
        assert_eq!(acts(&told)[0].1, wanted, "{text}");
    }
    let told = read_conference(
        "Ministers decided that the Buoy Panel be renamed the Light Panel, and that the Radio Group, having done its work, be \
         dissolved.",
    );
    let to: Vec<_> = acts(&told).into_iter().flat_map(|(_, to, _)| to).collect();
    assert_eq!(to, ["buoy-panel", "radio-group"]);
}

#[test]
fn items_in_nouns_are_asked_of_whom_the_line_above_them_names() {
    let told = read_conference(
        "\n\n1. Ministers requested the Secretariat to give priority, in its work, to:\n\n(a) the repair of the lights;\n\n(b) the \
         printing of the charts;\n",
    );
    let found = acts(&told);
    assert!(
        found.len() == 2 && found.iter().all(|(force, to, _)| *force == "request" && *to == ["secretariat"]),
        "{found:?}"
    );
}

#[test]
fn what_was_counted_out_was_agreed_and_what_was_quoted_was_asked() {
    let told = read_conference(
        "Ministers agreed on two points. First, the mandate of the Buoy Panel is to end in 2014. Secondly, the Radio Group will \
         meet in Poti.",
    );
    let forces: Vec<_> = acts(&told).into_iter().map(|(force, ..)| force).collect();
    assert_eq!(forces, ["decide", "decide"]);
    let told = read_conference(
        "\"The sea is wide,\" said Mr Arben Leka, who thanked the Radio Group for its help. Ms Nino Vea said that the lights were \
         dim. \"We urge all members to mend them,\" she added.",
    );
    let found: Vec<_> =
        super::speech_acts(&told).iter().map(|a| (super::slugs(&a.issued_by), a.force.as_str())).collect();
    assert_eq!(found, [(vec!["arben-leka"], "thank"), (vec!["nino-vea"], "urge")]);
}
