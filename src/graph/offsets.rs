//! Text by offsets in Unicode code points, counted anew: quotes are checked with other code than they are cut with.

/// Bytes between two marks.
const STEP: usize = 256;

/// A text with marks that make counting its code points cheap.
pub(super) struct CodePoints<'t> {
    text: &'t str,
    /// Code points that start before byte `i * STEP`; empty if the text is ASCII.
    marks: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                marks.push(seen);
                seen += starts(chunk);
            }
            marks.push(seen);
        }
        Self { text, marks }
    }

    /// The text between two offsets in code points, if they lie in it.
    pub(super) fn slice(&self, start: usize, end: usize) -> Option<&'t str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }

    fn byte(&self, point: usize) -> Option<usize> {
        if self.marks.is_empty() {
            return (point <= self.text.len()).then_some(point);
        }
        let mark = self.marks.partition_point(|&seen| seen <= point).saturating_sub(1);
        // A mark may fall inside a code point, whose start then counts to the mark before.
        let mut byte = (mark * STEP).min(self.text.len());
        while byte < self.text.len() && !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        let left = point - self.marks.get(mark)?;
        let begins = |at: &usize| self.text.is_char_boundary(*at);
        (byte..=self.text.len()).filter(begins).nth(left)
    }
}

/// Code points that start in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_counting_one_by_one() {
        for text in ["plain".repeat(200), "é’x€𝄞".repeat(300), String::new()] {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.byte(count), Some(byte));
            }
            let all = text.chars().count();
            assert_eq!((points.byte(all), points.byte(all + 1)), (Some(text.len()), None));
        }
    }

    #[test]
    fn offsets_outside_of_the_text_give_nothing() {
        let points = CodePoints::new("né");
        assert_eq!((points.slice(0, 3), points.slice(1, 2)), (None, Some("é")));
    }
}
