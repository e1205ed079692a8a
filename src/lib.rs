//! Rapporteur turns the documents of intergovernmental meetings into a knowledge graph that proves every fact.
//!
//! The modules stand in the order in which a document travels through them; `ARCHITECTURE.md` says who may import whom.

pub mod config;

pub mod slug;

pub mod convert;

pub mod corpus;

pub mod document;

pub mod annotate;

pub mod rules;

pub mod assertion;

pub mod extract;

pub mod authority;

pub mod curation;

pub mod graph;

pub mod resolve;

pub mod store;

pub mod search;

pub mod shacl;

pub mod pipeline;

pub mod evaluate;

pub mod query;

pub mod publish;

pub mod server;

pub mod cli;
