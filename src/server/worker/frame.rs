//! What goes through the pipes between the server and a query worker: a kind, a length, a payload.

use std::time::Duration;

use axum::body::Bytes;
use bytes::{Buf, BytesMut};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::server::evaluation::Event;

/// The worker has opened its generation and waits for questions; with the processor time that this has taken.
pub(super) const READY: u8 = b'R';
/// A question, to the worker.
pub(super) const QUESTION: u8 = b'Q';
/// The processor time that the worker has used since it began, before the last frame of an answer.
pub(super) const USED: u8 = b'U';
/// The worker has grown and ends after this answer.
pub(super) const SPENT: u8 = b'M';
const STARTED: u8 = b'S';
const CHUNK: u8 = b'C';
const FINISHED: u8 = b'F';
const FAILED: u8 = b'E';

/// Kind and length.
const HEADER: usize = 5;

/// Longest payload; questions are limited further by the guard, chunks by who writes them.
const LONGEST: usize = 256 * 1024 * 1024;

/// Adds a frame to a buffer.
pub(super) fn put(buffer: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
    buffer.reserve(HEADER + payload.len());
    buffer.push(kind);
    buffer.extend_from_slice(&length.to_le_bytes());
    buffer.extend_from_slice(payload);
}

/// Adds a frame whose payload is a value.
pub(super) fn put_value(buffer: &mut Vec<u8>, kind: u8, value: &impl Serialize) {
    // Our own types have no maps with odd keys, so nothing fails.
    put(buffer, kind, &serde_json::to_vec(value).unwrap_or_default());
}

/// Adds a frame whose payload is a time.
pub(super) fn put_time(buffer: &mut Vec<u8>, kind: u8, time: Duration) {
    put(buffer, kind, &u64::try_from(time.as_nanos()).unwrap_or(u64::MAX).to_le_bytes());
}

/// The time that a payload holds.
pub(super) fn time(payload: &[u8]) -> Option<Duration> {
    Some(Duration::from_nanos(u64::from_le_bytes(payload.try_into().ok()?)))
}

/// Adds an event; true where it is one that somebody waits for.
pub(super) fn put_event(buffer: &mut Vec<u8>, event: &Event) -> bool {
    match event {
        Event::Started(start) => put_value(buffer, STARTED, start),
        Event::Chunk(chunk) => put(buffer, CHUNK, chunk),
        Event::Finished(completeness) => put_value(buffer, FINISHED, completeness),
        Event::Failed(failure) => put_value(buffer, FAILED, failure),
    }
    matches!(event, Event::Finished(_) | Event::Failed(_))
}

/// What cannot be a frame.
#[derive(Debug, thiserror::Error)]
#[error("a query worker wrote what is no frame")]
pub(super) struct NoFrame;

/// Takes the next whole frame out of a buffer, if there is one.
pub(super) fn take(buffer: &mut BytesMut) -> Result<Option<(u8, Bytes)>, NoFrame> {
    let Some(header) = buffer.first_chunk::<HEADER>() else { return Ok(None) };
    let [kind, length @ ..] = *header;
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST {
        return Err(NoFrame);
    }
    if buffer.len() < HEADER + length {
        buffer.reserve(HEADER + length - buffer.len());
        return Ok(None);
    }
    buffer.advance(HEADER);
    Ok(Some((kind, buffer.split_to(length).freeze())))
}

/// Whether nothing follows a frame of this kind.
pub(super) fn is_last(kind: u8) -> bool {
    matches!(kind, FINISHED | FAILED)
}

/// The event that a frame holds.
pub(super) fn event(kind: u8, payload: Bytes) -> Result<Event, NoFrame> {
    Ok(match kind {
        STARTED => Event::Started(value(&payload)?),
        CHUNK => Event::Chunk(payload),
        FINISHED => Event::Finished(value(&payload)?),
        FAILED => Event::Failed(value(&payload)?),
        _ => return Err(NoFrame),
    })
}

/// The value that a payload holds.
pub(super) fn value<T: DeserializeOwned>(payload: &[u8]) -> Result<T, NoFrame> {
    serde_json::from_slice(payload).map_err(|_| NoFrame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::ending::Completeness;

    #[test]
    fn frames_come_out_as_they_went_in_however_the_pipe_cuts_them() {
        let mut wire = Vec::new();
        put_event(&mut wire, &Event::Chunk(Bytes::from_static(b"abc")));
        assert!(put_event(&mut wire, &Event::Finished(Completeness::Truncated(7))));
        let (mut buffer, mut kinds) = (BytesMut::new(), Vec::new());
        for byte in wire {
            buffer.extend_from_slice(&[byte]);
            while let Some((kind, payload)) = take(&mut buffer).unwrap() {
                match event(kind, payload).unwrap() {
                    Event::Chunk(chunk) => assert_eq!(&chunk[..], b"abc"),
                    Event::Finished(completeness) => assert_eq!(completeness, Completeness::Truncated(7)),
                    _ => panic!("another event"),
                }
                kinds.push(kind);
            }
        }
        assert_eq!(kinds, [CHUNK, FINISHED]);
        assert!(buffer.is_empty());
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        assert!(take(&mut BytesMut::from(&[CHUNK, 255, 255, 255, 255][..])).is_err());
        assert!(event(b'?', Bytes::new()).is_err());
        assert!(event(FINISHED, Bytes::from_static(b"{")).is_err());
    }
}
