//! Instruments, documents and events that bear a name: "the Lakes Charter", "Protocol to Prevent, Suppress …",
//! "reports from the Committee", "its work plan", "the tsunami of December 2004".

use std::ops::Range as Tokens;

use super::reader::{Mention, Reader};
use super::words::{is_determiner, is_minor, is_preposition, sentence_case, tame_capitals};
use crate::annotate::NameKind;
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};
use crate::document::BlockKind;
use crate::slug::slug;

/// A work found at some tokens, before it is known which mentions are of one work.
struct Found {
    tokens: Tokens<usize>,
    label: String,
    class: EntityClass,
}

/// Adds a mention for each of them.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut found: Vec<Found> = Vec::new();
    let mut t = 0;
    while t < r.a.tokens.len() {
        let heading = r.block(r.block_of(t)).kind == BlockKind::Heading;
        let work = if heading { None } else { proper(r, t).or_else(|| common(r, t)).or_else(|| event(r, t)) };
        let work = work.filter(|w| found.last().is_none_or(|last| last.tokens.end <= w.tokens.start));
        match work {
            Some(work) if free(r, &work.tokens) => {
                t = work.tokens.end.max(t + 1);
                found.push(work);
            }
            _ => t += 1,
        }
    }
    let mut before: Option<(EntityId, usize)> = None;
    for index in 0..found.len() {
        let Found { tokens, label, class } = &found[index];
        // "Declaration on the Principles (Lake Principles)": a second name of the same
        let alias = before
            .as_ref()
            .filter(|(_, end)| r.low(*end) == "(" && tokens.start == end + 1 && r.low(tokens.end) == ")");
        if let Some((id, _)) = alias.cloned() {
            let evidence = vec![r.evidence(tokens.clone())];
            let value = Value::Text(label.clone());
            r.add(
                "name.second",
                Fact::Property { subject: id.clone(), property: Property::AltLabel, value, completed: false },
                evidence,
            );
            r.mentions.push(Mention { tokens: tokens.clone(), id });
            continue;
        }
        let whole = whole_name(&found, index);
        let id = EntityId::Work { process: r.process.clone(), slug: slug(&whole.label) };
        let known =
            r.out.entities.keys().find(
                |k| matches!((k, &id), (EntityId::Work { slug: a, .. }, EntityId::Work { slug: b, .. }) if a == b),
            );
        let id = known.cloned().unwrap_or(id);
        let (label, class, tokens) = (whole.label.clone(), *class, tokens.clone());
        let evidence = r.evidence(tokens.clone());
        r.entity(&id, class, &label, None, evidence);
        before = Some((id.clone(), tokens.end));
        r.mentions.push(Mention { tokens, id });
    }
}

/// "the Coral Agenda" is "the Coral Agenda for Reefs" that the text names in full elsewhere.
fn whole_name(found: &[Found], index: usize) -> &Found {
    let short = &found[index].label;
    let begins = |f: &&Found| f.label.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' '));
    let several = short.contains(' ');
    found.iter().filter(begins).filter(|_| several).max_by_key(|f| f.label.len()).unwrap_or(&found[index])
}

/// Whether no other thing stands across the name, and no meeting, body or work inside it that it cannot hold.
fn free(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    r.mentions.near(tokens.clone()).all(|m| {
        let inside = tokens.start <= m.tokens.start && m.tokens.end <= tokens.end && m.tokens.len() < tokens.len();
        inside && !matches!(m.id, EntityId::Work { .. })
    })
}

