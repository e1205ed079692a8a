//! Speech acts: each sentence's clauses become acts with issuer, addressee, force and text; leads hand theirs to items.

use std::ops::Range as Tokens;

use super::act_details::emit;
use super::act_limits::conditions;
use super::agents::agents;
use super::clause::{Clause, Form, Opening, clauses};
use super::complement::{read as complement, trim};
use super::lead::{
    Lead, asks_itself, bare_addressee, bare_speaker, handed_to, hands_over, inline_item, inline_parts, item_of_verb,
    speaks_itself,
};
use super::modal;
use super::opening::{opens_with_verb, said_below, terms_below};
use super::plenary::speakers;
use super::reader::Reader;
use super::sections::{
    Section, act_heading, and_said, assigned, counts, does_itself, is_rubric, lines, opens_said, told_by_persons,
    told_of, under_topics, unmarked,
};
use super::silent::{attributive, counts_points, deliberates, greets, is_person, questions, spoken_of};
use super::subject::is_agent;
use super::told_changes::counted;
use super::voice::{Voice, own_state, speaking};
use crate::assertion::EntityId;
use crate::document::BlockKind;

/// Reads the acts of all blocks in order.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut leads: Vec<(usize, Lead)> = Vec::new();
    let mut voice = Voice { at: r.main_meeting(), ..Voice::default() };
    let mut speaker: Option<Lead> = None;
    let mut numbered: Option<Lead> = None;
    let mut section: Option<Section> = None;
    let mut said: Option<Lead> = None;
    let mut carried = false;
    let mut topics: Option<Lead> = None;
    for block in 0..r.a.document.blocks.len() {
        topics = topics.filter(|_| under_topics(r, block));
        if super::floor::give(r, block) {
            voice = Voice { at: r.main_meeting(), ..Voice::default() };
        }
        if matches!(r.block(block).kind, BlockKind::Heading | BlockKind::Header | BlockKind::Noise) {
            if r.block(block).kind == BlockKind::Heading {
                numbered = None;
                section = act_heading(r, block);
                // "agree on the following: I. Data - to share it": the lead holds for the items of the parts below it
                let open = leads.last().filter(|(b, lead)| *b + 1 == block && lead.act.is_some());
                said = open.map(|(_, lead)| lead.clone()).or(said.filter(|_| carried));
                carried = said.is_some();
            }
            continue;
        }
        let mut inherited = r
            .block(block)
            .lead
            .map(|l| if is_rubric(r, l) { r.block(l).lead.unwrap_or(l) } else { l })
            .and_then(|l| {
                let at = leads.partition_point(|(b, _)| *b <= l).checked_sub(1)?;
                leads.get(at).filter(|(b, _)| *b == l)
            })
            .map(|(_, lead)| lead.clone());
        // "The participants made the following recommendations:" hands its verb to the numbered paragraphs below
        if r.block(block).kind == BlockKind::Paragraph {
            let number = r.block(block).number.as_ref();
            let below = number.is_some() && block > 0 && r.block(block - 1).number.as_ref() != number;
            let above = leads.last().filter(|(b, _)| *b + 1 == block).map(|(_, lead)| lead.clone());
            numbered = if below { above.or(numbered) } else { None };
            let own = numbered.as_ref().is_some_and(|_| speaks_itself(r, block));
            inherited = inherited.or_else(|| numbered.clone().filter(|_| !own));
        }
        if r.block(block).kind == BlockKind::Paragraph && r.block(block).number.is_none() {
            carried = false;
        }
        let to = r.low(r.block_tokens(block).start) == "to" && r.block(block).kind == BlockKind::Item;
        if carried && to && inherited.as_ref().is_none_or(|lead| lead.act.is_none()) {
            inherited.clone_from(&said);
        }
        if r.block(block).kind == BlockKind::Item && opens_said(r, block) {
            inherited = inherited.or_else(|| topics.clone());
        }
        let sentences: Vec<Tokens<usize>> =
            r.a.sentences[r.a.block_sentences(block)].iter().flat_map(|s| lines(r, unmarked(r, &s.tokens))).collect();
        if is_rubric(r, block) {
            continue;
        }
        let told = told_by_persons(r, &sentences);
        if sentences.first().is_none_or(|tokens| !r.in_lexicon("PointOrdinal", tokens.start)) {
            voice.points = None;
        }
        for (index, tokens) in sentences.into_iter().enumerate() {
            if told[index] {
                super::quoted::read(r, &tokens, &mut voice);
                continue;
            }
            let lead = if index == 0 { inherited.clone().or_else(|| speaker.clone()) } else { None };
            // "participants recommended: To States: (a) …; To donors: (b) …"
            let open = said.clone().or_else(|| section.as_ref().map(|section| section.lead(r, &voice)));
            if let Some((who, open)) = bare_addressee(r, &tokens).zip(open) {
                leads.push((block, Lead { addressee: Some(who), that: false, ..open }));
                continue;
            }
            if let Some(found) = bare_speaker(r, &tokens) {
                let lead = Lead::of(found, r.main_meeting());
                voice.open = true;
                introduced(r, &tokens, &lead, &mut voice);
                let kept = if r.low(tokens.end - 1) == "," { &mut speaker } else { &mut topics };
                *kept = Some(lead.clone());
                voice.speak(&lead.issuers);
                leads.push((block, lead));
                continue;
            }
            // "We agreed on three points. First, …"
            if let Some((from, lead)) = counted(r, &tokens).zip(voice.points.clone())
                && clauses(r, from..tokens.end, Opening::Subject).is_empty()
            {
                item_of_verb(r, from..tokens.end, &lead);
                continue;
            }
            let before = r.out.assertions.len();
            let handed = sentence(r, tokens.clone(), lead.as_ref(), &mut voice);
            // below "Recommendations" an item without a verb of its own is one
            if let Some(section) = section.as_ref().filter(|_| index == 0 && handed.is_none() && counts(r, block))
                && r.out.assertions.len() == before
            {
                let lead = section.lead(r, &voice);
                item_of_verb(r, tokens, &lead);
            }
            if let Some(lead) = handed.as_ref().filter(|lead| lead.act.is_some()) {
                (said, carried) = (Some(lead.clone()), false);
            }
            if let Some(lead) = handed {
                leads.push((block, lead));
            }
        }
    }
}

