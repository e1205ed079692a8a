//! Whether two mentions may name one meeting: their kinds, numbers, series, words, days and places.

use std::ops::Range as Tokens;

use super::meeting_attributes::{Attributes, PlaceMention, When};
use super::meeting_mentions::MeetingMention;
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::{is_minor, singular};
use crate::annotate::{NameKind, NumberKind};
use crate::assertion::Status;
use crate::document::BlockKind;

/// Whether a mention, whose own words are given, may be a meeting that is known already.
pub(super) fn same(
    r: &Reader<'_>,
    m: &Meeting,
    mention: &MeetingMention,
    ordinal: Option<u64>,
    series: Option<&str>,
    words: &[String],
    attributes: &Attributes,
) -> bool {
    // what costs little first: documents may name meetings by the thousand
    if m.ordinal.is_some_and(|own| ordinal.is_some_and(|other| own != other)) {
        return false;
    }
    // the 74th plenary meeting of an assembly is not its seventy-fourth session
    let plenary = |word: &str| word.eq_ignore_ascii_case("plenary");
    if ordinal.is_some() && m.label.split(' ').any(plenary) != mention.tokens.clone().any(|t| plenary(r.low(t))) {
        return false;
    }
    let part = |a: &[String], b: &[String]| a.iter().all(|w| b.contains(w));
    let (within, around) = (part(words, &m.words), part(&m.words, words));
    let days = agree(&m.attributes.dates, &attributes.dates);
    let (kind, other) = (mention.kind.as_str(), m.kind.as_str());
    // "at the Retreat" of a text on a Ministerial Retreat
    let noun = r.text(mention.noun.clone());
    let again = words.is_empty() && mention.proper && m.proper && m.label.ends_with(&noun)
        || words.is_empty() && mention.proper && m.label.contains(&format!("{noun} "));
    let kinds = kind == other
        || again
        || is_general(kind) && is_plain(r.low(mention.noun.end - 1)) && mention.proper && m.proper
        || is_general(other)
            && m.label.to_lowercase().split(' ').any(is_plain)
            && m.proper
            && (days == Some(true) || !m.words.is_empty() && !words.is_empty());
    let named = !m.words.is_empty() && !words.is_empty();
    let one_series = m.series.as_deref() == series || (m.series.is_none() || series.is_none()) && named;
    // "the Conference" may be any conference of the text, "the 1990 Lake Forum" only one of that name
    let bare = words.is_empty() && mention.series.is_none() && attributes.dates.is_empty();
    if !kinds || !one_series || !(within || around) {
        return false;
    }
    let here = place_key(&attributes.places);
    let apart = here.is_some() && place_key(&m.attributes.places).is_some_and(|p| Some(p) != here);
    let there = here.is_some() && !apart && place_key(&m.attributes.places).is_some();
    match (m.ordinal, ordinal) {
        (Some(a), Some(b)) => a == b && (kind == other || within && around && !words.is_empty()),
        (None, None) => match days {
            Some(true) => !apart,
            Some(false) => false,
            None if planned(m.status) && attributes.status.is_some_and(planned) && !apart => {
                let definite = matches!(r.low(mention.tokens.start.saturating_sub(1)), "the" | "this");
                mention.marker.is_none() && definite && kind == other && (within || kind != "conference")
            }
            None => {
                let titled = || r.block(r.block_of(m.mentions[0].start)).kind == BlockKind::Heading;
                // "Seminar on Ports" as the title, "a regional seminar on ports" below it
                let subject = within && around && words.len() > 1 && kind == other && !apart;
                subject && mention.topic.is_some() && titled() && attributes.status.is_none()
                    || mention.proper
                        && m.proper
                        && mention.marker.is_none()
                        && !apart
                        && (within && (named || bare || m.words.is_empty()) || titled())
            }
        },
        // a numbered meeting and an unnumbered mention are the same only where days or places say so
        (Some(1), None) if first_of_its_name(r, m) && !words.is_empty() && within && around => days != Some(false),
        _ => {
            exact(&m.attributes.dates, &attributes.dates) && !apart
                || days.is_none() && there && mention.proper && m.proper
        }
    }
}

