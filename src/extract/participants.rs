//! Lists of those who took part, and in which capacity they did.

use std::ops::Range as Tokens;

use super::attend_lists::{clauses, in_sentence, observes};
use super::list_items::expand;
use super::parties::{can_take_part, person_in, person_takes_part};
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
    in_rows(r, &main);
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if matches!(r.block(sentence.block).kind, BlockKind::Heading | BlockKind::Noise) {
            continue;
        }
        let listed =
            r.rows.iter().any(|row| row.tokens.contains(&sentence.tokens.start) && row.lead != sentence.tokens);
        let under_heading = !listed && r.block(sentence.block).heading.is_some_and(|h| participant_heading(r, h));
        let it = r.low(sentence.tokens.start) == "it";
        let it = if it { super::speakers::of_it(r, sentence.tokens.start) } else { None };
        let meeting = context(r, sentence.tokens.clone()).or(it).unwrap_or_else(|| main.clone());
        for part in clauses(r, sentence.tokens.clone()) {
            for (tokens, capacity) in in_sentence(r, part.clone(), under_heading) {
                members(r, &meeting, tokens, &capacity, part.clone());
            }
        }
    }
}

/// Those whom the document lists row by row.
fn in_rows(r: &mut Reader<'_>, main: &EntityId) {
    for row in r.rows.clone() {
        let meeting = context(r, row.lead.clone()).unwrap_or_else(|| main.clone());
        let lead = Evidence { zone: Zone::ParticipantList, ..r.evidence(row.lead.clone()) };
        let own = Evidence { zone: Zone::ParticipantList, ..r.evidence(row.tokens.clone()) };
        let persons: Vec<Mention> = row.persons.iter().filter_map(|i| person_in(r, &r.a.persons[*i].tokens)).collect();
        if row.parties.is_empty() {
            for person in persons {
                let evidence = vec![own.clone(), lead.clone()];
                person_takes_part(r, &meeting, &person, &row.capacity, "participants.row", evidence);
            }
            continue;
        }
        for name in &row.parties {
            let member = of_name(name.kind, &name.key);
            let mut represented_by: Vec<EntityId> = persons.iter().map(|p| p.id.clone()).collect();
            if let Some(post) = row.post.clone().filter(|_| persons.is_empty()) {
                represented_by.push(post_entity(r, post, Some(&member)));
            }
            let remark = in_brackets(r, name.tokens.end);
            // "Fiji (host)"
            let office =
                remark.clone().and_then(|p| r.lexicon("CapacityNoun", p.start).filter(|(end, _)| *end == p.end));
            let office = office.map(|(_, capacity)| capacity.to_owned());
            let territory = remark.and_then(|p| territory(r, p));
            for capacity in office.into_iter().chain([row.capacity.clone()]) {
                let fact = Fact::Participation {
                    context: meeting.clone(),
                    member: member.clone(),
                    capacity,
                    name_as_given: Some(r.printed(name.tokens.clone())),
                    represented_by: represented_by.clone(),
                    in_respect_of: territory.clone(),
                    about: None,
                };
                r.add("participants.row", fact, vec![own.clone(), lead.clone()]);
            }
        }
    }
}

/// Tokens inside the brackets that open at a token.
fn in_brackets(r: &Reader<'_>, at: usize) -> Option<Tokens<usize>> {
    let close = (at + 1..at + 9).find(|t| r.low(*t) == ")").filter(|_| r.low(at) == "(")?;
    Some(at + 1 + usize::from(matches!(r.low(at + 1), "for" | "representing"))..close)
}

