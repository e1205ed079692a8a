//! Organisations, bodies and works that a document names, known ones and those it defines itself.

use std::ops::Range as Tokens;

use super::numbered_bodies::numbered;
use super::reader::{Mention, Reader};
use super::words::{is_determiner, singular, tame_capitals};
use super::{named_works, resolutions, short_names, small_bodies};
use crate::annotate::NameKind;
use crate::assertion::{EntityClass, EntityId};
use crate::slug::slug;

/// Finds every named thing and every acronym, and adds their mentions.
pub(super) fn read(r: &mut Reader<'_>) {
    known_names(r);
    process_bodies(r);
    super::ruled::names(r);
    short_names::read(r);
    resolutions::read(r);
    named_works::read(r);
    proper_names(r);
    small_bodies::read(r);
    numbered(r);
    r.mentions.sort();
    super::namesakes::read(r);
}

/// Names of the authority tables.
fn known_names(r: &mut Reader<'_>) {
    for name in &r.a.names {
        let (id, class) = match name.kind {
            NameKind::State => (EntityId::State(name.key.clone()), EntityClass::State),
            NameKind::Organisation => (EntityId::Organisation(name.key.clone()), EntityClass::Organisation),
            NameKind::Place | NameKind::Demonym => continue,
        };
        // "UN Conventions": the name only tells which conventions
        let end = name.tokens.end;
        if name.kind == NameKind::Organisation && r.is_capital(end) && r.in_lexicon("WorkNoun", end) {
            continue;
        }
        // "the Charter of the League", "an Assembly resolution": part of the name of a work
        let start = name.tokens.start - usize::from(name.tokens.start > 0 && r.low(name.tokens.start - 1) == "the");
        let charter = start > 1 && r.low(start - 1) == "of" && r.is_capital(start - 2) && r.low(start - 2) == "charter";
        let resolution = matches!(r.low(end), "resolution" | "resolutions");
        if name.kind == NameKind::Organisation && (charter || resolution) {
            continue;
        }
        let label = r.text(name.tokens.clone());
        let evidence = r.evidence(name.tokens.clone());
        r.entity(&id, class, &label, None, evidence);
        r.mentions.push(Mention { tokens: name.tokens.clone(), id });
    }
}

/// Bodies that a process pack names.
fn process_bodies(r: &mut Reader<'_>) {
    let mut t = 0;
    while t < r.a.tokens.len() {
        let Some((end, concept)) = r.lexicon("ProcessBody", t) else {
            t += 1;
            continue;
        };
        let (process, name) = concept.split_once('/').unwrap_or((&r.process, concept));
        let id = EntityId::Body { process: process.to_owned(), slug: name.to_owned() };
        let (label, kind) = body_of_pack(r, concept);
        let evidence = r.evidence(t..end);
        r.entity(&id, EntityClass::Body, &label, kind, evidence);
        if !covered(r, t..end) || r.mention_over(t).is_some_and(|m| m.tokens.len() < end - t) {
            r.mentions.remove_inside(&(t..end));
            r.mentions.push(Mention { tokens: t..end, id });
        }
        t = end;
    }
}

/// Label and kind of a body that a pack names: its first form, and the noun in one of its forms.
fn body_of_pack<'a>(r: &Reader<'a>, concept: &str) -> (String, Option<&'a str>) {
    let packs: &'a crate::rules::Packs = r.packs;
    let (bodies, nouns) = (packs.lexicon("ProcessBody"), packs.lexicon("BodyNoun"));
    let forms: Vec<&str> = bodies.iter().flat_map(|l| l.entries()).filter(|e| e.0 == concept).map(|e| e.1).collect();
    let tail = |form: &str| {
        let words: Vec<&str> = form.split(' ').collect();
        (0..words.len()).find_map(|from| nouns.and_then(|l| l.concept_of(&words[from..].join(" "))))
    };
    let kind = forms.iter().find_map(|form| tail(form));
    let longest =
        forms.iter().filter(|f| !f.contains('\'') && singular(f) == **f).min_by_key(|f| std::cmp::Reverse(f.len()));
    let word = |(index, word): (usize, &str)| match word {
        small if index > 0 && super::words::is_minor(small) => small.to_owned(),
        word => super::words::sentence_case(word),
    };
    let title = |form: &&str| form.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ");
    (longest.map_or_else(|| concept.to_owned(), title), kind)
}

pub(super) fn covered(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    r.mentions.near(tokens.start..tokens.end).next().is_some()
}

