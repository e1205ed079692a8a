//! The store: generations of an embedded Oxigraph database, each with its text index, and their copies on servers. The
//! only module that knows `oxigraph::store` and `tantivy`.

mod snapshot;

mod generations;

mod record;

mod texts;

mod index;

mod files;

mod sums;

mod build;

mod write;

mod backup;

mod verify;

mod second_reader;

mod quotes;

mod remote;

mod walk;

pub use build::{Build, Changes};
pub(crate) use files::make_folder;
pub use generations::Generations;
pub use index::{Ask, AskError, Entry, Field, Found, Hit, LIMIT, Request, Snippet, TextIndex, TextWriter, snippet};
pub use quotes::wrong_quotes;
pub use record::{DocumentRecord, Note, Original, Record};
pub(crate) use remote::asking;
pub use remote::{
    Credentials, Endpoints, Probe, Profile, RemoteError, Server, Step, Uploaded, Verdict, VersionCheck, examine, shown,
    upload, verify_version,
};
pub use snapshot::{Snapshot, StoreError};
pub use verify::{Finding, Verification};
pub(crate) use walk::{inside, inside_mut};
pub use write::{Changed, WriteError};
