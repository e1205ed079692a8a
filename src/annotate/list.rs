//! Lists of names: `A, B and C, as well as the Director of D`.
//!
//! Structure decides, not knowledge: known names, persons and brackets are atomic; a semicolon outside of brackets makes the
//! semicolon the only separator, and a bare `and` then splits only between two known names; `and the X` and
//! `as well as` split; `and` inside `… of X and Y` with neither side known stays in the name.

use std::ops::Range as Tokens;

use super::Annotations;
use super::lexicon::{is_determiner, is_preposition};

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Tokens of the item without its article, its parenthesis and the conjunction in front.
    pub tokens: Tokens<usize>,
    /// Tokens inside the brackets that follow it ("France (New Caledonia)"), brackets left out.
    pub parenthesis: Option<Tokens<usize>>,
}

/// A list in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// All tokens of the list.
    pub tokens: Tokens<usize>,
    /// Its items in order.
    pub items: Vec<ListItem>,
}

impl Annotations<'_> {
    /// Reads tokens as a list; the caller knows where it begins and ends. A final full stop is left out.
    ///
    /// Never fails: tokens without any separator are a list of one item, and of none if there are no words.
    pub fn list(&self, tokens: Tokens<usize>) -> List {
        let end = tokens.end.min(self.tokens.len());
        let mut reader = Reader { annotations: self, start: tokens.start.min(end), end };
        while reader.end > reader.start && matches!(self.low(reader.end - 1), "." | "," | ";" | ":" | "-" | "–" | "—")
        {
            reader.end -= 1;
        }
        let tokens = reader.start..reader.end;
        List { items: reader.items(), tokens }
    }
}

struct Reader<'a> {
    annotations: &'a Annotations<'a>,
    start: usize,
    end: usize,
}

