//! Persons, the posts they hold, and whom they stand for.

use std::collections::hash_map::Entry;
use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;

use super::agents::named;
use super::reader::{Mention, Reader};
use super::words::{is_determiner, sentence_case};
use crate::annotate::{NameKind, PersonMention};
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::slug::slug;

/// Finds every person and every post that is named without its holder.
pub(super) fn read(r: &mut Reader<'_>) {
    let longest = longest_names(r);
    for person in r.a.persons.clone() {
        person_mention(r, &person, &longest);
    }
    r.mentions.sort();
}

fn person_mention(r: &mut Reader<'_>, person: &PersonMention, longest: &FxHashMap<String, String>) {
    let printed = r.text(person.name.clone());
    let id = EntityId::Person(slug(longest.get(&family(&printed)).unwrap_or(&printed)));
    let sentence = r.sentence_evidence(person.name.start);
    let evidence = r.evidence(person.tokens.clone());
    r.entity(&id, EntityClass::Person, &printed, None, evidence.clone());
    r.mentions.push(Mention { tokens: person.tokens.clone(), id: id.clone() });
    let proof = vec![evidence, sentence];
    let state = |name: &EntityId| Value::Entity(name.clone());
    for (property, tokens) in
        [(Property::HonorificPrefix, &person.honorific), (Property::HonorificSuffix, &person.suffix)]
    {
        if let Some(tokens) = tokens {
            let value = Value::Text(r.text(without_article(r, tokens.clone())));
            r.add(
                "person.title",
                Fact::Property { subject: id.clone(), property, value, completed: false },
                proof.clone(),
            );
        }
    }
    let affiliation = person.affiliation.clone().and_then(|tokens| affiliation(r, tokens));
    if let Some(post) = person.post.clone() {
        let holder = affiliation.clone().or_else(|| named(r, post.clone()).into_iter().next());
        let post_id = post_entity(r, post.clone(), holder.as_ref());
        r.add(
            "person.post",
            Fact::Property { subject: id.clone(), property: Property::Holds, value: state(&post_id), completed: false },
            proof.clone(),
        );
    }
    if let Some(of @ (EntityId::Organisation(_) | EntityId::Body { .. } | EntityId::State(_))) = &affiliation
        && (person.post.is_none() || !matches!(of, EntityId::State(_)))
    {
        r.add(
            "person.affiliation",
            Fact::Property { subject: id, property: Property::MemberOf, value: state(of), completed: false },
            proof,
        );
    }
}

/// The longest name that the document prints for each family name: that is who a person is.
fn longest_names(r: &Reader<'_>) -> FxHashMap<String, String> {
    let words = |name: &str| name.split(' ').count();
    let mut longest: FxHashMap<String, String> = FxHashMap::default();
    for person in &r.a.persons {
        let name = r.text(person.name.clone());
        match longest.entry(family(&name)) {
            Entry::Occupied(known) if words(known.get()) > words(&name) => {}
            Entry::Occupied(mut known) => _ = known.insert(name),
            Entry::Vacant(entry) => _ = entry.insert(name),
        }
    }
    longest
}

fn family(printed: &str) -> String {
    printed.rsplit(' ').next().unwrap_or(printed).to_lowercase()
}

/// The post of some tokens as an entity of its holder.
pub(super) fn post_entity(r: &mut Reader<'_>, post: Tokens<usize>, holder: Option<&EntityId>) -> EntityId {
    let post = without_article(r, post);
    let printed = r.text(post.clone());
    let of = match holder {
        Some(EntityId::State(key) | EntityId::Organisation(key)) => key.clone(),
        Some(EntityId::Body { slug, .. }) => slug.clone(),
        _ => r.process.clone(),
    };
    let id = EntityId::Post { of: of.clone(), slug: post_slug(&printed) };
    let evidence = r.evidence(post);
    // one label for the ways to print one post
    let label =
        if post_slug(&printed) == slug(&printed) { sentence_case(&printed) } else { FOREIGN_MINISTER.to_owned() };
    r.entity(&id, EntityClass::Post, &label, None, evidence.clone());
    if let Some(holder) = holder {
        let fact = Fact::Property {
            subject: id.clone(),
            property: Property::PostIn,
            value: Value::Entity(holder.clone()),
            completed: false,
        };
        r.add("post.of", fact, vec![evidence]);
    }
    id
}

/// How the post is called, however it is printed.
const FOREIGN_MINISTER: &str = "Minister for Foreign Affairs";

/// One slug for the ways to print a post: "Foreign Minister" and "Minister for Foreign Affairs" are one.
fn post_slug(printed: &str) -> String {
    let plain = slug(printed);
    match plain.as_str() {
        "foreign-minister"
        | "minister-of-foreign-affairs"
        | "foreign-ministers"
        | "minister-for-foreign-affairs"
        | "minister-for-external-affairs"
        | "minister-of-external-affairs" => "minister-for-foreign-affairs".to_owned(),
        _ => plain,
    }
}

fn without_article(r: &Reader<'_>, tokens: Tokens<usize>) -> Tokens<usize> {
    let mut start = tokens.start;
    while start + 1 < tokens.end && is_determiner(r.low(start)) {
        start += 1;
    }
    start..tokens.end
}

/// The state or organisation for which somebody stands: a demonym, a state, an organ of a state.
fn affiliation(r: &mut Reader<'_>, tokens: Tokens<usize>) -> Option<EntityId> {
    let tokens = without_article(r, tokens);
    let mention = r
        .mentions
        .near(tokens.clone())
        .find(|m| m.tokens.start <= tokens.start && tokens.end <= m.tokens.end && !matches!(m.id, EntityId::Person(_)));
    if let Some(mention) = mention {
        return Some(mention.id.clone());
    }
    let name =
        r.a.names_near(tokens.clone())
            .iter()
            .find(|n| n.tokens.start >= tokens.start && n.tokens.end <= tokens.end)
            .cloned();
    match name {
        Some(name) if name.tokens.len() == tokens.len() => Some(match name.kind {
            NameKind::State | NameKind::Demonym => EntityId::State(name.key),
            NameKind::Organisation => EntityId::Organisation(name.key),
            NameKind::Place => return None,
        }),
        _ if tokens.len() >= 2 && r.is_capital(tokens.start) => {
            let printed = r.text(tokens.clone());
            let id = EntityId::Organisation(slug(&printed));
            let evidence = r.evidence(tokens.clone());
            r.entity(&id, EntityClass::Organisation, &printed, Some("government-body"), evidence);
            r.mentions.push(Mention { tokens, id: id.clone() });
            Some(id)
        }
        _ => None,
    }
}
