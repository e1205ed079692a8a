//! Who has the floor in a transcript: "Mr Leka (Fiji): …", "The Chair (Japan): …", to the next label.

use std::ops::Range as Tokens;

use super::attendance::persons_in;
use super::participants::of_name;
use super::parties::{can_take_part, person_in, person_takes_part};
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::Name;
use crate::assertion::{EntityId, Fact};
use crate::document::BlockKind;

/// Tokens at most in front of the colon of a label.
const LABEL: usize = 24;

/// What one speaker says.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// Blocks of the speech.
    pub(super) blocks: Tokens<usize>,
    /// For whom the speaker has the floor; nobody for the chair, who speaks for the meeting.
    pub(super) holder: Option<EntityId>,
}

/// The words in front of the colon.
struct Label {
    person: Option<usize>,
    party: Option<Name>,
    chair: bool,
}

/// Finds all turns; whoever has the floor takes part.
pub(super) fn read(r: &mut Reader<'_>) {
    let blocks = r.a.document.blocks.len();
    let labels: Vec<(usize, Label)> = (0..blocks).filter_map(|b| label(r, b).map(|label| (b, label))).collect();
    let Some(main) = r.main_meeting().filter(|_| labels.len() > 1) else { return };
    let ends: Vec<usize> = labels.iter().skip(1).map(|(b, _)| *b).chain([blocks]).collect();
    for ((block, label), limit) in labels.into_iter().zip(ends) {
        let heading = |b: &usize| r.block(*b).kind == BlockKind::Heading;
        let end = (block + 1..limit).find(heading).unwrap_or(limit);
        let party = label.party.as_ref().map(|name| of_name(name.kind, &name.key));
        let person = label.person.and_then(|i| person_in(r, &r.a.persons[i].tokens.clone()));
        let start = r.block_tokens(block).start;
        let evidence = vec![r.sentence_evidence(start)];
        let capacity = if label.chair { "chair" } else { "member" };
        match (&person, &label.party) {
            (Some(person), _) => person_takes_part(r, &main, person, capacity, "participants.speaker", evidence),
            (None, Some(name)) => {
                let fact = Fact::Participation {
                    context: main.clone(),
                    member: of_name(name.kind, &name.key),
                    capacity: capacity.to_owned(),
                    name_as_given: Some(r.printed(name.tokens.clone())),
                    represented_by: Vec::new(),
                    in_respect_of: None,
                    about: None,
                };
                r.add("participants.speaker", fact, evidence);
            }
            (None, None) => {}
        }
        let holder = party.or(person.map(|p| p.id)).filter(|_| !label.chair);
        r.turns.push(Turn { blocks: block..end, holder });
    }
}

/// Gives the floor to whoever speaks in a block; to nobody outside of transcripts.
pub(super) fn give(r: &mut Reader<'_>, block: usize) -> bool {
    let turn = r.turns.get(r.turns.partition_point(|t| t.blocks.end <= block)).filter(|t| t.blocks.contains(&block));
    let begins = turn.is_some_and(|t| t.blocks.start == block);
    r.floor = turn.and_then(|t| t.holder.clone());
    begins
}

/// "The Chair (Fiji):", "Ms Vea (Tonga):", "The representative of Japan:" at the start of a paragraph with more behind it.
fn label(r: &Reader<'_>, block: usize) -> Option<Label> {
    if !matches!(r.block(block).kind, BlockKind::Paragraph | BlockKind::Item) {
        return None;
    }
    let tokens = r.block_tokens(block);
    let colon = tokens.clone().take(LABEL).find(|t| r.low(*t) == ":").filter(|c| c + 3 < tokens.end)?;
    let first = (tokens.start..colon).find(|t| !is_determiner(r.low(*t)))?;
    let bracket = (first..colon).find(|t| r.low(*t) == "(");
    let inside = bracket.filter(|_| r.low(colon - 1) == ")").map(|b| b + 1 + usize::from(r.low(b + 1) == "the"));
    let party = |from: usize| {
        let name = r.a.name_at(from).filter(|n| can_take_part(r, n))?;
        let closed = matches!(r.low(name.tokens.end), ")" | "," | ":");
        closed.then(|| name.clone())
    };
    let person = persons_in(r, &(tokens.start..colon)).find(|i| r.a.persons[*i].tokens.start <= first);
    let chair =
        r.lexicon("CapacityNoun", first).filter(|(_, c)| matches!(*c, "chair" | "co-chair")).map(|(end, _)| end);
    if let Some(i) = person {
        // a sentence about somebody that ends in a colon is no label
        let whole = r.a.persons[i].tokens.end.max(bracket.map_or(0, |_| colon)) >= colon;
        let office =
            chair.is_some() || (first..colon).any(|t| r.lexicon("CapacityNoun", t).is_some_and(|(_, c)| c == "chair"));
        return whole.then(|| Label { person, party: inside.and_then(party), chair: office });
    }
    if let Some(end) = chair.filter(|end| *end == colon || bracket == Some(*end)) {
        let party = inside.and_then(party);
        return (end == colon || party.is_some()).then_some(Label { person: None, party, chair: true });
    }
    let (of, _) = r.lexicon("Delegate", first).filter(|(end, _)| matches!(r.low(*end), "of" | "for"))?;
    let from = of + 1 + usize::from(is_determiner(r.low(of + 1)));
    let party = party(from).filter(|n| n.tokens.end == colon)?;
    Some(Label { person: None, party: Some(party), chair: false })
}
