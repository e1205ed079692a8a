use super::*;

const REJECT: &str = "fact = { kind = \"participation\", member = \"Tonga\" }";

fn reject() -> String {
    decision("reject", "Tonga and Samoa attended as observers.", REJECT)
}

fn tonga_takes_part(case: &Case) -> bool {
    case.asks("?p org:member <state/tonga> ; igm:context ?m")
}

#[test]
fn a_decision_follows_its_words_when_they_move() {
    let mut case = Case::new();
    case.text = TEXT.replace("Location:", "Summary of the host.\n\nLocation:");
    assert!(fates(&case.build(&reject())).is_empty());
    assert!(!tonga_takes_part(&case));
}

#[test]
fn a_decision_follows_words_that_changed_a_little_and_says_so() {
    let mut case = Case::new();
    case.text = TEXT.replace("Tonga and Samoa", "Tonga & Samoa");
    let report = case.build(&reject());
    let [("re-anchored", message)] = fates(&report)[..] else { panic!("{:?}", fates(&report)) };
    assert!(message.contains("differ in"), "{message}");
    assert_eq!(report.decisions[0].place, "c.toml:1");
    assert!(!tonga_takes_part(&case));
}

#[test]
fn a_decision_whose_words_are_gone_is_told_on_every_build() {
    let mut case = Case::new();
    case.text = TEXT.replace("Tonga and Samoa attended as observers.", "Samoa was an observer, Tonga came late.");
    let report = case.build(&reject());
    let [("orphaned", message)] = fates(&report)[..] else { panic!("{:?}", fates(&report)) };
    assert!(message.ends_with("its words are not in the text"), "{message}");
    let again = case.build(&reject());
    assert!(!again.published);
    assert_eq!(again.decisions, report.decisions);
}

#[test]
fn decisions_without_their_fact_or_their_document_are_told() {
    let case = Case::new();
    let quote = "Tonga and Samoa attended as observers.";
    let entries = [
        (
            decision("reject", quote, "fact = { kind = \"participation\", capacity = \"host\" }"),
            "no such participation is read",
        ),
        (decision("reject", quote, "fact = { kind = \"participation\" }"), "it fits 2 facts at its words"),
        (
            decision("reject", quote, "fact = { kind = \"participation\", member = \"Atlantis\" }"),
            "`Atlantis` names nothing here",
        ),
        (decision("reject", "Ministers", "fact = { kind = \"mandate\" }"), "its words fit 2 places"),
        (
            decision("reject", quote, REJECT)
                .replace("harbour", "x")
                .replace(&sha256(TEXT.as_bytes()), &"0".repeat(64)),
            "the store has no document x",
        ),
    ];
    for (entry, expected) in entries {
        let report = case.build(&entry);
        let [("orphaned", message)] = fates(&report)[..] else { panic!("{expected}: {:?}", fates(&report)) };
        assert!(message.contains(expected), "{message}");
        assert!(tonga_takes_part(&case));
    }
}

#[test]
fn the_later_decision_has_the_last_word_wherever_it_stands_in_the_file() {
    let case = Case::new();
    let accept =
        decision("accept", "Tonga and Samoa attended as observers.", REJECT).replace("2026-03-01", "2026-03-02");
    for file in [reject() + &accept, accept.clone() + &reject()] {
        let report = case.build(&file);
        let [("overruled", message)] = fates(&report)[..] else { panic!("{:?}", fates(&report)) };
        assert!(message.contains("the decision of 2026-03-02 by Ana Weaver says otherwise"), "{message}");
        assert!(tonga_takes_part(&case));
    }
}

#[test]
fn the_order_of_decisions_makes_no_difference_and_a_build_from_nothing_gives_the_same() {
    let one = reject();
    let two =
        decision("edit", "New Zealand pledged US$20,000", "fact = { kind = \"pledge\" }\nset = { amount = \"30000\" }");
    let (first, second, third) = (Case::new(), Case::new(), Case::new());
    first.build(&(one.clone() + &two));
    second.build(&(two.clone() + &one));
    third.build("");
    third.build(&one);
    third.build(&(one + &two));
    assert_eq!(first.quads(), second.quads());
    assert_eq!(first.quads(), third.quads(), "decision by decision is the same as all at once");
}

#[test]
fn a_decision_about_one_document_does_not_make_the_others_be_read_again() {
    let case = Case::new();
    case.build("");
    let report = case.build(&reject());
    let outcomes: Vec<String> = report.documents.values().map(|outcome| format!("{outcome:?}")).collect();
    assert_eq!(outcomes, ["Changed", "Unchanged"]);
}
