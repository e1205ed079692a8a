//! One shard: its documents read as a build reads them, and what they say written to files.

use std::path::Path;

use super::files::{Files, Head};
use super::{Failed, MadeBy, Receipt, Shard, ShardError};
use crate::corpus::{ManifestPart, Source};
use crate::curation::Curation;
use crate::pipeline::arrow::Said;
use crate::pipeline::documents::{BuildOptions, Builder, own_checksum};
use crate::pipeline::fresh::{Reading, batches};
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

    let mut files = Files::new(out, shard)?;
    let mut failed: Vec<Failed> = corpus
        .problems
        .iter()
        .map(|problem| Failed { id: problem.id.clone(), place: problem.place.clone(), reason: problem.reason.clone() })
        .collect();
    let to_read: Vec<&Source> = corpus.sources.iter().collect();
    progress(Event::Reading { documents: to_read.len() });
    for batch in batches(&to_read) {
        for (source, read) in reading.batch(batch, None, progress) {
            match read.and_then(|fresh| Said::of(source, fresh)) {
                Ok(said) => files.add(&source.id, said)?,
                Err(reason) => {
                    let place = source.path.display().to_string();
                    failed.push(Failed { id: Some(source.id.clone()), place, reason });
                }
            }
        }
    }
    progress(Event::Publishing);
    files.show(Head {
        manifest: part.sha256.clone(),
        made_by: MadeBy::new(&builder.version, &program),
        base: options.base.clone(),
        licence: corpus.licence.clone(),
        failed,
    })
}
