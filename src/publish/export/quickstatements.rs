//! Meetings for Wikidata, as commands of [QuickStatements](https://www.wikidata.org/wiki/Help:QuickStatements) (version
//! 1, separated by tabs), each with its document and its words as reference. Only what Wikidata has terms for is
//! written, and only of things that are known to be there.

use std::io::Write;

use oxigraph::model::{NamedNodeRef, Term};

use super::ExportError;
use super::network::sorted;
use super::things::{Passage, Things, plain};
use crate::graph::vocab::{dcterms, igm, mk, org, owl, rdf, schema, stat, wd};
use crate::store::{Snapshot, StoreError};

/// Characters of a text that Wikidata takes, less a reserve.
const LONGEST: usize = 240;
/// The same for quotations.
const LONGEST_QUOTE: usize = 1_400;

/// Writes a new item for each meeting that was held, has a date, and has no item yet.
pub(super) fn write(snapshot: &Snapshot, base: &str, mut out: impl Write) -> Result<(), ExportError> {
    let mut things = Things::new(snapshot, base);
    for meeting in sorted(snapshot, igm::MEETING)? {
        let held = things.iris(&meeting, igm::STATUS)?.iter().any(|status| status == stat::DONE.as_str());
        let dated = !things.values(&meeting, schema::START_DATE)?.is_empty();
        if held && dated && item(&things, &meeting)?.is_none() {
            write_meeting(&mut things, &meeting, &mut out)?;
        }
    }
    Ok(out.flush()?)
}

fn write_meeting(things: &mut Things<'_>, meeting: &str, out: &mut impl Write) -> Result<(), ExportError> {
    writeln!(out, "CREATE")?;
    writeln!(out, "LAST\tLen\t\"{}\"", text(&things.label(meeting)?, LONGEST))?;
    if let Some(of) = things.iris(meeting, igm::MEETING_OF)?.first() {
        let about = format!("meeting of {}", things.label(of)?);
        writeln!(out, "LAST\tDen\t\"{}\"", text(&about, LONGEST))?;
    }
    let own = reference(things, things.passages(meeting)?.first())?;
    writeln!(out, "LAST\tP31\t{}{own}", class(things, meeting)?)?;
    let (start, end) = (things.values(meeting, schema::START_DATE)?, things.values(meeting, schema::END_DATE)?);
    let (start, end) = (start.into_iter().next(), end.into_iter().next());
    let days = match (&start, &end) {
        (Some(start), Some(end)) if start != end => {
            vec![("P580", start, schema::START_DATE), ("P582", end, schema::END_DATE)]
        }
        (Some(day), _) => vec![("P585", day, schema::START_DATE)],
        _ => Vec::new(),
    };
    for (property, day, said) in days {
        if let Some(time) = time(&plain(day.clone())) {
            writeln!(
                out,
                "LAST\t{property}\t{time}{}",
                reference(things, proof(things, meeting, said, day)?.as_ref())?
            )?;
        }
    }
    for place in things.iris(meeting, schema::LOCATION)? {
        if let Some(item) = item(things, &place)? {
            let value = Term::from(NamedNodeRef::new_unchecked(&place).into_owned());
            let proof = proof(things, meeting, schema::LOCATION, &value)?;
            writeln!(out, "LAST\tP276\t{item}{}", reference(things, proof.as_ref())?)?;
        }
    }
    let organisers = things.iris(meeting, schema::ORGANIZER)?;
    for participation in taking_part(things, meeting)? {
        for member in things.iris(&participation, org::MEMBER)? {
            let Some(item) = item(things, &member)? else { continue };
            let property = if organisers.contains(&member) { "P664" } else { "P710" };
            let given = things.text(&participation, igm::NAME_AS_GIVEN)?;
            let label = things.label(&member)?;
            let given =
                given.filter(|given| *given != label).map(|given| format!("\tP1932\t\"{}\"", text(&given, LONGEST)));
            let proof = things.passages(&participation)?.into_iter().next();
            writeln!(
                out,
                "LAST\t{property}\t{item}{}{}",
                given.unwrap_or_default(),
                reference(things, proof.as_ref())?
            )?;
        }
    }
    Ok(())
}

