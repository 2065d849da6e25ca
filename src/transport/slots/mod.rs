//! The connections to one endpoint: who gets one, who waits, and when they are made and closed.
//!
//! [deadpool] holds the places: each request in flight has one, whoever asked first gets the next, and the connection
//! used last is used next, so that the others grow old and are closed. What deadpool does not do is in [`dialer`]:
//! waiting for a connection and making one are two things there, so that a connection that comes free serves whoever
//! waits, and one that is made for somebody who has gone serves the next.

mod dialer;
mod drain;
mod ending;
mod keeper;
mod line;
mod loan;

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request};
use deadpool::managed::{self, Metrics, PoolError, QueueMode, RecycleError, RecycleResult, TimeoutType, Timeouts};

use super::connection::{ConnectError, Connection, Connector, Wire};
use crate::config::PoolSettings;
use dialer::Dialer;
pub(crate) use ending::Ending;
pub(crate) use loan::Loan;

/// How many connections there are, and for how long.
#[derive(Clone, Debug)]
pub(crate) struct SlotOptions {
    pub(crate) max_connections: usize,
    pub(crate) min_connections: usize,
    pub(crate) acquire_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_lifetime: Duration,
}

impl Default for SlotOptions {
    fn default() -> Self {
        // A function of Lambda serves one event at a time.
        let in_lambda = std::env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_some();
        Self {
            max_connections: if in_lambda { 16 } else { 128 },
            min_connections: 0,
            acquire_timeout: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(3),
            // DynamoDB closes idle connections after about a minute; some load balancers and NAT gateways sooner.
            idle_timeout: Duration::from_secs(20),
            max_lifetime: Duration::from_secs(5 * 60),
        }
    }
}

impl SlotOptions {
    /// What a URL says goes before.
    pub(crate) fn take(&mut self, settings: PoolSettings) {
        let take = |option: &mut Duration, setting: Option<Duration>| *option = setting.unwrap_or(*option);
        self.max_connections = settings.max_connections.unwrap_or(self.max_connections);
        self.min_connections = settings.min_connections.unwrap_or(self.min_connections);
        take(&mut self.acquire_timeout, settings.acquire_timeout);
        take(&mut self.connect_timeout, settings.connect_timeout);
        take(&mut self.idle_timeout, settings.idle_timeout);
        take(&mut self.max_lifetime, settings.max_lifetime);
    }

    /// How many connections whose caller has gone may finish their exchange in the background at a time: one for each
    /// place. Fewer, and a service with many requests in flight, half of which it cancels, would lose a connection with
    /// every third of them.
    fn drains(&self) -> usize {
        const LEAST: usize = 32;
        self.max_connections.max(LEAST)
    }

    /// Into what can be counted and added up: "no limit" is written in many ways.
    pub(crate) fn bound(&mut self) {
        const MOST: usize = 65_535;
        const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
        self.max_connections = self.max_connections.clamp(1, MOST);
        self.min_connections = self.min_connections.min(self.max_connections);
        for limit in [
            &mut self.acquire_timeout,
            &mut self.connect_timeout,
            &mut self.idle_timeout,
            &mut self.max_lifetime,
        ] {
            *limit = (*limit).min(CENTURY);
        }
    }
}

/// The connections to one endpoint.
#[derive(Debug)]
pub(crate) struct Slots {
    places: managed::Pool<Maker>,
    dialer: Arc<Dialer>,
    drains: Arc<tokio::sync::Semaphore>,
    ending: Arc<Ending>,
    options: SlotOptions,
    clock: Arc<dyn Clock>,
}

