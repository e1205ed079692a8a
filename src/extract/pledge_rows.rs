//! Tables and lists of pledges: below a row of column names ("Donor | Amount | Purpose"), a heading ("Pledges") or a lead
//! with a colon, one promise for each row that has a donor and a sum.

use std::ops::Range as Tokens;

use super::act_details::act;
use super::agents::agents;
use super::attendance::has_verb;
use super::lead::Lead;
use super::parties::can_take_part;
use super::reader::{Mention, Reader};
use super::row_parts::column;
use super::words::{is_determiner, is_minor};
use crate::annotate::NumberKind;
use crate::assertion::{ActClass, Amount, EntityClass, EntityId, Fact, Zone};
use crate::document::BlockKind;
use crate::slug::slug;

/// Blocks without a row that may stand between a heading and its first row: a note, the name of the currency.
const PATIENCE: usize = 2;

/// Tokens at most between the donor and the end of the sum.
const LONGEST: usize = 40;

/// What stands above rows of pledges and holds for all of them.
struct Table {
    /// Tokens of the row of column names, the heading or the lead.
    lead: Tokens<usize>,
    verb: String,
    /// Whether columns are named, so that the first cell of a row is a donor, whoever it is.
    columns: bool,
    /// How many columns the sum stands behind the donor, where columns are named.
    column: usize,
    /// Currency of figures that name none, and the noughts to add to them.
    currency: Option<String>,
    noughts: usize,
    rows: usize,
    misses: usize,
}

/// One row.
struct Row {
    donor: Tokens<usize>,
    /// Whether the tables of names know the donor.
    known: bool,
    amount: Amount,
    /// Sum and purpose.
    text: Tokens<usize>,
}

/// Reads all rows of the document, and the lists that run on in one sentence.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut open: Option<Table> = None;
    for block in 0..r.a.document.blocks.len() {
        let tokens = r.block_tokens(block);
        if tokens.is_empty() || r.block(block).kind == BlockKind::Noise {
            continue;
        }
        for sentence in r.a.block_sentences(block) {
            let sentence = r.a.sentences[sentence].tokens.clone();
            if let Some(table) = led_in(r, &sentence) {
                run_on(r, &sentence, &table);
            }
        }
        if let Some(table) = head(r, &tokens).or_else(|| announced(r, &tokens)) {
            open = Some(table);
            continue;
        }
        let Some(table) = &mut open else { continue };
        let first = tokens.clone().find(|t| r.is_word(*t));
        if first.is_some_and(|t| r.in_lexicon("TotalWord", t)) {
            continue;
        }
        if let Some(row) = row(r, &tokens, table) {
            table.rows += 1;
            let table = &*table;
            pledge(r, &row, &tokens, table);
            continue;
        }
        table.misses += 1;
        // an item that says it in a sentence stands among the others
        let aside = r.block(block).kind == BlockKind::Item;
        if !aside && (table.rows > 0 || table.misses > PATIENCE) {
            open = None;
        }
    }
}