/// The item that a thing is the same as.
fn item(things: &Things<'_>, thing: &str) -> Result<Option<String>, StoreError> {
    let same = things.iris(thing, owl::SAME_AS)?;
    Ok(same.iter().find_map(|iri| iri.strip_prefix(wd::NAMESPACE).map(str::to_owned)))
}

/// A conference, a summit, or just a meeting.
fn class(things: &Things<'_>, meeting: &str) -> Result<&'static str, StoreError> {
    let kinds = things.iris(meeting, dcterms::TYPE)?;
    let is = |kind: NamedNodeRef<'_>| kinds.iter().any(|found| found == kind.as_str());
    Ok(match () {
        () if is(mk::SUMMIT) => "Q1072326",
        () if is(mk::CONFERENCE) || is(mk::MINISTERIAL_CONFERENCE) => "Q625994",
        () => "Q2761147",
    })
}

/// The participations in a meeting, in order.
fn taking_part(things: &Things<'_>, meeting: &str) -> Result<Vec<String>, StoreError> {
    let node = NamedNodeRef::new_unchecked(meeting);
    let quads = things.snapshot.quads(None, Some(igm::CONTEXT), Some(node.into()), None);
    let mut found = quads.map(|quad| Ok(plain(quad?.subject.into()))).collect::<Result<Vec<_>, StoreError>>()?;
    found.sort();
    found.dedup();
    Ok(found)
}

/// The passage of the claim that the meeting has this value, else a passage of the meeting itself.
fn proof(
    things: &Things<'_>,
    meeting: &str,
    property: NamedNodeRef<'_>,
    value: &Term,
) -> Result<Option<Passage>, StoreError> {
    let node = NamedNodeRef::new_unchecked(meeting);
    let mut claims = Vec::new();
    for quad in things.snapshot.quads(None, Some(rdf::SUBJECT), Some(node.into()), None) {
        claims.push(plain(quad?.subject.into()));
    }
    claims.sort();
    for claim in claims {
        let says = things.iris(&claim, rdf::PREDICATE)?.iter().any(|p| p == property.as_str());
        if says && things.values(&claim, rdf::OBJECT)?.contains(value) {
            return Ok(things.passages(&claim)?.into_iter().next());
        }
    }
    Ok(things.passages(meeting)?.into_iter().next())
}

/// The address of the document and the words in it, in the language that is stated of the document; the
/// rules read English.
fn reference(things: &Things<'_>, passage: Option<&Passage>) -> Result<String, StoreError> {
    let Some(passage) = passage else { return Ok(String::new()) };
    let language = things.text(&passage.document, dcterms::LANGUAGE)?.unwrap_or_else(|| "en".to_owned());
    let quote = text(&passage.quote, LONGEST_QUOTE);
    Ok(format!("\tS854\t\"{}\"\tS1683\t{language}:\"{quote}\"", passage.document))
}

/// A time of Wikidata: with its precision, a year (9), a month (10) or a day (11).
fn time(date: &str) -> Option<String> {
    let parts: Vec<&str> = date.split('-').collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    match parts.as_slice() {
        [year, month, day] if digits => Some(format!("+{year}-{month}-{day}T00:00:00Z/11")),
        [year, month] if digits => Some(format!("+{year}-{month}-00T00:00:00Z/10")),
        [year] if digits => Some(format!("+{year}-00-00T00:00:00Z/9")),
        _ => None,
    }
}

/// One line between quotation marks, of which the format knows only straight ones at the ends.
fn text(text: &str, longest: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "”");
    match words.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_says_how_precise_it_is() {
        assert_eq!(time("2003-04-28").as_deref(), Some("+2003-04-28T00:00:00Z/11"));
        assert_eq!(time("2003-04").as_deref(), Some("+2003-04-00T00:00:00Z/10"));
        assert_eq!(time("2003").as_deref(), Some("+2003-00-00T00:00:00Z/9"));
        assert_eq!(time("soon"), None);
    }

    #[test]
    fn a_text_is_one_line_without_quotation_marks_of_the_format() {
        assert_eq!(text("the \"Bali\tProcess\"\nmet", 100), "the ”Bali Process” met");
        assert_eq!(text("ministers", 3), "min…");
    }
}
