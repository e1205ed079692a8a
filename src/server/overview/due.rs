//! By when something is to be done, where the words of a mandate give a date, or a time that runs from its meeting.

use std::sync::LazyLock;

use regex::Regex;

/// Year and month.
pub(super) type Month = (i32, u32);

const MONTHS: [&str; 12] = [
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

const NUMBERS: [(&str, i32); 13] = [
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
];

/// "by June 2005", "before the end of 2010".
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    Regex::new(&format!(
        r"(?i)\b(by|before|until|till|not? later than|prior to)\s+(?:the\s+)?(?:(?:end|middle|beginning)\s+of\s+)?(?:\d{{1,2}}\s+)?(?:({months})\s+)?([12]\d{{3}})\b"
    ))
    .ok()
});

/// "within six months", "after a year".
static RUNNING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let numbers = NUMBERS.map(|(word, _)| word).join("|");
    Regex::new(&format!(
        r"(?i)\b(?:within|after|in)\s+(?:the\s+)?(?:(?:next|coming|following)\s+)?({numbers}|\d{{1,2}})[\s-]+(month|year)s?\b"
    ))
    .ok()
});

/// The month until which the words give time; `from` is when they were said.
pub(super) fn due(text: &str, from: Option<&str>) -> Option<Month> {
    if let Some(found) = DATED.as_ref()?.captures(text) {
        let year: i32 = found.get(3)?.as_str().parse().ok()?;
        let named = found.get(2).map(|month| month.as_str().to_lowercase());
        let place = named.and_then(|named| MONTHS.iter().position(|month| *month == named));
        return match place.and_then(|place| u32::try_from(place + 1).ok()) {
            Some(month) => Some((year, month)),
            None => Some((year, 12)),
        };
    }
    let found = RUNNING.as_ref()?.captures(text)?;
    let number = found.get(1)?.as_str().to_lowercase();
    let number = NUMBERS.iter().find(|(word, _)| *word == number).map(|(_, n)| *n).or_else(|| number.parse().ok())?;
    let (year, month) = month(from?)?;
    let months = if found.get(2)?.as_str().eq_ignore_ascii_case("year") { number * 12 } else { number };
    let total = year * 12 + i32::try_from(month).ok()? - 1 + months;
    Some((total.div_euclid(12), u32::try_from(total.rem_euclid(12)).ok()? + 1))
}

/// Year and month of a date; the first month of a mere year.
pub(super) fn month(date: &str) -> Option<Month> {
    let mut parts = date.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((year, parts.next().and_then(|month| month.parse().ok()).unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_give_a_date_or_a_time_from_the_meeting_are_understood() {
        for (text, month) in [
            ("the co-chairs to report after a year on activities", Some((2005, 6))),
            ("to finish by June 2010", Some((2010, 6))),
            ("to be ready before the end of 2009", Some((2009, 12))),
            ("report back within eighteen fish", None),
            ("report within 18 months", Some((2005, 12))),
            ("to act in a timely manner", None),
            ("no later than 30 May 2007", Some((2007, 5))),
        ] {
            assert_eq!(due(text, Some("2004-06-07")), month, "{text}");
        }
        assert_eq!(due("after a year", None), None);
    }
}