/// "Recognising the need for data, Ministers:", the acts of what stands in front of those who speak.
fn introduced(r: &mut Reader<'_>, tokens: &Tokens<usize>, lead: &Lead, voice: &mut Voice) {
    let comma = tokens.clone().rev().find(|t| r.low(*t) == ",").filter(|_| r.low(tokens.end - 1) == ":");
    if let Some(comma) = comma.filter(|_| r.in_lexicon("SpeechGerund", tokens.start) && r.is_capital(tokens.start)) {
        sentence(r, tokens.start..comma, Some(lead), voice);
    }
}

/// The acts of one sentence; returns what it hands to the items below it.
fn sentence(r: &mut Reader<'_>, mut tokens: Tokens<usize>, lead: Option<&Lead>, voice: &mut Voice) -> Option<Lead> {
    if tokens.is_empty() {
        return None;
    }
    let bare;
    let mut lead = lead;
    if let Some(handed) = lead.filter(|lead| lead.act.is_some()) {
        let parts = super::item_parts::infinitives(r, &tokens, handed);
        if parts.len() > 1 {
            let bare = Lead { act: None, ..handed.clone() };
            for part in parts {
                let open = r.low(part.start) != "to";
                sentence(r, part, Some(if open { &bare } else { handed }), voice);
            }
            return None;
        }
        if !asks_itself(r, &tokens, handed) {
            item_of_verb(r, tokens.clone(), handed);
            return None;
        }
        bare = Lead { act: None, ..handed.clone() };
        lead = Some(&bare);
        // "agreed: 1. To thank the host"
        if r.low(tokens.start) == "to" {
            tokens.start += 1;
        }
    }
    if let Some(lead) = lead {
        voice.speak(&lead.issuers);
    }
    // "We, the Ministers of Fisheries, meeting in Tbilisi:" leaves the verbs to what stands below
    if matches!(r.low(tokens.end - 1), ":" | "," | ";") && r.low(tokens.start) == "we" {
        let speaker = speakers(r);
        voice.speak(&[speaker]);
        voice.open = true;
    }
    // "The Ministers of Fisheries of the Lake States, meeting in Tbilisi on 3 May,"
    let who = tokens.start + usize::from(r.low(tokens.start) == "the");
    // "Meeting in Suva on 3 May," tells what those do who speak
    let meets = who == tokens.start && r.low(who) == "meeting";
    let plenary = r.lexicon("Issuer", who).filter(|(_, concept)| *concept != "we" && !meets);
    let plenary = plenary.map(|(end, _)| who..end);
    if let Some(who) = plenary.filter(|_| {
        matches!(r.low(tokens.end - 1), "," | ";") && clauses(r, tokens.clone(), Opening::Subject).is_empty()
    }) {
        let ids = agents(r, who, &[]);
        voice.speak(&ids);
        voice.open = true;
    }
    if let Some(who) = said_below(r, &tokens) {
        let ids = agents(r, who, &[]);
        if !ids.is_empty() {
            voice.speak(&ids);
        }
        voice.open = true;
    }
    let verb_first = opens_with_verb(r, &tokens, voice.open);
    if voice.issuers.is_empty() && verb_first {
        voice.speak(&[speakers(r)]);
    }
    let opened = if lead.is_some() || verb_first { Opening::Verb } else { Opening::Subject };
    let mut found = clauses(r, tokens.clone(), opened);
    // "Noting the persistence of X, Ministers agreed …": the act is the main clause's
    let aside = found.first().is_some_and(|c| c.form == Form::Gerund && c.start == tokens.start);
    if aside && found[1..].iter().any(|c| c.subject.is_some() && !c.reported) {
        found.remove(0);
    }
    found.splice(0..0, super::opening::while_saying(r, &tokens, &found));
    let colon = r.low(tokens.end - 1) == ":";
    let mut handed = None;
    if lead.is_none() {
        super::told_changes::read(r, tokens.start..found.first().map_or(tokens.end, |c| c.start), voice);
    }
    // "We shall open a fund, and to that end we request": what they will do is said first
    if let Some(first) = found.first().filter(|c| c.subject.is_some() && c.passive.is_none() && !c.reported)
        && let Some(end) = modal::in_front(r, tokens.start..first.start)
    {
        modal::read(r, tokens.start..end, voice);
    }
    let mut told = false;
    let mut person: Option<EntityId> = None;
    let mut inner: Vec<EntityId> = Vec::new();
    for (index, clause) in found.iter().enumerate() {
        // what a single person says is that person's act, with the verbs joined to it
        if clause.subject.is_some() {
            told = is_person(r, clause);
            person = if told { speaking(r, clause, voice) } else { None };
        }
        if told && person.is_none() {
            continue;
        }
        let issuers = match &clause.subject {
            _ if person.is_some() => person.iter().cloned().collect(),
            Some(subject) => {
                // "members showed that they are committed": they are the members
                let named = told_of(r, &tokens, subject);
                let subject = named.as_ref().unwrap_or(subject);
                // "They" are several: not the one state that spoke in the sentence before
                let they = subject.len() == 1 && r.low(subject.start) == "they";
                let one = matches!(voice.issuers.as_slice(), [EntityId::State(_) | EntityId::Organisation(_)]);
                let several = they && one && !voice.whole.is_empty();
                let it = subject.len() == 1 && r.low(subject.start) == "it";
                let spoken_of = if it || they { spoken_of(r, tokens.start, they) } else { Vec::new() };
                let previous = match (spoken_of.is_empty(), several) {
                    (false, _) => spoken_of,
                    (true, true) => voice.whole.clone(),
                    (true, false) => voice.issuers.clone(),
                };
                let ids =
                    own_state(r, subject, voice).map_or_else(|| agents(r, subject.clone(), &previous), |id| vec![id]);
                let silent = ids.is_empty() && previous.is_empty();
                if silent {
                    vec![speakers(r)]
                } else if ids.is_empty() {
                    previous
                } else {
                    ids
                }
            }
            None if clause.passive.is_some() => passive_issuers(r, clause, voice),
            // "Ms Vea said that Tonga backed the fund and urged others to join": Tonga did
            None if index > 0
                && found[..index].iter().all(|c| c.reported || c.subject.is_none())
                && !inner.is_empty() =>
            {
                inner.clone()
            }
            None if voice.issuers.is_empty() => vec![speakers(r)],
            None => voice.issuers.clone(),
        };
        let at = clause.subject.as_ref().and_then(|s| meeting_in(r, s.clone()));
        let at = if clause.reported { at } else { at.or_else(|| r.main_meeting()) };
        if clause.subject.is_some() {
            inner = if clause.reported { issuers.clone() } else { Vec::new() };
        }
        if person.is_some() {
            // who presents a report goes on with what it says, not with what she says herself
            let says = clause.concept != "narrate";
            voice.person = person.clone().filter(|id| says && matches!(id, EntityId::Person(_)));
        } else if !clause.reported {
            voice.speak(&issuers);
            voice.open &= clause.subject.is_none();
            voice.at = at.clone();
        }
        let parsed = complement(r, clause);
        let last = index + 1 == found.len();
        if colon && last && hands_over(r, clause, &parsed) {
            let limits = conditions(r, &parsed.text).into_iter().map(|t| r.text(t)).collect();
            let that =
                r.low(tokens.end - 2) == "that" || parsed.verb.ends_with("that") || parsed.verb.contains("following");
            let addressee = handed_to(r, &parsed);
            // "adopted the following recommendations:"
            let recommends = parsed.force == "adopt" && parsed.text.clone().any(|t| r.low(t) == "recommendations");
            let force = if recommends { "recommend".to_owned() } else { parsed.force };
            let act = Some((parsed.verb, force));
            handed = Some(Lead { issuers, at, act, that: that && addressee.is_none(), conditions: limits, addressee });
            continue;
        }
        if let Some(parts) = inline_parts(r, clause, &parsed) {
            for part in parts {
                inline_item(r, clause, &parsed, &issuers, at.as_ref(), part);
            }
            continue;
        }
        // what is only told ("received a report") lends its subject to the next verb and is no act itself
        let counts = counts_points(r, &parsed.text);
        let points = counts || r.low(parsed.text.start) == "as" && r.low(parsed.text.start + 1) == "follows";
        if counts && matches!(clause.concept.as_str(), "agree" | "decide") {
            let act = Some((parsed.verb.clone(), "decide".to_owned()));
            voice.points = Some(Lead { act, ..Lead::of(issuers.clone(), at.clone()) });
        }
        if clause.concept == "narrate"
            || points
            || greets(r, clause)
            || questions(r, clause)
            || attributive(r, clause)
            || deliberates(r, clause, &parsed.text)
        {
            continue;
        }
        let before = index.checked_sub(1).map(|i| found[i].verb.end..clause.start).filter(|t| t.start < t.end);
        let named = before.and_then(|tokens| last_agents(r, tokens)).map(|them| agents(r, them, &[]));
        let them = named.filter(|them| !them.is_empty()).unwrap_or_else(|| voice.addressed.clone());
        let addressed = emit(r, clause, parsed, issuers, at, &them);
        if !addressed.is_empty() {
            voice.addressed = addressed;
        }
    }
    if found.is_empty() {
        if does_itself(r, &tokens, voice) {
            if let Some(next) = and_said(r, &tokens) {
                let lead = Lead::of(voice.of_meeting().to_vec(), voice.at.clone());
                return sentence(r, next..tokens.end, Some(&lead), voice);
            }
            handed = if colon { terms_below(r, &tokens, voice) } else { None };
        } else if !assigned(r, &tokens, voice) {
            handed = modal::read(r, tokens.clone(), voice);
        }
    }
    if colon && handed.is_none() {
        // "… discussed:" without an open verb: the items bring their own verbs
        handed = Some(Lead::of(voice.issuers.clone(), voice.at.clone())).filter(|l| !l.issuers.is_empty());
        voice.open |= handed.is_some();
    }
    handed
}

