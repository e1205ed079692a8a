//! What stands behind the noun of a meeting: "of the Lake Process", "on Fisheries", "among A, B and C".

use std::ops::Range as Tokens;

use super::meeting_attributes::{agents_end, place_at};
use super::organ_session::of_united_nations;
use super::reader::Reader;
use super::tail_ends::{before_place, ends_there, other_begins, proper_series, session_at};
use super::words::{is_auxiliary, is_conjunction, is_determiner, is_preposition, is_pronoun, is_relative};
use crate::annotate::{Name, NameKind};

/// What stands behind a meeting noun: "of the Lake Process", "on Fisheries", "among A, B and C".
#[derive(Default)]
pub(super) struct Tail {
    pub(super) end: usize,
    pub(super) series: Option<String>,
    pub(super) unknown_series: Option<Tokens<usize>>,
    pub(super) topic: Option<Tokens<usize>>,
    /// "of experts", "of the coastal states": who meets.
    pub(super) of: Option<Tokens<usize>>,
    /// The number of the session that the meeting is a part of.
    pub(super) ordinal: Option<u64>,
}

impl Tail {
    pub(super) fn scan(&mut self, r: &Reader<'_>, at: usize, numbered: bool, plural: bool, limit: usize) {
        while self.end < limit {
            let end = self.end;
            let next = if r.low(end + 1) == "the" { end + 2 } else { end + 1 };
            match r.low(end) {
                "of" => {
                    if !self.of(r, at, next, numbered && r.is_capital(at) && !plural, limit) {
                        break;
                    }
                }
                // "briefed the meeting on fees": what was told, not what it was held about
                "on" if end == at + 1
                    && !r.is_capital(at)
                    && r.low(at.saturating_sub(1)) == "the"
                    && at > 1
                    && r.in_lexicon("InformVerb", at - 2) =>
                {
                    break;
                }
                // "the meeting on Monday"
                "on" if crate::annotate::is_weekday(r.low(end + 1)) => break,
                "on" if self.topic.is_none() && r.a.date_at(end + 1).is_none() => {
                    // in a title in capitals the place and the date follow behind a comma
                    let run = if r.is_capital(at) { topic_run(r, next, limit) } else { phrase(r, next, limit) };
                    let run = before_place(r, next, run, limit);
                    if run <= next {
                        break;
                    }
                    self.topic = Some(end + 1..run);
                    self.end = run;
                }
                // "of the Parties to the Lakes Convention"
                "to" if matches!(r.low(end - 1), "parties" | "signatories") && r.is_capital(next) => {
                    let run = topic_run(r, next, limit);
                    if let Some(series) = self.unknown_series.as_mut().filter(|s| s.end == end) {
                        series.end = run;
                    }
                    self.end = run;
                }
                "to" | "for" if r.is_capital(at) && r.is_capital(next) && r.low(end + 1) != "the" => {
                    let run = topic_run(r, next, limit);
                    if run <= next {
                        break;
                    }
                    self.end = run;
                }
                // "Conference in Support of the Lakes", "Convention against Noise"
                "in" | "against" | "towards"
                    if r.is_capital(at)
                        && (r.low(end) != "in" || r.low(end + 1) == "support")
                        && (r.is_capital(end + 1) || is_determiner(r.low(end + 1)) && r.is_capital(end + 2))
                        && r.a.date_at(end + 1).is_none()
                        && place_at(r, end + 1, limit).is_none() =>
                {
                    let from = end + 1 + usize::from(!r.is_capital(end + 1));
                    let run = topic_run(r, from, limit);
                    let run = before_place(r, from, run, limit);
                    self.topic.get_or_insert(end..run);
                    self.end = run;
                }
                // "the ministerial meeting with Fiji"
                "with" if r.a.name_at(next).is_some_and(|n| n.kind != NameKind::Place) => {
                    let run = agents_end(r, end + 1, limit);
                    if run <= end + 1 {
                        break;
                    }
                    self.end = run;
                }
                // "consultations with the Coastal Countries (A and B)"
                "with" if r.is_capital(next) && r.is_word(next) => {
                    self.end = capitals(r, next, limit);
                    let close = (self.end + 1..limit.min(self.end + 40)).find(|t| r.low(*t) == ")");
                    if let Some(close) = close.filter(|_| r.low(self.end) == "(") {
                        self.end = close + 1;
                    }
                }
                "among" | "amongst" | "between" => {
                    let run = agents_end(r, end + 1, limit);
                    if run <= end + 1 {
                        break;
                    }
                    self.end = run;
                }
                "(" => {
                    // "Senior Officials Meeting (SOM)"
                    let defined =
                        r.a.acronyms_near(end + 1..end + 2)
                            .iter()
                            .find(|d| d.short.start == end + 1 && d.tokens.end == d.short.end + 1);
                    // "(AHG SOM)": a short name of several words
                    let shouted = |t: &usize| r.is_word(*t) && r.a.text(*t).chars().all(|c| !c.is_lowercase());
                    // "(14th TWG)"
                    let first = r.a.number_at(end + 1).map_or(end + 1, |n| n.tokens.end);
                    let close = (first..(end + 5).min(limit)).find(|t| !shouted(t)).filter(|t| r.low(*t) == ")");
                    match (defined.map(|d| d.tokens.end), close.filter(|c| *c > end + 1)) {
                        (Some(after), _) => self.end = after,
                        (None, Some(close)) => self.end = close + 1,
                        (None, None) => break,
                    }
                }
                _ => break,
            }
        }
    }

