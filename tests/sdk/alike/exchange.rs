use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use ddbx::{Error, Operation, PoolOptions, Request, Response, Stack};
use tower::ServiceExt as _;
use tower::layer::layer_fn;
use tower::service_fn;

/// A request and its answer.
pub(super) struct Exchange {
    pub(super) operation: Operation,
    pub(super) body: bytes::Bytes,
    pub(super) answer: Answer,
}

#[derive(Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: bytes::Bytes,
}

type Exchanges = Arc<Mutex<Vec<Exchange>>>;

/// The client of a pool, with a layer that keeps what goes through.
pub(super) struct Recording {
    pub(super) client: Client,
    exchanges: Exchanges,
}

impl Recording {
    pub(super) async fn start(url: &str) -> Self {
        let exchanges = Exchanges::default();
        let kept = Arc::clone(&exchanges);
        let keep = layer_fn(move |stack: Stack| {
            let kept = Arc::clone(&kept);
            service_fn(move |request: Request| {
                let (stack, kept) = (stack.clone(), Arc::clone(&kept));
                async move {
                    let (operation, body) = (request.operation, request.body.clone());
                    let answer = stack.oneshot(request).await;
                    let came = answer.as_ref().map_or_else(of_error, Clone::clone);
                    let answered = Answer {
                        status: came.status,
                        body: came.body,
                    };
                    kept.lock().unwrap().push(Exchange {
                        operation,
                        body,
                        answer: answered,
                    });
                    answer
                }
            })
        });
        let pool = PoolOptions::new().layer(keep).connect(url).await.unwrap();
        Self {
            client: pool.sdk(),
            exchanges,
        }
    }

    pub(super) fn end(self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges.lock().unwrap())
    }
}

fn of_error(error: &Error) -> Response {
    error.response().unwrap_or_else(|| panic!("no answer: {error}")).clone()
}
