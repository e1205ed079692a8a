//! The example pack that is shipped: what it adds to a document of its process, and that it touches no other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rapporteur::assertion::{ActClass, EntityId, Extraction, Fact};
use rapporteur::pipeline::Reader;

use super::folder;

const DOCUMENT: &str = "Twelfth Ministerial Consultation of the Colombo Process

The Twelfth Ministerial Consultation of the Colombo Process took place in Hanoi on 4 and 5 March 2031. It was attended by Bangladesh, Nepal, Sri Lanka, Thailand and Viet Nam. The Sri Lanka Bureau of Foreign Employment attended as observer.

Nepal and Thailand, lead countries of the Thematic Area Working Group on Skills and Qualification Recognition, gave a report. Ministers asked the technical support unit to compare certificates.

Ministers agreed on these steps for the thematic areas:

- Remittances: member countries to lower the cost of transfers;
- Ethical recruitment: the technical support unit to publish a list of recruitment agencies.

Bangladesh expressed its readiness to assume the chair of the Colombo Process in 2033.
";

/// Reads a text with the shipped packs, or with an empty pack in the place of the example.
fn read(text: &str, with: bool) -> Extraction {
    let empty = folder(&[("colombo/pack.toml", "name = \"colombo\"\n")]);
    let folders: Vec<PathBuf> = if with { Vec::new() } else { vec![empty.path().to_owned()] };
    Reader::with_packs(&folders).unwrap().read_text("d", text.as_bytes()).unwrap().1
}

fn body(slug: &str) -> EntityId {
    EntityId::Body { process: "colombo-process".into(), slug: slug.into() }
}

/// Who takes part in a meeting or body of the process, by capacity.
fn participations(said: &Extraction, context: &EntityId) -> BTreeMap<String, usize> {
    let mut capacities = BTreeMap::new();
    for assertion in &said.assertions {
        if let Fact::Participation { context: found, capacity, .. } = &assertion.fact
            && found == context
        {
            *capacities.entry(capacity.clone()).or_default() += 1;
        }
    }
    capacities
}

/// Class, force, content and first addressee of each act.
fn acts(said: &Extraction) -> Vec<(ActClass, &str, &str, Option<&EntityId>)> {
    let mut acts = Vec::new();
    for assertion in &said.assertions {
        if let Fact::Act(act) = &assertion.fact {
            acts.push((act.class, act.force.as_str(), act.text.as_str(), act.addressees.first()));
        }
    }
    acts
}

#[test]
fn the_example_pack_adds_what_its_process_says_in_its_own_way() {
    let (with, without) = (read(DOCUMENT, true), read(DOCUMENT, false));
    let conference = EntityId::Meeting { process: "colombo-process".into(), slug: "ministerial-conference-12".into() };
    assert_eq!(with.primary_topics.first(), Some(&conference));
    let attended: BTreeMap<String, usize> = [("member".to_owned(), 5), ("observer".to_owned(), 1)].into();
    assert_eq!(participations(&with, &conference), attended);

    let group = body("thematic-area-working-group-on-skills-and-qualification-recognition");
    assert_eq!(participations(&with, &group), [("lead".to_owned(), 2)].into());
    assert!(participations(&without, &group).is_empty());

    let bureau = EntityId::Organisation("sri-lanka-bureau-of-foreign-employment".into());
    assert!(with.entities.get(&bureau).is_some_and(|entity| entity.known));
    assert!(!without.entities.contains_key(&bureau));

    let unit = body("technical-support-unit");
    let directives = |said: &Extraction, force: &str, text: &str| {
        acts(said)
            .into_iter()
            .filter(|act| act.1 == force && act.2.ends_with(text))
            .map(|act| act.3.cloned())
            .collect::<Vec<_>>()
    };
    assert_eq!(directives(&with, "recommend", "publish a list of recruitment agencies"), [Some(unit.clone())]);
    assert_eq!(directives(&with, "request", "compare certificates"), [Some(unit)]);
    assert!(directives(&without, "recommend", "publish a list of recruitment agencies").is_empty());

    let pledges = |said: &Extraction| acts(said).iter().filter(|act| act.0 == ActClass::Pledge).count();
    assert_eq!((pledges(&with), pledges(&without)), (1, 1), "who is ready to do something promises it anywhere");
    assert_eq!(acts(&with).iter().filter(|act| act.2.contains("assume the chair")).count(), 1, "{:?}", acts(&with));
}

#[test]
fn a_document_of_another_process_reads_the_same_with_and_without_it() {
    // Names are known everywhere, so the bureau stays away.
    let bureau = " The Sri Lanka Bureau of Foreign Employment attended as observer.";
    let text = DOCUMENT.replace("Colombo Process", "Budapest Process").replace(bureau, "");
    let (with, without) = (read(&text, true), read(&text, false));
    assert!(with == without, "{:?}", with.entities.keys());
    let told =
        |said: &Extraction| said.assertions.iter().filter(|assertion| assertion.rule.starts_with("colombo.")).count();
    assert_eq!((told(&read(DOCUMENT, true)), told(&read(&text, true))), (5, 0));
}

#[test]
fn the_example_is_described_where_packs_are() {
    let readme = std::fs::read_to_string("data/rules/README.md").unwrap();
    assert!(readme.contains("colombo/") && Path::new("data/rules/colombo/pack.toml").is_file());
}
