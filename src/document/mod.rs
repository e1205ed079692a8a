//! Bytes become text, text becomes blocks, and wrapped lines become a logical view with a way back.
//!
//! Two coordinate systems meet here and nowhere else: *byte offsets of the text as received* ([`Span`]), and *byte
//! offsets of the logical text* ([`Range`]), in which every run of white space is one space, words hyphenated over a
//! line end are whole, typographic quotes and no-break spaces are plain ASCII, and each block stands on its own line
//! (the fields of one header line share theirs).
//! Everything above this module works on the logical text and maps back with [`Document::span`].

mod layout;
mod lines;
mod map;
mod read;
mod shape;

pub(crate) use lines::roman;
pub use read::{ReadError, read};

/// Half-open range of bytes in the logical text.
pub type Range = std::ops::Range<usize>;

/// Half-open range of bytes in the text as received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What kind of layout a block has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A title or a heading between paragraphs.
    Heading,
    /// One `Label: value` field of the document's head ("Location: Bali, Indonesia").
    Header,
    /// Running text.
    Paragraph,
    /// A list item: bulleted, lettered, numbered below the level of paragraphs, or a line of its own below a colon.
    Item,
    /// Lines that say nothing (image names, page numbers, rulers).
    Noise,
}

/// One layout unit of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Kind of layout.
    pub kind: BlockKind,
    /// Content in the logical text, without its marker or field label.
    pub range: Range,
    /// What a citation of the block covers in the logical text: marker and label included, for a
    /// header field the whole header line.
    pub cover: Range,
    /// The marker of an item or heading as printed ("A.", "(a)", "•", "-"), the label of a header field ("Date"), or
    /// the speaker whose turn a paragraph begins ("MARSH").
    pub marker: Option<String>,
    /// Number of the numbered paragraph in which the block stands ("24"); a heading ends it.
    pub number: Option<String>,
    /// Index of the block that introduces this item ("Ministers recommended that:"), which hands it subject and verb.
    pub lead: Option<usize>,
    /// Index of the heading under which the block stands.
    pub heading: Option<usize>,
}

/// A document: its text as received, never changed, and the logical view of it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Identifier, as in `doc/{id}`.
    pub id: String,
    /// The text as received.
    pub text: String,
    /// The logical text.
    pub logical: String,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Piecewise map from the logical text to the text as received, sorted by `logical`.
    pub(crate) pieces: Vec<Piece>,
    /// Indices of the pieces, sorted by their place in the text as received.
    by_source: Vec<u32>,
    /// Code points before every 128th byte of the text as received.
    code_points: Vec<u32>,
}

/// A stretch of logical text that stands for `source_len` bytes of the text as received; byte for byte where
/// both lengths are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) logical: usize,
    pub(crate) logical_len: usize,
    pub(crate) source: usize,
    pub(crate) source_len: usize,
}
