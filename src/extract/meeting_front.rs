//! What stands in front of the noun of a meeting: "the second", "1999", "next Lake Forum", "Nairobi".

use super::meeting_attributes::PlaceMention;
use super::reader::Reader;
use super::words::{is_auxiliary, is_conjunction, is_determiner, is_preposition, is_pronoun, is_relative};
use crate::annotate::{NameKind, NumberKind};

/// What the words in front of a meeting noun say.
#[derive(Default)]
pub(super) struct Front {
    pub(super) ordinals: Vec<u64>,
    pub(super) series: Option<String>,
    pub(super) marker: Option<String>,
    pub(super) modified: bool,
    pub(super) count: Option<u64>,
    pub(super) year: Option<i16>,
    /// "the Nairobi meeting"
    pub(super) place: Option<PlaceMention>,
    /// "press conference"
    pub(super) press: bool,
    national: bool,
}

impl Front {
    /// Reads leftwards from the noun; returns the first token of the phrase.
    pub(super) fn scan(&mut self, r: &Reader<'_>, noun: usize, from: usize) -> usize {
        let mut start = noun;
        while start > from {
            let t = start - 1;
            let word = r.low(t);
            // those who ask and answer at a press conference do not meet
            let by_wire = start == noun && matches!(word, "video" | "tele" | "audio" | "telephone" | "web");
            if matches!(word, "press" | "news") || by_wire {
                self.press = true;
            }
            if let Some(year) = year_before(r, start, from) {
                self.year = Some(year);
                start = t;
                continue;
            }
            if let Some(number) = r.a.number_ending(start).filter(|n| n.tokens.start >= from) {
                let first = number.tokens.start;
                let after_capital = first > from && r.is_capital(first - 1);
                match number.kind {
                    NumberKind::Ordinal => {
                        start = self.ordinals(r, first, number.value, from);
                        break;
                    }
                    // "ASEAN Plus Three Summit", "Data 4 Lakes Forum": a number that is part of a name
                    NumberKind::Cardinal if after_capital && (r.is_capital(first) || r.is_capital(start)) => {
                        start = first;
                        continue;
                    }
                    NumberKind::Cardinal => {
                        self.count = Some(number.value);
                        start = first;
                        break;
                    }
                    NumberKind::Roman => {}
                }
            }
            if let Some(name) = r.a.name_ending(start).filter(|n| n.tokens.start >= from) {
                match name.kind {
                    NameKind::Organisation => {
                        self.series.get_or_insert_with(|| name.key.clone());
                    }
                    NameKind::Place if self.place.is_none() && r.lexicon("Series", name.tokens.start).is_none() => {
                        let (tokens, place) = (name.tokens.clone(), Some(name.key.clone()));
                        self.place = Some(PlaceMention { tokens, place, state: None, town: None });
                    }
                    _ => {}
                }
                self.modified = true;
                start = name.tokens.start;
                continue;
            }
            if r.in_lexicon("MeetingMarker", t) {
                if self.marker.is_none() || word == "no" {
                    self.marker = Some(word.to_owned());
                }
                start = t;
                continue;
            }
            match word {
                "two" | "three" | "four" | "five" => {
                    self.count = Some(2);
                    start = t;
                    break;
                }
                "/" | "'" | "'s" => {
                    start = t;
                    continue;
                }
                // "ASEAN-U.S. Summit": two names with a sign between them
                "-" | "–" | "+" | "&" if t > from && r.is_capital(start) && r.is_capital(t - 1) && tight(r, t) => {
                    start = t;
                    continue;
                }
                // "Ad Hoc Group (AHG) Officials Meeting"
                ")" => {
                    let defined =
                        r.a.acronyms_near(t..start).iter().find(|d| d.tokens.end == start && d.short.start > from);
                    let Some(defined) = defined else { break };
                    start = defined.tokens.start.max(defined.long.start).max(from);
                    start = start.min(defined.short.start - 1);
                    self.modified = true;
                    continue;
                }
                _ => {}
            }
            // "SIXTH LAGOON UNION – RIVER STATES DIALOGUE": two parties, with a number in front of both
            let parties = matches!(word, "-" | "–") && t > from + 1 && r.is_capital(start) && r.is_capital(t - 1);
            let counted = |i: &usize| r.a.number_at(*i).is_some_and(|n| n.kind == NumberKind::Ordinal);
            if parties
                && (from.max(t.saturating_sub(8))..t).any(|i| counted(&i))
                && (from.max(t.saturating_sub(4))..t).all(|i| r.is_word(i))
            {
                start = t;
                continue;
            }
            // "the Data 4 Lakes Forum"
            let counted = word == "all" && r.is_capital(t) && r.a.number_ending(t).is_some();
            if counted {
                start = t;
                continue;
            }
            if stops(r, t, noun) {
                // "the Heads of Government Meeting": a capitalised "X of" belongs to the name
                let article = word == "the" && t > from && matches!(r.low(t - 1), "of" | "on" | "for");
                let inside = matches!(word, "of" | "and" | "on" | "for")
                    && r.is_capital(start)
                    && (start < noun || t > from && r.in_lexicon("BodyNoun", t - 1));
                // "the Third Science to Policy Forum", but not "invited Fiji to Forum meetings"
                let to = word == "to" && start < noun && r.is_capital(start) && r.a.name_ending(t).is_none();
                let inside = inside || to && counted_before(r, t, from);
                if article
                    && r.is_capital(start)
                    && t > from + 1
                    && r.is_capital(t - 2)
                    && r.in_lexicon("MeetingNoun", t - 2)
                {
                    start = t - 1;
                    continue;
                }
                if inside && t > from && r.is_capital(t - 1) && r.is_capital(noun) && !aspect(r, t - 1) {
                    start = t;
                    continue;
                }
                break;
            }
            self.modified = true;
            self.national |= word == "national";
            start = t;
        }
        // "the 2014 Palau Forum"
        let state = r.a.name_ending(noun).filter(|n| n.kind == NameKind::State && n.tokens.start >= start);
        if let Some(state) = state.filter(|_| self.year.is_some() && self.place.is_none()) {
            let (tokens, state) = (state.tokens.clone(), Some(state.key.clone()));
            self.place = Some(PlaceMention { tokens, place: None, state, town: None });
        }
        // "the Black Sea Migration Dialogue": where other words stand between, the place is part of the name of a series
        let apart = self.place.as_ref().is_some_and(|p| p.tokens.end < noun);
        if apart && r.is_capital(noun) && r.in_lexicon("SeriesNoun", noun) {
            self.place = None;
        }
        // "the second Lake Conference": a numbered series bears its place as a name
        if !self.ordinals.is_empty() {
            self.place = None;
        }
        start
    }

