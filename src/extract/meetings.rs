//! The meetings of a document: which mentions are the same meeting, when and where it was, which one the document records.

use std::ops::Range as Tokens;

use super::gathering;
use super::meeting_attributes::{Attributes, When, complete, place_at, scan};
use super::meeting_mentions::{MeetingMention, find};
use super::reader::{Mention, Reader, slug};
use super::words::{ordinal_word, sentence_case, singular, tame_capitals};
use crate::annotate::{NameKind, NumberKind};
use crate::assertion::{EntityId, Status};
use crate::document::BlockKind;

/// A meeting and where the document speaks of it.
#[derive(Debug, Clone)]
pub(super) struct Meeting {
    pub(super) id: EntityId,
    pub(super) kind: String,
    pub(super) ordinal: Option<u64>,
    pub(super) series: Option<String>,
    pub(super) label: String,
    pub(super) status: Status,
    /// First mention first.
    pub(super) mentions: Vec<Tokens<usize>>,
    /// Tokens of the ordinal's sentence, for its claim.
    pub(super) attributes: Attributes,
    pub(super) topic: Option<Tokens<usize>>,
    pub(super) proper: bool,
}

/// Finds all meetings, joins mentions of the same one, and settles their identities.
pub(super) fn read(r: &mut Reader<'_>) {
    let mentions = find(r);
    r.process = process(r, &mentions);
    for mention in &mentions {
        register(r, mention);
    }
    ordinal_sets(r, &mentions);
    gathering::read(r);
    choose_main(r);
    header_fields(r);
    settle_identities(r);
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        for tokens in meeting.mentions {
            r.mentions.push(Mention { tokens, id: meeting.id.clone() });
        }
    }
    anaphora(r, &mentions);
    r.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
}

/// Whose meetings the document is about: the manifest's word, the series of its first meeting, else the
/// organisation that it names most.
fn process(r: &Reader<'_>, mentions: &[MeetingMention]) -> String {
    if let Some(process) = &r.given.process {
        return process.clone();
    }
    let early = r.a.sentences.get(12).map_or(usize::MAX, |s| s.tokens.start);
    if let Some(series) = mentions.iter().filter(|m| m.tokens.start < early).find_map(|m| m.series.clone()) {
        return series;
    }
    let series = (0..r.a.tokens.len()).find_map(|t| r.lexicon("Series", t));
    if let Some((_, key)) = series {
        return key.to_owned();
    }
    let mut counts: Vec<(usize, usize, &str)> = Vec::new();
    for (index, name) in r.a.names.iter().enumerate().filter(|(_, n)| n.kind == NameKind::Organisation) {
        match counts.iter_mut().find(|c| c.2 == name.key) {
            Some(count) => count.0 += 1,
            None => counts.push((1, index, &name.key)),
        }
    }
    counts.iter().max_by_key(|c| (c.0, std::cmp::Reverse(c.1))).map_or_else(|| "shared".to_owned(), |c| c.2.to_owned())
}

/// Makes a new meeting of a mention, or joins it to one that it may be.
fn register(r: &mut Reader<'_>, mention: &MeetingMention) {
    let limit = r.sentence(mention.noun.start).end;
    let mut attributes = scan(r, mention.tokens.end, limit);
    attributes.status = attributes.status.or_else(|| status_before(r, mention));
    let hosted = (mention.tokens.start.saturating_sub(2)..mention.tokens.start).any(|t| r.in_lexicon("HostVerb", t));
    let located = hosted
        || !attributes.dates.is_empty()
        || !attributes.agents.is_empty()
        || !attributes.places.is_empty()
        || mention.marker.is_some() && attributes.status.is_some();
    // "the first dialogue": an ordinal alone does not make a common noun a meeting of a series
    let bare_ordinal = !mention.proper && mention.series.is_none() && mention.topic.is_none();
    if !located && (!mention.specific || bare_ordinal) {
        return;
    }
    let generic = !mention.proper && mention.ordinals.is_empty() && !located;
    if generic && (mention.plural || mention.topic.is_none()) && attributes.status.is_none() {
        return;
    }
    if mention.plural && mention.ordinals.is_empty() {
        distributed(r, mention, &attributes);
        return;
    }
    let ordinals: Vec<Option<u64>> =
        if mention.ordinals.is_empty() { vec![None] } else { mention.ordinals.iter().copied().map(Some).collect() };
    let several = ordinals.len() > 1;
    for (index, ordinal) in ordinals.into_iter().enumerate() {
        let own = if several { share(&attributes, index) } else { attributes.clone() };
        join_or_add(r, mention, ordinal, own);
    }
}

