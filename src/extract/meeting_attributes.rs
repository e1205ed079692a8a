//! What a sentence says about the meeting it has just named: place, dates, hosts, subject.

use std::ops::Range as Tokens;

use super::attribute_ends::{clause_end, list_goes_on, skip};
pub(super) use super::meeting_place::{PlaceMention, place_at};
use super::meeting_tail::capitals;
use super::meeting_venue::{helpers, venue};
use super::reader::Reader;
use super::words::is_conjunction;
use crate::annotate::{NameKind, PartialDate};
use crate::assertion::Status;

/// A date as a fact: completed where the text leaves the year out.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) tokens: Tokens<usize>,
    pub(super) start: PartialDate,
    pub(super) end: PartialDate,
    /// Tokens of the passage that gave the year.
    pub(super) completed_from: Option<Tokens<usize>>,
}

/// What stands around one mention.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    pub(super) dates: Vec<When>,
    pub(super) places: Vec<PlaceMention>,
    /// Tokens of the agents and the capacity in which they acted.
    pub(super) agents: Vec<(Tokens<usize>, String)>,
    pub(super) description: Option<Tokens<usize>>,
    pub(super) status: Option<Status>,
    /// Held where another meeting was: the token of "at the same venue".
    pub(super) same_place: Option<usize>,
}

impl Attributes {
    /// What another mention says of the same meeting.
    pub(super) fn add(&mut self, other: Self) {
        self.dates.extend(other.dates);
        self.places.extend(other.places);
        self.agents.extend(other.agents);
    }
}

