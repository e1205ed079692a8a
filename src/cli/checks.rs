//! The checks themselves: queries that must come back empty, and what only code can see.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use oxigraph::sparql::{CancellationToken, QueryResults};
use spargebra::SparqlParser;

use super::Ending;
use crate::config::Config;
use crate::store::{Generations, Snapshot};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    /// Must not be.
    Violation,
    /// A person should look.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) check: String,
    pub(super) about: String,
    pub(super) message: String,
}

/// Prefixes of the checks below.
const PREFIXES: &str = include_str!("prefixes.rq");

/// Name, severity and query of each check; `?about` and `?message` are shown.
const CHECKS: &[(&str, Severity, &str)] = &[
    ("evidence", Severity::Violation, "SELECT DISTINCT ?about (\"has no evidence\" AS ?message) WHERE {
        VALUES ?t { igm:SpeechAct igm:Mandate igm:Pledge igm:Participation igm:BodyEvent igm:Count igm:Claim igm:Meeting foaf:Person org:Post }
        GRAPH ?g { ?about a ?t FILTER NOT EXISTS { ?about prov:wasDerivedFrom ?e } } }"),
    ("evidence", Severity::Violation, "SELECT DISTINCT ?about (CONCAT(\"is derived from \", STR(?e), \", which is no evidence\") AS ?message) WHERE {
        GRAPH ?g { ?about prov:wasDerivedFrom ?e . ?about a ?t FILTER(?t NOT IN (prov:Entity)) FILTER NOT EXISTS { ?e a igm:Evidence } } }"),
    ("claim", Severity::Violation, "SELECT DISTINCT ?about (\"claims a triple that its document's graph does not have\" AS ?message) WHERE {
        GRAPH ?g { ?about a igm:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER NOT EXISTS { ?s ?p ?o } } }"),
    ("single value", Severity::Violation, "SELECT ?about (CONCAT(\"has \", STR(COUNT(DISTINCT ?v)), \" values of \", STR(?p)) AS ?message) WHERE {
        VALUES ?p { schema:startDate schema:endDate schema:location igm:ordinal } ?about ?p ?v } GROUP BY ?about ?p HAVING(COUNT(DISTINCT ?v) > 1)"),
    ("participation", Severity::Violation, "SELECT DISTINCT ?about (\"lacks context, member or role\" AS ?message) WHERE {
        ?about a igm:Participation FILTER NOT EXISTS { ?about igm:context ?c ; org:member ?m ; org:role ?r } }"),
    ("participation", Severity::Violation, "SELECT DISTINCT ?about (CONCAT(\"is member and observer of \", STR(?c)) AS ?message) WHERE {
        ?x org:member ?about ; igm:context ?c ; org:role cap:member . ?y org:member ?about ; igm:context ?c ; org:role cap:observer }"),
    ("meeting", Severity::Violation, "SELECT DISTINCT ?about (\"ends before it starts\" AS ?message) WHERE {
        ?about a igm:Meeting ; schema:startDate ?s ; schema:endDate ?e FILTER(DATATYPE(?s) = DATATYPE(?e) && STR(?s) > STR(?e)) }"),
    ("meeting", Severity::Violation, "SELECT DISTINCT ?about (\"lacks label, kind or status\" AS ?message) WHERE {
        ?about a igm:Meeting FILTER NOT EXISTS { ?about rdfs:label ?l ; dcterms:type ?k ; igm:status ?s } }"),
    ("speech act", Severity::Violation, "SELECT DISTINCT ?about (\"lacks verb, force, speaker or text\" AS ?message) WHERE {
        VALUES ?t { igm:SpeechAct igm:Mandate igm:Pledge } ?about a ?t FILTER NOT EXISTS { ?about igm:verb ?v ; igm:force ?f ; igm:issuedBy ?a ; schema:text ?x } }"),
    ("rank", Severity::Violation, "SELECT DISTINCT ?about (\"is contested, and no value is preferred\" AS ?message) WHERE {
        GRAPH <graph/resolution> { ?c igm:conflictsWith ?d } GRAPH ?g { ?c rdf:subject ?about ; rdf:predicate ?p }
        FILTER NOT EXISTS { GRAPH <graph/resolution> { ?b wikibase:rank wikibase:PreferredRank } GRAPH ?h { ?b rdf:subject ?about ; rdf:predicate ?p } } }"),
    ("dangling", Severity::Violation, "SELECT DISTINCT ?about (CONCAT(\"is used by \", STR(?x), \" but has no label\") AS ?message) WHERE {
        VALUES ?p { org:member igm:context igm:issuedAt igm:issuedBy igm:addressee igm:partner } ?x ?p ?about FILTER NOT EXISTS { ?about rdfs:label ?l } }"),
    ("speech act", Severity::Warning, "SELECT DISTINCT ?about (\"was said at no known meeting\" AS ?message) WHERE {
        VALUES ?t { igm:SpeechAct igm:Mandate igm:Pledge } ?about a ?t FILTER NOT EXISTS { ?about igm:issuedAt ?m } }"),
    ("mandate", Severity::Warning, "SELECT DISTINCT ?about (\"asks nobody, and for no product\" AS ?message) WHERE {
        ?about a igm:Mandate FILTER NOT EXISTS { ?about igm:addressee ?a } FILTER NOT EXISTS { ?about igm:callsFor ?w } }"),
    ("meeting", Severity::Warning, "SELECT DISTINCT ?about (\"has no start date\" AS ?message) WHERE {
        ?about a igm:Meeting FILTER NOT EXISTS { ?about schema:startDate ?d } }"),
    ("conflict", Severity::Warning, "SELECT DISTINCT ?about (CONCAT(STR(?p), \": \", STR(?v), \" is contested; \", STR(?rank)) AS ?message) WHERE {
        GRAPH <graph/resolution> { ?c igm:conflictsWith ?d ; wikibase:rank ?r } GRAPH ?g { ?c rdf:subject ?about ; rdf:predicate ?p ; rdf:object ?v }
        BIND(STRAFTER(STR(?r), \"#\") AS ?rank) }"),
    ("count", Severity::Warning, "SELECT ?about (CONCAT(STR(?stated), \" \", STRAFTER(STR(?u), \"unit/\"), \" stated, \", STR(COUNT(DISTINCT ?a)), \" listed\") AS ?message) WHERE {
        ?k a igm:Count ; schema:observationAbout ?about ; igm:countOf ?u ; schema:value ?stated .
        ?p igm:context ?about ; org:member ?a ; org:role ?r . ?a a ?t FILTER(?r IN (cap:member, cap:observer))
        FILTER((?u = unit:states && ?t = igm:State) || (?u = unit:organisations && ?t != igm:State)
            || (?u = unit:members && ?r = cap:member) || (?u = unit:observers && ?r = cap:observer)) }
        GROUP BY ?about ?u ?stated HAVING(COUNT(DISTINCT ?a) != ?stated)"),
    ("name", Severity::Info, "SELECT DISTINCT ?about (CONCAT(\"is called \", STR(?name), \", which no table has\") AS ?message) WHERE {
        ?x org:member ?about ; igm:nameAsGiven ?name
        FILTER NOT EXISTS { ?about rdfs:label|skos:altLabel ?l FILTER(LCASE(STR(?l)) = LCASE(STR(?name))) } }"),
    ("pledge", Severity::Info, "SELECT DISTINCT ?about (\"names no amount\" AS ?message) WHERE { ?about a igm:Pledge FILTER NOT EXISTS { ?about schema:amount ?a } }"),
];

/// Everything that does not fit, worst first.
pub(super) fn findings(config: &Config, snapshot: &Snapshot, folder: &Path) -> anyhow::Result<Vec<Finding>> {
    let generations = Generations::at(&config.store);
    let record = generations.record()?.unwrap_or_default();
    let mut findings = Vec::new();
    for (check, severity, query) in CHECKS {
        ask(snapshot, &record.base, check, *severity, &format!("{PREFIXES}{query}"), &mut findings)?;
    }
    for (name, query) in queries_in(folder)? {
        ask(snapshot, &record.base, &name, Severity::Violation, &query, &mut findings)?;
    }
    for (id, document) in &record.documents {
        let graph = oxigraph::model::NamedNode::new(&document.graph)?;
        let quads: Vec<_> = snapshot.quads(None, None, None, Some(graph.as_ref().into())).collect::<Result<_, _>>()?;
        let text = snapshot.text(&document.sha256)?.with_context(|| format!("the text of {id} is not in the store"))?;
        let mut find = |severity, check: &str, messages: Vec<String>| {
            findings.extend(messages.into_iter().map(|message| Finding {
                severity,
                check: check.into(),
                about: id.clone(),
                message,
            }));
        };
        find(Severity::Violation, "quotation", crate::store::wrong_quotes(&quads, &text));
        find(Severity::Warning, "reading", document.warnings.clone());
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// The queries of a folder, by name; none if there is no such folder.
fn queries_in(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut queries = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rq") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            queries.push((name, std::fs::read_to_string(&path).with_context(|| path.display().to_string())?));
        }
    }
    queries.sort();
    Ok(queries)
}

/// Runs one check. Each row is a finding: `?about` or the first column, and `?message` or the rest.
fn ask(
    snapshot: &Snapshot,
    base: &str,
    check: &str,
    severity: Severity,
    query: &str,
    findings: &mut Vec<Finding>,
) -> anyhow::Result<()> {
    let query =
        SparqlParser::new().with_base_iri(base)?.parse_query(query).with_context(|| format!("check {check}"))?;
    let QueryResults::Solutions(solutions) = snapshot.evaluate(query, CancellationToken::new())? else {
        anyhow::bail!("check {check} is no SELECT query");
    };
    for solution in solutions {
        let solution = solution?;
        let shown = |term: &oxigraph::model::Term| match term {
            oxigraph::model::Term::NamedNode(node) => node.as_str().trim_start_matches(base).to_owned(),
            oxigraph::model::Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        };
        let mut values =
            solution.iter().filter(|(variable, _)| variable.as_str() != "about").map(|(_, term)| shown(term));
        let about = solution.get("about").map(shown).or_else(|| values.next()).unwrap_or_default();
        findings.push(Finding {
            severity,
            check: check.to_owned(),
            about,
            message: values.collect::<Vec<_>>().join("; "),
        });
    }
    Ok(())
}

/// How much each rule found, on standard output.
pub(super) fn coverage(snapshot: &Snapshot) -> anyhow::Result<Ending> {
    let query = format!(
        "{PREFIXES}SELECT ?rule (COUNT(*) AS ?found) WHERE {{ GRAPH ?g {{ ?x igm:rule ?rule }} }} GROUP BY ?rule ORDER BY DESC(?found) ?rule"
    );
    let query = SparqlParser::new().with_base_iri("https://w3id.org/igm/")?.parse_query(&query)?;
    let mut out = std::io::stdout().lock();
    if let QueryResults::Solutions(solutions) = snapshot.evaluate(query, CancellationToken::new())? {
        for solution in solutions {
            let solution = solution?;
            let value = |name: &str| match solution.get(name) {
                Some(oxigraph::model::Term::Literal(literal)) => literal.value().to_owned(),
                _ => String::new(),
            };
            writeln!(out, "{:>7}  {}", value("found"), value("rule"))?;
        }
    }
    Ok(Ending::Fine)
}
