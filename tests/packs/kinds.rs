//! Each kind of fact that a rule can state, added by a pack to a construction that nothing else reads.

use std::fs;

use rapporteur::assertion::{EntityId, Extraction, Fact, Status};
use rapporteur::pipeline::Reader;
use rapporteur::rules::{KINDS, PHASES, Packs};

use super::{folder, write};

const OPENING: &str = "The Second Ministerial Conference of the Budapest Process took place in Rome on 3 May 2011.";

/// Reads a text after the opening sentence with rules of one's own.
fn read(rules: &str, text: &str) -> Extraction {
    let folder = folder(&[("own/pack.toml", "name = \"own\"\nextends = [\"base\"]\n"), ("own/rules/r.toml", rules)]);
    let reader = Reader::with_packs(&[folder.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    reader.read_text("d", format!("{OPENING} {text}").as_bytes()).unwrap().1
}

fn of_rule<'e>(said: &'e Extraction, rule: &str) -> Vec<&'e Fact> {
    said.assertions.iter().filter(|assertion| assertion.rule == rule).map(|assertion| &assertion.fact).collect()
}

fn last(id: &EntityId) -> &str {
    match id {
        EntityId::State(slug) | EntityId::Organisation(slug) | EntityId::Group(slug) => slug,
        EntityId::Body { slug, .. } | EntityId::Work { slug, .. } | EntityId::Meeting { slug, .. } => slug,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_rule_adds_an_act_and_takes_the_place_of_what_a_step_read() {
    let rule = "[[rule]]\nid = \"gavel\"\nphase = \"sentence\"\npattern = '\"the\" \"gavel\" \"fell\" \"on\" (?<text> <NP>)'\n\
                emit = { kind = \"act\", verb = \"gavelled\", force = \"adopt\" }\n";
    let said = read(rule, "The gavel fell on the budget of the fund.");
    let [Fact::Act(act)] = of_rule(&said, "gavel")[..] else { panic!("{:?}", said.assertions) };
    assert_eq!(
        (act.verb.as_str(), act.force.as_str(), act.text.as_str()),
        ("gavelled", "adopt", "the budget of the fund")
    );
    assert_eq!(act.issued_by.len(), 1);

    let rule = "[[rule]]\nid = \"note.task\"\nphase = \"sentence\"\npattern = '<NP:issuer> \"noted\" \"that\" \"it\" \"was\" \"for\" <NP:addressee> \"to\" <CLAUSE:text>'\n\
                emit = { kind = \"act\", verb = \"noted\", force = \"request\" }\n";
    let text = "Ministers noted that it was for Georgia to report in time.";
    let acts = |said: &Extraction| {
        let act = |fact: &Fact| match fact {
            Fact::Act(act) => {
                Some((act.force.clone(), act.addressees.iter().map(|id| last(id).to_owned()).collect::<Vec<_>>()))
            }
            _ => None,
        };
        said.assertions.iter().filter_map(|assertion| act(&assertion.fact)).collect::<Vec<_>>()
    };
    assert_eq!(acts(&read("", text)), [("note".into(), vec![])]);
    assert_eq!(acts(&read(rule, text)), [("request".into(), vec!["georgia".to_owned()])]);
}

#[test]
fn a_rule_takes_back_what_only_looks_like_an_act() {
    let text = "Ministers noted, with a smile, the weather. Ministers noted the plan.";
    let count = |said: &Extraction| said.assertions.iter().filter(|a| matches!(a.fact, Fact::Act(_))).count();
    let rule = "[[rule]]\nid = \"smile\"\nphase = \"sentence\"\npattern = '\"Ministers\" \"noted\" \",\" \"with\" \"a\" \"smile\"'\nemit = { kind = \"nothing\" }\n";
    assert_eq!((count(&read("", text)), count(&read(rule, text))), (2, 1));
}

#[test]
fn a_rule_adds_bodies_and_what_happens_to_them() {
    let rules = "[[rule]]\nid = \"circle\"\nphase = \"name\"\npattern = '\"circle\" \"of\" <CAP>'\nemit = { kind = \"body\", body-kind = \"working-group\" }\n";
    let rules = rules.replace("'\"circle\" \"of\" <CAP>'", "'(?<name> \"circle\" \"of\" <CAP>)'");
    let event = "[[rule]]\nid = \"sunset\"\nphase = \"sentence\"\npattern = '\"the\" \"sun\" \"set\" \"on\" <NP:body>'\nemit = { kind = \"body-event\", change = \"discontinued\", status = \"done\" }\n";
    let said = read(&format!("{rules}{event}"), "The circle of Friends met. The sun set on the circle of Friends.");
    let [Fact::BodyEvent { body, kind, status, .. }] = of_rule(&said, "sunset")[..] else {
        panic!("{:?}", said.assertions)
    };
    assert_eq!((last(body), kind.as_str(), *status), ("circle-of-friends", "discontinued", Status::Done));
    assert_eq!(said.entities[body].kind.as_deref(), Some("working-group"));
    assert_eq!(said.entities.keys().filter(|id| matches!(id, EntityId::Body { .. })).count(), 1);
}

#[test]
fn a_rule_adds_participations_counts_and_references() {
    let rules = "[[rule]]\nid = \"floor\"\nphase = \"sentence\"\npattern = '<STATE:agent> \"lent\" \"its\" \"palace\"'\nemit = { kind = \"participation\", capacity = \"host\" }\n\
        [[rule]]\nid = \"chairs\"\nphase = \"sentence\"\npattern = '<NUMBER:number> \"chairs\" \"were\" \"taken\" \"by\" \"those\" \"present\"'\nemit = { kind = \"count\", unit = \"delegates\" }\n\
        [[rule]]\nid = \"see\"\nphase = \"sentence\"\npattern = '\"see\" \"also\" <CAP:to>'\nemit = { kind = \"reference\", class = \"plan\" }\n";
    let said = read(rules, "Italy lent its palace. 31 chairs were taken by those present. See also Istanbul Pathways.");
    let [Fact::Participation { member, capacity, .. }] = of_rule(&said, "floor")[..] else { panic!("{said:?}") };
    assert_eq!((last(member), capacity.as_str()), ("italy", "host"));
    assert!(matches!(of_rule(&said, "chairs")[..], [Fact::Count { value: 31, .. }]));
    let [Fact::Reference { to }] = of_rule(&said, "see")[..] else { panic!("{said:?}") };
    assert_eq!(last(to), "istanbul-pathways");
}

#[test]
fn a_rule_adds_dates_places_posts_and_names() {
    let rules = "[[rule]]\nid = \"when\"\nphase = \"sentence\"\npattern = '\"doors\" \"open\" \":\" <DATE:date> \",\" <PLACE:place>'\nemit = { kind = \"meeting\" }\n\
        [[rule]]\nid = \"wears\"\nphase = \"sentence\"\npattern = '(?<person> <WORD> <WORD>) \"wore\" \"the\" \"hat\" \"of\" <WORD:post> \"of\" <STATE:of>'\nemit = { kind = \"post\" }\n\
        [[rule]]\nid = \"club\"\nphase = \"name\"\npattern = '(?<name> \"club\" \"of\" <CAP>)'\nemit = { kind = \"organisation\", organisation-kind = \"ngo\" }\n\
        [[rule]]\nid = \"alias\"\nphase = \"name\"\npattern = '<ORG:long> \",\" \"fondly\" <CAP:short>'\nemit = { kind = \"short-name\" }\n";
    let text = "Doors open: 2 May 2011, Naples. Ada Byron wore the hat of treasurer of Italy. The Club of Porto met. \
                The World Bank, fondly Bankie, gave way. Ministers asked Bankie to lend a boat.";
    let said = read(rules, text);
    let dates = of_rule(&said, "when");
    assert_eq!(dates.len(), 3, "{dates:?}");
    let [Fact::Property { subject: EntityId::Person(person), .. }] = of_rule(&said, "wears")[..] else {
        panic!("{said:?}")
    };
    assert_eq!(person, "ada-byron");
    let treasurer = EntityId::Post { of: "italy".into(), slug: "treasurer".into() };
    assert!(said.entities.contains_key(&treasurer));
    let club = said.entities.get(&EntityId::Organisation("club-of-porto".into()));
    assert_eq!(club.and_then(|club| club.kind.as_deref()), Some("ngo"));
    let asked = said.assertions.iter().find_map(|assertion| match &assertion.fact {
        Fact::Act(act) if act.verb == "asked" => act.addressees.first(),
        _ => None,
    });
    assert_eq!(asked.map(last), Some("world-bank"));
}

#[test]
fn a_rule_over_a_list_gives_each_item_what_its_head_says() {
    let rule = "[[rule]]\nid = \"homework\"\nphase = \"block\"\nhead = '\"homework\" \"from\" <NP:issuer> \":\"'\npattern = '<STATE:addressee> \"(\" <CLAUSE:text>'\n\
                emit = { kind = \"act\", verb = \"homework\", force = \"request\" }\n\
                test = [ { text = \"Homework from the Board:\\n\\n- Fiji (a report\\n- all others\\n- Japan (a map\\n\", want = [ { issuer = \"the Board\", addressee = \"Fiji\", text = \"a report\" }, { addressee = \"Japan\" } ] } ]\n\
                [names]\nstate = [\"Fiji\", \"Japan\"]\n";
    let folder = folder(&[("own/pack.toml", "name = \"own\"\nextends = [\"base\"]\n"), ("own/rules/r.toml", rule)]);
    let report = Packs::load(&[folder.path().to_owned()]).unwrap().test().unwrap();
    assert!(report.passed(), "{report}");
    let said =
        read(rule, "\n\nHomework from the Secretariat:\n\n- Fiji (a report on visas)\n- all others\n- Japan (a map)\n");
    let acts = of_rule(&said, "homework");
    let to: Vec<&str> = acts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Act(act) => Some(last(act.addressees.first()?)),
            _ => None,
        })
        .collect();
    assert_eq!(to, ["fiji", "japan"], "{:?}", said.assertions);
}

