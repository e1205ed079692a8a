//! Bytes to document, annotations, extraction and quads, with every span checked on the way.
#![no_main]

#[path = "../../tests/hostile/check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check::check(bytes);
});
