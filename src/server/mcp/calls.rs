//! The tools at work: what they find, as data and in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::card::card;
use super::tools::{ENTITY, EVIDENCE, MOST_ROWS, ROWS, SCHEMA, SEARCH, query_of};
use crate::publish::SOLUTION_FORMATS;
use crate::query::entity_named;
use crate::server::answer::{Asker, COMPLETE, Warnings, answer};
use crate::server::client::Client;
use crate::server::entity::{Act, Bounds, Entity, Fact, Participation};
use crate::server::errors::Problem;
use crate::server::evaluation::Question;
use crate::server::evidence::{Claim, Evidence};
use crate::server::names::{Names, shorten};
use crate::server::pages::{passage as address, passage_of};
use crate::server::saved::{Page, Part, evaluated, page, terms};
use crate::server::search::results;
use crate::server::site::Site;

/// Things of one list of an entity, and passages of a search.
const LISTED: usize = 25;

/// What a tool tells: words for a person to read, the same as data.
pub(super) struct Told {
    pub(super) text: String,
    pub(super) data: Value,
}

/// Calls a tool by its name. May evaluate, so it blocks.
pub(super) fn call(site: &Site, name: &str, given: &Map<String, Value>) -> Result<Told, Problem> {
    match name {
        SEARCH => search(site, &text(given, "q")?),
        ENTITY => entity(site, &text(given, "thing")?),
        EVIDENCE => evidence(site, &text(given, "thing")?),
        SCHEMA => card(site),
        _ => saved(site, name, given),
    }
}

fn wrong(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "These values do not fit the tool", detail)
}

/// A value as the parameters of queries take it.
fn written(name: &str, value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(wrong(format!("`{name}` is a text or a number, not {other}"))),
    }
}

fn text(given: &Map<String, Value>, name: &str) -> Result<String, Problem> {
    written(name, given.get(name).ok_or_else(|| wrong(format!("`{name}` is needed")))?)
}

fn rows_wanted(given: &Map<String, Value>) -> Result<usize, Problem> {
    let Some(value) = given.get("limit") else { return Ok(ROWS) };
    let number = written("limit", value)?.parse().ok().filter(|number| (1..=MOST_ROWS).contains(number));
    number.ok_or_else(|| wrong(format!("`limit` is a number from 1 to {MOST_ROWS}")))
}

/// An address of ours, whole.
fn link(site: &Site, path: &str) -> String {
    format!("{}{}", site.house.url(), path.trim_start_matches('/'))
}

fn proof(site: &Site, evidence: &Evidence) -> String {
    let id = evidence.document.trim_start_matches("doc/");
    let place = evidence.locator.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
    format!("\"{}\" ({id}{place}: {})", one_line(&evidence.quote), link(site, &passage_of(evidence)))
}

/// Documents break their lines, and a list of ours has one line for each thing.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn saved(site: &Site, name: &str, given: &Map<String, Value>) -> Result<Told, Problem> {
    let library = site.library();
    let query = query_of(&library, name)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "No such tool", format!("there is no tool {name:?}")))?;
    let mut values = BTreeMap::new();
    for (name, value) in
        given.iter().filter(|(name, value)| !matches!(name.as_str(), "limit" | "after") && !value.is_null())
    {
        values.insert(name.clone(), written(name, value)?);
    }
    let after = given.get("after").filter(|after| !after.is_null()).map(|after| written("after", after)).transpose()?;
    let part = Part { limit: rows_wanted(given)?, after };
    let published = site.published();
    let values = terms(&published, query, &values)?;
    let answer = evaluated(site, &published, query, &values)?;
    let names = Names::new(&published.snapshot, &site.base);
    let mut page = page(query, &values, &answer, &part, &names)?;
    for cell in page.rows.iter_mut().flat_map(BTreeMap::values_mut) {
        cell.page = cell.page.take().map(|path| link(site, &path));
    }
    let mut text = format!("{}\n", query.summary);
    for (name, cell) in &page.parameters {
        let _ = writeln!(text, "{name}: {}", cell.text());
    }
    text.push_str(&told_rows(&page));
    Ok(Told { text, data: serde_json::to_value(&page).map_err(Problem::internal)? })
}

