use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use deadpool::managed::Object;
use http_body_util::Full;

use super::{Maker, Slots, drain};
use crate::transport::connection::{Broken, Connection, Exchange, RawAnswer, Stationery};

/// A connection that one attempt has.
///
/// Dropping it gives the connection back: as it is if nothing was begun on it, closed if the exchange broke, and
/// through the background if the caller has gone while the answer was on its way.
pub(crate) struct Loan {
    /// `None` only while dropping.
    object: Option<Object<Maker>>,
    exchange: Option<Exchange>,
    slots: Arc<Slots>,
}

impl Loan {
    pub(super) fn new(object: Object<Maker>, slots: Arc<Slots>) -> Self {
        Self {
            object: Some(object),
            exchange: None,
            slots,
        }
    }

    /// Whether the connection has rested before it was lent.
    pub(crate) fn has_rested(&self) -> bool {
        self.object.as_ref().is_some_and(|connection| connection.has_rested())
    }

    fn connection(&mut self) -> &mut Connection {
        match self.object.as_deref_mut() {
            Some(connection) => connection,
            None => unreachable!("a loan has its connection until it is dropped"),
        }
    }

    /// What a request's head is written with.
    pub(crate) fn stationery(&mut self) -> &mut Stationery {
        self.connection().stationery()
    }

    /// Sends the request and waits for its answer. An answer larger than `cap` is not read.
    pub(crate) async fn exchange(
        &mut self,
        request: http::Request<Full<Bytes>>,
        cap: usize,
    ) -> Result<RawAnswer, Broken> {
        let Some(connection) = self.object.as_deref_mut() else {
            unreachable!("a loan has its connection until it is dropped");
        };
        let exchange = self.exchange.insert(Exchange::begin(connection, request, cap));
        let answer = poll_fn(|context| exchange.poll(connection, context)).await;
        if answer.is_ok() {
            connection.rest(self.slots.clock.wall());
            self.exchange = None;
        }
        answer
    }

    /// The answer cannot be trusted: what follows on the connection cannot either.
    pub(crate) fn distrust(mut self) {
        if let Some(object) = self.object.take() {
            drop(Object::take(object));
        }
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(object) = self.object.take() else { return };
        match self.exchange.take() {
            None => self.slots.give_back(object),
            Some(exchange) => {
                // Its place is free at once, whatever becomes of the connection.
                let connection = Object::take(object);
                if !exchange.has_ended() && exchange.has_left(&connection) {
                    drain::begin(&self.slots, connection, exchange);
                }
            }
        }
    }
}

impl fmt::Debug for Loan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loan")
            .field("connection", &self.object.as_deref())
            .finish_non_exhaustive()
    }
}
