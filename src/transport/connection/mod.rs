//! One HTTP/1.1 connection: how it is made, what is exchanged over it, and when it is no longer good.
//!
//! There is no task behind a connection. hyper's half that reads and writes is polled by whoever uses the connection, in
//! the same task that waits for the answer: nothing is handed from task to task, an idle connection costs nothing, and
//! when a future is dropped its connection is at hand, to be drained or closed.

mod connector;
mod exchange;
mod resolver;
mod stream;
mod tls;
mod wire;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

pub(crate) use connector::{ConnectError, Connector, Proxy};
pub(crate) use exchange::{Broken, Exchange, RawAnswer};
pub(crate) use resolver::Names;
pub use resolver::{Resolve, Resolving};
use stream::Stream;
pub(crate) use tls::{Roots, Trust};
pub(crate) use wire::Wire;

/// A connection that a request can be sent on, one at a time.
pub(crate) struct Connection {
    sender: http1::SendRequest<Full<Bytes>>,
    /// hyper's half. `None` once it has ended: dropped, so that it hands back what it has not begun.
    driver: Option<http1::Connection<TokioIo<Stream>, Full<Bytes>>>,
    wire: Arc<Wire>,
    /// When it is too old, by the monotonic clock.
    expires: Instant,
    /// When it was last used, by the time of day: monotonic clocks stand still in a suspended machine.
    idle_since: SystemTime,
    /// Whether it has rested, after an exchange or before the first: then the server may have closed it meanwhile.
    rested: bool,
    stationery: Stationery,
}

/// What a request's head is written with: memory of the last one, to be used again.
#[derive(Debug, Default)]
pub(crate) struct Stationery {
    /// The values of headers that differ from request to request.
    pub(crate) values: BytesMut,
    pub(crate) headers: HeaderMap,
}

impl Connection {
    fn new(
        sender: http1::SendRequest<Full<Bytes>>,
        driver: http1::Connection<TokioIo<Stream>, Full<Bytes>>,
        wire: Arc<Wire>,
        Birth { expires, wall }: Birth,
    ) -> Self {
        Self {
            sender,
            driver: Some(driver),
            wire,
            expires,
            idle_since: wall,
            rested: false,
            stationery: Stationery::default(),
        }
    }

    pub(crate) fn stationery(&mut self) -> &mut Stationery {
        &mut self.stationery
    }

    /// Whether another request may be sent on it: it is open, nothing unasked-for was read, and it is neither too old
    /// nor idle for too long.
    ///
    /// Both directions of the wall clock count: one that was set back says as little about a socket as one that jumped.
    pub(crate) fn is_usable(&mut self, now: Instant, wall: SystemTime, idle_timeout: Duration) -> bool {
        self.is_fresh(now, wall, idle_timeout) && self.is_open()
    }

    /// Whether it is neither too old nor idle for too long.
    pub(crate) fn is_fresh(&self, now: Instant, wall: SystemTime, idle_timeout: Duration) -> bool {
        let idle = match wall.duration_since(self.idle_since) {
            Ok(idle) => idle,
            Err(set_back) => set_back.duration(),
        };
        self.driver.is_some() && now < self.expires && idle < idle_timeout
    }

    /// Looks for what the server has done meanwhile: closed its end, or sent what nobody asked for.
    fn is_open(&mut self) -> bool {
        // Nobody waits here; whoever sends the next request brings a waker.
        let mut context = Context::from_waker(Waker::noop());
        self.drive(&mut context);
        self.driver.is_some() && self.sender.is_ready()
    }

    /// Lets hyper read and write what it can.
    fn drive(&mut self, context: &mut Context<'_>) -> Option<hyper::Error> {
        let driver = self.driver.as_mut()?;
        match Pin::new(driver).poll(context) {
            std::task::Poll::Pending => None,
            std::task::Poll::Ready(end) => {
                self.driver = None;
                end.err()
            }
        }
    }

    /// The exchange on it has ended well.
    pub(crate) fn rest(&mut self, wall: SystemTime) {
        self.rested = true;
        self.idle_since = wall;
    }

    /// Whether it has rested: then the server may have closed it without our knowing yet.
    pub(crate) fn has_rested(&self) -> bool {
        self.rested
    }

    /// It was made for nobody, or for somebody who has gone.
    pub(crate) fn was_spare(&mut self) {
        self.rested = true;
    }

    pub(crate) fn wire(&self) -> &Arc<Wire> {
        &self.wire
    }
}

/// What a new connection is given of the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Birth {
    /// When it is too old.
    pub(crate) expires: Instant,
    /// The time of day.
    pub(crate) wall: SystemTime,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("rested", &self.rested)
            .field("ended", &self.driver.is_none())
            .finish_non_exhaustive()
    }
}
