//! Writing the logical text, and the way back to the text as received.

use rustc_hash::FxHashMap;

use super::{Document, Piece, Range, Span};

/// Writes the logical text and notes where each stretch of it comes from.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    text: &'t str,
    pub(super) logical: String,
    pub(super) pieces: Vec<Piece>,
    /// Words broken at a hyphen, as (before, after), and whether the hyphen is their own.
    pub(super) hyphens: FxHashMap<(String, String), bool>,
}

/// What a character of the text as received becomes in the logical text.
enum Logical {
    Same,
    Space,
    Gone,
    Text(&'static str),
}

fn logical(c: char) -> Logical {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}' => {
            Logical::Gone
        }
        '‘' | '’' | '‛' | 'ʼ' | '′' | '´' => Logical::Text("'"),
        '“' | '”' | '„' | '″' | '«' | '»' => Logical::Text("\""),
        '\u{2010}' | '\u{2011}' => Logical::Text("-"),
        'ﬁ' => Logical::Text("fi"),
        'ﬂ' => Logical::Text("fl"),
        'ﬀ' => Logical::Text("ff"),
        c if c.is_whitespace() => Logical::Space,
        _ => Logical::Same,
    }
}

/// Bytes that are looked at together.
const STRETCH: usize = 32;

/// Whether all bytes but the last are plain characters, or single spaces in front of one, and none may be misread
/// ([`misread`]). Without a branch for each byte, so that the processor takes many at a time.
fn is_plain(bytes: &[u8; STRETCH + 1]) -> bool {
    let pairs = bytes.iter().zip(&bytes[1..]);
    bytes[0] != b'l'
        && pairs.fold(true, |plain, (one, next)| {
            let shown = one.is_ascii_graphic() | ((*one == b' ') & next.is_ascii_graphic());
            let odd = (*one == b'0') | ((*next == b'l') & !one.is_ascii_alphanumeric());
            plain & shown & !odd
        })
}

/// What a scanner read as another letter: "lndonesia" begins with an I, "PR0CESS" holds an O.
fn misread(bytes: &[u8], at: usize) -> Option<&'static str> {
    if !matches!(bytes[at], b'l' | b'0') {
        return None;
    }
    let is_letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric);
    let first = (0..at).rev().take_while(|i| is_letter(*i)).last().unwrap_or(at);
    if bytes[at] == b'l' {
        // no English word begins with a small l and one of these
        let odd = bytes.get(at + 1).is_some_and(|b| b"bcdfghkmnpqrstvwz".contains(&b.to_ascii_lowercase()));
        let touches =
            at > 0 && (bytes[at - 1] >= 128 || matches!(bytes[at - 1], b'\'' | b'-' | b'.' | b'/' | b'@' | b'_'));
        let word = (at..at + 4).all(is_letter) && !(at..at + 4).any(|i| bytes[i].is_ascii_digit());
        return (odd && first == at && !touches && word).then_some("I");
    }
    let end = (at..bytes.len()).find(|i| !is_letter(*i)).unwrap_or(bytes.len());
    let word = &bytes[first..end];
    let letters = word.iter().filter(|b| b.is_ascii_uppercase()).count();
    let only = word.iter().all(|b| b.is_ascii_uppercase() || *b == b'0');
    let marked = |i: Option<&u8>| i.is_some_and(|b| matches!(b, b'/' | b'-' | b'.' | b'_' | b'@' | b'$' | b'#'));
    let beside = marked(first.checked_sub(1).and_then(|i| bytes.get(i)));
    let short = matches!(word, b"0F" | b"T0" | b"N0" | b"0N" | b"0R");
    (only && !beside && (letters > 2 || short)).then_some("O")
}

impl<'t> Writer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, logical: String::with_capacity(text.len()), pieces: Vec::new(), hyphens: FxHashMap::default() }
    }

    /// Copies bytes `start..end` of the text as received.
    pub(super) fn copy(&mut self, start: usize, end: usize) {
        let text = self.text;
        let bytes = text.as_bytes();
        let graphic = |at: usize| bytes[at].is_ascii_graphic();
        let (mut run, mut at) = (start, start);
        // Where the next stretch is looked at.
        let mut again = start;
        while at < end {
            // The fast way: nothing to do for plain characters with single spaces between.
            if at >= again && at + STRETCH < end {
                if bytes[at..].first_chunk().is_some_and(is_plain) {
                    at += STRETCH;
                    continue;
                }
                again = at + STRETCH;
            }
            if let Some(by) = misread(bytes, at) {
                self.verbatim(run, at);
                self.replace(at, at + 1, by);
                at += 1;
                run = at;
                continue;
            }
            if graphic(at) || (bytes[at] == b' ' && (at + 1 == end || graphic(at + 1))) {
                at += 1;
                continue;
            }
            let Some(c) = text[at..end].chars().next() else { break };
            let mut stop = at + c.len_utf8();
            let by = match logical(c) {
                Logical::Same => {
                    at = stop;
                    continue;
                }
                Logical::Space => {
                    stop = end - text[stop..end].trim_start().len();
                    " "
                }
                Logical::Gone => "",
                Logical::Text(by) => by,
            };
            if &text[at..stop] != by {
                self.verbatim(run, at);
                if !by.is_empty() {
                    self.replace(at, stop, by);
                }
                run = stop;
            }
            at = stop;
        }
        self.verbatim(run, end);
    }

    /// Writes one space that stands for the white space between two stretches; nothing where they touch.
    pub(super) fn join(&mut self, start: usize, end: usize) {
        if start < end {
            self.replace(start, end, " ");
        }
    }

    /// Takes back the last `len` bytes, which must have been copied as they are: the hyphen of a broken word.
    pub(super) fn drop_last(&mut self, len: usize) {
        self.logical.truncate(self.logical.len() - len);
        if let Some(last) = self.pieces.last_mut() {
            last.logical_len -= len;
            last.source_len -= len;
            if last.logical_len == 0 {
                self.pieces.pop();
            }
        }
    }

    /// Ends the line of the logical text on which a block stands.
    pub(super) fn end_line(&mut self) {
        let source = self.pieces.last().map_or(0, |p| p.source + p.source_len);
        self.pieces.push(Piece { logical: self.logical.len(), logical_len: 1, source, source_len: 0 });
        self.logical.push('\n');
    }

    fn verbatim(&mut self, start: usize, end: usize) {
        if start == end {
            return;
        }
        let (at, len) = (self.logical.len(), end - start);
        self.logical.push_str(&self.text[start..end]);
        if let Some(last) = self.pieces.last_mut()
            && last.logical_len == last.source_len
            && last.source + last.source_len == start
        {
            last.logical_len += len;
            last.source_len += len;
            return;
        }
        self.pieces.push(Piece { logical: at, logical_len: len, source: start, source_len: len });
    }

    fn replace(&mut self, start: usize, end: usize, by: &str) {
        let piece =
            Piece { logical: self.logical.len(), logical_len: by.len(), source: start, source_len: end - start };
        self.pieces.push(piece);
        self.logical.push_str(by);
    }
}

