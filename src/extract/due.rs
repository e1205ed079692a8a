//! By when a mandate is to be done: a date behind "by" or "no later than", or a time that runs from its meeting
//! ("within six months").

use std::ops::Range as Tokens;

use super::reader::Reader;
use crate::assertion::{Due, EntityId, Evidence, PartialDate};

/// The date by which some words say that something is to be done; a date that stands there before a time that runs from
/// the meeting at which it was said.
pub(super) fn due(r: &Reader<'_>, text: &Tokens<usize>, at: Option<&EntityId>) -> Option<Due> {
    let meeting = r.meetings.iter().find(|meeting| Some(&meeting.id) == at);
    let when = meeting.and_then(|meeting| meeting.attributes.dates.iter().find(|when| when.start.year.is_some()));
    let given = r.given.date.filter(|_| r.main_meeting().as_ref() == at);
    let from = when.map(|when| when.start).or(given);
    // what was before the meeting is no date by which it wants something done: "mines laid before 1997"
    let ahead = |due: &Due| {
        from.is_none_or(|from| (from.year, due.date.month.and(from.month)) <= (due.date.year, due.date.month))
    };
    dated(r, text).filter(ahead).or_else(|| running(r, text, from?, when.map(|when| when.tokens.start)))
}

/// "by June 2005", "before the end of 2010".
fn dated(r: &Reader<'_>, text: &Tokens<usize>) -> Option<Due> {
    text.clone().find_map(|t| {
        let (end, _) = r.lexicon("Deadline", t).filter(|(_, concept)| *concept == "date")?;
        // "the treaty signed before 2014", "what was built by 2016" tell of the thing
        let first = text.start.max(r.sentence(t).start);
        let of_thing =
            t > first + 1 && super::words::is_participle(r.low(t - 1)) && !super::words::is_auxiliary(r.low(t - 2));
        // "what was built by 2016"; "a plan that sets out the costs by May" is wanted by then
        let told = |i: usize| {
            let verb = (i + 1..t).find(|v| crate::annotate::is_verb_past(r.low(*v)) || matches!(r.low(*v), "had"));
            matches!(r.low(i), "that" | "which" | "what" | "who")
                && verb.is_some_and(|v| !(i + 1..v).any(|w| matches!(r.low(w), "is" | "are" | "be" | "have" | "has")))
        };
        if of_thing || (first + 1..t).any(told) {
            return None;
        }
        let from = end + usize::from(r.low(end) == "the");
        let found = r.a.date_at(from).filter(|date| date.tokens.end <= text.end)?;
        let date = found.end.unwrap_or(found.start);
        date.year?;
        Some(Due { date, evidence: vec![r.evidence(t..found.tokens.end)], completed: false })
    })
}

/// "within six months", "after a year": counted from the first day of the meeting, to the month.
fn running(r: &Reader<'_>, text: &Tokens<usize>, from: PartialDate, stands: Option<usize>) -> Option<Due> {
    let (tokens, months) = text.clone().find_map(|t| {
        let (mut end, _) = r.lexicon("Deadline", t).filter(|(_, concept)| *concept == "time")?;
        if r.low(end) == "the" {
            end += 1;
        }
        end = r.lexicon("NextTime", end).map_or(end, |(end, _)| end);
        let (count, mut end) = match r.a.number_at(end) {
            Some(number) => (i64::try_from(number.value).ok()?, number.tokens.end),
            None if matches!(r.low(end), "a" | "an" | "one") => (1, end + 1),
            None => return None,
        };
        if r.low(end) == "-" {
            end += 1;
        }
        let (end, unit) = r.lexicon("TimeUnit", end).filter(|(end, _)| *end <= text.end)?;
        if !matches!(unit, "month" | "year") {
            return None;
        }
        // "within six months of the entry into force" runs from something else
        if matches!(r.low(end), "of" | "after" | "from" | "following") {
            return None;
        }
        let months = count.checked_mul(if unit == "year" { 12 } else { 1 }).filter(|months| *months <= 1200)?;
        Some((t..end, months))
    })?;
    // what is known by its year only is counted by years only
    let Some(month) = from.month else {
        let years = i16::try_from(months / 12).ok().filter(|_| months % 12 == 0)?;
        let date = PartialDate { year: Some(from.year?.checked_add(years)?), month: None, day: None };
        return Some(Due { date, evidence: counted(r, tokens, stands), completed: stands.is_some() });
    };
    let total = i64::from(from.year?) * 12 + i64::from(month) - 1 + months;
    let year = i16::try_from(total.div_euclid(12)).ok()?;
    let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
    Some(Due {
        date: PartialDate { year: Some(year), month: Some(month), day: None },
        evidence: counted(r, tokens, stands),
        completed: stands.is_some(),
    })
}

/// The words of a time that runs, and where the date stands from which it does.
fn counted(r: &Reader<'_>, tokens: Tokens<usize>, from: Option<usize>) -> Vec<Evidence> {
    let date = from.map(|t| r.sentence_evidence(t));
    [r.evidence(tokens)].into_iter().chain(date).collect()
}
