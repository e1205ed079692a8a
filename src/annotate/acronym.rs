//! `Long Form (SF)` definitions.
//!
//! The letters of the short form must stand in order at the beginnings of words of the long form (Schwartz and
//! Hearst 2003 allow any place in a word; initials first make fewer errors). Function words may be passed over
//! freely, other words and letters inside words at a price; the cheapest and then nearest beginning wins.

use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;

use super::class::Class;
use super::{Annotations, Name, NameKind, TokenKind};

/// An acronym and the long form that the text gives for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcronymDefinition {
    /// Tokens of the long form, without an article.
    pub long: Tokens<usize>,
    /// The tokens of the short form, without brackets and quotes; a plural stays one ("AHEGs").
    pub short: Tokens<usize>,
    /// Tokens of both, brackets included.
    pub tokens: Tokens<usize>,
}

/// Tokens of the long form at most.
const WINDOW: usize = 14;
/// Words of the long form at most, those of hyphenated tokens counted.
const LONGEST: usize = 20;
/// Highest price of a reading.
const DEAREST: usize = 5;

/// The definitions of a document.
pub(super) fn find(annotations: &Annotations<'_>) -> Vec<AcronymDefinition> {
    let mut found = Vec::new();
    for block in &annotations.block_tokens {
        for open in block.clone() {
            if !annotations.is(open, Class::BRACKET) || open == block.start {
                continue;
            }
            let Some(close) = annotations.closing(open, block.end.min(open + WINDOW + 6)) else { continue };
            found.extend(behind(annotations, block.start, open, close).or_else(|| inside(annotations, open, close)));
        }
    }
    found
}

/// `Long Form (SF)`, `Long Form (the "SF")`.
fn behind(annotations: &Annotations<'_>, start: usize, open: usize, close: usize) -> Option<AcronymDefinition> {
    let mut short = open + 1..close;
    while !short.is_empty()
        && matches!(annotations.low(short.start), "the" | "\"" | "'" | "or" | "hereinafter" | "hereafter")
    {
        short.start += 1;
    }
    while !short.is_empty() && matches!(annotations.low(short.end - 1), "\"" | "'") {
        short.end -= 1;
    }
    // "the Third Ministers' Meeting on Ports (3rd MMP)"
    if short.len() == 2 && annotations.is(short.start, Class::DIGIT) {
        short.start += 1;
    }
    let from = window(annotations, start, open);
    let long = match short.len() {
        1 => initials(annotations, from, open, annotations.text(short.start)),
        // "the Bali Process on People Smuggling (Bali Process)": a shorter name of the same
        2 | 3 => (from..open).rev().find(|i| {
            let same =
                short.clone().enumerate().all(|(k, t)| i + k < open && annotations.text(i + k) == annotations.text(t));
            same && annotations.tokens[*i].capital && i + short.len() < open
        }),
        _ => None,
    }?;
    Some(AcronymDefinition { long: long..open, short, tokens: long..close + 1 })
}

/// `SF (Long Form)`.
fn inside(annotations: &Annotations<'_>, open: usize, close: usize) -> Option<AcronymDefinition> {
    let short = open - 1;
    let first = open + 1 + usize::from(annotations.is(open + 1, Class::DETERMINER));
    let letters = letters(annotations.text(short))?;
    if close < first + 2 || annotations.tokens[short].end == annotations.tokens[open].start {
        return None;
    }
    let parts = parts(annotations, first, close);
    let price = price(&parts, &letters)?;
    (price <= 1).then(|| AcronymDefinition { long: first..close, short: short..open, tokens: short..close + 1 })
}

/// First token that a long form before a bracket may have: after the last hard separator.
fn window(annotations: &Annotations<'_>, start: usize, open: usize) -> usize {
    let lowest = start.max(open.saturating_sub(WINDOW));
    let stop = (lowest..open)
        .rev()
        .find(|i| matches!(annotations.low(*i), ";" | ":" | "." | "(" | ")" | "?" | "!" | "–" | "—"));
    stop.map_or(lowest, |i| i + 1)
}

