//! Failures on request: for tests of what an application does when DynamoDB or the network fails.
//!
//! A [`Chaos`] is a handle. The pool, or a stack of your own, has it as its innermost layer; the test says through it
//! what is to go wrong, and sees afterwards what did. What it forges has the bytes that DynamoDB would send, so that
//! everything above it is tested too: retries, limiters, errors and the code that meets them.
//!
//! ```
//! use ddbx_core::{Error, Operation, Request, Response};
//! use ddbx_middleware::chaos::{Chaos, Mishap};
//! use tower::{Service, ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let chaos = Chaos::new();
//! let mut service = ServiceBuilder::new()
//!     .layer(chaos.clone())
//!     .service(service_fn(|_: Request| async { Ok::<_, Error>(Response::new(200, "{}")) }));
//!
//! chaos.on(Operation::PutItem).next(1, Mishap::lost_answer());
//! let put = Request::new(Operation::PutItem, r#"{"TableName":"users","Item":{}}"#).on("users");
//! let error = service.ready().await?.call(put.clone()).await.unwrap_err();
//! assert!(error.is_unknown());
//! assert!(service.ready().await?.call(put).await.is_ok());
//!
//! assert_eq!(chaos.incidents()[0].mishap(), &Mishap::lost_answer());
//! # Ok(())
//! # }
//! ```
//!
//! `PoolOptions::chaos` of the crate `ddbx` has an example with a pool: a test of whether an application keeps what a
//! batch left undone.
//!
//! # For certain, or by chance
//!
//! [`next`](Target::next) makes a script: the next requests that fit meet these mishaps, in the order in which they were
//! told. [`sometimes`](Target::sometimes) leaves it to chance, by a seed: print [`Chaos::seed`] when a test fails, and
//! make the next run with [`Chaos::with_seed`]. What is told for certain comes before what chance brings.
//!
//! # Repeats
//!
//! It stands below the layer that repeats requests, so each attempt is one of the "next" ones. A read whose answer is
//! lost once succeeds all the same, at its second attempt; to see a caller fail, let it happen
//! [always](Target::always).

mod answer;
mod batch;
mod body;
mod incident;
mod layer;
mod mishap;
mod reads;
mod script;
mod service;
mod target;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ddbx_core::request::TableName;
use ddbx_core::{Operation, Request};

pub use answer::Answer;
pub use incident::Incident;
pub use layer::ChaosLayer;
use mishap::Kind;
pub use mishap::{Mishap, When};
use reads::Reads;
use script::Script;
pub use service::{ChaosFuture, ChaosService};
pub use target::Target;

/// What goes wrong, and what did: a handle. Clones are cheap and are one handle.
///
/// It is a tower layer itself; of a pool, `PoolOptions::chaos` puts it in its place. See the [module's page](self).
#[derive(Clone)]
pub struct Chaos {
    seed: u64,
    state: Arc<Mutex<State>>,
}

/// What clones share.
struct State {
    script: Script,
    reads: Reads,
    incidents: Vec<Incident>,
    requests: usize,
}

impl Chaos {
    /// No chaos yet, and a seed that nobody knows beforehand.
    #[must_use]
    pub fn new() -> Self {
        Self::with_seed(fastrand::u64(..))
    }

    /// No chaos yet, and chance as it was with this seed.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        Self {
            seed,
            state: Arc::new(Mutex::new(State {
                script: Script::new(seed),
                reads: Reads::default(),
                incidents: Vec::new(),
                requests: 0,
            })),
        }
    }

    /// What chance goes by.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The requests of this operation.
    pub fn on(&self, operation: Operation) -> Target {
        self.all().on(operation)
    }

    /// The requests that touch this table, under its physical name.
    pub fn on_table(&self, table: impl Into<TableName>) -> Target {
        self.all().on_table(table)
    }

    /// All that only reads.
    pub fn reads(&self) -> Target {
        self.all().reads()
    }

    /// All that writes, or may.
    pub fn writes(&self) -> Target {
        self.all().writes()
    }

    /// All requests.
    pub fn all(&self) -> Target {
        Target::new(self.clone())
    }

    /// The next `count` requests that the mishap fits meet it: see [`Target::next`].
    pub fn next(&self, count: usize, mishap: impl Into<Mishap>) {
        self.all().next(count, mishap);
    }

    /// All requests that the mishap fits meet it: see [`Target::always`].
    pub fn always(&self, mishap: impl Into<Mishap>) {
        self.all().always(mishap);
    }

    /// Each request that the mishap fits meets it with this probability: see [`Target::sometimes`].
    pub fn sometimes(&self, probability: f64, mishap: impl Into<Mishap>) {
        self.all().sometimes(probability, mishap);
    }

    /// Nothing more is to happen. What has is still known.
    pub fn clear(&self) {
        self.state().script.clear();
    }

    /// Mishaps that are to happen for certain, and have not yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.state().script.pending()
    }

    /// Requests that came, repeats included, whatever happened to them.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    /// What has happened, in its order.
    #[must_use]
    pub fn incidents(&self) -> Vec<Incident> {
        self.state().incidents.clone()
    }

    /// What happens to this request.
    fn draw(&self, request: &Request) -> Option<Mishap> {
        let mut state = self.state();
        let State {
            script,
            reads,
            incidents,
            requests,
        } = &mut *state;
        *requests += 1;
        let mishap = script.draw(request, |mishap| {
            mishap.0 != Kind::Stale || reads.stale(request).is_some()
        })?;
        if mishap.0 != Kind::Passed {
            incidents.push(Incident::new(*requests, request, mishap.clone()));
        }
        Some(mishap)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Chaos {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Chaos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Chaos")
            .field("seed", &self.seed)
            .field("pending", &state.script.pending())
            .field("requests", &state.requests)
            .field("incidents", &state.incidents.len())
            .finish_non_exhaustive()
    }
}
