//! Where a document names meetings: `the second Bali Ministerial Conference`, `three regional workshops`.

use std::ops::Range as Tokens;

use super::meeting_attributes::PlaceMention;
use super::meeting_front::{Front, year_before};
use super::meeting_tail::Tail;
use super::reader::Reader;
use super::words::is_determiner;
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
    /// The text says how many ("the two conferences").
    pub(super) counted: bool,
    /// Whether the noun is printed with a capital.
    pub(super) proper: bool,
    /// Word in front that is no part of the name: "next", "previous", "another", "future", "no".
    pub(super) marker: Option<String>,
    /// Whether something besides an article tells it from other meetings.
    pub(super) specific: bool,
    /// A year in front of the noun ("the 1999 Lake Forum").
    pub(super) year: Option<i16>,
    /// A place in front of the noun ("the Nairobi Forum").
    pub(super) place: Option<PlaceMention>,
}

/// Tokens at most behind the noun of a meeting that belong to its name.
const LONGEST: usize = 120;

/// All mentions of meetings, in order, not overlapping.
pub(super) fn find(r: &Reader<'_>) -> Vec<MeetingMention> {
    let mut mentions: Vec<MeetingMention> = Vec::new();
    let mut at = 0;
    while at < r.a.tokens.len() {
        let found =
            nickname(r, at).or_else(|| named(r, at)).or_else(|| numbered_body(r, at)).or_else(|| by_noun(r, at));
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

/// An organisation that is itself a series of meetings, with its number, year or place: "Twentieth South Pacific Forum".
fn named(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let ordinal = r.a.number_at(at).filter(|n| n.kind == NumberKind::Ordinal);
    let year = year_before(r, at + 1, 0).filter(|_| ordinal.is_none());
    let from = ordinal.map(|o| o.tokens.end).or(year.map(|_| at + 1))?;
    let name = r.a.name_at(from).filter(|n| n.kind == NameKind::Organisation)?;
    let last = name.tokens.end - 1;
    let (end, kind) = r.lexicon("MeetingNoun", last)?;
    if end != name.tokens.end || noun_at(r, end).is_some() || year.is_some() && compound(r, end, r.sentence(at).end) {
        return None;
    }
    let mut mention = of_series(at..end, last..end, kind, 0, &name.key);
    mention.ordinals = ordinal.map(|o| o.value).into_iter().collect();
    mention.year = year;
    Some(mention)
}

/// "The 9th Lake Health Council was opened in P": a council with a number that meets, for what it says and does.
fn numbered_body(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let ordinal = r.a.number_at(at).filter(|n| n.kind == NumberKind::Ordinal)?;
    let from = ordinal.tokens.end;
    let noun = (from + 1..from + 6)
        .take_while(|t| r.is_capital(t - 1) && r.is_word(t - 1))
        .find(|t| r.is_capital(*t) && r.low(*t) == "council")?;
    let (end, _) = r.lexicon("BodyNoun", noun)?;
    let digits = r.a.text(at).starts_with(|c: char| c.is_ascii_digit());
    if end - from < 2 + usize::from(!digits) || noun_at(r, end).is_some() {
        return None;
    }
    let next = if r.low(end) == "(" && r.low(end + 2) == ")" { end + 3 } else { end };
    let next = next + usize::from(r.low(next) == ",");
    let told = |t: usize| ["MeetingLink", "HostVerb", "AttendBy", "CapacityBy"].iter().any(|l| r.in_lexicon(l, t));
    let passive = super::words::is_auxiliary(r.low(next)) && told(next + 1);
    if !told(next) && !passive {
        return None;
    }
    let ministers = (0..at).any(|t| r.lexicon("Issuer", t).is_some_and(|(_, concept)| concept == "ministers"));
    let kind = if ministers { "ministerial-conference" } else { "conference" };
    let mention = of_series(at..end, noun..end, kind, ordinal.value, "");
    Some(MeetingMention { series: None, unknown_series: Some(from..end), ..mention })
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
        counted: false,
        proper: true,
        marker: None,
        specific: true,
        year: None,
        place: None,
    }
}

fn by_noun(r: &Reader<'_>, at: usize) -> Option<MeetingMention> {
    let (noun_end, kind) = noun_at(r, at)?;
    if r.a.name_over(at).is_some_and(|n| n.kind == NameKind::Organisation && n.tokens.end >= noun_end) {
        return None;
    }
    // "Consultation Mechanism": the noun of a body, not of a meeting
    if r.lexicon("BodyNoun", at).is_some_and(|(end, _)| end > noun_end) {
        return None;
    }
    let sentence = r.sentence(at);
    let noun = at..noun_end;
    // "meetings of experts": the head stands before "of"
    let head = (at..noun_end).find(|t| r.low(*t) == "of").unwrap_or(noun_end) - 1;
    let plural = r.low(head).ends_with('s') && !r.low(head).ends_with("ss") && !r.in_lexicon("ProperMeetingNoun", head);
    let mut front = Front::default();
    let mut start = front.scan(r, at, sentence.start);
    if let Some((from, ordinal)) = phase_of(r, start, sentence.start).filter(|_| front.ordinals.is_empty()) {
        front.ordinals.push(ordinal);
        start = from;
    }
    let numbered = !front.ordinals.is_empty();
    // "the Heads of State, meeting at Nairobi": what they do, not what they hold
    let before = start.checked_sub(1).map_or("", |t| r.low(t));
    let verb = r.low(at) == "meeting" && !r.is_capital(at) && start == at && !is_determiner(before);
    if verb && (before == "," || start > 0 && r.lexicon("Issuer", start - 1).is_some()) && r.in_lexicon("MeetVerb", at)
    {
        return None;
    }
    // "Meeting in Suva on 3 May at the Third Forum," as a paragraph of a preamble
    let preamble = r.low(at) == "meeting"
        && at == sentence.start
        && matches!(r.low(noun_end), "in" | "at" | "on" | "from" | "under" | "for" | "pursuant")
        && matches!(r.low(sentence.end - 1), "," | ";")
        && r.block_of(at) > 0;
    if preamble {
        return None;
    }
    if front.press || part_of_one(r, at, start) {
        return None;
    }
    // "Third Dialogue Partners' Meeting": the last noun counts
    let later = |t: usize| (t > noun_end && r.is_capital(t)).then(|| r.lexicon("MeetingNoun", t)).flatten();
    let run =
        (noun_end..sentence.end.min(noun_end + 4)).take_while(|t| r.is_capital(*t) || matches!(r.low(*t), "'" | "'s"));
    if r.is_capital(at) && r.is_capital(noun_end) && numbered && run.into_iter().any(|t| later(t).is_some()) {
        return None;
    }
    if !numbered && front.year.is_none() && compound(r, noun_end, sentence.end) {
        return None;
    }
    let behind = number_behind(r, at..noun_end).filter(|_| !numbered);
    let tail_from = behind.as_ref().map_or(noun_end, |(_, end)| *end);
    front.ordinals.extend(behind.map(|(number, _)| number));
    let numbered = !front.ordinals.is_empty();
    let mut tail = Tail { end: tail_from, series: front.series.clone(), ..Tail::default() };
    tail.scan(r, at, numbered, plural, sentence.end.min(noun_end + LONGEST));
    let end = tail.end;
    // "Report of the Conference on the work of its fourth session": whose report it is, not what it met on
    let own = |t: usize| r.low(t) == "work" && r.low(t + 1) == "of" && matches!(r.low(t + 2), "its" | "their");
    if tail.topic.clone().is_some_and(|topic| topic.take(3).any(own)) {
        return None;
    }
    front.ordinals.extend(tail.ordinal);
    // "the World Summit on the Sea Forum": the last noun is the one that counts, but not that of the series whose
    // leaders meet ("the Meeting of the Heads of Government of the Lake Forum")
    let leaders =
        tail.unknown_series.as_ref().is_some_and(|series| (noun_end..series.start).any(|t| r.in_lexicon("Issuer", t)));
    if !leaders
        && r.is_capital(at)
        && (noun_end..end).any(|t| noun_at(r, t).is_some_and(|(e, _)| e == end && r.is_capital(t)))
    {
        return None;
    }
    let mut series = tail.series;
    if let Some((_, key)) = (start..end).rev().find_map(|t| r.lexicon("Series", t)) {
        series = Some(key.to_owned());
    }
    let (specific, kind) = (
        numbered
            || series.is_some()
            || tail.unknown_series.is_some()
            || r.is_capital(at) && noun.len() > 2 && noun.clone().any(|t| r.low(t) == "of")
            || tail.topic.is_some()
            || tail.of.is_some()
            || kind == "expert-meeting" && noun.len() > 2
            || front.modified
            || front.year.is_some(),
        kind_of(r, front.kind(kind), start..end, at),
    );
    Some(MeetingMention {
        tokens: start..end,
        noun,
        kind,
        ordinals: front.ordinals,
        series,
        unknown_series: tail.unknown_series,
        topic: tail.topic,
        plural: plural || front.count.is_some(),
        counted: front.count.is_some(),
        proper: r.is_capital(at),
        marker: front.marker,
        specific,
        year: front.year,
        place: front.place,
    })
}

/// "the opening session", "the second working session": a part of the meeting that a text records, no meeting.
fn part_of_one(r: &Reader<'_>, noun: usize, start: usize) -> bool {
    (start..=noun).any(|t| r.lexicon("MeetingPart", t).is_some_and(|(end, _)| end > noun))
}

/// The noun of a meeting: of the lexicon, or a short form that the document defines as one ("Annual Session (AS)").
fn noun_at<'a>(r: &Reader<'a>, at: usize) -> Option<(usize, &'a str)> {
    // "the talks" of a text on the Lake Talks
    let told = |word: &str| r.is_capital(at) || (0..at).any(|t| r.low(t) == word && r.is_capital(t));
    let proper = || r.lexicon("ProperMeetingNoun", at).filter(|_| told(r.low(at)));
    // "the Third Lake Ministerial, held in P"
    let alone = |end: usize| {
        let next = r.low(end);
        !r.is_word(end) || super::words::is_preposition(next) || super::words::is_auxiliary(next)
    };
    let capital = || {
        let heading = r.block(r.block_of(at)).kind == crate::document::BlockKind::Heading;
        r.lexicon("CapitalMeetingNoun", at).filter(|(end, _)| r.is_capital(at) && !heading && alone(*end))
    };
    r.lexicon("MeetingNoun", at).or_else(proper).or_else(capital).or_else(|| {
        if !r.is_capital(at) {
            return None;
        }
        let defined =
            r.defined(r.a.text(at)).iter().map(|index| &r.a.acronyms[*index]).find(|d| d.short.start != at)?;
        let long = defined.long.clone();
        // "Lake Forum on Fish (LFF)"
        let head = |end: usize| end == long.end || matches!(r.low(end), "on" | "of" | "for");
        let kind = long.clone().find_map(|t| r.lexicon("MeetingNoun", t).filter(|(end, _)| head(*end)))?;
        Some((at + 1, kind.1))
    })
}

