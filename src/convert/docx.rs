//! Word documents (Office Open XML, [ECMA-376](https://ecma-international.org/publications-and-standards/standards/ecma-376/)):
//! paragraphs, numbers of lists as Word prints them, tables, footnotes, and the pages of the last time it was saved.
//!
//! What was deleted with changes tracked is no text any more; what was inserted is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::Refusal;
use super::blocks::{Block, Table, numbered, tidy, written};

const NAME: &str = "Word";

/// Most bytes of one part of a document: text of some thousands of pages.
const PART: u64 = 64 << 20;

/// Levels of a list, and of elements.
const LEVELS: usize = 9;
const DEPTH: usize = 1_000;

/// The text of a document.
pub(super) fn read(bytes: &[u8]) -> Result<String, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let Some(body) = part(&mut archive, "word/document.xml")? else {
        let what = if archive.index_for_name("[Content_Types].xml").is_some() {
            "an Office file without text"
        } else {
            "a ZIP file"
        };
        return Err(Refusal::Unknown { what: what.to_owned(), instead: "Word (.docx) or PDF".to_owned() });
    };
    let lists = match part(&mut archive, "word/numbering.xml")? {
        Some(numbering) => Numbering::read(&numbering)?,
        None => Numbering::default(),
    };
    let notes = part(&mut archive, "word/footnotes.xml")?;
    let mut text = Text::new(lists);
    text.read(&body)?;
    if let Some(notes) = notes {
        text.read(&notes)?;
    }
    Ok(written(&text.blocks))
}

fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal::Broken(NAME.to_owned(), error.to_string())
}

/// One part of the package, if it is there. Its size is counted while it is read: what the package says of it may be a lie.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(broken(error)),
    };
    let mut bytes = Vec::new();
    file.take(PART + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > PART {
        return Err(Refusal::TooLarge(PART));
    }
    Ok(Some(bytes))
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    attribute.unescape_value().ok().map(std::borrow::Cow::into_owned)
}

/// How one level of a list is numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    style: String,
    text: String,
    start: usize,
}

/// The lists of a document: levels by abstract list, and which list follows which.
#[derive(Debug, Default)]
struct Numbering {
    levels: BTreeMap<String, Vec<Level>>,
    lists: BTreeMap<String, String>,
    /// Numbers that were given, by abstract list.
    given: BTreeMap<String, [Option<usize>; LEVELS]>,
}

