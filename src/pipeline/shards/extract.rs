//! One shard: its documents read as a build reads them, and what they say written to files.

use std::path::Path;

use oxigraph::io::{RdfFormat, RdfSerializer};

use super::writer::{Whole, remove, remove_attempts, sync_folder};
use super::{FORMAT, Failed, Line, MadeBy, Receipt, Shard, ShardError};
use crate::corpus::{ManifestPart, Source};
use crate::curation::Curation;
use crate::pipeline::documents::{BuildOptions, Builder, own_checksum};
use crate::pipeline::fresh::{Fresh, Reading, batches};
use crate::pipeline::{Event, decisions};

/// Reads the documents of a shard and writes what they say into a folder; the receipt comes last. A document that cannot
/// be taken never stops the others: the receipt names it. Only some documents are in memory at a time.
///
/// # Errors
/// A file cannot be written, or tables, rules or the base cannot be used.
pub fn extract_shard(
    shard: Shard,
    part: &ManifestPart,
    curation: &Curation,
    options: &BuildOptions,
    out: &Path,
    progress: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Receipt, ShardError> {
    let mut curation = curation.clone();
    let builder = Builder::new(options, &mut curation).map_err(|error| ShardError::Ingredient(error.to_string()))?;
    let corpus = &part.corpus;
    let own = corpus.sources.iter().map(|source| (source.id.as_str(), source.sha256.as_str()));
    let mut documents: Vec<(&str, &str)> =
        own.chain(part.elsewhere.iter().map(|(id, sha256)| (id.as_str(), sha256.as_str()))).collect();
    documents.sort_unstable();
    let by_document = curation.by_document(&documents);
    let program = own_checksum();
    let (version, decided) = (builder.key(&program), decisions::digests(&by_document));
    let reading = Reading {
        iris: &builder.iris,
        version: &version,
        decided: &decided,
        read: &|source| builder.read(source, by_document.get(&source.id).map(Vec::as_slice).unwrap_or_default()),
    };

    crate::store::make_folder(out).map_err(|error| ShardError::Ingredient(error.to_string()))?;
    let stem = shard.stem();
    remove_attempts(out, &stem)?;
    let mut files = Files::new(out, &stem)?;
    let mut failed: Vec<Failed> = corpus
        .problems
        .iter()
        .map(|problem| Failed { id: problem.id.clone(), place: problem.place.clone(), reason: problem.reason.clone() })
        .collect();
    let to_read: Vec<&Source> = corpus.sources.iter().collect();
    progress(Event::Reading { documents: to_read.len() });
    for batch in batches(&to_read) {
        for (source, read) in reading.batch(batch, None, progress) {
            let original = |fresh: &Fresh| match fresh.record.original {
                Some(_) => source.bytes().map(Some).map_err(|problem| problem.reason),
                None => Ok(None),
            };
            match read.and_then(|fresh| Ok((original(&fresh)?, fresh))) {
                Ok((original, fresh)) => files.add(source, fresh, original.as_deref())?,
                Err(reason) => {
                    let place = source.path.display().to_string();
                    failed.push(Failed { id: Some(source.id.clone()), place, reason });
                }
            }
        }
    }
    progress(Event::Publishing);
    let Files { nq, files, jsonl, documents, quads } = files;
    let (nq, files, jsonl) = (nq.end()?, files.end()?, jsonl.end()?);
    let receipt = Receipt {
        format: FORMAT,
        shard: shard.number,
        of: shard.of,
        manifest: part.sha256.clone(),
        made_by: MadeBy::new(&builder.version, &program),
        base: options.base.clone(),
        licence: corpus.licence.clone(),
        documents,
        quads,
        failed,
        nq: nq.sum.clone(),
        files: files.sum.clone(),
        jsonl: jsonl.sum.clone(),
    };
    let text = serde_json::to_string_pretty(&receipt).map_err(|error| ShardError::Ingredient(error.to_string()))?;
    // An earlier receipt is not one of these files.
    remove(&out.join(format!("{stem}.json")))?;
    sync_folder(out)?;
    nq.show()?;
    files.show()?;
    jsonl.show()?;
    sync_folder(out)?;
    let mut file = Whole::new(out, format!("{stem}.json"))?;
    file.part(format!("{text}\n").as_bytes())?;
    file.end()?.show()?;
    sync_folder(out)?;
    Ok(receipt)
}

/// The files of a shard in the making.
struct Files<'f> {
    nq: Whole<'f>,
    files: Whole<'f>,
    jsonl: Whole<'f>,
    documents: u64,
    quads: u64,
}

impl<'f> Files<'f> {
    fn new(out: &'f Path, stem: &str) -> Result<Self, ShardError> {
        let file = |extension: &str| Whole::new(out, format!("{stem}.{extension}"));
        Ok(Self { nq: file("nq")?, files: file("files")?, jsonl: file("jsonl")?, documents: 0, quads: 0 })
    }

    fn add(&mut self, source: &Source, fresh: Fresh, original: Option<&[u8]>) -> Result<(), ShardError> {
        let mut lines = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        let unusable = |error: std::io::Error| ShardError::Ingredient(format!("{}: {error}", source.id));
        for quad in &fresh.quads {
            lines.serialize_quad(quad).map_err(unusable)?;
        }
        let line = Line {
            id: source.id.clone(),
            series: source.series.clone(),
            format: source.format,
            size: source.size() as u64,
            nq: self.nq.part(&lines.finish().map_err(unusable)?)?,
            text: self.files.part(fresh.text.as_bytes())?,
            original: original.map(|bytes| self.files.part(bytes)).transpose()?,
            record: fresh.record,
        };
        self.documents += 1;
        self.quads += line.record.quads;
        let mut text = serde_json::to_vec(&line).map_err(|error| ShardError::Ingredient(error.to_string()))?;
        text.push(b'\n');
        self.jsonl.part(&text)?;
        Ok(())
    }
}
