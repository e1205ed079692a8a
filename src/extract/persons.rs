//! Persons, the posts they hold, and whom they stand for.

use std::collections::BTreeMap;
use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;

use super::agents::named;
use super::participants::of_name;
use super::reader::{Mention, Reader};
use super::words::{is_determiner, sentence_case, tame_capitals};
use crate::annotate::{Name, NameKind, PersonMention};
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::slug::slug;

/// Finds every person and every post that is named without its holder.
pub(super) fn read(r: &mut Reader<'_>) {
    let longest = longest_names(r);
    let known = known(r, &longest);
    for index in 0..r.a.persons.len() {
        person_mention(r, index, &longest, &known);
    }
    spoken(r, &longest);
    offices(r);
    r.mentions.sort();
}

/// The state or organisation of each person that any passage gives, for the passages that leave it out.
fn known(r: &Reader<'_>, longest: &FxHashMap<String, String>) -> BTreeMap<EntityId, EntityId> {
    let mut known = BTreeMap::new();
    let name_in = |tokens: &Tokens<usize>| {
        let inside =
            |n: &&Name| n.tokens.start >= tokens.start && n.tokens.end <= tokens.end && n.kind != NameKind::Place;
        r.a.names_near(tokens.clone()).iter().find(inside).map(|n| of_name(n.kind, &n.key))
    };
    for person in &r.a.persons {
        if let Some(of) = person.affiliation.as_ref().and_then(&name_in) {
            known.entry(identity(r, person, longest)).or_insert(of);
        }
    }
    for (post, speaker) in spoken_posts(r) {
        if let Some(of) = r.a.posts[post].affiliation.as_ref().and_then(&name_in) {
            known.entry(identity(r, &r.a.persons[speaker], longest)).or_insert(of);
        }
    }
    known
}

/// The identity of a person: the longest name that the document prints for the same family name.
fn identity(r: &Reader<'_>, person: &PersonMention, longest: &FxHashMap<String, String>) -> EntityId {
    let printed = without_misreading(&r.text(person.name.clone()));
    EntityId::Person(slug(longest.get(&printed).unwrap_or(&printed)))
}

fn person_mention(
    r: &mut Reader<'_>,
    index: usize,
    longest: &FxHashMap<String, String>,
    known: &BTreeMap<EntityId, EntityId>,
) {
    let person: PersonMention = r.a.persons[index].clone();
    let printed = without_misreading(&r.text(person.name.clone()));
    let id = identity(r, &person, longest);
    let sentence = r.sentence_evidence(person.name.start);
    let evidence = r.evidence(person.tokens.clone());
    r.entity(&id, EntityClass::Person, &tame_capitals(&printed), None, evidence.clone());
    r.mentions.push(Mention { tokens: person.tokens.clone(), id: id.clone() });
    let mut proof = vec![evidence, sentence];
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
    // the row of a table tells what the line of the person leaves out
    let row = r.rows.iter().find(|row| row.persons.contains(&index)).cloned();
    let party = row.as_ref().and_then(|row| row.parties.first()).map(|name| of_name(name.kind, &name.key));
    let own_organ = row.as_ref().and_then(|row| row.organ.clone());
    let organ = own_organ.or_else(|| person.affiliation.clone()).and_then(|tokens| affiliation(r, tokens));
    let own = organ.clone().or(party.clone()).or_else(|| known.get(&id).cloned());
    let post = person.post.clone().or_else(|| row.as_ref().and_then(|row| row.post.clone()));
    if let (None, Some(row), Some(_)) = (&person.post, &row, &post) {
        proof.push(r.evidence(row.tokens.clone()));
    }
    // "Ambassador Ann Field": a title that is a post
    let post = post.or_else(|| {
        let title = person.honorific.clone()?;
        title.into_iter().find(|t| r.low(*t) == "ambassador").map(|t| t..t + 1)
    });
    if let Some(post) = post.clone() {
        let holder = own.clone().or_else(|| named(r, post.clone()).into_iter().next());
        let post_id = post_entity(r, post.clone(), holder.as_ref());
        let value = Value::Entity(post_id);
        let fact = Fact::Property { subject: id.clone(), property: Property::Holds, value, completed: false };
        r.add("person.post", fact, proof.clone());
    }
    let sent_by = person.sent_by.clone().and_then(|tokens| affiliation(r, tokens));
    let state = person.affiliation.clone().and_then(|tokens| {
        r.a.names_near(tokens.clone())
            .iter()
            .find(|n| n.tokens.start >= tokens.start && n.tokens.end <= tokens.end)
            .cloned()
    });
    let stands_for =
        party.or_else(|| sent_by.clone()).or_else(|| state.map(|n| of_name(n.kind, &n.key))).or_else(|| own.clone());
    if let Some(of) = stands_for.filter(|of| !matches!(of, EntityId::Place(_))) {
        r.stands_for.insert(person.tokens.start, of);
    }
    if let Some(of @ (EntityId::Organisation(_) | EntityId::State(_))) = sent_by {
        let value = Value::Entity(of);
        let fact = Fact::Property { subject: id.clone(), property: Property::MemberOf, value, completed: false };
        r.add("person.affiliation", fact, proof.clone());
    }
    if let Some(of @ (EntityId::Organisation(_) | EntityId::Body { .. } | EntityId::State(_))) = &own
        && (post.is_none() || !matches!(of, EntityId::State(_)))
    {
        let value = Value::Entity(of.clone());
        let fact = Fact::Property { subject: id, property: Property::MemberOf, value, completed: false };
        r.add("person.affiliation", fact, proof);
    }
}