/// The row that names the columns: who gives, then how much.
fn head(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Table> {
    if tokens.len() > 24 || tokens.end - tokens.start < 2 || r.low(tokens.end - 1) == "." {
        return None;
    }
    let first = tokens.clone().find(|t| r.is_word(*t) && !matches!(r.low(*t), "no" | "no." | "nr" | "#"))?;
    let (after, verb) = r.lexicon("DonorColumn", first)?;
    let amount = (after..tokens.end).find(|t| r.in_lexicon("AmountColumn", *t) && cell_begins(r, *t))?;
    let plain = tokens.clone().all(|t| !crate::annotate::is_auxiliary(r.low(t)));
    // "Pledge | Paid (USD million)" tells nothing of the pledge
    let cell = (amount + 1..tokens.end).find(|t| column_begins(r, *t)).unwrap_or(tokens.end);
    let (currency, noughts) = unit(r, &(amount..cell));
    let column = (after..=amount).filter(|t| column_begins(r, *t)).count();
    plain.then(|| Table {
        lead: tokens.clone(),
        verb: verb.to_owned(),
        columns: true,
        column,
        currency,
        noughts,
        rows: 0,
        misses: 0,
    })
}

/// "Amount (USD million)": what a bare figure of the column means.
fn unit(r: &Reader<'_>, tokens: &Tokens<usize>) -> (Option<String>, usize) {
    let currency = tokens.clone().find_map(|t| r.lexicon("CurrencyWord", t)).map(|(_, code)| code.to_owned());
    let noughts = tokens.clone().find_map(|t| r.lexicon("ColumnUnit", t)).and_then(|(_, n)| n.parse().ok());
    (currency, noughts.unwrap_or(0))
}

/// A short heading ("Voluntary contributions"), or a sentence on gifts that ends in a colon.
fn announced(r: &Reader<'_>, tokens: &Tokens<usize>) -> Option<Table> {
    let words = tokens.clone().filter(|t| r.is_word(*t)).take(9).count();
    let label = tokens.clone().filter_map(|t| r.lexicon("PledgeHeading", t)).max_by_key(|(end, _)| *end);
    let closed = |t: usize| matches!(r.low(t), "." | ";" | ",");
    let heading = (1..8).contains(&words) && !closed(tokens.end - 1) && !has_verb(r, tokens.clone());
    let sums = !r.a.money_near(tokens.clone()).is_empty();
    match label.filter(|_| heading && !sums) {
        Some((_, verb)) => Some(rows_below(r, verb, tokens.clone())),
        None => led_in(r, &r.sentence(tokens.end - 1)).filter(|_| r.low(tokens.end - 1) == ":"),
    }
}

fn rows_below(r: &Reader<'_>, verb: &str, lead: Tokens<usize>) -> Table {
    // the unit of a sum that the lead tells is not that of bare figures below
    let sums = !r.a.money_near(lead.clone()).is_empty();
    let (currency, noughts) = if sums { (None, 0) } else { unit(r, &lead) };
    Table { lead, verb: verb.to_owned(), columns: false, column: 0, currency, noughts, rows: 0, misses: 0 }
}

/// A sentence that speaks of gifts in front of its colon.
fn led_in(r: &Reader<'_>, sentence: &Tokens<usize>) -> Option<Table> {
    let colon = sentence.clone().find(|t| r.low(*t) == ":").filter(|t| *t > sentence.start + 2)?;
    let verb = (sentence.start..colon).rev().find_map(|t| r.lexicon("PledgeLead", t).map(|(end, _)| t..end))?;
    let verb = if r.low(verb.start).starts_with("contribut") { "contributed" } else { "pledged" };
    Some(rows_below(r, verb, sentence.clone()))
}

/// "the following amounts were announced: Fiji, US$ 2 million; Tonga, US$ 1 million": rows behind one colon.
fn run_on(r: &mut Reader<'_>, tokens: &Tokens<usize>, table: &Table) {
    let Some(colon) = table.lead.clone().find(|t| r.low(*t) == ":").filter(|_| !table.columns) else { return };
    let rest = colon + 1..tokens.end;
    let opens = |t: &usize| {
        let before = (rest.start..*t).rev().find(|b| !is_determiner(r.low(*b)) && r.low(*b) != "and");
        before.is_none_or(|b| matches!(r.low(b), ";" | "," | ":" | ")")) && r.a.name_at(*t).is_some()
    };
    let starts: Vec<usize> = rest.clone().filter(opens).filter(|t| row(r, &(*t..rest.end), table).is_some()).collect();
    if starts.len() < 2 {
        return;
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([rest.end]).collect();
    for (start, mut end) in starts.into_iter().zip(ends) {
        while end > start && (matches!(r.low(end - 1), "," | ";" | "." | "and") || is_determiner(r.low(end - 1))) {
            end -= 1;
        }
        if let Some(row) = row(r, &(start..end), table) {
            pledge(r, &row, &(start..end), table);
        }
    }
}

/// The donor with which a row begins, and the sum behind it.
fn row(r: &Reader<'_>, tokens: &Tokens<usize>, table: &Table) -> Option<Row> {
    // "by Fiji, of US$ 2 million for schools"
    let opens = |t: &usize| r.is_word(*t) && !is_determiner(r.low(*t)) && !matches!(r.low(*t), "by" | "from");
    let first = tokens.clone().take(4).find(opens)?;
    let first =
        if matches!(r.low(first), "government" | "kingdom") && r.low(first + 1) == "of" { first + 2 } else { first };
    let first = first + usize::from(is_determiner(r.low(first)));
    let name = r.a.name_at(first).filter(|n| n.tokens.end <= tokens.end && can_take_part(r, n));
    let known = name.is_some();
    let donor = match name {
        Some(name) => name.tokens.clone(),
        None if table.columns => first..printed_cell(r, first, tokens.end)?,
        None => return None,
    };
    let mut at = donor.end;
    // "Asian Development Bank (ADB)"
    if r.low(at) == "(" && r.low(at + 2) == ")" && r.a.money_near(at..at + 2).is_empty() {
        at += 3;
    }
    let limit = tokens.end.min(at + LONGEST);
    let sum = r.a.money_near(at..limit).iter().find(|m| at <= m.tokens.start && m.tokens.end <= limit);
    let (amount, start) = match sum {
        Some(sum) => {
            let named = Amount { value: sum.value.clone(), currency: sum.currency.clone() };
            (named, sum.tokens.start)
        }
        None => figure(r, at..limit, table)?,
    };
    let between = at..start;
    let mark = |t: usize| matches!(r.low(t), ":" | "-" | "–" | "—" | "|" | "," | "(" | "=");
    let words = between.clone().filter(|t| r.is_word(*t)).count();
    // in a table the purpose may stand before the sum
    let near = words == 0 || table.columns && words < 14 && cell_begins(r, start) || words < 4 && mark(at);
    let apart = mark(at) || cell_begins(r, at) || at == start;
    if !near || !apart || has_verb(r, between.clone()) {
        return None;
    }
    let from =
        if words > 0 && table.columns { between.clone().find(|t| r.is_word(*t)).unwrap_or(start) } else { start };
    let mut end = tokens.end;
    while end > from + 1 && matches!(r.low(end - 1), "." | "|" | ";" | ",") {
        end -= 1;
    }
    Some(Row { donor, known, amount, text: from..end })
}

/// A figure in a cell of its own, in the currency of its column.
fn figure(r: &Reader<'_>, tokens: Tokens<usize>, table: &Table) -> Option<(Amount, usize)> {
    let currency = table.currency.clone()?;
    let alone = |n: &&crate::annotate::Number| {
        let closed = n.tokens.end >= tokens.end || cell_begins(r, n.tokens.end) || r.low(n.tokens.end) == ")";
        // a year in a column of its own is no sum
        let place = (tokens.start..=n.tokens.start).filter(|t| column_begins(r, *t)).count();
        let of_column = table.column == 0 || place == table.column;
        n.kind == NumberKind::Cardinal
            && tokens.start <= n.tokens.start
            && cell_begins(r, n.tokens.start)
            && closed
            && of_column
    };
    let number = r.a.numbers_near(tokens.clone()).iter().find(alone)?;
    let value = format!("{}{}", number.value, "0".repeat(table.noughts));
    Some((Amount { value, currency: Some(currency) }, number.tokens.start))
}

/// Whether a cell begins at a token: a bar or a mark stands before it, or the gap of a column.
fn cell_begins(r: &Reader<'_>, t: usize) -> bool {
    t > 0 && (r.low(t) == "|" || matches!(r.low(t - 1), "|" | ":" | "(") || column(r, t))
}

/// Whether a column begins at a token: behind a bar, or behind the gap of a column.
fn column_begins(r: &Reader<'_>, t: usize) -> bool {
    t > 0 && r.low(t) != "|" && (r.low(t - 1) == "|" || column(r, t))
}

/// End of a first cell that no table of names knows: capitalised words up to the next cell.
fn printed_cell(r: &Reader<'_>, first: usize, limit: usize) -> Option<usize> {
    let end = (first + 1..limit.min(first + 12)).find(|t| cell_begins(r, *t))?;
    let plain = (first..end).all(|t| !r.is_word(t) || r.is_capital(t) || is_minor(r.low(t)));
    (plain && r.is_capital(first) && r.a.name_over(first).is_none()).then_some(end)
}

fn pledge(r: &mut Reader<'_>, row: &Row, tokens: &Tokens<usize>, table: &Table) {
    let issuers = if row.known {
        agents(r, row.donor.clone(), &[])
    } else {
        let printed = r.text(row.donor.clone());
        let id = EntityId::Organisation(slug(&printed));
        let evidence = r.evidence(row.donor.clone());
        r.entity(&id, EntityClass::Organisation, &printed, None, evidence);
        r.mentions.push(Mention { tokens: row.donor.clone(), id: id.clone() });
        vec![id]
    };
    let lead = Lead {
        issuers,
        at: r.main_meeting(),
        act: Some((table.verb.clone(), "commit".to_owned())),
        that: false,
        conditions: Vec::new(),
        addressee: None,
    };
    let mut made = act(r, &lead, row.text.clone(), None, row.donor.start);
    made.class = ActClass::Pledge;
    let printed = r.a.money_near(row.text.clone()).iter().find(|m| m.value == row.amount.value);
    let settled = printed.filter(|_| row.amount.currency.is_none()).map(|m| super::sums::amount(r, m, &made.issued_by));
    made.amount = settled.or_else(|| Some(row.amount.clone()));
    let evidence = vec![r.evidence(tokens.clone()), r.evidence_in(table.lead.clone(), Zone::ListLead)];
    r.add("pledge.row", Fact::Act(Box::new(made)), evidence);
}
