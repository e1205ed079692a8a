//! How well the documents are read.

use maud::{Markup, html};

use super::layout::layout;
use super::parts::{link, name, names};
use crate::server::quality::{Quality, Row};

/// The page of figures, with what they mean.
pub(in crate::server) fn quality(quality: &Quality, base: &str) -> Markup {
    layout(
        "Quality",
        "/quality",
        html! {
            h1 { "Quality" }
            p.summary { "How well the documents are read, and what deserves a look." }
            p.downloads {
                "As data: "
                a href="/quality.json" { "json" }
                @if !quality.rows.is_empty() { a href="/quality.ttl" { "ttl" } }
            }
            h2 { "Measured against a person" }
            @if quality.rows.is_empty() {
                p {
                    "There are no figures in this graph: it was built from documents that nobody has labelled, or whose texts have changed "
                    "since. " code { "rapporteur evaluate" } " measures documents for which there is gold."
                }
            } @else {
                (measured(quality, base))
            }
            h2 { "Passages that disagree" }
            @if quality.contested.is_empty() {
                p { "None: no two passages give one property of one thing values that cannot both hold." }
            } @else {
                p {
                    (counted(quality.contested_total, "fact")) " on which passages disagree. The graph keeps every value and prefers one; "
                    a href="/queries/contested_facts" { "the passages side by side" } "."
                }
                ul.plain {
                    @for fact in &quality.contested {
                        li { (name(&fact.subject, base)) ", " (fact.property) ": " (fact.values.join(" or ")) }
                    }
                }
                (more(quality.contested_total, quality.contested.len()))
            }
            h2 { "Names that no table knows" }
            @if quality.unknown.is_empty() {
                p { "None: every organisation is one of the tables of names." }
            } @else {
                p {
                    (counted(quality.unknown_total, "name")) " of organisations that the tables of names do not have: the graph gives each as a "
                    "document prints it, and two of them may mean one organisation. See also "
                    a href="/queries/names_as_given" { "names as documents give them" } "."
                }
                ul.plain.columns { @for thing in &quality.unknown { li { (name(thing, base)) } } }
                (more(quality.unknown_total, quality.unknown.len()))
            }
        },
    )
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// How many there are beside those that are shown.
fn more(total: usize, shown: usize) -> Markup {
    html! { @if total > shown { p.dim { "and " (total - shown) " more" } } }
}

fn measured(quality: &Quality, base: &str) -> Markup {
    html! {
        p {
            "A person read " (names(&quality.documents, base)) " and wrote down what they say; the table compares this with what the "
            "program found. " strong { "The rules were made with these same documents in view" }
            ", so the figures flatter: other documents will be read less well."
        }
        p {
            em { "Labelled" } " is what the person found, " em { "found" } " what the program found. "
            em { "Precision" } " is the share of the found that is labelled, " em { "recall" } " the share of the labelled that is "
            "found, " em { "F1" } " their harmonic mean. The interval would hold F1 in 95 of 100 such samples of facts (Wilson); where there are "
            "few facts, it is wide. Rows with a colon are about the facts that the row above them matched."
        }
        div.scroll tabindex="0" role="region" aria-label="Figures by category" {
            table.figures {
                thead { tr {
                    th scope="col" { "What" }
                    th.number scope="col" id="gold" { "Labelled" }
                    th.number scope="col" id="found" { "Found" }
                    @for (metric, column) in SHARES { th.number scope="col" id=(metric) { (column) } }
                    th.number scope="col" { "95 % interval" span #f1-low {} span #f1-high {} }
                } }
                tbody {
                    @for row in &quality.rows {
                        tr id=(row.id) {
                            td.long data-label="What" {
                                @if row.name.contains([':', ',']) { span { (row.name) } } @else { strong { (row.name) } }
                                br;
                                span.dim.small { (row.about) }
                            }
                            td.number data-label="Labelled" id={ (row.id) "-gold" } { (row.gold) }
                            td.number data-label="Found" id={ (row.id) "-found" } { (row.found) }
                            @for (metric, column) in SHARES {
                                td.number data-label=(column) id={ (row.id) "-" (metric) } { (share(row, metric)) }
                            }
                            td.number data-label="95 % interval" {
                                span id={ (row.id) "-f1-low" } { (share(row, "f1-low")) }
                                " – "
                                span id={ (row.id) "-f1-high" } { (share(row, "f1-high")) }
                            }
                        }
                    }
                }
            }
        }
        p.small.dim {
            "The measurements are " (link("http://www.w3.org/ns/dqv#QualityMeasurement", "dqv:QualityMeasurement", base))
            " in " a href="/graph/catalogue.ttl" { "the catalogue" } "."
        }
    }
}

/// Metrics and the heads of their columns.
const SHARES: [(&str, &str); 3] = [("precision", "Precision"), ("recall", "Recall"), ("f1", "F1")];

/// A share with three digits.
fn share(row: &Row, metric: &str) -> String {
    row.shares.get(metric).map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"))
}