/// A capitalised name with the noun of a work.
fn proper(r: &Reader<'_>, t: usize) -> Option<Found> {
    let (noun_end, concept) =
        r.lexicon("WorkNoun", t).or_else(|| r.lexicon("NamedWork", t)).filter(|_| r.is_capital(t))?;
    let known = r.a.name_over(t).is_some_and(|n| n.tokens.start < t || n.kind != NameKind::Organisation);
    let sentence = r.sentence(t);
    // "Initiative Multilateralisation": another noun is the head
    let followed = noun_end < sentence.end
        && r.is_capital(noun_end)
        && r.is_word(noun_end)
        && r.a.name_over(noun_end).is_none()
        && r.lexicon("WorkNoun", noun_end).is_none();
    if known || followed {
        return None;
    }
    let start = start(r, t, sentence.start);
    let end = end(r, noun_end, sentence.end);
    // "our Declaration of Suva of 3 May 2001" is another one
    let own = t
        .checked_sub(1)
        .is_some_and(|b| matches!(r.low(b), "this" | "present") || r.low(b) == "our" && end == noun_end);
    let bare = start == t && end == noun_end;
    let body = end > noun_end && r.lexicon("BodyNoun", start).is_some();
    // "Action Plan 2013-2016" is told from others by its years
    let dated = end > noun_end && r.a.date_at(noun_end).is_some_and(|d| d.tokens.end == end);
    // … and "the 1970 Convention" as well
    // "Agenda 21", "Vision 2020"
    let numbered = start == t && end > noun_end && matches!(r.low(t), "agenda" | "vision");
    let numbered = numbered && r.a.number_at(noun_end).is_some_and(|n| n.value > 19 && n.tokens.end == end);
    let dated = dated || numbered || start + 1 == t && end == noun_end && year(r, start);
    let plain = (start..end).all(|i| r.in_lexicon("WorkNoun", i) || !r.is_capital(i));
    // "the Policy on Fees", but not "the Management Policy"
    let untitled = concept == "titled" && end == noun_end;
    if own || bare || body || untitled || end - start < 2 || plain && !dated {
        return None;
    }
    let class = match concept {
        "policy" | "titled" => EntityClass::Policy,
        "plan" => EntityClass::Plan,
        _ => EntityClass::Work,
    };
    Some(Found { tokens: start..end, label: tame_capitals(&r.text(start..end)), class })
}

/// The first token of the capitalised words in front of a noun, with a year or a number ("1951", "2nd").
fn start(r: &Reader<'_>, noun: usize, from: usize) -> usize {
    let mut start = noun;
    while start > from {
        let t = start - 1;
        if let Some(name) = r.a.name_ending(start).filter(|n| n.tokens.start >= from && n.tokens.len() > 1) {
            start = name.tokens.start;
            continue;
        }
        let before = t > from && r.is_capital(t - 1) && r.is_word(t - 1);
        let link = before
            && (matches!(r.low(t), "'" | "'s" | "&" | "-")
                || r.low(t) == "and" && r.a.name_over(t).is_none() && start < noun && !r.in_lexicon("WorkNoun", t - 1));
        let bracket = r.low(t) == ")"
            && r.a.acronyms_near(t..start).iter().any(|d| d.tokens.end == start && d.short.start >= from + 2);
        if bracket {
            start =
                r.a.acronyms_near(t..start)
                    .iter()
                    .find(|d| d.tokens.end == start)
                    .map_or(start, |d| d.long.start.max(from));
            continue;
        }
        let word = r.is_word(t) && r.is_capital(t) && !is_determiner(r.low(t)) && !is_minor(r.low(t));
        let opener = t == from
            && (r.in_lexicon("Issuer", t)
                || r.in_lexicon("SpeechVerb", t)
                || r.low(t).ends_with("ing") && r.in_lexicon("SpeechVerb", t));
        if !(link || word) || opener {
            break;
        }
        start = t;
    }
    let numbered = start
        .checked_sub(1)
        .filter(|n| *n >= from && (r.a.number_ending(start).is_some_and(|x| x.tokens == (*n..start)) || year(r, *n)));
    numbered
        .filter(|n| !matches!(r.low(n.wrapping_sub(1)), "in" | "since" | "of" | "by" | "two" | "/"))
        .unwrap_or(start)
}

