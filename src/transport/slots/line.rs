//! The line of those who wait for a connection.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use tokio::sync::oneshot;

use super::dialer::Dialer;
use crate::transport::connection::{ConnectError, Connection};

/// Handshakes at once, after one has failed and until one succeeds. A server that comes back from an outage must not be
/// met by all connections of all its clients at once.
const DIALS_AFTER_FAILURE: usize = 4;

/// Handshakes that go on for long and were left by those who wanted them, beyond which nobody starts one of his own.
/// Fewer may hang, and a newcomer should not hang with them; more would make a storm of callers that give up early.
const LEFT_DIALS: usize = 4;

/// Who waits for a connection, what rests, and what is being made.
#[derive(Debug, Default)]
pub(super) struct Line {
    waiting: VecDeque<oneshot::Sender<Result<Connection, ConnectError>>>,
    /// Connections that nobody has asked for yet: made in advance, for somebody who has gone, or drained.
    pub(super) spares: Vec<Connection>,
    /// When the handshakes were started that have not ended.
    dials: Vec<Instant>,
    pub(super) last_error: Option<ConnectError>,
    pub(super) closed: bool,
}

impl Line {
    /// The handshakes that have to be started now, for those who wait and `more`; they count as started.
    pub(super) fn dials_missing(&mut self, more: usize, now: Instant) -> Dials {
        self.forget_those_who_went();
        let wanted = match self.last_error {
            _ if self.closed => 0,
            None => self.waiting.len() + more,
            Some(_) => (self.waiting.len() + more).min(DIALS_AFTER_FAILURE),
        };
        let count = wanted.saturating_sub(self.dials.len());
        self.dials.extend(std::iter::repeat_n(now, count));
        Dials { count, since: now }
    }

    /// A place at the end of the line, and the handshakes to be started for it. Others may have been left by their
    /// callers: one that was started after `long_ago` is as good as a new one; an older one perhaps hangs.
    pub(super) fn join<'a>(&mut self, dialer: &'a Dialer, long_ago: Instant, now: Instant) -> (Turn<'a>, Dials) {
        self.forget_those_who_went();
        let left = self.dials.len().saturating_sub(self.waiting.len());
        let old = self.dials.iter().filter(|started| **started <= long_ago).count();
        let doubtful = left.min(old);
        let (waiter, news) = oneshot::channel();
        self.waiting.push_back(waiter);
        let more = if doubtful <= LEFT_DIALS { doubtful } else { 0 };
        (Turn { dialer, news }, self.dials_missing(more, now))
    }

    /// A handshake has ended, or was not started after all.
    pub(super) fn ended(&mut self, since: Instant) {
        if let Some(position) = self.dials.iter().position(|started| *started == since) {
            self.dials.swap_remove(position);
        }
    }

    fn forget_those_who_went(&mut self) {
        self.waiting.retain(|waiter| !waiter.is_closed());
    }

    /// Whether a handshake is under way.
    pub(super) fn is_connecting(&self) -> bool {
        !self.dials.is_empty()
    }

    /// Whether somebody waits.
    pub(super) fn is_wanted(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Gives a connection to the first in the line, or keeps it.
    pub(super) fn hand_on(&mut self, mut connection: Connection, room: usize) {
        if self.closed {
            return;
        }
        while let Some(waiter) = self.waiting.pop_front() {
            match waiter.send(Ok(connection)) {
                Ok(()) => return,
                // He went in this very moment.
                Err(Ok(back)) => connection = back,
                Err(Err(_)) => unreachable!("what comes back is what was sent"),
            }
        }
        if self.spares.len() < room {
            self.spares.push(connection);
        }
    }

    /// A handshake failed. One failure is one person's, and nobody's where there is still a handshake for each.
    pub(super) fn failed(&mut self, error: &ConnectError) {
        self.last_error = Some(error.clone());
        self.forget_those_who_went();
        while self.waiting.len() > self.dials.len() {
            let Some(waiter) = self.waiting.pop_front() else { return };
            if waiter.send(Err(error.clone())).is_ok() {
                return;
            }
        }
    }

    /// A handshake ended with its runtime, where no other can be started. Those who count on it join the line again:
    /// what they notice is that nobody is left who could send them anything.
    pub(super) fn broken_off(&mut self) {
        self.forget_those_who_went();
        // From the back: those who came first keep their places.
        self.waiting.truncate(self.dials.len());
    }

    /// Nobody is served any more.
    pub(super) fn close(&mut self, error: &ConnectError) {
        self.closed = true;
        self.spares.clear();
        for waiter in self.waiting.drain(..) {
            // Those who have gone need no news.
            let _ = waiter.send(Err(error.clone()));
        }
    }
}

/// Handshakes to be started.
#[derive(Clone, Copy, Debug)]
#[must_use = "they count as started"]
pub(super) struct Dials {
    pub(super) count: usize,
    pub(super) since: Instant,
}

/// A place in the line. Whoever leaves it with a connection in his hands gives it to the next.
pub(super) struct Turn<'a> {
    dialer: &'a Dialer,
    news: oneshot::Receiver<Result<Connection, ConnectError>>,
}

impl Future for Turn<'_> {
    type Output = Result<Result<Connection, ConnectError>, oneshot::error::RecvError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.news).poll(context)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.news.close();
        if let Ok(Ok(connection)) = self.news.try_recv() {
            self.dialer.offer(connection);
        }
    }
}
