//! What a client of the protocol said: parameters, media types, the body as text.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use oxigraph::model::NamedNode;
use tokio_stream::StreamExt;

use super::errors::Problem;
use crate::config::Limits;
use crate::publish::Preferences;

/// The media type of a form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of a query.
const QUERY: &str = "application/sparql-query";

/// The media type of an update.
pub(super) const UPDATE: &str = "application/sparql-update";

/// How many times as long as the limit a body may be to be heard to its end.
const PATIENCE: usize = 4;

/// Bytes of a form beside the query: the names of graphs.
const FURTHER: usize = 64 * 1024;

/// What the client can read. Several headers count as one.
pub(super) fn accept(headers: &HeaderMap) -> Preferences {
    let values: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    Preferences::parse(Some(&values.join(",")))
}

/// The parameters in the address of a request.
pub(super) fn parameters(uri: &Uri) -> Result<Vec<(String, String)>, Problem> {
    pairs(uri.query().unwrap_or_default())
}

/// The parameters of a form or of an address. A name may stand more than once.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, Problem> {
    super::parameters::pairs(text)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", error.to_string()))
}

/// The media type of the body, in lower case and without its parameters; empty if the client names none.
///
/// # Errors
/// An encoding of the body, or of its characters, that is not ours: all that is sent here is UTF-8.
pub(super) fn media_type(headers: &HeaderMap) -> Result<String, Problem> {
    let unsupported = |title, detail: String| Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, title, detail));
    if headers.get(header::CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        return unsupported("Encoded body", "send the body as it is, not compressed".into());
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        let charset = value.trim().trim_matches('"');
        if name.trim().eq_ignore_ascii_case("charset")
            && !["utf-8", "utf8", "us-ascii"].contains(&charset.to_ascii_lowercase().as_str())
        {
            return unsupported("Unknown characters", format!("the body is UTF-8 here, not {charset:?}"));
        }
    }
    Ok(essence)
}

/// The whole body, if it has no more bytes than the limit. Some more are read and thrown away, because most clients look
/// for an answer only when all is sent.
pub(super) async fn body(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let mut chunks = request.into_body().into_data_stream();
    let (mut body, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "a body did not arrive");
            Problem::new(StatusCode::BAD_REQUEST, "Unreadable body", "the body did not arrive whole")
        })?;
        length = length.saturating_add(chunk.len());
        if length <= limit {
            body.extend_from_slice(&chunk);
        } else if length > limit.saturating_mul(PATIENCE) {
            break;
        }
    }
    if length > limit {
        let detail = format!("the body may have {limit} bytes");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long", detail));
    }
    Ok(body.into())
}

/// The whole body as text.
pub(super) async fn text(request: Request, limit: usize) -> Result<String, Problem> {
    let bytes = body(request, limit).await?;
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "Not UTF-8", "the body must be UTF-8 text"))
}

/// What the query operation of the protocol lets a client say.
#[derive(Debug, Default, Hash)]
pub(super) struct Asked {
    pub(super) query: Option<String>,
    pub(super) default_graphs: Vec<String>,
    pub(super) named_graphs: Vec<String>,
    /// File extension of the format wanted, for links, which send no Accept header of their own.
    pub(super) format: Option<String>,
    /// The plan instead of the answer.
    pub(super) explain: Option<String>,
}

impl Asked {
    /// Reads a query by GET, from a form, or as the body; parameters may stand in the address with each of them.
    pub(super) async fn read(request: Request, limits: &Limits) -> Result<Self, Problem> {
        let mut asked = Self::default();
        let mut read = parameters(request.uri())?;
        if request.method() == Method::POST {
            match media_type(request.headers())?.as_str() {
                // Each byte may have become three.
                FORM => read.extend(pairs(&text(request, 3 * limits.query_bytes + FURTHER).await?)?),
                QUERY => asked.query = Some(text(request, limits.query_bytes).await?),
                UPDATE => return Err(read_only("an update")),
                other => {
                    let detail = format!("a query cannot be read from {other:?}");
                    return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unknown media type", detail)
                        .available(vec![QUERY.into(), FORM.into()]));
                }
            }
        }
        for (name, value) in read {
            match name.as_str() {
                "query" if asked.query.is_some() => {
                    return Err(Problem::new(StatusCode::BAD_REQUEST, "Two queries", "give exactly one `query`"));
                }
                // The empty form of a browser asks nothing yet.
                "query" if value.trim().is_empty() => {}
                "query" => asked.query = Some(value),
                "default-graph-uri" => asked.default_graphs.push(value),
                "named-graph-uri" => asked.named_graphs.push(value),
                "format" => asked.format = Some(value),
                "explain" => asked.explain = Some(value),
                "update" => return Err(read_only("`update`")),
                _ => {}
            }
        }
        Ok(asked)
    }
}

fn read_only(what: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "Read-only", format!("{what} is refused: queries only read"))
        .hint("where writing is switched on, updates go to /update")
}

/// Graphs that the protocol names, by absolute IRIs.
pub(super) fn graphs(iris: Vec<String>) -> Result<Vec<NamedNode>, Problem> {
    iris.into_iter()
        .map(|iri| {
            NamedNode::new(&iri)
                .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, "Not an IRI", format!("graph {iri:?}: {error}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_other_characters_is_refused() {
        let of = |content_type: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
            media_type(&headers).map_err(|problem| problem.status)
        };
        assert_eq!(of("Text/Turtle; charset=\"UTF-8\""), Ok("text/turtle".into()));
        assert_eq!(of("text/turtle;charset=utf-16"), Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
}