/// Reads rightwards from the end of a mention as long as the words speak of place, time and hosts.
pub(super) fn scan(r: &Reader<'_>, from: usize, limit: usize) -> Attributes {
    let mut found = Attributes::default();
    let mut t = from;
    let mut capacity: Option<String> = None;
    // what somebody who follows behind "by" did
    let mut verb: Option<&str> = None;
    while t < limit {
        if let Some(when) = when_at(r, t) {
            t = when.tokens.end;
            found.dates.push(when);
            capacity = None;
            continue;
        }
        // "(Suva, 2015)"
        if let Some(when) = year_in_brackets(r, t) {
            t = when.tokens.end;
            found.dates.push(when);
            continue;
        }
        let word = r.low(t);
        if capacity.is_none()
            && let Some(place) = place_at(r, t, limit)
            && r.low(t.wrapping_sub(1)) != "the"
        {
            t = place.tokens.end;
            found.places.push(place);
            continue;
        }
        // "was held virtually on 3 May"
        if t > from
            && let Some((end, _)) = r.lexicon("MeetAdverb", t)
        {
            t = end;
            continue;
        }
        // "was convened in P on 3 May by A and B"
        if word == "by"
            && let Some(concept) = verb
        {
            let list_end = agents_end(r, t + 1, limit);
            if list_end > t + 1 {
                found.agents.push((t + 1..list_end, concept.to_owned()));
                t = helpers(r, list_end, limit, &mut found);
                verb = None;
                continue;
            }
        }
        if let Some((_, concept)) = r.lexicon("HostVerb", t).filter(|(end, _)| *end == t + 1) {
            verb = Some(concept);
        }
        if let Some((end, concept)) = r.lexicon("CapacityBy", t) {
            let list_end = agents_end(r, end, limit);
            if list_end > end {
                found.agents.push((end..list_end, concept.to_owned()));
                t = if concept == "organiser" { helpers(r, list_end, limit, &mut found) } else { list_end };
                continue;
            }
            capacity = Some(concept.to_owned());
            t = end;
            continue;
        }
        // "which Indonesia hosted", "that Fiji had organised"
        if matches!(word, "which" | "that") {
            let list_end = agents_end(r, t + 1, limit);
            let verb = skip(r, list_end, limit, |w| {
                matches!(w, "had" | "has" | "have" | "will" | "would" | "also" | "jointly")
            });
            if list_end > t + 1
                && let Some((end, concept)) = host_verb(r, verb)
            {
                let coming = (list_end..verb).any(|t| matches!(r.low(t), "will" | "would" | "shall"));
                found.status = found.status.or(coming.then_some(Status::Planned));
                found.agents.push((t + 1..list_end, concept.to_owned()));
                t = end;
                continue;
            }
        }
        // "the Sixth Dialogue, which we plan to hold in P"
        if matches!(word, "which" | "that")
            && let Some(end) = super::meeting_lead::to_be_held(r, t + 1, limit)
        {
            found.status = Some(Status::Planned);
            t = end;
            continue;
        }
        if let Some((end, _)) = r.lexicon("SamePlace", t) {
            found.same_place = Some(t);
            t = end;
            continue;
        }
        // "will be" alone says nothing of a meeting, "will be hosted by A" does
        let link =
            r.lexicon("MeetingLink", t).filter(|(end, _)| r.low(end - 1) != "be" || r.in_lexicon("CapacityBy", *end));
        if let Some((end, concept)) = link {
            verb = r.lexicon("HostVerb", end - 1).filter(|(last, _)| *last == end).map(|(_, concept)| concept);
            match concept {
                "planned" => found.status = Some(Status::Planned),
                "proposed" => found.status = Some(Status::Proposed),
                _ => {}
            }
            t = end;
            continue;
        }
        // "was on developing legislation": the subject, to the end of the clause
        if word == "on"
            && when_at(r, t + 1).is_none()
            && t > from
            && matches!(r.low(t - 1), "was" | "were" | "workshop" | "," | "focused" | "focussed")
        {
            let end = clause_end(r, t + 1, limit);
            found.description = Some(t + 1..end);
            break;
        }
        // "at the headquarters of the Secretariat in P", "at the Harbour Hotel in P"
        if matches!(word, "at" | "in")
            && (r.low(t + 1) == "the" || r.is_capital(t + 1) && r.low(t + 1) != "in")
            && let Some(town) = venue(r, t + 1 + usize::from(r.low(t + 1) == "the"), limit)
        {
            t = town;
            continue;
        }
        // "Technical Committee No. 2 "Nets" was held in P"
        if t < from + 3 && matches!(word, "\"" | "\u{201c}") {
            let closes = |t: &usize| matches!(r.low(*t), "\"" | "\u{201d}");
            if let Some(close) = (t + 1..limit.min(t + 12)).find(closes) {
                t = close + 1;
                continue;
            }
        }
        // "in the city of P"
        if matches!(word, "city" | "town" | "capital" | "port" | "village" | "municipality") && r.low(t + 1) == "of" {
            t += 2;
            continue;
        }
        // "which began on Monday"
        let begins = matches!(word, "began" | "opened" | "started" | "ended" | "closed");
        if begins && r.low(t + 1) == "on" && crate::annotate::is_weekday(r.low(t + 2)) {
            t += 3;
            continue;
        }
        // "during the last week of May"
        let week = r.low(t + 1) == "week" && r.low(t + 2) == "of";
        if week && matches!(word, "first" | "second" | "third" | "fourth" | "last") {
            t += 3;
            continue;
        }
        if t == from && r.in_lexicon("HeadlineVerb", t) && matches!(r.low(t + 1), "in" | "at" | "on") {
            t += 1;
            continue;
        }
        if matches!(
            word,
            "," | "("
                | ")"
                | "had"
                | "has"
                | "been"
                | "which"
                | "was"
                | "were"
                | "and"
                | "also"
                | "again"
                | "in"
                | "at"
                | "on"
                | "over"
                | "from"
                | "during"
                | "for"
                | "the"
                | "of"
                | "respectively"
                | "be"
                | "is"
        ) {
            t += 1;
            continue;
        }
        break;
    }
    found
}

/// A year that closes a bracket behind the place: "(Suva, 2015)", "(2015)".
fn year_in_brackets(r: &Reader<'_>, t: usize) -> Option<When> {
    let year: i16 = r.low(t).parse().ok().filter(|y| (1945..2100).contains(y))?;
    let before = r.low(t.checked_sub(1)?);
    if !matches!(before, "," | "(") || r.low(t + 1) != ")" || r.a.text(t).len() != 4 {
        return None;
    }
    let date = PartialDate { year: Some(year), month: None, day: None };
    Some(When { tokens: t..t + 1, start: date, end: date, completed_from: None })
}

/// "on 10 and 11 June and 3 July 2012": one meeting in parts lasts from the first day to the last.
pub(super) fn one_span(r: &Reader<'_>, attributes: &mut Attributes) {
    let joined = |a: &When, b: &When| {
        a.start.day.is_some()
            && b.end.day.is_some()
            && (a.tokens.end..b.tokens.start)
                .all(|t| matches!(r.low(t), "and" | "," | "on" | "from" | "to" | "-" | "–"))
    };
    while attributes.dates.len() > 1 && joined(&attributes.dates[0], &attributes.dates[1]) {
        let last = attributes.dates.remove(1);
        let first = &mut attributes.dates[0];
        first.end = last.end;
        first.tokens = first.tokens.start..last.tokens.end;
    }
}

