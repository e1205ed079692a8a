//! What a file is.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Word, as Office Open XML.
    Word,
    /// PDF.
    Pdf,
}

/// Extensions of files that a folder is searched for.
pub const EXTENSIONS: [&str; 8] = ["txt", "text", "md", "html", "htm", "xhtml", "docx", "pdf"];

/// Bytes at the beginning that tell what a file is.
const HEAD: usize = 1_024;

/// Beginnings of formats that are not read: bytes, name, and in what to save such a file.
const OTHERS: [(&[u8], &str, &str); 9] = [
    (b"{\\rtf", "an RTF file", "Word (.docx) or PDF"),
    (b"\x89PNG", "a picture", "a PDF with a text layer"),
    (b"\xff\xd8\xff", "a picture", "a PDF with a text layer"),
    (b"II*\0", "a picture", "a PDF with a text layer"),
    (b"MM\0*", "a picture", "a PDF with a text layer"),
    (b"GIF8", "a picture", "a PDF with a text layer"),
    (b"\x1f\x8b", "a compressed file", "what is in it"),
    (b"7z\xbc\xaf", "a compressed file", "what is in it"),
    (b"Rar!", "a compressed file", "what is in it"),
];

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Text, Self::Markdown, Self::Html, Self::Word, Self::Pdf];

    /// The format of a file, by its content; its name only tells Markdown from plain text, and text from HTML that does not
    /// begin as HTML does.
    ///
    /// # Errors
    /// It is something that is not read, and what to do.
    pub fn of(bytes: &[u8], name: &str) -> Result<Self, Refusal> {
        let head = &bytes[..bytes.len().min(HEAD)];
        // Some programs write something before a PDF begins, and readers look for it.
        if head.windows(5).any(|five| five == b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if head.starts_with(b"PK\x03\x04") {
            return Ok(Self::Word);
        }
        let unknown =
            |what: &str, instead: &str| Refusal::Unknown { what: what.to_owned(), instead: instead.to_owned() };
        if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            // The old container of Office also holds new documents that are locked.
            let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            return Err(match bytes.windows(locked.len()).any(|part| part == locked) {
                true => Refusal::Encrypted,
                false => unknown("a file of an old Office program", "Word (.docx) or PDF"),
            });
        }
        if let Some((_, what, instead)) = OTHERS.iter().find(|(begin, ..)| head.starts_with(begin)) {
            return Err(unknown(what, instead));
        }
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
        let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
        if text.starts_with("mime-version:") || (text.contains("mime-version:") && text.contains("multipart/related")) {
            return Err(unknown("a web archive", "HTML"));
        }
        let begins = ["<!doctype html", "<html", "<head", "<body"].iter().any(|begin| text.starts_with(begin));
        let inside =
            text.starts_with("<?xml") && text.contains("<html") || text.starts_with("<!--") && text.contains("<html");
        let named = matches!(extension.as_str(), "html" | "htm" | "xhtml") && text.contains('<');
        Ok(match extension.as_str() {
            _ if begins || inside || named => Self::Html,
            "md" | "markdown" => Self::Markdown,
            _ => Self::Text,
        })
    }

    /// Its media type ([IANA](https://www.iana.org/assignments/media-types/)).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }

    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Word => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Word => "Word",
            Self::Pdf => "PDF",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_what_a_file_is_and_not_its_name() {
        let of = |bytes: &[u8], name: &str| Format::of(bytes, name);
        assert_eq!(of(b"%PDF-1.7 ...", "a.txt"), Ok(Format::Pdf));
        assert_eq!(of(b"\xef\xbb\xbf\n<!DOCTYPE HTML><p>", "a.pdf"), Ok(Format::Html));
        assert_eq!(of(b"Ministers met.", "a.html"), Ok(Format::Text));
        assert_eq!(of(b"<p>Ministers met.", "a.htm"), Ok(Format::Html));
        assert_eq!(of(b"# Ministers", "a.MD"), Ok(Format::Markdown));
        assert_eq!(of(b"PK\x03\x04...", "a"), Ok(Format::Word));
        assert_eq!(of(b"", "a.txt"), Ok(Format::Text));
    }

    #[test]
    fn what_is_not_read_is_named_with_what_to_do() {
        let said = |bytes: &[u8]| Format::of(bytes, "a.txt").unwrap_err().to_string();
        assert_eq!(said(b"{\\rtf1 x}"), "is an RTF file, which is not read; save it as Word (.docx) or PDF");
        assert!(said(b"\x89PNG\r\n").contains("text layer"));
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....";
        assert!(said(old).contains("old Office program"));
        let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Format::of(&[old.as_slice(), &locked].concat(), "a.docx"), Err(Refusal::Encrypted));
    }
}
