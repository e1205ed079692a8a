//! The parts of a document that no evidence covers, so that every word of it is found.

use std::ops::Range;

/// A part that is longer than this, in characters, is cut at the ends of its lines.
const LONG: usize = 600;

/// The parts of a text that none of the ranges covers, paragraph by paragraph, without white space and punctuation at their
/// ends. Ranges are in code points, as evidence is; parts of fewer than two words say nothing and are left out.
pub(super) fn rest(text: &str, mut covered: Vec<Range<usize>>) -> Vec<(Range<usize>, String)> {
    covered.sort_by_key(|range| (range.start, range.end));
    let mut covered = covered.into_iter().peekable();
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut part: Option<(usize, String)> = None;
    let mut until = 0;
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        while covered.peek().is_some_and(|range| range.start <= at) {
            until = until.max(covered.next().map_or(0, |range| range.end));
        }
        let length = part.as_ref().map_or(0, |(start, _)| at - start);
        let is_end =
            c == '\n' && (characters.peek().is_none_or(|(_, next)| matches!(next, '\n' | '\r')) || length > LONG);
        if at < until || is_end {
            parts.extend(part.take());
        } else {
            part.get_or_insert_with(|| (at, String::new())).1.push(c);
        }
    }
    parts.extend(part);
    parts.into_iter().filter_map(|(start, part)| trimmed(start, &part)).collect()
}

fn trimmed(start: usize, part: &str) -> Option<(Range<usize>, String)> {
    let is_word = |c: char| c.is_alphanumeric();
    let before = part.chars().take_while(|c| !is_word(*c)).count();
    let inner = part.trim_start_matches(|c| !is_word(c));
    let inner = inner.trim_end_matches(|c: char| c.is_whitespace());
    let words = inner.split_whitespace().filter(|word| word.contains(is_word)).count();
    let start = start + before;
    (words > 1).then(|| (start..start + inner.chars().count(), inner.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, covered: &[Range<usize>]) -> Vec<String> {
        let rest = rest(text, covered.to_vec());
        for (range, part) in &rest {
            let there: String = text.chars().skip(range.start).take(range.len()).collect();
            assert_eq!(there, *part);
        }
        rest.into_iter().map(|(_, part)| part).collect()
    }

    #[test]
    fn what_evidence_covers_is_left_out_and_each_paragraph_is_a_part() {
        let text = "Été, one two.\n\nMinisters met. They spoke\nof quokkas. End.\n";
        assert_eq!(parts(text, &[]), ["Été, one two.", "Ministers met. They spoke\nof quokkas. End."]);
        assert_eq!(parts(text, &[15..29, 20..29]), ["Été, one two.", "They spoke\nof quokkas. End."]);
        assert_eq!(parts(text, &[0..13, 15..29, 30..53]), Vec::<String>::new());
    }

    #[test]
    fn a_text_without_paragraphs_is_cut_at_its_lines() {
        let text = "Some words in a line.\n".repeat(200);
        let parts = parts(&text, &[]);
        assert!(parts.len() > 5 && parts.iter().all(|part| part.len() < 700), "{}", parts.len());
        assert_eq!(parts.concat().matches("words").count(), 200);
    }

    #[test]
    fn odd_texts_and_ranges_are_taken_as_they_are() {
        let backwards = Range { start: 7, end: 3 };
        assert!(parts("", &[3..9, 1..2]).is_empty() && parts("…\r\n\r\n😀", &[]).is_empty());
        assert_eq!(parts("one two", &[100..200, backwards]), ["one two"]);
    }
}
