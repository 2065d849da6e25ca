//! New connections, and those who wait for one.
//!
//! Whoever needs a connection joins a line, and sees to it that as many connections are being made as there are people
//! in the line. A connection goes to the first in the line, wherever it comes from: just made, given back by another
//! request, or drained. So nobody depends on *his* handshake. One that nobody waits for any more finishes and becomes a
//! spare for the next.

use std::collections::VecDeque;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::pin;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ddbx_core::Clock;
use futures_util::future::{Either, select};
use tokio::sync::oneshot;

use super::{Ending, Living, SlotOptions};
use crate::transport::connection::{Birth, ConnectError, Connection, Connector};

/// Handshakes at once, after one has failed and until one succeeds. A server that comes back from an outage must not be
/// met by all connections of all its clients at once.
const DIALS_AFTER_FAILURE: usize = 4;

#[derive(Debug)]
pub(super) struct Dialer {
    connector: Arc<Connector>,
    options: SlotOptions,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    living: Living,
    ending: Arc<Ending>,
    /// Whether the upkeep runs.
    pub(super) kept: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    line: VecDeque<oneshot::Sender<Result<Connection, ConnectError>>>,
    /// Connections that nobody has asked for yet: made in advance, for somebody who has gone, or drained.
    spares: Vec<Connection>,
    dials: usize,
    last_error: Option<ConnectError>,
    closed: bool,
}

impl State {
    /// How many handshakes have to be started now, for those who wait and `more`; they count as started.
    fn dials_missing(&mut self, more: usize) -> usize {
        self.line.retain(|waiter| !waiter.is_closed());
        let wanted = match self.last_error {
            _ if self.closed => 0,
            None => self.line.len() + more,
            Some(_) => (self.line.len() + more).min(DIALS_AFTER_FAILURE),
        };
        let missing = wanted.saturating_sub(self.dials);
        self.dials += missing;
        missing
    }

