//! Files of other formats as plain text, with which reading begins: HTML, Markdown, Word, PDF, and texts in other encodings
//! than UTF-8.
//!
//! What a file is, its content tells: names lie. The text is all that reading sees, so offsets are those of the text; the
//! pages of a PDF or a Word document are divided by form feeds in it. [`Converter`] does this in a process of its own, so
//! that a file which costs too much time or memory, or breaks a library, is one refused file.

mod blocks;
mod child;
mod docx;
mod encoding;
mod format;
mod html;
mod markdown;
mod page;
mod pdf;

pub use child::{Converter, work};
pub use format::{EXTENSIONS, Format};

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// What a reader of the text should know of it: pages without text, an encoding that was guessed.
    pub notes: Vec<String>,
}

/// Why a file has no text for us, to be read after its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum Refusal {
    /// A password is needed.
    #[error("is locked with a password; save it without one")]
    Encrypted,
    /// Only pictures of pages.
    #[error("has no text layer, only pictures of pages; make one with a program for recognising letters")]
    NoTextLayer,
    /// Nothing is in it.
    #[error("is empty")]
    Empty,
    /// A format that is not read, and in what to save it.
    #[error("is {what}, which is not read; save it as {instead}")]
    Unknown {
        /// What it is.
        what: String,
        /// What would be read.
        instead: String,
    },
    /// It unfolds to more than anybody writes.
    #[error("unfolds to more than {0} bytes, more than a document has")]
    TooLarge(u64),
    /// It took more time or memory than it may.
    #[error("needs more than {0} to be read")]
    TooMuch(String),
    /// It is damaged.
    #[error("cannot be read as {0}: {1}")]
    Broken(String, String),
    /// The process that reads could not be started.
    #[error("could not be read: {0}")]
    Process(String),
}

/// Reads a file in this process.
///
/// ```
/// use rapporteur::convert::{Format, convert};
/// let page = "<title>x</title><h1>Statement</h1><p>Ministers met.".as_bytes();
/// let format = Format::of(page, "statement.html")?;
/// assert_eq!(convert(format, page)?.text, "Statement\n\nMinisters met.\n");
/// # Ok::<_, rapporteur::convert::Refusal>(())
/// ```
///
/// # Errors
/// Says why the file has no text.
pub fn convert(format: Format, bytes: &[u8]) -> Result<Converted, Refusal> {
    let plain = |text: String| Converted { text, notes: Vec::new() };
    let converted = match format {
        Format::Text => encoding::decoded(bytes)?,
        Format::Markdown => {
            let Converted { text, notes } = encoding::decoded(bytes)?;
            Converted { text: markdown::read(&text), notes }
        }
        Format::Html => {
            let Converted { text, notes } = encoding::decoded_html(bytes)?;
            Converted { text: html::read(&text), notes }
        }
        Format::Word => plain(docx::read(bytes)?),
        Format::Pdf => pdf::read(bytes)?,
    };
    match converted.text.trim().is_empty() {
        true => Err(Refusal::Empty),
        false => Ok(converted),
    }
}