/// The capitals of a short form, in lower case; none where it is no acronym.
fn letters(printed: &str) -> Option<Vec<char>> {
    let bare = printed.strip_suffix('s').unwrap_or(printed);
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    let all = bare.chars().filter(|c| c.is_alphanumeric()).count();
    let sound =
        (2..=12).contains(&all) && capitals >= 2 && capitals * 2 > all && bare.starts_with(|c: char| c.is_uppercase());
    sound.then(|| bare.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
}

/// A word of the long form: its letters, and whether it may be passed over for nothing.
struct Part<'a> {
    word: &'a str,
    free: bool,
}

fn parts<'a>(annotations: &'a Annotations<'_>, from: usize, to: usize) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for at in from..to {
        let low = annotations.low(at);
        if annotations.tokens[at].kind == TokenKind::Punctuation || matches!(low, "'s") {
            continue;
        }
        let free = annotations.is(at, Class::FUNCTION);
        parts.extend(low.split('-').filter(|w| !w.is_empty()).map(|word| Part { word, free }));
    }
    parts
}

/// The best first token of a long form that ends before the bracket.
fn initials(annotations: &Annotations<'_>, from: usize, open: usize, short: &str) -> Option<usize> {
    let letters = letters(short)?;
    let mut best: Option<(usize, usize)> = None;
    for at in (from..open).rev() {
        let low = annotations.low(at);
        if !low.starts_with(letters[0]) || annotations.tokens[at].kind == TokenKind::Punctuation {
            continue;
        }
        let Some(price) = price(&parts(annotations, at, open), &letters) else { continue };
        // A comma in a long form is rare, a list before it is not.
        let commas = (at..open).filter(|i| annotations.low(*i) == ",").count();
        let price = price + commas.min(1);
        if price <= DEAREST && best.is_none_or(|(lowest, _)| price < lowest) {
            best = Some((price, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Price of reading all words as a long form of the letters.
fn price(parts: &[Part<'_>], letters: &[char]) -> Option<usize> {
    let (first, rest) = parts.split_first().filter(|_| parts.len() <= LONGEST)?;
    first.word.starts_with(letters[0]).then(|| cheapest(first.word, 1, rest, &letters[1..], DEAREST + 1))?
}

/// Cheapest way to find the letters, standing at byte `at` of `word` with the words of `rest` behind it.
fn cheapest(word: &str, at: usize, rest: &[Part<'_>], letters: &[char], budget: usize) -> Option<usize> {
    let Some(letter) = letters.first() else {
        let left = rest.iter().filter(|p| !p.free).count();
        return (left <= budget).then_some(left);
    };
    let mut best: Option<usize> = None;
    let mut try_way = |extra: usize, found: Option<usize>| {
        if let Some(price) = found.map(|f| f + extra) {
            best = Some(best.map_or(price, |b| b.min(price)));
        }
    };
    let mut passed = 0;
    for (i, part) in rest.iter().enumerate() {
        if passed > budget {
            break;
        }
        if part.word.starts_with(*letter) {
            try_way(passed, cheapest(part.word, 1, &rest[i + 1..], &letters[1..], budget - passed));
        }
        passed += usize::from(!part.free);
    }
    if budget > 0
        && let Some(inner) = word.get(at..).and_then(|w| w.find(*letter))
    {
        try_way(1, cheapest(word, at + inner + letter.len_utf8(), rest, &letters[1..], budget - 1));
    }
    best
}

/// Makes each later use of a short form whose long form is a known name a name itself.
pub(super) fn spread(annotations: &mut Annotations<'_>) {
    let mut known: FxHashMap<String, (usize, Vec<String>, NameKind, String)> = FxHashMap::default();
    for definition in &annotations.acronyms {
        let long = &definition.long;
        let name = annotations.name_over(long.start).or_else(|| annotations.name_over(long.end - 1));
        // The name may lack a last word ("… Secretariat"), or be a part of the front.
        let Some(name) = name.filter(|n| n.tokens.end + 1 >= long.end && n.tokens.start <= long.start + 1) else {
            continue;
        };
        let words: Vec<String> = definition.short.clone().map(|t| annotations.text(t).to_owned()).collect();
        let first = words[0].clone();
        known.entry(first).or_insert((definition.short.start, words, name.kind, name.key.clone()));
    }
    if known.is_empty() {
        return;
    }
    let mut local = Vec::new();
    for block in &annotations.block_tokens {
        for at in block.clone() {
            if !annotations.tokens[at].capital {
                continue;
            }
            let Some((since, words, kind, key)) = known.get(annotations.text(at)) else { continue };
            let end = at + words.len();
            let same = end <= block.end && words.iter().enumerate().all(|(i, w)| annotations.text(at + i) == w);
            let inside_longer = annotations.name_over(at).is_some_and(|n| n.tokens.len() > words.len());
            if *since <= at && same && !inside_longer {
                local.push(Name { tokens: at..end, kind: *kind, key: key.clone() });
            }
        }
    }
    // What the document defines itself goes before what the tables say.
    annotations.names.retain(|n| {
        let at = local.partition_point(|l| l.tokens.end <= n.tokens.start);
        local.get(at).is_none_or(|l| l.tokens.start >= n.tokens.end)
    });
    annotations.names.append(&mut local);
    annotations.names.sort_by_key(|n| n.tokens.start);
}

#[cfg(test)]
mod tests {
    use super::super::{Annotations, Gazetteer, NameKind};
    use crate::document;

    fn definitions(text: &str) -> Vec<(String, String)> {
        let document = document::read("d", text.as_bytes()).unwrap();
        let annotations = Annotations::new(&document, &Gazetteer::default());
        let slice = |t: &std::ops::Range<usize>| annotations.slice(t.clone()).to_owned();
        annotations.acronyms.iter().map(|a| (slice(&a.long), slice(&a.short))).collect()
    }

    #[test]
    fn the_longest_source_text_gives_its_acronyms() {
        let found = definitions(include_str!("../../data/documents/2004-senior-officials-meeting.txt"));
        let expected = [
            ("ad hoc experts groups", "AHEGs"),
            ("Republic of Korea", "ROK"),
            ("United Nations High Commissioner for Refugees", "UNHCR"),
            ("Asia Pacific Consultations on Refugees, Displaced Persons and Migrants", "APC"),
            ("Asia Pacific Consultations on Refugees, Displaced Persons and Migrants", "APC"),
            ("International Centre for Migration Policy Development Secretariat", "ICMPD"),
            ("United Nations Development Programme", "UNDP"),
            ("United Nations Office on Drugs and Crime", "UNODC"),
            ("International Labor Organization", "ILO"),
        ];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn other_ways_to_print_a_definition_are_read() {
        let cases = [
            ("Officials of the Regional Support Office (\"RSO\") met.", "Regional Support Office", "RSO"),
            ("Officials of the RSO (Regional Support Office) met.", "Regional Support Office", "RSO"),
            ("Through preventing river flooding (PRF) programs.", "preventing river flooding", "PRF"),
            (
                "It noted the Association of South-East Asian Nations (ASEAN).",
                "Association of South-East Asian Nations",
                "ASEAN",
            ),
            (
                "Fiji, Japan, Samoa and the League of Ports, Fisheries and Navigation (LOPFAN).",
                "League of Ports, Fisheries and Navigation",
                "LOPFAN",
            ),
            (
                "The Group Process on Trade and Crime (Group Process) met.",
                "Group Process on Trade and Crime",
                "Group Process",
            ),
        ];
        for (text, long, short) in cases {
            assert_eq!(definitions(text), [(long.to_owned(), short.to_owned())], "{text}");
        }
        for text in ["France (New Caledonia) came.", "It met (see IV) again.", "Japan (host) spoke."] {
            assert!(definitions(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_short_form_names_what_its_long_form_names() {
        let text = "ROK was first. The Republic of Korea (ROK) spoke. Then the ROK left.";
        let document = document::read("d", text.as_bytes()).unwrap();
        let names = Gazetteer::new([("Republic of Korea", NameKind::State, "south-korea")]);
        let annotations = Annotations::new(&document, &names);
        let found: Vec<_> = annotations.names.iter().map(|n| (n.tokens.clone(), n.key.as_str())).collect();
        assert_eq!(found, [(5..8, "south-korea"), (9..10, "south-korea"), (15..16, "south-korea")]);
        assert!(annotations.name_at(0).is_none());
    }
}