/// What a defined or proper name names, by its head noun.
pub(super) fn classify(
    r: &Reader<'_>,
    tokens: Tokens<usize>,
    label: &str,
) -> Option<(EntityId, Option<(EntityClass, String)>)> {
    let heads = head_tokens(r, tokens.clone());
    for head in heads {
        if let Some((_, concept)) = r.lexicon("OrgNoun", head) {
            let id = EntityId::Organisation(slug(label));
            return Some((id, Some((EntityClass::Organisation, concept.to_owned()))));
        }
        if let Some((_, concept)) = r.lexicon("BodyNoun", head) {
            let id = EntityId::Body { process: r.process.clone(), slug: slug(label) };
            return Some((id, Some((EntityClass::Body, concept.to_owned()))));
        }
        if let Some((_, concept)) = r.lexicon("WorkNoun", head) {
            let class = match concept {
                "policy" => EntityClass::Policy,
                "plan" => EntityClass::Plan,
                _ => EntityClass::Work,
            };
            let id = EntityId::Work { process: r.process.clone(), slug: slug(label) };
            return Some((id, Some((class, String::new()))));
        }
    }
    None
}

/// The words that may be a name's head: the last one before "for", "of", "on", "to", then the last one of all.
fn head_tokens(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<usize> {
    let cut = tokens
        .clone()
        .find(|t| *t > tokens.start && matches!(r.low(*t), "for" | "of" | "on" | "to" | "against" | "in"));
    let mut heads = Vec::new();
    for end in [cut, Some(tokens.end)].into_iter().flatten() {
        // two-word nouns start one token before the last
        for back in [3, 2, 1] {
            let Some(head) = end.checked_sub(back).filter(|h| *h >= tokens.start) else { continue };
            for lexicon in ["OrgNoun", "BodyNoun", "WorkNoun"] {
                if r.lexicon(lexicon, head).is_some_and(|(e, _)| e == end) {
                    heads.push(head);
                }
            }
        }
    }
    heads
}

pub(super) fn class_of(id: &EntityId) -> EntityClass {
    match id {
        EntityId::State(_) => EntityClass::State,
        EntityId::Place(_) => EntityClass::Place,
        EntityId::Organisation(_) => EntityClass::Organisation,
        EntityId::Body { .. } => EntityClass::Body,
        EntityId::Group(_) => EntityClass::Group,
        EntityId::Person(_) => EntityClass::Person,
        EntityId::Post { .. } => EntityClass::Post,
        EntityId::Meeting { .. } => EntityClass::Meeting,
        EntityId::Work { .. } => EntityClass::Work,
    }
}

/// Capitalised names with the noun of an organisation, a body or a work: "Jakarta Centre for Law Enforcement".
fn proper_names(r: &mut Reader<'_>) {
    let mut t = 0;
    while t < r.a.tokens.len() {
        let noun = r.lexicon("OrgNoun", t).or_else(|| r.lexicon("BodyNoun", t)).map(|(end, _)| end);
        let statement = r.lexicon("StatementNoun", t).map(|(end, _)| end);
        // a noun inside a name that the tables know heads no other name
        if noun.is_none() && statement.is_none() || r.a.name_over(t).is_some() {
            t += 1;
            continue;
        }
        let sentence = r.sentence(t);
        let heading =
            r.a.document.blocks.get(r.block_of(t)).is_some_and(|b| b.kind == crate::document::BlockKind::Heading);
        let own = t > 0 && matches!(r.low(t - 1), "this" | "present");
        if let Some(end) = statement.filter(|end| !heading && !own && r.low(*end) != "on" && !covered(r, t..t + 1)) {
            work_of_meeting(r, t, end);
            t = end;
            continue;
        }
        // "Ad Hoc Group on Fees, second meeting" above the text names whose meeting it is
        let title = heading && r.block_of(t) < 6 && noun.is_some_and(|end| matches!(r.low(end), "on" | "for"));
        let title = title && !r.a.text(t).chars().all(char::is_uppercase);
        let Some(noun_end) = noun.filter(|_| r.is_capital(t) && (!heading || title)) else {
            t += 1;
            continue;
        };
        let start = name_start(r, t, sentence.start);
        let end = name_end(r, noun_end, sentence.end);
        // "Ms Ann Field of Lakeside University": what stands behind the person
        let person =
            r.a.persons_near(start..start + 1).iter().find(|p| p.tokens.start == start && p.honorific.is_some());
        let of = person.map(|p| p.name.end).filter(|of| *of < t && r.low(*of) == "of");
        let start = of.map_or(start, |of| of + 1 + usize::from(is_determiner(r.low(of + 1))));
        let tokens = start..end;
        // "the Prime Minister's Office" is no body of anybody's process
        if (start + 1..noun_end).any(|i| matches!(r.low(i), "'s" | "'") && (start..i).any(|p| r.in_lexicon("Post", p)))
        {
            t = noun_end;
            continue;
        }
        t = noun_end;
        // "Head of Division": what somebody is
        if r.in_lexicon("Post", start) && r.low(start + 1) == "of" && noun_end == start + 3 {
            continue;
        }
        if tokens.len() < 2 || tokens.start == sentence.start && tokens.len() == noun_end - start && tokens.len() < 2 {
            continue;
        }
        let inside: Vec<&Mention> = r.mentions.near(tokens.clone()).collect();
        // "the report of the Coral Fisheries Committee" names the committee, too
        let author =
            |m: &Mention| matches!(m.id, EntityId::Work { .. }) && m.tokens.start + 1 < start && m.tokens.end == end;
        let part = |m: &Mention| start <= m.tokens.start && m.tokens.end <= end && m.tokens.len() < tokens.len();
        let swallowed = inside.iter().all(|m| author(m) || part(m));
        if !swallowed || inside.iter().any(|m| matches!(m.id, EntityId::Meeting { .. })) {
            continue;
        }
        let label = tame_capitals(&r.text(tokens.clone()));
        // "Bali Process Ad Hoc Group": the process in front is no part of the body's name
        let core = inside
            .iter()
            .find(|m| m.tokens.start == start && matches!(&m.id, EntityId::Organisation(key) if *key == r.process))
            .map(|m| m.tokens.end);
        let named = core.filter(|c| *c < end).map_or(tokens.clone(), |c| c..end);
        if named.len() < 2 && core.is_some() {
            continue;
        }
        let known = r.mentions.starting(named.start).find(|m| m.tokens == named).map(|m| m.id.clone());
        let plain = r.text(named.clone());
        let Some((id, kind)) = known.map(|id| (id, None)).or_else(|| classify(r, named.clone(), &plain)) else {
            continue;
        };
        let keep_state = matches!(id, EntityId::Organisation(_));
        // an organisation in the name of a work may be no more than a part of it: "the Statute of the Court"
        if keep_state && r.mentions.near(tokens.clone()).any(author) {
            continue;
        }
        let evidence = r.evidence(tokens.clone());
        let shown = if named == tokens { label } else { plain };
        let class = kind.as_ref().map_or(class_of(&id), |k| k.0);
        r.entity(&id, class, &shown, kind.as_ref().map(|k| k.1.as_str()).filter(|k| !k.is_empty()), evidence);
        if keep_state {
            r.mentions.remove_inside(&(start..end));
        }
        r.mentions.push(Mention { tokens, id });
        t = end;
    }
}

/// "the co-chairs' statements from the first and second Conferences": one work for each meeting it comes from.
fn work_of_meeting(r: &mut Reader<'_>, t: usize, end: usize) {
    let sentence = r.sentence(t);
    let title = singular(&r.text(t..end));
    let link = matches!(r.low(end), "of" | "from" | "at" | "adopted" | "issued");
    let meetings: Vec<(EntityId, usize)> = r
        .mentions
        .near(end..end + 5)
        .filter(|m| link && m.tokens.start >= end && m.tokens.start <= end + 4 && m.tokens.end <= sentence.end)
        .filter(|m| matches!(m.id, EntityId::Meeting { .. }))
        .map(|m| (m.id.clone(), m.tokens.end))
        .collect();
    if meetings.is_empty() && t > 0 && r.low(t - 1) == "the" {
        // "the statements", after "the statements of the first and second Conferences": those
        let prefix = format!("{}-", slug(&title));
        let first = EntityId::Work { process: r.process.clone(), slug: prefix.clone() };
        let told = |id: &&EntityId| matches!(id, EntityId::Work { slug, .. } if slug.starts_with(&prefix));
        let earlier: Vec<EntityId> =
            r.out.entities.range(first..).map(|(id, _)| id).take_while(told).take(9).cloned().collect();
        if !earlier.is_empty() {
            for id in earlier {
                r.mentions.push(Mention { tokens: t..end, id });
            }
            return;
        }
    }
    if meetings.is_empty() {
        let slug_of = match r.main_meeting() {
            Some(EntityId::Meeting { slug, .. }) => format!("-{slug}"),
            _ => String::new(),
        };
        let id = EntityId::Work { process: r.process.clone(), slug: format!("{}{slug_of}", slug(&title)) };
        let evidence = r.evidence(t..end);
        r.entity(&id, EntityClass::Work, &title, None, evidence);
        r.mentions.push(Mention { tokens: t..end, id });
    }
    for (meeting, to) in meetings {
        let EntityId::Meeting { process, slug: name } = &meeting else { continue };
        let label = r.meetings.iter().find(|m| m.id == meeting).map(|m| m.label.clone()).unwrap_or_default();
        let id = EntityId::Work { process: process.clone(), slug: format!("{}-{name}", slug(&title)) };
        let evidence = r.evidence(t..to);
        r.entity(&id, EntityClass::Work, &format!("{title} of the {label}"), None, evidence);
        r.mentions.push(Mention { tokens: t..end, id });
    }
}

fn name_start(r: &Reader<'_>, noun_at: usize, from: usize) -> usize {
    let mut start = noun_at;
    while start > from {
        let t = start - 1;
        let joined = matches!(r.low(t), "of" | "and" | "for" | "'" | "'s" | "&")
            && t > from
            && r.is_capital(t - 1)
            && r.is_word(t - 1);
        let link =
            joined && (matches!(r.low(t), "'" | "'s") || r.low(t) == "of" && r.lexicon("BodyNoun", t - 1).is_none());
        let link = link || t > from + 1 && super::joint_names::two_adjectives(r, t, start, noun_at);
        let word = r.is_word(t) && r.is_capital(t) && !is_determiner(r.low(t));
        // "Recalling Assembly Decision 4": what opens the sentence says something
        let verb = t == from && r.in_lexicon("SpeechGerund", t);
        if link || word && !verb && !(t == from && r.in_lexicon("Issuer", t)) {
            start = t;
        } else {
            break;
        }
    }
    while start < noun_at
        && (matches!(r.low(start), "'s" | "'" | "of" | "and" | "for")
            || is_determiner(r.low(start))
            || r.lexicon("Issuer", start).is_some_and(|(_, c)| c != "meeting" || start == from))
    {
        start += 1;
    }
    start
}

fn name_end(r: &Reader<'_>, noun_end: usize, limit: usize) -> usize {
    // "the Mission to X" has its name from X, "the Commission to the Assembly" has not
    let sent = r.low(noun_end) == "to" && r.in_lexicon("MissionNoun", noun_end - 1);
    if !sent && !matches!(r.low(noun_end), "for" | "of" | "on" | "against") {
        return noun_end;
    }
    let next = if r.low(noun_end + 1) == "the" { noun_end + 2 } else { noun_end + 1 };
    if !r.is_capital(next) || !r.is_word(next) {
        return noun_end;
    }
    let mut t = next;
    let mut end = noun_end;
    while t < limit {
        // "the Ministry of Trade, Fiji, and Ms. Ann Field": neither state nor person is part of the name, nor a day
        let person =
            r.a.persons_near(t..t + 1)
                .iter()
                .any(|p| p.name.contains(&t) || p.honorific.as_ref().is_some_and(|h| h.contains(&t)));
        let state = r.low(t) == "," && r.a.name_at(t + 1).is_some_and(|n| n.kind == NameKind::State);
        // "rename the Group of Heads the Policy Board": the next name
        let next = r.low(t) == "the" && r.is_capital(t - 1);
        if person || state || next || crate::annotate::is_weekday(r.low(t)) || r.a.date_at(t).is_some() {
            break;
        }
        if r.is_word(t) && r.is_capital(t) {
            t += 1;
            end = t;
        } else if matches!(r.low(t), "and" | "of" | "in" | "for" | "on" | "the" | "," | "'" | "'s") && end > noun_end {
            // a comma goes on only inside "A, B and C"
            if r.low(t) == "," && !(t + 1..(t + 6).min(limit)).any(|i| r.low(i) == "and") {
                break;
            }
            // "the Ministry of Trade, the Ministry of Ports": another one
            let next = t + 1 + usize::from(is_determiner(r.low(t + 1)));
            let another = |i: usize| r.is_capital(i) && (r.in_lexicon("OrgNoun", i) || r.in_lexicon("BodyNoun", i));
            let article = next > t + 1;
            if matches!(r.low(t), "," | "and")
                && (another(next)
                    || article && (next..limit.min(next + 4)).take_while(|i| r.is_capital(*i)).any(another))
            {
                break;
            }
            // "the Ministry of Trade, and the Union": the last of a row has commas before it
            if r.low(t) == "," && r.low(t + 1) == "and" && !(noun_end..t).any(|i| r.low(i) == ",") {
                break;
            }
            // "the Group on Ferries and TASKS it": the next act
            if r.low(t) == "and" && act_begins(r, t + 1) {
                break;
            }
            // "the Committee on Fish and the Committee on Trade" are two, as are a name and one that the tables know
            let other = r.low(t) == "and" && r.low(t + 1) == "the";
            if other && r.a.name_at(t + 2).is_some_and(|n| n.kind == NameKind::Organisation) {
                break;
            }
            if other && (t + 2..limit.min(t + 6)).any(|i| r.in_lexicon("BodyNoun", i)) {
                break;
            }
            t += 1;
        } else {
            break;
        }
    }
    end
}

/// Whether a finite verb of speech with its object stands at a token: "STRESSES that", "calls on the".
pub(super) fn act_begins(r: &Reader<'_>, t: usize) -> bool {
    let verb = r.lexicon("SpeechPresent", t).map(|(end, _)| end);
    verb.is_some_and(|end| end > t + 1 || is_determiner(r.low(end)) || matches!(r.low(end), "it" | "them"))
}
