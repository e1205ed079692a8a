//! Bodies with an eye on them: how much of an answer was sent, how slowly a request comes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

/// What wants to know how an answer goes on. It is dropped when the answer has ended.
pub(super) trait Watcher: Send + Unpin + 'static {
    /// So many bytes more were taken.
    fn taken(&mut self, bytes: u64);
    /// All of it was.
    fn whole(&mut self);
}

/// An answer that is watched.
pub(super) struct Watched<W> {
    body: Body,
    watcher: Option<W>,
}

impl<W: Watcher> Watched<W> {
    /// The body with its watcher.
    pub(super) fn wrap(body: Body, mut watcher: W) -> Body {
        // A body that is known to be empty is never asked for.
        if body.is_end_stream() {
            watcher.whole();
            return body;
        }
        Body::new(Self { body, watcher: Some(watcher) })
    }
}

impl<W: Watcher> HttpBody for Watched<W> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        let ended = self.body.is_end_stream();
        if let Some(watcher) = &mut self.watcher {
            if let Some(Ok(frame)) = &frame {
                watcher.taken(frame.data_ref().map_or(0, |data| data.len() as u64));
            }
            if frame.is_none() || (ended && !matches!(frame, Some(Err(_)))) {
                watcher.whole();
                self.watcher = None;
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Bytes of a request that buy one more second.
const FLOOR: u64 = 64 * 1024;

/// The body of a request, which must come within a time that grows with what has come.
pub(super) struct Paced {
    body: Body,
    began: Instant,
    timeout: Duration,
    received: u64,
    sleep: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

impl Paced {
    /// The body with a clock; `late` tells afterwards whether the clock has ended it.
    pub(super) fn wrap(body: Body, timeout: Duration, late: Arc<AtomicBool>) -> Body {
        if body.is_end_stream() {
            return body;
        }
        let began = Instant::now();
        let sleep = Box::pin(sleep_until(began + timeout));
        Body::new(Self { body, began, timeout, received: 0, sleep, late })
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            if let Some(Ok(frame)) = &frame {
                self.received += frame.data_ref().map_or(0, |data| data.len() as u64);
            }
            return Poll::Ready(frame);
        }
        loop {
            ready!(self.sleep.as_mut().poll(cx));
            let due = self.began + self.timeout + Duration::from_secs(self.received / FLOOR);
            if due <= Instant::now() {
                self.late.store(true, Ordering::Relaxed);
                return Poll::Ready(Some(Err(axum::Error::new("the body came too slowly"))));
            }
            self.sleep.as_mut().reset(due);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