    /// "of the Bali Process", "of the Lake Forum", "of Law Ministers", "of experts".
    fn of(&mut self, r: &Reader<'_>, at: usize, next: usize, whole: bool, limit: usize) -> bool {
        // "of the Tabora Dialogue on Ports": the town is the first word of a series
        let town = |n: &&Name| {
            let run = title_run(r, next, limit);
            n.kind == NameKind::Place && run > n.tokens.end && r.is_capital(n.tokens.end) && proper_series(r, next..run)
        };
        let known = r.a.name_at(next).filter(|n| !town(n));
        if let Some((end, organ @ ("general-assembly" | "security-council"))) =
            r.lexicon("Issuer", next).filter(|_| r.is_capital(next) && known.is_none() && of_united_nations(r, next))
        {
            self.series.get_or_insert_with(|| format!("un-{organ}"));
            self.end = end;
            return true;
        }
        if let Some(name) = known.filter(|n| n.kind == NameKind::Organisation) {
            let more = r.is_capital(name.tokens.end) && r.is_word(name.tokens.end);
            let issuers = (name.tokens.end..name.tokens.end + 3).any(|t| r.in_lexicon("Issuer", t));
            self.series.get_or_insert_with(|| name.key.clone());
            self.end = name.tokens.end;
            // "the meeting of officials of the Lake Union and the Coastal States"
            let states = name.tokens.end + 1 + usize::from(r.low(name.tokens.end + 1) == "the");
            let who = if r.low(name.tokens.end) == "and" { of_phrase(r, states, limit) } else { states };
            if who > states && r.is_capital(states) {
                self.end = who;
                return true;
            }
            // "the Meetings of the Fund and the Bank"
            let and = name.tokens.end + 1 + usize::from(r.low(name.tokens.end + 1) == "the");
            let other = r.a.name_at(and).filter(|n| n.kind == NameKind::Organisation && n.tokens.end <= limit);
            if let Some(other) = other.filter(|_| r.low(name.tokens.end) == "and" && r.is_capital(at)) {
                self.end = other.tokens.end;
                return true;
            }
            if issuers || more && !r.in_lexicon("MeetingNoun", name.tokens.end) {
                self.of = Some(next..of_phrase(r, next, limit));
                self.end = self.of.as_ref().map_or(self.end, |of| of.end.max(self.end));
            }
            return true;
        }
        // "the Ministerial Meeting of the Fourth Session of the Lake Committee": a part of that session
        if let Some((noun, ordinal)) = session_at(r, next, limit).filter(|_| !whole) {
            self.ordinal = Some(ordinal);
            self.of = Some(next..noun);
            self.end = noun;
            return true;
        }
        let run = title_run(r, next, limit);
        let who = of_phrase(r, next, limit);
        if let Some(series) = behind_ministers(r, next, run).filter(|_| self.series.is_none() && known.is_none()) {
            self.of = Some(next..run);
            self.end = run;
            self.unknown_series = Some(series);
            return true;
        }
        if run > next && known.is_none() && who <= run {
            if let Some(full) = self.series.is_none().then(|| full_name(r, next..run)).flatten() {
                self.unknown_series = Some(full);
            } else if self.series.is_none() && proper_series(r, next..run) {
                self.unknown_series = Some(next..run);
            } else if self.series.is_none() && whole {
                // "the Sixth Summit of the Islands": the series is the Summit of the Islands
                self.unknown_series = Some(at..run);
            }
            self.end = run;
            return true;
        }
        if self.of.is_some() || who <= next {
            return false;
        }
        self.of = Some(next..who);
        self.end = who;
        true
    }
}

