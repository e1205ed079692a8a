//! The parts of the program that meet texts and requests of strangers, compiled without its database.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "what only the rest of the program uses")]

#[path = "../../src/annotate/mod.rs"]
pub mod annotate;
#[path = "../../src/assertion/mod.rs"]
pub mod assertion;
#[path = "../../src/authority/mod.rs"]
pub mod authority;
#[path = "../../src/config/mod.rs"]
pub mod config;
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

/// What looks at a request before anything else does.
#[path = "../../src/server"]
pub mod server {
    use crate::config::Limits;

    pub mod guard;
    mod parameters;

    /// The parameters of an address or a form, if they can be read.
    pub fn pairs(text: &str) -> Option<Vec<(String, String)>> {
        parameters::pairs(text).ok()
    }

    /// Whether the guard lets an update pass.
    pub fn update_passes(text: &str, limits: &Limits) -> bool {
        guard::guard_update(text, limits).is_ok()
    }

    /// Whether one of these keywords stands in a text.
    pub fn has_keyword(text: &str, keywords: &[&str]) -> bool {
        guard::has_keyword(text, keywords)
    }
}
