//! Names of bodies with two adjectives: "the Legal and Technical Committee".

use super::reader::Reader;
use super::words::is_determiner;

/// Nouns of whom or what stands beside a body, and does not describe it: "the Secretary and Technical Committee".
const NOUNS: [&str; 9] =
    ["Issuer", "GroupNoun", "BodyNoun", "OrgNoun", "OrganNoun", "Post", "CapacityNoun", "WorkNoun", "MeetingNoun"];

/// Whether "and" at `t` joins two words that describe the noun at `noun`.
pub(super) fn two_adjectives(r: &Reader<'_>, t: usize, start: usize, noun: usize) -> bool {
    let Some(first) = t.checked_sub(1).filter(|first| *first > 0 && r.low(t) == "and" && r.is_capital(*first)) else {
        return false;
    };
    let named = NOUNS.iter().any(|l| r.in_lexicon(l, first)) || r.a.name_over(first).is_some();
    let several = start < noun || r.lexicon("BodyNoun", noun).is_some_and(|(end, _)| end > noun + 1);
    several && is_determiner(r.low(first - 1)) && !named && !r.low(first).ends_with('s') && r.is_word(first)
}
