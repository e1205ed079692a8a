//! From a question to a response: the guard, the answers kept, a place, the evaluation within its deadline, and an
//! honest end.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::sync::mpsc::channel;
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_stream::wrappers::ReceiverStream;

use super::cache::{Kept, is_steady};
use super::client::Client;
use super::ending::Completeness;
use super::errors::Problem;
use super::evaluation::{Event, Question, Start};
use super::guard::guard;
use super::kept::steady;
use super::narrow::at_once;
use super::places::Place;
use super::published::Published;
use super::refusals::{busy, failed, late, refused, stopped};
use super::running::Listed;
use super::site::Site;
use super::thread::Thread;
use super::worker::Lease;

/// Says whether an answer is all there is: `true`, `false; rows=10000`, `false; timed-out`; or `unknown; limit=10000`
/// at the head of a long answer, which has the last word in its trailer.
pub(super) const COMPLETE: &str = "x-rapporteur-complete";

/// Says what a query names and the data does not hold; one line for each.
pub(super) const WARNING: &str = "x-rapporteur-warning";

/// The same warnings, beside a response, for a page: in full and with all their letters.
#[derive(Clone)]
pub(super) struct Warnings(pub(super) Vec<String>);

/// An evaluation that runs. Dropped, it stops.
enum Run {
    Worker(Box<Lease>),
    Thread(Thread),
}

impl Run {
    async fn start(
        site: &Site,
        published: &Published,
        question: &Arc<Question>,
        place: Place,
        payer: Option<Client>,
    ) -> io::Result<Self> {
        Ok(match &published.pool {
            Some(pool) => Self::Worker(Box::new(pool.ask(question, place, payer.as_ref()).await?)),
            None => {
                let engine = published.engine.clone();
                Self::Thread(Thread::start(engine, question.as_ref().clone(), site.limits.stack, place, payer)?)
            }
        })
    }

    async fn next(&mut self) -> Option<Event> {
        match self {
            Self::Worker(lease) => lease.next().await,
            Self::Thread(thread) => thread.next().await,
        }
    }

    fn worker(&self) -> Option<u32> {
        match self {
            Self::Worker(lease) => lease.pid(),
            Self::Thread(_) => None,
        }
    }
}

/// Who asks: as the list of running queries shows it, and who pays.
pub(super) struct Asker {
    pub(super) name: Option<String>,
    pub(super) payer: Option<Client>,
}

impl From<Option<Client>> for Asker {
    fn from(client: Option<Client>) -> Self {
        Self { name: client.as_ref().map(Client::to_string), payer: client }
    }
}

/// Guards, evaluates within the limits, and builds the response. `client` is shown in the list of running
/// queries, and pays.
pub(super) async fn answer(
    site: &Site,
    published: &Published,
    question: Question,
    client: impl Into<Asker>,
) -> Result<Response, Problem> {
    let Asker { name, payer } = client.into();
    let limits = &site.limits;
    let key = (published.tag.clone(), Arc::new(question));
    if let Some(kept) = site.cache.get(&key) {
        return Ok(kept_whole(&kept, &published.tag));
    }
    let question = &key.1;
    guard(&question.text, limits).map_err(|refusal| refused(&refusal))?;
    let paid = payer.clone().map(Client::pays_for_thread);
    let at_once = at_once(&published.engine, question);
    drop(paid);
    if let Some(kept) = at_once {
        return Ok(finished(site, key, kept));
    }
    let deadline = Instant::now() + limits.deadline;
    let place = site.places.take().await.ok_or_else(busy)?;
    let listed = site.running.enter(&question.text, name);
    let started = timeout_at(deadline, Run::start(site, published, question, place, payer)).await;
    let mut run = started.map_err(|_| late(limits.deadline))?.map_err(Problem::internal)?;
    listed.works_in(run.worker());
    let (mut start, mut begun) = (None, None);
    let (mut held, mut bytes) = (Vec::new(), 0);
    loop {
        let released = begun.map_or(deadline, |begun: Instant| deadline.min(begun + limits.held_back_for));
        let event = tokio::select! {
            biased;
            event = run.next() => event,
            () = listed.stopped() => return Err(stopped()),
            () = sleep_until(released) => match start.take() {
                Some(start) if released < deadline => {
                    return Ok(streamed(&start, question, Streaming { held, run, listed, deadline }));
                }
                _ => return Err(late(limits.deadline)),
            },
        };
        match event {
            Some(Event::Started(start_now)) => start = Some(start_now),
            Some(Event::Chunk(chunk)) => {
                begun.get_or_insert_with(Instant::now);
                bytes += chunk.len();
                held.push(chunk);
            }
            Some(Event::Finished(completeness)) => {
                let Some(start) = start else { return Err(Problem::internal("an answer without a beginning")) };
                return Ok(finished(site, key, Kept { start, completeness, body: whole(held) }));
            }
            Some(Event::Failed(failure)) => return Err(failed(failure, limits.deadline)),
            None => return Err(Problem::internal("the thread of a query died")),
        }
        if bytes > limits.held_back
            && let Some(start) = start.take()
        {
            return Ok(streamed(&start, question, Streaming { held, run, listed, deadline }));
        }
    }
}

