//! The items of a list of those who took part.

use std::ops::Range as Tokens;

use super::parties::listed;
use super::reader::Reader;
use super::words::is_determiner;
use crate::annotate::{ListItem, NameKind};

/// The items of a list; "representatives of A and B" gives A and B.
pub(super) fn expand(r: &Reader<'_>, tokens: Tokens<usize>) -> Vec<ListItem> {
    let mut items = Vec::new();
    let mut read = r.a.list(tokens).items;
    for item in &mut read {
        if let Some(cut) = item.tokens.clone().skip(1).find(|t| role_begins(r, *t)) {
            item.tokens.end = cut;
        }
    }
    // "the partners (A, B and C)", "24 states (A, B and C among them)": those in the brackets
    for at in (0..read.len()).rev() {
        let item = read[at].clone();
        let whole = listed(r, &item.tokens).iter().any(|n| n.kind != NameKind::Organisation && n.tokens == item.tokens);
        // "A, B and C; and by D and E": commas divide what stands between semicolons
        let row = item.parenthesis.is_none() && listed(r, &item.tokens).len() > 2 && item.tokens.len() > 4;
        let parts = if row { r.a.list(item.tokens.clone()).items } else { Vec::new() };
        // nothing but known names
        let parts = if parts.len() < 3 && only_names(r, &item.tokens) {
            let names = listed(r, &item.tokens);
            names.into_iter().map(|n| ListItem { tokens: n.tokens, parenthesis: None }).collect()
        } else {
            parts
        };
        if parts.len() > 1 {
            read.splice(at..=at, parts.into_iter().flat_map(|part| opened(r, part)));
            continue;
        }
        // "the Commissioner of A and the President of B", where semicolons divide the list
        let posts = |t: &usize| {
            r.low(*t) == "and"
                && r.low(t + 1) == "the"
                && r.a.posts_near(t + 2..t + 4).iter().any(|p| p.tokens.start == t + 2 || p.post.start == t + 2)
        };
        if let Some(and) = item.tokens.clone().find(posts).filter(|_| listed(r, &item.tokens).len() == 2) {
            let ListItem { tokens, parenthesis } = item;
            let first = ListItem { tokens: tokens.start..and, parenthesis: None };
            read.splice(at..=at, [first, ListItem { tokens: and + 2..tokens.end, parenthesis }]);
            continue;
        }
        if !whole {
            read.splice(at..=at, opened(r, item));
        }
    }
    for mut item in read {
        // "all members except A", "A among others"
        let except = |t: &usize| matches!(r.low(*t), "except" | "excluding" | "among") && r.a.name_over(*t).is_none();
        if let Some(cut) = item.tokens.clone().find(except) {
            item.tokens.end = cut;
        }
        loop {
            let start = item.tokens.start;
            if item.tokens.is_empty() {
                break;
            }
            if is_determiner(r.low(start))
                || matches!(r.low(start), "," | ":" | "and" | "well" | "as" | "from" | "also" | "of" | "by")
            {
                item.tokens.start += 1;
                continue;
            }
            // "Ministers and senior representatives from"
            if let Some((end, _)) = r.lexicon("Delegate", start)
                && matches!(r.low(end), "and" | "or" | ",")
            {
                let rank = matches!(r.low(end + 1), "senior" | "other" | "high-level" | "special");
                let next = end + 1 + usize::from(rank);
                if r.in_lexicon("Delegate", next) {
                    item.tokens.start = next;
                    continue;
                }
            }
            // "Government Statisticians from Fiji": people of any kind, and where they come from
            let from = item.tokens.clone().skip(1).find(|t| r.low(*t) == "from");
            let home = from.filter(|t| {
                let state = r.a.name_at(t + 1 + usize::from(is_determiner(r.low(t + 1))));
                let institution = |i: usize| ["OrgNoun", "OrganNoun", "BodyNoun"].iter().any(|l| r.in_lexicon(l, i));
                state.is_some_and(|n| n.kind == NameKind::State && n.tokens.end == item.tokens.end)
                    && !(start..*t).any(institution)
                    && r.low(t - 1).ends_with('s')
            });
            if let Some(from) = home {
                item.tokens.start = from + 1;
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

/// "the Troika (A, B and C)": those in the brackets, where they are several.
pub(super) fn opened(r: &Reader<'_>, item: ListItem) -> Vec<ListItem> {
    match item.parenthesis.clone().filter(|p| listed(r, p).len() > 1) {
        Some(inner) => r.a.list(inner).items,
        None => vec![item],
    }
}

/// Whether some tokens are known names with commas, articles and "and" between them, at least two.
pub(super) fn only_names(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    let names = listed(r, tokens);
    let known = |t: usize| names.iter().any(|n| n.tokens.contains(&t));
    let lead = |t: usize| matches!(r.low(t), "by" | "of" | "from" | "also") || r.in_lexicon("Delegate", t);
    let first = names.first().map_or(tokens.end, |n| n.tokens.start);
    let plain = |t: usize| known(t) || matches!(r.low(t), "," | "and" | "the") || t < first && lead(t);
    names.len() > 1 && tokens.clone().all(plain)
}

/// "A and B as Member States responsible for the islands": what those in front are there.
pub(super) fn role_begins(r: &Reader<'_>, t: usize) -> bool {
    let next = t + 1 + usize::from(is_determiner(r.low(t + 1)));
    let role =
        r.in_lexicon("GroupNoun", next) || r.in_lexicon("Issuer", next) || matches!(r.low(next), "associate" | "full");
    r.low(t) == "as" && r.low(t - 1) != "well" && role && r.a.name_over(t).is_none()
}
