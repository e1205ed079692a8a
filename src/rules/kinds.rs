//! The kinds of facts that rules state: which captures and constants each takes. `data/rules/README.md` explains them.

use super::build::Rule;
use super::lexicon::Lexicon;
use super::program::{Op, Program};

/// A kind of `emit`.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Value of `emit.kind`.
    pub name: &'static str,
    /// Phases in which rules of this kind run.
    pub phases: &'static [&'static str],
    /// Captures that every rule of this kind has.
    pub needs: &'static [&'static str],
    /// Captures that it may have.
    pub takes: &'static [&'static str],
    /// Values that are constants of `emit`, or concepts of captured lexicon entries.
    pub values: &'static [Constant],
}

/// A value of a kind that comes from a closed list.
#[derive(Debug, Clone, Copy)]
pub struct Constant {
    /// Key in `emit`, and name of the capture whose concept is the value where `emit` has none.
    pub name: &'static str,
    /// Name of the capture, where it is another one.
    pub capture: &'static str,
    /// The values; if there is none, every text is one.
    pub allowed: &'static [&'static str],
    /// Whether a rule must have it.
    pub needed: bool,
}

/// Phases, and over what their rules run.
pub const PHASES: [(&str, &str); 4] = [
    ("name", "each sentence and heading, before persons, participants and acts are read"),
    ("clause", "what a speech verb governs, from the verb on"),
    ("sentence", "each sentence of running text, after all other steps"),
    ("block", "a line that leads items in, with each of its items, after all other steps"),
];

/// Concepts of scheme `capacity`.
pub(super) const CAPACITIES: &[&str] = &[
    "member",
    "observer",
    "convenor",
    "host",
    "co-host",
    "chair",
    "co-chair",
    "organiser",
    "co-organiser",
    "coordinator",
    "lead",
    "contributor",
    "donor",
    "staff-contributor",
    "technical-support",
    "presenter",
    "developer",
];

/// Concepts of scheme `force` that an act can have, and `agree`, which is read as `decide`.
pub(super) const FORCES: &[&str] = &[
    "direct",
    "demand",
    "request",
    "urge",
    "recommend",
    "suggest",
    "encourage",
    "decide",
    "adopt",
    "undertake",
    "commit",
    "pledge",
    "affirm",
    "note",
    "acknowledge",
    "announce",
    "recall",
    "welcome",
    "endorse",
    "support",
    "thank",
    "commend",
    "concern",
    "condemn",
    "agree",
];

/// Concepts of scheme `unit`.
pub(super) const UNITS: &[&str] =
    &["delegates", "states", "organisations", "members", "observers", "ministers", "meetings"];

/// Concepts of scheme `lifecycle`.
pub(super) const CHANGES: &[&str] =
    &["established", "retasked", "renamed", "merged", "continued", "discontinued", "linked"];

/// Concepts of scheme `status`.
pub(super) const STATUSES: &[&str] = &["done", "decided", "planned", "offered", "proposed", "hypothetical", "negated"];

/// Classes of works.
pub(super) const WORKS: &[&str] = &["work", "plan", "policy"];

