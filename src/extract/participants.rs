//! Lists of those who took part, and in which capacity they did.

use std::ops::Range as Tokens;

use super::agents::named;
use super::persons::post_entity;
use super::reader::{Mention, Reader};
use super::words::is_determiner;
use crate::annotate::{ListItem, Name, NameKind};
use crate::assertion::{EntityClass, EntityId, Evidence, Fact, Zone};
use crate::document::BlockKind;
use crate::slug::slug;

/// Reads every list of participants of the meeting that the document records.
pub(super) fn read(r: &mut Reader<'_>) {
    let Some(main) = r.main_meeting() else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if matches!(r.block(sentence.block).kind, BlockKind::Heading | BlockKind::Noise) {
            continue;
        }
        let under_heading = r.block(sentence.block).heading.is_some_and(|h| participant_heading(r, h));
        let lists = in_sentence(r, sentence.tokens.clone(), under_heading);
        let meeting = context(r, sentence.tokens.clone()).unwrap_or_else(|| main.clone());
        for (tokens, capacity) in lists {
            members(r, &meeting, tokens, &capacity, sentence.tokens.clone());
        }
    }
}

/// The meeting of which a sentence speaks, where it is not the recorded one.
fn context(r: &Reader<'_>, sentence: Tokens<usize>) -> Option<EntityId> {
    let mut named = r.mentions_in(sentence).filter(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone());
    named.next()
}

/// A short heading that announces a list: "Participants", "List of observers".
fn participant_heading(r: &Reader<'_>, block: usize) -> bool {
    let text = r.a.document.logical[r.block(block).range.clone()].to_lowercase();
    let short = text.split_whitespace().count() <= 4;
    short
        && text
            .split(|c: char| !c.is_alphabetic())
            .any(|w| matches!(w, "participants" | "participation" | "attendance" | "delegations" | "observers"))
}

/// The lists of one sentence with their capacity.
fn in_sentence(r: &Reader<'_>, sentence: Tokens<usize>, under_heading: bool) -> Vec<(Tokens<usize>, String)> {
    let mut found: Vec<(Tokens<usize>, String)> = Vec::new();
    let observers = sentence.clone().any(|t| matches!(r.low(t), "observers" | "observer"));
    let capacity_of = |default: &str| if observers { "observer".to_owned() } else { default.to_owned() };
    let mut t = sentence.start;
    while t < sentence.end {
        if let Some((end, concept)) = r.lexicon("AttendBy", t) {
            let list = end..list_end(r, end, sentence.end);
            if !named(r, list.clone()).is_empty() {
                found
                    .push((list.clone(), if concept == "member" { capacity_of("member") } else { concept.to_owned() }));
            }
            t = list.end.max(end);
            continue;
        }
        if let Some((end, concept)) = r.lexicon("AttendVerb", t) {
            let after = (end..sentence.end).find(|i| r.low(*i) == ":").map(|c| c + 1..sentence.end);
            if let Some(list) = after.filter(|l| named(r, l.clone()).len() > 1) {
                found.push((list, capacity_of(concept)));
                break;
            }
            let start = subject_start(r, sentence.start, t);
            if found.is_empty() && list_like(r, start..t) {
                found.push((start..t, capacity_of(concept)));
            }
        }
        t += 1;
    }
    // "We, the Heads of Government of A, B and C, gathered in …", "ministers from A and B met in …"
    if found.is_empty() {
        let head = sentence
            .clone()
            .take(14)
            .find_map(|t| r.lexicon("Delegate", t).filter(|(e, _)| matches!(r.low(*e), "of" | "from")));
        let verb = sentence.clone().find(|t| r.in_lexicon("MeetVerb", *t));
        if let (Some((of, _)), Some(verb)) = (head, verb) {
            let end = list_end(r, of + 1, verb);
            let list = of + 1..end;
            if verb > of && !named(r, list.clone()).is_empty() && list_like(r, list.clone()) {
                found.push((list, "member".to_owned()));
            }
        }
    }
    let listed = named(r, sentence.clone()).len();
    if found.is_empty() && under_heading && (listed > 2 || listed > 0 && list_like(r, sentence.clone())) {
        found.push((sentence, capacity_of("member")));
    }
    found
}

