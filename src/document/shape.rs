//! Signs by which lines belong together or stand alone: width, stops, capitals, connectors.

use super::lines::{Line, is_connector};

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Width at which lines are wrapped, in characters; none where each line is a paragraph.
    wrap: Option<usize>,
}

/// Above this width a line is a paragraph of its own, broken by accident.
const WIDEST_WRAP: usize = 140;

impl Shape {
    /// Finds the wrap width: lines that go on in lower case without a blank line between were wrapped.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut widths: Vec<usize> = lines
            .windows(2)
            .filter(|pair| !pair[1].gap && pair[1].text.starts_with(|c: char| c.is_lowercase()))
            .map(|pair| pair[0].width())
            .collect();
        widths.sort_unstable();
        let median = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let near_widest = widths.get(widths.len() * 9 / 10).or(widths.last()).copied().unwrap_or(0);
        Self { wrap: (30..WIDEST_WRAP).contains(&median).then_some(near_widest.min(WIDEST_WRAP)) }
    }

    pub(super) fn wrapped(&self) -> bool {
        self.wrap.is_some()
    }

    /// Whether a line is about as long as lines get before they are wrapped.
    pub(super) fn is_full(&self, width: usize) -> bool {
        self.wrap.is_some_and(|wrap| width * 100 >= wrap * 72)
    }

    /// Whether the first word of the next line would have fitted, so that the line ended on purpose.
    pub(super) fn has_room(&self, width: usize, next: &str) -> bool {
        let word = next.split_whitespace().next().map_or(0, |w| w.chars().count());
        self.wrap.is_some_and(|wrap| (width + 1 + word) * 100 < wrap * 93)
    }
}

/// Whether a line is a row of a table: short cells with a tab or three spaces and more between them.
pub(super) fn has_columns(line: &str) -> bool {
    if line.matches(" | ").count() > 1 {
        return true;
    }
    // Most lines are out at once.
    if !line.contains('\t') && !line.as_bytes().windows(3).any(|three| three == b"   ") {
        return false;
    }
    let cells: Vec<&str> = line.trim().split("   ").flat_map(|part| part.split('\t')).collect();
    let cells = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let (count, longest) = cells.fold((0, 0), |(n, longest), cell| (n + 1, cell.chars().count().max(longest)));
    (2..=8).contains(&count) && longest <= 60
}

/// Whether a text ends like a sentence or a clause of a list.
pub(super) fn is_terminal(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']);
    let bare = if bare.ends_with(['.', '?', '!', ':', ';']) { bare } else { text };
    let clause = ["; and", "; or"].iter().any(|c| text.ends_with(c));
    clause || bare.ends_with(['.', '?', '!', ':', ';'])
}

/// Whether the full stop at the end belongs to an abbreviation.
pub(super) fn ends_with_abbreviation(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or(text);
    matches!(
        word,
        "Dr."
            | "Mr."
            | "Mrs."
            | "Ms."
            | "Hon."
            | "No."
            | "St."
            | "H.E."
            | "HE."
            | "Gen."
            | "Sen."
            | "para."
            | "e.g."
            | "i.e."
    )
}

/// Whether a text cannot end here: it stops at a word or mark that asks for more.
pub(super) fn is_open(text: &str) -> bool {
    let word = text.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or(text);
    is_connector(word) || text.ends_with(['(', '&', '/', '–', '—']) || (text.ends_with('-') && text.len() > 1)
}

/// Whether a line begins with a title in front of a name: "Mr", "H.E.", "Dr.".
pub(super) fn begins_with_title(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let title = words.next().is_some_and(|word| {
        matches!(
            word.trim_end_matches('.'),
            "Mr" | "Mrs"
                | "Ms"
                | "Miss"
                | "Dr"
                | "Prof"
                | "Hon"
                | "H.E"
                | "HE"
                | "Amb"
                | "Eng"
                | "Capt"
                | "Col"
                | "Gen"
                | "Mme"
        )
    });
    title && words.next().is_some_and(|word| word.starts_with(|c: char| c.is_uppercase()))
}

/// Whether a line begins like the inside of a sentence.
pub(super) fn begins_inside(text: &str) -> bool {
    let bare = text.trim_start_matches(['(', '[', '"', '“', '‘', '\'', '’']);
    bare.starts_with(|c: char| c.is_lowercase()) || text.starts_with([',', ';', ')', '.', '&', '–', '—'])
}

pub(super) fn begins_with_connector(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or(text);
    ["and", "of", "on", "for", "to", "in", "with", "or", "at", "by", "from", "&"]
        .iter()
        .any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether a line of at least two words or eight letters is set in capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    // Most lines are out at once.
    if text.contains(char::is_lowercase) {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let words = text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count();
    letters >= 8 || (words >= 2 && letters >= 6)
}

/// At most fourteen words.
pub(super) fn is_short(text: &str) -> bool {
    text.split_whitespace().nth(14).is_none()
}

/// A short text without final stop that begins like a title.
pub(super) fn is_title(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '‘'));
    begins && !is_terminal(text) && !text.ends_with(',') && !is_open(text) && is_short(text)
}

/// Whether a block without marker is a heading; the first block of a document may be a long title.
pub(super) fn is_heading(text: &str, first: bool) -> bool {
    if is_title(text) {
        return true;
    }
    if is_terminal(text) || text.ends_with(',') {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).collect();
    if words.is_empty() || words.len() > 45 {
        return false;
    }
    let capital =
        |w: &&&str| w.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_uppercase());
    let large = words.iter().filter(|w| !is_connector(w)).count();
    let capitals = words.iter().filter(|w| !is_connector(w)).filter(capital).count();
    is_capitals(text) || capitals * 10 >= large * 8 || (first && words[0].starts_with(|c: char| c.is_uppercase()))
}