#[test]
fn a_rule_that_no_step_could_use_is_refused_with_its_place() {
    let head = |phase: &str, emit: &str, pattern: &str| {
        format!("[[rule]]\nid = \"r\"\nphase = \"{phase}\"\nemit = {{ {emit} }}\npattern = '{pattern}'\n")
    };
    let member = "kind = \"participation\", capacity = \"member\"";
    for (rule, needle) in [
        (head("sentense", member, "<STATE:agent>"), "no phase `sentense`; there are name, clause, sentence, block"),
        (head("sentence", "kind = \"partisipation\"", "<STATE:agent>"), "no kind `partisipation`; there are act, body"),
        (
            head("clause", member, "<STATE:agent>"),
            "kind `participation` runs in phase sentence, block, not in `clause`",
        ),
        (head("sentence", member, "<STATE:who>"), "kind `participation` needs a capture `agent`"),
        (head("sentence", member, "<STATE:agent> <NP:who>"), "kind `participation` has no use for a capture `who`"),
        (
            head("sentence", "kind = \"participation\", capasity = \"member\"", "<STATE:agent>"),
            "has no constant `capasity`; it takes capacity",
        ),
        (
            head("sentence", "kind = \"participation\", capacity = \"guest\"", "<STATE:agent>"),
            "`capacity` is `guest`; it must be one of member",
        ),
        (
            head("sentence", "kind = \"participation\"", "<STATE:agent>"),
            "needs a constant `capacity`, or a capture `capacity`",
        ),
        (
            head("sentence", "kind = \"participation\"", "<STATE:agent> <NP:capacity>"),
            "`capacity` captures no lexicon entry",
        ),
        (
            head("sentence", "kind = \"participation\"", "<STATE:agent> {Adverb:capacity}"),
            "`capacity` may have the concept `addition`",
        ),
        (head("block", member, "<STATE:agent>"), "a rule of phase `block` has a `head`"),
        (head("sentence", member, "<STATE:agent>") + "head = '\"x\"'\n", "a rule of phase `block` has a `head`"),
    ] {
        let folder = folder(&[("own/pack.toml", "name = \"own\"\nextends = [\"base\"]\n")]);
        write(folder.path(), "own/rules/r.toml", &rule);
        let error = Packs::load(&[folder.path().to_owned()]).expect_err(&rule).to_string();
        assert!(error.contains("own/rules/r.toml:2: rule r: ") && error.contains(needle), "{error}");
    }
}

