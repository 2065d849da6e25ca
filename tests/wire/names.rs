//! A resolver that does what a test tells it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::transport::{Resolve, Resolving};
use tokio::sync::Semaphore;

use crate::server::Server;

/// Looks names up as a test says, by the number of the look-up.
#[derive(Clone)]
pub(crate) struct Scripted {
    script: Arc<dyn Fn(usize) -> Resolving + Send + Sync>,
    asked: Arc<AtomicUsize>,
}

impl Scripted {
    pub(crate) fn new(script: impl Fn(usize) -> Resolving + Send + Sync + 'static) -> Self {
        Self {
            script: Arc::new(script),
            asked: Arc::default(),
        }
    }

    /// How many look-ups there were.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Resolve for Scripted {
    fn resolve(&self, _: &str) -> Resolving {
        (self.script)(self.asked.fetch_add(1, Ordering::SeqCst))
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scripted")
    }
}

pub(crate) fn here() -> Resolving {
    Box::pin(std::future::ready(Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)])))
}

pub(crate) fn never() -> Resolving {
    Box::pin(std::future::pending())
}

/// This machine, once there is a permit.
pub(crate) fn here_after(permits: &Arc<Semaphore>) -> Resolving {
    let permits = Arc::clone(permits);
    Box::pin(async move {
        permits.acquire().await.unwrap().forget();
        here().await
    })
}

pub(crate) fn named(server: &Server) -> String {
    format!("dynamodb+http://localhost:{}", server.port())
}
