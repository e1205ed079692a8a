//! Short forms whose letters are those of the name in another language or of a part of it: "Latin American Fund for Ports
//! (FLAP)", "Committee on Finance (FIN)", "Committee on Rules and Fees (R&F)".

use super::reader::Reader;
use super::things::classify;
use super::words::{is_determiner, is_minor};
use crate::annotate::AcronymDefinition;
use crate::assertion::EntityId;

/// Tokens of the long form at most.
const LONGEST: usize = 12;

/// The definitions of that kind: a name of a body or an organisation in capitals, right in front of the bracket.
pub(super) fn find(r: &Reader<'_>) -> Vec<AcronymDefinition> {
    let mut found = Vec::new();
    for open in 2..r.a.tokens.len().saturating_sub(2) {
        if r.low(open) != "(" {
            continue;
        }
        let known = r.a.acronyms_near(open..open + 2).iter().find(|d| d.tokens.contains(&open)).map(|d| d.long.clone());
        let Some(close) = (open + 2..open + 5).find(|t| r.low(*t) == ")") else { continue };
        let printed: String = (open + 1..close).map(|t| r.a.text(t)).collect();
        let part = printed.split('&').all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_uppercase()));
        let whole = close == open + 2 && printed.len() >= 3 && printed.chars().all(|c| c.is_ascii_uppercase());
        // who comes for somebody, not what is called so
        let other = r.a.name_over(open + 1).is_some();
        if !(whole || part && printed.contains('&')) || printed.len() > 9 || other {
            continue;
        }
        let name = |t: usize| r.is_word(t) && (r.is_capital(t) || is_minor(r.low(t)) && !is_determiner(r.low(t)));
        let mut start = open;
        while start > open.saturating_sub(LONGEST) && name(start - 1) {
            start -= 1;
        }
        while start < open && is_minor(r.low(start)) {
            start += 1;
        }
        let long = start..open;
        if long.len() < 2 || r.block_of(start) != r.block_of(open) {
            continue;
        }
        let words: Vec<&str> = long.clone().map(|t| r.low(t)).filter(|w| !is_minor(w)).collect();
        let label = r.text(long.clone());
        let institution =
            r.a.name_over(start).is_some_and(|n| n.tokens == long && n.kind == crate::annotate::NameKind::Organisation)
                || classify(r, long.clone(), &label)
                    .is_some_and(|(id, _)| matches!(id, EntityId::Body { .. } | EntityId::Organisation(_)));
        // "Enforcement (ENFO)" is the last word of "Committee on Enforcement (ENFO)"
        let longer = known.is_none_or(|known| known.len() == 1 && start < known.start && begins(r, &known, &printed));
        if institution && longer && stands_for(&printed.to_lowercase(), &words, long.clone().any(|t| r.low(t) == "and"))
        {
            found.push(AcronymDefinition { long, short: open + 1..close, tokens: start..close + 1 });
        }
    }
    found
}

/// Whether a word begins with the letters.
fn begins(r: &Reader<'_>, long: &std::ops::Range<usize>, short: &str) -> bool {
    r.low(long.start).starts_with(&short.to_lowercase())
}

/// Whether letters may stand for some words: the beginning of one of them ("enfo"), the initials of the last ones where "and"
/// stands for "&", or mostly initials in another order, with that of the noun first, as other languages have it.
fn stands_for(short: &str, words: &[&str], and: bool) -> bool {
    if let Some((left, right)) = short.split_once('&') {
        let letters: Vec<char> = left.chars().chain(right.chars()).collect();
        let last = words.len().checked_sub(letters.len()).map(|from| &words[from..]);
        return and
            && last.is_some_and(|last| last.iter().zip(&letters).all(|(word, letter)| word.starts_with(*letter)));
    }
    if words.iter().any(|word| word.starts_with(short) && word.len() > short.len() + 2) {
        return true;
    }
    let mut rest: Vec<char> = words.iter().filter_map(|word| word.chars().next()).collect();
    let mut hits = 0;
    for letter in short.chars() {
        if let Some(at) = rest.iter().position(|initial| *initial == letter) {
            rest.swap_remove(at);
            hits += 1;
        }
    }
    // every word but one has to be heard
    words.len() > 2 && hits * 3 >= short.len() * 2 && rest.len() <= 1
}
