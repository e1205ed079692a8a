//! Where a document names meetings: `the second Bali Ministerial Conference`, `three regional workshops`.

use std::ops::Range as Tokens;

use super::reader::Reader;
use super::words::{is_auxiliary, is_conjunction, is_determiner, is_preposition, is_pronoun, is_relative};
use crate::annotate::{NameKind, NumberKind};

/// A phrase that names one or more meetings.
#[derive(Debug, Clone)]
pub(super) struct MeetingMention {
    /// The whole phrase: ordinal to the end of its topic or series.
    pub(super) tokens: Tokens<usize>,
    /// The noun ("Ministerial Conference").
    pub(super) noun: Tokens<usize>,
    /// Concept of scheme `meeting-kind`.
    pub(super) kind: String,
    /// Ordinals in front ("first and second"), or a Roman numeral behind.
    pub(super) ordinals: Vec<u64>,
    /// Slug of the organisation or process in whose series it stands, if the phrase says so.
    pub(super) series: Option<String>,
    /// The series as printed, where no table knows it ("of the Lake Forum").
    pub(super) unknown_series: Option<Tokens<usize>>,
    /// "on People Smuggling": what follows the noun.
    pub(super) topic: Option<Tokens<usize>>,
    /// More than one meeting.
    pub(super) plural: bool,
    /// Whether the noun is printed with a capital.
    pub(super) proper: bool,
    /// Word in front that is no part of the name: "next", "previous", "another", "future", "no".
    pub(super) marker: Option<String>,
    /// Whether something besides an article tells it from other meetings.
    pub(super) specific: bool,
    /// A year in front of the noun ("the 1999 Lake Forum").
    pub(super) year: Option<i16>,
}

/// All mentions of meetings, in order, not overlapping.
pub(super) fn find(r: &Reader<'_>) -> Vec<MeetingMention> {
    let mut mentions: Vec<MeetingMention> = Vec::new();
    let mut at = 0;
    while at < r.a.tokens.len() {
        let found = nickname(r, at).or_else(|| named(r, at)).or_else(|| by_noun(r, at));
        match found {
            Some(mention) if mentions.last().is_none_or(|last| last.tokens.end <= mention.noun.start) => {
                at = mention.tokens.end.max(mention.noun.end);
                mentions.push(mention);
            }
            _ => at += 1,
        }
    }
    mentions
}

/// "Bali II": the short name of a series with a Roman numeral.
fn nickname(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let (end, concept) = r.lexicon("SeriesNickname", at)?;
    let number = r.a.number_at(end).filter(|n| n.kind == NumberKind::Roman)?;
    let (series, kind) = concept.split_once('/')?;
    let whole = at..number.tokens.end;
    Some(of_series(whole.clone(), whole, kind, number.value, series))
}

/// An organisation that is itself a series of meetings, with an ordinal: "Twentieth South Pacific Forum".
fn named(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let ordinal = r.a.number_at(at).filter(|n| n.kind == NumberKind::Ordinal)?;
    let name = r.a.name_at(ordinal.tokens.end).filter(|n| n.kind == NameKind::Organisation)?;
    let last = name.tokens.end - 1;
    let (end, kind) = r.lexicon("MeetingNoun", last)?;
    if end != name.tokens.end || r.lexicon("MeetingNoun", end).is_some() {
        return None;
    }
    Some(of_series(at..end, last..end, kind, ordinal.value, &name.key))
}

/// The n-th meeting of a series that its name settles.
fn of_series(tokens: Tokens<usize>, noun: Tokens<usize>, kind: &str, ordinal: u64, series: &str) -> MeetingMention {
    MeetingMention {
        tokens,
        noun,
        kind: kind.to_owned(),
        ordinals: vec![ordinal],
        series: Some(series.to_owned()),
        unknown_series: None,
        topic: None,
        plural: false,
        proper: true,
        marker: None,
        specific: true,
        year: None,
    }
}

