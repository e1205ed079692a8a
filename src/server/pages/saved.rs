//! The library of saved queries, and one query as a form with the table of its answer.

use std::sync::Arc;

use maud::{Markup, html};
use oxigraph::model::Term;
use spargebra::Query;

use super::chart::chart;
use super::layout::layout;
use super::parts::{encode, link, proof, term_cell};
use crate::query::{Answer, ParameterType, Rows, SavedQuery, prefixes};
use crate::server::errors::Problem;
use crate::server::names::Names;
use crate::server::saved::Field;
use crate::store::StoreError;

/// Rows shown on the page; the files have all.
const ROWS: usize = 500;

/// The library, by tag.
pub(in crate::server) fn library<'a>(queries: impl Iterator<Item = &'a SavedQuery>) -> Markup {
    let mut by_tag: std::collections::BTreeMap<&str, Vec<&SavedQuery>> = std::collections::BTreeMap::new();
    for query in queries {
        by_tag.entry(query.tags.first().map_or("other", String::as_str)).or_default().push(query);
    }
    layout(
        "Queries",
        "/queries",
        html! {
            h1 { "Saved queries" }
            p.summary { "Questions with typed fields. Each answer is a table, a CSV and a JSON file." }
            @for (tag, queries) in by_tag {
                h2 { (tag) }
                ul.plain { @for query in queries { li { a href={ "/queries/" (query.name) } { (query.summary) } } } }
            }
        },
    )
}

