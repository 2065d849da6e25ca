use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use ddbx_core::{Clock, Error, Request};
use futures_util::future::{Either, select};
use tokio::sync::{Notify, Semaphore};

use super::close::{CloseReport, EndedRequest};

/// Counts the requests in flight, and lets none in once it is closed.
#[derive(Debug)]
pub(super) struct Gate {
    closed: AtomicBool,
    inside: AtomicUsize,
    empty: Notify,
    /// Never has a permit: whoever asks for one waits until it is closed.
    cut: Semaphore,
    /// `Some` once requests are being ended: those that were.
    ended: Mutex<Option<Vec<EndedRequest>>>,
}

/// A request in flight. Dropping it is leaving.
#[derive(Debug)]
pub(super) struct Pass(Arc<Gate>);

impl Default for Gate {
    fn default() -> Self {
        Self {
            closed: AtomicBool::default(),
            inside: AtomicUsize::default(),
            empty: Notify::default(),
            cut: Semaphore::new(0),
            ended: Mutex::default(),
        }
    }
}

impl Gate {
    /// Lets a request in, unless the gate is closed.
    pub(super) fn enter(self: &Arc<Self>) -> Option<Pass> {
        // First counted, then asked: one that enters while the gate closes is either waited for or sent away.
        self.inside.fetch_add(1, Ordering::SeqCst);
        let pass = Pass(Arc::clone(self));
        (!self.is_closed()).then_some(pass)
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// From here on, requests that fail because the pool is closed count as ended.
    pub(super) fn begin_report(&self) {
        self.ended().get_or_insert_default();
    }

    /// Ends what waits for something that will not come any more: a delay, a turn, an answer of a backend.
    pub(super) fn cut(&self) {
        self.cut.close();
    }

    /// Waits for [`cut`](Self::cut).
    pub(super) async fn is_cut(&self) {
        let _ = self.cut.acquire().await;
    }

    /// What was ended since.
    pub(super) fn report(&self) -> CloseReport {
        CloseReport {
            ended: self.ended().clone().unwrap_or_default(),
            unended: self.inside(),
        }
    }

    fn ended(&self) -> std::sync::MutexGuard<'_, Option<Vec<EndedRequest>>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(super) fn inside(&self) -> usize {
        self.inside.load(Ordering::SeqCst)
    }

    /// Waits until nobody is inside, or the time has come.
    pub(super) async fn wait_until_empty(&self, end: Instant, clock: &dyn Clock) {
        loop {
            // Made before the count is read, so that no leaving is missed in between.
            let left = pin!(self.empty.notified());
            if self.inside() == 0 {
                return;
            }
            if let Either::Right(_) = select(left, clock.sleep_until(end)).await {
                return;
            }
        }
    }
}

impl Pass {
    /// The request that had this pass failed: closing has ended it, if it says so.
    pub(super) fn failed(&self, request: &Request, error: &Error) {
        if self.0.is_closed()
            && error.is_closed()
            && let Some(ended) = &mut *self.0.ended()
        {
            ended.push(EndedRequest::of(request, error));
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.0.inside.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.empty.notify_waiters();
        }
    }
}
