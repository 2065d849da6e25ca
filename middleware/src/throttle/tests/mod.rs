mod apart;
mod bounds;
mod load;
mod naive;
mod scopes;
mod server;
mod shedding;
mod subject;
mod tracking;
mod waiting;

use std::sync::Arc;

use ddbx_core::{Operation, Request};

use super::{ThrottleLayer, ThrottleOptions};
use crate::TokioClock;

fn layer() -> ThrottleLayer {
    ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock))
}

/// A write whose body tells no key.
fn put(_: usize) -> Request {
    Request::new(Operation::PutItem, "{}").on("orders")
}