impl Numbering {
    fn read(xml: &[u8]) -> Result<Self, Refusal> {
        let mut numbering = Self::default();
        let mut reader = Reader::from_reader(xml);
        let (mut of, mut level, mut list) = (String::new(), 0, String::new());
        loop {
            let event = reader.read_event().map_err(broken)?;
            let (Event::Start(tag) | Event::Empty(tag)) = &event else {
                match event {
                    Event::Eof => return Ok(numbering),
                    _ => continue,
                }
            };
            let of_level = |change: &mut dyn FnMut(&mut Level), numbering: &mut Self| {
                if let Some(level) = numbering.levels.get_mut(&of).and_then(|levels| levels.get_mut(level)) {
                    change(level);
                }
            };
            match tag.local_name().as_ref() {
                b"abstractNum" => {
                    of = value(tag, "abstractNumId").unwrap_or_default();
                    numbering.levels.insert(of.clone(), vec![Level { start: 1, ..Level::default() }; LEVELS]);
                }
                b"lvl" => level = value(tag, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(LEVELS),
                b"numFmt" => of_level(&mut |level| level.style = value(tag, "val").unwrap_or_default(), &mut numbering),
                b"lvlText" => of_level(&mut |level| level.text = value(tag, "val").unwrap_or_default(), &mut numbering),
                b"start" => {
                    let start = value(tag, "val").and_then(|start| start.parse().ok()).unwrap_or(1);
                    of_level(&mut |level| level.start = start, &mut numbering);
                }
                b"num" => list = value(tag, "numId").unwrap_or_default(),
                b"abstractNumId" => _ = numbering.lists.insert(list.clone(), value(tag, "val").unwrap_or_default()),
                _ => {}
            }
        }
    }

    /// What stands in front of the next item of a list; nothing where it is not numbered.
    fn marker(&mut self, list: &str, level: usize) -> Option<String> {
        let of = self.lists.get(list)?;
        let levels = self.levels.get(of)?;
        let this = levels.get(level)?;
        if this.style == "bullet" {
            return Some("•".to_owned());
        }
        if this.style == "none" || this.text.is_empty() {
            return None;
        }
        let given = self.given.entry(of.clone()).or_default();
        given[level] = Some(given[level].map_or(this.start, |last| last.saturating_add(1)));
        given[level + 1..].fill(None);
        let mut marker = this.text.clone();
        for (n, level) in levels.iter().enumerate() {
            let number = given[n].unwrap_or(level.start);
            marker = marker.replace(&format!("%{}", n + 1), &numbered(number, &level.style));
        }
        Some(marker)
    }
}

struct Text {
    lists: Numbering,
    blocks: Vec<Block>,
    tables: Vec<Table>,
    text: String,
    /// List and level of the paragraph, and its style.
    list: Option<(String, usize)>,
    /// Elements in which nothing is read, that are open.
    skipped: usize,
    depth: usize,
    /// Whether the text that comes is text of the document, and not the name of a field.
    in_text: bool,
    note: Option<String>,
    /// A page begins before the paragraph that is read.
    page: bool,
}

impl Text {
    fn new(lists: Numbering) -> Self {
        Self {
            lists,
            blocks: Vec::new(),
            tables: Vec::new(),
            text: String::new(),
            list: None,
            skipped: 0,
            depth: 0,
            in_text: false,
            note: None,
            page: false,
        }
    }

