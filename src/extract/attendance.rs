//! Attendance row by row: names under a heading or a lead, tables of delegates, "A was represented by X".

use std::ops::Range as Tokens;

use super::parties::{can_take_part, listed};
use super::party_rows::{party_rows, run_in};
use super::reader::Reader;
use super::represented::represented;
use super::row_heads::{self, Place, delegation_line, gap_before};
use super::row_parts::{below, cell, comma_title, in_office, last_name, organ_in, own_cell};
use super::words::is_determiner;
use crate::annotate::Name;
use crate::document::BlockKind;

/// Who stands in one row: for whom, who, and as what.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// The states or organisations that took part.
    pub(super) parties: Vec<Name>,
    /// Those who came for them, as indices of the persons of the document.
    pub(super) persons: Vec<usize>,
    /// A post in a line or cell of its own; without persons the office that came.
    pub(super) post: Option<Tokens<usize>>,
    /// The ministry or agency that the row names behind the post.
    pub(super) organ: Option<Tokens<usize>>,
    /// Concept of the capacity.
    pub(super) capacity: String,
    /// All tokens of the row.
    pub(super) tokens: Tokens<usize>,
    /// Tokens of the heading or sentence that says that these took part.
    pub(super) lead: Tokens<usize>,
}

/// The line of a party that no table knows, and which rows stand below it.
type Headed = (Tokens<usize>, Tokens<usize>);

/// Finds all rows of the document.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut rows = Vec::new();
    let blocks = r.a.document.blocks.len();
    (0..blocks).for_each(|block| rows.extend(field(r, block)));
    let mut block = 0;
    while block < blocks {
        let Some(capacity) = announces(r, block) else {
            block += 1;
            continue;
        };
        let (mut found, end, heads) = run(r, block, capacity);
        let enough = found.len() > 1 || found.iter().any(|row| !row.persons.is_empty() || row.parties.len() > 1);
        if enough {
            for (party, below) in heads {
                row_heads::under(r, &party, &mut found[below]);
            }
            rows.extend(found);
        }
        block = if enough { end } else { block + 1 };
    }
    for sentence in r.a.sentences.iter().map(|s| s.tokens.clone()) {
        rows.extend(labelled(r, &sentence));
        rows.extend(run_in(r, &sentence));
        represented(r, sentence, &mut rows);
    }
    super::signatories::read(r, &mut rows);
    r.rows = rows;
}

/// A field of the head of a document: "Participants: Fiji, Japan and IOM", "Co-Chairs: Fiji and Japan".
fn field(r: &Reader<'_>, block: usize) -> Vec<Row> {
    let marker = r.block(block).marker.as_deref().map(|m| m.trim_end_matches(':').to_lowercase());
    let headings = r.packs.lexicon("AttendanceHeading");
    let capacity = marker.zip(headings).and_then(|(marker, l)| l.concept_of(&marker).map(str::to_owned));
    let Some(capacity) = capacity else { return Vec::new() };
    let tokens = r.block_tokens(block);
    let rows = party_rows(r, tokens.clone(), &capacity, &tokens);
    if !rows.is_empty() {
        return rows;
    }
    let parties = listed(r, &tokens);
    let persons: Vec<usize> = persons_in(r, &tokens).collect();
    let plain = !has_verb(r, tokens.clone()) && (!parties.is_empty() || !persons.is_empty());
    let parties = if persons.is_empty() { parties } else { Vec::new() };
    let row = || Row { parties, persons, post: None, organ: None, capacity, tokens: tokens.clone(), lead: tokens };
    plain.then(row).into_iter().collect()
}