fn told_rows(page: &Page) -> String {
    let mut text = String::new();
    if let Some(value) = page.boolean {
        return if value { "Yes.\n".into() } else { "No.\n".into() };
    }
    let number = page.rows.len();
    let _ = match page.total {
        Some(total) => writeln!(text, "{number} of {total} rows."),
        None => writeln!(text, "{number} rows; the answer is not complete: {}.", page.completeness),
    };
    for row in &page.rows {
        text.push_str("- ");
        let mut first = true;
        for column in page.columns.iter().filter(|column| !matches!(column.as_str(), "quote" | "evidence")) {
            if let Some(cell) = row.get(column) {
                let _ = write!(
                    text,
                    "{}{}: {}",
                    if first { "" } else { "; " },
                    column.replace('_', " "),
                    one_line(cell.text())
                );
                first = false;
            }
        }
        if let Some(quote) = row.get("quote") {
            let _ = write!(text, " — \"{}\"", one_line(quote.text()));
        }
        if let Some(place) = row.get("evidence").and_then(|cell| cell.page.as_ref()) {
            let _ = write!(text, " ({place})");
        }
        text.push('\n');
    }
    if let Some(after) = &page.after {
        let _ = writeln!(text, "There are more rows: call again with after={after}");
    }
    text
}

fn search(site: &Site, words: &str) -> Result<Told, Problem> {
    let published = site.published();
    let mut found = results(site, &published, words.trim())?;
    let shown = found.passages.len().min(LISTED);
    found.passages.truncate(LISTED);
    let mut text = String::new();
    text.extend(found.note.iter().map(|note| format!("{note}\n")));
    for group in &mut found.groups {
        let _ = writeln!(text, "{}:", group.kind);
        let more = group.things.len().saturating_sub(LISTED);
        group.things.truncate(LISTED);
        for thing in &group.things {
            let path = thing.iri.strip_prefix(&site.base).unwrap_or(&thing.iri);
            let _ = writeln!(text, "- {} ({path})", thing.label);
        }
        if more > 0 {
            let _ = writeln!(text, "- and {more} more");
        }
    }
    if shown > 0 {
        let _ = writeln!(text, "{shown} of {} passages:", found.passages_total);
    }
    for passage in &found.passages {
        let range = passage.iri.rsplit_once("#char=").map_or("", |(_, range)| range);
        let place = link(site, &address(&format!("doc/{}", passage.document), range));
        let _ = writeln!(text, "- \"{}\" ({}: {place})", shorten(&passage.text, 320), passage.document_label);
    }
    if text.is_empty() {
        text.push_str("Nothing is called so, and no passage has these words.\n");
        text.extend(found.nearest.iter().map(|thing| format!("- near: {} ({})\n", thing.label, thing.iri)));
    }
    Ok(Told { text, data: serde_json::to_value(&found).map_err(Problem::internal)? })
}

/// The thing that is meant.
fn thing(site: &Site, snapshot: &crate::store::Snapshot, given: &str) -> Result<String, Problem> {
    let found = entity_named(snapshot, &site.base, "thing", given).map_err(|error| wrong(error.to_string()))?;
    Ok(found.into_string())
}

fn entity(site: &Site, given: &str) -> Result<Told, Problem> {
    let published = site.published();
    let names = Names::new(&published.snapshot, &site.base);
    let iri = thing(site, &published.snapshot, given)?;
    let statistics = published.statistics_ready();
    let entity = Entity::read(&names, &iri, &Bounds::page(statistics.as_deref()))?;
    let mut entity = entity.ok_or_else(|| wrong(format!("nothing is known of {iri}")))?;
    let path = iri.strip_prefix(&site.base).unwrap_or(&iri);
    let kind = entity.kind.map_or("thing", |kind| kind.singular);
    let mut text = format!("{} ({kind}, {path}): {}\n", entity.label, link(site, path));
    for Fact { property, values } in &mut entity.facts {
        cut(values, &mut entity.complete);
        for value in values.iter().filter(|value| value.holds || value.rank.is_some()) {
            let rank =
                if value.rank == Some(false) { " (another passage says otherwise, and is preferred)" } else { "" };
            let proof =
                value.evidence.first().map(|evidence| format!(" — {}", proof(site, evidence))).unwrap_or_default();
            let _ = writeln!(text, "- {}: {}{rank}{proof}", property.label, value.label);
        }
    }
    cut(&mut entity.participations, &mut entity.complete);
    for Participation { capacity, member, context, when, evidence, .. } in &entity.participations {
        let who = member.as_ref().map_or("–", |member| &member.label);
        let what = context.as_ref().map_or("–", |context| &context.label);
        let when = when.as_ref().map(|when| format!(", {when}")).unwrap_or_default();
        let proof = evidence.first().map(|evidence| format!(" — {}", proof(site, evidence))).unwrap_or_default();
        let _ = writeln!(text, "- {who} as {} in {what}{when}{proof}", capacity.label);
    }
    cut(&mut entity.acts, &mut entity.complete);
    for Act { verb, by, to, text: what, evidence, .. } in &entity.acts {
        let all = |things: &[crate::server::entity::Named]| {
            things.iter().map(|thing| thing.label.as_str()).collect::<Vec<_>>().join(", ")
        };
        let to = if to.is_empty() { String::new() } else { format!(" to {}", all(to)) };
        let proof = evidence.first().map(|evidence| format!(" — {}", proof(site, evidence))).unwrap_or_default();
        let _ = writeln!(text, "- {} {verb}{to}: {what}{proof}", all(by));
    }
    for group in &mut entity.groups {
        cut(&mut group.things, &mut entity.complete);
    }
    if !entity.complete {
        text.push_str("Long lists are cut here; the saved questions have all rows.\n");
    }
    Ok(Told { text, data: serde_json::to_value(&entity).map_err(Problem::internal)? })
}

