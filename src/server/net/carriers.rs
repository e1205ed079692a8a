//! The threads that carry connections.
//!
//! Each has a runtime of its own, and a connection stays on the thread that it was given to: a request that is answered
//! from memory or from one reading of an index wakes no other thread, and as many of them are answered at once as there are
//! processors.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;

/// Threads that carry connections. Dropped, they end, and what they carry with them.
pub(in crate::server) struct Carriers {
    handles: Vec<Handle>,
    next: AtomicUsize,
    _open: watch::Sender<()>,
}

impl Carriers {
    /// So many threads.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(in crate::server) fn new(count: usize) -> io::Result<Self> {
        let (open, closed) = watch::channel(());
        let handles = (0..count.max(1)).map(|number| {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let (handle, mut closed) = (runtime.handle().clone(), closed.clone());
            thread::Builder::new().name(format!("connections-{number}")).spawn(move || {
                runtime.block_on(async { while closed.changed().await.is_ok() {} });
                // A reading of an index that was begun does not hold the process.
                runtime.shutdown_background();
            })?;
            Ok(handle)
        });
        Ok(Self { handles: handles.collect::<io::Result<_>>()?, next: AtomicUsize::new(0), _open: open })
    }

    /// Has the next thread serve a connection.
    ///
    /// # Errors
    /// The socket cannot be waited for on another thread.
    pub(super) fn carry<F>(&self, stream: TcpStream, serve: impl FnOnce(TcpStream) -> F) -> io::Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let number = self.next.fetch_add(1, Ordering::Relaxed) % self.handles.len();
        let handle = &self.handles[number];
        let stream = stream.into_std()?;
        let _entered = handle.enter();
        handle.spawn(serve(TcpStream::from_std(stream)?));
        Ok(())
    }
}
