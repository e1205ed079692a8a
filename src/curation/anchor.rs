//! Where a quote stands in a text: by position while the text is the same, else by its words, at last by the nearest
//! words within a tenth of edits.

use crate::document::Span;

/// Shares of the quote that may differ: one in so many characters.
const TENTH: usize = 10;
/// Places that are compared letter by letter; a piece of a quote that stands in more of them tells nothing.
const WINDOWS: usize = 400;

/// Where a quote was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub(super) span: Span,
    /// Letters that differ; none where the words stand as quoted.
    pub(super) edits: usize,
}

/// Why a quote has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// Neither the words nor anything near them.
    Gone,
    /// In so many places, and nothing tells them apart.
    Ambiguous(usize),
}

/// A text in which white space is one space and typographic marks are plain, with the way back.
pub(super) struct Folded {
    text: String,
    /// For each byte of `text` the byte of the original from which it comes.
    from: Vec<usize>,
    end: usize,
}

impl Folded {
    pub(super) fn new(original: &str) -> Self {
        let (mut text, mut from) = (String::with_capacity(original.len()), Vec::with_capacity(original.len()));
        for (at, letter) in original.char_indices() {
            let plain = match letter {
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => continue,
                '‘' | '’' | '‛' | 'ʼ' | '′' | '´' => '\'',
                '“' | '”' | '„' | '″' | '«' | '»' => '"',
                '\u{2010}'..='\u{2015}' => '-',
                other if other.is_whitespace() => ' ',
                other => other,
            };
            if plain == ' ' && (text.is_empty() || text.ends_with(' ')) {
                continue;
            }
            text.push(plain);
            from.resize(text.len(), at);
        }
        Self { text, from, end: original.len() }
    }

    fn span(&self, start: usize, end: usize, original: &str) -> Span {
        let at = |byte: usize| self.from.get(byte).copied().unwrap_or(self.end);
        // The last letter counts, not the white space behind it.
        let last = end.checked_sub(1).map_or(0, at);
        let width = original[last..].chars().next().map_or(0, char::len_utf8);
        Span { start: at(start), end: (last + width).max(at(start)) }
    }
}

/// A quote with what stands around it.
pub(super) struct Wanted<'q> {
    pub(super) quote: &'q str,
    pub(super) prefix: &'q str,
    pub(super) suffix: &'q str,
    /// Start in code points, while the text is the same.
    pub(super) at: Option<usize>,
}

/// Finds a quote.
pub(super) fn find(original: &str, folded: &Folded, wanted: &Wanted<'_>) -> Result<Anchor, Lost> {
    let plain = |text: &str| Folded::new(text).text.trim_end().to_owned();
    let (quote, prefix, suffix) = (plain(wanted.quote), plain(wanted.prefix), plain(wanted.suffix));
    let text = folded.text.as_str();
    let whole = |start: usize| Anchor { span: folded.span(start, start + quote.len(), original), edits: 0 };
    if let Some((byte, _)) = wanted.at.and_then(|at| original.char_indices().nth(at)) {
        let start = folded.from.partition_point(|&from| from < byte);
        if text.get(start..).is_some_and(|rest| rest.starts_with(&quote)) {
            return Ok(whole(start));
        }
    }
    let places: Vec<usize> = text.match_indices(&quote).map(|(start, _)| start).collect();
    let fits = |start: usize, end: usize| {
        text[..start].trim_end().ends_with(&prefix) && text[end..].trim_start().starts_with(&suffix)
    };
    let fitting: Vec<usize> = places.iter().copied().filter(|&start| fits(start, start + quote.len())).collect();
    match (places.as_slice(), fitting.as_slice()) {
        ([one], _) | (_, [one]) => Ok(whole(*one)),
        ([], _) => {
            let (start, end, edits) = nearest(text, &quote)?;
            Ok(Anchor { span: folded.span(start, end, original), edits })
        }
        (places, fitting) => Err(Lost::Ambiguous(if fitting.is_empty() { places.len() } else { fitting.len() })),
    }
}

