//! Where a sentence lists those who took part, and who of them did as an observer.

use std::ops::Range as Tokens;

use super::attend_told::{from_states, greeted, list_end, welcomed};
use super::parties::{can_take_part, listed, person_in};
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::NameKind;

/// The lists of one sentence with their capacity.
pub(super) fn in_sentence(
    r: &Reader<'_>,
    sentence: Tokens<usize>,
    under_heading: bool,
) -> Vec<(Tokens<usize>, String)> {
    let mut found: Vec<(Tokens<usize>, String)> = Vec::new();
    let mut more: Vec<(Tokens<usize>, String)> = Vec::new();
    let mut t = sentence.start;
    while t < sentence.end {
        if let Some(list) = welcomed(r, t, &sentence).or_else(|| greeted(r, t, &sentence)) {
            t = list.end;
            found.push((list, "member".to_owned()));
            continue;
        }
        // "A attended by invitation"
        let invited = |end: usize| matches!(r.low(end), "invitation" | "special");
        // "senior officials came from A and B", and not "the largest contribution came from A"
        let people = |t: usize| {
            let ends = |name: &str, i: usize| r.lexicon(name, i).is_some_and(|(end, _)| end == t);
            (t.saturating_sub(3).max(sentence.start)..t).any(|i| ends("Delegate", i) || ends("Issuer", i))
        };
        let bare = |t: usize| r.low(t) == "came" && !people(t);
        if let Some((end, concept)) = r.lexicon("AttendBy", t).filter(|(end, _)| !invited(*end) && !bare(t)) {
            let list = end..list_end(r, end, sentence.end);
            // "A and B sent observers, as did C": in the same capacity
            let did = matches!(r.low(t), "as" | "so") && matches!(r.low(t + 1), "did" | "were" | "was");
            // … and not "in 2009, and Kenya wrote a letter, as did C"
            let verb = (sentence.start..t).rev().find(|i| r.in_lexicon("AttendVerb", *i));
            let near = |list: &Tokens<usize>| {
                let from = verb.map_or(list.end, |v| v.max(list.end));
                (from..t).filter(|i| r.low(*i) == ",").count() <= 1
            };
            let same = found.last().filter(|(list, _)| did && near(list)).map(|(_, concept)| concept.clone());
            // "as were" goes on from those who attended only
            if did && (same.is_none() || verb.is_none()) {
                t = list.end.max(end);
                continue;
            }
            if !listed(r, &list).is_empty() || person_in(r, &list).is_some() {
                found.push((list.clone(), same.unwrap_or_else(|| concept.to_owned())));
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
            if super::attend_told::elsewhere(r, t, end, sentence.end) {
                t += 1;
                continue;
            }
            // "A attended, together with B and C"
            let with = r.lexicon("TogetherWith", end + usize::from(r.low(end) == ","));
            if let Some((from, _)) = with {
                let list = from..list_end(r, from, sentence.end);
                if !listed(r, &list).is_empty() {
                    more.push((list, concept.to_owned()));
                }
            }
            let start = subject_start(r, sentence.start, t);
            // "The Ministers of the League met": whose ministers they are
            let names = listed(r, &(start..t));
            let theirs = names.len() == 1 && names[0].kind == NameKind::Organisation && start > sentence.start;
            // … but who "met their colleagues of A and B" came as one
            let colleagues = matches!(r.low(end), "with" | "their");
            if theirs && !colleagues && matches!(r.low(t), "met" | "gathered") {
                t += 1;
                continue;
            }
            // "The Director of X, Mr Y, also attended": a person right before the verb
            let person = person_in(r, &(t.saturating_sub(2).max(sentence.start)..t));
            // "The Director of X, Mr Y, and the Secretary of Z, Ms W, also attended"
            if found.is_empty() && person.is_some() && persons_alone(r, sentence.start..t) {
                found.push((sentence.start..t, concept.to_owned()));
            }
            // "The Union, a party to the Protocol, was represented"
            if found.is_empty() && person.is_none() && !list_like(r, start..t) {
                found.extend(before_apposition(r, sentence.start, t).map(|list| (list, concept.to_owned())));
            }
            if found.is_empty() && (list_like(r, start..t) || person.is_some()) {
                let start = person
                    .map_or(start, |p| if list_like(r, start..t) { start.min(p.tokens.start) } else { p.tokens.start });
                found.push((start..t, concept.to_owned()));
            }
        }
        t += 1;
    }
    found.extend(more);
    found.extend(
        last_observers(r, &sentence)
            .filter(|list| !found.is_empty() && found.iter().all(|(f, _)| f.end <= list.start))
            .map(|list| (list, "observer".to_owned())),
    );
    // "Tonga and Samoa as observers", behind a clause that says that others attended
    let last = sentence.end.checked_sub(1 + usize::from(r.low(sentence.end - 1) == "."));
    let role =
        last.filter(|t| matches!(r.low(*t), "observers" | "observer" | "members" | "guests") && *t > sentence.start);
    if let Some(role) = role.filter(|_| found.is_empty()) {
        let link = (sentence.start..role).rfind(|t| r.low(*t) == "as");
        let list = link.map(|link| sentence.start..link).filter(|l| !l.is_empty() && list_like(r, l.clone()));
        let only =
            |l: &Tokens<usize>| (l.end..role).all(|t| r.is_capital(t) || matches!(r.low(t), "as" | "an" | "associate"));
        found.extend(list.filter(only).map(|list| (list, "member".to_owned())));
    }
    // "We, the Prime Minister of A, the President of B and the King of C, assembled in P"
    let met = sentence.clone().take(160).find(|t| r.in_lexicon("MeetVerb", *t));
    let behind = found.iter().all(|(list, _)| met.is_some_and(|verb| verb < list.start));
    if behind && r.low(sentence.start) == "we" {
        let verb = sentence.clone().take(160).find(|t| r.in_lexicon("MeetVerb", *t));
        let list = verb.map(|verb| sentence.start + 1..list_end(r, sentence.start + 1, verb));
        let list = list.filter(|l| listed(r, l).iter().filter(|n| n.kind == NameKind::State).count() > 1);
        found.extend(list.filter(|l| list_like(r, l.clone())).map(|list| (list, "member".to_owned())));
    }
    // … the same, with the verb in the next paragraph
    if found.is_empty() && matches!(r.low(sentence.end - 1), "," | ";" | ")") {
        let next = r.a.sentences.get(r.sentence_of(sentence.start) + 1).map(|s| s.tokens.clone());
        let meets = |t: usize| {
            r.in_lexicon("MeetVerb", t)
                || r.low(t) == "meeting"
                || r.low(t) == "having" && r.in_lexicon("MeetVerb", t + 1)
        };
        let told = next.is_some_and(|n| meets(n.start) && super::gathering::spoken_before(r, &n).is_some());
        let we = usize::from(r.low(sentence.start) == "we");
        let from = sentence.clone().find(|t| r.low(*t) == ":").map_or(sentence.start + we, |colon| colon + 1);
        let list = from..list_end(r, from, sentence.end);
        let names = listed(r, &list).iter().filter(|n| n.kind == NameKind::State).count();
        let persons = r.a.persons_near(list.clone()).len() > 2;
        let sound = told && names > 1 && (from > sentence.start + 1 || persons || list_like(r, list.clone()));
        found.extend(sound.then(|| (list, "member".to_owned())));
    }
    // "We, the Heads of Government of A, B and C, gathered in …", "ministers from A and B met in …"
    if found.iter().all(|(list, _)| met.is_some_and(|verb| verb < list.start)) {
        let head = sentence
            .clone()
            .take(14)
            .find_map(|t| r.lexicon("Delegate", t).filter(|(e, _)| matches!(r.low(*e), "of" | "from")));
        let verb = sentence.clone().find(|t| r.in_lexicon("MeetVerb", *t));
        if let (Some((of, _)), Some(verb)) = (head, verb) {
            let end = list_end(r, of + 1, verb);
            let list = of + 1..end;
            // "We, the Ministers of the League, met": whose ministers they are, not who came
            let names = listed(r, &list);
            let body = names.len() == 1 && names[0].kind == NameKind::Organisation;
            if verb > of && !names.is_empty() && !body && list_like(r, list.clone()) {
                found.push((list, "member".to_owned()));
            }
        }
    }
    found.extend(from_states(r, &sentence).filter(|_| found.is_empty()).map(|list| (list, "member".to_owned())));
    let count = listed(r, &sentence).len();
    let absent = sentence.clone().any(|t| r.in_lexicon("AbsentWord", t));
    if found.is_empty() && under_heading && !absent && (count > 2 || count > 0 && list_like(r, sentence.clone())) {
        found.push((sentence, "member".to_owned()));
    }
    found
}

/// "A attended as members, B and C as observers": those between the last comma and the role.
fn last_observers(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Tokens<usize>> {
    let last = sentence.end.checked_sub(1 + usize::from(r.low(sentence.end - 1) == "."))?;
    let link = last.checked_sub(1 + usize::from(matches!(r.low(last.wrapping_sub(1)), "an")))?;
    let comma = (sentence.start..link)
        .rev()
        .find(|t| r.low(*t) == "," && r.a.name_at(t + 1).is_none_or(|n| n.tokens.end <= link))?;
    // "A and B attended as members, and C, D and E as observers", "A attended, with C and D as observers"
    let verb = (sentence.start..link).rev().find_map(|t| attends(r, t).map(|(end, _)| end)).unwrap_or(comma);
    let first = (verb..comma).find(|t| {
        let from = t + 1 + usize::from(matches!(r.low(t + 1), "and" | "with"));
        let list = from..link;
        matches!(r.low(*t), ",")
            && list_like(r, list.clone())
            && !list.into_iter().any(|i| r.low(i) == "as" && r.low(i + 1) != "well")
    });
    let from = first.map_or(comma + 1, |t| t + 1 + usize::from(matches!(r.low(t + 1), "and" | "with")));
    let list = from..link;
    let known = !listed(r, &list).is_empty() && list_like(r, list.clone()) && (list.len() < 12 || first.is_some());
    (matches!(r.low(last), "observer" | "observers") && r.low(link) == "as" && known).then_some(list)
}

/// A verb of taking part; a participle in front of a noun is none ("participating countries", "the present text").
pub(super) fn attends<'a>(r: &Reader<'a>, t: usize) -> Option<(usize, &'a str)> {
    let found = r.lexicon("AttendVerb", t)?;
    let participle = found.0 == t + 1 && matches!(r.low(t), "participating" | "attending" | "present");
    let verbal = matches!(r.low(found.0), "in" | "at" | "as" | ":" | "were" | "was" | "" | "." | "," | "the" | "this");
    let noun = participle && (!verbal || r.low(t) == "present" && is_determiner(r.low(t.saturating_sub(1))));
    (!noun).then_some(found)
}

/// Whether the verb at a token is negated, or only wished for: "did not attend", "were invited to attend".
fn negated(r: &Reader<'_>, from: usize, verb: usize) -> bool {
    (from.max(verb.saturating_sub(4))..verb).any(|t| {
        // who "was invited and attended" came
        r.low(t) == "invited" && r.low(t + 1) != "and"
            || matches!(r.low(t), "not" | "never" | "unable" | "failed" | "neither" | "nor" | "apologies" | "regrets")
    })
}

/// Whether an item of a list took part as an observer: the sentence says so of it.
pub(super) fn observes(r: &Reader<'_>, sentence: &Tokens<usize>, list: &Tokens<usize>, item: usize) -> bool {
    let depth = |t: usize| {
        let open = (sentence.start..t).filter(|i| r.low(*i) == "(").count();
        open > (sentence.start..t).filter(|i| r.low(*i) == ")").count()
    };
    // "with the participation of A, and in the presence, as observers, of B": only B
    let of_next = |mark: usize| {
        (list.end..=mark)
            .any(|t| r.lexicon("AttendBy", t).is_some_and(|(end, concept)| end > mark && concept == "observer"))
    };
    let mut marks =
        sentence.clone().filter(|t| matches!(r.low(*t), "observer" | "observers") && !depth(*t) && !of_next(*t));
    marks.any(|mark| {
        let behind = matches!(r.low(mark.saturating_sub(1)), "as" | "an")
            || r.low(mark.saturating_sub(1)) == "by" && r.low(mark.saturating_sub(2)) == "represented"
            || r.low(mark.saturating_sub(2)) == "as" && r.low(mark - 1) != "did"
            || super::attend_told::special(r, mark)
            || r.in_lexicon("ObserverRole", mark)
            || r.low(mark.saturating_sub(1)) == "of" && r.in_lexicon("ObserverRole", mark.saturating_sub(2));
        // "with A and B as observers": those before "with" were none
        let with = (sentence.start..mark).rfind(|t| matches!(r.low(*t), "with" | ";") && *t >= list.start);
        let did =
            mark < list.start && (mark..list.start).any(|t| r.low(t) == "did" && matches!(r.low(t - 1), "as" | "so"));
        // "A and B attended as associate members, C as observer": each role its own
        let between = item < mark
            && (item..mark.saturating_sub(1)).any(|t| {
                r.low(t) == "as"
                    && r.lexicon("Issuer", t + 1 + usize::from(r.low(t + 1) == "associate"))
                        .is_some_and(|(e, _)| r.low(e) == ",")
            });
        if between {
            return false;
        }
        match (behind && (mark >= list.start || did), with) {
            (true, Some(with)) => with <= item && item < mark,
            // "the President of A, Ms X, and the representatives of B and C as observers": B and C
            // "A and B attended as observers, as did C": C, too
            (true, None) if mark < list.start => true,
            (true, None) => {
                let noun = (list.start..mark).rfind(|t| {
                    matches!(r.low(*t), "representatives" | "delegations" | "delegates")
                        && matches!(r.low(*t + 1), "of" | "from")
                });
                let persons = noun.is_some_and(|n| !r.a.persons_near(list.start..n).is_empty());
                noun.filter(|_| persons).map_or(item < mark || mark < list.start, |noun| noun < item && item < mark)
            }
            (false, _) if mark < list.start => !(mark..list.start).any(|t| r.low(t) == "did"),
            // "A and B, observer members, were represented"
            (false, _) if item < mark && r.low(mark - 1) == "," && r.low(mark + 2) == "," => true,
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

/// The clauses of a sentence that each say who came: "A attended as members; B as observers; C also attended".
pub(super) fn clauses(r: &Reader<'_>, sentence: Tokens<usize>) -> Vec<Tokens<usize>> {
    let marks: Vec<usize> = sentence.clone().filter(|t| r.low(*t) == ";").collect();
    let Some(first) = marks.first() else { return vec![sentence] };
    let head = sentence.start..*first;
    let listing = head.clone().any(|t| r.low(t) == ":" || r.in_lexicon("AttendBy", t));
    // "among those present were A and B; C sent observers": the last clause has a verb of its own
    if let Some(last) = marks.last().filter(|_| listing) {
        let behind = last + 1..sentence.end;
        let own =
            behind.clone().any(|t| attends(r, t).is_some()) && !behind.clone().any(|t| r.in_lexicon("AttendBy", t));
        if own {
            return vec![sentence.start..*last, behind];
        }
    }
    if listing || !head.clone().any(|t| attends(r, t).is_some()) {
        return vec![sentence];
    }
    let mut parts = Vec::new();
    let mut from = sentence.start;
    for mark in marks.into_iter().chain([sentence.end]) {
        if from < mark {
            parts.push(from..mark);
        }
        from = mark + 1;
    }
    parts
}

/// The name that opens a sentence, where what it is stands between commas and the verb of taking part follows.
fn before_apposition(r: &Reader<'_>, from: usize, verb: usize) -> Option<Tokens<usize>> {
    let first = (from..verb).find(|t| !is_determiner(r.low(*t)))?;
    let name = r.a.name_at(first).filter(|n| n.tokens.end < verb && can_take_part(r, n))?;
    let opens = r.low(name.tokens.end) == ","
        && (is_determiner(r.low(name.tokens.end + 1)) || r.low(name.tokens.end + 1) == "which");
    (opens && r.low(verb - 1) == ",").then(|| name.tokens.clone())
}

/// Whether some tokens are persons and nothing else, names and conjunctions aside.
pub(super) fn persons_alone(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    tokens.filter(|t| r.is_word(*t)).all(|t| {
        matches!(r.low(t), "and" | "also") || is_determiner(r.low(t)) || !r.a.persons_near(t..t + 1).is_empty()
    })
}

/// Where the subject of an attendance verb begins: after "besides the co-chairs," and the like.
fn subject_start(r: &Reader<'_>, from: usize, verb: usize) -> usize {
    // "SUVA, 4 May - Sixty officers and directors from A, B and C gathered"
    let from_list = (from..verb).rev().find(|t| {
        let list = t + 1..verb;
        r.low(*t) == "from" && listed(r, &list).len() > 1 && list_like(r, list)
    });
    if let Some(link) = from_list {
        return link + 1;
    }
    let first = r.a.names_near(from..verb).iter().find(|n| n.tokens.start >= from).map(|n| n.tokens.start);
    let Some(first) = first else { return from };
    // "the Conference in P, which A attended"
    let relative = (first..verb).rev().find(|t| matches!(r.low(*t), "which" | "that") && r.low(t - 1) == ",");
    if let Some(name) = relative.and_then(|w| r.a.names_near(w..verb).iter().find(|n| n.tokens.start > w)) {
        return name.tokens.start;
    }
    // "The Harbour Institute (HI), A and B attended": a name that no table knows opens the list
    let plain = (from..first)
        .all(|t| r.is_capital(t) || !r.is_word(t) || is_determiner(r.low(t)) || super::words::is_minor(r.low(t)));
    let marks = r.low(first.wrapping_sub(1)) == ","
        || is_determiner(r.low(first.wrapping_sub(1))) && r.low(first.wrapping_sub(2)) == ",";
    if plain && marks && first - from < 14 {
        return from;
    }
    let mut start = first;
    while start > from && (is_determiner(r.low(start - 1)) || r.is_capital(start - 1) && r.is_word(start - 1)) {
        start -= 1;
    }
    start
}

/// Whether some tokens are nothing but a list of names.
pub(super) fn list_like(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
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
