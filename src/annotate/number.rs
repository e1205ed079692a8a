//! Cardinal and ordinal numbers.

use std::ops::Range as Tokens;

use super::class::Class;
use super::{Annotations, TokenKind};

/// Whether a number counts or orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// "47", "nine", "thirty-three".
    Cardinal,
    /// "third", "11th", "twentieth", "twenty-first"; "inaugural" is the first.
    Ordinal,
    /// "II" as in "Bali II", "AHEG I".
    Roman,
}

/// A number in the text that is no part of a date or a sum of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its tokens.
    pub tokens: Tokens<usize>,
    /// Its value.
    pub value: u64,
    /// Whether it counts or orders.
    pub kind: NumberKind,
}

/// What a number can begin with.
const BEGINS: Class = Class::DIGIT.or(Class::NUMBER).or(Class::ORDINAL).or(Class::ROMAN).or(Class::HYPHENATED);

/// Largest number that is read from a Roman numeral.
const LARGEST_ROMAN: u64 = 199;

/// Roman numerals in lower case, as far as they are read.
pub(super) fn romans() -> Vec<String> {
    (1..=LARGEST_ROMAN).map(as_roman).collect()
}

/// The numbers outside of the dates and sums, which must be known before.
pub(super) fn find(annotations: &Annotations<'_>) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut taken: Vec<&Tokens<usize>> =
        annotations.dates.iter().map(|d| &d.tokens).chain(annotations.money.iter().map(|m| &m.tokens)).collect();
    taken.sort_by_key(|t| t.start);
    let mut taken = taken.into_iter().peekable();
    for tokens in &annotations.block_tokens {
        let mut at = tokens.start;
        while at < tokens.end {
            while taken.next_if(|t| t.end <= at).is_some() {}
            if let Some(inside) = taken.peek().filter(|t| t.contains(&at)) {
                at = inside.end;
                continue;
            }
            if !annotations.is(at, BEGINS) {
                at += 1;
                continue;
            }
            match read(annotations, at, tokens.clone()) {
                Some(number) => {
                    at = number.tokens.end;
                    numbers.push(number);
                }
                None => at += 1,
            }
        }
    }
    numbers
}

fn read(annotations: &Annotations<'_>, at: usize, block: Tokens<usize>) -> Option<Number> {
    let low = annotations.low(at);
    let token = &annotations.tokens[at];
    if token.kind == TokenKind::Punctuation {
        return None;
    }
    if low.as_bytes()[0].is_ascii_digit() {
        // Parts of symbols like "57/238" and "2.5" count nothing.
        let slash = |i: usize| block.contains(&i) && matches!(annotations.low(i), "/");
        if (at > 0 && slash(at - 1)) || slash(at + 1) {
            return None;
        }
        let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let kind = if digits.len() < low.len() { NumberKind::Ordinal } else { NumberKind::Cardinal };
        let value = grouped(digits)?;
        return Some(Number { tokens: at..at + 1, value, kind });
    }
    if let Some(value) = roman_ordinal(annotations, at, &block) {
        return Some(Number { tokens: at..at + 1, value, kind: NumberKind::Ordinal });
    }
    if let Some(value) = roman(annotations, at, &block) {
        return Some(Number { tokens: at..at + 1, value, kind: NumberKind::Roman });
    }
    let verb = low == "second" && at > block.start && annotations.low(at - 1) == "to";
    if let Some(value) = ordinal(low).filter(|_| !verb) {
        return Some(Number { tokens: at..at + 1, value, kind: NumberKind::Ordinal });
    }
    let (value, end) = words(annotations, at, block.end)?;
    // "one hundredth", "one hundred and fourteenth"
    if value < 10 && end < block.end && annotations.low(end) == "hundredth" {
        return Some(Number { tokens: at..end + 1, value: value * 100, kind: NumberKind::Ordinal });
    }
    if value % 100 == 0 && value > 0 && end < block.end {
        let joined = end + usize::from(annotations.low(end) == "and" && end + 1 < block.end);
        if let Some(rest) = ordinal(annotations.low(joined)) {
            return Some(Number { tokens: at..joined + 1, value: value + rest, kind: NumberKind::Ordinal });
        }
    }
    // "thirty third" in two words
    if value % 10 == 0
        && (20..100).contains(&value)
        && end == at + 1
        && end < block.end
        && let Some(unit) = ordinal(annotations.low(end)).filter(|v| *v < 10)
    {
        return Some(Number { tokens: at..end + 1, value: value + unit, kind: NumberKind::Ordinal });
    }
    Some(Number { tokens: at..end, value, kind: NumberKind::Cardinal })
}

