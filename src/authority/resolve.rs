//! Gives the entities of one document their identities: label, class and kind from the tables.

use std::collections::BTreeSet;

use super::Authority;
use super::lookup::{Currency, Resolution};
use crate::annotate::PartialDate;
use crate::assertion::{Entity, EntityClass, EntityId, Extraction, Fact, Warning, WarningKind};
use crate::document::Span;

/// Fills label, class, kind and `known` of the states, organisations and places of a document. Names that nobody knows,
/// and names of states that were not in use on the date of the document, become warnings, each once.
pub fn resolve(authority: &Authority, extraction: &mut Extraction, date: Option<PartialDate>) {
    let mut warnings = Vec::new();
    for entity in extraction.entities.values_mut() {
        if !complete(authority, entity) {
            warnings.extend(unknown(authority, entity));
        }
    }
    warnings.extend(names_out_of_use(authority, extraction, date));
    warnings.sort_by_key(|warning| (warning.span.as_ref().map(|span| (span.start, span.end)), warning.message.clone()));
    extraction.warnings.extend(warnings);
}

/// Fills what the tables know of one thing; whether they know it, or it needs no table.
pub fn complete(authority: &Authority, entity: &mut Entity) -> bool {
    if let Some(label) = numbered_meeting(authority, entity) {
        entity.label = label;
        return true;
    }
    let Some(Identity { label, class, kind }) = identify(authority, &entity.id) else { return false };
    entity.known = true;
    entity.label = label;
    entity.class = class;
    entity.kind = kind.or(entity.kind.take());
    true
}

struct Identity {
    label: String,
    class: EntityClass,
    kind: Option<String>,
}

fn identify(authority: &Authority, id: &EntityId) -> Option<Identity> {
    let of_state = |slug: &str| {
        let state = authority.state(slug)?;
        Some(Identity { label: state.label.clone(), class: state.class(), kind: None })
    };
    match id {
        EntityId::State(slug) => of_state(slug),
        EntityId::Organisation(slug) => {
            let found = authority.organisation(slug)?;
            Some(Identity { label: found.label.clone(), class: found.class, kind: Some(found.kind.clone()) })
        }
        EntityId::Place(slug) => match authority.place(slug) {
            Some(place) => Some(Identity { label: place.label.clone(), class: EntityClass::Place, kind: None }),
            None => of_state(slug).filter(|found| found.class == EntityClass::Place),
        },
        _ => None,
    }
}

/// One label for a numbered meeting of a known process, however a document prints it: "Second Bali Process Ministerial
/// Conference".
fn numbered_meeting(authority: &Authority, entity: &Entity) -> Option<String> {
    let EntityId::Meeting { process, slug } = &entity.id else { return None };
    // A forum or a general assembly is called as its documents call it; a process lends its name to its meetings.
    let series = authority.organisation(process).filter(|series| series.kind == "consultative-process")?;
    let (kind, number) = slug.rsplit_once('-')?;
    let number: u64 = number.parse().ok().filter(|n| *n < 1000)?;
    (entity.kind.as_deref() == Some(kind) && kind != "body-meeting").then_some(())?;
    let words = |name: &&str| name.split(' ').count() > 1;
    let short = match series.acronym.as_deref() {
        Some(acronym) => acronym,
        None if series.label.split(' ').count() <= 3 => &series.label,
        None => series.names().filter(words).min_by_key(|name| name.len()).unwrap_or(&series.label),
    };
    let title: Vec<String> = kind.split('-').map(title_case).collect();
    Some(format!("{} {} {}", ordinal(number), title_case(short), title.join(" ")))
}

fn title_case(text: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// 1 → "First", 21 → "21st".
fn ordinal(n: u64) -> String {
    const WORDS: [&str; 12] = [
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh",
        "Twelfth",
    ];
    let word = usize::try_from(n).ok().and_then(|n| WORDS.get(n.wrapping_sub(1)));
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    word.map_or_else(|| format!("{n}{suffix}"), |word| (*word).to_owned())
}

fn unknown(authority: &Authority, entity: &Entity) -> Option<Warning> {
    let table = match entity.id {
        EntityId::State(_) => "states",
        EntityId::Organisation(_) => "organisations",
        EntityId::Place(_) => "places",
        _ => return None,
    };
    // A person said which thing is called so.
    if let EntityId::Organisation(slug) = &entity.id
        && authority.is_key(slug)
    {
        return None;
    }
    let span = entity.mentions.first().map(|evidence| evidence.span);
    let near = authority.nearest(&entity.label).map(|name| format!(" (nearest: `{name}`)")).unwrap_or_default();
    let message = format!("`{}` is not in data/names/{table}.tsv{near}", entity.label);
    Some(Warning { kind: WarningKind::UnresolvedName, span, message })
}

fn names_out_of_use(authority: &Authority, extraction: &Extraction, date: Option<PartialDate>) -> Vec<Warning> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for assertion in &extraction.assertions {
        let Fact::Participation { member, name_as_given: Some(printed), .. } = &assertion.fact else { continue };
        let span: Option<Span> = assertion.evidence.first().map(|evidence| evidence.span);
        let Resolution::Known { state, name, currency } = authority.resolve_state(printed, date) else { continue };
        let other = matches!(member, EntityId::State(slug) if *slug != state.slug);
        let message = match currency {
            Currency::Current if other => {
                format!("`{printed}` named {} then, not the state it was taken for", state.label)
            }
            Currency::Current => continue,
            Currency::Outdated => {
                let end = name.valid_to.as_deref().unwrap_or_default();
                format!("`{printed}` is an earlier name of {}, given up on {end}", state.label)
            }
            Currency::Premature => {
                let begin = name.valid_from.as_deref().unwrap_or_default();
                format!("`{printed}` is a later name of {}, in use from {begin}", state.label)
            }
        };
        if seen.insert(message.clone()) {
            out.push(Warning { kind: WarningKind::NameOutOfUse, span, message });
        }
    }
    out
}