/// A name whose capital I was read as a small l: "lsaac".
fn without_misreading(printed: &str) -> String {
    match printed.strip_prefix('l').filter(|rest| rest.starts_with(|c: char| c.is_lowercase())) {
        Some(rest) => format!("I{rest}"),
        None => printed.to_owned(),
    }
}

/// Posts that a speaker of a transcript claims, with the speaker: "SMITH: … as Foreign Minister of Fiji".
fn spoken_posts(r: &Reader<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (index, post) in r.a.posts.iter().enumerate().filter(|(_, p)| !p.plural) {
        let before = (1..3).filter_map(|back| post.tokens.start.checked_sub(back)).find(|t| !is_determiner(r.low(*t)));
        if before.is_some_and(|t| r.low(t) == "as")
            && let Some(speaker) = super::speakers::of_token(r, post.tokens.start)
        {
            found.push((index, speaker));
        }
    }
    found
}

/// The one who speaks as the holder of a post holds it.
fn spoken(r: &mut Reader<'_>, longest: &FxHashMap<String, String>) {
    for (post, speaker) in spoken_posts(r) {
        let post = r.a.posts[post].clone();
        let speaker = identity(r, &r.a.persons[speaker], longest);
        let holder = post.affiliation.clone().and_then(|tokens| affiliation(r, tokens));
        let id = post_entity(r, post.post.clone(), holder.as_ref());
        let proof = vec![r.sentence_evidence(post.tokens.start)];
        let fact =
            Fact::Property { subject: speaker, property: Property::Holds, value: Value::Entity(id), completed: false };
        r.add("person.speaks-as", fact, proof);
    }
}

/// Offices of a state or an organisation that the text names without the one who holds them.
fn offices(r: &mut Reader<'_>) {
    for index in 0..r.a.posts.len() {
        let post = r.a.posts[index].clone();
        let Some(tokens) = post.affiliation.clone().filter(|_| !post.plural) else { continue };
        let name =
            r.a.names_near(tokens.clone())
                .iter()
                .find(|n| n.tokens.start >= tokens.start && n.tokens.end <= tokens.end)
                .cloned();
        if let Some(name) = name.filter(|n| n.kind != NameKind::Place) {
            post_entity(r, post.post.clone(), Some(&of_name(name.kind, &name.key)));
        }
    }
}

/// Persons of one family name that are compared with each other.
const MOST_OF_A_NAME: usize = 50;

/// For each printed name the longest one that may be the same person's: "Field" is "Ann Field", where no other Field is named,
/// but "Ann Field" and "Jone Field" are two.
fn longest_names(r: &Reader<'_>) -> FxHashMap<String, String> {
    let mut families: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for person in &r.a.persons {
        let name = without_misreading(&r.text(person.name.clone()));
        let known = families.entry(family(&name)).or_default();
        if known.len() < MOST_OF_A_NAME && !known.contains(&name) {
            known.push(name);
        }
    }
    let mut longest = FxHashMap::default();
    for names in families.values() {
        for name in names {
            let mut fuller = names.iter().filter(|other| may_be(name, other));
            // the last of the longest, so that a misprint is mended where the name is printed again
            let best = fuller.clone().map(|other| words(other)).max().unwrap_or(0);
            let chosen = fuller.clone().rfind(|other| words(other) == best).unwrap_or(name);
            // "Field", where Ann and Jone Field are named, may be either
            let one = fuller.all(|other| may_be(other, chosen));
            let chosen = if one { chosen } else { name };
            longest.insert(name.clone(), chosen.clone());
        }
    }
    longest
}

/// Whether a longer name has all words of a shorter one; an initial stands for what it begins in its own place only: "A. Field"
/// is "Ann Field", and "Ann Field" is not "Jone A. Field".
fn may_be(short: &str, long: &str) -> bool {
    let plain = |word: &str| word.trim_end_matches('.').to_lowercase();
    let long: Vec<String> = long.split(' ').map(plain).collect();
    let fits = |at: usize, word: &str| {
        let initial = |other: &str| {
            (word.chars().count() == 1 || other.chars().count() == 1) && word.chars().next() == other.chars().next()
        };
        long.iter().any(|other| other == word) || long.get(at).is_some_and(|other| initial(other))
    };
    words(short) <= long.len() && short.split(' ').enumerate().all(|(at, word)| fits(at, &plain(word)))
}

fn words(name: &str) -> usize {
    name.split(' ').count()
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
        // a minister of a state that the text leaves out is none of the process
        _ if post.clone().any(|t| r.in_lexicon("NationalPost", t)) => "shared".to_owned(),
        // … and so is a commissioner or a director of what the text leaves out
        _ if post.clone().any(|t| r.in_lexicon("ProcessPost", t)) => r.process.clone(),
        _ => "shared".to_owned(),
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
    // "Ministry of Trade, Fiji": the state behind it is told by itself
    let state =
        |comma: usize| r.a.name_at(comma + 1).is_some_and(|n| n.kind == NameKind::State && n.tokens.end == tokens.end);
    let tokens = match tokens.clone().find(|t| r.low(*t) == ",") {
        Some(comma) if comma > tokens.start && state(comma) => tokens.start..comma,
        _ => tokens,
    };
    let mention = r.mentions.near(tokens.clone()).find(|m| {
        let whole = m.tokens.start <= tokens.start && tokens.end <= m.tokens.end;
        whole && !matches!(m.id, EntityId::Person(_) | EntityId::Meeting { .. } | EntityId::Work { .. })
    });
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