/// "the two conferences …, in February 2002 and April 2003": one meeting a date, numbered where they are all there are.
fn distributed(r: &mut Reader<'_>, mention: &MeetingMention, attributes: &Attributes) {
    let before = mention.tokens.start.checked_sub(1).map_or("", |t| r.low(t)).to_owned();
    let count = attributes.dates.len();
    if count > 1 {
        let numbered = before == "the" || mention.series.is_some();
        for index in 0..count {
            let ordinal = if numbered { u64::try_from(index + 1).ok() } else { None };
            join_or_add(r, mention, ordinal, share(attributes, index));
        }
    } else if !attributes.agents.is_empty() || count == 1 || attributes.status.is_some() && mention.specific {
        join_or_add(r, mention, None, attributes.clone());
    }
}

/// The n-th date and place of several, and all that is said of each.
fn share(attributes: &Attributes, index: usize) -> Attributes {
    Attributes {
        dates: attributes.dates.get(index).cloned().into_iter().collect(),
        places: attributes.places.get(index).cloned().into_iter().collect(),
        ..attributes.clone()
    }
}

fn join_or_add(r: &mut Reader<'_>, mention: &MeetingMention, ordinal: Option<u64>, attributes: Attributes) {
    let own_series = mention.series.is_some();
    let series = mention.series.clone().or_else(|| {
        (mention.proper || ordinal.is_some() || mention.kind == "national-workshop" || !own_series)
            .then(|| r.process.clone())
    });
    let year = mention.year;
    let found = r.meetings.iter().position(|m| same(r, m, mention, ordinal, series.as_deref(), &attributes));
    let status = attributes.status.unwrap_or(match mention.marker.as_deref() {
        Some("next" | "forthcoming" | "upcoming" | "future" | "further") => Status::Planned,
        Some("no") => Status::Negated,
        _ => Status::Done,
    });
    if let Some(index) = found {
        let meeting = &mut r.meetings[index];
        meeting.mentions.push(mention.tokens.clone());
        meeting.attributes.dates.extend(attributes.dates);
        meeting.attributes.places.extend(attributes.places);
        meeting.attributes.agents.extend(attributes.agents);
        meeting.attributes.description = meeting.attributes.description.clone().or(attributes.description);
        meeting.ordinal = meeting.ordinal.or(ordinal);
        meeting.topic = meeting.topic.clone().or_else(|| mention.topic.clone());
        if meeting.kind == "conference" && mention.kind != "body-meeting" {
            meeting.kind = mention.kind.clone();
        }
        return;
    }
    let _ = year;
    let label = tame_capitals(&r.text(mention.tokens.clone()));
    r.meetings.push(Meeting {
        id: EntityId::Meeting { process: String::new(), slug: String::new() },
        kind: mention.kind.clone(),
        ordinal,
        series,
        label,
        status,
        mentions: vec![mention.tokens.clone()],
        attributes,
        topic: mention.topic.clone(),
        proper: mention.proper,
    });
}

/// Whether a mention may be a meeting that is known already.
fn same(
    r: &Reader<'_>,
    m: &Meeting,
    mention: &MeetingMention,
    ordinal: Option<u64>,
    series: Option<&str>,
    attributes: &Attributes,
) -> bool {
    let kinds = m.kind == mention.kind
        || generic_kind(&m.kind) && m.proper
        || generic_kind(&mention.kind) && mention.proper && m.proper;
    if !kinds || m.series.as_deref() != series {
        return false;
    }
    match (m.ordinal, ordinal) {
        (Some(a), Some(b)) => a == b && m.kind == mention.kind,
        (None, None) => match agree(&m.attributes.dates, &attributes.dates) {
            Some(same_days) => same_days && topics_agree(r, m, mention),
            None => {
                mention.proper
                    && m.proper
                    && mention.marker.is_none()
                    && (mention.topic.is_none() || m.topic.is_some())
                    && topics_agree(r, m, mention)
            }
        },
        // a numbered meeting and an unnumbered mention are the same only where the dates say so
        _ => agree(&m.attributes.dates, &attributes.dates) == Some(true),
    }
}