#[test]
fn closed_lists_of_values_are_those_of_the_ontology() {
    let schemes = fs::read_to_string("ontology/schemes.ttl").unwrap();
    for (name, prefix) in
        [("capacity", "cap"), ("force", "force"), ("unit", "unit"), ("change", "life"), ("status", "stat")]
    {
        let values = KINDS.iter().flat_map(|kind| kind.values).filter(|value| value.name == name);
        let allowed: Vec<&str> = values.flat_map(|value| value.allowed).copied().collect();
        assert!(!allowed.is_empty(), "{name}");
        for value in allowed.into_iter().filter(|value| *value != "agree") {
            assert!(schemes.contains(&format!("\n{prefix}:{value} a skos:Concept")), "{prefix}:{value}");
        }
    }
}

#[test]
fn every_lexicon_of_the_base_pack_is_described() {
    let readme = fs::read_to_string("data/rules/README.md").unwrap();
    for file in fs::read_dir("data/rules/base/lexicon").unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for name in text.lines().filter_map(|line| line.strip_prefix("[lexicon.")?.strip_suffix(']')) {
            assert!(readme.contains(&format!("`{name}`")), "data/rules/README.md has no row for `{name}`");
        }
    }
}

#[test]
fn every_phase_and_kind_is_described() {
    let readme = fs::read_to_string("data/rules/README.md").unwrap();
    for name in PHASES.iter().map(|phase| phase.0).chain(KINDS.iter().map(|kind| kind.name)) {
        assert!(readme.contains(&format!("| `{name}` |")), "data/rules/README.md has no row for `{name}`");
    }
    for kind in KINDS {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{}` |", kind.name))).unwrap();
        let values = kind.values.iter().map(|value| value.name);
        for name in kind.needs.iter().chain(kind.takes).copied().chain(values) {
            assert!(row.contains(&format!("`{name}`")), "the row of `{}` does not say `{name}`", kind.name);
        }
    }
}
