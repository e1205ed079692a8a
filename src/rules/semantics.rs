//! What `data/rules/README.md` promises, tested.

use super::pack::{PackFile, pack};
use super::{Match, PackError, Packs};
use crate::annotate::{Annotations, Gazetteer, NameKind};
use crate::document;

fn packs(files: &[(&str, &str)]) -> Result<Packs, PackError> {
    let mut names: Vec<&str> =
        files.iter().filter_map(|(path, _)| path.split_once('/')).map(|(name, _)| name).collect();
    names.dedup();
    let file = |(path, content): &(&str, &str)| {
        let (_, inner) = path.split_once('/').unwrap();
        PackFile { path: inner.into(), label: (*path).into(), content: (*content).into() }
    };
    let of = |name: &str| files.iter().filter(|(path, _)| path.starts_with(name)).map(file).collect();
    Packs::build(names.into_iter().map(|name| pack(of(name))).collect::<Result<_, _>>()?)
}

const LEXICON: &str = "
[lexicon.Verb]
ask = ['asked', 'asked for']
urge = ['urged']
[lexicon.Body]
group = ['group', 'working group']
";

/// One rule with this pattern, and more lines of it.
fn rule(pattern: &str, more: &str) -> Result<Packs, PackError> {
    let rule = format!("[[rule]]\nid = 'r'\nphase = 'p'\nemit = {{ kind = 'k' }}\npattern = '{pattern}'\n{more}");
    packs(&[("a/pack.toml", "name = 'a'"), ("a/lexicon/l.toml", LEXICON), ("a/rules/r.toml", &rule)])
}

/// What the rules of phase `p` find in a text: each match, printed by `show`.
fn found(packs: &Packs, text: &str, show: impl Fn(&Match<'_>, &dyn Fn(&str) -> String) -> String) -> Vec<String> {
    let document = document::read("d", text.as_bytes()).unwrap();
    let names = [
        ("Fiji", NameKind::State, "fiji"),
        ("Nauru", NameKind::State, "nauru"),
        ("IOM", NameKind::Organisation, "iom"),
    ];
    let annotations = Annotations::new(&document, &Gazetteer::new(names));
    let matches = packs.run("p", &annotations, 0..annotations.tokens.len());
    let text = |found: &Match<'_>, name: &str| {
        found.capture(name).map_or_else(|| "-".into(), |tokens| annotations.slice(tokens).to_owned())
    };
    matches.iter().map(|found| show(found, &|name| text(found, name))).collect()
}

fn captured(pattern: &str, text: &str) -> Vec<String> {
    let packs = rule(pattern, "").unwrap_or_else(|error| panic!("{error}"));
    found(&packs, text, |_, capture| capture("x"))
}

#[test]
fn the_shipped_rules_pass_their_tests() {
    let report =
        Packs::shipped().unwrap_or_else(|error| panic!("{error}")).test().unwrap_or_else(|error| panic!("{error}"));
    assert!(report.passed(), "{report}");
    assert_eq!(report.untested().count(), 0, "{report}");
    assert!(report.tests() > 20);
}

#[test]
fn a_wrong_pack_is_told_with_file_line_and_rule() {
    for (pattern, more, needle) in [
        ("{Noun}", "", "a/rules/r.toml:5: rule r: pattern, column 1: no lexicon `Noun`; there are Body, Verb"),
        ("\"x\" {Verb.beg}", "", "column 5: lexicon `Verb` has no concept `beg`; it has ask, urge"),
        ("<DAY:x>", "", "column 1: no element <DAY>; there are GAP, NP,"),
        ("<NP:x:y>", "", "column 1: <NP> takes one name for its capture"),
        ("<GAP:6-2> \"x\"", "", "column 1: the bounds of <GAP> read like <GAP:0-6>"),
        ("\"x\"{3,1}", "", "column 1: bounds must rise, and end between 1 and 40"),
        ("(((\"x\"{40}){40}){40}){40}", "", "repeats within repeats make the pattern too large"),
        (&"(".repeat(50_000), "", "column 101: more than 100 groups"),
        ("\"x\" \"y", "", "column 7: expected a closing quote; the pattern ends here"),
        ("\"x\"?", "", "the pattern can match nothing"),
        ("\"x\" (?! \"y\"*)", "", "column 5: the pattern can match nothing"),
        ("\"x\"", "patterns = ['\"y\"']", "a/rules/r.toml:2: rule r: a rule has either `pattern` or `patterns`"),
        ("\"x\"", "prior = 0.9", "a/rules/r.toml:6: unknown field `prior`"),
        ("\"x\"", "test = [\n{ text = 'x', want = [{ a = 'x' }] }]", "a/rules/r.toml:7: rule r: a test wants `a`"),
        (
            "\"x\"",
            "[[rule]]\nid = 'r'\nphase = 'p'\nemit = { kind = 'k' }\npattern = '\"y\"'",
            "r.toml:7: rule r: there are two",
        ),
    ] {
        let error = rule(pattern, more).expect_err(pattern).to_string();
        assert!(error.contains(needle), "{pattern}: {error}");
    }
}

