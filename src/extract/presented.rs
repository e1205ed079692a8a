//! Who presented something at a meeting: "Presentations were made by A", "B presented a report".

use std::ops::Range as Tokens;

use super::agents::{agents, named};
use super::parties::{person_in, person_takes_part, take_part};
use super::reader::{Mention, Reader};
use super::roles::subject;
use super::words::is_determiner;
use crate::annotate::is_auxiliary;
use crate::assertion::{EntityId, Fact};

/// "Presentations were made by …", "received reports from …", "X presented a report".
pub(super) fn read(r: &mut Reader<'_>) {
    let Some(main) = r.main_meeting() else { return };
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].tokens.clone();
        if let Some(tokens) = in_remarks(r, &sentence) {
            take_part(r, &main, tokens, "presenter", "role.presented");
        }
    }
    for t in 0..r.a.tokens.len() {
        if let Some(end) = r.lexicon("PresentBy", t).map(|(end, _)| end).or_else(|| given_by(r, t)) {
            let sentence = r.sentence(t);
            let by = (end - 1..sentence.end).find(|i| matches!(r.low(*i), "by" | "from"));
            let Some(by) = by else { continue };
            let verbless = !(end..by).any(|i| r.low(i) == ";" || r.low(i) == ".");
            let list = by + 1..sentence.end;
            let known = !named(r, list.clone()).is_empty() || person_in(r, &list).is_some();
            if verbless && known {
                let chaired = |i: usize| r.in_lexicon("CapacityBy", i);
                let stop = list.clone().find(|i| r.low(*i) == "on" && r.low(*i + 1) == "their" || chaired(*i));
                let stop = stop.unwrap_or(list.end);
                // "given by A on ports, and by B on ships"
                let mut from = by + 1;
                let more = |at: &usize| r.low(*at) == "by" && matches!(r.low(at - 1), "and" | ",");
                let marks: Vec<usize> = (from..stop).filter(more).chain([stop]).collect();
                for mark in marks {
                    presenters(r, &main, from..mark, t);
                    from = mark + 1;
                }
            }
        }
        if r.in_lexicon("PresentVerb", t) || gives(r, t) {
            let sentence = r.sentence(t);
            let Some((main, from)) = presented_at(r, &sentence, t, &main) else { continue };
            let sentence = from..sentence.end;
            let person = r
                .mentions
                .near(t.saturating_sub(10).max(sentence.start)..t)
                .find(|m| {
                    m.tokens.start >= sentence.start
                        && m.tokens.end <= t
                        && matches!(m.id, EntityId::Person(_))
                        && (t - m.tokens.end <= 3 || apposed(r, m.tokens.end, t))
                })
                .cloned();
            let before = sentence.start..t;
            let several = person.is_some() && super::attend_lists::persons_alone(r, before.clone());
            if several {
                take_part(r, &main, before, "presenter", "role.presented");
            } else if let Some(person) = person {
                take_part(r, &main, person.tokens, "presenter", "role.presented");
            } else if let Some(subject) = subject(r, sentence.start, t).filter(|s| s.end + 2 >= t && s.len() <= 12) {
                take_part(r, &main, subject, "presenter", "role.presented");
            }
        }
    }
}

/// At which meeting, and from where on its subject stands: "noted the workshop held in P, at which A and B presented their plans" is
/// of the workshop; nothing where no meeting is told.
fn presented_at(r: &Reader<'_>, sentence: &Tokens<usize>, verb: usize, main: &EntityId) -> Option<(EntityId, usize)> {
    let which = (sentence.start + 1..verb).rev().find(|t| {
        r.low(*t) == "which" && matches!(r.low(t - 1), "at" | "during" | "in")
            || r.low(*t) == "where" && r.low(t - 1) == ","
    });
    let Some(which) = which else { return Some((main.clone(), sentence.start)) };
    let meeting = |m: &&Mention| m.tokens.end <= which && matches!(m.id, EntityId::Meeting { .. });
    let before = r.mentions.near(sentence.start..which).rfind(meeting);
    before.map(|m| (m.id.clone(), which + 1))
}

/// "Dr X, independent expert, presented": a few small words between commas say what the person is.
fn apposed(r: &Reader<'_>, from: usize, verb: usize) -> bool {
    let marks = r.low(from) == "," && verb > from + 1 && r.low(verb - 1) == ",";
    marks
        && verb - from < 8
        && (from + 1..verb - 1).all(|t| r.is_word(t) && !r.is_capital(t) && !is_auxiliary(r.low(t)))
}

/// "In her welcoming remarks, Ms X thanked …": the person behind the comma.
fn in_remarks(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    let first = sentence.start;
    let own = matches!(r.low(first), "in" | "during") && matches!(r.low(first + 1), "his" | "her" | "their");
    let noun = (first + 2..first + 6).find_map(|t| r.lexicon("PresentedNoun", t)).filter(|_| own)?.0;
    let comma = (noun..noun + 10).find(|t| r.low(*t) == ",")?;
    let person = person_in(r, &(comma + 1..sentence.end.min(comma + 12)))?;
    (person.tokens.start <= comma + 2).then_some(person.tokens)
}

