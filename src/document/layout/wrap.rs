//! Whether a line goes on with the block above it.

use super::super::lines::Line;
use super::super::shape::{self, Shape};
use super::{Draft, Kind};

/// Whether a line without marker continues the open block.
pub(super) fn goes_on(shape: &Shape, text: &str, draft: &Draft, line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let last = draft.last(text);
    if draft.kind == Kind::Header {
        return !line.gap && !labelled(line.text) && hangs(last);
    }
    if shape::has_columns(last) && shape::has_columns(line.text) {
        return false;
    }
    let width =
        last.chars().count() + if draft.parts.len() == 1 { draft.marker.map_or(0, |(a, b)| b - a + 1) } else { 0 };
    let terminal = shape::is_terminal(last) && !shape::ends_with_abbreviation(last);
    let lower = shape::begins_inside(line.text);
    let open = shape::is_open(last);
    let shouting = (shape::is_capitals(last), shape::is_capitals(line.text));
    if line.gap {
        if terminal {
            return false;
        }
        let long = draft.parts.len() > 1 && shape.is_full(width) && shouting == (false, false);
        return (lower && !line.text.starts_with('[')) || open || (shape.wrapped() && long && !shape::is_title(last));
    }
    match shouting {
        (true, true) => return open || last.ends_with(',') || shape::begins_with_connector(line.text),
        (true, false) | (false, true) if !lower => return open,
        _ => {}
    }
    // "Ms A, Officer, Department of Ports" and "Mr B, …" below it: two delegates
    let first = draft.parts.first().map_or("", |(start, end)| &text[*start..*end]);
    if !open && shape::begins_with_title(first) && shape::begins_with_title(line.text) {
        return false;
    }
    // "Fiji (Chair): Ms A, Minister" and "Tonga: Mr B" below it: two rows
    if !open && row_of_person(line.text) {
        return false;
    }
    // "Mr A (Fiji); Mr B" at the end of a line: the list, or the bracket, is still open
    if !terminal && draft.marker.is_some() && !shape::has_columns(line.text) && !labelled(line.text) && hangs(last) {
        return true;
    }
    if !shape.wrapped() {
        return !terminal && (lower || open || last.ends_with(','));
    }
    let room = shape.has_room(width, line.text);
    if terminal {
        let short_next = next.is_none_or(|n| n.gap || !n.text.starts_with(|c: char| c.is_lowercase()));
        let heading = !lower && shape::is_title(line.text) && !shape.is_full(line.width()) && short_next;
        return !(room || heading || line.indent < draft.indent);
    }
    lower || open || last.ends_with(',') || shape.is_full(width)
}

/// Whether a long line ends inside a bracket, or in the middle of a list with semicolons: "Present: Mr A (Fiji); Mr B".
pub(super) fn hangs(last: &str) -> bool {
    /// Characters of a line that was broken because it was full.
    const LONG: usize = 60;
    let count = |mark: char| last.matches(mark).count();
    let closed = last.ends_with([';', ':', '.', ')', ',']);
    let listed = last.contains("; ") && !closed;
    last.chars().count() >= LONG && (count('(') > count(')') || listed)
}

/// "Apologies: Mr A", "Absent: Fiji": a line that begins something else.
fn labelled(line: &str) -> bool {
    /// Words at most of a label.
    const WORDS: usize = 4;
    let Some((label, _)) = line.split_once(':') else { return false };
    label.starts_with(char::is_uppercase) && label.split(' ').count() <= WORDS && !label.contains(['(', ';', ','])
}

/// "Fiji (Chair): Ms Ann Field, …": a name, a colon, and the title of somebody.
fn row_of_person(line: &str) -> bool {
    /// Bytes at most of a name in front of the colon.
    const NAME: usize = 80;
    let Some((name, rest)) = line.split_once(": ") else { return false };
    let capital = name.starts_with(|c: char| c.is_uppercase());
    capital && name.len() <= NAME && !name.contains(['.', ';']) && shape::begins_with_title(rest)
}