/// Whether what two mentions are on can be one subject: one says nothing of it, or one's words begin the other's.
fn topics_agree(r: &Reader<'_>, m: &Meeting, mention: &MeetingMention) -> bool {
    let (Some(a), Some(b)) = (m.topic.clone(), mention.topic.clone()) else { return true };
    let (a, b) = (slug(&r.text(a)), slug(&r.text(b)));
    a.starts_with(&b) || b.starts_with(&a)
}

fn generic_kind(kind: &str) -> bool {
    matches!(kind, "conference" | "body-meeting")
}

/// Whether two lists of dates speak of the same days: `None` where one of them is empty.
fn agree(one: &[When], other: &[When]) -> Option<bool> {
    let (a, b) = (one.first()?, other.first()?);
    let same_month = a.start.year == b.start.year && a.start.month == b.start.month;
    let days = match (a.start.day, b.start.day) {
        (Some(x), Some(y)) => x.abs_diff(y) <= 1,
        _ => true,
    };
    Some(same_month && days)
}

/// "would hold", "were planning to hold", "whether to hold", "willing to host" in front of a mention.
fn status_before(r: &Reader<'_>, mention: &MeetingMention) -> Option<Status> {
    let sentence = r.sentence(mention.noun.start);
    let from = mention.tokens.start.saturating_sub(8).max(sentence.start);
    (from..mention.tokens.start).rev().find_map(|t| r.lexicon("MeetingPlan", t)).and_then(
        |(_, concept)| match concept {
            "planned" => Some(Status::Planned),
            "offered" => Some(Status::Offered),
            "proposed" => Some(Status::Proposed),
            "hypothetical" => Some(Status::Hypothetical),
            _ => None,
        },
    )
}

/// "Three workshops had been held. The first, hosted by …": members of the set that the sentence before counted.
fn ordinal_sets(r: &mut Reader<'_>, mentions: &[MeetingMention]) {
    let mut kind: Option<(String, usize)> = None;
    for index in 0..r.a.sentences.len() {
        let tokens = r.a.sentences[index].tokens.clone();
        let plural = mentions.iter().find(|m| tokens.contains(&m.noun.start) && m.plural && m.ordinals.is_empty());
        if let Some(mention) = plural {
            kind = Some((singular(&mention.kind), index));
            continue;
        }
        let Some((set, since)) = kind.clone() else { continue };
        if index - since > 6 || r.low(tokens.start) != "the" {
            continue;
        }
        let ordinal = r.a.numbers.iter().find(|n| n.tokens.start == tokens.start + 1 && n.kind == NumberKind::Ordinal);
        let Some(ordinal) = ordinal.map(|n| n.tokens.clone()) else { continue };
        if !matches!(r.low(ordinal.end), "," | "was" | "of" | "took" | "hosted" | "held") {
            continue;
        }
        let attributes = scan(r, ordinal.end, tokens.end);
        if attributes.dates.is_empty() && attributes.agents.is_empty() {
            continue;
        }
        r.meetings.push(Meeting {
            id: EntityId::Meeting { process: String::new(), slug: String::new() },
            kind: set,
            ordinal: None,
            series: Some(r.process.clone()),
            label: String::new(),
            status: Status::Done,
            mentions: vec![tokens.start..ordinal.end],
            topic: attributes.description.clone(),
            attributes,
            proper: false,
        });
        absorb(r, &tokens);
    }
}

/// "The third … was a pilot workshop developed by X on Y": what the sentence calls the member is the member.
fn absorb(r: &mut Reader<'_>, sentence: &Tokens<usize>) {
    let Some(member) = r.meetings.len().checked_sub(1) else { return };
    let named = r.meetings[..member].iter().position(|m| {
        m.mentions.len() == 1
            && sentence.contains(&m.mentions[0].start)
            && matches!(r.low(m.mentions[0].start.saturating_sub(1)), "a" | "an")
            && matches!(r.low(m.mentions[0].start.saturating_sub(2)), "was" | "is")
    });
    let Some(named) = named else { return };
    let twin = r.meetings.remove(named);
    if let Some(meeting) = r.meetings.last_mut() {
        meeting.attributes.agents.extend(twin.attributes.agents);
        meeting.attributes.description = meeting.attributes.description.clone().or(twin.attributes.description);
        meeting.topic = meeting.topic.clone().or(twin.topic);
        meeting.mentions.extend(twin.mentions);
    }
}

