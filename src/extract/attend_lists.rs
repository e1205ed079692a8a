//! Where a sentence lists those who took part, and who of them did as an observer.

use std::ops::Range as Tokens;

use super::parties::{listed, person_in};
use super::reader::Reader;
use super::words::is_determiner;

/// The lists of one sentence with their capacity.
pub(super) fn in_sentence(
    r: &Reader<'_>,
    sentence: Tokens<usize>,
    under_heading: bool,
) -> Vec<(Tokens<usize>, String)> {
    let mut found: Vec<(Tokens<usize>, String)> = Vec::new();
    let mut t = sentence.start;
    while t < sentence.end {
        if let Some((end, concept)) = r.lexicon("AttendBy", t) {
            let list = end..list_end(r, end, sentence.end);
            if !listed(r, &list).is_empty() || person_in(r, &list).is_some() {
                found.push((list.clone(), concept.to_owned()));
            }
            t = list.end.max(end);
            continue;
        }
        if let Some((end, concept)) = attends(r, t).filter(|_| !negated(r, sentence.start, t)) {
            let after = (end..sentence.end).find(|i| r.low(*i) == ":").map(|c| c + 1..sentence.end);
            if let Some(list) = after.filter(|l| listed(r, l).len() > 1) {
                found.push((list, concept.to_owned()));
                break;
            }
            let start = subject_start(r, sentence.start, t);
            // "The Director of X, Mr Y, also attended": a person right before the verb
            let person = person_in(r, &(t.saturating_sub(2).max(sentence.start)..t));
            // "The Director of X, Mr Y, and the Secretary of Z, Ms W, also attended"
            if found.is_empty() && person.is_some() && persons_alone(r, sentence.start..t) {
                found.push((sentence.start..t, concept.to_owned()));
            }
            if found.is_empty() && (list_like(r, start..t) || person.is_some()) {
                let start = person
                    .map_or(start, |p| if list_like(r, start..t) { start.min(p.tokens.start) } else { p.tokens.start });
                found.push((start..t, concept.to_owned()));
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
            if verb > of && !listed(r, &list).is_empty() && list_like(r, list.clone()) {
                found.push((list, "member".to_owned()));
            }
        }
    }
    let count = listed(r, &sentence).len();
    if found.is_empty() && under_heading && (count > 2 || count > 0 && list_like(r, sentence.clone())) {
        found.push((sentence, "member".to_owned()));
    }
    found
}

/// A verb of taking part; a participle in front of a noun is none ("participating countries", "the present text").
fn attends<'a>(r: &Reader<'a>, t: usize) -> Option<(usize, &'a str)> {
    let found = r.lexicon("AttendVerb", t)?;
    let participle = found.0 == t + 1 && matches!(r.low(t), "participating" | "attending" | "present");
    let verbal = matches!(r.low(found.0), "in" | "at" | "as" | ":" | "were" | "was" | "" | "." | "," | "the" | "this");
    let noun = participle && (!verbal || r.low(t) == "present" && is_determiner(r.low(t.saturating_sub(1))));
    (!noun).then_some(found)
}

/// Whether the verb at a token is negated, or only wished for: "did not attend", "were invited to attend".
fn negated(r: &Reader<'_>, from: usize, verb: usize) -> bool {
    (from.max(verb.saturating_sub(4))..verb)
        .any(|t| matches!(r.low(t), "not" | "never" | "unable" | "invited" | "failed" | "neither" | "nor"))
}

/// Whether an item of a list took part as an observer: the sentence says so of it.
pub(super) fn observes(r: &Reader<'_>, sentence: &Tokens<usize>, list: &Tokens<usize>, item: usize) -> bool {
    let depth = |t: usize| {
        let open = (sentence.start..t).filter(|i| r.low(*i) == "(").count();
        open > (sentence.start..t).filter(|i| r.low(*i) == ")").count()
    };
    sentence.clone().filter(|t| matches!(r.low(*t), "observer" | "observers") && !depth(*t)).any(|mark| {
        let behind = matches!(r.low(mark.saturating_sub(1)), "as" | "an") || r.low(mark.saturating_sub(2)) == "as";
        // "with A and B as observers": those before "with" were none
        let with = (sentence.start..mark).rfind(|t| matches!(r.low(*t), "with" | ";") && *t >= list.start);
        match (behind && mark >= list.start, with) {
            (true, Some(with)) => with <= item && item < mark,
            (true, None) => item < mark || mark < list.start,
            (false, _) if mark < list.start => true,
            // "and observers from A and B": what stands behind, where the word is no item of its own
            (false, _) => {
                let noun = matches!(
                    r.low(mark + 1),
                    "states" | "countries" | "delegations" | "organisations" | "organizations" | "governments"
                );
                let next = mark + 1 + usize::from(noun);
                mark < item
                    && matches!(r.low(next), "from" | "of" | ":" | "included" | "were" | "-" | "–" | "representing")
            }
        }
    })
}

/// Whether some tokens are persons and nothing else, names and conjunctions aside.
fn persons_alone(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    tokens.filter(|t| r.is_word(*t)).all(|t| {
        matches!(r.low(t), "and" | "also") || is_determiner(r.low(t)) || !r.a.persons_near(t..t + 1).is_empty()
    })
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
    let names = listed(r, &tokens);
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
        if word == "." || t > from && attends(r, t).is_some() || matches!(word, "met" | "gathered" | "which" | "who") {
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
