use ddbx_core::request::Tables;
use ddbx_core::{Operation, Request};

use super::mishap::Mishap;

/// A mishap that happened, and the request that it happened to.
#[derive(Clone, Debug)]
pub struct Incident {
    request: Request,
    number: usize,
    mishap: Mishap,
}

impl Incident {
    pub(super) fn new(number: usize, request: &Request, mishap: Mishap) -> Self {
        Self {
            request: request.without_body(),
            number,
            mishap,
        }
    }

    /// Which request it was, of all that came, counted from 1.
    #[must_use]
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The request's operation.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        self.request.operation
    }

    /// The request's tables.
    #[must_use]
    pub const fn tables(&self) -> &Tables {
        &self.request.tables
    }

    /// What happened.
    pub const fn mishap(&self) -> &Mishap {
        &self.mishap
    }
}
