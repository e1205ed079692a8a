//! Who of some tokens takes part in something, and through whom: a state by its minister, an organisation by its head.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range as Tokens;

use super::agents::{agents, named};
use super::persons::post_entity;
use super::reader::{Mention, Reader};
use crate::annotate::{Name, NameKind};
use crate::assertion::{Assertion, EntityId, Evidence, Fact};

/// Whom a person stands for and the person as the one who acts; the person alone where nothing is said.
pub(super) fn standing(r: &Reader<'_>, start: usize, person: &EntityId) -> (EntityId, Vec<EntityId>) {
    match r.stands_for.get(&start) {
        Some(of) => (of.clone(), vec![person.clone()]),
        None => (person.clone(), Vec::new()),
    }
}

/// States, organisations and territories inside some tokens, in order: whoever can take part.
pub(super) fn listed(r: &Reader<'_>, tokens: &Tokens<usize>) -> Vec<Name> {
    let inside = |n: &&Name| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end && can_take_part(r, n);
    r.a.names_near(tokens.clone()).iter().filter(inside).cloned().collect()
}

/// Whether a name is one of a state, an organisation, or a territory.
pub(super) fn can_take_part(r: &Reader<'_>, name: &Name) -> bool {
    match name.kind {
        NameKind::State | NameKind::Organisation => true,
        NameKind::Place => r.packs.lexicon("Territory").is_some_and(|l| l.concept_of(&name.key).is_some()),
        NameKind::Demonym => false,
    }
}

/// The mention of a person that overlaps some tokens.
pub(super) fn person_in(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Mention> {
    r.mentions.near(tokens.clone()).find(|m| matches!(m.id, EntityId::Person(_))).cloned()
}

/// A participation of a person, for the state or organisation behind the person.
pub(super) fn person_takes_part(
    r: &mut Reader<'_>,
    context: &EntityId,
    person: &Mention,
    capacity: &str,
    rule: &str,
    evidence: Vec<Evidence>,
) {
    let (member, represented_by) = standing(r, person.tokens.start, &person.id);
    let fact = Fact::Participation {
        context: context.clone(),
        member,
        capacity: capacity.to_owned(),
        name_as_given: Some(r.printed(person.tokens.clone())),
        represented_by,
        in_respect_of: None,
        about: None,
    };
    r.add(rule, fact, evidence);
}

/// A participation for each agent of some tokens; a person or an office acts for its state.
pub(super) fn take_part(r: &mut Reader<'_>, context: &EntityId, tokens: Tokens<usize>, capacity: &str, rule: &str) {
    if person_in(r, &tokens).is_none() {
        return names_take_part(r, context, tokens, capacity, rule);
    }
    for item in r.a.list(tokens).items {
        match person_in(r, &item.tokens) {
            Some(person) => {
                let evidence = vec![r.sentence_evidence(item.tokens.start)];
                person_takes_part(r, context, &person, capacity, rule, evidence);
            }
            None => names_take_part(r, context, item.tokens, capacity, rule),
        }
    }
}

fn names_take_part(r: &mut Reader<'_>, context: &EntityId, tokens: Tokens<usize>, capacity: &str, rule: &str) {
    let sentence = r.sentence_evidence(tokens.start);
    let mut ids = agents(r, tokens.clone(), &[]);
    if ids.iter().all(|id| matches!(id, EntityId::Group(_))) {
        ids = named(r, tokens.clone());
    }
    // "the Foreign Ministers of Australia and Indonesia": the states, through their ministers
    if ids.len() < named(r, tokens.clone()).len() {
        ids = named(r, tokens.clone());
    }
    for id in ids {
        if super::bodies::is_plenary(r, &id)
            || matches!(id, EntityId::Group(_) | EntityId::Work { .. } | EntityId::Meeting { .. })
        {
            continue;
        }
        let own = r.mentions_in(tokens.clone()).find(|m| m.id == id).map(|m| m.tokens.clone());
        let given = own.map(|t| r.printed(t));
        // "the Foreign Ministers of A and B": each state through its minister
        let post =
            r.a.posts_near(tokens.clone())
                .iter()
                .find(|p| tokens.start <= p.tokens.start && p.tokens.end <= tokens.end)
                .cloned();
        let holder = post.as_ref().and_then(|p| p.affiliation.clone()).is_some_and(|a| named(r, a).contains(&id));
        let represented_by = match post.filter(|_| holder) {
            Some(post) => vec![post_entity(r, post.post, Some(&id))],
            None => Vec::new(),
        };
        let fact = Fact::Participation {
            context: context.clone(),
            member: id,
            capacity: capacity.to_owned(),
            name_as_given: given,
            represented_by,
            in_respect_of: None,
            about: None,
        };
        r.add(rule, fact, vec![sentence.clone()]);
    }
}

/// Joins what is said twice: one participation for each meeting, member and capacity, with all who acted.
pub(super) fn merge(r: &mut Reader<'_>) {
    let mut kept: Vec<Assertion> = Vec::with_capacity(r.out.assertions.len());
    let mut seen: BTreeMap<(EntityId, EntityId, String), usize> = BTreeMap::new();
    for assertion in std::mem::take(&mut r.out.assertions) {
        let Fact::Participation { context, member, capacity, in_respect_of: None, about: None, .. } = &assertion.fact
        else {
            kept.push(assertion);
            continue;
        };
        match seen.entry((context.clone(), member.clone(), capacity.clone())) {
            Entry::Vacant(free) => {
                free.insert(kept.len());
                kept.push(assertion);
            }
            Entry::Occupied(first) => {
                let Assertion { fact, evidence, .. } = assertion;
                let into = &mut kept[*first.get()];
                if let (Fact::Participation { represented_by, .. }, Fact::Participation { represented_by: more, .. }) =
                    (&mut into.fact, fact)
                {
                    represented_by.extend(more.into_iter().filter(|m| !represented_by.contains(m)).collect::<Vec<_>>());
                }
                let spans: Vec<_> = into.evidence.iter().map(|e| e.span).collect();
                into.evidence.extend(evidence.into_iter().filter(|e| !spans.contains(&e.span)));
            }
        }
    }
    // an observer is no member, even where another passage counts all who came, and those who came for it did so
    let mut came: Vec<(usize, Vec<EntityId>)> = Vec::new();
    for assertion in &kept {
        let Fact::Participation { context, member, capacity, represented_by, .. } = &assertion.fact else { continue };
        if capacity != "member" || represented_by.is_empty() {
            continue;
        }
        if let Some(index) = seen.get(&(context.clone(), member.clone(), "observer".to_owned())) {
            came.push((*index, represented_by.clone()));
        }
    }
    for (index, more) in came {
        if let Fact::Participation { represented_by, .. } = &mut kept[index].fact {
            represented_by.extend(more.into_iter().filter(|m| !represented_by.contains(m)).collect::<Vec<_>>());
        }
    }
    kept.retain(|assertion| match &assertion.fact {
        Fact::Participation { context, member, capacity, .. } if capacity == "member" => {
            !seen.contains_key(&(context.clone(), member.clone(), "observer".to_owned()))
        }
        _ => true,
    });
    r.out.assertions = kept;
}