#[test]
fn a_wrong_lexicon_or_head_is_told_with_file_and_line() {
    let head = ("a/pack.toml", "name = 'a'");
    for (file, needle) in [
        (("a/lexicon/l.toml", "[lexicon.V]\na = ['x']\nb = ['X']"), "l.toml:3: lexicon V: `X` under `b` and under `a`"),
        (("a/lexicon/l.toml", "[union]\nU = ['V']"), "l.toml:2: union U: no lexicon `V`"),
        (("a/lexicon/l.toml", "[lexicons.V]"), "l.toml:1: unknown field `lexicons`"),
        (("b/pack.toml", "name = 'b'\nextends = ['c']"), "b/pack.toml:2: extends `c`, but there is no such pack"),
        (("b/pack.toml", "name = 'b'\nextends = ['b']"), "pack `b` extends itself"),
    ] {
        let error = packs(&[head, file]).expect_err(needle).to_string();
        assert!(error.contains(needle), "{error}");
    }
}

#[test]
fn words_match_whatever_their_case_and_only_whole() {
    let text = "The Group CALLED upon Fiji; recalled upon request.";
    assert_eq!(captured("(?<x> \"called\" \"on\"|\"upon\")", text), ["CALLED upon"]);
    assert_eq!(captured("(?<x> (\"the\" \"group\" | \"request\"))", text), ["The Group", "request"]);
}

#[test]
fn a_lexicon_matches_its_longest_entry_that_lets_the_rest_match() {
    assert_eq!(captured("{Verb:x}", "They asked for help"), ["asked for"]);
    assert_eq!(captured("{Verb:x} \"for\"", "They asked for help"), ["asked"]);
    assert_eq!(captured("{Verb.urge:x}", "They asked and urged"), ["urged"]);
    let packs = rule("(?<x> {Body} | \"party\")", "").unwrap();
    let concepts = found(&packs, "the working group party", |found, _| found.concept("x").unwrap_or("none").to_owned());
    assert_eq!(concepts, ["group", "none"]);
}

#[test]
fn a_noun_phrase_ends_where_the_rest_matches_and_holds_no_clause() {
    let pattern = "{Verb} <NP:x> \"to\" <CLAUSE>";
    assert_eq!(
        captured(pattern, "Ministers urged the group on funding (and Fiji) to report."),
        ["the group on funding (and Fiji)"]
    );
    assert_eq!(captured(pattern, "Ministers urged that the group be able to report."), [""; 0]);
    assert_eq!(captured(pattern, "Ministers urged the group which was able to report."), [""; 0]);
}

#[test]
fn a_run_reaches_over_to_what_may_follow_it_and_else_to_its_own_end() {
    let pattern = "\"by\" <NP:x> (\"in\" <PLACE>)? (\"with\" {Body})?";
    assert_eq!(captured(pattern, "hosted by Fiji and the office of IOM with group"), ["Fiji and the office of IOM"]);
    assert_eq!(captured(pattern, "hosted by Fiji, Nauru and IOM in the summer"), ["Fiji, Nauru and IOM"]);
    assert_eq!(
        captured("\"by\" <LIST:x> (\"attended\")? $", "by Fiji, Nauru; and IOM attended."),
        ["Fiji, Nauru; and IOM"]
    );
}

#[test]
fn elements_find_what_they_are_named_for() {
    for (pattern, text, want) in [
        ("{Verb} <CLAUSE:x>", "They urged: more, and soon;", ": more, and soon"),
        ("<STATE:x>", "the IOM and Fiji", "Fiji"),
        ("<NAME:x> \"and\"", "the IOM and Fiji", "IOM"),
        ("\"group\" <PAREN:x> \"met\"", "The group, with Fiji, and IOM, met", "with Fiji, and IOM"),
        ("\"group\" <PAREN:x>", "The group (of Fiji (and IOM)) met", "of Fiji (and IOM)"),
        ("\"the\" <CAP:x> \"met\"", "When the Group of Friends for Fiji met", "Group of Friends for Fiji"),
        ("\"urged\" <GAP:0-2:x> \"help\"", "They urged for more help", "for more"),
        ("^ <WORD:x>", "They met", "They"),
        ("<WORD:x> $", "They met.", "met"),
        ("\"a\" <ANY:x> \"c\"", "a b, b; c c", "b, b;"),
    ] {
        assert_eq!(captured(pattern, text), [want], "{pattern}");
    }
    assert_eq!(captured("\"urged\" <GAP:0-2:x> \"help\"", "They urged. Then help"), [""; 0]);
}

#[test]
fn guards_reject_a_match_by_what_stands_beside_it() {
    let packs = rule("<WORD:x> {Verb}", "not_before = '\"not\" <WORD>?'\nnot_after = '\"again\"'").unwrap();
    let words = |text| found(&packs, text, |_, capture| capture("x"));
    assert_eq!(words("Fiji urged more"), ["Fiji"]);
    assert_eq!(words("Fiji urged again"), [""; 0]);
    assert_eq!(words("not Fiji urged"), [""; 0]);
    assert_eq!(words("Not only Fiji urged"), [""; 0]);
}