/// A whole answer, kept where the next one who asks would get the same.
fn finished(site: &Site, key: (Arc<str>, Arc<Question>), kept: Kept) -> Response {
    // The figures of a plan are those of its run.
    if key.1.plan.is_some() || !is_steady(&key.1.text) {
        return response(&kept.start, &kept.completeness.said(), kept.body.into());
    }
    let response = kept_whole(&kept, &key.0);
    site.cache.put(key, kept);
    response
}

fn kept_whole(kept: &Kept, generation: &Arc<str>) -> Response {
    steady(response(&kept.start, &kept.completeness.said(), kept.body.clone().into()), generation)
}

/// The chunks as one.
fn whole(mut chunks: Vec<Bytes>) -> Bytes {
    match chunks.len() {
        1 => chunks.pop().unwrap_or_default(),
        _ => chunks.concat().into(),
    }
}

/// An answer that is sent while it is made.
struct Streaming {
    held: Vec<Bytes>,
    run: Run,
    listed: Listed,
    deadline: Instant,
}

/// The rest of a long answer. After the deadline, or if the evaluation fails, the connection is cut: a client must
/// not take half an answer for a whole one.
fn streamed(start: &Start, question: &Question, streaming: Streaming) -> Response {
    let (sender, receiver) = channel::<io::Result<Frame<Bytes>>>(1);
    tokio::spawn(async move {
        let Streaming { held, mut run, listed, deadline } = streaming;
        for chunk in held {
            if sender.send(Ok(Frame::data(chunk))).await.is_err() {
                return;
            }
        }
        loop {
            let event = tokio::select! {
                event = run.next() => event,
                () = sender.closed() => return,
                () = listed.stopped() => None,
                () = sleep_until(deadline) => None,
            };
            let (next, ended) = match event {
                Some(Event::Chunk(chunk)) => (Ok(Frame::data(chunk)), false),
                Some(Event::Started(_)) => continue,
                Some(Event::Finished(completeness)) => (Ok(Frame::trailers(trailers(completeness))), true),
                Some(Event::Failed(_)) | None => (Err(io::Error::other("the answer is not complete")), true),
            };
            // A client that reads slowly has until the deadline, too; then the connection is cut.
            let sent = tokio::select! {
                sent = sender.send(next) => sent.is_ok(),
                () = sleep_until(deadline) => {
                    let _ = sender.send(Err(io::Error::other("the answer was not read in time"))).await;
                    false
                }
            };
            if ended || !sent {
                return;
            }
        }
    });
    let limit = match start.format {
        super::evaluation::Format::Solutions(_) => question.rows,
        super::evaluation::Format::Graph(_) => question.triples,
        super::evaluation::Format::Plan(_) => question.rows,
    };
    let body = Body::new(StreamBody::new(ReceiverStream::new(receiver)));
    let mut response = response(start, &format!("unknown; limit={limit}"), body);
    response.headers_mut().insert(header::TRAILER, HeaderValue::from_static(COMPLETE));
    response
}

fn trailers(completeness: Completeness) -> HeaderMap {
    let said = HeaderValue::from_str(&completeness.said()).ok();
    said.into_iter().map(|value| (HeaderName::from_static(COMPLETE), value)).collect()
}

fn response(start: &Start, complete: &str, body: Body) -> Response {
    let complete = HeaderValue::from_str(complete).unwrap_or(HeaderValue::from_static("unknown"));
    let mut response = ([(header::CONTENT_TYPE, start.format.content_type())], body).into_response();
    let headers = response.headers_mut();
    headers.insert(COMPLETE, complete);
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if !start.warnings.is_empty() {
        response.extensions_mut().insert(Warnings(start.warnings.clone()));
    }
    let headers = response.headers_mut();
    for warning in &start.warnings {
        // A header holds one line of ASCII.
        let plain: String = warning
            .chars()
            .map(|c| match c {
                '…' => '.',
                c if c.is_ascii_graphic() => c,
                _ => ' ',
            })
            .take(500)
            .collect();
        if let Ok(value) = HeaderValue::from_str(&plain) {
            headers.append(WARNING, value);
        }
    }
    response
}
