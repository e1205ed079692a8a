//! Documents by HTTP: a caller with a token sends files, and the command `rapporteur add` takes them in a process of its own, so that
//! the server itself reads no text and writes no generation. It moves over to what that made before it answers.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path as InPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::process::Command;

use super::errors::Problem;
use super::request::{body, parameters};
use super::site::Site;
use super::writes::{authorized, turn};
use crate::config::Config;
use crate::store::Generations;

/// Time for one change: files of many pages are read in it, each in a process of its own.
const DEADLINE: Duration = Duration::from_secs(300);

/// Longest name of a file, in bytes, as file systems have it.
const NAME: usize = 200;

/// Files that one request may bring.
const FILES: usize = 1000;

/// How documents are taken in: the program, and the settings with which it works on the store that is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Additions {
    program: PathBuf,
    settings: Vec<OsString>,
}

impl Additions {
    /// By this program, which knows the commands `add`, `remove` and `forget`, into the store of these settings.
    ///
    /// # Errors
    /// A folder of the settings cannot be named in a list, or the system does not say where we are.
    pub fn by(program: PathBuf, config: &Config) -> std::io::Result<Self> {
        let mut settings: Vec<OsString> = vec!["--store".into(), std::path::absolute(&config.store)?.into()];
        for (key, path) in [("corpus", &config.corpus), ("curation", &config.curation)] {
            let mut setting = OsString::from(format!("{key}="));
            setting.push(std::path::absolute(path)?);
            settings.extend(["--setting".into(), setting]);
        }
        for (flag, folders) in [("--rules", &config.rules), ("--queries", &config.queries)] {
            for folder in folders {
                settings.extend([flag.into(), std::path::absolute(folder)?.into()]);
            }
        }
        settings.extend(config.base.iter().flat_map(|base| ["--base".into(), base.into()]));
        Ok(Self { program, settings })
    }

    /// The command, away from what the environment and the folder of the server say.
    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.env_clear().current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // It may be ended at any moment: a generation is published whole or not at all.
        command.args(&self.settings).kill_on_drop(true);
        command
    }
}

/// `POST /documents`: files, one as the body with its name in the address or in the header, or several as a form.
pub(super) async fn add(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Problem> {
    let generations = authorized(&site, &request)?;
    let files = files(site.house.write_bytes, request).await?;
    let folder = tempfile::tempdir().map_err(Problem::internal)?;
    let at = folder.path().to_owned();
    let written = tokio::task::spawn_blocking(move || {
        let paths = files.into_iter().map(|(name, bytes)| {
            let path = at.join(name);
            std::fs::write(&path, bytes).map(|()| OsString::from(path))
        });
        std::iter::once(Ok(OsString::from("add"))).chain(paths).collect::<std::io::Result<Vec<OsString>>>()
    });
    let arguments = written.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let report = run(&site, generations, folder.path(), &arguments).await?;
    let documents = report["documents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let came = |outcome: &str| documents.iter().find(|document| document["outcome"] == outcome);
    if documents.iter().all(|document| document["outcome"] == "failed") {
        return Err(refused(reasons(&report)));
    }
    let (status, new) = came("added").map_or((StatusCode::OK, None), |new| (StatusCode::CREATED, Some(new)));
    let page = new.and_then(|new| new["id"].as_str()).map(|id| format!("/doc/{}", super::pages::encode(id)));
    let mut response = (status, json(&report)).into_response();
    if let Some(place) = page.and_then(|page| HeaderValue::from_str(&page).ok()) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// `DELETE /documents/{id}`: the document goes, with `?forget` without a trace.
pub(super) async fn remove(
    State(site): State<Arc<Site>>,
    InPath(id): InPath<String>,
    request: Request,
) -> Result<Response, Problem> {
    let generations = authorized(&site, &request)?;
    let forgets = parameters(request.uri())?.iter().any(|(name, _)| name == "forget");
    let folder = tempfile::tempdir().map_err(Problem::internal)?;
    let command = if forgets { "forget" } else { "remove" };
    // What begins with a dash is a name, too.
    let arguments = [OsString::from(command), "--".into(), id.into()];
    let report = run(&site, generations, folder.path(), &arguments).await?;
    Ok(json(&report).into_response())
}

fn json(report: &Value) -> impl IntoResponse + use<> {
    let body = serde_json::to_vec_pretty(report).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body)
}

/// Runs the program, one change after the other, and moves over to what it made.
async fn run(
    site: &Arc<Site>,
    generations: Generations,
    folder: &Path,
    arguments: &[OsString],
) -> Result<Value, Problem> {
    let additions = site.additions.as_ref().ok_or_else(|| {
        Problem::new(StatusCode::FORBIDDEN, "Read-only", "no documents can be added through this server")
    })?;
    let turn = turn(site).await?;
    let mut command = additions.command(folder);
    let (name, rest) = arguments.split_first().ok_or_else(|| Problem::internal("no command"))?;
    command.arg(name).args(["--format", "json"]).args(rest);
    let output = tokio::time::timeout(DEADLINE, command.output()).await;
    let output = output
        .map_err(|_| {
            let detail = format!("the change took more than {} seconds, and was not made", DEADLINE.as_secs());
            Problem::new(StatusCode::GATEWAY_TIMEOUT, "Time is up", detail)
        })?
        .map_err(Problem::internal)?;
    let talk = String::from_utf8_lossy(&output.stderr);
    let report: Value = serde_json::from_slice(&output.stdout).map_err(|error| {
        Problem::internal(format!("`rapporteur add` ended with {}: {error}: {talk}", output.status))
    })?;
    // Also where the command failed: it may have published something before.
    let ours = site.clone();
    let moved = tokio::task::spawn_blocking(move || {
        let (_turn, now) = (turn, generations.current()?);
        if now.is_some_and(|now| now != ours.published().snapshot.generation())
            && let Some(snapshot) = generations.snapshot()?
        {
            ours.publish(snapshot);
        }
        Ok::<(), crate::store::StoreError>(())
    });
    moved.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    match report["error"].as_str() {
        None => Ok(report),
        Some(error) => Err(match report["kind"].as_str() {
            Some("busy") => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "a build is changing the store").retry_after(10)
            }
            Some("refused") => refused(error.to_owned()),
            Some("unknown") => Problem::new(StatusCode::NOT_FOUND, "No such document", error),
            _ => Problem::internal(error),
        }),
    }
}