fn cut<T>(list: &mut Vec<T>, complete: &mut bool) {
    *complete &= list.len() <= LISTED;
    list.truncate(LISTED);
}

fn evidence(site: &Site, given: &str) -> Result<Told, Problem> {
    let published = site.published();
    let names = Names::new(&published.snapshot, &site.base);
    let iri = thing(site, &published.snapshot, given)?;
    let mut passages: Vec<(String, Evidence)> = Vec::new();
    passages.extend(Evidence::of(&names, &iri)?.into_iter().map(|evidence| ("this".to_owned(), evidence)));
    for claim in Claim::about(&names, &iri, site.limits.description)? {
        let says = format!("{}: {}", names.property(&claim.predicate)?, names.term(&claim.value)?);
        let evidence = Evidence::of(&names, &claim.iri)?;
        passages.extend(evidence.into_iter().map(|evidence| (says.clone(), evidence)));
    }
    let total = passages.len();
    passages.truncate(MOST_ROWS);
    let mut text = format!("{}: {} of {total} passages.\n", names.label(&iri)?, passages.len());
    for (says, evidence) in &passages {
        let _ = writeln!(text, "- {says} — {}", proof(site, evidence));
    }
    let data = passages.iter().map(|(says, evidence)| {
        json!({ "says": says, "quote": evidence.quote, "document": evidence.document, "start": evidence.start,
                "end": evidence.end, "link": link(site, &passage_of(evidence)) })
    });
    let data =
        json!({ "thing": iri, "passages": data.collect::<Vec<_>>(), "total": total, "complete": total <= MOST_ROWS });
    Ok(Told { text, data })
}

/// A query that an assistant wrote, through the guards and workers of the endpoint.
pub(super) async fn sparql(site: &Site, given: &Map<String, Value>, payer: Option<Client>) -> Result<Told, Problem> {
    let (query, rows) = (text(given, "query")?, rows_wanted(given)?);
    let json = SOLUTION_FORMATS.iter().position(|format| format.media_types.iter().any(|media| media.contains("json")));
    let question = Question {
        text: query,
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        solutions: json,
        graphs: None,
        plan: None,
        rows: rows.min(site.limits.rows),
        triples: site.limits.triples,
        patterns: site.limits.query_patterns,
    };
    let asker = Asker { name: Some("assistant".to_owned()), payer };
    let response = answer(site, &site.published(), question, asker).await?;
    let (head, body) = response.into_parts();
    let complete = head.headers.get(COMPLETE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let warnings = head.extensions.get().map(|Warnings(warnings)| warnings.clone()).unwrap_or_default();
    let body = axum::body::to_bytes(body, 1 << 24).await.map_err(Problem::internal)?;
    let mut data: Value = serde_json::from_slice(&body).map_err(Problem::internal)?;
    data["complete"] = json!(complete);
    let mut text: String = warnings.iter().map(|warning| format!("Mind: {warning}\n")).collect();
    if complete != "true" {
        let _ = writeln!(text, "Not complete: {complete}. Narrow the query, or order it and use OFFSET.");
    }
    text.push_str(&serde_json::to_string(&data).map_err(Problem::internal)?);
    Ok(Told { text, data })
}
