use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Waker;

use futures_util::task::AtomicWaker;

/// What is known of a connection from outside, while somebody uses it.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    /// Bytes that the kernel took, TLS and all.
    written: AtomicU64,
    /// Whether the next read asks the kernel, whatever the runtime knows.
    asks: AtomicBool,
    cut: AtomicBool,
    user: AtomicWaker,
}

impl Wire {
    pub(super) fn add_written(&self, bytes: usize) {
        self.written.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }

    /// A request is about to be written: what there is to read by now was sent before it.
    ///
    /// The runtime learns of it only when it next looks at its sockets, and so would take it for the answer.
    pub(super) fn ask_once(&self) {
        self.asks.store(true, Ordering::Relaxed);
    }

    /// Whether to ask the kernel this time.
    pub(super) fn asks(&self) -> bool {
        self.asks.load(Ordering::Relaxed) && self.asks.swap(false, Ordering::Relaxed)
    }

    /// Ends the exchange that is under way: the pool closes.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        self.user.wake();
    }

    /// Whether the exchange has to end; if not, `waker` is told when it has to.
    pub(super) fn is_cut(&self, waker: &Waker) -> bool {
        self.user.register(waker);
        self.cut.load(Ordering::SeqCst)
    }
}
