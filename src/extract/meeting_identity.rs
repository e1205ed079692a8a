//! Which meeting is which: identities and labels, once everything that the document says of them is known.

use std::collections::BTreeSet;
use std::ops::Range as Tokens;

use rustc_hash::{FxHashMap, FxHashSet};

use super::meeting_attributes::{Attributes, When};
use super::meetings::Meeting;
use super::reader::Reader;
use super::words::{ordinal_word, sentence_case, singular, tame_capitals};
use crate::annotate::{Name, NameKind, NumberKind, PartialDate};
use crate::assertion::{EntityId, Status};
use crate::document::BlockKind;
use crate::slug::slug;

/// Gives each meeting its identity and its label.
pub(super) fn settle(r: &mut Reader<'_>) {
    drop_unreal(r);
    drop_series(r);
    drop_parts(r);
    called_for(r);
    next_of_the_same(r);
    next_is_one(r);
    next_as_heading(r);
    // "the 1st and 2nd Regional Conference" of a process of ministerial conferences are such conferences
    let main = r.main.map(|m| (r.meetings[m].kind.clone(), r.meetings[m].series.clone()));
    if let Some((kind, series)) = main.filter(|(kind, _)| kind == "ministerial-conference") {
        for meeting in
            r.meetings.iter_mut().filter(|m| m.ordinal.is_some() && m.kind == "conference" && m.series == series)
        {
            meeting.kind.clone_from(&kind);
        }
    }
    siblings(r);
    host_state(r);
    let mut taken: FxHashSet<EntityId> = FxHashSet::default();
    let mut copies: FxHashMap<EntityId, usize> = FxHashMap::default();
    let numerals: FxHashSet<String> =
        r.a.numbers.iter().map(|n| r.a.lower[r.a.range(n.tokens.clone())].to_owned()).collect();
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        let series = meeting.series.clone().unwrap_or_else(|| r.process.clone());
        let date = meeting.attributes.dates.first().map(|w| w.start);
        let host =
            meeting.attributes.agents.iter().find(|a| a.1.contains("host")).and_then(|a| first_agent(r, a.0.clone()));
        let place = meeting.attributes.places.first().and_then(|p| p.place.clone().or_else(|| p.state.clone()));
        let when = date.and_then(|d| d.year.map(|y| d.month.map_or(format!("{y}"), |m| format!("{y}-{m:02}"))));
        let offered = meeting.status == Status::Offered;
        let host = host.or_else(|| announcer(r, &meeting));
        let whom = if meeting.kind.contains("workshop") { host.or(place) } else { place.or(host) };
        let mut name = meeting.kind.clone();
        // "a second workshop" is second to another one, not the second of the series
        let first = meeting.mentions[0].start;
        let indefinite = first > 0 && matches!(r.low(first - 1), "a" | "an");
        if let Some(ordinal) = meeting.ordinal.filter(|_| !indefinite) {
            name = format!("{name}-{ordinal}");
        } else {
            // without a day its subject tells a meeting better than who held it
            let topic_first = when.is_none() && !offered && meeting.topic.is_some();
            let offer = offered.then(|| "offered".to_owned()).filter(|_| when.is_none());
            for part in [offer, when, whom].into_iter().flatten().filter(|_| !topic_first) {
                name = format!("{name}-{}", slug(&part));
            }
            if let Some(ordinal) = meeting.ordinal {
                name = format!("{name}-{ordinal}");
            }
            if name == meeting.kind {
                // "meetings on the process" itself say nothing of their subject
                let topic = meeting.topic.clone().map(|t| slug(&r.text(t))).filter(|t| !t.contains(&r.process));
                name = topic
                    .filter(|t| !t.is_empty())
                    .map_or_else(|| shorten(&slug(&meeting.label)), |t| format!("{name}-{}", shorten(&t)));
            }
        }
        let mut id = EntityId::Meeting { process: series.clone(), slug: name.clone() };
        if taken.contains(&id) {
            let copy = copies.entry(id.clone()).or_insert(1);
            while taken.contains(&id) {
                *copy += 1;
                id = EntityId::Meeting { process: series.clone(), slug: format!("{name}-no{copy}") };
            }
        }
        taken.insert(id.clone());
        r.meetings[index].label = label(r, &meeting, &numerals);
        r.meetings[index].id = id;
    }
}

/// "the fourth meeting", in the report of the fifth meeting of a working group: of the same kind.
fn siblings(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()).filter(|m| m.ordinal.is_some()) else { return };
    let name = main.label.to_lowercase();
    for meeting in r.meetings.iter_mut().filter(|m| m.ordinal.is_some() && m.kind == "conference") {
        let noun = meeting.label.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let plain = meeting.words.is_empty() && meeting.topic.is_none() && meeting.series == main.series;
        if plain && name.contains(&noun) {
            meeting.kind.clone_from(&main.kind);
        }
    }
}