impl Slots {
    pub(crate) fn new(
        connector: Connector,
        options: SlotOptions,
        ending: Arc<Ending>,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, ConnectError> {
        dialer::has_timers()?;
        let dialer = Dialer::new(connector, options.clone(), Arc::clone(&ending), Arc::clone(&clock));
        let dialer = Arc::new(dialer);
        let places = managed::Pool::builder(Maker(Arc::clone(&dialer)))
            .max_size(options.max_connections.max(1))
            .queue_mode(QueueMode::Lifo)
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .unwrap_or_else(|_| unreachable!("a runtime is given, which is all that can be missing"));
        dialer.serve(places.weak());
        Ok(Arc::new(Self {
            places,
            dialer,
            drains: Arc::new(tokio::sync::Semaphore::new(
                options.drains().min(tokio::sync::Semaphore::MAX_PERMITS),
            )),
            ending,
            options,
            clock,
        }))
    }

    /// A connection for one attempt: one that rests, or a new one. Nothing has been sent when this fails.
    pub(crate) async fn lend(self: &Arc<Self>, request: &Request) -> Result<Loan, Error> {
        dialer::runtime().map_err(|error| self.refusal(PoolError::Backend(error), request))?;
        keeper::ensure(self);
        let timeouts = Timeouts {
            wait: Some(self.options.acquire_timeout),
            // Making a connection has a limit of its own, and looking at one takes no time.
            create: None,
            recycle: None,
        };
        match self.places.timeout_get(&timeouts).await {
            Ok(object) => Ok(Loan::new(object, Arc::clone(self))),
            Err(error) => Err(self.refusal(error, request)),
        }
    }

    /// Opens the connections that are always to be there, and at least one. The first error ends it.
    pub(crate) async fn warm(self: &Arc<Self>) -> Result<(), ConnectError> {
        keeper::ensure(self);
        self.dialer.warm(self.options.min_connections.max(1)).await
    }

    fn refusal(&self, error: PoolError<ConnectError>, request: &Request) -> Error {
        match error {
            PoolError::Timeout(TimeoutType::Wait) => {
                let message = format!(
                    "no connection came free within {:?}: all {} are in use (`max_connections`, `acquire_timeout`)",
                    self.options.acquire_timeout, self.options.max_connections
                );
                let error = Error::failed(ErrorKind::PoolTimeout, FailureClass::NotSent, request, message);
                match self.dialer.last_error() {
                    Some(last) => error.with_source(last),
                    None => error,
                }
            }
            // Those who waited for a connection to be made were told so, too.
            PoolError::Closed => closed(request),
            PoolError::Backend(_) if self.ending.has_begun() => closed(request),
            PoolError::Backend(error) => Error::failed(
                ErrorKind::Connection,
                FailureClass::NotSent,
                request,
                self.no_connection(),
            )
            .with_source(error),
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)
            | PoolError::NoRuntimeSpecified
            | PoolError::PostCreateHook(_) => unreachable!("`lend` sets no such limit and no hook"),
        }
    }

    /// What an error of connecting says.
    pub(crate) fn no_connection(&self) -> String {
        format!("no connection to {}", self.dialer.address())
    }

    pub(crate) fn is_connecting(&self) -> bool {
        self.dialer.is_connecting()
    }

    /// The error of a request whose deadline came before its connection.
    pub(crate) fn too_late(&self, request: &Request) -> Error {
        let (kind, message) = if self.dialer.is_connecting() {
            let message = format!(
                "the connection to {} was not made before the deadline",
                self.dialer.address()
            );
            (ErrorKind::Connection, message)
        } else {
            let message = "no connection came free before the deadline".to_owned();
            (ErrorKind::PoolTimeout, message)
        };
        let error = Error::failed(kind, FailureClass::NotSent, request, message);
        match self.dialer.last_error() {
            Some(last) => error.with_source(last),
            None => error,
        }
    }

    /// How many connections are open, and how many of them rest.
    pub(crate) fn count(&self) -> Count {
        let status = self.places.status();
        let spares = self.dialer.spares();
        Count {
            size: status.size + spares,
            idle: status.available.min(status.size) + spares,
        }
    }

    /// Takes back a connection after its exchange.
    fn give_back(&self, object: managed::Object<Maker>) {
        // Somebody waits for one to be made: this one is here already.
        if self.dialer.is_wanted() {
            self.dialer.offer(managed::Object::take(object));
        } else {
            drop(object);
            self.dialer.pass_on();
        }
    }

    /// Lets go of all connections: those at rest at once, those in use by ending what they are used for.
    pub(crate) fn close(&self) {
        self.ending.begin();
        self.places.close();
        self.dialer.close();
    }
}

impl Drop for Slots {
    fn drop(&mut self) {
        self.close();
    }
}

/// The pool was closed while the request waited for something.
pub(crate) fn closed(request: &Request) -> Error {
    let message = "the pool was closed before a connection came free";
    Error::failed(ErrorKind::Closed, FailureClass::NotSent, request, message)
}

/// Open connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) size: usize,
    pub(crate) idle: usize,
}

/// What deadpool asks for connections.
#[derive(Debug)]
pub(crate) struct Maker(Arc<Dialer>);

impl managed::Manager for Maker {
    type Type = Connection;
    type Error = ConnectError;

    async fn create(&self) -> Result<Connection, ConnectError> {
        self.0.connection().await
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<ConnectError> {
        if self.0.is_usable(connection) {
            Ok(())
        } else {
            Err(RecycleError::message("closed, too old, or idle for too long"))
        }
    }
}

/// The connections that exist, to be cut when the pool closes.
#[derive(Debug, Default)]
struct Living(Mutex<Vec<Weak<Wire>>>);

impl Living {
    fn add(&self, wire: &Arc<Wire>) {
        let mut wires = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        wires.retain(|wire| wire.strong_count() > 0);
        wires.push(Arc::downgrade(wire));
    }

    fn cut(&self) {
        let wires = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        wires.iter().filter_map(Weak::upgrade).for_each(|wire| wire.cut());
    }
}