/// The meeting that the document records: named in the title, else in its first sentences with place or date.
fn choose_main(r: &mut Reader<'_>) {
    let first_body =
        r.a.sentences.iter().position(|s| matches!(r.block(s.block).kind, BlockKind::Paragraph | BlockKind::Item));
    let title_end = first_body.map_or(0, |s| r.a.sentences[s].tokens.start);
    let early_end = first_body.map_or(0, |s| r.a.sentences.get(s + 5).map_or(usize::MAX, |s| s.tokens.start));
    let kept = |m: &Meeting| !matches!(m.status, Status::Negated | Status::Hypothetical | Status::Planned);
    let score = |m: &Meeting| {
        let first = m.mentions.first().map_or(usize::MAX, |t| t.start);
        let in_title = m.mentions.iter().any(|t| t.start < title_end);
        let early = m.mentions.iter().any(|t| t.start < early_end);
        let located = !m.attributes.dates.is_empty() || !m.attributes.places.is_empty();
        if !kept(m) || !(in_title || early && (located || m.proper)) {
            return None;
        }
        Some((u8::from(in_title) * 2 + u8::from(located), std::cmp::Reverse(first)))
    };
    r.main = (0..r.meetings.len()).filter_map(|i| score(&r.meetings[i]).map(|s| (s, i))).max().map(|(_, i)| i);
    let Some(main) = r.main else { return };
    // what the first sentences say of date and place without standing next to the name
    let body_sentences: Vec<Tokens<usize>> =
        first_body.map_or_else(Vec::new, |s| r.a.sentences[s..].iter().take(2).map(|s| s.tokens.clone()).collect());
    let titles: Vec<Tokens<usize>> =
        r.a.sentences.iter().map(|s| s.tokens.clone()).take_while(|t| t.start < title_end).collect();
    for tokens in body_sentences.into_iter().chain(titles) {
        let other = r
            .meetings
            .iter()
            .enumerate()
            .any(|(i, m)| i != main && m.mentions.iter().any(|t| tokens.contains(&t.start)));
        if r.meetings[main].attributes.dates.is_empty() && !other {
            if let Some(date) = r.a.dates.iter().find(|d| tokens.contains(&d.tokens.start) && d.start.day.is_some()) {
                let when = complete(r, date);
                r.meetings[main].attributes.dates.push(when);
            }
        }
        if r.meetings[main].attributes.places.is_empty() && !other {
            let place = tokens
                .clone()
                .filter(|t| *t > tokens.start && matches!(r.low(*t - 1), "in" | "at" | ",") || *t == tokens.start);
            let place = place
                .filter(|t| r.a.names.iter().any(|n| n.tokens.start == *t && n.kind == NameKind::Place))
                .find_map(|t| place_at(r, t, tokens.end));
            r.meetings[main].attributes.places.extend(place);
        }
    }
}

/// `Location:` and `Date:` fields speak of the meeting that the document records.
fn header_fields(r: &mut Reader<'_>) {
    let Some(main) = r.main else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        let block = r.block(sentence.block);
        if block.kind != BlockKind::Header {
            continue;
        }
        let label = block.marker.as_deref().map(str::to_lowercase).unwrap_or_default();
        if label.contains("date") || label.contains("when") {
            if let Some(date) = r.a.dates.iter().find(|d| sentence.tokens.contains(&d.tokens.start)) {
                let when = complete(r, date);
                let first = r.meetings[main].attributes.dates.is_empty();
                if first || agree(std::slice::from_ref(&when), &r.meetings[main].attributes.dates) == Some(true) {
                    r.meetings[main].attributes.dates.push(when);
                }
            }
        } else if label.contains("location") || label.contains("place") || label.contains("venue") {
            if let Some(place) = sentence.tokens.clone().find_map(|t| place_at(r, t, sentence.tokens.end)) {
                r.meetings[main].attributes.places.push(place);
            }
        }
    }
}

