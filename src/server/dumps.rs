//! The whole as files to download. They are made once for each generation, when somebody first asks for them or for their
//! description, so that their checksums are those of the bytes that are sent.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::download::download;
use super::errors::Problem;
use super::published::Published;
use super::site::Site;
use super::sparql::is_known;
use crate::publish::dataset::Distribution;
use crate::publish::{ExportError, ExportFormat, export};
use crate::store::{Snapshot, StoreError};

/// What there is: name, format, media type, and what it holds.
const FILES: [(&str, &str, &str, &str); 2] = [
    (
        "graph.nq.gz",
        "nq",
        "application/n-quads",
        "The whole graph: what each document says, and what follows from all; sorted, unpacked in the canonical form (RDFC-1.0)",
    ),
    ("resolved.ttl.gz", "ttl", "text/turtle", "What follows from all documents: the default graph"),
];

/// Their names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, ..)| *name)
}

/// The files of one generation. They have no names on the disk, and go with the generation.
pub(super) struct Dumps {
    pub(super) described: Vec<Distribution>,
    files: Vec<Arc<File>>,
}

impl Dumps {
    /// Writes them.
    pub(super) fn make(snapshot: &Snapshot, base: &str) -> Result<Self, StoreError> {
        let folder = std::env::temp_dir();
        let failed = |error: &dyn std::fmt::Display| StoreError::Io {
            path: folder.display().to_string(),
            source: io::Error::other(error.to_string()),
        };
        let mut dumps = Self { described: Vec::new(), files: Vec::new() };
        for (name, format, media_type, title) in FILES {
            let format: ExportFormat = format.parse().map_err(|error: ExportError| failed(&error))?;
            let file = tempfile::tempfile_in(&folder).map_err(|error| failed(&error))?;
            // No time and no name in the head: the same bytes for the same graph.
            let packed = GzEncoder::new(Summed::new(BufWriter::new(file)), Compression::default());
            // The encoder clears its room for output at each call: it is called for many lines at once.
            let mut packed = BufWriter::with_capacity(1 << 18, packed);
            export(snapshot, format, base, None, &folder, &mut packed).map_err(|error| failed(&error))?;
            let packed = packed.into_inner().map_err(|error| failed(&error))?;
            let (file, bytes, sha256) = packed.finish().and_then(Summed::finish).map_err(|error| failed(&error))?;
            let (name, title, media_type) = (name.to_owned(), title.to_owned(), media_type.to_owned());
            dumps.described.push(Distribution { name, title, media_type, packed: true, bytes, sha256 });
            dumps.files.push(Arc::new(file));
        }
        Ok(dumps)
    }
}

/// `GET /dataset/{name}`, where there is such a file.
pub(super) fn respond(
    site: &Site,
    published: &Published,
    name: &str,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Result<Response, Problem>> {
    let at = FILES.iter().position(|(known, ..)| *known == name)?;
    Some(published.dumps(&site.base).and_then(|dumps| {
        let (file, described) = (dumps.files[at].clone(), &dumps.described[at]);
        let tag = format!("\"{}\"", described.sha256);
        if is_known(&tag, headers) {
            return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
        }
        let own = [
            (header::CONTENT_TYPE, "application/gzip".to_owned()),
            (header::CONTENT_LENGTH, described.bytes.to_string()),
            (header::ETAG, tag),
            (header::CACHE_CONTROL, "no-cache".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
            (header::LINK, "</dataset>; rel=\"describedby\"".to_owned()),
        ];
        if method == Method::HEAD {
            return Ok((own, ()).into_response());
        }
        let place = site.downloads.clone().try_acquire_owned().map_err(|_| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "all places for downloads are taken").retry_after(5)
        })?;
        let body = download(place, move |out| send(&file, out)).map_err(Problem::internal)?;
        Ok((own, body).into_response())
    }))
}

/// Several clients read one file, each at its own place.
fn send(file: &File, out: &mut dyn Write) -> io::Result<()> {
    let (mut buffer, mut at) = (vec![0; 1 << 16], 0);
    loop {
        let n = file.read_at(&mut buffer, at)?;
        if n == 0 {
            return Ok(());
        }
        out.write_all(&buffer[..n])?;
        at += n as u64;
    }
}

/// Counts and hashes what is written.
struct Summed {
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Summed {
    fn new(out: BufWriter<File>) -> Self {
        Self { out, hash: Sha256::new(), bytes: 0 }
    }

    fn finish(self) -> io::Result<(File, u64, String)> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let hash = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((file, self.bytes, hash))
    }
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