/// "hosted by Fiji in Oldport": the town that no table knows is in the state of the host.
fn host_state(r: &mut Reader<'_>) {
    for index in 0..r.meetings.len() {
        let Attributes { places, agents, .. } = &r.meetings[index].attributes;
        let open = matches!(places.as_slice(), [place] if place.town.is_some() && place.state.is_none());
        let hosts = agents.iter().filter(|(_, capacity)| capacity == "host").flat_map(|(tokens, _)| {
            let inside = |n: &&Name| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end;
            r.a.names_near(tokens.clone()).iter().filter(inside).filter(|n| n.kind == NameKind::State)
        });
        let hosts: Vec<String> = hosts.map(|n| n.key.clone()).collect();
        if let ([host], true) = (hosts.as_slice(), open) {
            r.meetings[index].attributes.places[0].state = Some(host.clone());
        }
    }
}

/// "it was agreed to hold a meeting of senior officials", in the record of one: that meeting was called for then.
fn called_for(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let this = |m: &Meeting| {
        let a = &m.attributes;
        let first = m.mentions[0].clone();
        let marked = first.clone().any(|t| r.in_lexicon("MeetingMarker", t));
        let bare = a.dates.is_empty() && a.places.is_empty() && a.agents.is_empty() && m.topic.is_none();
        let one = !r.low(first.end - 1).ends_with("tings") && m.words.is_empty() && m.ordinal.is_none();
        // "A chaired a meeting of senior officials of the members, in P on D"
        let sentence = r.sentence(first.start);
        let day = |d: &PartialDate| main.attributes.dates.iter().any(|w| w.start == *d);
        let told = r.a.dates_near(sentence).iter().any(|d| day(&d.start));
        // a title that only names the series: "Lake Summit"
        let title = main.ordinal.is_some()
            && m.series == main.series
            && first != main.mentions[0]
            && r.block(r.block_of(first.start)).kind == BlockKind::Heading;
        (m.status == Status::Planned || m.status == Status::Done && told || title)
            && m.kind == main.kind
            && (m.kind != "conference" || title)
            && (!m.proper || title)
            && bare
            && one
            && !marked
    };
    let index: Vec<usize> = (0..r.meetings.len()).filter(|i| this(&r.meetings[*i])).collect();
    for index in index.into_iter().rev() {
        let twin = r.meetings.remove(index);
        let kept = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]);
        r.main = kept;
        if let Some(kept) = kept {
            r.meetings[kept].mentions.extend(twin.mentions);
        }
    }
}

/// "their next meeting" is of the kind and the series of the one at which they say so, and called after it.
fn next_of_the_same(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    for meeting in &mut r.meetings {
        let open = meeting.kind == "conference" || meeting.kind == main.kind;
        let coming = meeting.status == Status::Planned && open;
        // "the Forty-Third Meeting", "the next Dialogue": of the kind of this one
        let noun = meeting.label.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let after = meeting.ordinal.is_some() && meeting.ordinal > main.ordinal
            || meeting.label.to_lowercase().starts_with("next ");
        let plain = meeting.words.is_empty() && meeting.topic.is_none() && meeting.series == main.series;
        let alike = main.label.to_lowercase().contains(&noun)
            && matches!(meeting.kind.as_str(), "conference" | "expert-meeting");
        if meeting.proper && plain && after && alike && main.proper && meeting.mentions[0] != main.mentions[0] {
            meeting.kind.clone_from(&main.kind);
        }
        let first = meeting.mentions[0].start;
        let another = matches!(r.a.low(first.saturating_sub(1)), "a" | "an") && !r.a.low(first).starts_with("next");
        if coming && !another && !meeting.proper && meeting.topic.is_none() {
            meeting.kind.clone_from(&main.kind);
            let name = main.label.trim_start_matches(|c: char| c.is_ascii_digit());
            let bare = singular(&meeting.label).eq_ignore_ascii_case("next meeting");
            if bare && main.ordinal.is_none() && main.proper && name.to_lowercase().contains("meeting") {
                meeting.label = format!("Next {}", name.trim_start());
                meeting.series.clone_from(&main.series);
                meeting.proper = true;
            }
        } else if coming && !meeting.words.is_empty() && meeting.words.iter().all(|w| main.words.contains(w)) {
            meeting.kind.clone_from(&main.kind);
        }
    }
}