/// "SOM VIII", "Lake Summit II", "SOM 8": the number behind the noun, and where it ends.
fn number_behind(r: &Reader<'_>, noun: Tokens<usize>) -> Option<(u64, usize)> {
    /// No meetings of one kind have been counted to as many; a year is larger.
    const MOST: u64 = 150;
    let number = r.a.number_at(noun.end)?;
    let last = r.a.text(noun.end - 1);
    let short = last.len() > 1 && !last.contains(char::is_lowercase);
    let counts = match number.kind {
        // "At the SOM I thanked Kenya"
        NumberKind::Roman => {
            let number = r.a.text(noun.end);
            r.is_capital(noun.end - 1) && number.len() > usize::from(!short) && number != "I"
        }
        NumberKind::Cardinal => {
            short && noun.len() == 1 && number.tokens.len() == 1 && (1..MOST).contains(&number.value)
        }
        NumberKind::Ordinal => false,
    };
    let heading = r.block(r.block_of(noun.start)).kind == crate::document::BlockKind::Heading;
    (counts && !(heading && number.kind == NumberKind::Cardinal)).then_some((number.value, number.tokens.end))
}

/// "the second phase of the World Summit": the phases are held apart, so each is a meeting.
fn phase_of(r: &Reader<'_>, start: usize, from: usize) -> Option<(usize, u64)> {
    let of = if r.low(start.checked_sub(1)?) == "the" { start.checked_sub(2)? } else { start - 1 };
    let noun = of.checked_sub(1).filter(|n| *n > from && r.low(of) == "of" && matches!(r.low(*n), "phase" | "leg"))?;
    let ordinal = r.a.number_ending(noun).filter(|n| n.kind == NumberKind::Ordinal)?;
    Some((ordinal.tokens.start, ordinal.value))
}

