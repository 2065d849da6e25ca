use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use ddbx_core::{Error, ErrorKind, Request};

use super::LedgerServer;
use super::fate::Fate;
use super::ids::Ids;
use super::plan::{Attempt, Plan};
use crate::embedded::Engine;

/// How a [`LedgerServer`] fails. Without a word about it, it does not.
///
/// ```
/// use ddbx::middleware::chaos::When;
/// use ddbx::testing::ledger::{Fate, LedgerServer};
///
/// let server = LedgerServer::builder()
///     .seed(7)
///     .sometimes(0.1, Fate::closed(When::AfterCommit))
///     .sometimes(0.1, Fate::internal_error(When::BeforeCommit))
///     .start()?;
/// # Ok::<(), ddbx::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "options do nothing until the server starts: `.start()`"]
pub struct LedgerOptions {
    plan: Plan,
    ids: Ids,
    port: u16,
    file: Option<PathBuf>,
}

impl Default for LedgerOptions {
    fn default() -> Self {
        Self {
            plan: Plan::default(),
            ids: Ids::Named("op_id".to_owned()),
            port: 0,
            file: None,
        }
    }
}

impl LedgerOptions {
    /// What chance goes by. Default: 0.
    ///
    /// The same attempt at the same write meets the same end, whatever arrives before it.
    pub fn seed(mut self, seed: u64) -> Self {
        self.plan.seed = seed;
        self
    }

    /// Each attempt at a write with an id ends so with this probability, between 0 and 1. Those of several ends add up.
    pub fn sometimes(mut self, probability: f64, fate: impl Into<Fate>) -> Self {
        self.plan.chances.push((probability, fate.into()));
        self
    }

    /// Leaves to chance no attempt at a write but the first.
    pub fn first_attempts_only(mut self) -> Self {
        self.plan.first_only = true;
        self
    }

    /// Leaves reads, and what else has no id, to the same chance as writes.
    pub fn reads_too(mut self) -> Self {
        self.plan.reads_too = true;
        self
    }

    /// The first attempts at each write with an id end so, in this order: "lost after the commit, then throttled, then
    /// refused". Chance has what comes after.
    pub fn each(mut self, fates: impl IntoIterator<Item: Into<Fate>>) -> Self {
        self.plan.each = fates.into_iter().map(Into::into).collect();
        self
    }

    /// Decides about every attempt, whatever else was said.
    pub fn decide(mut self, decide: impl Fn(&Attempt<'_>) -> Fate + Send + Sync + 'static) -> Self {
        self.plan.decide = Some(Arc::new(decide));
        self
    }

    /// What the id of a write is called: the attribute of the item that is put, or with a colon the value of the
    /// expression. Default: `op_id`.
    ///
    /// It is looked for in the whole body, so that batches and transactions have several. A string, a number, or the
    /// elements of a set of these are ids. Where there are none, the `ClientRequestToken` is the id.
    pub fn ids_named(mut self, name: impl Into<String>) -> Self {
        self.ids = Ids::Named(name.into());
        self
    }

    /// Finds the ids of the writes in a request. It is not asked about reads.
    pub fn ids_by(mut self, find: impl Fn(&Request) -> Vec<String> + Send + Sync + 'static) -> Self {
        self.ids = Ids::Given(Arc::new(find));
        self
    }

    /// Listens on this port of 127.0.0.1. Default: one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Keeps the tables in this file, as `dynamodb:FILE` does. Default: in memory. The ledger itself is always in
    /// memory.
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Starts the server, in a thread of its own.
    ///
    /// # Errors
    ///
    /// A port that is taken, a file that cannot be opened.
    pub fn start(self) -> Result<LedgerServer, Error> {
        let engine = match &self.file {
            None => Engine::memory(),
            Some(file) => Engine::file(file),
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .map_err(|error| cannot_start("the server's port cannot be listened on", error))?;
        LedgerServer::serve(listener, engine?, self.plan, self.ids)
    }
}

pub(super) fn cannot_start(what: &'static str, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Configuration, what).with_source(error)
}