/// "Date of the next meeting" as a heading, "their next meeting in P in 2001" below it: one meeting.
fn next_is_one(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    let next = |m: &Meeting| m.mentions.iter().any(|t| t.clone().any(|t| r.low(t) == "next"));
    let said = |m: &Meeting| !m.attributes.dates.is_empty() || !m.attributes.places.is_empty();
    let after = |m: &Meeting| m.ordinal.is_some() && m.ordinal == main.ordinal.map(|n| n + 1);
    let of_series = |m: &Meeting| m.status != Status::Done && m.series == main.series && m.kind == main.kind;
    let plain = |m: &Meeting| next(m) && !said(m) && m.ordinal.is_none() && m.topic.is_none();
    let bare = r.meetings.iter().position(|m| of_series(m) && plain(m));
    let full: Vec<usize> = (0..r.meetings.len())
        .filter(|i| of_series(&r.meetings[*i]) && Some(*i) != bare)
        .filter(|i| after(&r.meetings[*i]) || said(&r.meetings[*i]) && next(&r.meetings[*i]))
        .collect();
    let (Some(bare), &[full]) = (bare, full.as_slice()) else { return };
    let twin = r.meetings[bare].clone();
    r.meetings[full].attributes.agents.extend(twin.attributes.agents);
    r.meetings[full].mentions.extend(twin.mentions);
    r.meetings.remove(bare);
    r.main = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]);
}

/// "The first session was chaired by A", in the record of a conference: a part of it.
fn drop_parts(r: &mut Reader<'_>) {
    let Some(main) = r.main.map(|m| r.meetings[m].clone()) else { return };
    if main.label.to_lowercase().contains("session") {
        return;
    }
    let part = |m: &Meeting| {
        let bare = m.attributes.dates.is_empty() && m.attributes.places.is_empty() && m.topic.is_none();
        let session = |t: &Tokens<usize>| matches!(r.low(t.end - 1), "session" | "sessions" | "plenary");
        let own = matches!(r.low(m.mentions[0].start.wrapping_sub(1)), "its" | "their");
        !m.proper
            && !own
            && bare
            && m.status == Status::Done
            && m.series == main.series
            && m.mentions.iter().all(session)
    };
    let kept: Vec<bool> = r.meetings.iter().map(|m| m.mentions[0] == main.mentions[0] || !part(m)).collect();
    let mut kept = kept.into_iter();
    r.meetings.retain(|_| kept.next().unwrap_or(true));
    r.main = r.meetings.iter().position(|m| m.mentions[0] == main.mentions[0]);
}

/// "Next meeting" as a heading, with the meeting named in the paragraphs below it: no meeting of its own.
fn next_as_heading(r: &mut Reader<'_>) {
    let main = r.main.map(|m| r.meetings[m].mentions[0].clone());
    let heading = |m: &Meeting| {
        let told = &m.attributes;
        let bare = told.dates.is_empty() && told.places.is_empty() && told.agents.is_empty();
        let marked = m.ordinal.is_some() || m.mentions[0].clone().any(|t| r.in_lexicon("MeetingMarker", t));
        let block = r.block_of(m.mentions[0].start);
        let title = r.block(block).kind == BlockKind::Heading;
        (m.mentions.len() == 1 && bare && marked && title).then_some(block)
    };
    let below = |block: usize, heading: &Meeting| {
        let own = &heading.mentions[0];
        let one = |m: &&Meeting| heading.ordinal.is_none() || m.ordinal == heading.ordinal;
        r.meetings.iter().filter(one).any(|m| {
            m.mentions.iter().any(|t| {
                t != own && {
                    let at = r.block_of(t.start);
                    at > block && (r.block(at).heading == Some(block) || at <= block + 2)
                }
            })
        })
    };
    let kept: Vec<bool> = r
        .meetings
        .iter()
        .map(|m| Some(&m.mentions[0]) == main.as_ref() || !heading(m).is_some_and(|block| below(block, m)))
        .collect();
    let mut kept = kept.into_iter();
    r.meetings.retain(|_| kept.next().unwrap_or(true));
    r.main = main.and_then(|first| r.meetings.iter().position(|m| m.mentions[0] == first));
}

/// What the text denies or only weighs is no meeting; the act that says so stays.
fn drop_unreal(r: &mut Reader<'_>) {
    let main = r.main.map(|m| r.meetings[m].mentions[0].clone());
    r.meetings.retain(|m| !matches!(m.status, Status::Negated | Status::Hypothetical));
    r.main = main.and_then(|first| r.meetings.iter().position(|m| m.mentions[0] == first));
}

