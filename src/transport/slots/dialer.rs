//! New connections, and those who wait for one.
//!
//! Whoever needs a connection joins a line, and sees to it that as many connections are being made as there are people
//! in the line. A connection goes to the first in the line, wherever it comes from: just made, given back by another
//! request, or drained. So nobody depends on *his* handshake. One that nobody waits for any more finishes and becomes a
//! spare for the next.

use std::hash::{BuildHasher as _, RandomState};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use ddbx_core::Clock;
use deadpool::managed::WeakPool;
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};

use super::line::{Dials, Line};
use super::{Ending, Living, Maker, SlotOptions};
use crate::transport::connection::{Birth, ConnectError, Connection, Connector};

/// How often somebody joins the line again because the runtime that worked for him has ended.
const REJOINS: usize = 3;

#[derive(Debug)]
pub(super) struct Dialer {
    connector: Arc<Connector>,
    options: SlotOptions,
    clock: Arc<dyn Clock>,
    line: Mutex<Line>,
    living: Living,
    ending: Arc<Ending>,
    /// Where connections rest when nobody waits.
    places: OnceLock<WeakPool<Maker>>,
    /// Whether the upkeep runs.
    pub(super) kept: AtomicBool,
}

impl Dialer {
    pub(super) fn new(connector: Connector, options: SlotOptions, ending: Arc<Ending>, clock: Arc<dyn Clock>) -> Self {
        Self {
            connector: Arc::new(connector),
            options,
            clock,
            line: Mutex::default(),
            living: Living::default(),
            ending,
            places: OnceLock::new(),
            kept: AtomicBool::new(false),
        }
    }

    /// A connection for somebody who has a place.
    pub(super) async fn connection(self: &Arc<Self>) -> Result<Connection, ConnectError> {
        let mut end = None;
        for _ in 0..=REJOINS {
            let (turn, dials) = {
                let mut line = self.line();
                if line.closed {
                    return Err(closed());
                }
                while let Some(mut spare) = line.spares.pop() {
                    if self.is_usable(&mut spare) {
                        spare.was_spare();
                        return Ok(spare);
                    }
                }
                // A handshake is a few round trips: within a tenth of its limit nothing is amiss.
                let now = self.clock.now();
                let long_ago = now.checked_sub(self.options.connect_timeout / 10).unwrap_or(now);
                line.join(self, long_ago, now)
            };
            self.start(dials)?;
            self.pass_on();
            let end =
                end.get_or_insert_with(|| self.clock.sleep_until(self.clock.now() + self.options.connect_timeout));
            match select(turn, end).await {
                Either::Left((Ok(connection), _)) => return connection,
                // The runtime that was connecting has ended; this one has not.
                Either::Left((Err(_), _)) => {}
                Either::Right(_) => return Err(self.too_slow()),
            }
        }
        Err(ConnectError::without_source(
            "the runtime that was connecting has ended",
        ))
    }

    fn too_slow(&self) -> ConnectError {
        const WHAT: &str = "connecting took longer than its limit (`connect_timeout`)";
        match self.last_error() {
            Some(last) => ConnectError::new(WHAT, last),
            None => ConnectError::without_source(WHAT),
        }
    }

