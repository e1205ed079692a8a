//! The way of one document from its bytes to what it says: read, annotate, extract, resolve names.

use std::path::PathBuf;

use crate::annotate::{Annotations, Gazetteer, PartialDate};
use crate::assertion::Extraction;
use crate::authority::{self, Authority};
use crate::convert::{Converted, Converter};
use crate::corpus::{Problem, Source};
use crate::document::{self, Document, ReadError};
use crate::extract::{Given, extract};
use crate::rules::Packs;
use crate::slug::slug;

/// Why a document was not read.
type ReadingError = Box<dyn std::error::Error + Send + Sync>;

/// Everything that reading a document takes, loaded once: tables of names and rule packs.
///
/// ```
/// let reader = rapporteur::pipeline::Reader::shipped()?;
/// let (document, said) = reader.read_text("note", b"Ministers met in Bali on 29 April 2003.")?;
/// assert!(!said.assertions.is_empty());
/// assert_eq!(document.text.len(), 39);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub struct Reader {
    /// Tables of names.
    pub authority: Authority,
    /// Rule packs.
    pub packs: Packs,
    /// The names of the tables, ready to be found in a text.
    pub gazetteer: Gazetteer,
    /// Makes texts of files in other formats.
    pub converter: Converter,
}

impl Reader {
    /// With the tables and packs built into the program.
    pub fn shipped() -> Result<Self, ReadingError> {
        Self::with_packs(&[])
    }

    /// With the tables and packs built into the program and the packs in these folders: each folder is a pack, or
    /// holds packs. What packs bring in `names/` is known everywhere.
    ///
    /// # Errors
    /// Names file, line and rule of the first mistake in a pack.
    pub fn with_packs(folders: &[PathBuf]) -> Result<Self, ReadingError> {
        let packs = Packs::load(folders)?;
        let authority = Authority::with(packs.names())?;
        let gazetteer = Gazetteer::new(authority.names());
        Ok(Self { authority, packs, gazetteer, converter: Converter::default() })
    }

    /// The text of a document of the corpus, and what is to be said of how it was had.
    ///
    /// # Errors
    /// Its file is gone, was changed since it was listed, or has no text.
    pub fn text(&self, source: &Source) -> Result<Converted, Problem> {
        let bytes = source.bytes()?;
        let converted = self.converter.convert(source.format, &bytes);
        converted.map_err(|refusal| source.problem(refusal.to_string()))
    }

    /// What a document of the corpus says, its names resolved for its date, with what is to be said of its text.
    ///
    /// # Errors
    /// As of [`Reader::text`].
    pub fn read(&self, source: &Source) -> Result<(Document, Extraction, Vec<String>), ReadingError> {
        let Converted { text, notes } = self.text(source)?;
        let document = document::read(&source.id, text.as_bytes())?;
        let extraction = self.extract(&document, &given(source));
        Ok((document, extraction, notes))
    }

    /// Reads a document as [`Reader::read`] does, and shows how: its surface, the packs that it was read with and over
    /// what their rules were run ([`Packs::runs`]), and what it says.
    pub fn watch<T>(
        &self,
        source: &Source,
        look: impl FnOnce(&Annotations<'_>, &Packs, &Extraction) -> T,
    ) -> Result<T, ReadingError> {
        let document = document::read(&source.id, self.text(source)?.text.as_bytes())?;
        let annotations = Annotations::new(&document, &self.gazetteer);
        let given = given(source);
        let packs = self.packs.applicable(&annotations, given.process.as_deref()).recording()?;
        let mut extraction = extract(&annotations, &packs, &given);
        authority::resolve(&self.authority, &mut extraction, given.date);
        Ok(look(&annotations, &packs, &extraction))
    }

    /// What a text says of which nothing is known but its bytes.
    pub fn read_text(&self, id: &str, bytes: &[u8]) -> Result<(Document, Extraction), ReadError> {
        let document = document::read(id, bytes)?;
        let extraction = self.extract(&document, &Given::default());
        Ok((document, extraction))
    }

    fn extract(&self, document: &Document, given: &Given) -> Extraction {
        let annotations = Annotations::new(document, &self.gazetteer);
        let packs = self.packs.applicable(&annotations, given.process.as_deref());
        let mut extraction = extract(&annotations, &packs, given);
        authority::resolve(&self.authority, &mut extraction, given.date);
        extraction
    }
}

/// What the manifest says of a document.
fn given(source: &Source) -> Given {
    let date = source.date.as_deref().and_then(partial_date);
    Given { title: source.title.clone(), date, process: source.series.as_deref().map(slug) }
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as the manifest checks it.
pub(super) fn partial_date(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut small = || parts.next().and_then(|p| p.parse().ok());
    Some(PartialDate { year: Some(year), month: small(), day: small() })
}
