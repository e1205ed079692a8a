//! From bytes to a [`Document`].

use super::layout::{self, Draft, Kind};
use super::lines;
use super::map::{self, Writer};
use super::{Block, BlockKind, Document, Range};

/// Why bytes are not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are not UTF-8.
    #[error("{id}: not UTF-8 at byte {byte}, line {line}; convert the file to UTF-8")]
    NotUtf8 {
        /// The document.
        id: String,
        /// Offset of the first wrong byte.
        byte: usize,
        /// Its line, counted from 1.
        line: usize,
    },
}

/// Reads a document from the bytes of a plain text in UTF-8, with or without byte order mark.
///
/// Cannot fail on any UTF-8: a text without any structure is one paragraph.
///
/// # Errors
/// [`ReadError::NotUtf8`] names the byte and the line where decoding stops.
///
/// ```
/// let document = rapporteur::document::read("d", "Ministers:\n - agreed on\n   a plan.\n".as_bytes())?;
/// assert_eq!(document.slice(document.blocks[1].range.clone()), "agreed on a plan.");
/// assert_eq!(document.blocks[1].lead, Some(0));
/// # Ok::<_, rapporteur::document::ReadError>(())
/// ```
pub fn read(id: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let byte = error.valid_up_to();
        let line = bytes[..byte].iter().filter(|b| **b == b'\n').count() + 1;
        ReadError::NotUtf8 { id: id.to_owned(), byte, line }
    })?;
    let mut writer = Writer::new(text);
    let drafts = layout::drafts(text);
    // A header line becomes one block per field, so indices move.
    let mut first = Vec::with_capacity(drafts.len());
    let mut blocks = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        first.push(blocks.len());
        if draft.kind == Kind::Header {
            header(&mut writer, text, draft, &mut blocks);
        } else {
            let block = block(&mut writer, text, draft);
            blocks.push(block);
        }
        writer.end_line();
    }
    for block in &mut blocks {
        block.lead = block.lead.map(|i| first[i]);
        block.heading = block.heading.map(|i| first[i]);
    }
    let Writer { logical, pieces, .. } = writer;
    let mut by_source: Vec<u32> = (0..pieces.len() as u32).collect();
    by_source.sort_by_key(|i| (pieces[*i as usize].source, *i));
    let code_points = map::code_point_index(text);
    Ok(Document { id: id.to_owned(), text: text.to_owned(), logical, blocks, pieces, by_source, code_points })
}

fn block(writer: &mut Writer<'_>, text: &str, draft: &Draft) -> Block {
    let cover = writer.logical.len();
    let mut at = None;
    if let Some((start, end)) = draft.marker {
        writer.copy(start, end);
        at = Some(end);
    }
    let mut range = writer.logical.len();
    for (i, (start, end)) in draft.parts.iter().enumerate() {
        // A page number inside the paragraph comes after the gap it makes; the map keeps the places.
        match at {
            Some(at) if i > 0 => wrap(writer, text, at, *start, *end),
            Some(at) => writer.join(at, *start),
            None => {}
        }
        if i == 0 {
            range = writer.logical.len();
        }
        writer.copy(*start, *end);
        at = Some(*end);
    }
    let kind = match draft.kind {
        Kind::Heading => BlockKind::Heading,
        Kind::Item => BlockKind::Item,
        Kind::Noise => BlockKind::Noise,
        Kind::Paragraph | Kind::Header => BlockKind::Paragraph,
    };
    let end = writer.logical.len();
    let marker = draft.marker.map(|(start, end)| text[start..end].to_owned());
    let counted = kind == BlockKind::Paragraph
        && draft.number.is_some()
        && marker.as_deref().is_some_and(|m| m.starts_with(|c: char| c.is_ascii_digit()));
    Block {
        kind,
        range: range..end,
        cover: cover..end,
        marker: if counted { None } else { marker },
        number: draft.number.clone(),
        lead: draft.lead,
        heading: draft.heading,
    }
}

/// Joins a wrapped line: a space, or nothing where a word was hyphenated.
fn wrap(writer: &mut Writer<'_>, text: &str, at: usize, start: usize, end: usize) {
    let inside = writer.logical.ends_with(['-', '/']) && !writer.logical.ends_with([' ', '\n']);
    let next = text[start..end].chars().next();
    let head = writer.logical.trim_end_matches(['-', '/']);
    if !inside || head.ends_with(char::is_whitespace) || head.is_empty() || next.is_none_or(|c| !c.is_alphanumeric()) {
        return writer.join(at, start);
    }
    if writer.logical.ends_with('-') {
        let tail: String = text[start..end].chars().take_while(|c| c.is_alphabetic()).collect();
        let stem = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_owned();
        if next.is_some_and(char::is_lowercase) && !stem.is_empty() {
            let keeps =
                writer.hyphens.entry((stem, tail)).or_insert_with_key(|(stem, tail)| keeps_hyphen(text, stem, tail));
            if !*keeps {
                writer.drop_last(1);
            }
        }
    }
}