/// The end of "experts", "Commonwealth countries", "Forum fisheries Ministers": people or states who meet;
/// `from` if the words name none.
fn of_phrase(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    while t < limit && t - from < 9 {
        let word = r.low(t);
        let joins = t > from && matches!(word, "and" | "of" | "the" | "'" | "'s" | "," | "responsible" | "for");
        if joins {
            t += 1;
            continue;
        }
        let stop = !r.is_word(t)
            || is_determiner(word)
            || is_preposition(word)
            || is_conjunction(word)
            || is_auxiliary(word)
            || is_relative(word)
            || is_pronoun(word)
            || r.in_lexicon("MeetingLink", t)
            || r.in_lexicon("HostVerb", t)
            || r.a.date_at(t).is_some();
        if stop {
            break;
        }
        t += 1;
        // the list of who meets ends with the noun for people or states
        let who = |i: usize| {
            let issuer = r.lexicon("Issuer", i).filter(|(_, c)| *c != "meeting");
            issuer.or_else(|| r.lexicon("GroupNoun", i)).map(|(end, _)| end)
        };
        let people = (from..t).any(|i| who(i) == Some(t));
        let more = matches!(r.low(t), "and" | "of") && (t + 1..(t + 5).min(limit)).any(|i| who(i).is_some());
        if people && !more {
            return t;
        }
    }
    from
}

/// "Vice-Ministers of the Lake Conference": the series of the meetings of those people.
fn behind_ministers(r: &Reader<'_>, from: usize, end: usize) -> Option<Tokens<usize>> {
    r.lexicon("Issuer", from).filter(|(people, _)| *people < end)?;
    let the = |t: usize| r.low(t) == "of" && r.low(t + 1) == "the";
    let begins = (from..end).filter(|t| the(*t)).map(|t| t + 2);
    begins.into_iter().map(|t| t..end).find(|series| {
        let name = (series.start..end).find(|t| matches!(r.low(*t), "of" | "on" | "for")).unwrap_or(end);
        (series.start..name).any(|t| {
            ["SeriesNoun", "OrgNoun", "MeetingNoun"].iter().any(|l| r.lexicon(l, t).is_some_and(|(e, _)| e == name))
        })
    })
}

/// Capitalised words of a topic; a comma goes on only inside "A, B and C", never to a place or a date.
fn topic_run(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let run = capitals(r, from, limit);
    let last_and = (from..run).rev().find(|t| r.low(*t) == "and").unwrap_or(from);
    let comma = (from..run)
        .find(|t| r.low(*t) == "," && (*t > last_and || r.a.name_at(t + 1).is_some_and(|n| n.kind == NameKind::Place)));
    let run = comma.unwrap_or(run);
    // a title in capitals ends where a place or a date goes on in ordinary letters
    let shouted = |t: usize| r.a.text(t).chars().all(|c| !c.is_lowercase());
    if !(from..run.min(from + 2)).all(shouted) {
        return run;
    }
    (from..run).find(|t| !shouted(*t)).unwrap_or(run)
}

