//! Organisations that a document never names itself: their name is only a part of the name of something else.

use std::collections::BTreeSet;
use std::ops::Range as Tokens;

use super::reader::Reader;
use crate::annotate::{is_auxiliary, is_verb_past};
use crate::assertion::{EntityId, Fact, Value};

/// Takes back every organisation of which no fact speaks and whose every mention stands inside of a longer name
/// ("UN Conventions", "the United Nations system").
pub(super) fn drop_attributes(r: &mut Reader<'_>) {
    let used = spoken_of(r);
    let organisations: BTreeSet<EntityId> = r
        .out
        .entities
        .keys()
        .filter(|id| matches!(id, EntityId::Organisation(_)) && !used.contains(id))
        .cloned()
        .collect();
    let mut named: BTreeSet<EntityId> = BTreeSet::new();
    let mut mentioned: BTreeSet<EntityId> = BTreeSet::new();
    for mention in r.mentions.iter().filter(|m| organisations.contains(&m.id)) {
        mentioned.insert(mention.id.clone());
        if !is_attribute(r, &mention.tokens) {
            named.insert(mention.id.clone());
        }
    }
    r.out.entities.retain(|id, _| !mentioned.contains(id) || named.contains(id));
}

/// Every entity that an assertion needs.
fn spoken_of(r: &Reader<'_>) -> BTreeSet<EntityId> {
    let mut used = BTreeSet::new();
    for assertion in &r.out.assertions {
        match &assertion.fact {
            Fact::Act(act) => {
                let agents = act.issued_by.iter().chain(&act.addressees).chain(&act.partners).chain(&act.pledged_for);
                used.extend(agents.cloned());
            }
            Fact::Participation { member, represented_by, context, in_respect_of, .. } => {
                used.extend(represented_by.iter().chain([member, context]).chain(in_respect_of).cloned());
            }
            Fact::Property { subject, value, .. } => {
                used.insert(subject.clone());
                if let Value::Entity(id) = value {
                    used.insert(id.clone());
                }
            }
            _ => {}
        }
    }
    used
}

/// Whether a name only tells of which kind the noun behind it is.
fn is_attribute(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    let limit = r.sentence(tokens.start).end;
    let next = tokens.end;
    if next >= limit || !r.is_word(next) || r.a.name_at(next).is_some() {
        return false;
    }
    if r.is_capital(next) {
        // the noun of a longer name, no verb and no person
        return r.a.persons_near(next..next + 1).is_empty() && !r.in_lexicon("Post", next);
    }
    (next..limit.min(next + 2))
        .take_while(|t| r.is_word(*t) && !r.is_capital(*t) && !is_auxiliary(r.low(*t)) && !is_verb_past(r.low(*t)))
        .take_while(|t| !super::words::is_preposition(r.low(*t)) && !super::words::is_minor(r.low(*t)))
        .any(|t| {
            let word = r.low(t);
            r.in_lexicon("AttributeHead", t)
                || ["tion", "tions", "ment", "ments"].iter().any(|end| word.len() > 6 && word.ends_with(end))
                || ["MeetingNoun", "BodyNoun", "WorkNoun"].iter().any(|noun| r.in_lexicon(noun, t))
        })
}
