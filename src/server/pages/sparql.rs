//! The query endpoint for people: a form, and the answer as a table.

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput};

use super::examples::{Example, examples};
use super::layout::layout;
use super::parts::{encode, term_cell};
use crate::server::errors::Problem;
use crate::server::site::Site;

/// The page without a query.
pub(in crate::server) fn sparql_form(site: &Site) -> Markup {
    let examples = examples(site);
    layout(
        "SPARQL",
        "/sparql",
        html! {
            h1 { "SPARQL" }
            (form(&examples[0].query))
            section {
                h2 { "Where statements stand" }
                p {
                    "Each document has a graph of its own: what it says, with claims and sentences. The default graph holds what follows from "
                    "all of them, each fact once, contradictions resolved. So a plain pattern asks what holds, and "
                    code { "GRAPH ?g { … }" } " asks who says so. A pattern for claims, quotes or passages finds nothing without "
                    code { "GRAPH" } "."
                }
                @for example in &examples { (shown(example)) }
            }
            section {
                h2 { "From a program" }
                pre.query tabindex="0" {
                    "curl " (ENDPOINT) " -H 'Accept: text/csv' --data-urlencode 'query=SELECT …'\n"
                    "curl " (ENDPOINT) " -H 'Content-Type: application/sparql-query' --data-binary @question.rq\n"
                    "curl '{this server}/graph-store?graph=graph/catalogue' -H 'Accept: text/turtle'"
                }
                ul {
                    li { "Rows come as JSON, XML, CSV or TSV, triples as Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, by " code { "Accept" } "." }
                    li { "The prefixes of our vocabularies are known: " code { "igm: org: prov: skos: schema: rdfs: oa:" } " and others; IRIs may be relative to the base." }
                    li {
                        "A query may take " (site.limits.deadline.as_secs()) " seconds and gives at most " (site.limits.rows)
                        " rows; the header " code { "X-Rapporteur-Complete" } " says whether that was all."
                    }
                    li { code { "default-graph-uri" } " and " code { "named-graph-uri" } " choose graphs of this store; nothing is fetched, and no other endpoint is asked." }
                    li {
                        @if site.house.writes { "Updates go to " code { "/update" } ", graphs to " code { "/graph-store" } ", with a token." }
                        @else { "The endpoint is read-only." }
                    }
                    li { "“Plan” below an answer, or " code { "explain" } " beside " code { "query" } ", shows what the evaluator does and what each step costs." }
                }
            }
            (searching())
        },
    )
}

const SEARCHES: [(&str, &str); 4] = [
    (
        "Passages with these words, best first",
        "SELECT ?document ?passage ?snippet ?score WHERE {\n  SERVICE <search:> {\n    ?passage search:text \"people smuggling\" ; search:field search:passage ;\n      search:document ?document ; search:snippet ?snippet ; search:score ?score ; search:limit 20\n  }\n} ORDER BY DESC(?score) ?passage",
    ),
    (
        "What is asked of whom in passages that speak of training",
        "SELECT ?verb ?to ?snippet WHERE {\n  SERVICE <search:> { ?passage search:text \"training OR workshop*\" ; search:field search:passage ; search:snippet ?snippet ; search:limit 1000 }\n  ?mandate a igm:Mandate ; prov:wasDerivedFrom ?passage ; igm:verb ?verb .\n  OPTIONAL { ?mandate igm:addressee/rdfs:label ?to }\n}",
    ),
    (
        "States and organisations by any of their names, and where a document prints it",
        "SELECT ?thing ?field ?name ?passage WHERE {\n  SERVICE <search:> { ?thing search:text \"korea\" ; search:match ?name ; search:field search:label, search:otherName, search:nameAsGiven ; search:field ?field ; search:passage ?passage }\n}",
    ),
    (
        "Exact words, without others",
        "SELECT ?passage ?snippet WHERE {\n  SERVICE <search:> { ?passage search:text '\"ad hoc\" (group OR experts) -smuggling' ; search:kind igm:Evidence ; search:snippet ?snippet }\n}",
    ),
];

/// What can be said to the text index, with examples that run.
fn searching() -> Markup {
    let terms: [(&str, &str); 11] = [
        (
            "search:text",
            "the words; must be there. All of them occur; \"…\" stand beside each other, traffick* begins a word, OR, -without, brackets. Case and accents do not count",
        ),
        ("search:limit", "most hits, best first: 1 to 1000, else 100"),
        (
            "search:field",
            "search:label, search:otherName, search:nameAsGiven (as a document prints it) or search:passage; several are alternatives",
        ),
        ("search:kind", "a class of the thing, as igm:State; of a passage igm:Evidence, if a fact is known of it"),
        ("search:document", "the document of the passage"),
        ("search:passage", "the passage that has the words, or that prints the name"),
        ("search:match", "the whole text that was found"),
        ("search:snippet", "the part of it that shows why, the words between **"),
        ("search:score", "how well it fits, only to compare within one search"),
        ("search:rank", "its place, from 1"),
        ("search:total", "how many texts fit, also beyond the limit"),
    ];
    html! {
        h2 #search { "Searching words" }
        p {
            code { "SERVICE <search:> { ?thing search:text \"words\" }" }
            " asks the text index of this generation: one row for each text that was found. It is the only service that is answered. "
            "It is evaluated alone and then joined, so its words stand in the query and do not come from a variable."
        }
        ul { @for (name, query) in SEARCHES { li { a href={ "/sparql?query=" (encode(query)) } { (name) } } } }
        div.scroll {
            table {
                thead { tr { th scope="col" { "term" } th scope="col" { "what it says; field, kind and document choose with a constant and tell with a variable" } } }
                tbody { @for (term, what) in terms { tr { td data-label="Term" { code { (term) } } td.long data-label="Says" { (what) } } } }
            }
        }
    }
}

