//! A server of DynamoDB that fails as it is told to, and knows what it has done.
//!
//! Whether a client tells the truth about its writes shows only where answers get lost, and only against somebody who
//! knows the truth. A [`LedgerServer`] is the embedded engine behind HTTP on a port of this machine. Each write that a
//! test makes carries an id. What the engine carries out is entered in a [`Ledger`] *before* anything of an answer is
//! sent; then the answer is sent, cut off, replaced or withheld, as the test has decided. At the end the test tells what
//! its callers were told, and the ledger is the judge.
//!
//! ```
//! use ddbx::middleware::chaos::When;
//! use ddbx::testing::ledger::{Fate, LedgerServer, Told};
//! use ddbx::{Pool, ops};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The answer to one write in five gets lost, before or after it is carried out.
//! let server = LedgerServer::builder()
//!     .seed(7)
//!     .sometimes(0.1, Fate::closed(When::BeforeCommit))
//!     .sometimes(0.1, Fate::closed(When::AfterCommit))
//!     .start()?;
//! ops::CreateTable::new("counters").partition_key("id", ops::KeyType::S).send(&server.pool()).await?;
//!
//! let pool = Pool::connect(server.url()).await?;
//! let mut told = Vec::new();
//! for number in 0..100 {
//!     let id = format!("visit-{number}");
//!     let result = ops::UpdateItem::new("counters")
//!         .key("id", "visits")
//!         .update("ADD n :one SET latest = :op_id")
//!         .value(":one", 1)
//!         .value(":op_id", &id)
//!         .send(&pool)
//!         .await;
//!     told.push((id, Told::by(&result)));
//! }
//!
//! let tally = server.ledger().judge(told)?;
//! assert!(tally.done <= tally.applied && tally.applied <= tally.done + tally.unknown);
//! # Ok(())
//! # }
//! ```
//!
//! # What counts as carried out
//!
//! A write that the engine answered with success. One whose condition was false was not carried out. A transaction that
//! repeats the token of an earlier one is answered with success too, and not carried out again: whether the engine did
//! so is not believed but seen, from the items that it names, read before and after with nothing in between. (Of PartiQL
//! transactions, whose statements do not name their items, it is believed.)

mod commit;
mod commits;
mod fate;
mod ids;
mod judgement;
mod message;
mod options;
mod plan;
mod serving;
mod told;

#[cfg(test)]
mod tests;

use std::fmt;
use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;

use ddbx_core::{Clock, Error, Request};
use tokio::sync::oneshot;

pub use commits::{Commit, Ledger};
pub use fate::Fate;
use ids::Ids;
pub use judgement::{Tally, Violations};
pub use options::LedgerOptions;
use options::cannot_start;
pub use plan::Attempt;
use plan::Plan;
use serving::{Shared, accept};
pub use told::Told;

use crate::embedded::{Embedded, Engine};
use crate::pool::{Pool, PoolOptions};
use crate::transport::{self, Backend};

/// The embedded engine behind HTTP, with faults and a ledger. Runs, in a thread of its own, until it is dropped.
///
/// See the [module's page](self).
pub struct LedgerServer {
    address: SocketAddr,
    url: String,
    engine: Engine,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl LedgerServer {
    /// A server that does not fail.
    ///
    /// # Errors
    ///
    /// No port can be listened on.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// A server that fails as is said here.
    pub fn builder() -> LedgerOptions {
        LedgerOptions::default()
    }

    fn serve(listener: TcpListener, engine: Engine, plan: Plan, ids: Ids) -> Result<Self, Error> {
        let shared = Shared::new(engine.clone(), plan, ids);
        let failed = |error| cannot_start("the server cannot be started", error);
        let address = listener.local_addr().map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let accepting = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("ddbx-ledger".to_owned())
            .spawn(move || runtime.block_on(accept(listener, &accepting, stopped)))
            .map_err(failed)?;
        Ok(Self {
            address,
            url: format!("dynamodb+http://{address}"),
            engine,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// For [`Pool::connect`].
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// For other clients: `http://{address}` is their endpoint. Any credentials will do.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A pool straight on the engine, past all faults and the ledger: to create tables, and to see what is in them.
    #[must_use]
    pub fn pool(&self) -> Pool {
        PoolOptions::new().connect_with(Direct(Embedded::over(self.engine.clone())))
    }

    /// What was carried out.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.shared.ledger
    }

    /// How often the write with this id was sent.
    #[must_use]
    pub fn attempts(&self, id: &str) -> u32 {
        self.shared.attempts.of(id)
    }

    /// How many requests have arrived.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for LedgerServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for LedgerServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LedgerServer")
            .field("address", &self.address)
            .field("plan", &self.shared.plan)
            .field("ids", &self.shared.ids)
            .field("ledger", &self.shared.ledger)
            .field("requests", &self.requests())
            .finish_non_exhaustive()
    }
}

/// The engine as a pool has it, but left open when the pool is closed: the server goes on.
#[derive(Debug)]
struct Direct(Embedded);

impl Backend for Direct {
    fn send(&self, request: Request) -> transport::Attempt {
        self.0.send(request)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.0.clock()
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}
