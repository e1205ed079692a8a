//! What `rapporteur check` looks at: the integrity queries of the library, and what only code can see.

use std::collections::BTreeSet;

use anyhow::Context;
use oxigraph::model::{GraphNameRef, NamedNode, Quad, Term};
use oxigraph::sparql::{CancellationToken, QueryResults};
use spargebra::SparqlParser;

use crate::config::Config;
use crate::curation::{Curation, Decision, DecisionKind};
use crate::pipeline::unknown_things;
use crate::query::{Checks, Severity};
use crate::store::{Generations, Record, Snapshot, StoreError, wrong_quotes};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) check: String,
    pub(super) about: String,
    pub(super) message: String,
}

/// Meetings of one kind and series at what may be one time.
const LIKELY_DUPLICATES: &str = "
PREFIX igm: <https://w3id.org/igm/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?a ?b WHERE {
  ?a a igm:Meeting ; dcterms:type ?kind ; igm:meetingOf ?series ; schema:startDate ?d .
  ?b a igm:Meeting ; dcterms:type ?kind ; igm:meetingOf ?series ; schema:startDate ?e .
  FILTER(STR(?a) < STR(?b) && (STRSTARTS(STR(?d), STR(?e)) || STRSTARTS(STR(?e), STR(?d))))
} ORDER BY ?a ?b";

/// Everything that does not fit, worst first.
pub(super) fn findings(config: &Config, snapshot: &Snapshot) -> anyhow::Result<Vec<Finding>> {
    let record = Generations::at(&config.store).record()?.unwrap_or_default();
    let mut findings = queries(snapshot, &record.base)?;
    for (id, document) in &record.documents {
        let graph = NamedNode::new(&document.graph)?;
        let quads: Vec<Quad> =
            snapshot.quads(None, None, None, Some(graph.as_ref().into())).collect::<Result<_, StoreError>>()?;
        let text = snapshot.text(&document.sha256)?.with_context(|| format!("the text of {id} is not in the store"))?;
        findings
            .extend(wrong_quotes(&quads, &text).into_iter().map(|m| finding(Severity::Violation, "quotation", id, m)));
        let warnings = document.warnings.iter().cloned();
        findings.extend(warnings.map(|warning| finding(Severity::Warning, "reading", id, warning)));
    }
    let curation = Curation::read(&config.curation);
    findings.extend(decisions(snapshot, &record, &curation));
    findings.extend(likely_duplicates(snapshot, &record, &curation)?);
    findings.sort();
    findings.dedup();
    Ok(findings)
}

fn finding(severity: Severity, check: &str, about: &str, message: impl Into<String>) -> Finding {
    Finding { severity, check: check.to_owned(), about: about.to_owned(), message: message.into() }
}

/// The integrity queries, which must come back empty: what a row is about stands in its first column.
fn queries(snapshot: &Snapshot, base: &str) -> anyhow::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for found in Checks::shipped(base)?.run(snapshot)? {
        let about = found.row.first().map(|(_, term)| shown(term, base)).unwrap_or_default();
        let mut parts: Vec<String> = found.row.iter().skip(1).map(|(name, term)| named(name, term, base)).collect();
        // What must not be is told with what must hold.
        if found.severity == Severity::Violation || parts.is_empty() {
            parts.push(found.rule);
        }
        findings.push(finding(found.severity, &found.check, &about, parts.join("; ")));
    }
    Ok(findings)
}

/// Decisions that are wrong, or about things that are not there any more.
fn decisions(snapshot: &Snapshot, record: &Record, curation: &Curation) -> Vec<Finding> {
    let stands = |node: &NamedNode| {
        let curation = format!("{}graph/curation", record.base);
        snapshot.quads(Some(node.as_ref().into()), None, None, None).any(|quad| {
            quad.is_ok_and(|quad| match quad.graph_name.as_ref() {
                GraphNameRef::NamedNode(graph) => graph.as_str() != curation,
                _ => false,
            })
        })
    };
    let wrong =
        curation.problems.iter().map(|problem| finding(Severity::Warning, "decision", "curation", problem.as_str()));
    let idle = curation.decisions.iter().flat_map(|decision| {
        let unknown = unknown_things(decision, &record.base, stands);
        unknown.into_iter().map(|thing| {
            let message = format!("the decision of {} by {} does not apply any more", decision.date, decision.author);
            finding(Severity::Warning, "decision", &thing, message)
        })
    });
    wrong.chain(idle).collect()
}

/// Meetings that may be one, unless a person said that they are not.
fn likely_duplicates(snapshot: &Snapshot, record: &Record, curation: &Curation) -> anyhow::Result<Vec<Finding>> {
    let path = |name: &str| name.strip_prefix(&record.base).unwrap_or(name).to_owned();
    let pair = |decision: &Decision| {
        let mut pair = [path(&decision.what), path(decision.to.as_deref().unwrap_or_default())];
        pair.sort();
        pair
    };
    let apart: BTreeSet<[String; 2]> =
        curation.decisions.iter().filter(|decision| decision.kind == DecisionKind::NotSame).map(pair).collect();
    let mut findings = Vec::new();
    for row in rows(snapshot, LIKELY_DUPLICATES, &record.base)? {
        let [a, b] = row.as_slice() else { continue };
        if !apart.contains(&[a.clone(), b.clone()]) {
            findings.push(finding(Severity::Info, "likely_duplicate", a, format!("may be the same as {b}")));
        }
    }
    Ok(findings)
}

/// The rows of a query of this file.
fn rows(snapshot: &Snapshot, query: &str, base: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let query = SparqlParser::new().parse_query(query)?;
    let QueryResults::Solutions(solutions) = snapshot.evaluate(query, CancellationToken::new())? else {
        return Ok(Vec::new());
    };
    let row = |solution: oxigraph::sparql::QuerySolution| {
        solution.iter().map(|(_, term)| shown(term, base)).collect::<Vec<String>>()
    };
    solutions.map(|solution| Ok(row(solution?))).collect()
}

/// A number alone says nothing: `statuses 2`.
fn named(name: &str, term: &Term, base: &str) -> String {
    let value = shown(term, base);
    if value.parse::<f64>().is_ok() { format!("{} {value}", name.replace('_', " ")) } else { value }
}

fn shown(term: &Term, base: &str) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().strip_prefix(base).unwrap_or(node.as_str()).to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
