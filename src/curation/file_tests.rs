use super::*;

const REST: &str = "author = \"A\"\ndate = \"2026-01-31\"\nreason = \"Because.\"\n";

fn keys() -> String {
    format!("document = \"d\"\nsha256 = \"{}\"\nquote = \"Fiji came.\"\n", "0".repeat(64))
}

fn problem(entry: &str) -> String {
    let curation = Curation::parse(&format!("[[decision]]\n{entry}{REST}"), "c.toml");
    assert_eq!((curation.decisions.len(), curation.problems.len()), (0, 1), "{entry}: {curation:?}");
    curation.problems[0].clone()
}

#[test]
fn decisions_are_read_and_a_wrong_one_is_told_with_its_line() {
    let fact = "fact = { kind = \"participation\", member = \"Fiji\" }\n";
    let text = format!(
        "[[decision]]\nkind = \"accept\"\n{}{fact}{REST}[[decision]]\nkind = \"perhaps\"\nwhat = \"a\"\n{REST}\
         [[decision]]\nkind = \"same-as\"\nwhat = \"state/a\"\n{REST}",
        keys()
    );
    let curation = Curation::parse(&text, "c.toml");
    assert_eq!(curation.decisions.len(), 1, "{:?}", curation.problems);
    assert_eq!((curation.decisions[0].kind, curation.decisions[0].place.as_str()), (DecisionKind::Accept, "c.toml:1"));
    assert!(curation.problems[0].starts_with("c.toml:11: unknown variant `perhaps`"), "{:?}", curation.problems);
    assert!(curation.problems[1].starts_with("c.toml:17: \"to\" is missing"), "{:?}", curation.problems);
}

#[test]
fn chains_of_sameness_and_repeated_decisions_are_refused() {
    let same =
        |what: &str, to: &str| format!("[[decision]]\nkind = \"same-as\"\nwhat = \"{what}\"\nto = \"{to}\"\n{REST}");
    let text = same("a", "b") + &same("b", "c") + &same("d", "a") + &same("a", "e") + &same("a", "b");
    let curation = Curation::parse(&text, "c.toml");
    assert_eq!((curation.decisions.len(), curation.problems.len()), (1, 4), "{:?}", curation.problems);
    assert!(curation.problems[3].contains("stands at c.toml:1 already"), "{:?}", curation.problems);
}

#[test]
fn a_mistake_in_a_fact_names_the_line_of_the_fact_and_what_may_stand_there() {
    let line = |fact: &str| problem(&format!("kind = \"add\"\n{}{fact}\n", keys()));
    for (fact, message) in [
        ("fact = { kind = \"visit\" }", "\"visit\" is no kind of fact: participation, meeting"),
        (
            "fact = { kind = \"participation\", guest = \"Fiji\" }",
            "\"guest\" is no role of a participation: about, capacity",
        ),
        ("fact = { kind = \"count\", value = \"many\" }", "value: \"many\" is no whole number"),
        ("fact = { kind = \"meeting\", status = \"maybe\" }", "\"maybe\" is no status: done, decided"),
        ("fact = { kind = \"participation\", member = [\"Fiji\", \"Niue\"] }", "takes one value"),
        ("fact = { kind = \"participation\", member = \"Fiji\" }", "\"context\" is missing"),
        ("fact = { kind = \"thing\", thing = \"person/x\" }", "can only be rejected"),
    ] {
        let told = line(fact);
        assert!(told.starts_with("c.toml:6: ") && told.contains(message), "{fact}: {told}");
    }
    let date = "fact = { kind = \"property\", of = \"meeting/p/m\", property = \"start-date\", value = \"31 May\" }";
    assert!(line(date).contains("\"31 May\" is no date"), "{}", line(date));
}

#[test]
fn keys_that_do_not_belong_to_a_kind_are_mistakes() {
    assert!(
        problem("kind = \"alias\"\nwhat = \"org/x\"\nto = \"org/y\"\nname = \"X\"\n").starts_with("c.toml:4: \"to\"")
    );
    assert!(problem("kind = \"alias\"\nwhat = \"UNHCR\"\nname = \"X\"\n").contains("no path of a thing"));
    let edit = format!("kind = \"edit\"\n{}fact = {{ kind = \"participation\" }}\n", keys());
    assert!(problem(&edit).contains("\"set\" is missing"));
    let emptied = format!("{edit}set = {{ capacity = [] }}\n");
    assert!(problem(&emptied).contains("reject the fact instead"));
    let sum = problem("kind = \"reject\"\ndocument = \"d\"\nsha256 = \"12\"\nquote = \"x\"\n");
    assert!(sum.starts_with("c.toml:4: ") && sum.contains("64 lower case"), "{sum}");
}

#[test]
fn concepts_that_there_are_not_are_told_with_their_line() {
    let entry = format!("kind = \"reject\"\n{}fact = {{ kind = \"participation\", capacity = \"guest\" }}\n", keys());
    let mut curation = Curation::parse(&format!("[[decision]]\n{entry}{REST}"), "c.toml");
    curation.check_concepts(&|scheme, slug| (scheme, slug) == ("capacity", "observer"));
    assert_eq!(curation.problems, ["c.toml:1: \"guest\" is no concept of the scheme voc/capacity"]);
    assert!(curation.decisions.is_empty());
}

#[test]
fn the_name_of_a_decision_does_not_change_with_its_place_in_the_file() {
    let one = "[[decision]]\nkind = \"alias\"\nwhat = \"org/x\"\nname = \"X\"\n".to_owned() + REST;
    let first = Curation::parse(&one, "a.toml").decisions.remove(0);
    let moved = Curation::parse(&format!("# a remark\n\n{one}"), "b.toml").decisions.remove(0);
    assert_eq!((first.id(), first.id().len()), (moved.id(), "2026-01-31-".len() + 10));
    assert_ne!(first.place, moved.place);
}

#[test]
fn the_shipped_file_has_no_problem_and_a_missing_one_is_empty() {
    assert_eq!(Curation::read(Path::new("data/curation.toml")).problems, Vec::<String>::new());
    assert_eq!(Curation::read(Path::new("data/none.toml")), Curation::default());
}
