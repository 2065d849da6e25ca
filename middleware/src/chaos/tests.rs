mod batches;
mod chance;
mod forged;
mod lost;
mod stale;

use std::sync::{Arc, Mutex};

use ddbx_core::{Error, Operation, Request, Response, Safety};
use tower::util::BoxCloneService;
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::Chaos;

/// A chaos over an engine of one sentence, and what arrived there.
struct Place {
    chaos: Chaos,
    service: BoxCloneService<Request, Response, Error>,
    arrived: Arc<Mutex<Vec<Request>>>,
}

impl Place {
    fn new() -> Self {
        Self::answering(|_| "{}".to_owned())
    }

    /// `answer` makes the body of an answer.
    fn answering(answer: impl Fn(&Request) -> String + Clone + Send + 'static) -> Self {
        let chaos = Chaos::with_seed(7);
        let arrived = Arc::<Mutex<Vec<Request>>>::default();
        let log = Arc::clone(&arrived);
        let engine = service_fn(move |request: Request| {
            log.lock().unwrap().push(request.clone());
            let body = answer(&request);
            async move { Ok::<_, Error>(Response::new(200, body)) }
        });
        let service = BoxCloneService::new(chaos.layer(engine));
        Self {
            chaos,
            service,
            arrived,
        }
    }

    async fn send(&self, request: Request) -> Result<Response, Error> {
        self.service.clone().oneshot(request).await
    }

    /// How many requests the engine has had.
    fn commits(&self) -> usize {
        self.arrived.lock().unwrap().len()
    }
}

fn get() -> Request {
    Request::new(Operation::GetItem, r#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#).on("users")
}

fn add() -> Request {
    Request::new(
        Operation::UpdateItem,
        r#"{"TableName":"users","UpdateExpression":"ADD n :one"}"#,
    )
    .on("users")
    .with_safety(Safety::Unsafe)
}

fn text(response: &Response) -> &str {
    std::str::from_utf8(&response.body).unwrap()
}
