//! Resolutions and documents that a text names by number or symbol: "resolutions 12/3 of 4 May 2001 and 13/8 A",
//! "the report of the Committee (A/60/7)".

use std::ops::Range as Tokens;

use super::organ_session::organ_before;
use super::reader::{Mention, Reader};
use super::words::sentence_case;
use crate::assertion::{EntityClass, EntityId};
use crate::document::BlockKind;
use crate::slug::slug;

/// Adds a mention for each numbered resolution and each symbol of a document.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut t = 0;
    while t < r.a.tokens.len() {
        if let Some((end, noun)) = r.lexicon("NumberedWork", t) {
            let noun = noun.to_owned();
            t = numbers(r, t, end, &noun).max(end);
        } else {
            t = symbol(r, t).unwrap_or(t + 1);
        }
    }
}

/// The numbers behind "resolutions", in a list; returns where it ends.
fn numbers(r: &mut Reader<'_>, at: usize, noun_end: usize, noun: &str) -> usize {
    let limit = r.sentence(at).end;
    let mut owner = organ_before(r, at);
    let mut t = if matches!(r.low(noun_end), "no" | "no." | "nos" | "nos." | "(") { noun_end + 1 } else { noun_end };
    let mut found: Vec<Tokens<usize>> = Vec::new();
    while t < limit {
        let Some(number) = number_at(r, t) else { break };
        // "recommendation 3" is one of the text itself; "document 4" is any
        if matches!(noun, "recommendation") && number.len() < 3 || noun == "document" && !has_letters(r, &number) {
            break;
        }
        t = number.end;
        found.push(number);
        if r.low(t) == "of"
            && let Some(date) = r.a.date_at(t + 1)
        {
            t = date.tokens.end;
        }
        // "… on the subject of fees, and 4/2 of …": the next number of the list stands behind its own comma
        let next = (t..limit.min(t + 30)).take_while(|i| !r.in_lexicon("NumberedWork", *i)).find(|i| {
            let joined = matches!(r.low(i.wrapping_sub(1)), "," | "and" | "or" | "to") || *i == t;
            joined && number_at(r, *i).is_some()
        });
        t = match next {
            Some(next) if next <= t + 3 || r.low(t) == "on" || r.low(t) == "," => next,
            _ => break,
        };
    }
    if found.is_empty() {
        return noun_end;
    }
    // "resolution 7/2 of the Council"
    let of = if r.low(t) == "of" { super::organ_session::organ_behind(r, t + 1) } else { None };
    owner = owner.or(of);
    let process = r.process.clone();
    let (label, key) = owner.unwrap_or_else(|| (issuer(r), process));
    let sentence = r.sentence(at).start;
    let its = matches!(r.low(at.wrapping_sub(1)), "its" | "their");
    let near = (sentence..at).rev().find_map(|t| super::organ_session::organ_behind(r, t)).filter(|_| its);
    let (label, key) = match near {
        Some(near) => near,
        None => (label, key),
    };
    // the number of the resolution itself stands in front of who adopted it
    let own = super::organ_session::adopting(r).is_some_and(|(organ, _)| at < organ.start);
    // "Decision 7/14" above the text is the text's own
    let block = r.block_of(at);
    let own = own
        || r.block_tokens(block).start == at && matches!(r.block(block).kind, BlockKind::Heading | BlockKind::Header);
    // "(LC/CM 33/Decision 01)" numbers what stands before it
    let own = own || at > 0 && r.low(at - 1) == "/";
    for number in found.into_iter().filter(|_| !own) {
        let printed = r.text(number.clone()).replace(" / ", "/");
        add(r, number, &key, format!("{label} {noun} {printed}").trim(), &format!("{noun} {printed}"));
    }
    t
}

/// Who speaks of "its resolutions".
fn issuer(r: &Reader<'_>) -> String {
    super::organ_session::adopting(r).map_or_else(String::new, |(organ, _)| r.text(organ))
}

fn add(r: &mut Reader<'_>, tokens: Tokens<usize>, process: &str, label: &str, name: &str) {
    let id = EntityId::Work { process: process.to_owned(), slug: slug(name) };
    let evidence = r.evidence(tokens.clone());
    // a paper sets nothing down
    let class = if name.starts_with("document ") { EntityClass::Work } else { EntityClass::Policy };
    r.entity(&id, class, &sentence_case(label), None, evidence);
    r.mentions.push(Mention { tokens, id });
}

