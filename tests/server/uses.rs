//! Each use of each saved query gives the same rows on the shipped corpus: the file, the page, the form, the API, the command,
//! the assistant, the description in RDF. A file that is dropped into a folder has all of these uses at once.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::{Library, SavedQuery, Shelf};
use rapporteur::server::{Limits, Site, Texts, router};
use serde_json::{Value, json};

use super::saved::{all_rows, app, examples, get};
use super::{Answer, send_to};
use crate::commands::corpus_store;
use crate::corpus_snapshot;

/// Rows as texts, a column that is unbound as an empty one.
type Rows = Vec<Vec<String>>;

fn csv(text: &str) -> (Vec<String>, Rows) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (columns, reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect())
}

fn expected(query: &SavedQuery) -> (Vec<String>, Rows) {
    let path = format!("{}/queries/expected/{}.csv", env!("CARGO_MANIFEST_DIR"), query.name);
    csv(&std::fs::read_to_string(path).unwrap())
}

/// The values of cells of the API or of an assistant.
fn values(columns: &[String], rows: &[Value]) -> Rows {
    let text = |row: &Value, column: &String| row[column]["value"].as_str().unwrap_or_default().to_owned();
    rows.iter().map(|row| columns.iter().map(|column| text(row, column)).collect()).collect()
}

#[test]
fn files_and_api_give_the_expected_rows_of_every_query() {
    for query in Library::shipped(BASE).unwrap().iter() {
        let (columns, rows) = expected(query);
        let file = get(&format!("/queries/{}.csv?{}", query.name, examples(query)), "*/*");
        assert_eq!(csv(&file.body), (columns.clone(), rows.clone()), "{}", query.name);
        let (cells, total) = all_rows(&query.name, &examples(query));
        assert_eq!((values(&columns, &cells), total), (rows.clone(), rows.len()), "{}", query.name);
    }
}

/// The texts of the cells of a page's table.
fn table(page: &str) -> Rows {
    let body = page.split_once("<tbody>").map_or("", |(_, rest)| rest.split("</tbody>").next().unwrap());
    let text = |cell: &str| {
        let mut text = String::new();
        for part in cell.split_once('>').unwrap().1.split('<') {
            text.push_str(part.split_once('>').map_or(if text.is_empty() { part } else { "" }, |(_, words)| words));
        }
        let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        plain.replace("&amp;", "&")
    };
    body.split("<tr>").skip(1).map(|row| row.split("<td").skip(1).map(text).collect()).collect()
}

/// What a page shows for a cell of the API.
fn shown(cell: &Value) -> String {
    let page = cell["page"].as_str().map(|page| {
        let document = page.trim_start_matches('/').split(['#', '?']).next().unwrap();
        format!("¶ {}", document.trim_start_matches("doc/"))
    });
    let label = cell["label"].as_str().map(str::to_owned);
    page.or(label).or_else(|| cell["value"].as_str().map(str::to_owned)).unwrap_or_else(|| "–".to_owned())
}

#[test]
fn the_page_and_the_posted_form_show_the_rows_of_every_query() {
    for query in Library::shipped(BASE).unwrap().iter() {
        let (columns, rows) = expected(query);
        let (cells, _) = all_rows(&query.name, &examples(query));
        let page = get(&format!("/queries/{}?{}", query.name, examples(query)), "text/html");
        let found = table(&page.body);
        let wanted: Rows =
            cells.iter().take(500).map(|row| columns.iter().map(|column| shown(&row[column])).collect()).collect();
        assert_eq!(found.len(), rows.len().min(500), "{}", query.name);
        assert_eq!(found, wanted, "{}", query.name);

        let request = Request::post(format!("/queries/{}", query.name))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(examples(query)));
        let posted = send_to(app(), request.unwrap());
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", query.name);
        let answer = get(posted.header("location"), "text/html");
        assert_eq!(table(&answer.body), found, "{}", query.name);
    }
}

#[test]
fn a_row_of_a_page_that_has_a_passage_leads_to_it() {
    let mut proven = 0;
    for query in Library::shipped(BASE).unwrap().iter().filter(|query| query.columns().contains(&"evidence".to_owned()))
    {
        let page = get(&format!("/queries/{}?{}", query.name, examples(query)), "text/html").body;
        let body = page.split_once("<tbody>").unwrap().1.split("</tbody>").next().unwrap();
        for row in body.split("<tr>").skip(1) {
            assert!(row.contains("class=\"proof\""), "{}: {row}", query.name);
            proven += 1;
        }
    }
    assert!(proven > 500, "{proven}");
}

#[test]
fn the_command_gives_the_expected_rows_of_every_query() {
    for query in Library::shipped(BASE).unwrap().iter() {
        let mut command = program(corpus_store());
        command.args(["query", &query.name, "--format", "csv"]);
        for parameter in &query.params {
            command.arg("--set").arg(format!("{}={}", parameter.name, parameter.example));
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}: {}", query.name, String::from_utf8_lossy(&output.stderr));
        assert_eq!(csv(&String::from_utf8(output.stdout).unwrap()), expected(query), "{}", query.name);
    }
}

