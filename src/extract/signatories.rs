//! Those who signed: "For the Republic of Fiji: Hon. Ann Field, Minister of Trade", the name on the line or below it.

use std::ops::Range as Tokens;

use super::attendance::{Row, has_verb, persons_in, post_in};
use super::reader::Reader;
use crate::annotate::{Name, NameKind};

/// Adds a row for each signature: the state or organisation, and who signed for it.
pub(super) fn read(r: &Reader<'_>, rows: &mut Vec<Row>) {
    let blocks = r.a.document.blocks.len();
    for block in 0..blocks {
        let tokens = r.block_tokens(block);
        let Some(party) = signs_for(r, &tokens) else { continue };
        let rest = party.tokens.end..tokens.end;
        // the person stands behind the colon or in one of the lines below
        let mut below = block + 1;
        let mut end = tokens.end;
        while below < blocks && below <= block + 2 && persons_in(r, &(rest.start..end)).is_empty() {
            let next = r.block_tokens(below);
            if signs_for(r, &next).is_some() || next.len() > 30 || has_verb(r, next.clone()) {
                break;
            }
            end = next.end;
            below += 1;
        }
        let persons: Vec<usize> = persons_in(r, &(rest.start..end)).collect();
        let Some(last) = persons.last() else { continue };
        if below == block + 1 && has_verb(r, rest.clone()) {
            continue;
        }
        let person = &r.a.persons[*last];
        // a post in the line below the name
        let next = if below < blocks { r.block_tokens(below) } else { end..end };
        let goes_on =
            person.post.is_none() && signs_for(r, &next).is_none() && next.len() <= 12 && !has_verb(r, next.clone());
        let limit = if goes_on { next.end.max(end) } else { end };
        let post = post_in(r, person.tokens.end..limit).filter(|_| person.post.is_none());
        let told = post.as_ref().map_or(person.tokens.end, |p| p.end.max(person.tokens.end));
        rows.push(Row {
            organ: None,
            tokens: tokens.start..told,
            parties: vec![party],
            persons,
            post,
            capacity: "member".to_owned(),
            lead: tokens.clone(),
        });
    }
}

/// The one for whom a block signs: "For the Government of Fiji:", "On behalf of the Kingdom of Tonga".
fn signs_for(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Name> {
    let first = tokens.start;
    let begins = r.low(first) == "for" || r.low(first) == "on" && r.low(first + 1) == "behalf";
    if !begins || tokens.is_empty() {
        return None;
    }
    let at = (first + 1..tokens.end.min(first + 8)).find(|t| r.a.name_at(*t).is_some())?;
    let lead = (first..at).all(|t| {
        matches!(
            r.low(t),
            "for"
                | "on"
                | "behalf"
                | "of"
                | "the"
                | "government"
                | "governments"
                | "delegation"
                | "republic"
                | "kingdom"
                | "state"
        )
    });
    let name = r.a.name_at(at)?;
    let closed = name.tokens.end >= tokens.end || matches!(r.low(name.tokens.end), ":" | ".");
    let party = matches!(name.kind, NameKind::State | NameKind::Organisation);
    (lead && closed && party).then(|| name.clone())
}