/// One query: form, answer, text.
pub(in crate::server) fn saved(
    query: &SavedQuery,
    fields: &[Field<'_>],
    result: Option<&Result<(Query, Arc<Answer>), Problem>>,
    asked: &str,
    names: &Names<'_>,
) -> Result<Markup, StoreError> {
    let answer = match result {
        None => html! { (try_example(&query.name, fields)) },
        Some(Err(problem)) => {
            html! { section.problem role="alert" { h2 { (problem.title) } p { (problem.detail) } } (try_example(&query.name, fields)) }
        }
        Some(Ok((_, answer))) => html! {
            (downloads(&query.name, asked, matches!(**answer, Answer::Graph { .. })))
            @if let (Some(drawn), Answer::Solutions(rows)) = (&query.chart, &**answer) { (chart(drawn, rows, names)?) }
            (self::answer(answer, names)?)
        },
    };
    let body = html! {
        p.summary { a href="/queries" { "Saved queries" } " · " code { (query.name) } }
        h1 { (query.summary) }
        p.summary { (query.description) }
        @if !fields.is_empty() { (form(&query.name, fields)) }
        (answer)
        details {
            summary { "The query" }
            pre.query tabindex="0" { (query.text) }
            p.downloads {
                // Without its words a search is no question; other values that are not given are any.
                @if !query.params.iter().any(|p| p.required && p.kind == ParameterType::String) {
                    a href={ "/sparql?query=" (encode(&query.body())) } { "Open its text as SPARQL" }
                }
                @if let Some(filled) = filled(query, result) { a href={ "/sparql?query=" (encode(&filled)) } { "Open it with these values" } }
                a href={ "/queries/" (query.name) ".rq" } { "The file" }
            }
        }
    };
    Ok(layout(&query.summary, "/queries", body))
}

/// The query with what was given in its text, where that reads back as the same query.
fn filled(query: &SavedQuery, result: Option<&Result<(Query, Arc<Answer>), Problem>>) -> Option<String> {
    let Some(Ok((bound, _))) = result else { return None };
    let text = bound.to_string();
    let same = prefixes::parser(&query.base).parse_query(&text).is_ok_and(|read| read == *bound);
    (!query.params.is_empty() && same).then_some(text)
}

/// A link that fills in examples for the required fields, if the store has any.
fn try_example(name: &str, fields: &[Field<'_>]) -> Markup {
    let required = fields.iter().filter(|field| field.parameter.required);
    let filled = |field: &Field<'_>| Some(format!("{}={}", field.parameter.name, encode(field.example.as_ref()?)));
    let examples: Option<Vec<String>> = required.map(filled).collect();
    html! { @if let Some(examples) = examples { p { a href={ "/queries/" (name) "?" (examples.join("&")) } { "Show an example" } } } }
}

fn form(name: &str, fields: &[Field<'_>]) -> Markup {
    html! {
        form.fields.card action={ "/queries/" (name) } method="get" {
            @for field in fields {
                @let parameter = field.parameter;
                @let (id, list) = (format!("p-{}", parameter.name), format!("list-{}", parameter.name));
                div {
                    label for=(id) { (parameter.name.replace('_', " ")) span.dim { ": " (parameter.help) } }
                    @if parameter.kind == ParameterType::Choice {
                        select id=(id) name=(parameter.name) {
                            @if !parameter.required { option value="" { "any" } }
                            @for choice in &parameter.choices { option selected[*choice == field.given] { (choice) } }
                        }
                    } @else {
                        input id=(id) name=(parameter.name) value=(field.given) required[parameter.required]
                            list=[(!field.choices.values.is_empty()).then_some(&list)]
                            inputmode=[(parameter.kind == ParameterType::Integer).then_some("numeric")]
                            placeholder=(field.example.as_deref().unwrap_or_default()) autocomplete="off";
                        @if !field.choices.values.is_empty() {
                            datalist id=(list) { @for choice in &field.choices.values { option value=(choice.value) { (choice.label) } } }
                        }
                        @if !field.choices.complete {
                            p.dim { "The list has the first " (field.choices.values.len()) " of " (field.choices.total) "; any of them can be typed." }
                        }
                    }
                }
            }
            button.primary type="submit" { "Run" }
        }
    }
}

fn downloads(name: &str, asked: &str, graph: bool) -> Markup {
    let question = if asked.is_empty() { String::new() } else { format!("?{asked}") };
    let formats: &[&str] = if graph { &["ttl", "nt", "jsonld"] } else { &["csv", "sheet.csv", "json", "tsv", "xml"] };
    html! {
        p.downloads { span.dim { "As data:" } @for format in formats { a href={ "/queries/" (name) "." (format) (question) } { (format) } } }
    }
}

fn answer(answer: &Answer, names: &Names<'_>) -> Result<Markup, StoreError> {
    Ok(match answer {
        Answer::Boolean(value) => html! { p.verdict { (if *value { "Yes" } else { "No" }) } },
        Answer::Solutions(rows) => table(rows, names)?,
        Answer::Graph { triples, completeness } => html! {
            p role="status" { (triples.len()) " triples, " (completeness.describe()) }
            table { tbody { @for triple in triples.iter().take(ROWS) { tr {
                td { (triple.subject) } td { (triple.predicate) } td { (triple.object) }
            } } } }
        },
    })
}

fn table(rows: &Rows, names: &Names<'_>) -> Result<Markup, StoreError> {
    let mut cells = Vec::new();
    for row in rows.rows.iter().take(ROWS) {
        cells.push(row.iter().map(|term| cell(term.as_ref(), names)).collect::<Result<Vec<_>, _>>()?);
    }
    let is_words = |name: &str| matches!(name, "quote" | "text" | "as_given" | "verb" | "condition" | "example");
    let is_long = |name: &str| matches!(name, "quote" | "text");
    Ok(html! {
        p role="status" {
            (rows.rows.len()) @if rows.rows.len() == 1 { " row" } @else { " rows" }
            @if !rows.completeness.is_complete() { ", " strong.cut { (rows.completeness.describe()) } }
            @if rows.rows.len() > ROWS { ", the first " (ROWS) " are shown here; the files have all" }
        }
        @if rows.rows.is_empty() {
            p { "Nothing in the documents answers this question with these values." }
        } @else {
            div.scroll tabindex="0" role="region" aria-label="Answer" {
                table {
                    thead { tr { @for variable in &rows.variables { th scope="col" { (variable.as_str().replace('_', " ")) } } } }
                    tbody {
                        @for row in &cells { tr {
                            @for (variable, cell) in rows.variables.iter().zip(row) { td.words[is_words(variable.as_str())].long[is_long(variable.as_str())] data-label=(variable.as_str().replace('_', " ")) { (cell) } }
                        } }
                    }
                }
            }
        }
    })
}

/// Things by their names, passages as ¶.
fn cell(term: Option<&Term>, names: &Names<'_>) -> Result<Markup, StoreError> {
    let Some(Term::NamedNode(node)) = term else { return Ok(term_cell(term, names.base)) };
    let iri = node.as_str();
    if let Some((document, address)) = proof(iri, names.base) {
        return Ok(html! { a.proof href=(address) { "¶ " (document) } });
    }
    Ok(link(iri, &names.label(iri)?, names.base))
}