/// How the address of the endpoint is written where nobody knows what it is called from outside.
const ENDPOINT: &str = "{this server}/sparql";

fn shown(example: &Example) -> Markup {
    html! {
        h3 { a href={ "/sparql?query=" (encode(&example.query)) } { (example.title) } }
        p { (example.why) }
        pre.query tabindex="0" { (example.query) }
    }
}

fn form(query: &str) -> Markup {
    html! {
        form.sparql action="/sparql" method="get" {
            label for="query" { "Query" }
            rap-sparql { textarea #query name="query" rows="10" spellcheck="false" { (query) } }
            button.primary type="submit" { "Run" }
        }
    }
}

/// An answer for a page.
pub(in crate::server) struct SparqlAnswer {
    /// In SPARQL JSON or in Turtle.
    pub(in crate::server) bytes: Bytes,
    /// Whether this is all.
    pub(in crate::server) complete: bool,
    /// What the query names and the data does not hold.
    pub(in crate::server) warnings: Vec<String>,
}

/// The page with an answer.
pub(in crate::server) fn sparql_answer(site: &Site, query: &str, result: &Result<SparqlAnswer, Problem>) -> Response {
    let encoded = encode(query);
    let body = match result {
        Ok(SparqlAnswer { bytes, complete, warnings }) => html! {
            @for warning in warnings { p.notice role="note" { strong { "Note: " } (warning) "." } }
            (answer(site, bytes, *complete))
            p.downloads {
                @let table = bytes.first() == Some(&b'{');
                @let formats: &[&str] = if table { &["csv", "tsv", "json", "xml"] } else { &["ttl", "nt", "jsonld", "rdf"] };
                span.dim { "As data:" }
                @for format in formats { a href={ "/sparql?format=" (format) "&query=" (encoded) } { (format) } }
                a href={ "/sparql?query=" (encoded) } { "Link to this page" }
                a href={ "/sparql?explain=run&query=" (encoded) } { "Plan" }
            }
        },
        Err(problem) => return sparql_problem(query, problem),
    };
    layout("SPARQL", "/sparql", html! { h1 { "SPARQL" } (form(query)) (body) }).into_response()
}

/// The page that says why there is no answer.
pub(in crate::server) fn sparql_problem(query: &str, problem: &Problem) -> Response {
    let body = html! {
        h1 { "SPARQL" }
        (form(query))
        section.problem role="alert" {
            h2 { (problem.title) }
            p {
                @if let (Some(line), Some(column)) = (problem.line, problem.column) {
                    strong { "Line " (line) ", column " (column) ": " }
                }
                (problem.detail)
            }
            @if let Some(line) = problem.line { pre.query tabindex="0" { (query.lines().nth(line - 1).unwrap_or_default()) } }
            @if let Some(hint) = &problem.hint { p { (hint) } }
        }
    };
    problem.dress(layout("SPARQL", "/sparql", body).into_response())
}

/// The page with the plan of a query.
pub(in crate::server) fn sparql_plan(query: &str, plan: &str) -> Markup {
    let encoded = encode(query);
    let body = html! {
        h1 { "Plan of a query" }
        (form(query))
        h2 { "Plan" }
        p { "Each line is a step; what is indented below it feeds it." }
        pre tabindex="0" { (plan) }
        p.downloads {
            a href={ "/sparql?query=" (encoded) } { "Answer" }
            a href={ "/sparql?explain=plan&query=" (encoded) } { "Plan without running it" }
            @for format in ["json", "txt"] { a href={ "/sparql?explain=run&format=" (format) "&query=" (encoded) } { (format) } }
        }
    };
    layout("Plan of a query", "/sparql", body)
}

fn answer(site: &Site, bytes: &[u8], complete: bool) -> Markup {
    let parsed = QueryResultsParser::from_format(QueryResultsFormat::Json).for_reader(bytes);
    match parsed {
        Ok(ReaderQueryResultsParserOutput::Boolean(value)) => {
            html! { p.verdict { (if value { "Yes" } else { "No" }) } }
        }
        Ok(ReaderQueryResultsParserOutput::Solutions(solutions)) => {
            let variables = solutions.variables().to_vec();
            let rows: Vec<_> = solutions.filter_map(Result::ok).collect();
            html! {
                p role="status" {
                    (rows.len()) @if rows.len() == 1 { " row" } @else { " rows" }
                    @if !complete { strong.cut { " – there are more; programs get up to " (site.limits.rows) } }
                }
                @if rows.is_empty() {
                    p { "Nothing fits this query. A predicate or an IRI may be spelled differently here: look at a page of the data first." }
                } @else {
                    div.scroll tabindex="0" role="region" aria-label="Results" {
                        table {
                            thead { tr { @for variable in &variables { th scope="col" { (variable.as_str()) } } } }
                            tbody {
                                @for row in &rows {
                                    tr { @for variable in &variables { td data-label=(variable.as_str()) { (term_cell(row.get(variable), &site.base)) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
        Err(_) => html! {
            @if !complete { p { strong.cut { "Cut off: there is more." } } }
            pre.query tabindex="0" { (String::from_utf8_lossy(bytes)) }
        },
    }
}
