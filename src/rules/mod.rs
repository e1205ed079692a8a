//! The rule language: packs of lexicons and patterns in TOML, matched over the tokens of a document.
//!
//! `data/rules/README.md` fixes the semantics.

mod matcher;
mod pack;
mod pattern;
mod test;
