//! Organs that speak in a line of their own: "The Conference of the Parties to the Convention on X," above what it decides.

use std::ops::Range as Tokens;

use super::clause::{Form, speech_verb};
use super::reader::{Mention, Reader};
use super::words::{is_determiner, is_minor, tame_capitals};
use crate::assertion::{EntityClass, EntityId};
use crate::document::BlockKind;
use crate::slug::slug;

/// Words of the longest name.
const LONGEST: usize = 24;

/// Names the organs of such lines, where no table and no step before knows them.
pub(super) fn read(r: &mut Reader<'_>) {
    for block in 0..r.a.document.blocks.len() {
        let Some(name) = speaker(r, block) else { continue };
        let known = r
            .mentions
            .starting(name.start)
            .any(|m| m.tokens.end == name.end && matches!(m.id, EntityId::Organisation(_) | EntityId::Body { .. }));
        let plain = r.lexicon("Issuer", name.start).is_some_and(|(end, _)| end == name.end);
        if known || plain {
            continue;
        }
        let label = tame_capitals(&r.text(name.clone()));
        let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
        let evidence = r.evidence(name.clone());
        r.entity(&id, EntityClass::Body, &label, Some("plenary"), evidence);
        r.mentions.remove_inside(&name);
        r.mentions.push(Mention { tokens: name, id });
    }
    r.mentions.sort();
}

/// "The Council of Ministers," with a verb of speech below it: the name.
fn speaker(r: &Reader<'_>, block: usize) -> Option<Tokens<usize>> {
    if matches!(r.block(block).kind, BlockKind::Header | BlockKind::Noise) {
        return None;
    }
    let tokens = r.block_tokens(block);
    let comma = tokens.end.checked_sub(1).filter(|t| *t > tokens.start && matches!(r.low(*t), "," | ":"))?;
    let start = tokens.start + usize::from(is_determiner(r.low(tokens.start)));
    let name = start..comma;
    let small = |t: usize| is_minor(r.low(t)) || is_determiner(r.low(t)) || !r.is_word(t);
    let organ = |t: usize| r.is_capital(t) && ["Issuer", "BodyNoun", "MeetingNoun"].iter().any(|l| r.in_lexicon(l, t));
    let proper = start > tokens.start
        && name.len() <= LONGEST
        && r.is_capital(start)
        && name.clone().all(|t| r.is_capital(t) || small(t))
        && name.clone().take(4).any(organ);
    if !proper {
        return None;
    }
    let below = (block + 1..r.a.document.blocks.len()).find(|b| r.block(*b).kind != BlockKind::Noise)?;
    let first = r.block_tokens(below).start;
    let verb = (first..first + 3).find_map(|t| speech_verb(r, t));
    verb.filter(|(.., form)| matches!(form, Form::Gerund | Form::Present)).map(|_| name)
}