fn refused(why: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "The document could not be taken", why)
}

/// Why documents were not taken.
fn reasons(report: &Value) -> String {
    let failed =
        report["documents"].as_array().into_iter().flatten().filter_map(|document| document["reason"].as_str());
    let others = report["failures"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let all: Vec<&str> = failed.chain(others).collect();
    if all.is_empty() { "nothing in it is a document".to_owned() } else { all.join("; ") }
}

/// The files of a request, each with its name.
async fn files(limit: usize, request: Request) -> Result<Vec<(String, axum::body::Bytes)>, Problem> {
    let headers = request.headers();
    if headers.get(header::CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        let detail = "send the file as it is, not compressed";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Encoded body", detail));
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.trim().to_ascii_lowercase().starts_with("multipart/form-data") {
        let in_address = parameters(request.uri())?.into_iter().find_map(|(key, name)| (key == "name").then_some(name));
        let name = match in_address.or_else(|| name_in(headers)) {
            Some(name) => file_name(&name)?,
            None => return Err(nameless()),
        };
        let bytes = body(request, limit).await?;
        return if bytes.is_empty() { Err(refused("the file is empty".to_owned())) } else { Ok(vec![(name, bytes)]) };
    }
    let unreadable = |error: axum::extract::multipart::MultipartError| {
        Problem::new(error.status(), "Unreadable form", error.body_text())
    };
    let mut request = request;
    DefaultBodyLimit::max(limit).apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| Problem::new(error.status(), "Unreadable form", error.body_text()))?;
    let mut files: Vec<(String, axum::body::Bytes)> = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let name = file_name(field.file_name().ok_or_else(nameless)?)?;
        let bad = |detail: String| Err(Problem::new(StatusCode::BAD_REQUEST, "Unusable form", detail));
        if files.iter().any(|(other, _)| *other == name) {
            return bad(format!("two files are called {name:?}"));
        }
        if files.len() == FILES {
            return bad(format!("more than {FILES} files; send them in several requests"));
        }
        files.push((name, field.bytes().await.map_err(unreadable)?));
    }
    if files.is_empty() { Err(nameless()) } else { Ok(files) }
}

fn nameless() -> Problem {
    let detail = "a document is called after its file: name it, as in /documents?name=statement.pdf, or send a form";
    Problem::new(StatusCode::BAD_REQUEST, "No name", detail)
}

/// The name that `Content-Disposition` gives ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).
fn name_in(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, rest) = value.split_once("filename=")?;
    let name = match rest.trim_start().strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(';').next()?.trim(),
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// A name that stays in its folder. What a browser sends may be a whole path.
fn file_name(given: &str) -> Result<String, Problem> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let is_usable =
        !name.is_empty() && !name.starts_with('.') && name.len() <= NAME && !name.chars().any(char::is_control);
    if is_usable {
        return Ok(name.to_owned());
    }
    let detail = format!("{given:?} cannot be the name of a file here: up to {NAME} bytes, not beginning with a dot");
    Err(Problem::new(StatusCode::BAD_REQUEST, "Unusable name", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        for (given, name) in [
            ("statement.pdf", Some("statement.pdf")),
            ("C:\\Papers\\statement.pdf", Some("statement.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("déclaration finale.docx", Some("déclaration finale.docx")),
            ("..", None),
            ("a/", None),
            (".hidden", None),
            ("", None),
            ("a\nb", None),
            ("a\0b", None),
        ] {
            assert_eq!(file_name(given).ok().as_deref(), name, "{given:?}");
        }
        assert!(file_name(&"a".repeat(300)).is_err());
    }

    #[test]
    fn a_header_may_name_the_file() {
        let of = |value: &'static str| {
            name_in(&HeaderMap::from_iter([(header::CONTENT_DISPOSITION, HeaderValue::from_static(value))]))
        };
        assert_eq!(of("attachment; filename=\"final report.pdf\"; x=y").as_deref(), Some("final report.pdf"));
        assert_eq!(of("attachment; filename=report.pdf").as_deref(), Some("report.pdf"));
        assert_eq!(of("inline"), None);
    }
}
