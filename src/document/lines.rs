//! Physical lines and what their first characters say.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// One line that is not blank, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    /// First byte in the text as received.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Characters of white space in front.
    pub(super) indent: usize,
    /// Whether a blank line or a page break stands before it.
    pub(super) gap: bool,
    /// The trimmed line.
    pub(super) text: &'t str,
}

impl Line<'_> {
    /// Length in characters, the unit in which wrapping is done.
    pub(super) fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// White space and marks without width, which no line needs at its rims.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
}

/// The lines of a text that are not blank.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let old_mac = !text.contains('\n');
    let mut found = Vec::new();
    let (mut at, mut gap) = (0, true);
    while at < text.len() {
        let raw = &text[at..line_end(text, at, old_mac)];
        let line = raw.trim_end_matches(is_blank);
        let trimmed = line.trim_start_matches(is_blank);
        if trimmed.is_empty() {
            gap = true;
        } else {
            let before = line.len() - trimmed.len();
            let indent = line[..before].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            found.push(Line { start: at + before, end: at + line.len(), indent, gap, text: trimmed });
            gap = raw.ends_with('\u{c}');
        }
        at += raw.len();
    }
    found
}

/// One past the mark that ends the line which begins at a byte.
fn line_end(text: &str, from: usize, old_mac: bool) -> usize {
    let bytes = text.as_bytes();
    let mut from = from;
    // Without a branch for each byte, so that the processor takes many at a time.
    let ends = |ends, byte: &u8| ends | matches!(byte, b'\n' | b'\x0c' | b'\r' | 0xe2);
    while bytes[from..].first_chunk::<32>().is_some_and(|chunk| !chunk.iter().fold(false, ends)) {
        from += 32;
    }
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'\n' | b'\x0c' => return at + 1,
            b'\r' if old_mac => return at + 1,
            // The line and paragraph separators U+2028 and U+2029.
            0xe2 if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])) => return at + 3,
            _ => {}
        }
    }
    text.len()
}

/// How the marker in front of a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Bullet(char),
    Decimal(Form),
    /// "1.2", "3.1.4".
    Dotted,
    Upper(Form),
    Lower(Form),
    RomanUpper(Form),
    RomanLower(Form),
    /// An item that only its place after a colon makes one.
    None,
}

/// What closes a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "a."
    Stop,
    /// "a)"
    Parenthesis,
    /// "(a)"
    Brackets,
}

/// A marker that may stand in front of a line; the layout decides whether it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    pub(super) style: Style,
    /// Place in the count: 1 for "a", "i" and "1"; 0 for bullets.
    pub(super) value: u32,
    /// Bytes of the marker.
    pub(super) len: usize,
    /// Bytes up to the text after it.
    pub(super) rest: usize,
}

const BULLETS: &str = "•·●◦▪‣∙○■□➢➤►\u{f0b7}-–—*o>";

/// The readings of what stands in front of a line: one, or for letters like `i` two, the Roman one first.
pub(super) fn markers(text: &str) -> [Option<Marker>; 2] {
    let Some(first) = text.chars().next() else { return [None, None] };
    if BULLETS.contains(first) {
        let len = first.len_utf8();
        let free = !matches!(first, '-' | '–' | '—' | '*' | 'o' | '>');
        return match text[len..].chars().next() {
            Some(c) if is_blank(c) || free => [Some(marker(text, Style::Bullet(first), 0, len)), None],
            None if free => [Some(marker(text, Style::Bullet(first), 0, len)), None],
            _ => [None, None],
        };
    }
    let open = usize::from(first == '(' || first == '[');
    let body = &text[open..];
    let word = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    if word == 0 || word > 5 {
        return [None, None];
    }
    let (label, after) = body.split_at(word);
    if open == 0
        && label.bytes().all(|b| b.is_ascii_digit())
        && let Some(len) = dotted(text)
    {
        return [Some(marker(text, Style::Dotted, 0, len)), None];
    }
    let form = match (open, after.chars().next()) {
        (0, Some('.')) => Form::Stop,
        (0, Some(')')) => Form::Parenthesis,
        (1, Some(')' | ']')) => Form::Brackets,
        _ => return [None, None],
    };
    let len = open + word + 1;
    if text[len..].chars().next().is_some_and(|c| !is_blank(c)) {
        return [None, None];
    }
    if label.bytes().all(|b| b.is_ascii_digit()) {
        let value = label.parse().unwrap_or(0);
        return [(value < 1000).then(|| marker(text, Style::Decimal(form), value, len)), None];
    }
    let lower = label.to_ascii_lowercase();
    let upper = label.bytes().all(|b| b.is_ascii_uppercase());
    if !upper && lower != label {
        return [None, None];
    }
    let roman = roman(&lower)
        .map(|value| marker(text, if upper { Style::RomanUpper(form) } else { Style::RomanLower(form) }, value, len));
    let letter = (label.len() == 1).then(|| {
        let value = u32::from(lower.as_bytes()[0] - b'a') + 1;
        marker(text, if upper { Style::Upper(form) } else { Style::Lower(form) }, value, len)
    });
    [roman, letter]
}

fn marker(text: &str, style: Style, value: u32, len: usize) -> Marker {
    let rest = len + text[len..].len() - text[len..].trim_start_matches(is_blank).len();
    Marker { style, value, len, rest }
}

/// Length of "1.2" or "3.1.4." in front of a text.
fn dotted(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number = &text[..end];
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let sound = parts.len() > 1 && parts.iter().all(|p| !p.is_empty() && p.len() < 3);
    (sound && text[end..].starts_with(is_blank)).then_some(end)
}