/// Value of digits with commas between thousands.
fn grouped(digits: &str) -> Option<u64> {
    if digits.contains('.') {
        return None;
    }
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let sound = groups.clone().all(|g| g.len() == 3) && (first.len() <= 3 || groups.next().is_none());
    sound.then(|| digits.replace(',', "").parse().ok())?
}

/// "the XXI Meeting", "XXXVI ORDINARY SESSION" at the start: a Roman numeral in front of a name counts it.
fn roman_ordinal(annotations: &Annotations<'_>, at: usize, block: &Tokens<usize>) -> Option<u64> {
    let value = roman_value(annotations.text(at))?;
    let next = at + 1;
    let named = next < block.end
        && annotations.tokens[next].capital
        && annotations.tokens[next].kind == TokenKind::Word
        && roman_value(annotations.text(next)).is_none();
    // "the XX and XXI Meetings"
    let row =
        next + 1 < block.end && annotations.low(next) == "and" && roman_value(annotations.text(next + 1)).is_some();
    let lead = |i: usize| matches!(annotations.low(i), "the" | "its" | "their" | "our" | "of");
    let counted =
        at > block.start + 1 && annotations.low(at - 1) == "and" && roman_value(annotations.text(at - 2)).is_some();
    let first = if counted { at - 2 } else { at };
    let free =
        first == block.start && (annotations.text(at).len() > 1 || counted) || first > block.start && lead(first - 1);
    ((named || row) && free).then_some(value)
}

/// Value of a Roman numeral in capitals; "C" and "L" alone are letters.
fn roman_value(printed: &str) -> Option<u64> {
    let letters = !printed.is_empty()
        && printed.len() <= 9
        && printed.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'));
    if !letters || matches!(printed, "C" | "L") {
        return None;
    }
    let digit = |b: u8| match b {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        b'L' => 50,
        _ => 100,
    };
    let (mut value, mut after) = (0, 0);
    for b in printed.bytes().rev() {
        let d: i64 = digit(b);
        value += if d < after { -d } else { d };
        after = d;
    }
    let value = u64::try_from(value).ok()?;
    ((1..=LARGEST_ROMAN).contains(&value) && as_roman(value).eq_ignore_ascii_case(printed)).then_some(value)
}

