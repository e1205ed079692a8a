//! The files a page needs beside itself.

use axum::http::header;
use axum::response::IntoResponse;

const CSS: &str = include_str!("assets/site.css");
const ICON: &str = include_str!("assets/icon.svg");
const LAND: &str = include_str!("assets/land.svg");

/// `GET /assets/site.css`
pub(super) async fn css() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=300")], CSS)
}

/// `GET /assets/icon.svg`
pub(super) async fn icon() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "max-age=86400")], ICON)
}

/// `GET /assets/land.svg`: the land of the map.
pub(super) async fn land() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "max-age=86400")], LAND)
}
