//! Dates, date ranges and dates that say less than a day.

use std::ops::Range as Tokens;

use super::class::Class;
use super::{Annotations, TokenKind};
use crate::document::BlockKind;

/// A calendar date of the precision that the text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, unless the text gives none near by.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31.
    pub day: Option<u8>,
}

/// A date or range of dates in the text. A year or month printed once for both ends stands in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateExpression {
    /// Its tokens ("28 to 30 April 2003", "late 2004").
    pub tokens: Tokens<usize>,
    /// First day, month or year.
    pub start: PartialDate,
    /// Last day, month or year, where the text gives a range.
    pub end: Option<PartialDate>,
    /// A part of the year as printed ("late", "second half of").
    pub qualifier: Option<String>,
}

/// Names of the months.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that begin a part of a year.
pub(super) const YEAR_PARTS: &[&str] = &[
    "late",
    "early",
    "mid",
    "beginning",
    "end",
    "middle",
    "start",
    "first",
    "second",
    "third",
    "fourth",
    "latter",
    "last",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
];

/// What a date can begin with.
const BEGINS: Class = Class::DIGIT.or(Class::MONTH).or(Class::YEAR_PART).or(Class::HYPHENATED);

/// What a reading of the tokens at one place gives.
pub(super) enum Reading {
    Dates(Vec<DateExpression>),
    /// Looks like a date, but no calendar has it: its tokens are skipped.
    Impossible(usize),
}

/// The dates of a document.
pub(super) fn find(annotations: &Annotations<'_>) -> Vec<DateExpression> {
    let mut dates = Vec::new();
    for (block, tokens) in annotations.block_tokens.iter().enumerate() {
        let kind = annotations.document.blocks[block].kind;
        let head = matches!(kind, BlockKind::Header | BlockKind::Heading);
        let reader = Reader { annotations, start: tokens.start, end: tokens.end, head };
        let mut at = tokens.start;
        while at < tokens.end {
            if !annotations.is(at, BEGINS) {
                at += 1;
                continue;
            }
            match reader.at(at) {
                Some(Reading::Dates(mut found)) if !found.is_empty() => {
                    found[0].tokens.start = reader.with_weekday(found[0].tokens.start);
                    at = found.last().map_or(at + 1, |d| d.tokens.end);
                    dates.extend(found);
                }
                Some(Reading::Impossible(end)) => at = end.max(at + 1),
                _ => at += 1,
            }
        }
    }
    dates
}

pub(super) struct Reader<'a> {
    pub(super) annotations: &'a Annotations<'a>,
    pub(super) start: usize,
    end: usize,
    head: bool,
}

pub(super) fn date(year: Option<i16>, month: Option<u8>, day: Option<u8>) -> PartialDate {
    PartialDate { year, month, day }
}

fn one(tokens: Tokens<usize>, start: PartialDate, end: Option<PartialDate>) -> Reading {
    let sound = |d: &PartialDate| d.day.is_none_or(|day| d.month.is_none_or(|m| day >= 1 && day <= days(m, d.year)));
    let ordered = end.is_none_or(|e| e.year.is_none() || start.year.is_none() || start <= e);
    if !sound(&start) || end.is_some_and(|e| !sound(&e)) || !ordered {
        return Reading::Impossible(tokens.end);
    }
    Reading::Dates(vec![DateExpression { tokens, start, end, qualifier: None }])
}

/// Days of a month; of February 29 where the year is not known.
fn days(month: u8, year: Option<i16>) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_some_and(|y| y % 4 != 0 || (y % 100 == 0 && y % 400 != 0)) => 28,
        2 => 29,
        _ => 31,
    }
}