    /// Gives a connection to the first in the line, or keeps it.
    fn hand_on(&mut self, mut connection: Connection, room: usize) {
        if self.closed {
            return;
        }
        while let Some(waiter) = self.line.pop_front() {
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
}

impl Dialer {
    pub(super) fn new(connector: Connector, options: SlotOptions, ending: Arc<Ending>, clock: Arc<dyn Clock>) -> Self {
        Self {
            connector: Arc::new(connector),
            options,
            clock,
            state: Mutex::default(),
            living: Living::default(),
            ending,
            kept: AtomicBool::new(false),
        }
    }

    /// A connection for somebody who has a place.
    pub(super) async fn connection(self: &Arc<Self>) -> Result<Connection, ConnectError> {
        let (turn, dials) = {
            let mut state = self.state();
            if state.closed {
                return Err(closed());
            }
            while let Some(mut spare) = state.spares.pop() {
                if self.is_usable(&mut spare) {
                    return Ok(spare);
                }
            }
            let (waiter, turn) = oneshot::channel();
            state.line.push_back(waiter);
            (turn, state.dials_missing(0))
        };
        let mut turn = Turn { dialer: self, turn };
        self.start(dials)?;
        let end = self.clock.sleep_until(self.clock.now() + self.options.connect_timeout);
        match select(&mut turn.turn, end).await {
            Either::Left((Ok(connection), _)) => connection,
            // The runtime that the connection was to be made on has ended.
            Either::Left((Err(_), _)) => Err(ConnectError::without_source("the attempt to connect was broken off")),
            Either::Right(_) => Err(self.too_slow()),
        }
    }

    fn too_slow(&self) -> ConnectError {
        const WHAT: &str = "connecting took longer than its limit (`connect_timeout`)";
        match self.last_error() {
            Some(last) => ConnectError::new(WHAT, last),
            None => ConnectError::without_source(WHAT),
        }
    }

    /// Starts handshakes. Not under the lock: on a runtime that is ending, a task that is spawned ends at once.
    fn start(self: &Arc<Self>, dials: usize) -> Result<(), ConnectError> {
        for started in 0..dials {
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => {
                    let dial = Dial {
                        dialer: Arc::clone(self),
                        ended: false,
                    };
                    drop(runtime.spawn(dial.run()));
                }
                Err(error) => {
                    self.state().dials -= dials - started;
                    let what = "connections need a tokio runtime with I/O and time enabled";
                    return Err(ConnectError::new(what, error));
                }
            }
        }
        Ok(())
    }

    async fn handshake(&self) -> Result<Connection, ConnectError> {
        let birth = || Birth {
            expires: self.clock.now() + self.lifetime(),
            wall: self.clock.wall(),
        };
        let limit = self.clock.sleep_until(self.clock.now() + self.options.connect_timeout);
        let connecting = pin!(self.connector.connect(birth));
        match select(connecting, select(limit, pin!(self.ending.reached()))).await {
            Either::Left((result, _)) => result,
            Either::Right((Either::Left(_), _)) => Err(self.too_slow()),
            Either::Right((Either::Right(_), _)) => Err(closed()),
        }
    }

    /// The maximum, less up to a fifth of it: connections made together must not all end together.
    fn lifetime(&self) -> Duration {
        let random = RandomState::new().hash_one(0) % 1024;
        self.options.max_lifetime - self.options.max_lifetime.mul_f64(random as f64 / 1024.0 / 5.0)
    }

    /// What one handshake led to. Returns how many others are to be started.
    fn finish(self: &Arc<Self>, result: Result<Connection, ConnectError>) -> usize {
        let mut state = self.state();
        state.dials -= 1;
        match result {
            Ok(connection) => {
                self.living.add(connection.wire());
                state.last_error = None;
                state.hand_on(connection, self.room());
            }
            Err(error) => {
                state.last_error = Some(error.clone());
                // One failure is one person's; the others' handshakes may still succeed.
                while let Some(waiter) = state.line.pop_front() {
                    if waiter.send(Err(error.clone())).is_ok() {
                        break;
                    }
                }
            }
        }
        state.dials_missing(0)
    }

    /// Whether somebody waits for a connection to be made.
    pub(super) fn is_wanted(&self) -> bool {
        !self.state().line.is_empty()
    }

    /// A connection that has come free.
    pub(super) fn offer(&self, connection: Connection) {
        self.state().hand_on(connection, self.room());
    }

    /// How many spares are kept. As many as there can be: one is only made when none rests, so there are never more
    /// than are in use and being drained at one time. They end by their idleness, not here, where the next caller may
    /// need them.
    fn room(&self) -> usize {
        self.options.max_connections.saturating_add(self.options.drains())
    }

    pub(super) fn is_usable(&self, connection: &mut Connection) -> bool {
        connection.is_usable(self.clock.now(), self.clock.wall(), self.options.idle_timeout)
    }

    pub(super) fn is_fresh(&self, connection: &Connection) -> bool {
        connection.is_fresh(self.clock.now(), self.clock.wall(), self.options.idle_timeout)
    }

    pub(super) fn spares(&self) -> usize {
        self.state().spares.len()
    }

    pub(super) fn last_error(&self) -> Option<ConnectError> {
        self.state().last_error.clone()
    }

    pub(super) fn uri(&self) -> &http::Uri {
        self.connector.uri()
    }

    /// Closes spares that have grown old, and makes new ones until there are as many connections as there should be.
    pub(super) fn look_after(self: &Arc<Self>, in_places: usize) {
        let mut state = self.state();
        state.spares.retain_mut(|spare| self.is_usable(spare));
        let open = in_places + state.spares.len();
        let dials = state.dials_missing(self.options.min_connections.saturating_sub(open));
        drop(state);
        // Called by a task, so there is a runtime; and nobody waits for these.
        let _ = self.start(dials);
    }

    /// Waits in line for `least` connections, and keeps them as spares.
    pub(super) async fn warm(self: &Arc<Self>, least: usize) -> Result<(), ConnectError> {
        let made = futures_util::future::try_join_all((0..least).map(|_| self.connection())).await?;
        made.into_iter().for_each(|connection| self.offer(connection));
        Ok(())
    }

    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.spares.clear();
        for waiter in state.line.drain(..) {
            // Those who have gone need no news.
            let _ = waiter.send(Err(closed()));
        }
        drop(state);
        self.living.cut();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the line. Whoever leaves it at the moment when a connection comes for him leaves that to the next.
struct Turn<'a> {
    dialer: &'a Dialer,
    turn: oneshot::Receiver<Result<Connection, ConnectError>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turn.close();
        if let Ok(Ok(connection)) = self.turn.try_recv() {
            self.dialer.offer(connection);
        }
    }
}

fn closed() -> ConnectError {
    ConnectError::without_source("the pool is closed")
}

/// A handshake under way. It ends in one way or another, also when its runtime ends in the middle of it.
struct Dial {
    dialer: Arc<Dialer>,
    ended: bool,
}

impl Dial {
    async fn run(mut self) {
        let result = self.dialer.handshake().await;
        self.ended = true;
        let dials = self.dialer.finish(result);
        // This runs on a runtime; those who wait would hear of an error by their own limit.
        let _ = self.dialer.start(dials);
    }
}

impl Drop for Dial {
    fn drop(&mut self) {
        if !self.ended {
            let broken_off = ConnectError::without_source("the runtime that was connecting has ended");
            let dials = self.dialer.finish(Err(broken_off));
            // Not here: there is no runtime to start them on. Whoever comes next does.
            self.dialer.state().dials -= dials;
        }
    }
}
