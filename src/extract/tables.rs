//! Tables of what is to be done by whom: a row with the names of the columns ("Action | Responsible | Deadline"), then
//! one act for each row below it.

use std::ops::Range as Tokens;

use super::act_details::act;
use super::lead::Lead;
use super::plenary::speakers;
use super::reader::Reader;
use super::subject::is_agent;
use crate::assertion::Fact;
use crate::document::BlockKind;

/// Which cell holds what, and the force that the heading of the column has.
struct Columns {
    act: usize,
    who: usize,
    verb: String,
    force: String,
    count: usize,
}

/// Reads every table of actions.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut columns: Option<Columns> = None;
    for index in 0..r.a.sentences.len() {
        let sentence = r.a.sentences[index].clone();
        if r.block(sentence.block).kind == BlockKind::Noise {
            continue;
        }
        let cells = cells(r, sentence.tokens.clone());
        if let Some(found) = heads(r, &cells) {
            columns = Some(found);
            continue;
        }
        let Some(known) = columns.as_ref().filter(|c| c.count == cells.len()) else {
            columns = columns.filter(|_| cells.is_empty());
            continue;
        };
        let (what, who) = (cells[known.act].clone(), cells[known.who].clone());
        let text = numberless(r, what);
        if text.len() < 2 {
            continue;
        }
        super::floor::give(r, sentence.block);
        let lead = Lead {
            issuers: vec![speakers(r)],
            at: r.main_meeting(),
            act: Some((known.verb.clone(), known.force.clone())),
            that: false,
            conditions: Vec::new(),
            addressee: None,
        };
        // "Secretariat, IOM"
        let first = who.clone().find(|t| r.low(*t) == ",").map_or(who.clone(), |comma| who.start..comma);
        let asked = Some(who).filter(|who| is_agent(r, who) || is_agent(r, &first));
        let made = act(r, &lead, text.clone(), asked, sentence.tokens.start);
        let evidence = vec![r.evidence(text), r.evidence(sentence.tokens)];
        r.add("act.table-row", Fact::Act(Box::new(made)), evidence);
    }
}

/// The cells of a row with bars between them; none where it has no bars.
fn cells(r: &Reader<'_>, row: Tokens<usize>) -> Vec<Tokens<usize>> {
    let bar = |t: &usize| r.low(*t) == "|";
    if row.clone().filter(bar).count() == 0 {
        return Vec::new();
    }
    let first = row.start + usize::from(bar(&row.start));
    let mut start = first;
    let mut cells = Vec::new();
    for t in first..row.end {
        if bar(&t) {
            cells.push(start..t);
            start = t + 1;
        }
    }
    if start < row.end {
        cells.push(start..row.end);
    }
    cells
}

/// The columns, where a row names them.
fn heads(r: &Reader<'_>, cells: &[Tokens<usize>]) -> Option<Columns> {
    let named = |lexicon: &str| {
        let whole = |cell: &Tokens<usize>| r.lexicon(lexicon, cell.start).filter(|(end, _)| *end == cell.end);
        cells.iter().enumerate().find_map(|(index, cell)| Some((index, whole(cell)?.1.to_owned())))
    };
    let ((act, force), (who, _)) = (named("ActColumn")?, named("WhoColumn")?);
    Some(Columns { act, who, verb: r.text(cells[act].clone()).to_lowercase(), force, count: cells.len() })
}

/// "1.2 Hold a seminar" without its number.
fn numberless(r: &Reader<'_>, cell: Tokens<usize>) -> Tokens<usize> {
    let start = cell.clone().find(|t| r.is_word(*t)).unwrap_or(cell.end);
    start..cell.end
}
