//! The files a page needs beside itself: style sheets and picture, and the scripts that `build.rs` made of `web/`.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::errors::Problem;

const CSS: &str = concat!(include_str!("assets/site.css"), include_str!("assets/islands.css"));
const ICON: &str = include_str!("assets/icon.svg");

// `BUNDLES`: names, each with a hash of the content, and contents; none where the program was built without Node.
include!(concat!(env!("OUT_DIR"), "/bundles.rs"));

/// The address of the script that begins with this name, if there are scripts.
pub(super) fn script(name: &str) -> Option<String> {
    found(name).map(|(file, _)| format!("/assets/{file}"))
}

/// The script that draws the pictures of a copy, if there are scripts.
pub(super) fn pictures() -> Option<&'static [u8]> {
    found("pictures").map(|(_, content)| *content)
}

fn found(name: &str) -> Option<&'static (&'static str, &'static [u8])> {
    let is_it = |file: &str| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".js"));
    BUNDLES.iter().find(|(file, _)| is_it(file))
}

/// `GET /assets/site.css`
pub(super) async fn css() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=300")], CSS)
}

/// `GET /assets/icon.svg`
pub(super) async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "max-age=86400")], ICON)
}

/// `GET /assets/{name}`: what has a hash in its name stays the same for ever.
pub(super) async fn bundle(Path(name): Path<String>) -> Response {
    let Some((_, content)) = BUNDLES.iter().find(|(known, _)| *known == name) else {
        let detail = format!("no script of this program is called {name:?}");
        return Problem::new(StatusCode::NOT_FOUND, "No such file", detail).into_response();
    };
    let (content_type, caching) = match name.ends_with(".js") {
        true => ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        false => ("text/plain; charset=utf-8", "max-age=300"),
    };
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, caching)], *content).into_response()
}
