//! The part of a text that shows why it was found.

use std::ops::Range;

use super::{Ask, fold};

/// A part of a text with the words that were looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part.
    pub text: String,
    /// Where the words stand in it, in bytes, in order.
    pub marked: Vec<Range<usize>>,
    /// Whether the text begins before it.
    pub cut_before: bool,
    /// Whether the text goes on after it.
    pub cut_after: bool,
}

impl Snippet {
    /// The part as pieces, each with whether it is a word that was looked for.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let (mut pieces, mut at) = (Vec::new(), 0);
        for range in &self.marked {
            pieces.push((&self.text[at..range.start], false));
            pieces.push((&self.text[range.clone()], true));
            at = range.end;
        }
        pieces.push((&self.text[at..], false));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }

    /// On one line, the words between `**` and what is cut off as `…`.
    pub fn marked_text(&self) -> String {
        let mut text = String::from(if self.cut_before { "… " } else { "" });
        for (piece, marked) in self.pieces() {
            let mark = if marked { "**" } else { "" };
            text.extend([mark, piece, mark]);
        }
        text.push_str(if self.cut_after { " …" } else { "" });
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// At most about `length` characters of a text: those with most of the words looked for, the first of them if several
/// have as many; cut between words.
pub fn snippet(ask: &Ask, text: &str, length: usize) -> Snippet {
    let wanted = ask.words();
    let words = fold::words(text);
    let fits = |word: &str| {
        wanted.iter().position(|(want, start)| if *start { word.starts_with(want) } else { word == *want })
    };
    let hits: Vec<Option<usize>> = words.iter().map(|(word, _)| fits(word)).collect();
    let characters = |range: Range<usize>| text[range].chars().count();
    if text.chars().count() <= length {
        return part(text, &words, &hits, 0..text.len());
    }
    // From each hit on: how many different words come within the length, then how many at all.
    let mut best = ((0, 0), 0);
    for (first, _) in hits.iter().enumerate().filter(|(_, hit)| hit.is_some()).take(200) {
        let mut different = std::collections::BTreeSet::new();
        let mut count = 0;
        for (hit, (_, range)) in hits.iter().zip(&words).skip(first) {
            if range.end - words[first].1.start > length {
                break;
            }
            if let Some(hit) = hit {
                different.insert(hit);
                count += 1;
            }
        }
        if (different.len(), count) > best.0 {
            best = ((different.len(), count), first);
        }
    }
    // A third of the room stands before the first hit.
    let mut first = best.1;
    while first > 0
        && words.get(best.1).is_some_and(|hit| characters(words[first - 1].1.start..hit.1.start) <= length / 3)
    {
        first -= 1;
    }
    let start = if first == 0 { 0 } else { words[first].1.start };
    let mut end = words.get(best.1).map_or(start, |(_, range)| range.end);
    for (_, range) in words.iter().skip(best.1) {
        if characters(start..range.end) > length {
            break;
        }
        end = range.end;
    }
    if words.last().is_none_or(|(_, last)| last.end == end) {
        end = text.len();
    }
    part(text, &words, &hits, start..end)
}

fn part(text: &str, words: &[(String, Range<usize>)], hits: &[Option<usize>], range: Range<usize>) -> Snippet {
    let inside = |word: &Range<usize>| word.start >= range.start && word.end <= range.end;
    let marked = words.iter().zip(hits).filter(|((_, word), hit)| hit.is_some() && inside(word));
    Snippet {
        text: text[range.clone()].to_owned(),
        marked: marked.map(|((_, word), _)| word.start - range.start..word.end - range.start).collect(),
        cut_before: range.start > 0,
        cut_after: range.end < text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str, text: &str, length: usize) -> String {
        snippet(&Ask::read(words).unwrap(), text, length).marked_text()
    }

    #[test]
    fn a_short_text_is_shown_whole_with_its_words_marked() {
        assert_eq!(
            shown("cote d'ivoire visit*", "Visitors of Côte\n d’Ivoire.", 100),
            "**Visitors** of **Côte** **d**’**Ivoire**."
        );
    }

    #[test]
    fn of_a_long_text_the_part_with_most_of_the_words_is_shown() {
        let text = format!(
            "Smuggling. {} They spoke of people smuggling at sea. {}",
            "Much else. ".repeat(40),
            "And more. ".repeat(40)
        );
        let shown = shown("people smuggling", &text, 60);
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert!(shown.contains("spoke of **people** **smuggling** at sea"), "{shown}");
        assert!(shown.chars().count() < 90, "{shown}");
    }

    #[test]
    fn odd_texts_have_a_snippet_too() {
        for text in ["", "😀😀😀", &"x".repeat(5_000), &"é ".repeat(5_000), &"a".repeat(3)] {
            for length in [0, 1, 7, 100] {
                let snippet = snippet(&Ask::read("é OR xxx*").unwrap(), text, length);
                assert_eq!(snippet.pieces().iter().map(|(piece, _)| *piece).collect::<String>(), snippet.text);
            }
        }
    }
}
