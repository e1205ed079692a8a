//! What a route may be asked for, and what of it scripts of other sites may: reading, never writing.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use tower_http::cors::{Any, CorsLayer};

use super::site::Site;

/// The methods of a group of routes.
pub(super) struct Methods {
    /// As the header `Allow` lists them.
    allow: &'static str,
    /// Those that scripts of other sites may use, without credentials.
    shared: &'static [Method],
}

/// Pages and data.
pub(super) const READ: Methods =
    Methods { allow: "GET, HEAD, OPTIONS", shared: &[Method::GET, Method::HEAD, Method::OPTIONS] };

/// Queries.
pub(super) const QUERY: Methods =
    Methods { allow: "GET, HEAD, POST, OPTIONS", shared: &[Method::GET, Method::HEAD, Method::POST, Method::OPTIONS] };

/// Graphs that may be written.
pub(super) const GRAPHS: Methods =
    Methods { allow: "GET, HEAD, PUT, POST, DELETE, OPTIONS", shared: &[Method::GET, Method::HEAD, Method::OPTIONS] };

/// Updates.
pub(super) const UPDATE: Methods = Methods { allow: "POST, OPTIONS", shared: &[] };

/// Documents that may be removed.
pub(super) const REMOVAL: Methods = Methods { allow: "DELETE, OPTIONS", shared: &[] };

/// How long a browser may remember what it was told.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);

/// Answers OPTIONS, says in `Allow` what may be asked where something else was, and lets scripts of other sites do
/// what is shared.
pub(super) fn read(routes: Router<Arc<Site>>, methods: &'static Methods) -> Router<Arc<Site>> {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(methods.shared.to_vec())
        .allow_headers(Any)
        .expose_headers(Any)
        .max_age(REMEMBERED);
    routes.layer(cors).layer(from_fn(move |request: Request, next: Next| async move {
        let method = request.method().clone();
        let mut response: Response = next.run(request).await;
        if method == Method::OPTIONS {
            *response.status_mut() = StatusCode::NO_CONTENT;
        }
        let status = response.status();
        let headers = response.headers_mut();
        if method == Method::OPTIONS || status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(header::ALLOW, HeaderValue::from_static(methods.allow));
        }
        // A browser asks before with OPTIONS, and is told the same there.
        if !methods.shared.contains(&method) {
            for name in [
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                header::ACCESS_CONTROL_ALLOW_METHODS,
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                header::ACCESS_CONTROL_MAX_AGE,
            ] {
                headers.remove(name);
            }
        }
        response
    }))
}
