//! Lines of an annex over the delegates of one party that no table of names knows: "REGIONAL SECURITY SYSTEM", "Embassy of …".

use std::ops::Range as Tokens;

use super::attendance::{Row, has_verb, persons_in, post_in};
use super::reader::{Mention, Reader};
use super::row_parts::{column, shouts};
use super::words::{is_minor, tame_capitals};
use crate::annotate::{Name, NameKind};
use crate::assertion::{EntityClass, EntityId};
use crate::slug::slug;

/// Tokens from the start of a text in which the name of a party is looked for: some ten pages, so that the lists of long
/// annexes are not each searched for in all that stands before them.
const FAR: usize = 4_000;

/// What the lines above say about the one that is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// A heading ("OBSERVERS") stands right above: what is above that has no part in what comes.
    pub(super) fresh: bool,
    /// Below a delegate the next lines followed without a blank one, so a blank line ends a delegate.
    pub(super) tight: bool,
    /// The party that no table knows, under which those below stand.
    pub(super) party: Option<Tokens<usize>>,
}

impl Place {
    /// Whether a line names a party and nothing else.
    pub(super) fn names_party(&self, r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
        let words: Vec<usize> = tokens.clone().filter(|t| r.is_word(*t)).collect();
        let Some(last) = tokens.end.checked_sub(1).filter(|_| !words.is_empty() && words.len() < 10) else {
            return false;
        };
        let plain = tokens.clone().all(|t| r.is_capital(t) || is_minor(r.low(t)) || !r.is_word(t))
            && r.is_capital(words[0])
            && !matches!(r.low(last), "." | ":" | ";")
            && !tokens.clone().skip(1).any(|t| column(r, t))
            && tokens.clone().all(|t| r.a.date_at(t).is_none())
            && persons_in(r, tokens).is_empty()
            && post_in(r, tokens.clone()).is_none()
            && !has_verb(r, tokens.clone());
        let annex = r.in_lexicon("AnnexWord", words[0]);
        let titles = tokens.clone().any(|t| r.in_lexicon("TableColumn", t) || r.in_lexicon("Post", t));
        let loud = r.a.text(words[0]).len() > 2 && words.iter().all(|t| !r.a.text(*t).contains(char::is_lowercase));
        plain
            && !annex
            && (shouts(r, tokens)
                || loud
                || organisation(r, tokens).is_some()
                || !titles && (self.fresh || self.tight && gap_before(r, tokens)))
    }
}

/// "BOTSWANA DELEGATION", "Delegation of Fiji": the state or organisation whose delegates follow.
pub(super) fn delegation_line(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Name> {
    let noun = tokens.clone().any(|t| matches!(r.low(t), "delegation" | "side"));
    let bare = |t: usize| r.a.name_over(t).is_none() && r.is_word(t);
    let plain = tokens
        .clone()
        .filter(|t| bare(*t))
        .all(|t| matches!(r.low(t), "delegation" | "side" | "of" | "the" | "members" | "republic" | "kingdom"));
    let mut names = r.a.names_near(tokens.clone()).iter().filter(|n| n.kind != NameKind::Place);
    let name = names.next().filter(|_| noun && plain && tokens.len() < 10)?;
    names.next().is_none().then(|| name.clone())
}

/// Whether a blank line stands before a token.
pub(super) fn gap_before(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    let Some(before) = tokens.start.checked_sub(1) else { return true };
    let printed = r.a.document.quote(r.a.document.span(r.a.range(before..tokens.start + 1)));
    printed.matches('\n').count() > 1
}

/// The organisation or body that the text has named by exactly these words.
fn organisation(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<EntityId> {
    let whole = |m: &&Mention| m.tokens == *tokens && matches!(m.id, EntityId::Organisation(_) | EntityId::Body { .. });
    r.mentions.near(tokens.clone()).find(whole).map(|m| m.id.clone())
}

/// Makes an organisation of the line above some rows, where its words say that it is one or the text names it elsewhere,
/// and lets those below be of it.
pub(super) fn under(r: &mut Reader<'_>, party: &Tokens<usize>, rows: &mut [Row]) {
    if rows.is_empty() || organisation(r, party).is_none() && !name(r, party) {
        return;
    }
    let own = |row: &Row| row.organ.is_some() || row.persons.iter().any(|i| r.a.persons[*i].affiliation.is_some());
    for row in rows.iter_mut().filter(|row| !own(row)) {
        row.organ = Some(party.clone());
    }
}

fn name(r: &mut Reader<'_>, party: &Tokens<usize>) -> bool {
    let noun = |t: usize| ["OrgNoun", "OrganNoun", "BodyNoun"].iter().any(|l| r.in_lexicon(l, t));
    let words = party.clone().filter(|t| r.is_word(*t)).count();
    let twin = elsewhere(r, party);
    if words < 2 || twin.is_none() && !party.clone().any(noun) {
        return false;
    }
    let known = twin.clone().and_then(|twin| organisation(r, &twin));
    let id = known.unwrap_or_else(|| {
        let label = tame_capitals(&r.text(twin.unwrap_or_else(|| party.clone())));
        let id = EntityId::Organisation(slug(&label));
        let evidence = r.evidence(party.clone());
        r.entity(&id, EntityClass::Organisation, &label, None, evidence);
        id
    });
    r.mentions.push(Mention { tokens: party.clone(), id });
    r.mentions.sort();
    true
}

/// The same words in running text.
fn elsewhere(r: &Reader<'_>, party: &Tokens<usize>) -> Option<Tokens<usize>> {
    let len = party.len();
    let same = |from: usize| {
        (0..len).all(|i| r.low(from + i) == r.low(party.start + i)) && r.a.text(from).contains(char::is_lowercase)
    };
    (0..party.start.min(FAR)).find(|from| same(*from) && r.is_capital(*from)).map(|from| from..from + len)
}