/// The meeting of which a sentence speaks, where it is not the recorded one.
fn context(r: &Reader<'_>, sentence: Tokens<usize>) -> Option<EntityId> {
    let meeting = |from: usize| {
        r.mentions_in(from..sentence.end)
            .find(|m| matches!(m.id, EntityId::Meeting { .. }))
            .map(|m| (m.tokens.start, m.id.clone()))
    };
    // "welcomed the attendance at the dialogue of": the one attended, not the one that welcomed
    let at = sentence.clone().find(|t| {
        matches!(r.low(*t), "attendance" | "participation" | "attended" | "participated")
            && matches!(r.low(*t + 1), "at" | "in")
    });
    let attended = at.and_then(|t| meeting(t).filter(|m| m.0 <= t + 5));
    attended.or_else(|| meeting(sentence.start)).map(|m| m.1)
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

/// One participation for each item of a list.
fn members(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, capacity: &str, sentence: Tokens<usize>) {
    let lead_from = sentence.start;
    for item in expand(r, tokens.clone()) {
        let lead = Evidence { zone: Zone::ParticipantList, ..r.evidence(lead_from..sentence.end) };
        let remark = item.parenthesis.clone().is_some_and(|p| p.clone().any(|t| r.low(t) == "observer"));
        let observer = capacity == "member" && (remark || observes(r, &sentence, &tokens, item.tokens.start));
        // "Fiji (Chair)"
        let office =
            item.parenthesis.clone().and_then(|p| r.lexicon("CapacityNoun", p.start).filter(|(end, _)| *end == p.end));
        if let Some((_, office)) = office {
            member(r, meeting, &item, office, lead.clone());
        }
        member(r, meeting, &item, if observer { "observer" } else { capacity }, lead);
    }
}

fn member(r: &mut Reader<'_>, meeting: &EntityId, item: &ListItem, capacity: &str, lead: Evidence) {
    let tokens = item.tokens.clone();
    // "in the presence of journalists of A"
    if tokens.clone().take(3).any(|t| !r.is_capital(t) && r.in_lexicon("Onlooker", t)) {
        return;
    }
    if let Some(person) = person_in(r, &tokens) {
        let own = Evidence { zone: Zone::ParticipantList, ..r.evidence(tokens) };
        return person_takes_part(r, meeting, &person, capacity, "participants.list", vec![own, lead]);
    }
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
    // "the Presidents of A, Ann Field; of B, Jone Leka": the state in front of the comma
    let head = inside.first().filter(|n| {
        let led = n.tokens.start == tokens.start
            || r.a
                .posts_near(tokens.clone())
                .iter()
                .any(|p| p.plural && p.affiliation.as_ref().is_some_and(|a| a.start == n.tokens.start));
        led && n.kind == NameKind::State && r.low(n.tokens.end) == "," && n.tokens.end < tokens.end
    });
    let member = if let Some(name) = head {
        of_name(name.kind, &name.key)
    } else if let Some(name) = exact.filter(|n| can_take_part(r, n)) {
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
        let group = ["GroupNoun", "Issuer"]
            .iter()
            .any(|l| (head.start..head.end).any(|t| r.lexicon(l, t).is_some_and(|(e, _)| e == head.end)));
        // "Fiji's neighbours Samoa": what it is, not its name
        let apposed = name.tokens.start > tokens.start && !r.is_capital(name.tokens.start - 1);
        let apposed = apposed && head.clone().any(|t| matches!(r.low(t), "'s" | "'"));
        if r.is_capital(head.start) && !group && !apposed && !head.clone().any(|t| matches!(r.low(t), "of" | "for")) {
            return unknown(r, meeting, tokens, capacity, lead);
        }
        of_name(name.kind, &name.key)
    } else if let Some(name) = inside
        .iter()
        .find(|n| n.tokens.start == tokens.start && can_take_part(r, n) && closes(r, n.tokens.end, tokens.end))
    {
        // "ASEAN Member States": a group of states
        if (name.tokens.end..tokens.end)
            .any(|t| matches!(r.low(t), "member" | "members") || r.in_lexicon("GroupNoun", t))
            && name.kind == NameKind::Organisation
        {
            return;
        }
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

/// Whether what stands between a name and the end of its item says no other name: "A for the partner countries", "A as member".
fn closes(r: &Reader<'_>, from: usize, to: usize) -> bool {
    let link = matches!(r.low(from), "for" | "as" | "on" | "representing" | "in");
    // "the Union Partners Forum": another one
    let nouns = ["OrgNoun", "BodyNoun", "SeriesNoun", "MeetingNoun"];
    let other = to > from && r.is_capital(to - 1) && nouns.iter().any(|l| r.in_lexicon(l, to - 1));
    (to < from + 3 && !other) || link
}

/// "the Director-General of X", "the Assistant X High Commissioner": the post, and the organisation it acts for.
fn office(r: &Reader<'_>, tokens: &Tokens<usize>, inside: &[Name]) -> Option<(Tokens<usize>, EntityId)> {
    // "the Council Secretary-General": the organisation in front
    let before =
        r.a.posts_near(tokens.clone())
            .iter()
            .find(|p| tokens.start <= p.tokens.start && p.tokens.end <= tokens.end && !p.plural);
    let held = before.and_then(|p| inside.iter().find(|n| p.affiliation.as_ref() == Some(&n.tokens)).map(|n| (p, n)));
    if let Some((post, name)) = held.filter(|(p, n)| n.tokens.end <= p.post.start && n.kind != NameKind::Place) {
        return Some((post.post.clone(), of_name(name.kind, &name.key)));
    }
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

/// "Korea" alone means two states; where the document names just one of them in full, it means that one.
fn told_elsewhere(r: &Reader<'_>, printed: &str) -> Option<String> {
    let part = slug(printed);
    let holds = |key: &str| key.split('-').any(|word| word == part);
    let mut named = r.a.names.iter().filter(|n| n.kind == NameKind::State && holds(&n.key)).map(|n| n.key.as_str());
    let first = named.next()?;
    named.all(|key| key == first).then(|| first.to_owned())
}

/// A name that no table holds: an organisation as printed, with a warning.
fn unknown(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, capacity: &str, lead: Evidence) {
    let printed = r.text(tokens.clone());
    if let Some(state) = told_elsewhere(r, &printed) {
        let id = EntityId::State(state);
        let evidence = r.evidence(tokens.clone());
        r.entity(&id, EntityClass::State, &printed, None, evidence.clone());
        r.mentions.push(Mention { tokens: tokens.clone(), id: id.clone() });
        let fact = Fact::Participation {
            context: meeting.clone(),
            member: id,
            capacity: capacity.to_owned(),
            name_as_given: Some(r.printed(tokens)),
            represented_by: Vec::new(),
            in_respect_of: None,
            about: None,
        };
        r.add("participants.list", fact, vec![Evidence { zone: Zone::ParticipantList, ..evidence }, lead]);
        return;
    }
    if !r.is_capital(tokens.start) || printed.len() < 3 || tokens.len() > 14 {
        return;
    }
    // "the Harbour participating countries": a group, whose members the text lists
    let group = (tokens.start..tokens.end).any(|t| r.lexicon("GroupNoun", t).is_some_and(|(end, _)| end == tokens.end));
    if group && !r.is_capital(tokens.end - 1) {
        return;
    }
    if r.in_lexicon("Issuer", tokens.start) || !r.a.persons_near(tokens.clone()).is_empty() {
        return;
    }
    // "Resource persons were provided by Fiji": a sentence
    if super::attendance::has_verb(r, tokens.clone()) {
        return;
    }
    // "Special Representative of the League for the Isles": an office; "Sahel": a word that may be anything
    let office =
        r.a.posts_near(tokens.clone()).iter().any(|p| p.tokens.start == tokens.start || p.post.start == tokens.start);
    let word = tokens.len() == 1 && printed.chars().skip(1).all(char::is_lowercase);
    if office || word {
        return;
    }
    // "Fiji to host the next Meeting": a clause, no name
    // … but "Lake Mission to Fiji" is one
    if tokens.clone().skip(1).any(|t| r.low(t) == "to" && !(r.is_capital(t - 1) && r.is_capital(t + 1))) {
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
