//! Where a label stands in the text as received.

use crate::document::Span;

/// The places of a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The words.
    pub(super) quote: String,
    /// Where they stand: the labelled place first, then every other place of the same words.
    pub(super) spans: Vec<Span>,
}

impl Place {
    /// The place to show.
    pub(super) fn first(&self) -> Span {
        self.spans.first().copied().unwrap_or(Span { start: 0, end: 0 })
    }
}

/// The places of words, or of a range of Unicode code points; nowhere without either.
///
/// # Errors
/// Words that are not in the text, a range that does not lie in it.
pub(super) fn places(quote: Option<&str>, range: Option<[usize; 2]>, text: &str) -> Result<Place, String> {
    let mut spans = Vec::new();
    let quote = match (quote, range) {
        (Some(quote), None) if !quote.is_empty() => quote,
        (None, Some([start, end])) => {
            let byte = |point| text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(point);
            let span = byte(start).zip(byte(end)).filter(|(start, end)| start < end);
            let (start, end) = span.ok_or_else(|| format!("key `span`: [{start}, {end}] is no range of the text"))?;
            spans.push(Span { start, end });
            &text[start..end]
        }
        (None, None) => return Ok(Place::default()),
        (Some(""), None) => return Err("key `quote` is empty".to_owned()),
        (Some(_), _) => return Err("an entry has either `quote` or `span`, not both".to_owned()),
    };
    let mut from = 0;
    while let Some(found) = text[from..].find(quote) {
        let span = Span { start: from + found, end: from + found + quote.len() };
        if is_whole(text, span, quote) && !spans.contains(&span) {
            spans.push(span);
        }
        from = span.start + text[span.start..].chars().next().map_or(1, char::len_utf8);
    }
    // words that are only found inside of others
    if spans.is_empty() && !text.contains(quote) {
        return Err(format!("key `quote`: not in the text: {quote:?}"));
    }
    Ok(Place { quote: quote.to_owned(), spans })
}

/// Whether the words begin and end as words do.
fn is_whole(text: &str, span: Span, quote: &str) -> bool {
    let joins = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
    };
    !joins(text[..span.start].chars().next_back(), quote.chars().next())
        && !joins(text[span.end..].chars().next(), quote.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Zürich: the Board met; the Boards met the Board.";

    #[test]
    fn all_places_of_whole_words_count() {
        let place = places(Some("the Board"), None, TEXT).unwrap();
        assert_eq!(place.spans.iter().map(|s| s.start).collect::<Vec<_>>(), [9, 39]);
    }

    #[test]
    fn a_range_counts_code_points_and_comes_first() {
        let place = places(None, Some([38, 47]), TEXT).unwrap();
        assert_eq!((place.quote.as_str(), place.spans.len(), place.spans[0].start), ("the Board", 2, 39));
        assert!(places(None, Some([40, 900]), TEXT).unwrap_err().contains("[40, 900]"));
    }

    #[test]
    fn words_that_are_not_there_are_named() {
        assert!(places(Some("the board"), None, TEXT).unwrap_err().contains("\"the board\""));
    }
}
