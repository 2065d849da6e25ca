use std::sync::Arc;

use ddbx_core::Clock;

use crate::transport::{Backend, Count, Network};

/// What a pool's stack stands on.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The embedded engine, or a backend of the application's own.
    Backend(Arc<dyn Backend>),
    /// An endpoint.
    Network(Arc<Network>),
}

impl Source {
    /// The clock that time limits go by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        match self {
            Self::Backend(backend) => backend.clock(),
            Self::Network(network) => Arc::clone(network.clock()),
        }
    }

    /// The open connections; a backend has none.
    pub(super) fn connections(&self) -> Count {
        match self {
            Self::Backend(_) => Count::default(),
            Self::Network(network) => network.count(),
        }
    }

    /// Lets go of everything.
    pub(super) async fn close(&self) {
        match self {
            Self::Backend(backend) => backend.close().await,
            Self::Network(network) => network.close(),
        }
    }
}
