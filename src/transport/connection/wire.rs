use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Waker;

use futures_util::task::AtomicWaker;

/// What is known of a connection from outside, while somebody uses it.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    /// Bytes that the kernel took, TLS and all.
    written: AtomicU64,
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