/// "the member countries of the Lake Conference", where the text tells of the Ninth Lake Conference: the series, no meeting.
fn drop_series(r: &mut Reader<'_>) {
    let main = r.main.map(|m| r.meetings[m].mentions[0].clone());
    let numbered: Vec<(Vec<String>, String)> = r
        .meetings
        .iter()
        .filter(|m| m.ordinal.is_some() && m.words.len() > 1)
        .map(|m| (m.words.clone(), m.kind.clone()))
        .collect();
    let seated: BTreeSet<&str> =
        r.meetings.iter().filter(|m| m.ordinal.is_some()).filter_map(|m| m.series.as_deref()).collect();
    let named = |m: &Meeting| {
        let told = &m.attributes;
        let bare = told.dates.is_empty() && told.places.is_empty() && told.agents.is_empty();
        let series = numbered.iter().any(|(words, kind)| *words == m.words && *kind == m.kind);
        let of = m.mentions.iter().all(|t| {
            r.low(t.start.wrapping_sub(1)) == "the" && matches!(r.low(t.start.wrapping_sub(2)), "of" | "to" | "in")
        });
        // "The Conference of Ministers of Ports, at its fifth session": who sits, no meeting
        let sits = || {
            let key = slug(&m.label);
            let longer = format!("{key}-to-");
            let next = seated.range(longer.as_str()..).next().is_some_and(|s| s.starts_with(&longer));
            seated.contains(key.as_str()) || next
        };
        m.ordinal.is_none() && m.proper && m.status == Status::Done && bare && (series && of || sits())
    };
    let kept: Vec<bool> = r.meetings.iter().map(|m| Some(&m.mentions[0]) == main.as_ref() || !named(m)).collect();
    let mut kept = kept.into_iter();
    r.meetings.retain(|_| kept.next().unwrap_or(true));
    r.main = main.and_then(|first| r.meetings.iter().position(|m| m.mentions[0] == first));
}

fn shorten(slug: &str) -> String {
    slug.split('-').take(8).collect::<Vec<_>>().join("-")
}

/// Who announces a meeting that is planned or offered: the first state or organisation named before it.
fn announcer(r: &Reader<'_>, meeting: &Meeting) -> Option<String> {
    let first = meeting.mentions.first()?.start;
    let announced = matches!(meeting.status, Status::Planned | Status::Offered) && !meeting.proper;
    announced.then(|| first_agent(r, r.sentence(first).start..first)).flatten()
}

fn first_agent(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<String> {
    r.a.names_near(tokens.clone())
        .iter()
        .find(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
        .map(|n| n.key.clone())
}

/// The printed label without the number of meetings ("Two preparatory meetings").
fn without_count<'l>(r: &Reader<'_>, meeting: &'l Meeting) -> &'l str {
    let counted =
        r.a.number_at(meeting.mentions[0].start).is_some_and(|n| n.kind == NumberKind::Cardinal && n.value < 100);
    let rest = meeting.label.split_once(' ').map_or(meeting.label.as_str(), |(_, rest)| rest);
    if counted { rest } else { &meeting.label }
}

/// A label that reads alone: as printed for proper names, else kind, subject and date.
fn label(r: &Reader<'_>, meeting: &Meeting, numerals: &FxHashSet<String>) -> String {
    let kind = sentence_case(&meeting.kind.replace('-', " "));
    if let Some(ordinal) = meeting.ordinal.filter(|_| !meeting.proper || meeting.label.len() < 60) {
        let printed = tame_capitals(&meeting.label);
        let printed = printed.trim_start_matches(|c: char| !c.is_alphanumeric());
        let counts = |w: &&str| {
            let w = w.trim_end_matches(',');
            w == "and" || numerals.contains(&w.to_ascii_lowercase())
        };
        let words: Vec<&str> = printed.split(' ').skip_while(counts).collect();
        // "first and second meetings of the Forum": the noun stands before "of"
        let rest = words.join(" ");
        let head = [" of ", " on ", " for ", " to ", " in "].iter().filter_map(|w| rest.find(w)).min();
        let (head, tail) = rest.split_at(head.unwrap_or(rest.len()));
        // "talks" are one meeting
        let last = head.rsplit(' ').next().unwrap_or(head).to_lowercase();
        let one = r.packs.lexicon("ProperMeetingNoun").is_some_and(|l| l.concept_of(&last).is_some());
        let rest = if one { rest.clone() } else { format!("{}{tail}", singular(head)) };
        return format!("{} {rest}", ordinal_word(ordinal));
    }
    if meeting.proper && !meeting.label.is_empty() {
        return sentence_case(&meeting.label);
    }
    let mut label = match meeting.topic.clone().or_else(|| meeting.attributes.description.clone()) {
        // as printed, where the words of the meeting hold its subject
        Some(topic) if !meeting.label.contains(&r.text(topic.clone())) => format!("{kind} on {}", r.text(topic)),
        _ if meeting.label.is_empty() => kind,
        _ => sentence_case(without_count(r, meeting)),
    };
    let year = |w: &&When| w.start.year.is_none_or(|y| !label.contains(&y.to_string()));
    if let Some(when) = meeting.attributes.dates.first().filter(year) {
        label = format!("{label}, {}", r.text(when.tokens.clone()));
    }
    label
}
