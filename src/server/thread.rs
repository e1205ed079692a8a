//! A query in a thread of the server's own process: without workers, which is for trusted networks and for graphs that
//! are in memory only. It stops where the evaluation looks at its token.

use std::io;
use std::sync::Arc;

use oxigraph::sparql::CancellationToken;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::client::Client;
use super::evaluation::{Engine, Event, Outlet, Question};
use super::places::Place;

/// A query in a thread; it is cancelled when this is dropped.
pub(super) struct Thread {
    events: Receiver<Event>,
    stop: CancellationToken,
}

impl Thread {
    /// Starts the thread. Its stack is large, because parser and evaluator recurse as deeply as the query does; its
    /// channel is bounded, because a client may read slowly. The place is given back when the thread ends, which may be
    /// after the deadline: an overdue evaluation still takes a place.
    /// Who asks pays for the processor time.
    pub(super) fn start(
        engine: Arc<Engine>,
        question: Question,
        stack: usize,
        place: Place,
        payer: Option<Client>,
    ) -> io::Result<Self> {
        let (sender, events) = channel(8);
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        std::thread::Builder::new().name("query".into()).stack_size(stack).spawn(move || {
            let paid = payer.map(Client::pays_for_thread);
            engine.answer(&question, &stopped, &mut Requests(sender));
            drop(paid);
            drop(place);
        })?;
        Ok(Self { events, stop })
    }

    /// The next event of the answer; none where the thread has ended.
    pub(super) async fn next(&mut self) -> Option<Event> {
        self.events.recv().await
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The request that waits.
struct Requests(Sender<Event>);

impl Outlet for Requests {
    fn send(&mut self, event: Event) -> io::Result<()> {
        self.0.blocking_send(event).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
