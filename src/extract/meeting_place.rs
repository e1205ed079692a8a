//! Where a meeting is held, as the text names it.

use std::ops::Range as Tokens;

use super::reader::Reader;
use crate::annotate::NameKind;
use crate::slug::slug;

/// A place as the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceMention {
    pub(super) tokens: Tokens<usize>,
    /// Key of a known place, or `None` for a town that nobody knows.
    pub(super) place: Option<String>,
    /// Key of the state printed after the place or in its stead.
    pub(super) state: Option<String>,
    /// The town as printed, where no table knows it.
    pub(super) town: Option<Tokens<usize>>,
}

/// The place that starts at a token: a known one, a state after "in" or ",", or an unknown town before its state.
pub(super) fn place_at(r: &Reader<'_>, token: usize, limit: usize) -> Option<PlaceMention> {
    if let Some(name) = r.a.name_at(token) {
        return match name.kind {
            NameKind::Place => {
                let state = state_after(r, name.tokens.end);
                let end = state.as_ref().map_or(name.tokens.end, |s| s.1);
                Some(PlaceMention {
                    tokens: token..end,
                    place: Some(name.key.clone()),
                    state: state.map(|s| s.0),
                    town: None,
                })
            }
            NameKind::State if token > 0 && matches!(r.low(token - 1), "in" | "at" | ",") => Some(PlaceMention {
                tokens: name.tokens.clone(),
                // "in Singapore": a state that is a town, too
                place: r.packs.lexicon("CityState").and_then(|l| l.concept_of(&name.key)).map(|_| name.key.clone()),
                state: Some(name.key.clone()),
                town: None,
            }),
            _ => None,
        };
    }
    if token == 0 || !matches!(r.low(token - 1), "in" | "at") || !r.is_capital(token) || !r.is_word(token) {
        return None;
    }
    let mut end = token;
    while end < limit && end < token + 5 && r.is_word(end) && r.a.name_at(end).is_none() {
        end += 1;
    }
    let unknown = |town: Tokens<usize>, state: Option<String>, end: usize| PlaceMention {
        tokens: town.start..end,
        place: Some(slug(&r.text(town.clone()))),
        state,
        town: Some(town),
    };
    if let Some((state, state_end)) = state_after(r, end) {
        return Some(unknown(token..end, Some(state), state_end));
    }
    // "was held in Oldport on 3 May": capitalised words behind the link, with a date, a mark or the end behind them
    let linked = (token.saturating_sub(5)..token)
        .any(|t| r.lexicon("MeetingLink", t).or_else(|| r.lexicon("MeetVerb", t)).is_some_and(|(e, _)| e == token - 1));
    let end = (token..limit.min(token + 3)).take_while(|t| r.is_capital(*t) && r.is_word(*t)).last()? + 1;
    let nouns = ["MeetingNoun", "BodyNoun", "OrgNoun", "WorkNoun", "Issuer"];
    let plain = (token..end).all(|t| nouns.iter().all(|l| !r.in_lexicon(l, t)) && r.a.dates_near(t..t + 1).is_empty());
    let closed = end >= limit
        || matches!(r.low(end), "," | "." | "(" | ")" | "on" | "from" | "in" | "between" | "during" | "and");
    // "in Oldport from 18 to 26 May 2016": the days follow
    let dated_at = |end: usize| {
        let follows = matches!(r.low(end), "in" | "on" | "from" | "between");
        follows && r.a.date_at(end + 1).or_else(|| r.a.date_at(end)).is_some_and(|d| d.start.month.is_some())
    };
    // "in Oldport, Northland, from 18 to 26 May": its part of the country stands between
    let province = (end + 1..limit.min(end + 4)).take_while(|t| r.is_capital(*t) && r.is_word(*t)).last();
    let province = province.filter(|_| r.low(end) == ",").map(|last| last + 1 + usize::from(r.low(last + 1) == ","));
    let dated = dated_at(end) || province.is_some_and(dated_at);
    ((linked || dated) && plain && closed).then(|| unknown(token..end, None, end))
}

/// "Oldport, Fiji, 3 May 2010": a town that no table knows opens a line, its state behind it.
pub(super) fn opening_town(r: &Reader<'_>, line: &Tokens<usize>) -> Option<PlaceMention> {
    let (start, nouns) = (line.start, ["MeetingNoun", "BodyNoun", "OrgNoun", "WorkNoun", "Issuer", "Post"]);
    let end = (start..line.end.min(start + 4)).take_while(|t| r.is_capital(*t) && r.is_word(*t)).last()? + 1;
    let plain = (start..end).all(|t| nouns.iter().all(|l| !r.in_lexicon(l, t)) && r.a.name_over(t).is_none());
    let person = !r.a.persons_near(start..end).is_empty();
    let (state, after) = state_after(r, end)?;
    let closed =
        after >= line.end || matches!(r.low(after), "," | "(" | "." | "-" | "–") || r.a.date_at(after).is_some();
    (plain && !person && closed).then(|| PlaceMention {
        tokens: start..after,
        place: Some(slug(&r.text(start..end))),
        state: Some(state),
        town: Some(start..end),
    })
}

fn state_after(r: &Reader<'_>, at: usize) -> Option<(String, usize)> {
    // "Lomé (Togo)"
    let inside = r.a.name_at(at + 1).filter(|n| r.low(at) == "(" && n.kind == NameKind::State);
    if let Some(name) = inside.filter(|n| r.low(n.tokens.end) == ")") {
        return Some((name.key.clone(), name.tokens.end + 1));
    }
    if r.low(at) != "," {
        return None;
    }
    let first = at + 1 + usize::from(r.low(at + 1) == "the");
    let name = r.a.name_at(first).filter(|n| n.kind == NameKind::State)?;
    Some((name.key.clone(), name.tokens.end))
}
