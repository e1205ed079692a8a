//! Parts of years and days of the week around a date.

use super::DateExpression;
use super::date::{Reader, Reading, date};

/// Whether a word in lower case is a day of the week.
pub(crate) fn is_weekday(low: &str) -> bool {
    WEEKDAYS.contains(&low)
}

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Reader<'_> {
    /// Tokens that the day of the week at a place takes, its comma included.
    pub(super) fn weekday(&self, at: usize) -> usize {
        if !self.is(at, WEEKDAYS) {
            return 0;
        }
        1 + usize::from(self.is(at + 1, &[",", "the"]))
    }

    /// First token of a date with the day of the week in front of it: "Thursday, 9 March".
    pub(super) fn with_weekday(&self, at: usize) -> usize {
        let comma = usize::from(at > self.start && self.is(at - 1, &[",", "the"]));
        let day = at.checked_sub(1 + comma).filter(|i| *i >= self.start);
        day.filter(|i| self.is(*i, WEEKDAYS)).unwrap_or(at)
    }

    /// "late 2004", "second half of 2004", "mid-2005".
    pub(super) fn qualified(&self, at: usize) -> Option<Reading> {
        let low = self.low(at);
        if let Some((part @ ("mid" | "early" | "late"), year)) = low.split_once('-') {
            let year = year.parse().ok().filter(|y| (1850..=2150).contains(y))?;
            let qualifier = Some(part.to_owned());
            let start = date(Some(year), None, None);
            return Some(Reading::Dates(vec![DateExpression { tokens: at..at + 1, start, end: None, qualifier }]));
        }
        let mut next = match low {
            "late" | "early" | "mid" => at + 1,
            "beginning" | "end" | "middle" | "start" => at + 1,
            "spring" | "summer" | "autumn" | "fall" | "winter" => at + 1,
            "first" | "second" | "third" | "fourth" | "latter" | "last"
                if self.is(at + 1, &["half", "quarter", "part"]) =>
            {
                at + 2
            }
            _ => return None,
        };
        if self.is(next, &["in"]) || (self.is(next, &["-"]) && low == "mid") {
            next += 1;
        }
        let of = self.is(next, &["of"]);
        if !of && next != at + 1 && !self.is(next - 1, &["-"]) {
            return None;
        }
        next += usize::from(of);
        let noun = matches!(low, "beginning" | "end" | "middle" | "start");
        if noun && !of {
            return None;
        }
        let qualifier = self.annotations.slice(at..next).to_owned();
        let (start, end) = match self.month(next) {
            Some(month) => {
                let (year, end) = self.year_after(next + 1);
                (date(year, Some(month), None), end)
            }
            None => (date(Some(self.year(next)?), None, None), next + 1),
        };
        Some(Reading::Dates(vec![DateExpression { tokens: at..end, start, end: None, qualifier: Some(qualifier) }]))
    }
}