/// The one place whose words differ least from a quote, if not by more than a tenth of its letters.
///
/// A quote with k edits, cut into k + 1 pieces, has one piece unchanged; only around those places letters are compared.
fn nearest(text: &str, quote: &str) -> Result<(usize, usize, usize), Lost> {
    let letters: Vec<char> = quote.chars().collect();
    let edits = letters.len() / TENTH;
    let mut best: Vec<(usize, usize, usize)> = Vec::new();
    let mut tried: Vec<usize> = Vec::new();
    let starts: Vec<usize> = quote.char_indices().map(|(at, _)| at).collect();
    for piece in 0..if edits == 0 { 0 } else { edits + 1 } {
        let first = piece * letters.len() / (edits + 1);
        let next = (piece + 1) * letters.len() / (edits + 1);
        let from = starts[first];
        let until = starts.get(next).copied().unwrap_or(quote.len());
        for (at, _) in text.match_indices(&quote[from..until]).take(WINDOWS) {
            // A letter has four bytes at most.
            let guess = at.saturating_sub(from);
            if tried.iter().any(|other| other.abs_diff(guess) <= edits) {
                continue;
            }
            tried.push(guess);
            let window = text.floor_char_boundary(guess.saturating_sub(4 * edits))
                ..text.ceil_char_boundary((guess + quote.len() + 4 * edits).min(text.len()));
            if let Some((start, end, distance)) = closest(&text[window.clone()], &letters, edits) {
                best.push((window.start + start, window.start + end, distance));
            }
        }
    }
    best.sort_by_key(|&(start, end, distance)| (distance, start, end));
    let Some(&(start, end, distance)) = best.first() else { return Err(Lost::Gone) };
    let rivals = best.iter().filter(|other| other.2 == distance && (other.0 >= end || other.1 <= start));
    match rivals.count() {
        0 => Ok((start, end, distance)),
        others => Err(Lost::Ambiguous(others + 1)),
    }
}

/// The stretch of a window with the least edit distance to the letters (Sellers): start, end, distance.
fn closest(window: &str, letters: &[char], most: usize) -> Option<(usize, usize, usize)> {
    // Per letter of the quote: distance, and where in the window the stretch began.
    let mut column: Vec<(usize, usize)> = (0..=letters.len()).map(|distance| (distance, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, letter) in window.char_indices() {
        let end = at + letter.len_utf8();
        let mut diagonal = column[0];
        column[0] = (0, end);
        diagonal.1 = at;
        for (row, wanted) in letters.iter().enumerate() {
            let (above, left) = (column[row], column[row + 1]);
            let changed = (diagonal.0 + usize::from(*wanted != letter), diagonal.1);
            let cheapest = changed.min((left.0 + 1, left.1)).min((above.0 + 1, above.1));
            diagonal = left;
            column[row + 1] = cheapest;
        }
        let (distance, start) = column[letters.len()];
        if distance <= most && best.is_none_or(|(_, _, least)| distance < least) {
            best = Some((start, end, distance));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "The Forum met twice.  Tonga attended as an\nobserver. Samoa’s delegation spoke.\n\nThe Forum met again.";

    fn found(quote: &str, prefix: &str, suffix: &str, at: Option<usize>) -> Result<(&'static str, usize), Lost> {
        let anchor = find(TEXT, &Folded::new(TEXT), &Wanted { quote, prefix, suffix, at })?;
        Ok((&TEXT[anchor.span.start..anchor.span.end], anchor.edits))
    }

    #[test]
    fn white_space_and_typographic_marks_make_no_difference() {
        assert_eq!(found("Tonga attended as an observer.", "", "", None), Ok(("Tonga attended as an\nobserver.", 0)));
        assert_eq!(found("Samoa's  delegation", "", "", None), Ok(("Samoa’s delegation", 0)));
    }

    #[test]
    fn position_or_context_tell_equal_words_apart() {
        assert_eq!(found("The Forum met", "", "", None), Err(Lost::Ambiguous(2)));
        let again = TEXT.find("The Forum met again").unwrap();
        let code_points = TEXT[..again].chars().count();
        for (prefix, suffix, at) in [("", "again", None), ("spoke.", "", None), ("", "", Some(code_points))] {
            let wanted = Wanted { quote: "The Forum met", prefix, suffix, at };
            assert_eq!(find(TEXT, &Folded::new(TEXT), &wanted).unwrap().span.start, again);
        }
        assert_eq!(found("The Forum met", "", "never", None), Err(Lost::Ambiguous(2)));
    }

    #[test]
    fn words_that_changed_by_a_tenth_are_found_with_their_edits_and_others_not() {
        assert_eq!(found("Tonga attends as an observer.", "", "", None), Ok(("Tonga attended as an\nobserver.", 2)));
        assert_eq!(found("Samoa’s small delegation spoke.", "", "", None), Err(Lost::Gone));
        assert_eq!(found("Vanuatu attended", "", "", None), Err(Lost::Gone));
        assert_eq!(found("Tongo", "", "", None), Err(Lost::Gone));
    }

    #[test]
    fn two_places_that_are_equally_near_are_no_answer() {
        let text = "Delegates from Nauru agreed on the plan. Delegates from Palau agreed on the plan.";
        let wanted = Wanted { quote: "Delegates from Nabau agreed on the plan.", prefix: "", suffix: "", at: None };
        assert_eq!(find(text, &Folded::new(text), &wanted), Err(Lost::Ambiguous(2)));
    }
}
