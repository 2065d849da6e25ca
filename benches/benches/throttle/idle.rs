//! What the layer costs while nothing is throttled.

use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use ddbx::middleware::TokioClock;
use ddbx::middleware::throttle::{ThrottleLayer, ThrottleOptions};
use ddbx::{Error, Operation, Request, Response};
use ddbx_benches::Result;
use ddbx_benches::race::{race, timed_in_bulk};
use ddbx_benches::verdict::{Goal, Table};
use tower::{Layer as _, Service};

/// Answers at once.
#[derive(Clone)]
struct Prompt(Response);

impl Service<Request> for Prompt {
    type Response = Response;
    type Error = Error;
    type Future = Ready<std::result::Result<Response, Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<std::result::Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        ready(Ok(self.0.clone()))
    }
}

pub(super) fn row(table: &mut Table) -> Result<()> {
    let layer = ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock));
    let mut bare = Prompt(Response::new(200, "{}"));
    let mut limited = layer.layer(bare.clone());
    let request = Request::new(Operation::GetItem, "{}").on("orders");
    let outcome = race(
        || timed_in_bulk(|| Ok(answered(&mut limited, request.clone()))),
        || timed_in_bulk(|| Ok(answered(&mut bare, request.clone()))),
    )?;
    let nanoseconds = [outcome.ours, outcome.peer].map(|time| time.as_secs_f64() * 1e9);
    let [with, without] = nanoseconds.map(|time| format!("{time:.0} ns"));
    let more = nanoseconds[0] - nanoseconds[1];
    let goal = Goal::AtMost { must: 100.0, aim: None };
    let cells = [with, format!("without it: {without}")];
    table.row(
        "one request, nothing throttled: CPU time of the layer",
        cells,
        more,
        format!("{more:.0} ns"),
        goal,
    );
    Ok(())
}

fn answered(service: &mut impl Service<Request>, request: Request) -> bool {
    let answer = pin!(service.call(request));
    answer.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}
