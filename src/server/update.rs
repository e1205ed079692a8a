//! SPARQL Update: [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), the update operation, on a route of
//! its own and behind a token.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use spargebra::algebra::QueryDataset;
use spargebra::{GraphUpdateOperation, Update};

use super::errors::Problem;
use super::guard::{Refusal, guard_update, has_keyword};
use super::request::{FORM, UPDATE, graphs, media_type, pairs, parameters, text};
use super::site::Site;
use super::writes::{authorized, change};
use crate::config::Limits;
use crate::query::prefixes;
use crate::query::syntax::mistake_in_update;

/// `POST /update`.
pub(super) async fn update(State(site): State<Arc<Site>>, request: Request) -> Response {
    apply(&site, request).await.map_or_else(IntoResponse::into_response, |()| StatusCode::NO_CONTENT.into_response())
}

async fn apply(site: &Arc<Site>, request: Request) -> Result<(), Problem> {
    let (generations, bytes) = (authorized(site, &request)?, site.house.write_bytes);
    let Asked { update, using, using_named } = read(bytes, request).await?;
    let limits = Limits { query_bytes: bytes, query_operators: usize::MAX, ..site.limits.clone() };
    guard_update(&update, &limits).map_err(|refusal| {
        let status = match refusal {
            Refusal::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Service { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        Problem::new(status, "The update is refused", refusal.to_string())
    })?;
    let dataset = match (graphs(using)?, graphs(using_named)?) {
        (default, named) if default.is_empty() && named.is_empty() => None,
        (default, named) => Some(QueryDataset { default, named: Some(named) }),
    };
    let base = site.base.clone();
    change(site, generations, move |turn| {
        let parsed = prefixes::parser(&base).parse_update(&update);
        let mut parsed = parsed.map_err(|_| Problem::syntax(mistake_in_update(&update)))?;
        if let Some(dataset) = dataset {
            of_dataset(&update, &mut parsed, &dataset)?;
        }
        let mut build = turn.begin()?;
        build.update(&parsed, &turn.cancellation)?;
        Ok(((), Some(build)))
    })
    .await
}

/// What the protocol lets a client say.
struct Asked {
    update: String,
    using: Vec<String>,
    using_named: Vec<String>,
}

async fn read(bytes: usize, request: Request) -> Result<Asked, Problem> {
    let mut pairs_read = parameters(request.uri())?;
    let mut update = None;
    match media_type(request.headers())?.as_str() {
        FORM => pairs_read.extend(pairs(&text(request, bytes.saturating_mul(3)).await?)?),
        UPDATE => update = Some(text(request, bytes).await?),
        other => {
            let detail = format!("an update cannot be read from {other:?}");
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unknown media type", detail)
                .available(vec![UPDATE.into(), FORM.into()]));
        }
    }
    let bad = |title, detail| Err(Problem::new(StatusCode::BAD_REQUEST, title, detail));
    let (mut using, mut using_named) = (Vec::new(), Vec::new());
    for (name, value) in pairs_read {
        match name.as_str() {
            "update" if update.is_some() => return bad("Two updates", "give exactly one `update`"),
            "update" => update = Some(value),
            "query" => return bad("A query", "queries are asked at /sparql"),
            "using-graph-uri" => using.push(value),
            "using-named-graph-uri" => using_named.push(value),
            _ => {}
        }
    }
    match update {
        Some(update) => Ok(Asked { update, using, using_named }),
        None => bad("No update", "the parameter `update` is missing"),
    }
}

/// Lets the patterns of an update see the dataset that the protocol names.
///
/// # Errors
/// The update names graphs itself: the protocol forbids both.
fn of_dataset(text: &str, update: &mut Update, dataset: &QueryDataset) -> Result<(), Problem> {
    let both = |what: &str| {
        let detail = format!("an update with {what} cannot have using-graph-uri or using-named-graph-uri beside it");
        Err(Problem::new(StatusCode::BAD_REQUEST, "Two datasets", detail))
    };
    // The parser writes these as insertions of everything in one graph into another, which must not see other graphs.
    if has_keyword(text, &["ADD", "COPY", "MOVE"]) {
        return both("ADD, COPY or MOVE");
    }
    for operation in &mut update.operations {
        if let GraphUpdateOperation::DeleteInsert { using, .. } = operation {
            if using.is_some() {
                return both("USING, USING NAMED or WITH");
            }
            *using = Some(dataset.clone());
        }
    }
    Ok(())
}
