//! All integration tests in one binary, one module per theme.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod architecture;
mod build;
mod documentation;
mod queries;
mod resolve;
mod rust_paths;
mod server;
mod store;
