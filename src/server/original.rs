//! Files as they were received, where the text of a document was made of one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use oxigraph::model::{Literal, NamedOrBlankNode};

use super::data::data;
use super::download::download;
use super::errors::Problem;
use super::names::Names;
use super::site::Site;
use crate::graph::vocab::{MEDIA_TYPES, dcat, dcterms, rdfs};

/// `GET /originals/{sha256}`: strangers wrote it, so a browser keeps it and does not show it.
pub(super) async fn original(State(site): State<Arc<Site>>, Path(sha256): Path<String>) -> Response {
    data(site, Site::published, move |site, published| {
        let unknown = || {
            let detail = format!("no document was received as a file with the checksum {sha256:?}");
            Problem::new(StatusCode::NOT_FOUND, "No such file", detail)
        };
        let names = Names::new(&published.snapshot, &site.base);
        let identifier = Literal::from(format!("sha256:{sha256}"));
        let named = published.snapshot.quads(None, Some(dcterms::IDENTIFIER), Some(identifier.as_ref().into()), None);
        let mut found = None;
        for quad in named {
            let NamedOrBlankNode::NamedNode(node) = quad?.subject else { continue };
            if let Some(media) = names.iris(node.as_str(), dcat::MEDIA_TYPE)?.pop() {
                found = Some((media, names.text(node.as_str(), rdfs::LABEL)?.unwrap_or_default()));
            }
        }
        let (media, name) = found.ok_or_else(unknown)?;
        let place = site.downloads.clone().try_acquire_owned().map_err(|_| {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "all places for downloads are taken").retry_after(5)
        })?;
        let bytes = published.snapshot.original(&sha256)?.ok_or_else(unknown)?;
        let media = media.strip_prefix(MEDIA_TYPES).unwrap_or("application/octet-stream");
        let media = HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let headers = [
            (header::CONTENT_TYPE, media),
            (header::CONTENT_DISPOSITION, kept_as(&name)),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        ];
        let length = (header::CONTENT_LENGTH, bytes.len().to_string());
        let body = download(place, move |out| out.write_all(&bytes)).map_err(Problem::internal)?;
        Ok((headers, [length], body).into_response())
    })
    .await
}

/// What a browser calls the file ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)).
fn kept_as(name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", super::pages::encode(name));
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}
