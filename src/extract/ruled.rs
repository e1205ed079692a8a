//! Facts that the packs' rules of the phases `name`, `sentence` and `block` state: the analyst's way to add a
//! construction without Rust. What each kind takes is fixed in `rules::KINDS`.

use super::modal;
use super::reader::Reader;
use super::ruled_facts::{act, body_event, count, nothing, participation, pledge, reference};
use super::ruled_names::{body, organisation, short_name, work};
use super::ruled_others::{meeting, post};
use crate::document::BlockKind;
use crate::rules::{Match, Packs};

/// Runs the rules that name things over every sentence and heading.
pub(super) fn names(r: &mut Reader<'_>) {
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if r.block(sentence.block).kind == BlockKind::Noise {
            continue;
        }
        for found in r.hits.run("name", r.a, sentence.tokens) {
            match found.emit("kind") {
                Some("body") => body(r, &found),
                Some("organisation") => organisation(r, &found),
                Some("short-name") => short_name(r, &found),
                Some("work") => work(r, &found),
                _ => {}
            }
        }
    }
}

/// Runs the rules that state facts over every sentence of running text, and over every list.
pub(super) fn read(r: &mut Reader<'_>) {
    modal::reported(r);
    let packs: &Packs = r.packs;
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if matches!(r.block(sentence.block).kind, BlockKind::Heading | BlockKind::Header | BlockKind::Noise) {
            continue;
        }
        for found in r.hits.run("sentence", r.a, sentence.tokens) {
            fact(r, &found);
        }
    }
    for (head, items) in Packs::lists(r.a) {
        for found in packs.run_list(r.a, &head, &items) {
            fact(r, &found);
        }
    }
    r.floor = None;
}

fn fact(r: &mut Reader<'_>, found: &Match<'_>) {
    super::floor::give(r, r.block_of(found.tokens.start));
    // a rule that is only about gifts, say, looks for a word of them anywhere in the sentence
    if let Some(context) = found.emit("within")
        && !r.sentence(found.tokens.start).any(|t| r.in_lexicon(context, t))
    {
        return;
    }
    match found.emit("kind") {
        Some("act") => act(r, found),
        Some("body-event") => body_event(r, found),
        Some("count") => count(r, found),
        Some("meeting") => meeting(r, found),
        Some("nothing") => nothing(r, found),
        Some("participation") => participation(r, found),
        Some("pledge") => pledge(r, found),
        Some("post") => post(r, found),
        Some("reference") => reference(r, found),
        _ => {}
    }
}