fn by_noun(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let (noun_end, kind) = r.lexicon("MeetingNoun", at)?;
    if r.a.name_over(at).is_some_and(|n| n.kind == NameKind::Organisation && n.tokens.end >= noun_end) {
        return None;
    }
    // "Consultation Mechanism": the noun of a body, not of a meeting
    if r.lexicon("BodyNoun", at).is_some_and(|(end, _)| end > noun_end) {
        return None;
    }
    let sentence = r.sentence(at);
    let noun = at..noun_end;
    let plural = r.low(noun_end - 1).ends_with('s') && !r.low(noun_end - 1).ends_with("ss");
    let mut front = Front::default();
    let start = front.scan(r, at, sentence.start);
    let mut end = noun_end;
    let mut topic = None;
    let mut series = front.series.clone();
    let mut unknown_series = None;
    // what follows the noun: "of the Bali Process", "on People Smuggling, …"
    while end < sentence.end {
        let word = r.low(end);
        let next = if r.low(end + 1) == "the" { end + 2 } else { end + 1 };
        if word == "of" {
            if let Some(name) = r.a.name_at(next).filter(|n| n.kind == NameKind::Organisation) {
                series.get_or_insert_with(|| name.key.clone());
                end = name.tokens.end;
                continue;
            }
            let run = title_run(r, next, sentence.end);
            if run > next && r.a.name_at(next).is_none() {
                if series.is_none() && proper_series(r, next..run) {
                    unknown_series = Some(next..run);
                } else if series.is_none() && !front.ordinals.is_empty() && r.is_capital(at) && !plural {
                    // "the Sixth Summit of the Islands": the series is the Summit of the Islands
                    unknown_series = Some(at..run);
                }
                end = run;
                continue;
            }
        } else if word == "on" && topic.is_none() && r.a.date_at(end + 1).is_none() {
            let proper = r.is_capital(at);
            let run = if proper { capitals(r, next, sentence.end) } else { phrase(r, next, sentence.end) };
            if run > next {
                topic = Some(end + 1..run);
                end = run;
                continue;
            }
        } else if matches!(word, "to" | "for") && r.is_capital(at) && r.is_capital(next) && r.low(end + 1) != "the" {
            let run = capitals(r, next, sentence.end);
            if run > next {
                end = run;
                continue;
            }
        }
        break;
    }
    if let Some((_, key)) = (start..end).rev().find_map(|t| r.lexicon("Series", t)) {
        series = Some(key.to_owned());
    }
    let proper = r.is_capital(at);
    let specific =
        !front.ordinals.is_empty() || series.is_some() || topic.is_some() || front.modified || front.year.is_some();
    Some(MeetingMention {
        tokens: start..end,
        noun,
        kind: front.kind(kind),
        ordinals: front.ordinals,
        series,
        unknown_series,
        topic,
        plural: plural || front.count.is_some(),
        proper,
        marker: front.marker,
        specific,
        year: front.year,
    })
}

/// What stands in front of a meeting noun.
#[derive(Default)]
struct Front {
    ordinals: Vec<u64>,
    series: Option<String>,
    marker: Option<String>,
    modified: bool,
    count: Option<u64>,
    year: Option<i16>,
    national: bool,
}