/// Distance in bytes between two remembered counts of code points.
const STRIDE: usize = 128;

/// Code points before every [`STRIDE`]th byte of a text.
pub(super) fn code_point_index(text: &str) -> Vec<u32> {
    let mut count = 0;
    text.as_bytes()
        .chunks(STRIDE)
        .map(|chunk| {
            let before = count;
            count += starts(chunk) as u32;
            before
        })
        .collect()
}

/// Bytes that begin a character.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
}

impl Document {
    /// The bytes of the text as received that stand behind a range of the logical text; never cuts into a character.
    ///
    /// For a range over a line wrap the span holds the white space of the wrap, and a page number that stands there.
    pub fn span(&self, range: Range) -> Span {
        if range.is_empty() {
            let at = self.source_of(range.start);
            return Span { start: at, end: at };
        }
        let first = self.piece(range.start);
        let last = self.piece(range.end - 1);
        let mut start =
            first.map_or(0, |p| if p.is_verbatim() { p.source + range.start - p.logical } else { p.source });
        let mut end = last.map_or(0, |p| match p.is_verbatim() {
            true => p.source + (range.end - p.logical).min(p.source_len),
            false => p.source + p.source_len,
        });
        end = end.max(start).min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span { start, end }
    }

    /// The range of the logical text that shows a span of the text as received, widened to whole replaced marks.
    pub fn range(&self, span: Span) -> Range {
        let from = self.by_source.partition_point(|i| {
            let p = &self.pieces[*i as usize];
            p.source + p.source_len <= span.start
        });
        let to = self.by_source.partition_point(|i| self.pieces[*i as usize].source < span.end);
        let inside = self.by_source[from..to.max(from)].iter().map(|i| &self.pieces[*i as usize]);
        let (mut start, mut end) = (usize::MAX, 0);
        for p in inside.filter(|p| p.source_len > 0) {
            let (a, b) = match p.is_verbatim() {
                true => (span.start.saturating_sub(p.source), (span.end - p.source).min(p.logical_len)),
                false => (0, p.logical_len),
            };
            start = start.min(p.logical + a);
            end = end.max(p.logical + b);
        }
        if start == usize::MAX {
            let at = self.by_source.get(from).map_or(self.logical.len(), |i| self.pieces[*i as usize].logical);
            return at..at;
        }
        start..end
    }

    /// The text as received at a span: what is quoted as evidence.
    pub fn quote(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// A span in Unicode code points of the text as received, the unit of `#char=start,end`.
    pub fn code_points(&self, span: Span) -> (usize, usize) {
        (self.code_point(span.start), self.code_point(span.end))
    }

    fn code_point(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(before) = self.code_points.get(byte / STRIDE) else {
            let (last, tail) = (self.code_points.len().saturating_sub(1), self.text.as_bytes());
            return self.code_points.last().map_or(0, |n| *n as usize) + starts(&tail[last * STRIDE..byte]);
        };
        *before as usize + starts(&self.text.as_bytes()[byte / STRIDE * STRIDE..byte])
    }

    /// Index of the block in which an offset of the logical text lies, the last one before it otherwise.
    pub fn block_at(&self, offset: usize) -> usize {
        let at = self.blocks.partition_point(|b| b.range.start <= offset).saturating_sub(1);
        let before_next = self.blocks.get(at + 1).is_some_and(|next| next.cover.start <= offset);
        let past_this = self.blocks.get(at).is_some_and(|b| b.range.end <= offset);
        if past_this && before_next { at + 1 } else { at }
    }

    /// A range of the logical text.
    pub fn slice(&self, range: Range) -> &str {
        self.logical.get(range).unwrap_or_default()
    }

    fn piece(&self, logical: usize) -> Option<&Piece> {
        let at = self.pieces.partition_point(|p| p.logical <= logical);
        self.pieces.get(at.checked_sub(1)?)
    }

    fn source_of(&self, logical: usize) -> usize {
        self.piece(logical).map_or(0, |p| match p.is_verbatim() {
            true => p.source + (logical - p.logical).min(p.source_len),
            false => p.source + if logical > p.logical { p.source_len } else { 0 },
        })
    }
}

impl Piece {
    fn is_verbatim(&self) -> bool {
        self.logical_len == self.source_len
    }
}
