//! The files of a shard: filled document by document, shown together, the receipt last.

use std::path::Path;

use super::writer::{Whole, remove, remove_attempts, sync_folder};
use super::{FORMAT, Failed, Line, MadeBy, Receipt, Shard, ShardError};
use crate::pipeline::arrow::{About, Said};

/// The files of a shard in the making.
pub(super) struct Files<'f> {
    out: &'f Path,
    shard: Shard,
    nq: Whole<'f>,
    files: Whole<'f>,
    jsonl: Whole<'f>,
    documents: u64,
    quads: u64,
}

/// What a receipt tells beside the files.
pub(super) struct Head {
    pub(super) manifest: String,
    pub(super) made_by: MadeBy,
    pub(super) base: String,
    pub(super) licence: Option<String>,
    pub(super) failed: Vec<Failed>,
}

impl<'f> Files<'f> {
    pub(super) fn new(out: &'f Path, shard: Shard) -> Result<Self, ShardError> {
        crate::store::make_folder(out).map_err(|error| ShardError::Ingredient(error.to_string()))?;
        let stem = shard.stem();
        remove_attempts(out, &stem)?;
        let file = |extension: &str| Whole::new(out, format!("{stem}.{extension}"));
        let (nq, files, jsonl) = (file("nq")?, file("files")?, file("jsonl")?);
        Ok(Self { out, shard, nq, files, jsonl, documents: 0, quads: 0 })
    }

    /// Adds what a document says; documents come in the order of their identifiers.
    pub(super) fn add(&mut self, id: &str, said: Said) -> Result<(), ShardError> {
        let About { series, format, size, record } = said.about;
        let line = Line {
            id: id.to_owned(),
            series,
            format,
            size,
            nq: self.nq.part(said.nquads.as_bytes())?,
            text: self.files.part(said.text.as_bytes())?,
            original: said.original.map(|bytes| self.files.part(&bytes)).transpose()?,
            record,
        };
        self.documents += 1;
        self.quads += line.record.quads;
        let mut text = serde_json::to_vec(&line).map_err(|error| ShardError::Ingredient(error.to_string()))?;
        text.push(b'\n');
        self.jsonl.part(&text)?;
        Ok(())
    }

    /// Makes them durable and gives them their names.
    pub(super) fn show(self, head: Head) -> Result<Receipt, ShardError> {
        let Self { out, shard, nq, files, jsonl, documents, quads } = self;
        let (nq, files, jsonl) = (nq.end()?, files.end()?, jsonl.end()?);
        let Head { manifest, made_by, base, licence, failed } = head;
        let receipt = Receipt {
            format: FORMAT,
            shard: shard.number,
            of: shard.of,
            manifest,
            made_by,
            base,
            licence,
            documents,
            quads,
            failed,
            nq: nq.sum.clone(),
            files: files.sum.clone(),
            jsonl: jsonl.sum.clone(),
        };
        let text = serde_json::to_string_pretty(&receipt).map_err(|error| ShardError::Ingredient(error.to_string()))?;
        let name = format!("{}.json", shard.stem());
        // An earlier receipt is not one of these files.
        remove(&out.join(&name))?;
        sync_folder(out)?;
        nq.show()?;
        files.show()?;
        jsonl.show()?;
        sync_folder(out)?;
        let mut file = Whole::new(out, name)?;
        file.part(format!("{text}\n").as_bytes())?;
        file.end()?.show()?;
        sync_folder(out)?;
        Ok(receipt)
    }
}
