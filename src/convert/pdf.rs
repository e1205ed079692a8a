//! PDF ([ISO 32000](https://pdfa.org/resource/iso-32000-2/)) with a text layer: the lines of its pages in the order in which a
//! person reads them, without running heads and numbers of pages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};

use super::page::{Glyph, Line, lines, without_running_heads, written};
use super::{Converted, Refusal};

const NAME: &str = "PDF";

/// Most pages, and most letters on one of them.
const PAGES: usize = 20_000;
const GLYPHS: usize = 200_000;

/// The text of a document: a form feed stands between pages, so that each passage knows its page.
pub(super) fn read(bytes: &[u8]) -> Result<Converted, Refusal> {
    let broken = |error: &dyn std::fmt::Display| Refusal::Broken(NAME.to_owned(), error.to_string());
    let mut document = Document::load_mem(bytes).map_err(|error| broken(&error))?;
    // Many documents are locked against changes only, and open without a password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Refusal::Encrypted);
    }
    let count = document.get_pages().len();
    if count == 0 || count > PAGES {
        return Err(Refusal::Broken(
            NAME.to_owned(),
            format!("it has {count} pages; one with 1 to {PAGES} can be read"),
        ));
    }
    let mut pages: Vec<Vec<Line>> = Vec::with_capacity(count);
    let (mut failed, mut bare) = (Vec::new(), Vec::new());
    for number in 1..=count {
        let mut letters = Letters::default();
        let page = u32::try_from(number).unwrap_or(u32::MAX);
        // The library stops at what it does not expect, and the other pages are there all the same.
        let read = catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut letters, page)));
        if !matches!(read, Ok(Ok(()))) {
            failed.push(number);
        } else if letters.glyphs.is_empty() {
            bare.push(number);
        }
        pages.push(lines(letters.glyphs));
    }
    if bare.len() == count {
        return Err(Refusal::NoTextLayer);
    }
    if failed.len() == count {
        return Err(Refusal::Broken(NAME.to_owned(), "no page can be read".to_owned()));
    }
    without_running_heads(&mut pages);
    let text = pages.iter().map(|page| written(page)).collect::<Vec<_>>().join("\u{c}");
    let mut notes = Vec::new();
    if !bare.is_empty() {
        notes.push(format!(
            "{} without a text layer, so without text: make one with a program for recognising letters",
            of(&bare)
        ));
    }
    if !failed.is_empty() {
        notes.push(format!("{} cannot be read to the end", of(&failed)));
    }
    Ok(Converted { text, notes })
}

/// Pages by their numbers.
fn of(pages: &[usize]) -> String {
    let shown: Vec<String> = pages.iter().take(10).map(usize::to_string).collect();
    let more = if pages.len() > 10 { format!(" and {} more", pages.len() - 10) } else { String::new() };
    format!(
        "{} {}{more} {}",
        if pages.len() == 1 { "page" } else { "pages" },
        shown.join(", "),
        if pages.len() == 1 { "is" } else { "are" }
    )
}

/// The letters of a page.
#[derive(Default)]
struct Letters {
    top: f64,
    left: f64,
    glyphs: Vec<Glyph>,
}

impl OutputDev for Letters {
    fn begin_page(&mut self, _: u32, page: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        (self.top, self.left) = (page.ury, page.llx);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.glyphs.len() >= GLYPHS {
            return Ok(());
        }
        let (across, up) = ((at.m11 * size).hypot(at.m12 * size), (at.m21 * size).hypot(at.m22 * size));
        // What is turned is a stamp or a note at the rim.
        if at.m12.abs() > at.m11.abs() {
            return Ok(());
        }
        let text = plain(text);
        self.glyphs.push(Glyph { x: at.m31 - self.left, y: self.top - at.m32, width: width * across, size: up, text });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Letters that are printed as one, apart; hyphens that show only at the end of a line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            '\u{ad}' => out.push('-'),
            '\u{a0}' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
