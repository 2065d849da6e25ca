use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ddbx::executor::Executor as _;
use ddbx::middleware::retry::RetryOptions;
use ddbx::transport::{Attempt, Backend};
use ddbx::{Error, Item, Operation, Outcome, Pool, PoolOptions, Request, Response, Safety, ops};

use super::answers::{ID, holds, said};

/// Bytes as the body of the answer to calls of a pool, raw and typed.
pub(crate) fn calls(body: &[u8]) {
    let body = Bytes::copy_from_slice(body);
    STAGE.with(|stage| stage.perform(&body));
}

thread_local! {
    static STAGE: Stage = Stage::new();
}

/// A pool whose every request has the answer that was set.
struct Stage {
    runtime: tokio::runtime::Runtime,
    pool: Pool,
    answer: Canned,
}

#[derive(Clone, Debug)]
struct Canned(Arc<Mutex<Response>>);

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = self.0.lock().unwrap().clone();
        Box::pin(std::future::ready(Ok(response)))
    }
}

impl Stage {
    fn new() -> Self {
        let answer = Canned(Arc::new(Mutex::new(Response::new(200, "{}"))));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let pool = {
            let _inside = runtime.enter();
            // One answer to each call: what is repeated would have the same.
            let options = PoolOptions::new().retry(RetryOptions::never()).without_throttle();
            options.connect_with(answer.clone())
        };
        Self { runtime, pool, answer }
    }

    fn perform(&self, body: &Bytes) {
        let is_object = matches!(body.trim_ascii(), [b'{', .., b'}']);
        for status in [200, 204, 400, 500] {
            *self.answer.0.lock().unwrap() = Response::new(status, body.clone()).with_request_id(ID);
            self.runtime.block_on(async {
                for safety in [Safety::Read, Safety::Unsafe] {
                    let request = Request::new(Operation::UpdateItem, "{}").with_safety(safety);
                    match self.pool.execute(request).await {
                        Ok(_) => assert!(status == 200 && is_object, "{status}"),
                        Err(error) => holds(&error, status, safety),
                    }
                }
                if status == 200 {
                    self.read().await;
                    self.write().await;
                }
            });
        }
    }

    /// Answers that are read into types.
    async fn read(&self) {
        fn read<T>(result: Result<T, Error>) {
            if let Err(error) = result {
                assert_eq!(error.outcome(), Outcome::NotApplied, "{error:?}");
                said(&error);
            }
        }
        let pool = &self.pool;
        read(ops::GetItem::new("users").key("id", "u1").send::<Item>(pool).await);
        read(
            ops::Query::new("users")
                .key_condition("id = :id")
                .value(":id", "u1")
                .send::<Item>(pool)
                .await,
        );
        read(ops::Scan::new("users").send::<Item>(pool).await);
        read(ops::DescribeTable::new("users").send(pool).await);
        read(ops::ListTables::new().send(pool).await);
    }

    /// Of a write that was answered with a success, nobody may hear that it was not applied.
    async fn write(&self) {
        fn written<T>(result: Result<T, Error>) {
            if let Err(error) = result {
                assert_ne!(error.outcome(), Outcome::NotApplied, "{error:?}");
                said(&error);
            }
        }
        let pool = &self.pool;
        let update = ops::UpdateItem::new("users").key("id", "u1").update("REMOVE a");
        written(update.return_values(ops::ReturnValues::AllNew).send(pool).await);
        written(
            ops::PutItem::new("users")
                .item(Item::new().with("id", "u1"))
                .send(pool)
                .await,
        );
        written(ops::DeleteItem::new("users").key("id", "u1").send(pool).await);
        written(
            ops::ExecuteStatement::new("DELETE FROM users WHERE id = 'u1'")
                .send::<Item>(pool)
                .await,
        );
    }
}
