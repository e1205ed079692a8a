//! The part of the program that meets texts of strangers, compiled without its database.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "what only the rest of the program uses")]

#[path = "../../src/annotate/mod.rs"]
pub mod annotate;
#[path = "../../src/assertion/mod.rs"]
pub mod assertion;
#[path = "../../src/authority/mod.rs"]
pub mod authority;
#[path = "../../src/document/mod.rs"]
pub mod document;
#[path = "../../src/extract/mod.rs"]
pub mod extract;
#[path = "../../src/graph/mod.rs"]
pub mod graph;
#[path = "../../src/rules/mod.rs"]
pub mod rules;
#[path = "../../src/slug.rs"]
pub mod slug;