    /// Starts handshakes. Not under the lock: on a runtime that is ending, a task that is spawned ends at once.
    fn start(self: &Arc<Self>, Dials { count, since }: Dials) -> Result<(), ConnectError> {
        // Made before it is known whether they can run: those that cannot have ended.
        let dials: Vec<Dial> = (0..count).map(|_| Dial::new(self, since)).collect();
        for dial in dials {
            drop(runtime()?.spawn(dial.run()));
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

    /// What one handshake led to. Returns which others are to be started.
    fn finish(&self, since: Instant, result: Result<Connection, ConnectError>) -> Dials {
        let mut line = self.line();
        line.ended(since);
        match result {
            Ok(connection) => {
                self.living.add(connection.wire());
                line.last_error = None;
                line.hand_on(connection, self.room());
            }
            Err(error) => line.failed(&error),
        }
        line.dials_missing(0, self.clock.now())
    }

    /// Whether somebody waits for a connection to be made.
    pub(super) fn is_wanted(&self) -> bool {
        self.line().is_wanted()
    }

    /// A connection that has come free.
    pub(super) fn offer(&self, mut connection: Connection) {
        // The server may have closed it with its last answer, and who waits is served better by his handshake.
        if self.is_usable(&mut connection) {
            self.line().hand_on(connection, self.room());
        }
    }

    /// The places that this makes connections for.
    pub(super) fn serve(&self, places: WeakPool<Maker>) {
        let _ = self.places.set(places);
    }

    /// Gives connections that rest in their places to those who wait.
    ///
    /// One who found no connection joins the line a moment later, and one who finds nobody in the line gives his
    /// connection back a moment later. Between these moments they can miss each other; so both look again, here.
    pub(super) fn pass_on(&self) {
        while self.is_wanted() {
            let Some(places) = self.places.get().and_then(WeakPool::upgrade) else {
                return;
            };
            let mut found = false;
            let resting = places.retain(|_, _| std::mem::replace(&mut found, true)).removed.pop();
            match resting {
                Some(connection) => self.offer(connection),
                None => return,
            }
        }
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
        self.line().spares.len()
    }

    pub(super) fn last_error(&self) -> Option<ConnectError> {
        self.line().last_error.clone()
    }

    /// Where the connections lead.
    pub(super) fn address(&self) -> impl std::fmt::Display + '_ {
        self.connector.address()
    }

    /// Whether somebody waits for a handshake.
    pub(super) fn is_connecting(&self) -> bool {
        let line = self.line();
        line.is_wanted() || line.is_connecting()
    }

    /// Closes spares that have grown old, and makes new ones until there are as many connections as there should be.
    pub(super) fn look_after(self: &Arc<Self>, in_places: usize) {
        let mut line = self.line();
        line.spares.retain_mut(|spare| self.is_usable(spare));
        let open = in_places + line.spares.len();
        let dials = line.dials_missing(self.options.min_connections.saturating_sub(open), self.clock.now());
        drop(line);
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
        self.line().close(&closed());
        self.living.cut();
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const NEEDED: &str = "connections need a tokio runtime with I/O and time enabled (`enable_all()` on its builder)";

/// Where tasks, sockets and timers live. Asked for before tokio is, which panics without one.
pub(super) fn runtime() -> Result<tokio::runtime::Handle, ConnectError> {
    tokio::runtime::Handle::try_current().map_err(|error| ConnectError::new(NEEDED, error))
}

/// Whether the runtime, if there is one, has timers: tokio does not tell but by panicking.
#[expect(
    clippy::disallowed_methods,
    reason = "it is made to see that it can be, and never waited for"
)]
pub(super) fn has_timers() -> Result<(), ConnectError> {
    if runtime().is_err() {
        return Ok(());
    }
    std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO)))
        .map_err(|panic| ConnectError::new(NEEDED, said(&*panic)))
}

/// What a panic said: tokio's own is about a runtime without I/O or time.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a word").to_owned()
}

fn closed() -> ConnectError {
    ConnectError::without_source("the pool is closed")
}

/// A handshake under way. It ends in one way or another, also when its runtime ends in the middle of it.
struct Dial {
    dialer: Arc<Dialer>,
    since: Instant,
    ended: bool,
}

impl Dial {
    fn new(dialer: &Arc<Dialer>, since: Instant) -> Self {
        Self {
            dialer: Arc::clone(dialer),
            since,
            ended: false,
        }
    }

    async fn run(mut self) {
        // A resolver of the application may panic, which is no reason for those who wait to do so, too.
        let result = AssertUnwindSafe(self.dialer.handshake()).catch_unwind().await;
        let result =
            result.unwrap_or_else(|panic| Err(ConnectError::new("the code that connects has panicked", said(&*panic))));
        self.ended = true;
        let dials = self.dialer.finish(self.since, result);
        // This runs on a runtime; those who wait would hear of an error by their own limit.
        let _ = self.dialer.start(dials);
    }
}

impl Drop for Dial {
    fn drop(&mut self) {
        if !self.ended {
            let mut line = self.dialer.line();
            line.ended(self.since);
            line.broken_off();
        }
    }
}