/// Whether a word broken at a hyphen has one by itself: the rest of the text tells, else its first part.
fn keeps_hyphen(text: &str, stem: &str, tail: &str) -> bool {
    const FIRST_PARTS: &[&str] = &[
        "anti", "co", "counter", "cross", "ex", "follow", "high", "inter", "large", "law", "long", "low", "mid",
        "multi", "non", "on", "people", "post", "pre", "pro", "re", "self", "semi", "short", "small", "socio", "sub",
        "trans", "under", "vice", "victim", "well",
    ];
    // The first 256 KiB are enough to know a document's spelling.
    let text = &text[..text.floor_char_boundary(1 << 18)];
    if text.contains(&format!("{stem}-{tail}")) {
        return true;
    }
    !text.contains(&format!("{stem}{tail}")) && FIRST_PARTS.iter().any(|p| p.eq_ignore_ascii_case(stem))
}

/// Writes a header line and makes a block of each of its fields.
fn header(writer: &mut Writer<'_>, text: &str, draft: &Draft, blocks: &mut Vec<Block>) {
    let Some((start, end)) = draft.parts.first().copied() else { return };
    let line = &text[start..end];
    let cover = writer.logical.len();
    let mut ranges: Vec<(Range, String)> = Vec::new();
    let mut at = 0;
    for field in lines::fields(line) {
        writer.copy(start + at, start + field.value.start);
        let from = writer.logical.len();
        writer.copy(start + field.value.start, start + field.value.end);
        ranges.push((from..writer.logical.len(), line[field.label.clone()].to_owned()));
        at = field.value.end;
    }
    writer.copy(start + at, end);
    // "Present: Mr A (Fiji); Mr B" goes on in the next line
    let mut last = end;
    for (start, end) in draft.parts.iter().skip(1) {
        wrap(writer, text, last, *start, *end);
        writer.copy(*start, *end);
        last = *end;
        if let Some((range, _)) = ranges.last_mut() {
            range.end = writer.logical.len();
        }
    }
    let cover = cover..writer.logical.len();
    blocks.extend(ranges.into_iter().map(|(range, label)| Block {
        kind: BlockKind::Header,
        range,
        cover: cover.clone(),
        marker: Some(label),
        number: None,
        lead: None,
        heading: draft.heading,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    pub(crate) const TEXTS: [(&str, &str); 5] = [
        ("2002", include_str!("../../data/documents/2002-first-ministerial-conference.txt")),
        ("2003", include_str!("../../data/documents/2003-second-ministerial-conference.txt")),
        ("2004", include_str!("../../data/documents/2004-senior-officials-meeting.txt")),
        ("2009", include_str!("../../data/documents/2009-third-ministerial-conference.txt")),
        ("2013", include_str!("../../data/documents/2013-fifth-ministerial-conference.txt")),
    ];

    fn document(at: usize) -> Document {
        read(TEXTS[at].0, TEXTS[at].1.as_bytes()).expect("the corpus is UTF-8")
    }

    fn find<'d>(document: &'d Document, start: &str) -> (usize, &'d Block) {
        let found =
            document.blocks.iter().enumerate().find(|(_, b)| document.slice(b.range.clone()).starts_with(start));
        found.unwrap_or_else(|| panic!("no block begins with {start:?}"))
    }

    #[test]
    fn every_mark_of_the_text_stands_in_a_block_and_maps_back() {
        for (id, text) in TEXTS {
            let document = read(id, text.as_bytes()).unwrap();
            let mut covered = vec![false; text.len()];
            for block in &document.blocks {
                let span = document.span(block.cover.clone());
                covered[span.start..span.end].fill(true);
                assert!(document.quote(span).trim() == document.quote(span), "{id}: {:?}", document.quote(span));
            }
            for (i, c) in text.char_indices() {
                assert!(c.is_whitespace() || covered[i], "{id}: {c:?} at {i} is in no block");
            }
            for (i, c) in document.logical.char_indices() {
                let span = document.span(i..i + c.len_utf8());
                let plain = document.quote(span).replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ");
                if c != ' ' && c != '\n' {
                    assert_eq!(plain, c.to_string(), "{id} at {i}");
                    assert_eq!(document.range(span), i..i + c.len_utf8(), "{id} at {i}");
                }
            }
        }
    }

    #[test]
    fn a_glued_header_line_gives_its_fields() {
        let document = document(0);
        let (_, place) = find(&document, "Bali, Indonesia");
        assert_eq!((place.kind, place.marker.as_deref()), (BlockKind::Header, Some("Location")));
        assert_eq!(document.slice(place.range.clone()), "Bali, Indonesia");
        let (_, date) = find(&document, "26 - 28 February 2002");
        assert_eq!((date.kind, date.marker.as_deref()), (BlockKind::Header, Some("Date")));
        assert_eq!(document.slice(date.cover.clone()), "Location: Bali, IndonesiaDate: 26 - 28 February 2002");
        assert_eq!(document.block_at(date.range.start), document.block_at(place.range.start) + 1);
        assert_eq!(find(&document, "f0f3e12d").1.kind, BlockKind::Noise);
        assert_eq!(find(&document, "First Ministerial").1.kind, BlockKind::Heading);
    }

    #[test]
    fn items_know_the_paragraph_that_introduces_them() {
        let document = document(1);
        let (colon, block) = find(&document, "Ministers:");
        assert_eq!(block.kind, BlockKind::Paragraph);
        for start in ["urged the international", "further recognised that"] {
            let (_, item) = find(&document, start);
            assert_eq!((item.kind, item.marker.as_deref(), item.lead), (BlockKind::Item, Some("•"), Some(colon)));
        }
        let (recommended, _) = find(&document, "Ministers recommended that:");
        for (start, marker) in [("States enhance", "A."), ("IOM continues", "E.")] {
            let (_, item) = find(&document, start);
            assert_eq!((item.marker.as_deref(), item.lead), (Some(marker), Some(recommended)));
            assert!(document.slice(item.cover.clone()).starts_with(marker));
        }
    }

    #[test]
    fn wrapped_numbered_paragraphs_become_whole() {
        let document = document(2);
        let (_, reviewed) = find(&document, "Senior officials reviewed progress");
        assert_eq!((reviewed.kind, reviewed.number.as_deref()), (BlockKind::Paragraph, Some("2")));
        let text = document.slice(reviewed.range.clone());
        assert!(text.ends_with("countries and organisations follows below."), "{text}");
        let broken = document.slice(find(&document, "Referring to the co-chairs' statements").1.range.clone());
        assert!(broken.contains("voluntary and non-binding nature of the Bali process"), "page break");
        let (heading, block) = find(&document, "Part III: coordination");
        assert_eq!(block.kind, BlockKind::Heading);
        let (_, last) = find(&document, "Senior officials agreed that the decision");
        assert_eq!((last.number.as_deref(), last.heading), (Some("26"), Some(heading)));
        assert!(
            document.slice(last.range.clone()).contains("at this stage, no further Ministerial meeting was planned.")
        );
        let (_, title) = find(&document, "BALI PROCESS ON PEOPLE");
        assert_eq!(
            document.slice(title.range.clone()),
            "BALI PROCESS ON PEOPLE SMUGGLING, TRAFFICKING IN PERSONS AND RELATED TRANSNATIONAL CRIME"
        );
        let (_, members) = find(&document, "Afghanistan, Australia");
        assert_eq!((members.kind, members.number.as_deref()), (BlockKind::Paragraph, None));
        assert!(document.slice(members.range.clone()).ends_with("Organization for Migration."));
    }

    #[test]
    fn lines_without_blank_lines_between_are_paragraphs() {
        let document = document(4);
        let (_, first) = find(&document, "The Fifth Ministerial");
        assert!(document.slice(first.range.clone()).ends_with("on 2 April 2013."));
        let (lead, _) = find(&document, "Ministers:");
        let (_, last) = find(&document, "acknowledged the unprecedented");
        assert_eq!((last.kind, last.lead), (BlockKind::Item, Some(lead)));
        assert!(document.slice(last.range.clone()).contains("Ministers recommended that members give priority"));
        assert_eq!(document.blocks.len(), 8);
    }

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = format!("{}é’ the end", "ü".repeat(900));
        let document = read("d", text.as_bytes()).unwrap();
        let start = text.find("the").unwrap();
        assert_eq!(document.code_points(Span { start, end: text.len() }), (903, 910));
    }

    #[test]
    fn wrong_bytes_are_reported_with_their_place() {
        let error = read("x", b"one\ntwo \xff").unwrap_err();
        assert_eq!(error, ReadError::NotUtf8 { id: "x".into(), byte: 8, line: 2 });
        assert!(read("x", b"").unwrap().blocks.is_empty());
        let document = read("x", "\u{feff}Hello there.".as_bytes()).unwrap();
        assert_eq!((document.logical.as_str(), document.span(0..5).start), ("Hello there.\n", 3));
    }

    #[test]
    fn a_hyphenated_wrap_is_one_word() {
        let text = "The meeting of officials discussed the co-\noperation of states and the smug-\ngling of persons in the region and\nagreed on a plan.";
        let document = read("x", text.as_bytes()).unwrap();
        assert!(
            document.logical.contains("the co-operation of states and the smuggling of persons"),
            "{}",
            document.logical
        );
        let at = document.logical.find("smuggling").unwrap();
        assert_eq!(document.quote(document.span(at..at + 9)), "smug-\ngling");
    }
}