const fn value(name: &'static str, allowed: &'static [&'static str], needed: bool) -> Constant {
    Constant { name, capture: name, allowed, needed }
}

const FACTS: &[&str] = &["sentence", "block"];

/// All kinds, by name.
pub const KINDS: [Kind; 14] = [
    Kind {
        name: "act",
        phases: FACTS,
        needs: &["text"],
        takes: &["issuer", "verb", "addressee"],
        values: &[
            Constant { name: "verb", capture: "verb", allowed: &[], needed: true },
            Constant { name: "force", capture: "verb", allowed: FORCES, needed: true },
        ],
    },
    Kind {
        name: "body",
        phases: &["name"],
        needs: &["name"],
        takes: &["kind"],
        values: &[Constant { name: "body-kind", capture: "kind", allowed: &[], needed: false }],
    },
    Kind {
        name: "body-event",
        phases: FACTS,
        needs: &["body"],
        takes: &["change", "at"],
        values: &[value("change", CHANGES, true), value("status", STATUSES, false)],
    },
    Kind { name: "count", phases: FACTS, needs: &["number"], takes: &["unit"], values: &[value("unit", UNITS, true)] },
    Kind {
        name: "mandate",
        phases: &["clause"],
        needs: &["addressee"],
        takes: &["issuer", "verb", "aside", "action", "modal", "act"],
        values: &[],
    },
    Kind { name: "meeting", phases: FACTS, needs: &[], takes: &["context", "date", "place"], values: &[] },
    Kind { name: "nothing", phases: FACTS, needs: &[], takes: &["text"], values: &[] },
    Kind {
        name: "organisation",
        phases: &["name"],
        needs: &["name"],
        takes: &["kind"],
        values: &[Constant { name: "organisation-kind", capture: "kind", allowed: &[], needed: false }],
    },
    Kind {
        name: "participation",
        phases: FACTS,
        needs: &["agent"],
        takes: &["capacity", "context"],
        values: &[value("capacity", CAPACITIES, true)],
    },
    Kind {
        name: "pledge",
        phases: FACTS,
        needs: &["donor", "text"],
        takes: &["verb"],
        values: &[Constant { name: "verb", capture: "verb", allowed: &[], needed: false }],
    },
    Kind { name: "post", phases: FACTS, needs: &["person", "post"], takes: &["of"], values: &[] },
    Kind { name: "reference", phases: FACTS, needs: &["to"], takes: &[], values: &[value("class", WORKS, false)] },
    Kind { name: "short-name", phases: &["name"], needs: &["long", "short"], takes: &[], values: &[] },
    Kind {
        name: "work",
        phases: &["name"],
        needs: &["name"],
        takes: &["class"],
        values: &[value("class", WORKS, false)],
    },
];

/// What is wrong with what a rule emits, if anything is.
pub(super) fn fault(rule: &Rule, lexicons: &[Lexicon]) -> Option<String> {
    // The tests of the language itself look at matches, which no step reads.
    if cfg!(test) && rule.phase == "p" {
        return None;
    }
    let list = |names: &[&str]| names.join(", ");
    if !PHASES.iter().any(|(phase, _)| *phase == rule.phase) {
        return Some(format!("no phase `{}`; there are {}", rule.phase, list(&PHASES.map(|(phase, _)| phase))));
    }
    let name = rule.emit.get("kind").map_or("", String::as_str);
    let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
        return Some(format!("no kind `{name}`; there are {}", list(&KINDS.map(|kind| kind.name))));
    };
    if !kind.phases.contains(&rule.phase.as_str()) {
        return Some(format!("kind `{name}` runs in phase {}, not in `{}`", list(kind.phases), rule.phase));
    }
    let has = |capture: &str| rule.captures.iter().any(|known| known == capture);
    if let Some(missing) = kind.needs.iter().find(|capture| !has(capture)) {
        return Some(format!("kind `{name}` needs a capture `{missing}`"));
    }
    let known = |capture: &String| kind.needs.iter().chain(kind.takes).any(|known| known == capture);
    if let Some(unknown) = rule.captures.iter().find(|capture| !known(capture)) {
        let all: Vec<&str> = kind.needs.iter().chain(kind.takes).copied().collect();
        return Some(format!("kind `{name}` has no use for a capture `{unknown}`; it takes {}", list(&all)));
    }
    if let Some(context) = rule.emit.get("within")
        && !lexicons.iter().any(|lexicon| lexicon.name() == *context)
    {
        return Some(format!("`within` is `{context}`; no pack has a lexicon of that name"));
    }
    let facts = FACTS.contains(&rule.phase.as_str());
    let always = |key: &str| key == "kind" || key == "within" && facts;
    let constants: Vec<&str> = kind.values.iter().map(|value| value.name).collect();
    if let Some(unknown) = rule.emit.keys().find(|key| !always(key) && !constants.contains(&key.as_str())) {
        let takes = if constants.is_empty() { "none".to_owned() } else { list(&constants) };
        return Some(format!("kind `{name}` has no constant `{unknown}`; it takes {takes}"));
    }
    kind.values.iter().find_map(|value| wrong_value(rule, name, value, lexicons))
}

fn wrong_value(rule: &Rule, kind: &str, value: &Constant, lexicons: &[Lexicon]) -> Option<String> {
    let Constant { name, capture, allowed, needed } = value;
    let unknown = |found: &str| !allowed.is_empty() && !allowed.contains(&found);
    if let Some(constant) = rule.emit.get(*name) {
        return unknown(constant)
            .then(|| format!("`{name}` is `{constant}`; it must be one of {}", allowed.join(", ")));
    }
    let Some(slot) = rule.captures.iter().position(|known| known == capture) else {
        return needed.then(|| format!("kind `{kind}` needs a constant `{name}`, or a capture `{capture}`"));
    };
    if allowed.is_empty() {
        return None;
    }
    let mut concepts = Vec::new();
    rule.programs.iter().chain(&rule.head).for_each(|program| concepts_of(program, slot, lexicons, &mut concepts));
    if concepts.is_empty() && *needed {
        let message = "captures no lexicon entry whose concept could be the value";
        return Some(format!("`{capture}` {message} of `{name}`; write it as a constant"));
    }
    let wrong = concepts.into_iter().find(|concept| unknown(concept))?;
    Some(format!("`{capture}` may have the concept `{wrong}`, but `{name}` must be one of {}", allowed.join(", ")))
}

/// The concepts that a capture can have.
fn concepts_of<'l>(program: &Program, slot: usize, lexicons: &'l [Lexicon], concepts: &mut Vec<&'l str>) {
    for op in &program.ops {
        let Op::Lexicon { lexicon, concepts: wanted, capture, group } = op else { continue };
        if capture.or(*group) != Some(slot) {
            continue;
        }
        let all = lexicons[*lexicon].concepts();
        let wanted = |concept: &&str| {
            wanted.is_empty() || lexicons[*lexicon].concept(concept).is_some_and(|number| wanted.contains(&number))
        };
        concepts.extend(all.filter(wanted));
    }
}