fn year(r: &Reader<'_>, t: usize) -> bool {
    r.a.date_at(t).is_some_and(|d| d.tokens == (t..t + 1) && d.start.month.is_none())
}

/// The end of a name: "for the Lakes", "against the Smuggling of …", "to Prevent, Suppress and Punish …", "2007-2017".
fn end(r: &Reader<'_>, noun_end: usize, limit: usize) -> usize {
    // "Policy Guides, on X and on Y"
    let comma = usize::from(r.low(noun_end) == "," && r.low(noun_end + 1) == "on");
    let link = noun_end + comma;
    let opens = match r.low(link) {
        "for" | "of" | "on" | "to" | "against" | "between" | "among" | "concerning" | "regarding" | "governing"
        | "establishing" | "amending" | "prohibiting" | "instituting" | "creating" => 1,
        "relating" if r.low(link + 1) == "to" => 2,
        _ => 0,
    };
    let mut next = link + opens;
    while matches!(r.low(next), "the" | "all" | "its") {
        next += 1;
    }
    let mut end = noun_end;
    if opens > 0 && next < limit && r.is_capital(next) && r.is_word(next) && r.a.date_at(next).is_none() {
        end = run(r, next, limit);
    }
    // "Work Plan 2007-2017", "Work Plan (2007-2017)", "Agenda 21"
    let bracket = usize::from(r.low(end) == "(");
    let span = r.a.date_at(end + bracket).filter(|d| d.start.month.is_none() && d.start.year.is_some());
    if let Some(span) = span.filter(|d| bracket == 0 || r.low(d.tokens.end) == ")" && d.end.is_some()) {
        return span.tokens.end + bracket;
    }
    let number = r.a.number_at(end).filter(|_| end == noun_end);
    number.filter(|n| r.low(n.tokens.start).len() < 5).map_or(end, |n| n.tokens.end)
}

/// Capitalised words with small words between them; a comma goes on only inside "A, B and C".
fn run(r: &Reader<'_>, from: usize, limit: usize) -> usize {
    let mut t = from;
    let mut end = from;
    while t < limit {
        if r.is_word(t) && r.is_capital(t) {
            t += 1;
            end = t;
            continue;
        }
        let small = match r.low(t) {
            "," => {
                let and = (t + 2..(t + 7).min(limit)).find(|i| matches!(r.low(*i), "and" | "or"));
                and.is_some_and(|and| {
                    (t + 1..and).all(|i| r.is_capital(i) || matches!(r.low(i), "," | "of" | "the"))
                        && r.is_capital(and + 1)
                })
            }
            // "the Charter of Lakes and the Treaty of Seas" are two
            "and" => {
                let next = if r.low(t + 1) == "the" { t + 2 } else { t + 1 };
                let other =
                    (next..(next + 5).min(limit)).take_while(|i| r.is_capital(*i)).any(|i| r.in_lexicon("WorkNoun", i));
                let act = super::things::act_begins(r, t + 1);
                !other && !act && r.low(t + 1) != "its" && !is_preposition(r.low(t + 1))
            }
            "of" | "in" | "for" | "on" | "the" | "'" | "'s" | "by" | "with" | "to" | "against" | "&" | "-"
            | "other" | "or" => true,
            _ => false,
        };
        if !small {
            break;
        }
        t += 1;
    }
    end
}