impl Reader<'_> {
    fn low(&self, at: usize) -> &str {
        if at < self.end { self.annotations.low(at) } else { "" }
    }

    fn items(&self) -> Vec<ListItem> {
        let semicolons = self.separators_at_top(";");
        let mut items = Vec::new();
        let (mut from, mut at) = (self.start, self.start);
        while at < self.end {
            if let Some(after) = self.atom(at) {
                at = after;
                continue;
            }
            let split = self.separator(at, from, semicolons);
            match split {
                Some(after) => {
                    self.push(from..at, &mut items);
                    from = after;
                    at = after;
                }
                None => at += 1,
            }
        }
        self.push(from..self.end, &mut items);
        items
    }

    /// Place behind a known name, a person with post and state, or a bracketed part that begins here.
    fn atom(&self, at: usize) -> Option<usize> {
        if matches!(self.low(at), "(" | "[") {
            return self.annotations.closing(at, self.end).map(|close| close + 1);
        }
        let persons = &self.annotations.persons;
        let person = persons.get(persons.partition_point(|p| p.tokens.start < at)).filter(|p| p.tokens.start == at);
        if let Some(person) = person.filter(|p| p.tokens.end <= self.end) {
            return Some(person.tokens.end);
        }
        self.annotations.name_at(at).map(|n| n.tokens.end).filter(|end| *end <= self.end)
    }

    fn separators_at_top(&self, mark: &str) -> bool {
        let mut at = self.start;
        while at < self.end {
            match self.atom(at) {
                Some(after) => at = after,
                None if self.low(at) == mark => return true,
                None => at += 1,
            }
        }
        false
    }

    /// Place behind the separator at a token, if one stands there.
    fn separator(&self, at: usize, from: usize, semicolons: bool) -> Option<usize> {
        let low = self.low(at);
        let as_well = low == "as" && self.low(at + 1) == "well" && self.low(at + 2) == "as";
        if as_well {
            return Some(at + 3);
        }
        let mark = match low {
            ";" => true,
            "," => !semicolons,
            // Dashes around an insertion: "the Group – A, B and C – and D".
            "–" | "—" => true,
            "-" => at > self.start && !self.touching(at) && !self.touching(at + 1),
            _ => false,
        };
        if mark {
            let mut after = at + 1;
            while matches!(self.low(after), "," | ";" | "–" | "—") {
                after += 1;
            }
            if self.low(after) == "and" || self.low(after) == "or" {
                after += 1;
            } else if self.low(after) == "as" && self.low(after + 1) == "well" && self.low(after + 2) == "as" {
                after += 3;
            }
            return Some(after);
        }
        if matches!(low, "and" | "&" | "or") && self.splits(at, from, semicolons) {
            return Some(at + 1);
        }
        None
    }

    fn touching(&self, at: usize) -> bool {
        at > self.start && at < self.end && self.annotations.tokens[at - 1].end == self.annotations.tokens[at].start
    }

    /// Whether a bare "and" between `from` and the next separator divides two items.
    fn splits(&self, at: usize, from: usize, semicolons: bool) -> bool {
        let next = at + 1;
        if next >= self.end || at <= from {
            return at <= from && next < self.end;
        }
        // "A for the north and B for the south"
        let acts = |i: usize| {
            let i = i + usize::from(self.low(i) == "the");
            self.annotations
                .name_at(i)
                .is_some_and(|n| n.kind == super::NameKind::State && self.low(n.tokens.end) == "for")
        };
        if acts(from) && acts(next) {
            return true;
        }
        let before = self.complete_before(at);
        let after = self.complete_after(next);
        if semicolons {
            return before && after;
        }
        if matches!(self.low(next), "the" | "an" | "a")
            && self.annotations.tokens.get(next + 1).is_some_and(|t| t.capital)
        {
            return true;
        }
        if before || after {
            // "Ministry of Justice of X and Y": a name that ends at the conjunction ends an item.
            return before || !self.inside_of(from, at);
        }
        // Neither side is known: "Office of Drug Control and Crime Prevention" is one name, "Foos and Bars" are two.
        !self.inside_of(from, at) && self.rest_is_item(next)
    }

    /// Whether a known name, perhaps with its brackets, ends just before a token.
    fn complete_before(&self, at: usize) -> bool {
        let mut last = at - 1;
        if matches!(self.low(last), ")" | "]") {
            let open = (self.start..last)
                .rev()
                .find(|i| matches!(self.low(*i), "(" | "[") && self.annotations.closing(*i, self.end) == Some(last));
            match open {
                Some(open) if open > self.start && matches!(self.low(open), "(" | "[") => last = open - 1,
                _ => return false,
            }
        }
        self.annotations.name_over(last).is_some_and(|n| n.tokens.end == last + 1) || self.person_ends(last)
    }

    fn person_ends(&self, last: usize) -> bool {
        let persons = &self.annotations.persons;
        persons.get(persons.partition_point(|p| p.tokens.end <= last)).is_some_and(|p| p.tokens.end == last + 1)
    }

    /// Whether a known name begins at a token and is a whole item: an end or separator follows.
    fn complete_after(&self, at: usize) -> bool {
        let at = at + usize::from(matches!(self.low(at), "the" | "a" | "an"));
        let persons = &self.annotations.persons;
        if persons.get(persons.partition_point(|p| p.tokens.start < at)).is_some_and(|p| p.tokens.start <= at + 1) {
            return true;
        }
        let Some(name) = self.annotations.name_at(at).filter(|n| n.tokens.end <= self.end) else { return false };
        let mut end = name.tokens.end;
        if matches!(self.low(end), "(" | "[") {
            end = self.annotations.closing(end, self.end).map_or(end, |c| c + 1);
        }
        end >= self.end || matches!(self.low(end), "," | ";" | "and" | "or" | "as" | "–" | "—" | "-" | "/" | ".")
    }

    /// Whether a preposition that opens a complement stands between the start of the item and a token.
    fn inside_of(&self, from: usize, at: usize) -> bool {
        let mut i = from;
        while i < at {
            if let Some(after) = self.atom(i) {
                i = after;
                continue;
            }
            if matches!(self.low(i), "of" | "on" | "for" | "in" | "against" | "to" | "between") {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether what follows "and" up to the next separator can be an item of its own.
    fn rest_is_item(&self, at: usize) -> bool {
        let token = &self.annotations.tokens[at];
        let last = self.annotations.tokens[at.saturating_sub(2)];
        // "Foreign Affairs and Trade" has its head behind; a list of two plain nouns has none.
        token.capital == last.capital && !is_preposition(self.low(at))
    }

    fn push(&self, mut tokens: Tokens<usize>, items: &mut Vec<ListItem>) {
        while !tokens.is_empty() && self.opens_nothing(tokens.start) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && matches!(self.low(tokens.end - 1), "," | ";" | "." | "and" | "–" | "—") {
            tokens.end -= 1;
        }
        let mut parenthesis = None;
        if !tokens.is_empty() && matches!(self.low(tokens.end - 1), ")" | "]") {
            let open = tokens.clone().rev().find(|i| {
                matches!(self.low(*i), "(" | "[") && self.annotations.closing(*i, tokens.end) == Some(tokens.end - 1)
            });
            if let Some(open) = open.filter(|open| *open > tokens.start) {
                parenthesis = Some(open + 1..tokens.end - 1);
                tokens.end = open;
            }
        }
        if !tokens.is_empty() {
            items.push(ListItem { tokens, parenthesis });
        }
    }

    /// Articles and introductions in front of an item.
    fn opens_nothing(&self, at: usize) -> bool {
        let low = self.low(at);
        matches!(low, "," | ";" | "and" | "or" | "–" | "—" | "namely" | "including" | "also" | "both" | "from")
            || (is_determiner(low) && matches!(low, "the" | "a" | "an"))
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