/// Value of a Roman numeral in lower case, up to 39.
pub(crate) fn roman(lower: &str) -> Option<u32> {
    let tens = lower.bytes().take_while(|b| *b == b'x').count();
    let units = match &lower[tens..] {
        "" => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    let value = tens as u32 * 10 + units;
    (tens < 4 && value > 0).then_some(value)
}

/// Whether a line says nothing: page numbers, rulers, omissions, names of images.
pub(super) fn is_noise(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '[' | ']' | '|' | '.'));
    if !text.contains(char::is_alphanumeric) {
        return true;
    }
    if bare.len() <= 4 && !bare.is_empty() && !text.ends_with('.') && bare.bytes().all(|b| b.is_ascii_digit()) {
        return bare.len() < 4;
    }
    let starts = |start: &str| bare.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let ends = |end: &str| {
        let tail = bare.len().checked_sub(end.len()).and_then(|from| bare.get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    if starts("page ") {
        return bare[5..].bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'/' | b'o' | b'f' | b'O' | b'F'));
    }
    let words = |most: usize| bare.split_whitespace().nth(most).is_none();
    (bare.len() < 80 && ends(" image") && words(8))
        || [".jpg", ".jpeg", ".png", ".gif"].iter().any(|end| ends(end) && words(4))
        || ["back to top", "print this page", "share this page", "skip to main content"]
            .iter()
            .any(|text| bare.eq_ignore_ascii_case(text))
}

/// Words that no sentence and no title ends with, in lower case.
const CONNECTORS: &str = "\
    a about against all also among an and any as at be been between both but by dr during each every for from \
    further had has have his h.e her hon in including into is its mr mrs ms nor of on or other our over per \
    regarding related st such than that the their these this those through to toward towards under upon was were \
    whether which while who whose with within without";

/// Whether a word is one after which the next line goes on.
pub(super) fn is_connector(word: &str) -> bool {
    if word == "WHO" || word == "A" {
        return false;
    }
    static KNOWN: LazyLock<FxHashSet<&[u8]>> = LazyLock::new(|| CONNECTORS.split(' ').map(str::as_bytes).collect());
    let mut lower = [0; 9];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN.contains(&*lower)
}

/// Labels of the fields in a document's head.
const LABELS: &[&str] = &[
    "agenda item",
    "author",
    "chair",
    "chairman",
    "chairperson",
    "chairpersons",
    "chairs",
    "city",
    "classification",
    "co-chair",
    "co-chairs",
    "contact",
    "country",
    "date",
    "date and place",
    "date and venue",
    "date of meeting",
    "dates",
    "distribution",
    "distr",
    "document",
    "e-mail",
    "email",
    "event",
    "fax",
    "from",
    "host",
    "hosts",
    "issued",
    "language",
    "location",
    "meeting",
    "moderator",
    "observers",
    "organiser",
    "organizer",
    "original",
    "participants",
    "place",
    "place and date",
    "present",
    "published",
    "rapporteur",
    "ref",
    "reference",
    "session",
    "source",
    "status",
    "subject",
    "symbol",
    "tel",
    "time",
    "title",
    "topic",
    "transcription",
    "type",
    "venue",
    "venue and date",
    "vice-chair",
    "web site",
    "website",
];

/// One `Label: value` of a header line, as byte ranges of the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) label: std::ops::Range<usize>,
    pub(super) value: std::ops::Range<usize>,
}

/// The fields of a header line, also where a label is glued to the value before it; empty for other lines.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let known = LABELS.iter().filter_map(|label| {
            let start = colon.checked_sub(label.len())?;
            let printed = text.get(start..colon)?;
            let capital = printed.starts_with(|c: char| c.is_ascii_uppercase());
            (capital && printed.eq_ignore_ascii_case(label)).then_some(start)
        });
        let Some(start) = known.min() else { continue };
        // A word that merely ends like a label is none: "CANDIDATE:" holds "DATE:".
        let glued = text[..start].chars().next_back();
        let inner_capital = glued.is_some_and(|c| c.is_uppercase()) || text[..start].ends_with('-');
        if !inner_capital && !text[colon..].starts_with("://") {
            starts.push((start, colon));
        }
    }
    if starts.first().is_none_or(|(start, _)| *start != 0) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (i, (start, colon)) in starts.iter().enumerate() {
        let limit = starts.get(i + 1).map_or(text.len(), |next| next.0);
        let raw = &text[colon + 1..limit];
        let from = colon + 1 + raw.len() - raw.trim_start().len();
        let to = colon + 1 + raw.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')).len();
        if from < to {
            found.push(Field { label: *start..*colon, value: from..to });
        }
    }
    found
}

/// Length of "FIRST", "Second" … in front of the colon, where a word numbers what is resolved, and its value.
pub(super) fn ordinal_label(text: &str) -> Option<(usize, u32)> {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let colon = text.find(':').filter(|colon| *colon <= 8)?;
    let value = WORDS.iter().position(|word| text[..colon].eq_ignore_ascii_case(word))?;
    text[colon + 1..].starts_with(' ').then_some((colon, value as u32 + 1))
}

/// Length of the name of the speaker whose turn begins with this line ("MARSH: Good morning").
pub(super) fn speaker(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let (name, rest) = (&text[..colon], &text[colon + 1..]);
    let letters = || name.chars().filter(|c| c.is_alphabetic()).count();
    let words = || name.split(' ').count();
    let fits = |c: char| c.is_uppercase() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | ',');
    let role = ["Question", "Answer", "Journalist", "Moderator", "Interviewer", "Reporter"].contains(&name);
    // Most names are out at their second letter.
    let capitals = name.chars().all(fits) && letters() > 1 && words() <= 5;
    ((capitals || role) && ordinal_label(text).is_none() && rest.starts_with(' ') && rest.trim().chars().count() > 1)
        .then_some(colon)
}
