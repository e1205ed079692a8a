//! Place and date of a meeting in a line of their own, below the line that names it.

use std::ops::Range as Tokens;

use super::meeting_attributes::{When, complete, place_at};
use super::meeting_place::opening_town;
use super::meetings::Meeting;
use super::reader::Reader;

/// Words at most of a line with place and date.
const LONGEST: usize = 14;

/// "9th plenary meeting" and "18 October 2018" below it, "SUMMARY RECORD OF THE THIRD MEETING" and "Held in P on Tuesday, 3 May
/// 2011": a meeting without a date has that of the next line.
pub(super) fn read(r: &mut Reader<'_>) {
    for index in 0..r.meetings.len() {
        if !r.meetings[index].attributes.dates.is_empty() {
            continue;
        }
        let meeting = r.meetings[index].clone();
        let found = meeting.mentions.iter().find_map(|mention| below(r, &meeting, mention));
        let Some((when, places)) = found else { continue };
        let attributes = &mut r.meetings[index].attributes;
        attributes.dates.push(when);
        if attributes.places.is_empty() {
            attributes.places.extend(places);
        }
    }
}

/// Date and place in the block below that of a mention which stands there alone, or behind "report of the".
fn below(
    r: &Reader<'_>,
    meeting: &Meeting,
    mention: &Tokens<usize>,
) -> Option<(When, Option<super::meeting_attributes::PlaceMention>)> {
    let block = r.block_of(mention.start);
    let own = r.block_tokens(block);
    let record = (own.start..mention.start).all(|t| {
        r.in_lexicon("MeetingAspect", t) || r.in_lexicon("WorkNoun", t) || matches!(r.low(t), "of" | "the" | "on")
    });
    let alone = meeting.proper || own.start == mention.start;
    if !record || !alone || own.end > mention.end + 1 {
        return None;
    }
    let line = (block + 1..r.a.document.blocks.len()).map(|b| r.block_tokens(b)).find(|t| !t.is_empty())?;
    let date = r.a.dates_near(line.clone()).iter().find(|d| line.contains(&d.tokens.start) && d.start.day.is_some())?;
    let verb = super::attendance::has_verb(r, line.clone());
    let named = r.meetings.iter().any(|m| m.mentions.iter().any(|t| line.contains(&t.start)));
    if line.len() > LONGEST || verb || named {
        return None;
    }
    let place = opening_town(r, &line).or_else(|| line.clone().find_map(|t| place_at(r, t, line.end)));
    Some((complete(r, date), place))
}
