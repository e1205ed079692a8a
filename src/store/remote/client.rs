//! The SPARQL 1.1 Protocol over HTTP: questions are tried again where a server is busy or gone for a moment, changes never.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oxigraph::model::vocab::xsd::BOOLEAN;
use oxigraph::model::{Literal, Term};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput, ReaderSolutionsParser,
};

use ureq::config::Config;
use ureq::http::{Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Body, BodyReader};

use super::{Endpoints, RemoteError};

/// Pauses before a question is asked again.
const PAUSES: [Duration; 3] = [Duration::from_millis(200), Duration::from_millis(800), Duration::from_millis(2_400)];

/// Of what a server says of a failure, so much is quoted.
const QUOTED: u64 = 400;

/// Who asks: what a server is told in `Authorization`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(String);

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

impl Credentials {
    /// `user:password`, or `Bearer` and a token.
    ///
    /// ```
    /// use rapporteur::store::Credentials;
    /// assert!(Credentials::parse("reader:secret").is_some());
    /// assert!(Credentials::parse("Bearer abc").is_some());
    /// assert!(Credentials::parse("abc").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = |text: &str| !text.is_empty() && !text.contains(['\r', '\n']);
        if let Some(token) = text.strip_prefix("Bearer ") {
            return plain(token).then(|| Self(text.to_owned()));
        }
        let (user, password) = text.split_once(':')?;
        (plain(user) && plain(password)).then(|| Self(format!("Basic {}", STANDARD.encode(text))))
    }

    /// The first line of a file.
    ///
    /// # Errors
    /// It cannot be read, or holds none.
    pub fn read(file: &Path) -> Result<Self, RemoteError> {
        let failed = |reason: String| RemoteError::Settings(format!("{}: {reason}", file.display()));
        let text = std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
        let found = text.lines().next().and_then(Self::parse);
        found.ok_or_else(|| failed("its first line must be user:password, or Bearer and a token".to_owned()))
    }
}

