//! The text index of a generation: what can be found by its words, in a folder beside the database.
//!
//! An [`Entry`] is one text of one thing. The entries follow from the quads alone; in which segments they lie follows from
//! the order of the builds, and no answer depends on that: scores come from the entries that are there, in one order.

mod ask;
mod find;
mod fold;
mod open;
mod snippet;
mod write;

use serde::{Deserialize, Serialize};
use tantivy::schema::{
    FAST, Field as Column, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

pub use ask::{Ask, AskError};
pub use find::{Found, Hit, LIMIT, Request};
pub use open::TextIndex;
pub use snippet::{Snippet, snippet};
pub use write::TextWriter;

/// Changes whenever an index made before would answer otherwise: it is then made anew.
const VERSION: &str = "rapporteur text index 1";

/// What a text is to the thing that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Its label.
    Label,
    /// Another name.
    OtherName,
    /// Its name as a document prints it.
    NameAsGiven,
    /// The words of a passage.
    Passage,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 4] = [Self::Label, Self::OtherName, Self::NameAsGiven, Self::Passage];

    /// Its name: `name-as-given`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::OtherName => "other-name",
            Self::NameAsGiven => "name-as-given",
            Self::Passage => "passage",
        }
    }
}

/// One text of one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The subject whose quads hold the text; its entries are replaced together.
    pub subject: String,
    /// What is found: the subject, or what the subject is about.
    pub thing: String,
    /// What the text is to it.
    pub field: Field,
    /// The classes of the thing, sorted.
    pub kinds: Vec<String>,
    /// The passage that has the words, if it is known.
    pub passage: Option<String>,
    /// The document of the passage.
    pub document: Option<String>,
    /// Language tag of the text.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}

impl Entry {
    /// What tells entries with the same score apart, whatever the order in which they were written.
    fn tie(&self) -> u64 {
        use sha2::Digest;
        let mut digest = sha2::Sha256::new();
        let optional = [&self.document, &self.passage, &self.language].map(|part| part.as_deref().unwrap_or_default());
        for part in [self.field.as_str(), &self.thing, &self.subject, &self.text].into_iter().chain(optional) {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        digest.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// The columns of the index.
#[derive(Clone)]
struct Columns {
    schema: Schema,
    subject: Column,
    thing: Column,
    field: Column,
    kind: Column,
    document: Column,
    text: Column,
    /// The entry as JSON: what a hit gives back.
    entry: Column,
    tie: Column,
}

/// Name of the column that [`Entry::tie`] fills.
const TIE: &str = "tie";

/// Name under which what makes words is registered.
const WORDS: &str = "words";

impl Columns {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        Self {
            subject: schema.add_text_field("subject", STRING),
            thing: schema.add_text_field("thing", STRING),
            field: schema.add_text_field("field", STRING),
            kind: schema.add_text_field("kind", STRING),
            document: schema.add_text_field("document", STRING),
            text: schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing)),
            entry: schema.add_text_field("entry", STORED),
            tie: schema.add_u64_field(TIE, FAST),
            schema: schema.build(),
        }
    }
}
