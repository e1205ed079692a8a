//! Around every request: its number, who asks, what is refused before anything else, the log and the metrics.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::client::Client;
use super::errors::Problem;
use super::kept;
use super::metrics::Ended;
use super::net::{Peer, Running};
use super::site::Site;
use super::watched::{Paced, Watched, Watcher};

/// Numbers a request, in both directions.
const REQUEST_ID: &str = "x-request-id";

/// The status in the log where the client left before there was one.
const LEFT: u16 = 499;

/// Longest path and longest query text in the log.
const PATH: usize = 512;
const QUERY: usize = 2_048;

/// Headers of every answer. The policy allows our own scripts, style sheet, picture and forms, nothing that stands
/// inside of a page, and no other host.
static HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
];

/// Around every request.
pub(super) async fn access(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions_mut().remove::<Peer>();
    let id = request_id(request.headers());
    let mut noted = Noted {
        running: peer.as_ref().map(|peer| peer.pulse.begin()),
        began: Instant::now(),
        id: id.clone(),
        method: method(request.method()),
        route: request.extensions().get::<MatchedPath>().map_or("none", |path| route(path.as_str())),
        path: cut(request.uri().path(), PATH).to_owned(),
        client: None,
        status: StatusCode::from_u16(LEFT).unwrap_or_default(),
        bytes: 0,
        whole: false,
        site: site.clone(),
    };
    site.house.metrics.begin();
    let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
    let client = Client::identify(&site, peer.map(|peer| peer.address), request.headers());
    let late = Arc::new(AtomicBool::new(false));
    let mut response = match client.and_then(|client| refuse(&request).map(|()| client)) {
        Ok(client) => {
            noted.client = Some(client.clone());
            let letters = kept::letters(&request, &site);
            match letters.as_ref().and_then(|letters| kept::response(letters, &request, &site)) {
                Some(response) => response,
                None => {
                    request.extensions_mut().insert(client);
                    let request = request.map(|body| Paced::wrap(body, site.house.body_timeout, late.clone()));
                    let mut response = next.run(request).await;
                    dress(&mut response);
                    match letters {
                        Some(letters) => kept::keep(letters, response, &site).await,
                        None => response,
                    }
                }
            }
        }
        Err(problem) => refused(&problem),
    };
    if late.load(Ordering::Relaxed) {
        let detail = "the body of the request came too slowly";
        response = refused(&Problem::new(StatusCode::REQUEST_TIMEOUT, "Too slow", detail));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    // Behind a chunked body nothing is believed to be a request; see `net::head`.
    if chunked || late.load(Ordering::Relaxed) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    noted.status = response.status();
    response.map(|body| Watched::wrap(body, noted))
}

fn refused(problem: &Problem) -> Response {
    let mut response = problem.clone().into_response();
    dress(&mut response);
    response
}

fn dress(response: &mut Response) {
    for (name, value) in &HEADERS {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
}

/// What no route has to deal with.
fn refuse(request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let bad = |detail: &str| Err(Problem::new(StatusCode::BAD_REQUEST, "Bad request", detail));
    // TRACE and QUERY are known, and no route has them.
    if method(request.method()) == "other" && !matches!(request.method().as_str(), "TRACE" | "QUERY") {
        return Err(Problem::new(StatusCode::NOT_IMPLEMENTED, "Unknown method", "this method is not known here"));
    }
    if request.version() == Version::HTTP_11 && headers.get_all(header::HOST).iter().count() != 1 {
        return bad("a request has one Host");
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Encoded body", "send the body unencoded"));
    }
    let path = request.uri().path();
    let plain: Vec<u8> = percent_encoding::percent_decode_str(path).collect();
    if plain.iter().any(u8::is_ascii_control) || plain.contains(&b'\\') {
        return bad("a path has no control characters and no backslashes");
    }
    if plain.split(|byte| *byte == b'/').any(|segment| segment == b"." || segment == b"..") {
        return bad("a path has no segments . and ..");
    }
    Ok(())
}

/// The number that the client gives, if it is harmless, or a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if let Some(given) = given.filter(|id| (1..=64).contains(&id.len()) && id.bytes().all(harmless)) {
        return given.to_owned();
    }
    // The keys of a hasher are random for each process; the count tells requests apart.
    static STATE: std::sync::LazyLock<RandomState> = std::sync::LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", STATE.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// A method as a label: clients may invent others.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// A route as a label that lives for ever; there are only as many as the router has.
fn route(path: &str) -> &'static str {
    static ROUTES: std::sync::Mutex<Vec<&'static str>> = std::sync::Mutex::new(Vec::new());
    let mut routes = ROUTES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = routes.iter().find(|known| **known == path) {
        return known;
    }
    let known: &'static str = Box::leak(path.to_owned().into_boxed_str());
    routes.push(known);
    known
}

/// The beginning of a text, at most so many bytes.
fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// What is known of a request; it is logged and counted when the answer has ended, or was given up.
struct Noted {
    running: Option<Running>,
    began: Instant,
    id: String,
    method: &'static str,
    route: &'static str,
    path: String,
    client: Option<Client>,
    status: StatusCode,
    bytes: u64,
    whole: bool,
    site: Arc<Site>,
}

impl Watcher for Noted {
    fn taken(&mut self, bytes: u64) {
        self.bytes += bytes;
    }

    fn whole(&mut self) {
        self.whole = true;
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        let time = self.began.elapsed();
        let address = || self.client.as_ref().map(|client| client.address.to_string()).unwrap_or_default();
        // HEAD has no body to be taken.
        let caller = self.client.as_ref().and_then(|client| client.caller.as_ref()).map_or("", |caller| &caller.name);
        let whole = self.whole || self.method == "HEAD";
        let ended = Ended { status: self.status, bytes: self.bytes, time, whole };
        self.site.house.metrics.end(self.route, self.method, &ended);
        // Values are escaped by both formats of the log.
        tracing::info!(
            target: "rapporteur::access",
            id = self.id.as_str(),
            method = self.method,
            route = self.route,
            path = self.path.as_str(),
            status = self.status.as_u16(),
            outcome = ended.outcome(),
            seconds = seconds(time),
            bytes = self.bytes,
            client = address(),
            caller = caller,
            "request"
        );
        // Who only waited for a place has asked nothing.
        if let Some(text) = self.client.as_ref().and_then(Client::query)
            && ended.outcome() != "busy"
            && time >= self.site.house.log.slow
        {
            let shown = if self.site.house.log.queries { cut(text, QUERY) } else { "" };
            tracing::warn!(
                target: "rapporteur::slow",
                id = self.id.as_str(),
                query_hash = format!("{:016x}", hash(text)),
                query_bytes = text.len(),
                query = shown,
                status = self.status.as_u16(),
                seconds = seconds(time),
                client = address(),
                caller = caller,
                "slow query"
            );
        }
        self.running = None;
    }
}

/// In thousandths, which are enough.
fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}

/// The same for the same text in every process, so that logs can be compared.
fn hash(text: &str) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