/// Works that a common noun names by whose they are: "reports from the Committee on Reefs", "its work plan",
/// "the IOM appeal".
fn common(r: &Reader<'_>, t: usize) -> Option<Found> {
    let limit = r.sentence(t).end;
    let found =
        |tokens: Tokens<usize>, label: String, class| Some(Found { tokens, label: sentence_case(&label), class });
    if let Some((end, _)) = r.lexicon("ReportNoun", t).filter(|(end, _)| matches!(r.low(*end), "of" | "from" | "by")) {
        let next = if r.low(end + 1) == "the" { end + 2 } else { end + 1 };
        let person = r.a.name_over(next).is_some_and(|n| matches!(n.kind, NameKind::State | NameKind::Place));
        let stop = run(r, next, limit);
        if r.is_capital(next) && !person && stop > next {
            return found(t..stop, r.text(t..stop), EntityClass::Work);
        }
    }
    // "the report on Lake Safety", "the Lake Safety report": the title stands in capitals
    if let Some((end, _)) = r.lexicon("ReportNoun", t).filter(|_| !r.is_capital(t)) {
        let title = end + 1..run(r, end + 1, limit);
        if r.low(end) == "on" && title.len() > 1 && r.is_capital(end + 1) && t > 0 && r.low(t - 1) == "the" {
            return found(t..title.end, r.text(t..title.end), EntityClass::Work);
        }
        let plain =
            |i: usize| r.is_word(i) && r.is_capital(i) && r.a.name_over(i).is_none() && !r.in_lexicon("BodyNoun", i);
        let words = (t.saturating_sub(6)..t).rev().take_while(|i| plain(*i)).count();
        if words > 1 && t > words && r.low(t - words - 1) == "the" {
            return found(t - words..end, r.text(t - words..end), EntityClass::Work);
        }
    }
    if let Some((end, _)) = r.lexicon("OwnedWork", t) {
        let mut first = t;
        while first > 0 && r.in_lexicon("WorkAdjective", first - 1) {
            first -= 1;
        }
        let owner = first.checked_sub(1)?;
        if matches!(r.low(owner), "its" | "their") {
            let of = r.mentions.near(r.sentence(t)).rev().find(|m| {
                m.tokens.end <= owner
                    && r.sentence_of(m.tokens.start) == r.sentence_of(t)
                    && matches!(m.id, EntityId::Body { .. } | EntityId::Organisation(_))
            });
            let label = of.map_or_else(
                || r.text(first..end),
                |m| format!("{} of the {}", r.text(first..end), r.text(m.tokens.clone())),
            );
            return found(first..end, label, EntityClass::Plan);
        }
    }
    // "the IOM appeal", "UNHCR guidelines"
    let (end, _) = r.lexicon("OrgWork", t)?;
    let name = r.a.name_ending(t).filter(|n| n.kind == NameKind::Organisation)?;
    found(name.tokens.start..end, r.text(name.tokens.start..end), EntityClass::Work)
}

/// What happened somewhere or on a day: "the Harbour bombings of 12 May 2002", "Cyclone Ann", "the Coral Round".
fn event(r: &Reader<'_>, t: usize) -> Option<Found> {
    let (noun_end, kind) = r.lexicon("EventNoun", t)?;
    let sentence = r.sentence(t);
    let mut from = t;
    while from > sentence.start && r.is_word(from - 1) && r.is_capital(from - 1) && !is_determiner(r.low(from - 1)) {
        from -= 1;
    }
    let dated = |at: usize| r.a.date_at(at).map(|d| d.tokens.end);
    let date = matches!(r.low(noun_end), "of" | "on" | "in").then(|| dated(noun_end + 1)).flatten();
    let mut end = noun_end;
    match kind {
        // "Cyclone Ann": the name stands behind
        "storm" if r.is_capital(t) && r.is_capital(noun_end) && r.is_word(noun_end) => end = noun_end + 1,
        "round" if r.is_capital(t) && from < t => {
            end = if r.low(noun_end) == "of" && r.is_capital(noun_end + 1) {
                run(r, noun_end + 1, sentence.end)
            } else {
                noun_end
            };
        }
        "storm" | "round" => return None,
        _ => {}
    }
    let named = from < t || end > noun_end;
    if !named && date.is_none() || from == sentence.start && from < t && date.is_none() && kind == "attack" {
        return None;
    }
    let label = r.text(from..end.max(date.unwrap_or(end)));
    Some(Found { tokens: from..end.max(date.unwrap_or(end)), label: sentence_case(&label), class: EntityClass::Event })
}
