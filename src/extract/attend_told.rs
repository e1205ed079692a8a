//! Those who came, where no verb of attendance says so: whom the chair received, and whose ministers agreed on something.

use std::ops::Range as Tokens;

use super::attend_lists::{attends, list_like};
use super::parties::{can_take_part, listed};
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::NameKind;

/// "Ministers from A, B and C agreed", among the first sentences of what tells of a meeting: they were there.
pub(super) fn from_states(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    let early = r.sentence_of(sentence.start) < 12;
    let from = sentence.clone().take(20).find_map(|t| {
        let people = r.lexicon("Issuer", t).filter(|(_, c)| !matches!(*c, "meeting" | "we" | "chair" | "secretariat"));
        people.filter(|(end, _)| r.low(*end) == "from").map(|(end, _)| end + 1)
    });
    let from = from.filter(|_| early)?;
    let verb = (from..sentence.end.min(from + 90))
        .find(|t| r.in_lexicon("SpeechPast", *t) || r.in_lexicon("SpeechPresent", *t))?;
    let list = from..list_end(r, from, verb);
    let states = listed(r, &list).iter().filter(|n| n.kind == NameKind::State).count();
    let whole = (list.end..verb)
        .all(|t| r.in_lexicon("Adverb", t) || r.low(t) == "," || crate::annotate::is_auxiliary(r.low(t)));
    (states > 1 && whole && list_like(r, list.clone())).then_some(list)
}

/// "welcomed the participation of A and B", "recognize the presence, as observers, of A": the list behind "of".
pub(super) fn welcomed(r: &Reader<'_>, t: usize, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    if !matches!(r.low(t), "participation" | "attendance" | "presence") || r.low(t.wrapping_sub(1)) != "the" {
        return None;
    }
    let verb = t.checked_sub(2).filter(|v| *v >= sentence.start)?;
    let said = (verb.saturating_sub(2).max(sentence.start)..=verb)
        .any(|v| r.in_lexicon("SpeechVerb", v) || r.in_lexicon("SpeechBase", v) || r.in_lexicon("SpeechGerund", v));
    let mut of = t + 1;
    if r.low(of) == "," || r.low(of) == "as" {
        of = (of + 1..(of + 6).min(sentence.end)).find(|i| r.low(*i) == "of")?;
    }
    let list = of + 1..list_end(r, of + 1, sentence.end);
    let first = (list.start..list.end).find(|i| {
        !is_determiner(r.low(*i))
            && !matches!(r.low(*i), "delegations" | "representatives" | "delegation" | "of" | "from")
    });
    let named = first.is_some_and(|i| r.a.name_at(i).is_some_and(|n| can_take_part(r, n)));
    // "welcomed the participation of A as the first to do so": in something else
    let aside = of > t + 1;
    let here = (list.start..sentence.end).any(|i| {
        matches!(r.low(i), "observer" | "observers")
            || r.in_lexicon("MeetingNoun", i) && matches!(r.low(i - 1), "the" | "this")
    });
    (said && r.low(of) == "of" && named && (aside || here)).then_some(list)
}

/// "welcomed delegations from A and B", "greeted the observers from C": those whom the chair received.
pub(super) fn greeted(r: &Reader<'_>, t: usize, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    let who = r.in_lexicon("GuestNoun", t) || r.in_lexicon("Delegate", t) && r.low(t).ends_with('s');
    if !who || !matches!(r.low(t + 1), "from" | "of") {
        return None;
    }
    let verb = (sentence.start..t).rev().take(3).find(|v| r.in_lexicon("GreetVerb", *v))?;
    let plain = (verb + 1..t).all(|i| is_determiner(r.low(i)) || matches!(r.low(i), "all" | "senior"));
    let list = t + 2..list_end(r, t + 2, sentence.end);
    let first = (list.start..list.end).find(|i| !is_determiner(r.low(*i)));
    let named = first.is_some_and(|i| r.a.name_at(i).is_some_and(|n| can_take_part(r, n)));
    let enough = listed(r, &list).len() > 1 || r.low(t) == "observers";
    (plain && named && enough && list_like(r, list.clone())).then_some(list)
}

/// "Experts from Peru met in Lima in 2011", in what tells of a meeting in Suva: they met in another one.
pub(super) fn elsewhere(r: &Reader<'_>, verb: usize, end: usize, limit: usize) -> bool {
    /// Tokens between the verb and its place and date.
    const NEAR: usize = 8;
    let Some(main) = r.main.map(|m| &r.meetings[m].attributes).filter(|_| r.in_lexicon("MeetVerb", verb)) else {
        return false;
    };
    let near = end.saturating_sub(1)..limit.min(end + NEAR);
    let town = r.a.names_near(near.clone()).iter().find(|n| {
        let at = n.tokens.start > verb && matches!(r.low(n.tokens.start - 1), "in" | "at");
        n.kind == NameKind::Place && at && near.contains(&n.tokens.start)
    });
    let other = |key: &str| main.places.iter().all(|p| p.place.as_deref().is_some_and(|place| place != key));
    let year = r.a.dates_near(near.clone()).iter().find(|d| d.tokens.start >= end).and_then(|d| d.start.year);
    let years = |year: i16| main.dates.iter().all(|d| d.start.year.is_some_and(|own| own != year));
    town.is_some_and(|n| !main.places.is_empty() && other(&n.key))
        && year.is_some_and(|y| !main.dates.is_empty() && years(y))
}

/// "attended as a Special Observer"
pub(super) fn special(r: &Reader<'_>, mark: usize) -> bool {
    let kind = |t: usize| matches!(r.low(t), "special" | "permanent" | "invited" | "associate");
    kind(mark.saturating_sub(1)) && (mark.saturating_sub(3)..mark).any(|t| r.low(t) == "as")
}

/// The end of a list: the full stop, or a clause that goes on about something else.
pub(super) fn list_end(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    while t < limit {
        let word = r.low(t);
        // "A, which serves as the secretariat, B and C": the list goes on behind the aside
        if matches!(word, "which" | "who")
            && t > from
            && r.low(t - 1) == ","
            && let Some(close) = (t + 1..limit.min(t + 12)).find(|i| r.low(*i) == ",")
            && !(t..close).any(|i| r.a.name_at(i).is_some_and(|n| can_take_part(r, n)))
        {
            let next = close + 1 + usize::from(r.low(close + 1) == "and");
            let next = next + usize::from(is_determiner(r.low(next)));
            if r.a.name_at(next).is_some_and(|n| can_take_part(r, n)) {
                t = close + 1;
                continue;
            }
        }
        // "with the participation of A, and in the presence, as observers, of B"
        let other = t > from && matches!(r.low(t - 1), "," | "and");
        if other && r.lexicon("AttendBy", t).is_some_and(|(end, _)| end > t + 2) {
            break;
        }
        if word == "." || t > from && attends(r, t).is_some() || matches!(word, "met" | "gathered" | "which" | "who") {
            break;
        }
        if t > from && r.a.date_at(t).is_some() {
            break;
        }
        t += 1;
    }
    while t > from && matches!(r.low(t - 1), "," | "and" | "on" | "in" | "from" | "were" | "was" | "also") {
        t -= 1;
    }
    t
}
