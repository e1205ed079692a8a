//! Reading more rows than a server gives at once: it is asked for fewer, by predicate and then by the first digits of sums of
//! subjects and objects. That divides in the same way whenever it is asked, and needs no order: `ORDER BY` with `OFFSET` would
//! sort everything for each part, and Virtuoso sorts 10,000 rows at most.

use std::collections::VecDeque;

use oxigraph::model::Term;
use oxigraph::sparql::QuerySolution;

use super::client::Rows;
use super::{RemoteError, Server, number_of};

/// Digits of a sum by which rows are divided, after which the next way is taken.
const DIGITS: usize = 6;

/// What is asked for: the rows of a pattern, none of them twice.
pub(super) struct Pattern {
    pub(super) columns: String,
    pub(super) body: String,
    /// In which ways it may be divided, the best first.
    pub(super) ways: Vec<Way>,
    /// How many rows there are, where that is known.
    pub(super) rows: Option<u64>,
}

/// A way to divide rows.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// By the IRI that a variable has; for one with few values.
    Each(&'static str),
    /// By a sum of what a variable has, of which the first digits are known.
    Sum(&'static str, String),
}

impl Way {
    /// By sums of what a variable has.
    pub(super) const fn sums(variable: &'static str) -> Self {
        Self::Sum(variable, String::new())
    }
}

/// Some of the rows.
struct Piece {
    filter: String,
    ways: Vec<Way>,
    rows: Option<u64>,
}

/// Rows with what went wrong instead of one of them, after which there are no more.
pub(super) type Read = Box<dyn Iterator<Item = Result<QuerySolution, RemoteError>>>;

/// The rows of one answer, and an error behind them where they are not all.
pub(super) fn whole(server: &Server, mut rows: Rows) -> Read {
    let (server, mut count, mut ended) = (server.clone(), 0, false);
    Box::new(std::iter::from_fn(move || match rows.next() {
        _ if ended => None,
        Some(Ok(row)) => {
            count += 1;
            Some(Ok(row))
        }
        Some(Err(error)) => {
            ended = true;
            Some(Err(server.broken(&error)))
        }
        None => {
            ended = true;
            server.is_whole(count).err().map(Err)
        }
    }))
}

/// The rows of a pattern, in pieces where the server does not give them at once.
pub(super) fn all(server: &Server, pattern: Pattern) -> Read {
    let server = server.clone();
    let first = Piece { filter: String::new(), ways: pattern.ways.clone(), rows: pattern.rows };
    let (mut pieces, mut reading) = (VecDeque::from([first]), None::<Read>);
    Box::new(std::iter::from_fn(move || {
        loop {
            match reading.as_mut().and_then(Iterator::next) {
                Some(Ok(row)) => return Some(Ok(row)),
                Some(Err(error)) => {
                    (reading, pieces) = (None, VecDeque::new());
                    return Some(Err(error));
                }
                None => reading = None,
            }
            let piece = pieces.pop_front()?;
            let begun = match begin(&server, &pattern, &piece) {
                Err(RemoteError::Cut { url, rows }) => match divide(&server, &pattern, &piece, rows) {
                    Ok(Some(smaller)) => {
                        smaller.into_iter().rev().for_each(|piece| pieces.push_front(piece));
                        continue;
                    }
                    Ok(None) => Err(RemoteError::Cut { url, rows }),
                    Err(error) => Err(error),
                },
                begun => begun,
            };
            reading = Some(begun.unwrap_or_else(|error| Box::new(std::iter::once(Err(error)))));
        }
    }))
}

/// Asks for a piece.
fn begin(server: &Server, pattern: &Pattern, piece: &Piece) -> Result<Read, RemoteError> {
    if let Some(rows) = piece.rows {
        server.is_whole(rows)?;
    }
    let rows = server.select(&format!("SELECT {} {{ {} {} }}", pattern.columns, pattern.body, piece.filter))?;
    let rows = whole(server, rows);
    if piece.rows.is_some() || !server.cuts_silently() {
        return Ok(rows);
    }
    // That these are not all is known behind the last only.
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(Box::new(rows.into_iter().map(Ok)))
}

/// Smaller pieces of one of which a server does not give all rows; nothing where there is no way.
fn divide(server: &Server, pattern: &Pattern, piece: &Piece, limit: u64) -> Result<Option<Vec<Piece>>, RemoteError> {
    for (at, way) in piece.ways.iter().enumerate() {
        let further = &piece.ways[at + 1..];
        let divided = match way {
            Way::Each(variable) => by_each(server, pattern, piece, variable, further),
            Way::Sum(variable, digits) => by_sums(server, pattern, piece, (variable, digits), further, limit),
        };
        match divided {
            // There are too many to list.
            Err(RemoteError::Cut { .. }) => {}
            divided => return divided.map(Some),
        }
    }
    Ok(None)
}

fn by_each(
    server: &Server,
    pattern: &Pattern,
    piece: &Piece,
    variable: &str,
    further: &[Way],
) -> Result<Vec<Piece>, RemoteError> {
    let counted = counted(server, pattern, piece, variable, "")?;
    let pieces = counted.into_iter().map(|(value, rows)| {
        let filter = format!("{} VALUES {variable} {{ {value} }}", piece.filter);
        Piece { filter, ways: further.to_vec(), rows: Some(rows) }
    });
    Ok(pieces.collect())
}

fn by_sums(
    server: &Server,
    pattern: &Pattern,
    piece: &Piece,
    (variable, digits): (&'static str, &str),
    further: &[Way],
    limit: u64,
) -> Result<Vec<Piece>, RemoteError> {
    let length = digits.len() + 1;
    let sum = format!("SUBSTR(MD5(STR({variable})), 1, {length})");
    let counted = counted(server, pattern, piece, "?part", &format!("BIND({sum} AS ?part)"))?;
    let mut pieces = Vec::new();
    let one = |part: &Term, rows| {
        let mut ways = further.to_vec();
        if let (Term::Literal(digits), true) = (part, length < DIGITS) {
            ways.insert(0, Way::Sum(variable, digits.value().to_owned()));
        }
        Piece { filter: format!("{} FILTER({sum} = {part})", piece.filter), ways, rows: Some(rows) }
    };
    let several = |parts: &mut Vec<String>, rows: &mut u64| {
        let filter = format!("{} FILTER({sum} IN ({}))", piece.filter, std::mem::take(parts).join(", "));
        Piece { filter, ways: Vec::new(), rows: Some(std::mem::take(rows)) }
    };
    // Each piece is a walk through all of them, so as many as fit go in one.
    let (mut parts, mut together) = (Vec::new(), 0);
    for (part, rows) in counted {
        if rows >= limit {
            pieces.push(one(&part, rows));
            continue;
        }
        if together + rows >= limit {
            pieces.push(several(&mut parts, &mut together));
        }
        parts.push(part.to_string());
        together += rows;
    }
    if !parts.is_empty() {
        pieces.push(several(&mut parts, &mut together));
    }
    Ok(pieces)
}

/// How many rows of a piece have which value, in an order.
fn counted(
    server: &Server,
    pattern: &Pattern,
    piece: &Piece,
    variable: &str,
    bind: &str,
) -> Result<Vec<(Term, u64)>, RemoteError> {
    let query = format!(
        "SELECT {variable} (COUNT(*) AS ?rows) {{ {} {} {bind} }} GROUP BY {variable}",
        pattern.body, piece.filter
    );
    let mut counted = Vec::new();
    for row in server.rows(&query)? {
        match row.as_slice() {
            [Some(value), Some(rows)] => counted.extend(number_of(rows).map(|rows| (value.clone(), rows))),
            _ => return Err(server.failed(format!("it does not count by {variable}"))),
        }
    }
    counted.sort_by_cached_key(|(value, _)| value.to_string());
    Ok(counted)
}