    fn read(&mut self, xml: &[u8]) -> Result<(), Refusal> {
        let mut reader = Reader::from_reader(xml);
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(Refusal::Broken(
                            NAME.to_owned(),
                            format!("elements are nested more than {DEPTH} deep"),
                        ));
                    }
                    self.start(&tag);
                }
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.end(tag.local_name().as_ref());
                }
                Event::Text(text) if self.in_text && self.skipped == 0 => {
                    self.text.push_str(&text.unescape().map_err(broken)?);
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        // What was deleted or moved away, and the second form of what old programs cannot draw.
        if matches!(name.as_ref(), b"del" | b"moveFrom" | b"Fallback") {
            self.skipped += 1;
        }
        if self.skipped > 0 {
            return;
        }
        match name.as_ref() {
            b"p" => {
                // A paragraph in a box stands in a paragraph.
                self.flush();
            }
            b"t" => self.in_text = true,
            b"tab" if self.text.ends_with('\t') => {}
            b"tab" if !self.text.is_empty() => self.text.push('\t'),
            b"cr" => self.text.push('\n'),
            b"br" if value(tag, "type").as_deref() == Some("page") => self.new_page(),
            b"br" => self.text.push('\n'),
            b"noBreakHyphen" => self.text.push('-'),
            b"lastRenderedPageBreak" => self.new_page(),
            b"numId" => {
                let level = self.list.as_ref().map_or(0, |(_, level)| *level);
                self.list = value(tag, "val").map(|list| (list, level));
            }
            b"ilvl" => {
                let level = value(tag, "val").and_then(|level| level.parse().ok()).unwrap_or(0);
                self.list = Some((self.list.take().map(|(list, _)| list).unwrap_or_default(), level));
            }
            b"tbl" => {
                self.flush();
                self.tables.push(Table::default());
            }
            b"tr" => self.of_table(Table::row),
            b"tc" => self.of_table(Table::cell),
            b"footnoteReference" => {
                let id = value(tag, "id").unwrap_or_default();
                self.text.extend([" [", &id, "]"]);
            }
            // Separators between text and notes are notes of a kind of their own.
            b"footnote" if value(tag, "type").is_some_and(|kind| kind != "normal") => self.skipped += 1,
            b"footnote" => self.note = value(tag, "id"),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if matches!(name, b"del" | b"moveFrom" | b"Fallback") {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if self.skipped > 0 {
            if name == b"footnote" {
                self.skipped -= 1;
            }
            return;
        }
        match name {
            b"t" => self.in_text = false,
            b"p" => self.flush(),
            b"tbl" => {
                self.flush();
                if let Some(table) = self.tables.pop() {
                    table.closed().into_iter().for_each(|block| self.put(block));
                }
            }
            _ => {}
        }
    }

    fn of_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// A page begins: here, if nothing of a paragraph stands on the page before, else behind the paragraph.
    fn new_page(&mut self) {
        self.page = true;
        if self.text.trim().is_empty() {
            self.turn();
        }
    }

    fn turn(&mut self) {
        // Inside of tables pages are not counted until the table ends.
        if self.page && self.tables.is_empty() {
            self.blocks.push(Block::Page);
            self.page = false;
        }
    }

    fn flush(&mut self) {
        // Tabs divide columns; a line keeps them.
        let text = std::mem::take(&mut self.text);
        let parts: Vec<String> = text.split('\t').map(tidy).collect();
        let text = parts.join("\t").trim().to_owned();
        let list = self.list.take();
        if text.is_empty() {
            return self.turn();
        }
        let text = match self.note.take() {
            Some(note) => format!("[{note}] {text}"),
            None => text,
        };
        let marker = list.and_then(|(list, level)| Some((level, self.lists.marker(&list, level)?)));
        self.put(match marker {
            Some((level, marker)) => Block::Item(level, marker, text.replace('\n', " ")),
            None => Block::Paragraph(text),
        });
        self.turn();
    }

    fn put(&mut self, block: Block) {
        match self.tables.last_mut() {
            Some(table) => table.open().push(block),
            None => self.blocks.push(block),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn document(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_document_has_its_paragraphs_numbers_tables_notes_and_pages() {
        let body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Ministers:</w:t></w:r></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>agreed</w:t></w:r>\
            <w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space='preserve'> &amp; noted</w:t></w:r></w:ins></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>plans</w:t></w:r></w:p>\
            <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>asked</w:t></w:r>\
            <w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
            <w:p><w:r><w:br w:type='page'/><w:t>Second page</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Fiji</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            </w:body></w:document>";
        let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='3'>\
            <w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
            <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>\
            <w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";
        let notes = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>\
            <w:footnote w:id='2'><w:p><w:r><w:t>In Suva.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let bytes =
            document(&[("word/document.xml", body), ("word/numbering.xml", numbering), ("word/footnotes.xml", notes)]);
        assert_eq!(
            read(&bytes).unwrap(),
            "Ministers:\n\n4. agreed & noted\n  (a) plans\n5. asked [2]\n\u{c}Second page\n\nFiji\t5\n\n[2] In Suva.\n"
        );
    }

    #[test]
    fn what_is_no_word_document_or_too_large_is_refused() {
        assert!(matches!(read(&document(&[("xl/workbook.xml", "<x/>")])), Err(Refusal::Unknown { .. })));
        assert!(matches!(read(b"PK\x03\x04 and no more"), Err(Refusal::Broken(..))));
        let deep = document(&[("word/document.xml", &"<w:p xmlns:w='w'>".repeat(5_000))]);
        assert!(matches!(read(&deep), Err(Refusal::Broken(..))));
        let whole = document(&[("word/document.xml", "<w:p xmlns:w='w'><w:r><w:t>Hi</w:t></w:r></w:p>")]);
        assert!(matches!(read(&whole[..whole.len() - 30]), Err(Refusal::Broken(..))));
    }
}
