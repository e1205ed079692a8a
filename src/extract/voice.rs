//! Who speaks while a document is read: for pronouns, and for sentences that name nobody.

use std::ops::Range as Tokens;

use super::clause::Clause;
use super::lead::Lead;
use super::plenary::speakers;
use super::reader::Reader;
use crate::assertion::{EntityId, Fact, Property, Value};

/// Who spoke last, for pronouns and inherited subjects.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice {
    pub(super) issuers: Vec<EntityId>,
    pub(super) at: Option<EntityId>,
    /// Who was asked to do something last: "them".
    pub(super) addressed: Vec<EntityId>,
    /// The last of them who spoke for the whole meeting: Ministers, the Conference.
    pub(super) whole: Vec<EntityId>,
    /// The person named last who said something: "She".
    pub(super) person: Option<EntityId>,
    /// A line named who speaks and left the verbs to the paragraphs below it ("We, the Heads of State:").
    pub(super) open: bool,
    /// Those who speak agreed on so many points, and the sentences that follow count them out ("First, …").
    pub(super) points: Option<Lead>,
}

impl Voice {
    pub(super) fn speak(&mut self, issuers: &[EntityId]) {
        self.issuers = issuers.to_vec();
        self.person = None;
        // who is in the chair does not speak for all
        let whole = |id: &EntityId| match id {
            EntityId::Body { slug, .. } => !matches!(slug.as_str(), "chair" | "secretariat"),
            EntityId::Meeting { .. } => true,
            _ => false,
        };
        // nor do the states that Ministers speak of
        let members = |id: &EntityId| {
            let some =
                ["participating-states", "members", "parties", "delegations", "delegates", "experts", "participants"];
            matches!(id, EntityId::Body { slug, .. } if some.contains(&slug.as_str()))
        };
        let known = self.whole.iter().any(|id| !members(id)) && issuers.iter().all(members);
        if issuers.iter().any(whole) && !known {
            self.whole = issuers.to_vec();
        }
    }

    /// Who speaks where nobody is named: not the one state that offered something in the sentence before.
    pub(super) fn of_meeting(&self) -> &[EntityId] {
        // nor "some participants"
        let chair = |slug: &str| matches!(slug, "chair" | "secretariat");
        let some = self.issuers.iter().all(|id| match id {
            EntityId::Body { slug, .. } => chair(slug),
            id => matches!(id, EntityId::Group(_)),
        });
        match (self.whole.is_empty(), some) {
            (false, _) => &self.whole,
            (true, false) => &self.issuers,
            (true, true) => &[],
        }
    }

    /// The same, and whoever the document is by where nobody has spoken yet.
    pub(super) fn issuers(&self, r: &mut Reader<'_>) -> Vec<EntityId> {
        match self.of_meeting() {
            [] => vec![speakers(r)],
            known => known.to_vec(),
        }
    }
}

/// The person who speaks: named, or the one named before ("He proposed"); nobody for "I", whoever that is.
pub(super) fn speaking(r: &mut Reader<'_>, clause: &Clause, voice: &Voice) -> Option<EntityId> {
    let subject = clause.subject.clone()?;
    match r.low(subject.start) {
        "i" => None,
        "he" | "she" => {
            let before = named_before(r, subject.start)?;
            // the Chair, or another single office, may be meant as well: "The facilitator proposed it. He asked"
            let office = || match voice.issuers.as_slice() {
                [id @ EntityId::Group(office)] if !office.ends_with('s') => Some(id.clone()),
                [id @ EntityId::Body { slug, .. }] if slug == "chair" => Some(id.clone()),
                _ => None,
            };
            match before {
                Before::One(person) => voice.person.clone().filter(|spoke| *spoke == person),
                Before::Nobody => office().filter(|_| voice.person.is_none()),
            }
        }
        _ => {
            let mut named = r.mentions.near(subject.clone());
            named.find(|m| m.tokens.start <= subject.start && matches!(m.id, EntityId::Person(_))).map(|m| m.id.clone())
        }
    }
}

/// Who is named in the sentence that a pronoun goes on from.
enum Before {
    One(EntityId),
    Nobody,
}

/// The one person of the sentence before "She", or of the one that other sentences with "She" go on from; nothing where somebody
/// else may be meant: at the beginning of a paragraph, behind two persons, "him", another title or another office.
fn named_before(r: &Reader<'_>, at: usize) -> Option<Before> {
    let (pronoun, block) = (r.low(at), r.block_tokens(r.block_of(at)));
    let other = if pronoun == "she" { ["him", "his", "mr"] } else { ["her", "hers", "ms"] };
    let mut start = r.sentence(at).start;
    loop {
        let last = start.checked_sub(1).filter(|last| *last >= block.start)?;
        let sentence = r.sentence(last).start.max(block.start)..start;
        let mut persons = r.mentions.near(sentence.clone()).filter(|m| matches!(m.id, EntityId::Person(_)));
        let person = persons.next().map(|m| m.id.clone());
        let mrs = |t: usize| pronoun == "he" && matches!(r.low(t), "mrs" | "miss");
        if persons.any(|m| Some(&m.id) != person.as_ref())
            || sentence.clone().any(|t| other.contains(&r.low(t)) || mrs(t))
        {
            return None;
        }
        match person {
            Some(person) => return Some(Before::One(person)),
            None if r.low(sentence.start) == pronoun => start = sentence.start,
            // "thanked him": he is another one
            None if sentence.clone().any(|t| matches!(r.low(t), "him" | "her")) => return None,
            None => return Some(Before::Nobody),
        }
    }
}

/// "Her Government", of the person who spoke before: the state for which she did.
pub(super) fn own_state(r: &Reader<'_>, subject: &Tokens<usize>, voice: &Voice) -> Option<EntityId> {
    let party = r.lexicon("StateParty", subject.start + 1).is_some_and(|(end, _)| end == subject.end);
    if !party || !matches!(r.low(subject.start), "his" | "her") {
        return None;
    }
    let person = voice.person.as_ref()?;
    r.out.assertions.iter().find_map(|a| match &a.fact {
        Fact::Property {
            subject, property: Property::MemberOf, value: Value::Entity(id @ EntityId::State(_)), ..
        } if subject == person => Some(id.clone()),
        _ => None,
    })
}