/// Gives each meeting its identity and its label.
fn settle_identities(r: &mut Reader<'_>) {
    drop_unreal(r);
    // "the 1st and 2nd Regional Conference" of a process of ministerial conferences are such conferences
    let main = r.main.map(|m| (r.meetings[m].kind.clone(), r.meetings[m].series.clone()));
    if let Some((kind, series)) = main.filter(|(kind, _)| kind == "ministerial-conference") {
        for meeting in
            r.meetings.iter_mut().filter(|m| m.ordinal.is_some() && m.kind == "conference" && m.series == series)
        {
            meeting.kind.clone_from(&kind);
        }
    }
    let mut taken: Vec<EntityId> = Vec::new();
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        let series = meeting.series.clone().unwrap_or_else(|| r.process.clone());
        let date = meeting.attributes.dates.first().map(|w| w.start);
        let host =
            meeting.attributes.agents.iter().find(|a| a.1.contains("host")).and_then(|a| first_agent(r, a.0.clone()));
        let place = meeting.attributes.places.first().and_then(|p| p.place.clone().or_else(|| p.state.clone()));
        let when = date.and_then(|d| d.year.map(|y| d.month.map_or(format!("{y}"), |m| format!("{y}-{m:02}"))));
        let whom = if meeting.kind.contains("workshop") { host.or(place) } else { place.or(host) };
        let mut name = meeting.kind.clone();
        if let Some(ordinal) = meeting.ordinal {
            name = format!("{name}-{ordinal}");
        } else {
            for part in [when, whom].into_iter().flatten() {
                name = format!("{name}-{}", slug(&part));
            }
            if name == meeting.kind {
                let topic = meeting.topic.clone().map(|t| slug(&r.text(t)));
                name = topic
                    .filter(|t| !t.is_empty())
                    .map_or_else(|| slug(&meeting.label), |t| format!("{name}-{}", shorten(&t)));
            }
        }
        let mut id = EntityId::Meeting { process: series.clone(), slug: name.clone() };
        let mut copy = 2;
        while taken.contains(&id) {
            id = EntityId::Meeting { process: series.clone(), slug: format!("{name}-no{copy}") };
            copy += 1;
        }
        taken.push(id.clone());
        r.meetings[index].label = label(r, &meeting);
        r.meetings[index].id = id;
    }
}

/// What the text denies or only weighs is no meeting; the act that says so stays.
fn drop_unreal(r: &mut Reader<'_>) {
    let main = r.main.map(|m| r.meetings[m].mentions[0].clone());
    r.meetings.retain(|m| !matches!(m.status, Status::Negated | Status::Hypothetical));
    r.main = main.and_then(|first| r.meetings.iter().position(|m| m.mentions[0] == first));
}

fn shorten(slug: &str) -> String {
    slug.split('-').take(8).collect::<Vec<_>>().join("-")
}

fn first_agent(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<String> {
    r.a.names.iter().find(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end).map(|n| n.key.clone())
}

/// A label that reads alone: as printed for proper names, else kind, subject and date.
fn label(r: &Reader<'_>, meeting: &Meeting) -> String {
    let kind = sentence_case(&meeting.kind.replace('-', " "));
    if let Some(ordinal) = meeting.ordinal.filter(|_| !meeting.proper || meeting.label.len() < 60) {
        let printed = tame_capitals(&meeting.label);
        let printed = printed.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut words: Vec<&str> = printed.split(' ').collect();
        while words.first().is_some_and(|w| {
            r.a.numbers.iter().any(|n| r.a.slice(n.tokens.clone()).eq_ignore_ascii_case(w)) || *w == "and"
        }) {
            words.remove(0);
        }
        let rest = singular(&words.join(" "));
        return format!("{} {rest}", ordinal_word(ordinal));
    }
    if meeting.proper && !meeting.label.is_empty() {
        return sentence_case(&meeting.label);
    }
    let mut label = match meeting.topic.clone().or_else(|| meeting.attributes.description.clone()) {
        Some(topic) => format!("{kind} on {}", r.text(topic)),
        None if meeting.label.is_empty() => kind,
        None => sentence_case(&meeting.label),
    };
    if let Some(when) = meeting.attributes.dates.first() {
        label = format!("{label}, {}", r.text(when.tokens.clone()));
    }
    label
}

/// "the meeting", "the Conference": the meeting that the document records, or the last one named of that kind.
fn anaphora(r: &mut Reader<'_>, mentions: &[MeetingMention]) {
    let Some(main) = r.main_meeting() else { return };
    for mention in mentions {
        let known =
            r.mentions.iter().any(|m| m.tokens.start < mention.tokens.end && mention.tokens.start < m.tokens.end);
        let definite = mention.tokens.start > 0 && matches!(r.low(mention.tokens.start - 1), "the" | "this");
        if !known && definite && !mention.plural && mention.marker.is_none() && !mention.specific {
            r.mentions.push(Mention { tokens: mention.tokens.clone(), id: main.clone() });
        }
    }
}