/// The agents named last in some tokens, with all that is joined to them: "observers and relevant organisations".
fn last_agents(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let known =
        |t: usize| r.in_lexicon("GroupNoun", t) || r.in_lexicon("Issuer", t) || r.mentions.starting(t).next().is_some();
    let mut found: Option<Tokens<usize>> = None;
    let mut t = tokens.start;
    while t < tokens.end {
        let joins = |end: usize| matches!(r.low(end), "in" | "at" | "to" | "for" | "on" | "," | ";" | "with" | "by");
        let stop = (t..tokens.end).find(|end| joins(*end)).unwrap_or(tokens.end);
        let phrase = t..trim(r, t, stop);
        // one thing is no "them"
        let many = !phrase.is_empty()
            && (r.low(phrase.end - 1).ends_with('s') || phrase.clone().any(|t| r.low(t) == "and"))
            && !r.mentions.starting(t).any(|m| m.tokens.end >= phrase.end);
        if known(t) && many && is_agent(r, &phrase) {
            t = phrase.end;
            found = Some(phrase);
        } else {
            t += 1;
        }
    }
    found
}

/// Who speaks in the passive: the agent behind "by", else the meeting.
fn passive_issuers(r: &mut Reader<'_>, clause: &Clause, voice: &Voice) -> Vec<EntityId> {
    let by = clause.passive.as_ref().and_then(|p| p.by.clone());
    let named = by.map_or_else(Vec::new, |by| agents(r, by, voice.of_meeting()));
    // "The Panel met; it was asked to report": not by itself
    let it =
        clause.passive.as_ref().and_then(|p| p.of.as_ref()).is_some_and(|of| of.len() == 1 && r.low(of.start) == "it");
    if it && named.is_empty() {
        return vec![speakers(r)];
    }
    match (named.is_empty(), voice.of_meeting().is_empty()) {
        (false, _) => named,
        (true, false) => voice.of_meeting().to_vec(),
        (true, true) => vec![speakers(r)],
    }
}

fn meeting_in(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<EntityId> {
    r.mentions_in(tokens).find(|m| matches!(m.id, EntityId::Meeting { .. })).map(|m| m.id.clone())
}
