//! A server that leaves keys over, as DynamoDB does where capacity is short.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use ddbx::clock::{Clock, Sleep};
use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Operation, Pool, Request, Response, ScanPolicy};
use serde_json::{Value as Json, json};

use crate::random::Random;

/// Gives back some keys of a batch, and now and then all of them: not twice in a row, for ten times are a failure.
pub(crate) struct Leaving {
    pool: Pool,
    /// With whether the last batch came back as a whole.
    random: Mutex<(Random, bool)>,
    clock: Arc<Hasty>,
}

impl Leaving {
    pub(crate) fn new(pool: &Pool, random: &Random) -> Self {
        Self {
            pool: pool.clone(),
            random: Mutex::new((random.clone(), false)),
            clock: Arc::new(Hasty(Mutex::new(pool.clock().now()))),
        }
    }

    /// Takes the keys out of a request that are given back.
    fn leave(&self, keys: &mut Json) -> Vec<Json> {
        let (random, came_back) = &mut *self.random.lock().unwrap();
        let chance = *random.pick(&[0, 0, 20, 60, 100]);
        let keys = keys.as_array_mut().unwrap();
        let mut left: Vec<Json> = keys.extract_if(.., |_| random.percent(chance)).collect();
        if *came_back && keys.is_empty() {
            keys.append(&mut left);
        }
        *came_back = keys.is_empty();
        left
    }
}

impl Executor for Leaving {
    fn execute(&self, mut request: Request) -> Execution {
        if request.operation != Operation::BatchGetItem {
            return self.pool.execute(request);
        }
        let mut body: Json = serde_json::from_slice(&request.body).unwrap();
        let (table, asked) = body["RequestItems"].as_object_mut().unwrap().iter_mut().next().unwrap();
        let (table, left) = (table.clone(), self.leave(&mut asked["Keys"]));
        let mut unprocessed = asked.clone();
        let is_nothing = asked["Keys"].as_array().is_some_and(Vec::is_empty);
        request.body = serde_json::to_vec(&body).unwrap().into();
        let answer = (!is_nothing).then(|| self.pool.execute(request));
        Box::pin(async move {
            let mut answer = match answer {
                Some(answer) => serde_json::from_slice(&answer.await?.body).unwrap(),
                None => json!({
                    "Responses": {},
                    "ConsumedCapacity": [{"TableName": table, "CapacityUnits": 0.0}],
                }),
            };
            answer["UnprocessedKeys"] = json!({});
            if !left.is_empty() {
                unprocessed["Keys"] = json!(left);
                answer["UnprocessedKeys"][&table] = unprocessed;
            }
            Ok(Response::new(200, answer.to_string()))
        })
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        self.pool.table(schema)
    }

    fn now(&self) -> SystemTime {
        self.pool.now()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
        self.pool.scan_policy(schema)
    }
}

/// Waits for nothing: what it is told to wait for has come.
#[derive(Debug)]
struct Hasty(Mutex<Instant>);

impl Clock for Hasty {
    fn now(&self) -> Instant {
        *self.0.lock().unwrap()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(crate::modelled::NOW)
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        let mut now = self.0.lock().unwrap();
        *now = deadline.max(*now);
        Box::pin(std::future::ready(()))
    }
}