/// Where the subject of an attendance verb begins: after "besides the co-chairs," and the like.
fn subject_start(r: &Reader<'_>, from: usize, verb: usize) -> usize {
    let first = r.a.names_near(from..verb).iter().find(|n| n.tokens.start >= from).map(|n| n.tokens.start);
    let Some(first) = first else { return from };
    let mut start = first;
    while start > from && (is_determiner(r.low(start - 1)) || r.is_capital(start - 1) && r.is_word(start - 1)) {
        start -= 1;
    }
    start
}

/// Whether some tokens are nothing but a list of names.
fn list_like(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    let names = named(r, tokens.clone());
    let covered: usize =
        r.a.names_near(tokens.clone())
            .iter()
            .filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
            .map(|n| n.tokens.len())
            .sum();
    let others = tokens
        .clone()
        .filter(|t| {
            r.is_word(*t)
                && !r.is_capital(*t)
                && r.a.name_over(*t).is_none()
                && !matches!(r.low(*t), "and" | "the" | "of" | "as" | "well" | "for" | "on" | "in")
        })
        .count();
    !names.is_empty() && others <= 2 + covered / 4
}

/// The end of a list: the full stop, or a clause that goes on about something else.
fn list_end(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    while t < limit {
        let word = r.low(t);
        if word == "."
            || r.in_lexicon("AttendVerb", t) && t > from
            || matches!(word, "met" | "gathered" | "which" | "who")
        {
            break;
        }
        if t > from && r.a.date_at(t).is_some() {
            break;
        }
        t += 1;
    }
    while t > from && matches!(r.low(t - 1), "," | "and" | "on" | "in" | "from" | "were" | "was" | "also") {
        t -= 1;
    }
    t
}

/// One participation for each item of a list.
fn members(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, capacity: &str, sentence: Tokens<usize>) {
    let lead_from = sentence.start;
    for item in expand(r, tokens) {
        let lead = Evidence { zone: Zone::ParticipantList, ..r.evidence(lead_from..sentence.end) };
        member(r, meeting, &item, capacity, lead);
    }
}

