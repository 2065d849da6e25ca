//! Connections, and the attempts that arrive on them.

use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ddbx_core::Request;
use futures_util::future::{Either, select};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::commit::Committer;
use super::commits::Ledger;
use super::fate::Ending;
use super::ids::Ids;
use super::message::Wire;
use super::plan::{Attempt, Attempts, Plan};
use crate::embedded::Engine;

/// What all connections share.
pub(super) struct Shared {
    pub(super) plan: Plan,
    pub(super) ids: Ids,
    pub(super) ledger: Ledger,
    committer: Committer,
    pub(super) attempts: Attempts,
    pub(super) requests: AtomicU64,
    pub(super) connections: AtomicU64,
}

/// Serves connections until the server is dropped, and ends them with it.
pub(super) async fn accept(listener: TcpListener, shared: &Arc<Shared>, stopped: oneshot::Receiver<()>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let mut connections = JoinSet::new();
    let mut stopped = pin!(stopped);
    loop {
        let Either::Left((accepted, _)) = select(pin!(listener.accept()), &mut stopped).await else {
            return;
        };
        // A connection that is gone before it is accepted is nobody's loss.
        if let Ok((socket, _)) = accepted {
            shared.connections.fetch_add(1, Ordering::SeqCst);
            connections.spawn(Arc::clone(shared).serve(socket));
        }
        while connections.try_join_next().is_some() {}
    }
}

impl Shared {
    pub(super) fn new(engine: Engine, plan: Plan, ids: Ids) -> Arc<Self> {
        let ledger = Ledger::default();
        Arc::new(Self {
            plan,
            ids,
            committer: Committer::new(engine, ledger.clone()),
            ledger,
            attempts: Attempts::default(),
            requests: AtomicU64::new(0),
            connections: AtomicU64::new(0),
        })
    }

    async fn serve(self: Arc<Self>, socket: TcpStream) {
        let _ = socket.set_nodelay(true);
        let mut wire = Wire::new(socket);
        while let Some(request) = wire.request().await {
            let ending = self.attempt(&request).await;
            if !wire.end(ending).await {
                return;
            }
        }
    }

    /// One attempt: carried out or not, and entered; then its end is known.
    async fn attempt(&self, request: &Request) -> Ending {
        let arrived = self.requests.fetch_add(1, Ordering::SeqCst);
        let ids = self.ids.of(request);
        let number = self.attempts.count(&ids);
        let fate = self.plan.fate(
            &Attempt {
                request,
                ids: &ids,
                number,
            },
            arrived,
        );
        let answer = if fate.commits() {
            match self.committer.carry_out(request, ids).await {
                Ok(answer) => Some(answer),
                // The engine is gone, and nobody can be told what it did.
                Err(_) => return Ending::Closed,
            }
        } else {
            None
        };
        fate.ending(request, answer)
    }
}