#[test]
fn what_must_not_follow_is_looked_at_and_left() {
    let words = |text| captured("<WORD:x> (?! {Verb} | $) <WORD>", text);
    assert_eq!(words("Fiji urged Nauru to act"), ["urged", "to"]);
}

#[test]
fn of_overlapping_matches_priority_wins_then_length_then_identifier() {
    let rule = |id: &str, priority: i32, pattern: &str| {
        format!(
            "[[rule]]\nid = '{id}'\nphase = 'p'\npriority = {priority}\npattern = '{pattern}'\nemit = {{ kind = 'k' }}\n"
        )
    };
    let rules = [
        rule("long", 0, "\"a\" \"b\" \"c\""),
        rule("high", 5, "\"b\""),
        rule("short", 0, "\"d\""),
        rule("same-2", 0, "\"d\" \"e\""),
        rule("same-1", 0, "\"d\" \"e\""),
    ];
    let packs = packs(&[("a/pack.toml", "name = 'a'"), ("a/rules/r.toml", &rules.concat())]).unwrap();
    assert_eq!(found(&packs, "so a b c then d e", |found, _| found.rule.id.clone()), ["high", "same-1"]);
}

#[test]
fn a_later_pack_extends_lexicons_and_replaces_rules() {
    let rule =
        |kind: &str| format!("[[rule]]\nid = 'r'\nphase = 'p'\npattern = '{{Verb:x}}'\nemit = {{ kind = '{kind}' }}");
    let (first, second) = (rule("first"), rule("second"));
    let packs = packs(&[
        ("z/pack.toml", "name = 'z'"),
        ("z/lexicon/l.toml", LEXICON),
        ("z/rules/r.toml", &first),
        ("b/pack.toml", "name = 'b'\nextends = ['z']"),
        ("b/lexicon/l.toml", "[lexicon.Verb]\nurge = ['begged', 'asked for']"),
        ("b/rules/r.toml", &second),
    ])
    .unwrap();
    let show = |found: &Match<'_>, _: &dyn Fn(&str) -> String| {
        format!("{} {}", found.emit("kind").unwrap_or(""), found.concept("x").unwrap_or(""))
    };
    assert_eq!(found(&packs, "begged, asked, asked for", show), ["second urge", "second ask", "second urge"]);
}

#[test]
fn a_folder_adds_packs_and_replaces_shipped_ones() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    let load = || Packs::load(&[folder.path().to_owned()]);
    assert!(load().expect_err("empty").to_string().contains("expected a file pack.toml in it"));
    write("ours/pack.toml", "name = 'ours'\nextends = ['base']");
    write("ours/lexicon/l.toml", "[lexicon.SpeechPast]\nurge = ['beseeched']\n[lexicon.Ours]\nx = ['y']");
    write("ours/notes.txt", "not read");
    let packs = load().unwrap();
    let concept = |lexicon, form| packs.lexicon(lexicon).and_then(|lexicon| lexicon.concept_of(form));
    assert_eq!(concept("SpeechVerb", "beseeched"), Some("urge"));
    assert_eq!((concept("SpeechVerb", "urged"), concept("Ours", "Y")), (Some("urge"), Some("x")));
    write("theirs/pack.toml", "name = 'base'");
    let packs = load().unwrap();
    assert!(packs.lexicon("SpeechVerb").is_none() && packs.lexicon("Ours").is_some());
    assert_eq!(packs.rules().count(), 0);
}

#[test]
fn a_match_can_be_asked_for_at_one_token() {
    let packs = rule("{Verb:x}", "").unwrap();
    let document = document::read("d", b"They asked and urged").unwrap();
    let annotations = Annotations::new(&document, &Gazetteer::default());
    let at = |token| packs.run_at("p", &annotations, 0..4, token).map(|found| found.tokens);
    assert_eq!((at(0), at(1), at(3), at(9)), (None, Some(1..2), Some(3..4), None));
    assert_eq!(packs.run_at("p", &annotations, 0..1, 1).map(|found| found.tokens), None);
}

#[test]
fn no_pattern_explodes() {
    let text = "a ".repeat(400);
    for pattern in
        ["((\"a\"* | \"a\")* \"a\"?)* \"b\"", "<ANY> <ANY> <ANY> <ANY> \"b\"", "(\"a\"{0,20} <NP>){0,3} \"b\""]
    {
        // `b` stands in front, so that the rules are tried; what starts with a group can match it alone.
        let matches = captured(pattern, &format!("b {text}")).len();
        assert_eq!(matches, usize::from(pattern.starts_with('(')), "{pattern}");
    }
}

#[test]
fn the_digest_changes_with_any_file() {
    let one = rule("\"x\"", "").unwrap().digest();
    assert_eq!(one, rule("\"x\"", "").unwrap().digest());
    assert_ne!(one, rule("\"x\"", "comment = 'y'").unwrap().digest());
    assert_eq!(one.len(), 64);
}
