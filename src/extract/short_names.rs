//! Short names that a document defines: "Long Form (SF)", and where it uses them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::reader::{Mention, Reader};
use super::things::{class_of, classify, covered};
use super::words::{is_determiner, singular};
use crate::annotate::{AcronymDefinition, Name, NameKind};
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::slug::slug;

/// `Long Form (SF)`: the long form is a thing, the short form is it too, everywhere in the document.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut spread: FxHashSet<String> = FxHashSet::default();
    let others = super::other_letters::find(r);
    let uses = uses(r, &others);
    let shorter = |d: &AcronymDefinition| others.iter().any(|o| o.short == d.short);
    let mut all: Vec<AcronymDefinition> = r.a.acronyms.iter().filter(|d| !shorter(d)).cloned().collect();
    all.extend(others.iter().cloned());
    for definition in all {
        let short = r.text(definition.short.clone());
        let singular_short = without_plural(&short).to_owned();
        let mut long = definition.long.clone();
        while long.start < long.end && is_determiner(r.low(long.start)) {
            long.start += 1;
        }
        if long.is_empty() {
            continue;
        }
        let plural = singular_short != short;
        let printed = r.text(long.clone());
        let label = if plural { singular(&printed) } else { printed.clone() };
        let known = r.mentions.ending(long.end).find(|m| m.tokens.start >= long.start).map(|m| m.id.clone());
        let exact = known.clone().filter(|_| r.mentions.starting(long.start).any(|m| m.tokens == long));
        // "Office of the High Commission for Forests (HCF)": the long form may begin inside of a known name
        let inside = |name: &&Name| name.tokens.start < long.start && long.end <= name.tokens.end;
        let whole_name = r.a.name_over(long.start).filter(inside).filter(|n| n.kind == NameKind::Organisation);
        let exact = exact.or_else(|| whole_name.map(|name| EntityId::Organisation(name.key.clone())));
        let typed = exact
            .map(|id| (id, None))
            .or_else(|| classify(r, long.clone(), &label))
            .or_else(|| known.map(|id| (id, None)));
        // a defined name without a noun that tells its kind is still a thing with two names
        let proper =
            long.clone().filter(|t| r.is_word(*t)).all(|t| r.is_capital(t) || super::words::is_minor(r.low(t)));
        // "counting small boats (CSB)": a term, known by its letters
        let initials = definition.short.len() == 1 && singular_short.chars().all(|c| c.is_ascii_uppercase());
        let unclassified = typed.is_none();
        let typed = typed.or_else(|| {
            // what takes effect is a mechanism, what is called a forum or a facility a body
            let after = r.lexicon("LifecycleActive", definition.tokens.end).map(|_| "mechanism");
            let body = r.lexicon("EstablishedNoun", long.end - 1).map(|(_, kind)| kind).or(after).filter(|_| proper);
            // "Zone of Peace (ZOP)" is where something holds, no document
            let area = (long.start..long.start + 2.min(long.len())).any(|t| r.in_lexicon("AreaNoun", t));
            match body {
                None if area && proper => Some((EntityId::Place(slug(&label)), None)),
                Some(kind) => {
                    let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
                    Some((id, Some((EntityClass::Body, kind.to_owned()))))
                }
                None => (proper || initials)
                    .then(|| (EntityId::Work { process: r.process.clone(), slug: slug(&label) }, None)),
            }
        });
        let Some((id, kind)) = typed else { continue };
        let unclassified = unclassified && matches!(id, EntityId::Work { .. });
        let whole = definition.tokens.clone();
        let evidence = r.evidence(whole.clone());
        let class = class_of(&id);
        r.entity(
            &id,
            kind.as_ref().map_or(class, |k: &(EntityClass, String)| k.0),
            &label,
            kind.as_ref().map(|k| k.1.as_str()).filter(|k| !k.is_empty()),
            evidence.clone(),
        );
        let proof = vec![r.evidence(whole.clone())];
        let mut say = |text: &str| {
            let fact = Fact::Property {
                subject: id.clone(),
                property: Property::AltLabel,
                value: Value::Text(text.to_owned()),
                completed: false,
            };
            r.add("acronym.definition", fact, proof.clone());
        };
        say(&singular_short);
        if label != printed || matches!(id, EntityId::State(_) | EntityId::Organisation(_)) {
            say(&label);
        }
        if unclassified {
            continue;
        }
        // names inside of the long form are parts of it: "ASEAN" in that of an ASEAN forum
        let inner =
            |m: &Mention| long.start <= m.tokens.start && m.tokens.end <= long.end && m.tokens.len() < long.len();
        let within: Vec<bool> = r.mentions.near(long.clone()).map(inner).collect();
        let body = matches!(id, EntityId::Body { .. }) && !within.is_empty() && within.iter().all(|inner| *inner);
        if body {
            r.mentions.remove_inside(&long);
        }
        if body || !covered(r, long.clone()) {
            r.mentions.push(Mention { tokens: long.clone(), id: id.clone() });
        }
        // later uses of the short form; those of a form defined before are all taken
        if !spread.insert(short.clone()) {
            continue;
        }
        let places = |text: &String| uses.get(text.as_str()).cloned().unwrap_or_default();
        let mut later = places(&singular_short);
        later.extend(if plural { places(&short) } else { Vec::new() });
        later.sort_unstable();
        for t in later {
            if !covered(r, t..t + 1) {
                r.mentions.push(Mention { tokens: t..t + 1, id: id.clone() });
            }
        }
    }
}

/// The tokens that print a short form which the document defines, by their text.
fn uses<'a>(r: &Reader<'a>, others: &[AcronymDefinition]) -> FxHashMap<&'a str, Vec<usize>> {
    let printed = r.a.acronyms.iter().chain(others).map(|definition| r.text(definition.short.clone()));
    let shorts: FxHashSet<String> = printed.flat_map(|short| [without_plural(&short).to_owned(), short]).collect();
    let mut uses: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    if shorts.is_empty() {
        return uses;
    }
    let a = r.a;
    for t in (0..a.tokens.len()).filter(|t| shorts.contains(a.text(*t))) {
        uses.entry(a.text(t)).or_default().push(t);
    }
    uses
}

/// "AHEGs" without its plural.
fn without_plural(short: &str) -> &str {
    short.strip_suffix('s').filter(|s| s.chars().all(|c| c.is_ascii_uppercase())).unwrap_or(short)
}
