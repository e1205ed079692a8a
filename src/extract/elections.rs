//! Who was elected to which office: "Ms X (Fiji) and Mr Y (Tonga) were elected Chair and Rapporteur respectively".

use std::ops::Range as Tokens;

use super::attendance::persons_in;
use super::parties::{person_in, person_takes_part, take_part};
use super::persons::post_entity;
use super::reader::Reader;
use super::words::is_auxiliary;
use crate::annotate::NameKind;
use crate::assertion::{EntityId, Fact, Property, Value};

/// Reads them in every sentence with a verb of election.
pub(super) fn read(r: &mut Reader<'_>) {
    let Some(main) = r.main_meeting() else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].tokens.clone();
        let Some(verb) = sentence.clone().find(|t| r.in_lexicon("ElectVerb", *t)) else { continue };
        if persons_in(r, &sentence).is_empty() {
            parties(r, &main, &sentence, verb);
        }
        let term = sentence.clone().rfind(|t| r.in_lexicon("OfficeTerm", *t));
        for (person, post) in pairs(r, &sentence, verb) {
            let tokens = r.a.persons[person].tokens.clone();
            let Some(mention) = person_in(r, &tokens) else { continue };
            let proof = vec![r.sentence_evidence(verb)];
            if r.a.persons[person].post.is_none() {
                let id = post_entity(r, post.clone(), None);
                let value = Value::Entity(id);
                let subject = mention.id.clone();
                let fact = Fact::Property { subject, property: Property::Holds, value, completed: false };
                r.add("person.elected", fact, proof.clone());
            }
            let capacity = r.lexicon("ElectedPost", post.start).map(|(_, concept)| concept).filter(|c| *c != "office");
            // "for a term of two years": an office of those who elect, not of the meeting
            // … also where the term stands behind the last of several offices
            let term = term.is_some_and(|term| post.end <= term);
            // whoever became its Rapporteur was there
            let capacity = capacity.or(Some("member")).filter(|_| !term);
            if let Some(capacity) = capacity.map(str::to_owned) {
                person_takes_part(r, &main, &mention, &capacity, "role.elected", proof);
            }
        }
    }
}

/// "Fiji was elected to the Chair", "A was elected Chair and B as Co-Chair": states and organisations in the chair.
fn parties(r: &mut Reader<'_>, main: &EntityId, sentence: &Tokens<usize>, verb: usize) {
    let offices = offices(r, sentence);
    let end = r.lexicon("ElectVerb", verb).map_or(verb + 1, |(end, _)| end);
    let mut subject = verb;
    while subject > sentence.start
        && (is_auxiliary(r.low(subject - 1)) || matches!(r.low(subject - 1), "unanimously" | "also"))
    {
        subject -= 1;
    }
    for office in offices {
        let Some((_, capacity)) = r.lexicon("ElectedPost", office.start).filter(|(_, c)| *c != "office") else {
            continue;
        };
        let at_once = (end..office.start).all(|t| matches!(r.low(t), "as" | "the" | "to" | "a" | "its"));
        let last = if at_once && subject < verb {
            subject
        } else {
            office.start - usize::from(r.low(office.start - 1) == "as")
        };
        let Some(name) =
            r.a.name_ending(last).filter(|n| n.tokens.start >= sentence.start && n.kind != NameKind::Demonym)
        else {
            continue;
        };
        let tokens = name.tokens.clone();
        take_part(r, main, tokens, capacity, "role.elected");
    }
}

/// The offices that a sentence with a verb of election names behind it, in order.
pub(super) fn offices(r: &Reader<'_>, sentence: &Tokens<usize>) -> Vec<Tokens<usize>> {
    let Some(verb) = sentence.clone().find(|t| r.in_lexicon("ElectVerb", *t)) else { return Vec::new() };
    let mut found: Vec<Tokens<usize>> = Vec::new();
    let mut at = verb + 1;
    while at < sentence.end {
        let person = r.a.persons_near(at..at + 1).iter().any(|p| p.tokens.contains(&at));
        match r.lexicon("ElectedPost", at).filter(|_| !person) {
            Some((end, _)) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Persons with their offices: one behind the other, or two rows of the same length.
fn pairs(r: &Reader<'_>, sentence: &Tokens<usize>, verb: usize) -> Vec<(usize, Tokens<usize>)> {
    let offices = offices(r, sentence);
    let passive = verb > sentence.start && matches!(r.low(verb - 1), "was" | "were" | "been" | "unanimously" | "also");
    let before: Vec<usize> = persons_in(r, &(sentence.start..verb)).collect();
    let behind: Vec<usize> = persons_in(r, &(verb..sentence.end)).collect();
    let row: Vec<usize> = if passive { before } else { behind.clone() };
    if row.len() == offices.len()
        && (row.len() == 1 || (sentence.start..sentence.end).any(|t| r.low(t) == "respectively"))
    {
        return row.into_iter().zip(offices).collect();
    }
    // "X was elected Chair and Y Rapporteur", "elected X as Chair and Y as Rapporteur"
    let mut found = Vec::new();
    let last = if passive { row.last().copied() } else { None };
    for (index, office) in offices.into_iter().enumerate() {
        let near = behind.iter().rfind(|i| r.a.persons[**i].tokens.end <= office.start).copied();
        let first = last.filter(|_| index == 0);
        let close = |i: &usize| office.start - r.a.persons[*i].tokens.end <= 4;
        found.extend(first.or_else(|| near.filter(close)).map(|person| (person, office)));
    }
    found
}