/// "made a welcoming statement", "delivered the inaugural address": a verb of giving with what is given.
fn gives(r: &Reader<'_>, t: usize) -> bool {
    let verb = r.lexicon("SpeechGiven", t).is_some_and(|(_, form)| form == "past");
    let mut at = t + 1 + usize::from(is_determiner(r.low(t + 1)));
    let limit = at + 4;
    while at < limit
        && r.is_word(at)
        && !r.in_lexicon("PresentedNoun", at)
        && !super::words::is_preposition(r.low(at))
        && !matches!(r.low(at), "to" | "by")
    {
        at += 1;
    }
    verb && r.in_lexicon("PresentedNoun", at)
        && !(t > 0 && is_auxiliary(r.low(t - 1)) && matches!(r.low(t - 1), "was" | "were" | "been"))
}

/// "Welcoming remarks were delivered by", "statements were also made by": the token behind the verb.
fn given_by(r: &Reader<'_>, t: usize) -> Option<usize> {
    let (noun, _) = r.lexicon("PresentedNoun", t)?;
    let mut at = noun;
    while is_auxiliary(r.low(at)) || matches!(r.low(at), "also" | "then") {
        at += 1;
    }
    let verb = r.lexicon("SpeechHeard", at).is_some();
    // "notes the statements made by the representatives of A and B"
    let told = verb && r.low(at + 1) == "by" && {
        let who = at + 2 + usize::from(is_determiner(r.low(at + 2)));
        r.lexicon("Delegate", who)
            .is_some_and(|(end, _)| r.low(who).starts_with("representative") && r.low(end) == "of")
    };
    ((at > noun && verb || told) && matches!(r.low(at + 1), "by" | "from")).then_some(at + 1)
}

/// One presenter for each item of a list; brackets say on what.
fn presenters(r: &mut Reader<'_>, meeting: &EntityId, tokens: Tokens<usize>, at: usize) {
    for mut item in super::list_items::expand(r, tokens) {
        // "a report from X on funding": the subject is no part of the name
        if let Some(on) =
            item.tokens.clone().find(|t| r.low(*t) == "on" && r.low(*t + 1) != "behalf" && r.a.name_over(*t).is_none())
        {
            item.tokens.end = on;
        }
        // "Presentations by A and B illustrated different approaches"
        let past = |t: usize| crate::annotate::is_verb_past(r.low(t)) || r.low(t).ends_with("ed");
        let goes_on = |t: &usize| !r.is_capital(*t) && past(*t) && r.a.name_over(*t).is_none();
        if let Some(verb) = item.tokens.clone().skip(1).find(goes_on) {
            item.tokens.end = verb;
        }
        if item.tokens.is_empty() {
            continue;
        }
        if let Some(person) = person_in(r, &item.tokens) {
            let evidence = vec![r.evidence(item.tokens), r.sentence_evidence(at)];
            person_takes_part(r, meeting, &person, "presenter", "role.presented", evidence);
            continue;
        }
        let about = item.parenthesis.clone().map(|p| r.text(p)).filter(|a| a.contains(' '));
        // "A on behalf of B": B presents, represented by A
        let behalf = item.tokens.clone().find(|t| r.low(*t) == "on" && r.low(*t + 1) == "behalf");
        let ids = match behalf {
            Some(on) => agents(r, on + 3..item.tokens.end, &[]),
            None => agents(r, item.tokens.clone(), &[]),
        };
        let by = behalf.map_or_else(Vec::new, |on| agents(r, item.tokens.start..on, &[]));
        for id in ids {
            if !super::bodies::is_plenary(r, &id) && !matches!(id, EntityId::Group(_)) {
                presenter(r, meeting, &id, item.tokens.clone(), about.clone(), at, by.clone());
                if let Some(first) = by.first() {
                    presenter(r, meeting, &first.clone(), item.tokens.clone(), about.clone(), at, Vec::new());
                }
            }
        }
    }
}

fn presenter(
    r: &mut Reader<'_>,
    meeting: &EntityId,
    id: &EntityId,
    tokens: Tokens<usize>,
    about: Option<String>,
    at: usize,
    by: Vec<EntityId>,
) {
    let evidence = vec![r.evidence(tokens.clone()), r.sentence_evidence(at)];
    let fact = Fact::Participation {
        context: meeting.clone(),
        member: id.clone(),
        capacity: "presenter".to_owned(),
        name_as_given: Some(r.printed(tokens)),
        represented_by: by,
        in_respect_of: None,
        about,
    };
    r.add("role.presented", fact, evidence);
}