    /// "first, second and third": the other ordinals stand before the last one.
    fn ordinals(&mut self, r: &Reader<'_>, last: usize, value: u64, from: usize) -> usize {
        self.ordinals.insert(0, value);
        let mut start = last;
        while start > from && matches!(r.low(start - 1), "and" | "," | "the" | "or") {
            let mut before = start - 1;
            while before > from && matches!(r.low(before - 1), "and" | "," | "the") {
                before -= 1;
            }
            let other = r.a.number_ending(before).filter(|n| n.kind == NumberKind::Ordinal);
            let Some(other) = other.filter(|n| n.tokens.start >= from) else { break };
            self.ordinals.insert(0, other.value);
            start = other.tokens.start;
        }
        start
    }

    /// The kind of the noun, with what the front says of it.
    pub(super) fn kind(&self, noun: &str) -> String {
        if self.national && noun == "workshop" { "national-workshop".to_owned() } else { noun.to_owned() }
    }
}

/// "Date and Venue of the Meeting", "Report of the Meeting": what stands in front is said of the meeting, or comes of it.
fn aspect(r: &Reader<'_>, t: usize) -> bool {
    r.in_lexicon("WorkNoun", t) || r.in_lexicon("MeetingAspect", t)
}

/// Whether capitalised words with an ordinal in front of them end at a token.
fn counted_before(r: &Reader<'_>, end: usize, from: usize) -> bool {
    let words = (from..end).rev().take_while(|t| r.is_capital(*t) && r.is_word(*t)).take(5);
    words.last().is_some_and(|first| {
        let number = |t: usize| r.a.number_at(t).or_else(|| r.a.number_ending(t));
        number(first).is_some_and(|n| n.kind == NumberKind::Ordinal && n.tokens.end < end)
    })
}

/// Whether no space stands on either side of a sign.
fn tight(r: &Reader<'_>, t: usize) -> bool {
    r.a.tokens[t - 1].end == r.a.tokens[t].start && r.a.tokens.get(t + 1).is_some_and(|n| n.start == r.a.tokens[t].end)
}

/// "the 1999 Forum": a year in front of the noun, part of the name.
pub(super) fn year_before(r: &Reader<'_>, start: usize, from: usize) -> Option<i16> {
    let date =
        r.a.dates_near(start.saturating_sub(1)..start)
            .iter()
            .find(|d| d.tokens.end == start && d.tokens.start + 1 == start && start > from);
    let lone = date.filter(|d| d.start.month.is_none() && d.end.is_none() && d.qualifier.is_none());
    let number = || r.a.number_ending(start).filter(|n| n.tokens.len() == 1 && n.kind == NumberKind::Cardinal);
    lone.and_then(|d| d.start.year)
        .or_else(|| number().filter(|n| (1900..2100).contains(&n.value)).and_then(|n| i16::try_from(n.value).ok()))
}

/// Whether a word cannot belong to the name of the meeting behind it.
fn stops(r: &Reader<'_>, t: usize, noun: usize) -> bool {
    let word = r.low(t);
    !r.is_word(t)
        || is_determiner(word)
        || is_preposition(word)
        || is_conjunction(word)
        || is_auxiliary(word)
        || is_relative(word)
        || is_pronoun(word)
        || matches!(word, "attend" | "host" | "open" | "address" | "chair" | "join" | "convene" | "hold")
            && t > 0
            && r.low(t - 1) == "to"
        || noun - t > 12
        || ["HostVerb", "SpeechVerb", "BaseVerb"].iter().any(|l| r.in_lexicon(l, t)) && !r.is_capital(t)
        || r.in_lexicon("Adverb", t) && !r.is_capital(t)
        || matches!(word, "holding" | "hosting" | "convening" | "organizing" | "organising" | "attending" | "annually")
        || r.in_lexicon("Issuer", t) && !r.is_capital(t) && !matches!(r.low(t + 1), "'" | "'s")
}