/// How we ask servers: one answer within this time, from looking up the host to the last byte; no redirects, no proxy, the
/// certificates of the system.
pub(crate) fn asking(timeout: Duration) -> Config {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    ureq::Agent::config_builder()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .proxy(None)
        .http_status_as_error(false)
        .user_agent(concat!("rapporteur/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls)
        .build()
}

/// A SPARQL server.
#[derive(Clone)]
pub struct Server {
    endpoints: Endpoints,
    credentials: Option<Credentials>,
    agent: ureq::Agent,
    timeout: Duration,
    max_rows: Option<u64>,
    /// As `max_rows`, where a server says so when it does; else the highest number.
    said_rows: Arc<AtomicU64>,
}

/// The rows of an answer, read as they come. Only at its end it is known that it is whole.
pub(crate) type Rows = ReaderSolutionsParser<BodyReader<'static>>;

/// An answer that began, or why there is none and whether to ask again.
type Asked = Result<Response<Body>, (RemoteError, bool)>;

impl Server {
    /// A server at these addresses. `timeout` is for one request, from looking up the host to the last byte; `max_rows` is
    /// the number of rows at which the server is known to cut answers off.
    ///
    /// # Errors
    /// Credentials would go over the network in the clear.
    pub fn new(
        endpoints: Endpoints,
        credentials: Option<Credentials>,
        timeout: Duration,
        max_rows: Option<u64>,
    ) -> Result<Self, RemoteError> {
        if endpoints.has_credentials() {
            let reason = "the address of the server has a user in it; RAPPORTEUR_REMOTE_CREDENTIALS or remote.credentials-file is the place";
            return Err(RemoteError::Settings(reason.into()));
        }
        if credentials.is_some() && !endpoints.is_safe_for_credentials() {
            let url = &endpoints.query;
            return Err(RemoteError::Settings(format!("credentials are sent by https only, and {url} is not")));
        }
        let config = asking(timeout);
        let (agent, said_rows) = (ureq::Agent::new_with_config(config), Arc::new(AtomicU64::new(u64::MAX)));
        Ok(Self { endpoints, credentials, agent, timeout, max_rows, said_rows })
    }

    /// Its addresses.
    pub fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The rows of a SELECT query, as they come.
    ///
    /// # Errors
    /// The server cannot be reached, refuses, or says that the answer is not whole.
    pub(crate) fn select(&self, query: &str) -> Result<Rows, RemoteError> {
        let mut pauses = PAUSES.iter();
        let answer = loop {
            match self.ask(query) {
                Ok(answer) => break answer,
                Err((error, true)) => match pauses.next() {
                    Some(pause) => thread::sleep(*pause),
                    None => return Err(error),
                },
                Err((error, false)) => return Err(error),
            }
        };
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let format = QueryResultsFormat::from_media_type(kind);
        let format = format.ok_or_else(|| self.failed(format!("it answered with {kind:?}, not with rows")))?;
        let reader = answer.into_body().into_with_config().limit(u64::MAX).reader();
        match QueryResultsParser::from_format(format).for_reader(reader) {
            Ok(ReaderQueryResultsParserOutput::Solutions(rows)) => Ok(rows),
            Ok(ReaderQueryResultsParserOutput::Boolean(_)) => Err(self.failed("it says yes or no, not rows".into())),
            Err(error) => Err(self.broken(&error)),
        }
    }

    fn ask(&self, query: &str) -> Asked {
        let accept = "application/sparql-results+json, application/sparql-results+xml;q=0.8";
        let request = self.agent.post(&self.endpoints.query).header(header::ACCEPT, accept);
        let answer = self.with_credentials(request).send_form([("query", query)]);
        // Who took all of its time once would take it again.
        let answer =
            answer.map_err(|error| (self.failed(self.told(&error)), !matches!(error, ureq::Error::Timeout(_))))?;
        let status = answer.status().as_u16();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap_or_default().to_owned());
        match status {
            200 => match (header("x-sparql-maxrows"), header("x-sparql-anytime")) {
                (Some(rows), _) if rows.trim().parse::<u64>().is_ok_and(|rows| rows > 0) => {
                    let rows = rows.trim().parse().unwrap_or(u64::MAX);
                    self.said_rows.fetch_min(rows, Ordering::Relaxed);
                    Err((self.cut(rows), false))
                }
                (Some(said), _) | (None, Some(said)) => {
                    Err((self.failed(format!("it gives only a part of the answer ({said})")), false))
                }
                (None, None) => Ok(answer),
            },
            206 => Err((self.failed("it gives only a part of the answer (status 206)".to_owned()), false)),
            429 | 502 | 503 | 504 => Err((self.refusal(answer, "the query", &self.endpoints.query), true)),
            _ => Err((self.refusal(answer, "the query", &self.endpoints.query), false)),
        }
    }

    /// All rows of a SELECT query.
    ///
    /// # Errors
    /// As of [`Server::select`], or the answer breaks off.
    pub(crate) fn rows(&self, query: &str) -> Result<Vec<Vec<Option<Term>>>, RemoteError> {
        let mut rows = Vec::new();
        for row in self.select(query)? {
            let row = row.map_err(|error| self.broken(&error))?;
            rows.push(row.values().iter().map(|term| term.clone().map(canonical)).collect());
        }
        self.is_whole(rows.len() as u64)?;
        Ok(rows)
    }

    /// Refuses an answer that has as many rows as the server gives at most.
    pub(crate) fn is_whole(&self, rows: u64) -> Result<(), RemoteError> {
        let most = self.max_rows.unwrap_or(u64::MAX).min(self.said_rows.load(Ordering::Relaxed));
        if rows >= most { Err(self.cut(most)) } else { Ok(()) }
    }

    /// Whether it is known to give a part of an answer without saying so.
    pub(super) fn cuts_silently(&self) -> bool {
        self.max_rows.is_some()
    }

    fn cut(&self, rows: u64) -> RemoteError {
        RemoteError::Cut { url: self.endpoints.query.clone(), rows }
    }

    /// Makes a change. It is sent once: where the connection breaks after that, nobody here knows whether it was made.
    ///
    /// # Errors
    /// The server refuses; it cannot be reached; or [`RemoteError::Unknown`].
    pub(crate) fn update(&self, update: &str, what: &str) -> Result<(), RemoteError> {
        let request = self.with_credentials(self.agent.post(&self.endpoints.update));
        let answer = request.send_form([("update", update)]).map_err(|error| match error {
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => self.failed(self.told(&error)),
            ureq::Error::Io(ref io) if io.kind() == std::io::ErrorKind::ConnectionRefused => {
                self.failed(self.told(&error))
            }
            _ => RemoteError::Unknown {
                url: self.endpoints.update.clone(),
                what: what.into(),
                reason: self.told(&error),
            },
        })?;
        if answer.status().is_success() { Ok(()) } else { Err(self.refusal(answer, what, &self.endpoints.update)) }
    }

    fn with_credentials<T>(&self, request: ureq::RequestBuilder<T>) -> ureq::RequestBuilder<T> {
        match &self.credentials {
            Some(Credentials(value)) => request.header(header::AUTHORIZATION, value),
            None => request,
        }
    }

    /// What a status that is no success means.
    fn refusal(&self, answer: Response<Body>, what: &str, url: &str) -> RemoteError {
        let status = answer.status().as_u16();
        let mut said = String::new();
        // What cannot be read of it is not needed.
        let _ = answer.into_body().into_with_config().limit(u64::MAX).reader().take(QUOTED).read_to_string(&mut said);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        // Virtuoso answers 500 with one of these where a right is missing.
        let is_right = ["SR186", "SR619", "permission", "not authorized", "access denied"];
        let is_right = is_right.iter().any(|word| said.to_ascii_lowercase().contains(&word.to_ascii_lowercase()));
        let url = url.to_owned();
        match status {
            401 | 403 => RemoteError::Refused { url, what: what.into(), said, status },
            500.. if is_right => RemoteError::Refused { url, what: what.into(), said, status },
            _ => self.failed(format!("it answered {what} with status {status}: {said}")),
        }
    }

    fn told(&self, error: &ureq::Error) -> String {
        match error {
            ureq::Error::Timeout(_) => format!("it took longer than {} s", self.timeout.as_secs_f64()),
            ureq::Error::HostNotFound => "its host is not known".to_owned(),
            other => other.to_string(),
        }
    }

    pub(crate) fn failed(&self, reason: String) -> RemoteError {
        RemoteError::Failed { url: self.endpoints.query.clone(), reason }
    }

    pub(crate) fn broken(&self, error: &dyn std::fmt::Display) -> RemoteError {
        self.failed(format!("its answer breaks off or is damaged: {error}"))
    }
}

/// A term as we write it: some servers write `true` as `1`.
pub(crate) fn canonical(term: Term) -> Term {
    match term {
        Term::Literal(literal) if literal.datatype() == BOOLEAN => match literal.value() {
            "1" => Literal::new_typed_literal("true", BOOLEAN).into(),
            "0" => Literal::new_typed_literal("false", BOOLEAN).into(),
            _ => literal.into(),
        },
        other => other,
    }
}