/// The program on a store, away from the settings of whoever runs the tests.
fn program(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    for name in ["STORE", "CORPUS", "CURATION", "BIND", "BASE", "QUERIES", "CONFIG"] {
        command.env_remove(format!("RAPPORTEUR_{name}"));
    }
    command.arg("--store").arg(store).stdin(Stdio::null());
    command
}

/// `rapporteur mcp`, spoken to line by line.
struct Assistant {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Assistant {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program(corpus_store());
        let mut process = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut assistant = Self { process, input, output };
        assistant.ask(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" },
        } }));
        writeln!(assistant.input, "{}", json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).unwrap();
        assistant
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.input, "{request}").unwrap();
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "no answer to {request}");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == request["id"] {
                return answer["result"].clone();
            }
        }
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn tool(name: &str, arguments: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": { "name": name, "arguments": arguments } })
}

/// The same over HTTP, each request on its own.
fn over_http(app: &Router, request: &Value) -> Value {
    let asked = Request::post("/mcp")
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .body(Body::from(request.to_string()));
    let answer = send_to(app.clone(), asked.unwrap());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let data = answer.body.lines().filter_map(|line| line.strip_prefix("data:")).find(|data| data.contains('{'));
    let answer: Value = serde_json::from_str(data.unwrap_or(&answer.body)).unwrap();
    answer["result"].clone()
}

/// All rows of a tool, part after part.
fn told(query: &SavedQuery, ask: &mut dyn FnMut(&Value) -> Value) -> Vec<Value> {
    let examples = query.params.iter().map(|parameter| (parameter.name.clone(), json!(parameter.example)));
    let mut given: serde_json::Map<String, Value> = examples.chain([("limit".to_owned(), json!(100))]).collect();
    let mut rows = Vec::new();
    loop {
        let result = ask(&tool(&query.name, &Value::Object(given.clone())));
        assert_ne!(result["isError"], true, "{}: {result}", query.name);
        let page = &result["structuredContent"];
        rows.extend(page["rows"].as_array().unwrap().iter().cloned());
        match page["after"].as_str() {
            Some(after) => given.insert("after".to_owned(), json!(after)),
            None => return rows,
        };
    }
}

#[test]
fn an_assistant_gets_the_expected_rows_of_every_query_by_pipe_and_by_http() {
    let mut by_pipe = Assistant::start(&["mcp"]);
    for query in Library::shipped(BASE).unwrap().iter() {
        let (columns, rows) = expected(query);
        let http = told(query, &mut |request| over_http(&app(), request));
        assert_eq!(values(&columns, &http), rows, "{}", query.name);
        let pipe = told(query, &mut |request| by_pipe.ask(request));
        assert_eq!(values(&columns, &pipe), rows, "{}", query.name);
    }
}

/// The text of each query as the description in RDF has it, behind its name.
fn described(turtle: &str) -> Vec<(String, String)> {
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes()).map(Result::unwrap);
    let text = |quad: Quad| match (quad.subject.to_string(), quad.object) {
        (name, Term::Literal(text)) if quad.predicate.as_str().ends_with("shacl#select") => {
            Some((name.trim_end_matches('>').rsplit('/').next().unwrap().to_owned(), text.value().to_owned()))
        }
        _ => None,
    };
    quads.filter_map(text).collect()
}

/// A query with terms in the place of variables, as SHACL binds them before it runs the text.
fn bound_before(text: &str, query: &SavedQuery, terms: &Value) -> String {
    let mut text = text.to_owned();
    for parameter in &query.params {
        let cell = &terms[&parameter.name];
        let value = cell["value"].as_str().unwrap();
        let term = match (cell["type"].as_str(), cell["datatype"].as_str()) {
            (Some("uri"), _) => format!("<{value}>"),
            (_, Some(datatype)) => format!("{value:?}^^<{datatype}>"),
            _ => format!("{value:?}"),
        };
        let variable = format!("?{}", parameter.variable());
        text = text.replace(&format!("BOUND({variable})"), "true").replace(&variable, &term);
    }
    text
}

#[test]
fn the_text_in_the_description_of_every_query_gives_the_expected_rows_as_sparql() {
    let texts = described(&get("/queries.ttl", "*/*").body);
    let library = Library::shipped(BASE).unwrap();
    assert_eq!(texts.len(), library.iter().count());
    for (name, text) in texts {
        let query = library.get(&name).unwrap();
        let page = get(&format!("/api/queries/{name}?{}&limit=1", examples(query)), "*/*");
        let page: Value = serde_json::from_str(&page.body).unwrap();
        let text = bound_before(&text, query, &page["parameters"]);
        let request = Request::post("/sparql").header("content-type", "application/sparql-query");
        let answer = send_to(app(), request.header("accept", "text/csv").body(Body::from(text.clone())).unwrap());
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}\n{text}", answer.body);
        assert_eq!(csv(&answer.body), expected(query), "{name}");
    }
}

/// What a shell offers for the last of these words.
fn offered(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words)
        .output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