impl Reader<'_> {
    pub(super) fn low(&self, at: usize) -> &str {
        if at < self.end { self.annotations.low(at) } else { "" }
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.low(at))
    }

    fn at(&self, at: usize) -> Option<Reading> {
        let token = &self.annotations.tokens[at];
        let first = self.annotations.lower.as_bytes()[token.start];
        if first.is_ascii_digit() {
            return self.iso(at).or_else(|| self.day_first(at)).or_else(|| self.years(at));
        }
        if token.capital
            && let Some(found) = self.month_first(at)
        {
            return Some(found);
        }
        if self.annotations.is(at, Class::YEAR_PART | Class::HYPHENATED) { self.qualified(at) } else { None }
    }

    fn number(&self, at: usize) -> Option<u32> {
        (at < self.end && self.annotations.tokens[at].kind == TokenKind::Number).then(|| self.low(at).parse().ok())?
    }

    /// A day of the month: "2", "2nd".
    fn day(&self, at: usize) -> Option<u8> {
        let low = self.low(at);
        let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &low[digits.len()..];
        if !matches!(suffix, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
            return None;
        }
        digits.parse().ok().filter(|d| (1..=31).contains(d))
    }

    pub(super) fn month(&self, at: usize) -> Option<u8> {
        let low = self.low(at);
        if !self.annotations.is(at, Class::MONTH) || !self.annotations.tokens[at].capital {
            return None;
        }
        let bare = low.trim_end_matches('.');
        let at = MONTHS.iter().position(|m| {
            *m == bare || (bare.len() == 3 && m.starts_with(bare)) || (bare == "sept" && *m == "september")
        });
        at.map(|m| m as u8 + 1)
    }

    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let year = self.number(at).filter(|_| self.low(at).len() == 4)?;
        let slash = |i: usize| self.is(i, &["/"]) && self.touches(i);
        let part = (at > self.start && slash(at - 1)) || slash(at + 1);
        (!part && (1850..=2150).contains(&year)).then_some(year as i16)
    }

    /// Whether no space stands before a token.
    fn touches(&self, at: usize) -> bool {
        at > self.start && at < self.end && self.annotations.tokens[at - 1].end == self.annotations.tokens[at].start
    }

    /// Place behind a sign of a range.
    fn range_sign(&self, at: usize) -> Option<usize> {
        let next = at + 1;
        self.is(at, &["-", "–", "—", "to", "until", "till", "through"]).then(|| next + self.weekday(next))
    }

    /// The year behind a day or month, a comma between or not.
    pub(super) fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        if let Some(year) = self.year(at) {
            return (Some(year), at + 1);
        }
        match self.year(at + 1).filter(|_| self.is(at, &[",", "of"])) {
            Some(year) => (Some(year), at + 2),
            None => (None, at),
        }
    }

    /// "2003-04-30" and "30.04.2003".
    fn iso(&self, at: usize) -> Option<Reading> {
        let parts: Vec<&str> = self.low(at).split('.').collect();
        if let [day, month, year] = parts[..] {
            let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
            let sound = (1..=12).contains(&month) && (1850..=2150).contains(&year);
            return sound.then(|| one(at..at + 1, date(Some(year), Some(month), Some(day)), None));
        }
        let year = self.year(at)?;
        let dashes = self.is(at + 1, &["-"]) && self.is(at + 3, &["-"]) && (at + 1..at + 5).all(|i| self.touches(i));
        let (month, day) = (self.number(at + 2)? as u8, self.number(at + 4)? as u8);
        (dashes && (1..=12).contains(&month)).then(|| one(at..at + 5, date(Some(year), Some(month), Some(day)), None))
    }

    fn day_first(&self, at: usize) -> Option<Reading> {
        let first = self.day(at)?;
        if at > self.start && self.is(at - 1, &["/"]) && self.touches(at) {
            return None;
        }
        if let Some((month, end)) = self.month_behind(at + 1) {
            let (year, end) = self.year_after(end);
            // "30 November to 2 December 2011"
            if let Some(next) = self.range_sign(end)
                && let Some((last, (month2, end2))) = self.day(next).zip(self.month_behind(next + 1))
            {
                let (year2, end2) = self.year_after(end2);
                let earlier = year2.map(|y| if month > month2 { y - 1 } else { y });
                let start = date(year.or(earlier), Some(month), Some(first));
                return Some(one(at..end2, start, Some(date(year2, Some(month2), Some(last)))));
            }
            return Some(one(at..end, date(year, Some(month), Some(first)), None));
        }
        // "between 3 and 5 May", "3/4 May"
        let between = at > self.start && self.is(at - 1, &["between"]);
        let and = self.is(at + 1, &["and", "&"]) && !between;
        let slash = self.is(at + 1, &["/"]) && self.touches(at + 1);
        let sign = and || slash || between && self.is(at + 1, &["and"]);
        let next = self.range_sign(at + 1).or(sign.then(|| at + 2 + self.weekday(at + 2)))?;
        let last = self.day(next)?;
        let (month, end) = self.month_behind(next + 1)?;
        let (year, end) = self.year_after(end);
        let (start, stop) = (date(year, Some(month), Some(first)), date(year, Some(month), Some(last)));
        if and && last != first + 1 {
            let (Reading::Dates(mut a), Reading::Dates(b)) = (one(at..at + 1, start, None), one(next..end, stop, None))
            else {
                return Some(Reading::Impossible(end));
            };
            a.extend(b);
            return Some(Reading::Dates(a));
        }
        Some(if first < last { one(at..end, start, Some(stop)) } else { Reading::Impossible(end) })
    }

    /// A month at a place, "of" in front or not; and the place behind it.
    fn month_behind(&self, at: usize) -> Option<(u8, usize)> {
        // "the 11th day of May"
        let at = if self.is(at, &["day"]) && self.is(at + 1, &["of"]) { at + 1 } else { at };
        let at = if self.is(at, &["of"]) { at + 1 } else { at };
        self.month(at).map(|m| (m, at + 1))
    }

    fn month_first(&self, at: usize) -> Option<Reading> {
        let month = self.month(at)?;
        // "April 28-30, 2003", "April 2, 2013", "November 30 - December 2, 2011"
        if let Some(first) = self.day(at + 1) {
            let range = self.range_sign(at + 2).or(self.is(at + 2, &["and"]).then_some(at + 3));
            if let Some(next) = range {
                let (month2, day_at) = self.month(next).map_or((month, next), |m| (m, next + 1));
                if let Some(last) = self.day(day_at) {
                    let (year, end) = self.year_after(day_at + 1);
                    let earlier = year.map(|y| if month > month2 { y - 1 } else { y });
                    let start = date(earlier, Some(month), Some(first));
                    return Some(one(at..end, start, Some(date(year, Some(month2), Some(last)))));
                }
            }
            let (year, end) = self.year_after(at + 2);
            return Some(one(at..end, date(year, Some(month), Some(first)), None));
        }
        let (year, end) = self.year_after(at + 1);
        let sign = if year.is_none() && self.is(end, &["and"]) { Some(end + 1) } else { self.range_sign(end) };
        if let Some(next) = sign
            && let Some(month2) = self.month(next)
        {
            let (year2, end2) = self.year_after(next + 1);
            let start = date(year.or(year2), Some(month), None);
            let stop = date(year2, Some(month2), None);
            if year2.is_some() && self.is(end, &["and"]) {
                let a = DateExpression { tokens: at..end, start, end: None, qualifier: None };
                let b = DateExpression { tokens: next..end2, start: stop, end: None, qualifier: None };
                return Some(Reading::Dates(vec![a, b]));
            }
            if year2.is_some() {
                return Some(one(at..end2, start, Some(stop)));
            }
        }
        // "March", "May" and "August" are words too; alone they need a preposition.
        let full = self.low(at).trim_end_matches('.').len() > 3 || self.low(at) == "may";
        let preposition = at > self.start
            && self.is(
                at - 1,
                &[
                    "in", "of", "since", "until", "till", "by", "during", "before", "after", "last", "next", "this",
                    "from", "for", "each",
                ],
            );
        (year.is_some() || (full && preposition)).then(|| one(at..end, date(year, Some(month), None), None))
    }

    /// A year alone, or two of them.
    fn years(&self, at: usize) -> Option<Reading> {
        const BEFORE: &[&str] = &[
            "in", "for", "of", "by", "since", "until", "till", "before", "after", "during", "from", "year", "between",
            "to", "through", "early", "late",
        ];
        let year = self.year(at)?;
        let before = at > self.start && self.is(at - 1, BEFORE);
        let bracket = at > self.start && self.is(at - 1, &["("]);
        if let Some(next) = self
            .range_sign(at + 1)
            .or((self.is(at + 1, &["and"]) && self.is(at.wrapping_sub(1), &["between"])).then_some(at + 2))
            && let Some(last) = self
                .year(next)
                .filter(|last| *last > year && (before || bracket || self.head || !self.is(at + 1, &["to"])))
        {
            return Some(one(at..next + 1, date(Some(year), None, None), Some(date(Some(last), None, None))));
        }
        let counted =
            before && self.is(at.wrapping_sub(1), &["of", "for", "by", "to", "from"]) && at + 1 < self.end && {
                let next = &self.annotations.tokens[at + 1];
                next.kind == TokenKind::Word && !next.capital && !self.annotations.is(at + 1, Class::FUNCTION)
            };
        // "in 2002, 2004 and 2006": the next years of a row lean on the first.
        let row = at > self.start + 1 && self.is(at - 1, &[",", "and", "or"]) && self.year(at - 2).is_some();
        // "the 1996 Harbour Forum", "the Forum 2010"
        let capital = |i: usize| i < self.end && self.annotations.tokens[i].capital;
        let titled = (at > self.start && self.is(at - 1, &["the"]) && capital(at + 1))
            || (at > self.start + 1
                && capital(at - 1)
                && !capital(at + 1)
                && !self.is(at - 1, &["resolution", "resolutions", "no.", "nos.", "decision", "room", "telex", "box"]));
        let only = bracket && self.is(at + 1, &[")"]);
        ((before && !counted) || row || only || titled || self.head)
            .then(|| one(at..at + 1, date(Some(year), None, None), None))
    }
}

#[cfg(test)]
#[path = "date_tests.rs"]
mod tests;