/// A number up to 199 as a Roman numeral in lower case.
fn as_roman(mut value: u64) -> String {
    const PARTS: [(u64, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut written = String::new();
    for (worth, letters) in PARTS {
        while value >= worth {
            written.push_str(letters);
            value -= worth;
        }
    }
    written
}

fn roman(annotations: &Annotations<'_>, at: usize, block: &Tokens<usize>) -> Option<u64> {
    const PARTS: &[&str] = &[
        "annex", "appendix", "article", "book", "chapter", "part", "parts", "phase", "pillar", "section", "table",
        "title", "track", "volume", "group",
    ];
    let printed = annotations.text(at);
    if printed.len() > 5 || !printed.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let value = crate::document::roman(&printed.to_ascii_lowercase()).filter(|v| *v <= 20)?;
    if at == block.start {
        return None;
    }
    let before = annotations.text(at - 1);
    let acronym = before.len() > 1 && before.bytes().all(|b| b.is_ascii_uppercase());
    let part = PARTS.contains(&annotations.low(at - 1));
    let name = annotations.tokens[at - 1].capital && (printed != "I" || annotations.name_over(at - 1).is_some());
    // "Parts II and III", "AHEG I and II"
    let row = at > block.start + 1
        && printed != "I"
        && matches!(annotations.low(at - 1), "and" | "/" | ",")
        && roman(annotations, at - 2, block).is_some();
    let counts = (acronym && annotations.tokens[at - 1].capital) || part || name || row;
    (counts && (printed.len() > 1 || printed == "I" || part || acronym || name)).then_some(u64::from(value))
}

pub(super) const UNITS: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
pub(super) const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
pub(super) const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
pub(super) const TENTHS: &[&str] =
    &["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"];

fn ordinal(low: &str) -> Option<u64> {
    if low == "inaugural" {
        return Some(1);
    }
    if let Some((tens, unit)) = low.split_once('-') {
        let tens = TENS.iter().position(|t| *t == tens)? as u64 + 2;
        let unit = ORDINALS[..9].iter().position(|u| *u == unit)? as u64 + 1;
        return Some(tens * 10 + unit);
    }
    let small = ORDINALS.iter().position(|o| *o == low).map(|i| i as u64 + 1);
    small.or_else(|| TENTHS.iter().position(|t| *t == low).map(|i| (i as u64 + 2) * 10))
}

/// A number below one hundred in one word.
fn below_hundred(low: &str) -> Option<u64> {
    if let Some((tens, unit)) = low.split_once('-') {
        let tens = TENS.iter().position(|t| *t == tens)? as u64 + 2;
        let unit = UNITS[1..10].iter().position(|u| *u == unit)? as u64 + 1;
        return Some(tens * 10 + unit);
    }
    let unit = UNITS.iter().position(|u| *u == low).map(|i| i as u64);
    unit.or_else(|| TENS.iter().position(|t| *t == low).map(|i| (i as u64 + 2) * 10))
}

/// A cardinal in words up to 9,999, and the token behind it.
pub(super) fn words(annotations: &Annotations<'_>, at: usize, limit: usize) -> Option<(u64, usize)> {
    if at >= limit || !annotations.is(at, Class::NUMBER | Class::HYPHENATED) {
        return None;
    }
    let low = |i: usize| if i < limit { annotations.low(i) } else { "" };
    let (mut total, mut end) = (0, at);
    let mut current = if low(at) == "a" && matches!(low(at + 1), "hundred" | "thousand") {
        end += 1;
        1
    } else {
        let value = below_hundred(low(at))?;
        end += 1;
        // "twenty one" without hyphen
        match below_hundred(low(end)).filter(|u| (1..10).contains(u) && value % 10 == 0 && value >= 20) {
            Some(unit) => {
                end += 1;
                value + unit
            }
            None => value,
        }
    };
    loop {
        match low(end) {
            "hundred" => current *= 100,
            "thousand" => {
                total += current * 1000;
                current = 0;
            }
            _ => break,
        }
        end += 1;
        let joined = end + usize::from(low(end) == "and");
        if let Some(rest) = below_hundred(low(joined)) {
            end = joined + 1;
            let unit = below_hundred(low(end)).filter(|u| (1..10).contains(u) && rest % 10 == 0 && rest >= 20);
            end += usize::from(unit.is_some());
            if low(end) == "hundred" && current == 0 {
                current = rest;
                continue;
            }
            current += rest + unit.unwrap_or(0);
        }
    }
    let value = total + current;
    (value < 10_000).then_some((value, end))
}

#[cfg(test)]
mod tests {
    use super::super::{Annotations, Gazetteer, NameKind};
    use super::NumberKind::{self, Cardinal, Ordinal, Roman};
    use crate::document;

    fn numbers(text: &str) -> Vec<(u64, NumberKind)> {
        let document = document::read("d", text.as_bytes()).unwrap();
        let names = Gazetteer::new([("Bali", NameKind::Place, "bali")]);
        Annotations::new(&document, &names).numbers.iter().map(|n| (n.value, n.kind)).collect()
    }

    #[test]
    fn numbers_in_words_and_digits_are_read() {
        let text = "The 139 delegates of 47 countries and nine organisations from thirty-three states met.";
        assert_eq!(numbers(text), [(139, Cardinal), (47, Cardinal), (9, Cardinal), (33, Cardinal)]);
        assert_eq!(numbers("Some two hundred and five of 10,000 came."), [(205, Cardinal), (10_000, Cardinal)]);
        assert_eq!(numbers("One thousand two hundred came."), [(1200, Cardinal)]);
        assert_eq!(numbers("Nine thousand nine hundred and ninety-nine."), [(9999, Cardinal)]);
    }

    #[test]
    fn ordinals_and_roman_numerals_are_read_in_their_places() {
        let text = "The first, the 11th, the twenty-first and the inaugural one.";
        assert_eq!(&numbers(text)[..4], [(1, Ordinal), (11, Ordinal), (21, Ordinal), (1, Ordinal)]);
        assert_eq!(
            numbers("Since Bali II the AHEG I coordinator and Parts II and III."),
            [(2, Roman), (1, Roman), (2, Roman), (3, Roman)]
        );
        assert_eq!(numbers("Martin and I agreed. Stephen I thank."), []);
        assert_eq!(numbers("We encouraged States to second officials."), []);
    }

    #[test]
    fn roman_numerals_in_front_of_a_name_are_ordinals() {
        assert_eq!(numbers("At the XXI Meeting and the V Summit."), [(21, Ordinal), (5, Ordinal)]);
        assert_eq!(numbers("XXXVI ORDINARY MEETING OF THE FORUM"), [(36, Ordinal)]);
        assert_eq!(numbers("The outcomes of the XCIX Session of Group C."), [(99, Ordinal)]);
        assert_eq!(numbers("At the XL and XLI Sessions."), [(40, Ordinal), (41, Ordinal)]);
        assert_eq!(numbers("The I think, and the IC card; Phase II Meeting."), [(2, Roman)]);
        assert_eq!(
            numbers("The one hundred and fourteenth and the one hundredth Session."),
            [(114, Ordinal), (100, Ordinal)]
        );
    }

    #[test]
    fn numbers_of_dates_money_and_symbols_do_not_count() {
        assert_eq!(numbers("On 2 April 2013 it gave US$10,000 under A/RES/57/238."), []);
    }
}