fn planned(status: Status) -> bool {
    matches!(status, Status::Planned | Status::Proposed | Status::Offered)
}

/// Nouns for a meeting of any kind.
fn is_plain(noun: &str) -> bool {
    matches!(noun, "meeting" | "conference" | "event" | "gathering")
}

/// Kinds that say nothing but that people met.
fn is_general(kind: &str) -> bool {
    matches!(kind, "conference" | "body-meeting")
}

fn place_key(places: &[PlaceMention]) -> Option<&str> {
    places.first().and_then(|p| p.place.as_deref())
}

/// The words that tell a meeting from others: of its name and subject, without number, year, series and the words
/// that every meeting bears.
pub(super) fn own_words(r: &Reader<'_>, phrase: Tokens<usize>, series: Option<&str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut t = phrase.start;
    while t < phrase.end {
        let end = skipped(r, t, series);
        let word = singular(r.low(t));
        if end > t {
            t = end;
            continue;
        }
        // "on this subject": the subject is named elsewhere
        if matches!(r.low(t), "this" | "these" | "that") {
            break;
        }
        if (r.is_word(t) || word.bytes().all(|b| b.is_ascii_digit())) && !is_minor(&word) && !words.contains(&word) {
            words.push(word);
        }
        t += 1;
    }
    words
}

/// The end of what stands at a token and says nothing of its own; the token itself if there is no such thing.
fn skipped(r: &Reader<'_>, t: usize, series: Option<&str>) -> usize {
    if let Some(name) = r.a.name_at(t) {
        let of_series = name.kind == NameKind::Organisation && series.is_none_or(|s| s == name.key);
        if of_series || name.kind == NameKind::Place {
            return name.tokens.end;
        }
    }
    if let Some(date) = r.a.date_at(t) {
        return date.tokens.end;
    }
    if let Some(number) = r.a.number_at(t) {
        let part = number.kind == NumberKind::Cardinal && r.is_capital(t);
        return if part { t } else { number.tokens.end };
    }
    // "the three-day workshop": how long it took tells no meeting from another
    if r.low(t).ends_with("-day") {
        return t + 1;
    }
    let listed = ["Series", "MeetingMarker", "MeetingCommon"].iter().find_map(|l| r.lexicon(l, t));
    listed.map_or(if matches!(r.low(t), "'s" | "s") { t + 1 } else { t }, |(end, _)| end)
}

/// "the inaugural Harbour Dialogue" is the Harbour Dialogue that a text goes on to speak of.
fn first_of_its_name(r: &Reader<'_>, m: &Meeting) -> bool {
    m.mentions.iter().any(|t| r.low(t.start) == "inaugural")
}

/// Whether two dates of the lists are the same, as precisely as both say.
fn exact(one: &[When], other: &[When]) -> bool {
    one.iter().any(|x| other.iter().any(|y| near(x, y)))
}

fn near(x: &When, y: &When) -> bool {
    let days = match (x.start.day, y.start.day) {
        (Some(d), Some(e)) => d.abs_diff(e) <= 1,
        _ => true,
    };
    x.start.year == y.start.year && x.start.month == y.start.month && days
}

/// Whether two lists of dates can speak of the same days: `None` where one of them is empty.
pub(super) fn agree(one: &[When], other: &[When]) -> Option<bool> {
    let (a, _) = (one.first()?, other.first()?);
    let year = a.start.year;
    let coarse = |list: &[When]| list.iter().any(|w| w.start.month.is_none() && w.start.year == year);
    let years = one.iter().chain(other).all(|w| w.start.year == year);
    Some(exact(one, other) || years && (coarse(one) || coarse(other)))
}