impl Front {
    /// Reads leftwards from the noun; returns the first token of the phrase.
    fn scan(&mut self, r: &Reader<'_>, noun: usize, from: usize) -> usize {
        let mut start = noun;
        while start > from {
            let t = start - 1;
            let word = r.low(t);
            if let Some(number) = r.a.number_ending(start).filter(|n| n.tokens.start >= from) {
                match number.kind {
                    NumberKind::Ordinal => {
                        self.ordinals.insert(0, number.value);
                        start = number.tokens.start;
                        // "first, second and third": the other ordinals stand before it
                        while start > from
                            && (matches!(r.low(start - 1), "and" | "," | "the") || r.low(start - 1) == "or")
                        {
                            let mut before = start - 1;
                            while before > from && matches!(r.low(before - 1), "and" | "," | "the") {
                                before -= 1;
                            }
                            let Some(other) = r.a.number_ending(before).filter(|n| n.kind == NumberKind::Ordinal)
                            else {
                                break;
                            };
                            self.ordinals.insert(0, other.value);
                            start = other.tokens.start;
                        }
                        break;
                    }
                    NumberKind::Cardinal if (1900..2100).contains(&number.value) => {
                        self.year = i16::try_from(number.value).ok();
                        start = number.tokens.start;
                        continue;
                    }
                    // "ASEAN Plus Three Summit": a number that is part of a name
                    NumberKind::Cardinal
                        if r.is_capital(number.tokens.start)
                            && number.tokens.start > from
                            && r.is_capital(number.tokens.start - 1) =>
                    {
                        start = number.tokens.start;
                        continue;
                    }
                    NumberKind::Cardinal => {
                        self.count = Some(number.value);
                        start = number.tokens.start;
                        break;
                    }
                    NumberKind::Roman => {}
                }
            }
            if let Some(name) = r.a.name_ending(start) {
                if matches!(name.kind, NameKind::Organisation) {
                    self.series.get_or_insert_with(|| name.key.clone());
                }
                self.modified = true;
                start = name.tokens.start;
                continue;
            }
            match word {
                "next" | "previous" | "last" | "forthcoming" | "upcoming" | "another" | "future" | "further" | "no"
                | "earlier" | "additional" | "subsequent" | "recent" => {
                    if self.marker.is_none() || word == "no" {
                        self.marker = Some(word.to_owned());
                    }
                    start = t;
                    continue;
                }
                "two" | "three" | "four" | "five" => {
                    self.count = Some(2);
                    start = t;
                    break;
                }
                "/" | "'" | "'s" => {
                    start = t;
                    continue;
                }
                _ => {}
            }
            if !r.is_word(t)
                || is_determiner(word)
                || is_preposition(word)
                || is_conjunction(word)
                || is_auxiliary(word)
                || is_relative(word)
                || is_pronoun(word)
                || r.in_lexicon("HostVerb", t)
                || noun - t > 12
                || ((r.in_lexicon("SpeechVerb", t) || r.in_lexicon("BaseVerb", t)) && !r.is_capital(t))
                || (r.in_lexicon("Issuer", t) && !r.is_capital(t))
            {
                // "the Heads of Government Meeting": a capitalised "X of" belongs to the name
                if matches!(word, "of" | "and" | "on")
                    && r.is_capital(start)
                    && t > from
                    && r.is_capital(t - 1)
                    && r.is_capital(noun)
                    && start < noun
                {
                    start = t;
                    continue;
                }
                break;
            }
            self.modified = true;
            self.national |= word == "national";
            start = t;
        }
        start
    }

    fn kind(&self, noun: &str) -> String {
        if self.national && noun == "workshop" { "national-workshop".to_owned() } else { noun.to_owned() }
    }
}

/// The end of a run of capitalised words from `at`, with commas, "and", "of", "in" … between them.
pub(super) fn capitals(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    let mut t = at;
    while t < limit {
        if r.is_capital(t) && r.is_word(t) && !r.in_lexicon("Issuer", t) || t == at && r.is_capital(t) {
            if t > at && r.a.date_at(t).is_some() {
                break;
            }
            t += 1;
            end = t;
        } else if t > at
            && matches!(
                r.low(t),
                "," | "and" | "of" | "in" | "for" | "on" | "the" | "with" | "to" | "by" | "'" | "'s" | "&" | "-" | "/"
            )
        {
            t += 1;
        } else {
            break;
        }
    }
    end
}

/// The end of a proper name from `at`: capitalised words with "of", "for", "on", "and" between them, no commas.
fn title_run(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    let mut t = at;
    while t < limit {
        if r.is_word(t) && r.is_capital(t) {
            t += 1;
            end = t;
        } else if t > at && matches!(r.low(t), "of" | "for" | "on" | "and" | "the" | "in") {
            t += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a name is that of a process or an organisation, by its last noun: "Forum", "Process", "Commission".
fn proper_series(r: &Reader<'_>, name: Tokens<usize>) -> bool {
    name.len() > 1
        && name.clone().any(|t| {
            ["SeriesNoun", "OrgNoun", "BodyNoun"]
                .iter()
                .any(|l| r.lexicon(l, t).is_some_and(|(end, _)| end <= name.end))
        })
}

/// The end of a lower-case noun phrase from `at`: to a verb, a relative, a comma or the end.
pub(super) fn phrase(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut t = at;
    while t < limit {
        let word = r.low(t);
        let stop = matches!(word, "," | ";" | ":" | "." | "(" | ")")
            || is_auxiliary(word)
            || is_relative(word)
            || (matches!(word, "hosted" | "held" | "organised" | "organized" | "chaired" | "convened") && t > at)
            || (matches!(word, "in" | "on" | "at" | "from") && r.a.date_at(t + 1).is_some());
        if stop {
            break;
        }
        t += 1;
    }
    while t > at && (is_conjunction(r.low(t - 1)) || is_preposition(r.low(t - 1)) || is_determiner(r.low(t - 1))) {
        t -= 1;
    }
    t
}
