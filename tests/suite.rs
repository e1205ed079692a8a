//! All integration tests, one module per theme.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod build;
mod queries;
mod resolve;
mod store;