/// "hosted", and "host" behind "will".
fn host_verb<'a>(r: &Reader<'a>, verb: usize) -> Option<(usize, &'a str)> {
    let base = || r.lexicon("HostBase", verb).filter(|_| crate::annotate::is_auxiliary(r.low(verb - 1)));
    r.lexicon("HostVerb", verb).or_else(base)
}

/// The date expression that starts at a token, completed.
fn when_at(r: &Reader<'_>, token: usize) -> Option<When> {
    let date = r.a.date_at(token)?;
    Some(complete(r, date))
}

/// A date with its year: its own, else that of another expression with the same day, else the nearest before it,
/// else the manifest's.
pub(super) fn complete(r: &Reader<'_>, date: &crate::annotate::DateExpression) -> When {
    let mut when = When {
        tokens: date.tokens.clone(),
        start: date.start,
        end: date.end.unwrap_or(date.start),
        completed_from: None,
    };
    if when.start.year.is_some() || when.end.year.is_some() {
        when.start.year = when.start.year.or(when.end.year);
        when.end.year = when.end.year.or(when.start.year);
        return when;
    }
    let source = r.years.lender(&r.a.dates, date).map(|index| &r.a.dates[index]);
    let year = source.and_then(|d| d.start.year).or_else(|| r.given.date.and_then(|d| d.year));
    // "in July next year"
    let shift = match (r.low(date.tokens.end), r.low(date.tokens.end + 1)) {
        ("next", "year") => 1,
        ("last", "year") => -1,
        _ => 0,
    };
    let year = year.map(|y| y + shift);
    // what is to come is not of a year before that of the document
    let first = r.a.dates.iter().find_map(|d| d.start.year.or_else(|| d.end.and_then(|e| e.year)));
    let sentence = r.sentence(date.tokens.start);
    let future = (sentence.start..date.tokens.start).any(|t| matches!(r.low(t), "will" | "shall"));
    let year = year.map(|y| first.filter(|f| future && *f > y && shift == 0).unwrap_or(y));
    when.completed_from = source.map(|d| d.tokens.clone());
    when.start.year = year;
    when.end.year = year;
    when
}

/// The end of a list of agents that starts at a token; the token itself if there is none.
pub(super) fn agents_end(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    let mut end = from;
    let mut depth = 0_usize;
    while t < limit {
        let word = r.low(t);
        // "by the Government of A (P, 3 May 2007)": place and date are those of the meeting
        let next = t + 1;
        let aside = r.a.name_at(next).is_some_and(|n| n.kind == NameKind::Place) || r.a.date_at(next).is_some();
        if word == "(" && aside && depth == 0 {
            break;
        }
        if word == "(" {
            depth += 1;
        } else if word == ")" {
            if depth == 0 {
                break;
            }
            depth -= 1;
            t += 1;
            end = t;
            continue;
        }
        if depth > 0 {
            t += 1;
            continue;
        }
        if let Some(person) = r.a.persons_near(t..t + 1).iter().find(|p| p.tokens.start == t && p.tokens.end <= limit) {
            t = person.tokens.end;
            end = t;
            continue;
        }
        if let Some(name) = r.a.name_at(t) {
            if matches!(name.kind, NameKind::Place) && t > from {
                break;
            }
            t = name.tokens.end;
            // "the Fijian authorities"
            if name.kind == NameKind::Demonym
                && let Some((party, _)) = r.lexicon("StateParty", t)
            {
                t = party;
            }
            end = t;
            continue;
        }
        if r.a.date_at(t).is_some() || r.in_lexicon("CapacityBy", t) {
            break;
        }
        if r.is_word(t) && r.is_capital(t) {
            let run = capitals(r, t, limit.min(t + 1));
            t = run.max(t + 1);
            end = t;
            continue;
        }
        if r.in_lexicon("Issuer", t) || r.in_lexicon("Post", t) || r.in_lexicon("Office", t) {
            t += 1;
            end = t;
            continue;
        }
        if word == "," && t > from && !list_goes_on(r, t, limit) {
            break;
        }
        if matches!(word, "," | "the" | "of" | "'s" | "'" | "its" | "both" | "for" | "/" | "by" | "as" | "well")
            || is_conjunction(word)
            || word == "("
        {
            t += 1;
            continue;
        }
        break;
    }
    end
}