fn ask(app: &Router, path: &str) -> Answer {
    send_to(
        app.clone(),
        Request::get(path).header("accept", "text/turtle, text/html;q=0.9, */*;q=0.8").body(Body::empty()).unwrap(),
    )
}

#[test]
fn a_file_that_is_dropped_into_a_folder_has_all_seven_uses_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().to_str().unwrap();
    let shelf = Shelf::open(BASE, &[folder.path().to_owned()]).unwrap();
    let app = router(Arc::new(Site::new(corpus_snapshot(), BASE, Texts::Store, shelf, Limits::default())));
    let mut by_pipe = Assistant::start(&["mcp", "--queries", own]);
    let tools = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/list" });
    assert!(!by_pipe.ask(&tools).to_string().contains("who_hosts") && ask(&app, "/queries/who_hosts").status == 404);

    let text = "#+ summary: Who hosts what?\n#+ tags: [own]\n#+ params:\n#+   - name: host\n#+     type: entity\n\
        #+     class: [igm:State]\n#+     example: state/fiji\n#+     required: true\n#+     help: a state\n\
        SELECT ?what ?evidence { ?p org:member ?_host_iri ; org:role cap:host ; igm:context ?what ; \
        igm:shownBy ?evidence } ORDER BY ?what ?evidence";
    std::fs::write(folder.path().join("who_hosts.rq"), text).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(600));

    // 1 and 2: page and form. 3: API and its description.
    let page = ask(&app, "/queries/who_hosts?host=fiji");
    let shown = table(&page.body);
    assert!(page.status == 200 && !shown.is_empty(), "{}", page.body);
    assert!(ask(&app, "/queries").body.contains("Who hosts what?"));
    let form = Request::post("/queries/who_hosts").header("content-type", "application/x-www-form-urlencoded");
    let posted = send_to(app.clone(), form.body(Body::from("host=fiji")).unwrap());
    assert_eq!(table(&ask(&app, posted.header("location")).body), shown);
    let api: Value = serde_json::from_str(&ask(&app, "/api/queries/who_hosts?host=fiji").body).unwrap();
    let columns = ["what".to_owned(), "evidence".to_owned()];
    let rows = values(&columns, api["rows"].as_array().unwrap());
    assert_eq!(rows.len(), shown.len());
    let openapi: Value = serde_json::from_str(&ask(&app, "/openapi.json").body).unwrap();
    let parameters = &openapi["paths"]["/api/queries/who_hosts"]["get"]["parameters"];
    assert_eq!((&parameters[0]["name"], &parameters[0]["required"]), (&json!("host"), &json!(true)));
    // 4: the command.
    let mut command = program(corpus_store());
    let answer =
        command.args(["query", "who_hosts", "--set", "host=fiji", "--format", "csv", "--queries", own]).output();
    assert_eq!(csv(&String::from_utf8(answer.unwrap().stdout).unwrap()).1, rows);
    // 5: the description in RDF, alone and in that of the service.
    for path in ["/queries.ttl", "/sparql"] {
        let texts = described(&ask(&app, path).body);
        assert!(texts.iter().any(|(name, text)| name == "who_hosts" && text.contains("?_host_iri")), "{path}");
    }
    // 6: assistants.
    let asked = |ask: &mut dyn FnMut(&Value) -> Value| {
        assert!(ask(&tools).to_string().contains("\"who_hosts\""));
        let result = ask(&tool("who_hosts", &json!({ "host": "fiji" })));
        assert_eq!(values(&columns, result["structuredContent"]["rows"].as_array().unwrap()), rows);
    };
    asked(&mut |request| by_pipe.ask(request));
    asked(&mut |request| over_http(&app, request));
    // 7: completion.
    assert_eq!(offered(&["rapporteur", "--queries", own, "query", "who_ho"]), "who_hosts");
    assert_eq!(offered(&["rapporteur", "query", "who_ho"]), "");
}

#[test]
fn a_shell_completes_names_parameters_and_values() {
    let store = corpus_store().to_str().unwrap();
    let typed = |words: &[&str]| offered(&[&["rapporteur", "--store", store, "query"], words].concat());
    assert_eq!(typed(&["mandates_t"]), "mandates_to");
    assert_eq!(typed(&["mandates_to", "--set", ""]), "agent=");
    assert_eq!(typed(&["briefing", "--set", "agent=state/fiji", "--set", ""]), "until=");
    // Bash cuts words at the sign, other shells do not.
    assert_eq!(typed(&["mandates_to", "--set", "agent", "=", "state/fij"]), "state/fiji");
    assert_eq!(typed(&["mandates_to", "--set", "agent=fij"]), "fiji");
    assert_eq!(typed(&["first_appearances", "--set", "kind=m"]), "meeting");
    assert_eq!(typed(&["language_over_time", "--set", "topic=legisl"]), "legislation");
    assert_eq!(typed(&["mandates_to", "--set", "agent=no/such"]), "");
    assert!(typed(&["mandates_to", "--set", "agent="]).lines().count() > 20);
}