/// "56/183", "57/270 B", "1373 (2001)", "XXV/4", "2006/46".
fn number_at(r: &Reader<'_>, t: usize) -> Option<Tokens<usize>> {
    let digits = |t: usize| r.low(t).bytes().all(|b| b.is_ascii_digit()) && !r.low(t).is_empty();
    let roman = |t: usize| !r.low(t).is_empty() && r.low(t).bytes().all(|b| b"ivxlc".contains(&b)) && r.is_capital(t);
    let mut end =
        if (digits(t) || roman(t)) && r.low(t + 1) == "/" && (digits(t + 2) || roman(t + 2)) && touch(r, t..t + 3) {
            t + 3
        } else if digits(t) && r.low(t + 1) == "(" && (digits(t + 2) || roman(t + 2)) && r.low(t + 3) == ")" {
            t + 4
        } else if let Some(end) = coded(r, t) {
            end
        } else if digits(t) && r.low(t + 1) == "-" && digits(t + 2) && r.low(t).len() == 2 && touch(r, t..t + 3) {
            t + 3
        } else if digits(t) && r.low(t).len() < 4 && r.a.dates_near(t..t + 1).is_empty() {
            t + 1
        } else {
            return None;
        };
    // "270 B": one of several parts of the same number
    let part = r.a.tokens.get(end).is_some_and(|token| token.end - token.start == 1 && token.capital);
    if part && r.is_word(end) && !matches!(r.low(end + 1), "." | "'") {
        end += 1;
    }
    Some(t..end)
}

/// "CD39.R2", "COM/14/3", "XI-4/2": capitals and digits with points and strokes between them.
fn coded(r: &Reader<'_>, t: usize) -> Option<usize> {
    let printed = |i: usize| if i < r.a.tokens.len() { r.a.text(i) } else { "" };
    let part = |i: usize| {
        !printed(i).is_empty() && printed(i).bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
    };
    let mut end = t + 1;
    if !part(t) || !printed(t).starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    while matches!(r.low(end), "/" | "." | "-") && part(end + 1) && touch(r, end - 1..end + 2) {
        end += 2;
    }
    let digits = (t..end).any(|i| printed(i).bytes().any(|b| b.is_ascii_digit()));
    (digits && (end > t + 1 || printed(t).len() > 3)).then_some(end)
}

fn has_letters(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    r.a.text(tokens.start).bytes().any(|b| b.is_ascii_uppercase())
}

/// Whether no space stands between tokens.
fn touch(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    tokens.clone().skip(1).all(|t| t < r.a.tokens.len() && r.a.tokens[t].start == r.a.tokens[t - 1].end)
}

/// A symbol such as "E/CN.4/2001/7": letters, then parts with strokes between; with the title in front of it.
fn symbol(r: &mut Reader<'_>, t: usize) -> Option<usize> {
    let letters = r.a.text(t);
    if !r.is_word(t) || letters.len() > 12 || !letters.bytes().all(|b| b.is_ascii_uppercase() || b".-".contains(&b)) {
        return None;
    }
    let mut end = t + 1;
    while r.low(end) == "/" && r.a.tokens.get(end + 1).is_some() && touch(r, end - 1..end + 2) {
        end += 2;
        while matches!(r.low(end), "." | "-") && r.a.tokens.get(end + 1).is_some() && touch(r, end - 1..end + 2) {
            end += 2;
        }
    }
    let digits = (t..end).any(|i| r.low(i).bytes().any(|b| b.is_ascii_digit()));
    // the symbol of the document itself stands alone in its head
    let block = r.block_tokens(r.block_of(t));
    if r.block(r.block_of(t)).kind == BlockKind::Heading && r.block_of(t) < 4 {
        return None;
    }
    if end < t + 5 && !(digits && end >= t + 3 && in_brackets(r, t, end)) || !digits || block.len() <= end - t + 3 {
        return None;
    }
    let printed = r.text(t..end).replace(' ', "");
    let parts: Vec<&str> = printed.split('/').collect();
    // the same resolution, whether by its symbol or by its number
    match parts[..] {
        ["A", "RES", session, number] => {
            let number = format!("{session}/{number}");
            let label = format!("General Assembly resolution {number}");
            add(r, t..end, "un-general-assembly", &label, &format!("resolution {number}"));
        }
        ["S", "RES", number, year] => {
            let number = format!("{} ({})", number, year.trim_matches(['(', ')']));
            let label = format!("Security Council resolution {number}");
            add(r, t..end, "un-security-council", &label, &format!("resolution {number}"));
        }
        _ => {
            let title = title_before(r, t);
            let tokens = title.clone().map_or(t..end, |title| title.start..end);
            let label = title.map_or_else(|| printed.clone(), |title| format!("{} ({printed})", r.text(title)));
            let process = r.process.clone();
            add(r, tokens, &process, &label, &printed);
        }
    }
    Some(end)
}

fn in_brackets(r: &Reader<'_>, t: usize, end: usize) -> bool {
    t > 0 && r.low(t - 1) == "(" && r.low(end) == ")"
}

/// "report of the Sixth Committee", in front of a symbol in brackets.
fn title_before(r: &Reader<'_>, t: usize) -> Option<Tokens<usize>> {
    let bracket = t.checked_sub(1).filter(|b| r.low(*b) == "(")?;
    let from = r.sentence(t).start.max(bracket.saturating_sub(16));
    let noun = (from..bracket).rev().find(|i| r.in_lexicon("WorkNoun", *i) || r.in_lexicon("ReportNoun", *i))?;
    let plain = (noun..bracket).all(|i| !matches!(r.low(i), "," | ";" | "(" | ")"));
    plain.then_some(noun..bracket)
}
