//! Bodies printed in small letters, which the text does not bring into being itself: "the working group on data".

use super::new_bodies::purpose;
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner, is_preposition, sentence_case};
use crate::assertion::{EntityClass, EntityId};
use crate::slug::slug;

/// Words at most between the article and the noun: "the joint regional technical working group".
const ADJECTIVES: usize = 3;

/// Finds them: a noun for a group of people behind "the" and in front of "on", or one with words that tell it from others
/// ("the technical working group").
pub(super) fn read(r: &mut Reader<'_>) {
    for t in 1..r.a.tokens.len() {
        let Some((noun, kind)) = r.lexicon("BodyNoun", t) else { continue };
        let group = kind.ends_with("group") || matches!(kind, "committee" | "network" | "mechanism");
        if !group || r.is_capital(t) || super::things::covered(r, t..noun) {
            continue;
        }
        let first = t.saturating_sub(ADJECTIVES);
        let Some(article) = (first..t).rev().find(|i| is_determiner(r.low(*i)) || !plain(r, *i)) else { continue };
        if r.low(article) != "the" {
            continue;
        }
        // "the new working group"
        let start = super::new_bodies::noun_start(r, article, noun);
        let sentence = r.sentence(t);
        let on = purpose(r, noun, sentence.end).filter(|_| r.low(noun) == "on");
        // "the national steering committee" and "the technical working group of Peru" are some of many
        let many = r.low(noun) == "of" || (start..noun).any(|i| r.low(i) == "national");
        let apart = noun - start > 2 && noun - t > 1 && !r.is_capital(noun);
        let (end, label) = match on {
            Some((about, end)) => (end, format!("{} on {}", sentence_case(&r.text(start..noun)), r.text(about))),
            None if apart && !many => (noun, sentence_case(&r.text(start..noun))),
            None => continue,
        };
        let id = EntityId::Body { process: r.process.clone(), slug: slug(&label) };
        let kind = kind.to_owned();
        let evidence = r.evidence(start..end);
        r.entity(&id, EntityClass::Body, &label, Some(&kind), evidence);
        r.mentions.push(Mention { tokens: start..end, id });
    }
}

/// "the network of contact points created in 2009", "a group on nets, set up two years ago": where the phrase in front of
/// the participle begins.
pub(super) fn described(r: &Reader<'_>, t: usize, end: usize) -> Option<usize> {
    /// Tokens at most between the article and the participle.
    const PHRASE: usize = 14;
    let participle = r.low(t).ends_with("ed") || r.low(t) == "set";
    let told = matches!(r.low(end), "in" | "at" | "by" | "under" | "on" | "during" | "since") || ago(r, end);
    let sentence = r.sentence(t);
    let stop = t - usize::from(t > sentence.start && r.low(t - 1) == ",");
    let article = (sentence.start.max(stop.saturating_sub(PHRASE))..stop)
        .rev()
        .find(|i| is_determiner(r.low(*i)) && !matches!(r.low(*i), "that" | "its" | "their"))?;
    let noun = (article + 1..stop.min(article + 6))
        .find(|i| !r.is_capital(*i) && (r.in_lexicon("BodyNoun", *i) || r.in_lexicon("EstablishedNoun", *i)))?;
    let words = (article + 1..noun).all(|i| plain(r, i));
    let (on, _) = r.lexicon("BodyNoun", noun).or_else(|| r.lexicon("EstablishedNoun", noun))?;
    let rest = on..stop;
    let about = rest.is_empty() || matches!(r.low(on), "on" | "of" | "for");
    let one = rest.into_iter().all(|i| r.is_word(i) && !is_auxiliary(r.low(i)) && !is_determiner(r.low(i)));
    (participle && told && words && about && one).then_some(article)
}

/// "two years ago", "last year": when something was done.
pub(super) fn ago(r: &Reader<'_>, at: usize) -> bool {
    let unit = r.a.number_at(at).map_or(at + 1, |n| n.tokens.end);
    let unit_of_time = r.in_lexicon("TimeUnit", unit);
    unit_of_time && (r.low(at) == "last" || matches!(r.low(unit + 1), "ago" | "earlier" | "before"))
}

/// Whether a word may stand between an article and its noun.
fn plain(r: &Reader<'_>, t: usize) -> bool {
    r.is_word(t)
        && !r.is_capital(t)
        && !is_preposition(r.low(t))
        && !is_auxiliary(r.low(t))
        && !matches!(r.low(t), "and" | "or" | "which" | "that" | "who")
}