/// "Observer countries: Fiji, Japan and Tonga": a label and nothing but names behind its colon.
fn labelled(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Row> {
    let first = sentence.clone().find(|t| !is_determiner(r.low(*t)))?;
    let (end, capacity) = r.lexicon("AttendanceHeading", first).filter(|(end, _)| r.low(*end) == ":")?;
    let tokens = end + 1..sentence.end;
    let parties = listed(r, &tokens);
    // "Chairperson: Fiji", in the list of a bureau
    let one = matches!(capacity, "chair" | "co-chair" | "host") && parties.len() == 1 && tokens.len() < 8;
    let plain = (parties.len() > 1 || one) && !has_verb(r, tokens.clone()) && persons_in(r, &tokens).is_empty();
    let (capacity, tokens, lead) = (capacity.to_owned(), sentence.clone(), sentence.start..end);
    plain.then(|| Row { parties, persons: Vec::new(), post: None, organ: None, capacity, tokens, lead })
}

/// The capacity of those whom a block announces: a heading ("Participants"), the head of a table, a lead with a colon.
fn announces(r: &Reader<'_>, block: usize) -> Option<String> {
    let tokens = r.block_tokens(block);
    if tokens.is_empty() {
        return None;
    }
    if let Some(capacity) = section(r, &tokens) {
        return Some(capacity);
    }
    if is_head(r, &tokens) {
        return Some("member".to_owned());
    }
    let last = r.sentence(tokens.end - 1);
    let told = r.low(last.end - 1) == ":"
        && last
            .clone()
            .any(|t| r.in_lexicon("AttendVerb", t) || r.in_lexicon("AttendBy", t) || r.in_lexicon("AttendanceNoun", t));
    let observers = last.clone().any(|t| matches!(r.low(t), "observer" | "observers"));
    told.then(|| if observers { "observer".to_owned() } else { "member".to_owned() })
}

/// Whether at least half of the tokens name columns of a table, and more than one.
fn is_head(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    let Some(names) = r.packs.lexicon("TableColumn") else { return false };
    let (mut columns, mut others) = (0, 0);
    for t in tokens.clone() {
        match names.concept_of(r.low(t)) {
            Some(_) => columns += 1,
            // the strokes between columns are no words
            None => others += usize::from(r.is_word(t)),
        }
        // the rest cannot make up for these
        if others * 2 > tokens.len() {
            return false;
        }
    }
    columns > 1
}

/// The capacity that a short heading gives to the names below it: "List of observers", "Member States".
pub(super) fn section(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<String> {
    let words = tokens.clone().filter(|t| r.is_word(*t)).take(7).count();
    if words == 0 || words > 6 || tokens.clone().any(|t| matches!(r.low(t), "." | ";")) {
        return None;
    }
    let shown = tokens.clone().all(|t| !r.is_word(t) || r.is_capital(t) || super::words::is_minor(r.low(t)));
    // "Observer organizations": the longest label, of several the last
    let labels =
        tokens.clone().filter_map(|t| r.lexicon("AttendanceHeading", t).map(|(end, c)| (end - t, c.to_owned())));
    let concept = labels.max_by_key(|(len, _)| *len)?.1;
    (shown || tokens.len() < 4).then_some(concept)
}

/// Whether a block is no more than a short label: "Apologies:".
fn section_like(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    tokens.clone().filter(|t| r.is_word(*t)).count() < 5 && starts_with_name(r, tokens).is_none()
}

/// The rows below a block, the first block behind them, and the lines of parties that no table knows, each with its rows.
fn run(r: &Reader<'_>, block: usize, mut capacity: String) -> (Vec<Row>, usize, Vec<Headed>) {
    let mut lead = r.block_tokens(block);
    if !lead.is_empty() {
        lead = r.sentence(lead.end - 1);
    }
    let mut rows: Vec<Row> = Vec::new();
    // "FIJIAN DELEGATION" as the heading
    if let Some(party) = delegation_line(r, &lead) {
        let parties = vec![party];
        rows.push(Row {
            parties,
            capacity: capacity.clone(),
            tokens: lead.clone(),
            lead: lead.clone(),
            ..Row::default()
        });
    }
    let mut next = block + 1;
    // below "Apologies"
    let mut away = false;
    let mut place =
        Place { fresh: section(r, &lead).is_some() && delegation_line(r, &lead).is_none(), ..Place::default() };
    let mut heads: Vec<Headed> = Vec::new();
    while next < r.a.document.blocks.len() {
        let tokens = r.block_tokens(next);
        if tokens.is_empty() || matches!(r.block(next).kind, BlockKind::Noise | BlockKind::Header) {
            next += 1;
            continue;
        }
        if tokens.clone().next().is_some_and(|t| r.in_lexicon("AnnexWord", t)) && tokens.len() < 4 {
            place = Place { fresh: true, party: None, ..place };
            next += 1;
            continue;
        }
        let absent = tokens.clone().any(|t| r.in_lexicon("AbsentWord", t));
        if absent && tokens.len() < 30 {
            // "Apologies: Fiji", "Fiji   apologies", and the names below "Apologies:"
            away = section_like(r, &tokens) && starts_with_name(r, &tokens).is_none();
        } else if let Some(other) = section(r, &tokens).filter(|_| names_none(r, &tokens)) {
            capacity = other;
            away = false;
            place = Place { fresh: true, party: None, ..place };
        } else if names_none(r, &tokens) && place.names_party(r, &tokens) {
            // a party that no table knows: those below it are not of the one before
            heads.push((tokens.clone(), rows.len()..rows.len()));
            place = Place { fresh: false, party: Some(tokens.clone()), ..place };
        } else if away && starts_with_name(r, &tokens).is_some() {
            // those who did not come
        } else if let Some(mut row) = row(r, &tokens).filter(|row| tokens.len() <= 60 || row.parties.len() > 6) {
            row.capacity.clone_from(&capacity);
            row.lead = lead.clone();
            rows.extend(in_office(r, &row));
            // the delegate stands in the line below the state
            if !row.parties.is_empty() || other_party(r, &row) {
                place.party = None;
            }
            let own = !row.parties.is_empty() || other_party(r, &row) || place.party.is_some() || place.fresh;
            place.fresh = false;
            // … but not in one that names its own state at its end
            let leads = |last: &Row| {
                let first = last.persons.first().map(|i| r.a.persons[*i].name.start);
                last.parties.first().is_some_and(|p| first.is_none_or(|first| p.tokens.start < first))
            };
            match rows.last_mut().filter(|last| !own && leads(last)) {
                Some(last) if last.persons.is_empty() => {
                    last.persons.append(&mut row.persons);
                    last.post = last.post.take().or(row.post);
                    last.organ = last.organ.take().or(row.organ);
                    last.tokens.end = row.tokens.end;
                }
                // another one for the same state, with a post of his own
                Some(last) => {
                    row.parties.clone_from(&last.parties);
                    rows.push(row);
                }
                None => rows.push(row),
            }
            if let Some((_, below)) = heads.last_mut().filter(|_| place.party.is_some()) {
                below.end = rows.len();
            }
        } else if rows.last_mut().is_some_and(|last| below(r, &tokens, last)) {
            place.tight |= !gap_before(r, &tokens);
        } else if announces(r, next).is_none() {
            break;
        }
        next += 1;
    }
    (rows, next, heads)
}

/// Whether a line names no party and no person.
fn names_none(r: &Reader<'_>, tokens: &Tokens<usize>) -> bool {
    starts_with_name(r, tokens).is_none() && delegation_line(r, tokens).is_none() && persons_in(r, tokens).is_empty()
}

/// Whether a name that no table knows stands in front of the person of a row: it is not the delegate of the row above.
fn other_party(r: &Reader<'_>, row: &Row) -> bool {
    let Some(person) = row.persons.first().map(|i| r.a.persons[*i].tokens.start) else { return false };
    let mut before = row.tokens.start..person;
    before.clone().any(|t| r.is_word(t) && !is_determiner(r.low(t)))
        && !before.any(|t| r.low(t) == ":" || r.in_lexicon("Post", t) || r.in_lexicon("TableColumn", t))
}

/// The known state or organisation with which a row begins, an article and its number left aside.
pub(super) fn starts_with_name(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Name> {
    let first = tokens.clone().find(|t| r.is_word(*t) && !is_determiner(r.low(*t)))?;
    let name = r.a.name_at(first).filter(|n| n.tokens.end <= tokens.end)?;
    (can_take_part(r, name) && first <= tokens.start + 3).then(|| name.clone())
}

/// Indices of the persons that share a token with a range.
pub(super) fn persons_in(r: &Reader<'_>, tokens: &Tokens<usize>) -> Tokens<usize> {
    let from = r.a.persons.partition_point(|p| p.tokens.end <= tokens.start);
    from..from + r.a.persons_near(tokens.clone()).len()
}

/// A row: names alone, a name with a person or a post, or a person.
fn row(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Row> {
    let persons: Vec<usize> = persons_in(r, tokens)
        .filter(|i| tokens.start <= r.a.persons[*i].tokens.start && r.a.persons[*i].tokens.end <= tokens.end)
        .collect();
    let party = delegation_line(r, tokens).or_else(|| starts_with_name(r, tokens)).or_else(|| own_cell(r, tokens));
    let mut row = Row { tokens: tokens.clone(), ..Row::default() };
    let Some(party) = party else {
        let first = *persons.first()?;
        // "Hon. Ann Field, Minister …" as a line, not a sentence about her
        let alone = r.a.persons[first].tokens.start <= tokens.start + 3
            && !has_verb(r, r.a.persons[first].tokens.end..tokens.end);
        let behind = r.a.persons[first].tokens.end..tokens.end;
        let title = || cell(r, behind.clone()).or_else(|| comma_title(r, behind.clone()));
        row.post = post_in(r, behind.clone()).or_else(title).filter(|_| r.a.persons[first].post.is_none());
        let name = r.a.persons[first].name.end;
        row.organ = organ_in(r, name..tokens.end).or_else(|| last_name(r, name..tokens.end));
        row.persons = persons;
        return alone.then_some(row);
    };
    let rest = party.tokens.end..tokens.end;
    if has_verb(r, rest.clone()) {
        return None;
    }
    if persons.is_empty() && delegation_line(r, tokens).is_some() {
        row.parties = vec![party];
        return Some(row);
    }
    if let Some(first) = persons.first() {
        let person = &r.a.persons[*first];
        // the state may stand in the last cell of the row
        let last = person.tokens.end <= party.tokens.start;
        let behind =
            if last { person.tokens.end..party.tokens.start } else { person.tokens.end.max(rest.start)..tokens.end };
        row.organ = organ_in(r, person.name.end..tokens.end).filter(|_| persons.len() == 1);
        let title = || cell(r, behind.clone()).or_else(|| comma_title(r, behind.clone()));
        row.post = post_in(r, behind.clone()).or_else(title).filter(|_| person.post.is_none());
        row.parties = vec![party];
        row.persons = persons;
        return Some(row);
    }
    if !rest.clone().any(|t| r.is_word(t)) {
        row.parties = vec![party];
        return Some(row);
    }
    let post = post_in(r, rest.clone());
    if post.is_some() && matches!(r.low(rest.start), ":" | "-" | "–" | "," | "(") {
        row.parties = vec![party];
        row.post = post;
        return Some(row);
    }
    // "Fiji, Tonga and the World Bank", "France (New Caledonia)"
    let names: Vec<Name> =
        r.a.names_near(tokens.clone())
            .iter()
            .filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
            .cloned()
            .collect();
    let bare = tokens.clone().filter(|t| r.is_word(*t) && r.a.name_over(*t).is_none());
    let remark = r.low(rest.start) == "("
        && r.lexicon("CapacityNoun", rest.start + 1).is_some_and(|(end, _)| r.low(end) == ")" && end + 2 >= tokens.end);
    let only = remark
        || bare.clone().all(|t| matches!(r.low(t), "and" | "the" | "as" | "observer" | "chair" | "host" | "for"));
    // a long list may hold names that no table knows
    let items = tokens.clone().filter(|t| r.low(*t) == ",").count();
    let apart = |n: &Name| {
        let before = (tokens.start..n.tokens.start).rev().find(|t| !is_determiner(r.low(*t)));
        let first = before.is_none_or(|t| matches!(r.low(t), "," | "and" | ";" | ":"));
        first && (n.tokens.end >= tokens.end || matches!(r.low(n.tokens.end), "," | "and" | ";" | "." | "("))
    };
    let whole: Vec<Name> = names.iter().filter(|n| apart(n) && can_take_part(r, n)).cloned().collect();
    let plain = bare.clone().all(|t| r.is_capital(t) || matches!(r.low(t), "and" | "the" | "of"));
    if !only && plain && items > 3 && whole.len() > 3 && whole.len() * 2 > items {
        row.parties = whole;
        return Some(row);
    }
    row.parties = if r.low(rest.start) == "(" { vec![party] } else { names };
    only.then_some(row)
}

/// The post that stands in some tokens of a table: from its first word to the end of its field.
pub(super) fn post_in(r: &Reader<'_>, tokens: Tokens<usize>) -> Option<Tokens<usize>> {
    let inside = |p: &&crate::annotate::PostMention| tokens.start <= p.tokens.start && p.post.end <= tokens.end;
    let first = r.a.posts_near(tokens.clone()).iter().find(inside)?;
    (!first.plural).then(|| first.post.clone())
}

/// Whether some tokens hold a finite verb, so that they are a sentence and no row.
pub(super) fn has_verb(r: &Reader<'_>, tokens: Tokens<usize>) -> bool {
    tokens.clone().any(|t| {
        !r.is_capital(t) && (crate::annotate::is_auxiliary(r.low(t)) || crate::annotate::is_verb_past(r.low(t)))
    })
}