/// The items of a list; "representatives of A and B" gives A and B.
fn expand(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<ListItem> {
    let mut items = Vec::new();
    for mut item in r.a.list(tokens).items {
        loop {
            let start = item.tokens.start;
            if item.tokens.is_empty() {
                break;
            }
            if is_determiner(r.low(start))
                || matches!(r.low(start), "," | ":" | "and" | "well" | "as" | "from" | "also")
            {
                item.tokens.start += 1;
                continue;
            }
            match r.lexicon("Delegate", start) {
                Some((end, _)) if matches!(r.low(end), "of" | "from") && end + 1 < item.tokens.end => {
                    item.tokens.start = end + 1
                }
                _ => break,
            }
        }
        while item.tokens.end > item.tokens.start && matches!(r.low(item.tokens.end - 1), "." | "," | ";") {
            item.tokens.end -= 1;
        }
        if !item.tokens.is_empty() {
            items.push(item);
        }
    }
    items
}

fn member(r: &mut Reader<'_>, meeting: &EntityId, item: &ListItem, capacity: &str, lead: Evidence) {
    let tokens = item.tokens.clone();
    let whole = item.parenthesis.clone().map_or(tokens.clone(), |p| tokens.start..(p.end + 1));
    let inside: Vec<_> =
        r.a.names_near(tokens.clone())
            .iter()
            .filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
            .cloned()
            .collect();
    let in_respect_of = item.parenthesis.clone().and_then(|p| territory(r, p));
    let mut represented_by = Vec::new();
    let exact = inside.iter().find(|n| n.tokens == tokens);
    let member = if let Some(name) = exact.filter(|n| n.kind != NameKind::Place) {
        of_name(name.kind, &name.key)
    } else if inside.len() == 2 && tokens.clone().any(|t| r.low(t) == "/") {
        // "A/B": A acts for B
        represented_by.push(of_name(inside[0].kind, &inside[0].key));
        of_name(inside[1].kind, &inside[1].key)
    } else if let Some((post, holder)) = office(r, &tokens, &inside) {
        represented_by.push(post_entity(r, post, Some(&holder)));
        holder
    } else if let Some(mention) =
        r.mentions.near(tokens.clone()).find(|m| m.tokens.start <= tokens.start && m.tokens.end >= tokens.end).cloned()
    {
        match mention.id {
            EntityId::Meeting { .. } | EntityId::Work { .. } => return,
            id => id,
        }
    } else if let Some(name) = inside.iter().find(|n| n.kind == NameKind::State && n.tokens.end == tokens.end) {
        let head = tokens.start..name.tokens.start;
        if r.is_capital(head.start) && !head.clone().any(|t| matches!(r.low(t), "of" | "for")) {
            return unknown(r, meeting, tokens, capacity, lead);
        }
        of_name(name.kind, &name.key)
    } else if let Some(name) = inside
        .iter()
        .find(|n| n.tokens.start == tokens.start && n.kind != NameKind::Place && n.tokens.len() + 3 > tokens.len())
    {
        of_name(name.kind, &name.key)
    } else {
        return unknown(r, meeting, tokens, capacity, lead);
    };
    let given = r.printed(if in_respect_of.is_some() { whole.clone() } else { tokens.clone() });
    let own =
        Evidence { zone: Zone::ParticipantList, ..r.evidence(if in_respect_of.is_some() { whole } else { tokens }) };
    let fact = Fact::Participation {
        context: meeting.clone(),
        member,
        capacity: capacity.to_owned(),
        name_as_given: Some(given),
        represented_by,
        in_respect_of,
        about: None,
    };
    r.add("participants.list", fact, vec![own, lead]);
}

/// "the Director-General of X", "the Assistant X High Commissioner": the post, and the organisation it acts for.
fn office(r: &Reader<'_>, tokens: &Tokens<usize>, inside: &[Name]) -> Option<(Tokens<usize>, EntityId)> {
    let name = inside.iter().find(|n| n.kind == NameKind::Organisation && n.tokens.start > tokens.start)?;
    let mut end = name.tokens.start;
    while end > tokens.start && (is_determiner(r.low(end - 1)) || matches!(r.low(end - 1), "of" | "for")) {
        end -= 1;
    }
    let head = tokens.start..end;
    let posts = head.clone().any(|t| r.in_lexicon("Post", t));
    let rank = head.clone().any(|t| matches!(r.low(t), "assistant" | "deputy" | "vice" | "acting" | "associate"));
    let post = if posts { head } else { tokens.start..name.tokens.end };
    (posts || rank).then(|| (post, EntityId::Organisation(name.key.clone())))
}

/// A name that no table holds: an organisation as printed, with a warning.
fn unknown(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, capacity: &str, lead: Evidence) {
    let printed = r.text(tokens.clone());
    if !r.is_capital(tokens.start) || printed.len() < 3 || tokens.len() > 14 {
        return;
    }
    if r.in_lexicon("Issuer", tokens.start) || !r.a.persons_near(tokens.clone()).is_empty() {
        return;
    }
    let given = r.printed(tokens.clone());
    let id = EntityId::Organisation(slug(&printed));
    let evidence = r.evidence(tokens.clone());
    r.entity(&id, EntityClass::Organisation, &printed, None, evidence.clone());
    r.warn(tokens.clone(), format!("{printed:?} took part, but no table knows the name"));
    r.mentions.push(Mention { tokens, id: id.clone() });
    let fact = Fact::Participation {
        context: meeting.clone(),
        member: id,
        capacity: capacity.to_owned(),
        name_as_given: Some(given),
        represented_by: Vec::new(),
        in_respect_of: None,
        about: None,
    };
    r.add("participants.list", fact, vec![Evidence { zone: Zone::ParticipantList, ..evidence }, lead]);
}

pub(super) fn of_name(kind: NameKind, key: &str) -> EntityId {
    match kind {
        NameKind::State | NameKind::Demonym => EntityId::State(key.to_owned()),
        NameKind::Organisation => EntityId::Organisation(key.to_owned()),
        NameKind::Place => EntityId::Place(key.to_owned()),
    }
}

/// "France (New Caledonia)": the territory for which a state took part.
fn territory(r: &Reader<'_>, parenthesis: Tokens<usize>) -> Option<EntityId> {
    let name = r.a.name_at(parenthesis.start).filter(|n| n.tokens == parenthesis)?;
    match name.kind {
        NameKind::State => Some(EntityId::State(name.key.clone())),
        NameKind::Place => Some(EntityId::Place(name.key.clone())),
        _ => None,
    }
}