/// The end of a run of capitalised words from `at`, with commas, "and", "of", "in" … between them.
pub(super) fn capitals(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    let mut t = at;
    while t < limit {
        if r.is_capital(t) && r.is_word(t) && !r.in_lexicon("Issuer", t) || t == at && r.is_capital(t) {
            if t > at && (r.a.date_at(t).is_some() || r.in_lexicon("HeadlineVerb", t) || town_in_its_line(r, t)) {
                break;
            }
            t += 1;
            end = t;
        } else if t > at
            && matches!(
                r.low(t),
                "," | "and"
                    | "of"
                    | "in"
                    | "for"
                    | "on"
                    | "the"
                    | "with"
                    | "to"
                    | "by"
                    | "or"
                    | "'"
                    | "'s"
                    | "&"
                    | "-"
                    | "/"
            )
        {
            t += 1;
        } else {
            break;
        }
    }
    end
}

/// "SUMMIT OF THE LAKE ALLIANCE", "Suva, Fiji, 3 May" in the next line: a town that opens a line is no part of the name.
fn town_in_its_line(r: &Reader<'_>, t: usize) -> bool {
    let town = r.a.name_at(t).filter(|n| n.kind == NameKind::Place && r.low(n.tokens.end) == ",");
    let printed = r.a.document.quote(r.a.document.span(r.a.range(t - 1..t + 1)));
    town.is_some() && r.is_capital(t - 1) && printed.contains('\n')
}

/// The end of a proper name from `at`: capitalised words with "of", "for", "on", "and" between them, no commas.
fn title_run(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    let mut t = at;
    while t < limit {
        if t > at && town_in_its_line(r, t) {
            break;
        }
        if r.is_word(t) && r.is_capital(t) {
            t += 1;
            end = t;
        } else if r.low(t) == "in"
            && (r.a.name_at(t + 1).is_some_and(|n| n.kind != NameKind::Organisation) || r.a.date_at(t + 1).is_some())
            || t > at && r.low(t) == "and" && other_begins(r, t + 1)
        {
            break;
        } else if t > at
            && (matches!(r.low(t), "of" | "for" | "on" | "and" | "or" | "the" | "in")
                || matches!(r.low(t), "'" | "'s") && r.is_capital(t + 1))
        {
            t += 1;
        } else {
            break;
        }
    }
    end
}

/// "the Initiative", where the text has named the Lake Rescue Initiative: the tokens of that name.
fn full_name(r: &Reader<'_>, short: Tokens<usize>) -> Option<Tokens<usize>> {
    let noun = short.start;
    // "the Eighth Meeting of the LRC", where the text defines the LRC
    let defined = r.defined(r.a.text(noun)).iter().map(|index| &r.a.acronyms[*index]).find(|d| d.short.start != noun);
    if let Some(definition) = defined.filter(|_| short.len() == 1) {
        return Some(definition.long.clone());
    }
    let series = ["SeriesNoun", "OrgNoun"].iter().any(|l| r.lexicon(l, noun).is_some_and(|(end, _)| end == short.end));
    if short.len() != 1 || !series {
        return None;
    }
    let full = (0..noun).filter(|t| r.low(*t) == r.low(noun) && r.is_capital(*t)).find_map(|t| {
        let from = r.sentence(t).start;
        let start = (from..t)
            .rev()
            .take_while(|i| {
                r.is_capital(*i) && r.is_word(*i) && !is_determiner(r.low(*i)) && !r.in_lexicon("Issuer", *i)
            })
            .last()?;
        Some(start..t + 1)
    });
    full.filter(|name| (name.start..name.end).all(|t| r.a.name_over(t).is_none_or(|n| n.tokens.start >= name.start)))
}

/// The end of a lower-case noun phrase from `at`: to a verb, a relative, a comma or the end.
pub(super) fn phrase(r: &Reader<'_>, at: usize, limit: usize) -> usize {
    let mut t = at;
    while t < limit {
        let word = r.low(t);
        let stop = matches!(word, "," | ";" | ":" | "." | "(" | ")")
            || is_auxiliary(word)
            || is_relative(word)
            || (t > at && r.in_lexicon("HostVerb", t))
            || t > at && ends_there(r, t)
            || (matches!(word, "in" | "on" | "at" | "from")
                && (r.a.date_at(t + 1).is_some() || r.low(t + 1) == "the" && r.a.date_at(t + 2).is_some()));
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
