//! Verbs of speech whose noun says what is done: "expressed their thanks", "extended its gratitude", "took due note of".

use super::clause::Form;
use super::reader::Reader;
use super::words::{is_auxiliary, is_preposition};

/// "expressed their warm appreciation for": the noun behind "express" tells what is expressed.
pub(super) fn expression<'a>(r: &Reader<'a>, token: usize) -> Option<(usize, &'a str, Form)> {
    let low = r.low(token);
    // most words are out at once
    if !low.starts_with(['e', 'v', 'c', 't']) {
        return None;
    }
    let form = match low {
        "expressed" | "voiced" | "conveyed" => Form::Past,
        "expresses" | "voices" | "conveys" => Form::Present,
        "express" | "voice" | "convey" => Form::Base,
        "expressing" | "voicing" | "conveying" => Form::Gerund,
        "extended" | "extends" | "extend" => return extended(r, token),
        "took" | "takes" | "take" | "taking" => return taken_note(r, token),
        _ => return None,
    };
    (token + 1..token + 6).find_map(|t| r.lexicon("Expressed", t)).map(|(end, concept)| (end, concept, form))
}

/// "took due note of", "takes positive note": words in front of the noun only say how.
fn taken_note<'a>(r: &Reader<'a>, token: usize) -> Option<(usize, &'a str, Form)> {
    let form = match r.low(token) {
        "took" => Form::Past,
        "takes" => Form::Present,
        "take" => Form::Base,
        _ => Form::Gerund,
    };
    let how = |t: &usize| r.is_word(*t) && !is_preposition(r.low(*t)) && !is_auxiliary(r.low(*t));
    let note = (token + 1..token + 4).take_while(how).find(|t| r.low(*t) == "note")?;
    (r.low(note + 1) == "of").then_some((note + 2, "note", form))
}

/// "extended our sincere gratitude": who extends something else says nothing.
fn extended<'a>(r: &Reader<'a>, token: usize) -> Option<(usize, &'a str, Form)> {
    let form = match r.low(token) {
        "extended" => Form::Past,
        "extends" => Form::Present,
        _ => Form::Base,
    };
    let noun = (token + 1..token + 5).find_map(|t| r.lexicon("Expressed", t));
    noun.filter(|(_, concept)| *concept == "thank").map(|(end, concept)| (end, concept, form))
}