/// "Summit Secretariat", "forum leaders": the noun only says which secretariat, which leaders.
fn compound(r: &Reader<'_>, noun_end: usize, limit: usize) -> bool {
    if noun_end >= limit || !r.is_word(noun_end) {
        return false;
    }
    if r.in_lexicon("MeetingCompound", noun_end) {
        return true;
    }
    let named = r.a.name_over(noun_end).is_some_and(|n| !matches!(n.kind, NameKind::Organisation))
        || r.a.date_at(noun_end).is_some();
    r.is_capital(noun_end - 1)
        && r.is_capital(noun_end)
        && !named
        && !r.in_lexicon("StatementNoun", noun_end)
        && !r.in_lexicon("CapacityPost", noun_end)
        && r.a.number_at(noun_end).is_none()
        && !super::words::is_minor(r.low(noun_end))
        && r.block(r.block_of(noun_end)).kind != crate::document::BlockKind::Heading
}

/// What kind of meeting it is: the noun's, or that of the body or the people who meet ("Meeting of Law Ministers").
fn kind_of(r: &Reader<'_>, kind: String, phrase: Tokens<usize>, noun: usize) -> String {
    let ministerial = |t: usize| r.low(t) == "ministerial" || r.low(t).starts_with("ministerial-");
    // "the Ministerial Committee Meeting" is one of ministers, "the Ministerial Task Force Meeting" one of a body
    let ministers =
        |t: usize| ministerial(t) && r.lexicon("BodyNoun", noun - 1).is_some_and(|(_, k)| !k.ends_with("group"));
    let body = !(phrase.start..noun).any(ministers)
        && (phrase.start..noun)
            .any(|t| ["ProcessBody", "BodyNoun"].iter().any(|l| r.lexicon(l, t).is_some_and(|(end, _)| end == noun)));
    if body && matches!(kind.as_str(), "conference" | "senior-officials-meeting") {
        return "body-meeting".to_owned();
    }
    if matches!(kind.as_str(), "conference" | "expert-meeting") && (phrase.start..noun).any(ministerial) {
        return "ministerial-conference".to_owned();
    }
    // "the Consultation between the Ministers of A and the Minister of B"
    let parties = kind == "expert-meeting" && matches!(r.low(noun + 1), "of" | "between" | "among" | "with");
    if kind != "conference" && !parties {
        return kind;
    }
    // "the Meeting of the Ad Hoc Group of the Lake Process"
    let of = (noun..phrase.end).find(|t| r.low(*t) == "of").map_or(phrase.end, |t| t + 1);
    let group = (of..phrase.end).take_while(|t| r.low(*t) != "of").any(|t| {
        r.lexicon("BodyNoun", t).is_some_and(|(end, kind)| {
            end <= phrase.end && matches!(r.low(end), "of" | "on" | "for") && kind.ends_with("group")
        })
    });
    if group {
        return "body-meeting".to_owned();
    }
    // "the meeting of the Ministerial Committee"
    let council = (of..phrase.end).take_while(|t| !matches!(r.low(*t), "of" | "on")).any(ministerial);
    if council && r.low(of.saturating_sub(1)) == "of" {
        return "ministerial-conference".to_owned();
    }
    if (noun..phrase.end).any(|t| r.low(t) == "experts") {
        return "expert-meeting".to_owned();
    }
    let topic = phrase.clone().find(|t| *t > noun && matches!(r.low(*t), "on" | "to" | "for")).unwrap_or(phrase.end);
    let topic = topic.max(phrase.start);
    // "Heads of Government held their Tenth Meeting"
    let theirs = matches!(r.low(phrase.start.wrapping_sub(1)), "their" | "our");
    let from = if theirs { r.sentence(noun).start } else { phrase.start };
    let mut people: Vec<&str> = (from..topic)
        .filter_map(|t| {
            r.lexicon("Issuer", t).filter(|(end, _)| *end <= topic).map(|(end, concept)| (end - t, concept))
        })
        // "Heads of Customs" are no heads of government
        .filter(|(len, concept)| *concept != "heads-of-government" || *len > 1)
        .map(|f| f.1)
        .collect();
    // "The Group on Nets held its sixth meeting"
    if r.low(phrase.start.wrapping_sub(1)) == "its" && kind == "conference" {
        let sentence = r.sentence(noun).start;
        let group = (sentence..phrase.start.min(sentence + 6))
            .find_map(|t| r.lexicon("BodyNoun", t))
            .is_some_and(|(_, kind)| kind.ends_with("group"));
        if group {
            return "body-meeting".to_owned();
        }
    }
    // the people named last are theirs
    if theirs {
        people.reverse();
    }
    let who = people.into_iter().find_map(|concept| match concept {
        "ministers" | "vice-ministers" => Some("ministerial-conference"),
        "senior-officials" => Some("senior-officials-meeting"),
        "leaders" | "heads-of-government" | "heads-of-state-and-government" => Some("summit"),
        _ => None,
    });
    who.map_or(kind, str::to_owned)
}
