//! A long answer, written by a thread while the client reads it.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

const CHUNK: usize = 32 * 1024;

/// How long a client may read nothing.
const STALL: Duration = Duration::from_secs(30);

/// A body that `write` writes on a thread of its own; `place` is given back when it has ended. If writing fails, the
/// connection is cut: half an answer is not to be taken for a whole one. If the client leaves or reads nothing any more,
/// writing fails.
pub(super) fn download(
    place: OwnedSemaphorePermit,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> io::Result<Body> {
    let (sender, receiver) = channel(2);
    let runtime = Handle::current();
    std::thread::Builder::new().name("download".into()).spawn(move || {
        let mut out = Chunks { sender, runtime, buffer: Vec::with_capacity(CHUNK) };
        let written = write(&mut out).and_then(|()| out.flush());
        if let Err(error) = written {
            tracing::debug!(%error, "a download ended early");
            let _ = out.send(Err(error));
        }
        drop(place);
    })?;
    Ok(Body::from_stream(ReceiverStream::new(receiver)))
}

struct Chunks {
    sender: Sender<io::Result<Bytes>>,
    runtime: Handle,
    buffer: Vec<u8>,
}

impl Chunks {
    fn send(&self, chunk: io::Result<Bytes>) -> io::Result<()> {
        let sent = self.runtime.block_on(async { tokio::time::timeout(STALL, self.sender.send(chunk)).await });
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        self.send(Ok(chunk.into()))
    }
}
