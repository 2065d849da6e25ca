//! What goes over the wire, and whether it is what the limits ask for.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use ddbx::clock::Clock;
use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Operation, ReadInfo, Request, ScanPolicy};
use serde_json::Value as Json;

use crate::case::Limits;
use crate::modelled::NOW;

/// A request, and its answer if it had one.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) operation: Operation,
    pub(crate) request: Json,
    pub(crate) body: Vec<u8>,
    pub(crate) answer: Option<Json>,
}

/// Keeps what goes through it, at a time that does not pass.
#[derive(Clone)]
pub(crate) struct Recorder {
    server: Arc<dyn Executor>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Recorder {
    pub(crate) fn new(server: impl Executor + 'static) -> Self {
        Self {
            server: Arc::new(server),
            exchanges: Arc::default(),
        }
    }

    /// What went through since this was asked before.
    pub(crate) fn taken(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges.lock().unwrap())
    }
}

impl Executor for Recorder {
    fn execute(&self, request: Request) -> Execution {
        let (operation, body) = (request.operation, request.body.to_vec());
        let (execution, exchanges) = (self.server.execute(request), self.exchanges.clone());
        Box::pin(async move {
            let response = execution.await;
            let answer = response.as_ref().ok();
            exchanges.lock().unwrap().push(Exchange {
                operation,
                request: serde_json::from_slice(&body).unwrap(),
                body,
                answer: answer.map(|response| serde_json::from_slice(&response.body).unwrap()),
            });
            response
        })
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        self.server.table(schema)
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(NOW)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.server.clock()
    }

    fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
        self.server.scan_policy(schema)
    }
}

/// With a filter, no request is for fewer items unless a limit says so.
const LEAST_WITH_FILTER: u64 = 25;

/// No limit is greater.
const GREATEST: u64 = i32::MAX as u64;

/// What a query reads, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Partitions {
    pub(crate) count: usize,
    /// Whether each holds one item at most.
    pub(crate) have_one_item: bool,
}

/// Whether these requests are what a read with these limits sends, and no more; `shown` is how many items of an answer
/// are given to the caller.
///
/// # Errors
///
/// What is wrong.
pub(crate) fn check(
    exchanges: &[Exchange],
    limits: Limits,
    partitions: Partitions,
    shown: impl Fn(&Json) -> u64,
) -> Result<(), String> {
    let mut starts = Vec::new();
    let (mut returned, mut scanned, mut grown) = (0, 0, None);
    for (at, exchange) in exchanges.iter().enumerate() {
        if exchange.operation == Operation::GetItem {
            return one_item(exchanges);
        }
        let (request, answer) = (&exchange.request, exchange.answer.as_ref().ok_or("no answer")?);
        let partition = [":p0", ":p1"].map(|name| &request["ExpressionAttributeValues"][name]);
        let start = (partition, &request["ExclusiveStartKey"]);
        if starts.contains(&start) {
            return Err(format!("two requests start at {start:?}"));
        }
        starts.push(start);
        in_order(request)?;

        let limit = request["Limit"].as_u64();
        let remaining = limits.take.map(|take| (take as u64).saturating_sub(returned));
        let left = limits.max_scanned.map(|most| most.saturating_sub(scanned));
        let ceiling = [limits.page_size.map(u64::from), left].into_iter().flatten().min();
        let is_filtered = request["FilterExpression"].is_string();
        let is_right = match (remaining, limit) {
            (None, limit) => limit == ceiling,
            (Some(_), None) => false,
            (Some(remaining), Some(limit)) if !is_filtered => {
                limit == ceiling.map_or(remaining, |most| most.min(remaining))
            }
            (Some(remaining), Some(limit)) => {
                let least = remaining.max(LEAST_WITH_FILTER);
                let is_grown = limit == GREATEST || grown.is_none_or(|before| limit > before);
                ceiling == Some(limit) || (ceiling.is_none_or(|most| limit < most) && limit >= least && is_grown)
            }
        };
        if !is_right {
            return Err(format!(
                "request {at} has the limit {limit:?}: remaining {remaining:?}, at most {ceiling:?}, filtered {is_filtered}, \
                 more than {grown:?}"
            ));
        }
        let shown = shown(answer);
        grown = limit.filter(|_| remaining.is_some_and(|remaining| shown * 2 < remaining));
        returned += shown;
        scanned += answer["ScannedCount"].as_u64().ok_or("no count")?;

        let mut seen: Vec<[&Json; 2]> = starts.iter().map(|start| start.0).collect();
        seen.dedup();
        let has_one = partitions.have_one_item && answer["ScannedCount"].as_u64() > Some(0);
        let is_over = answer["LastEvaluatedKey"].is_null() || has_one;
        let is_done = limits.take.is_some_and(|take| returned >= take as u64)
            || limits.max_scanned.is_some_and(|most| scanned >= most)
            || limits.max_pages.is_some_and(|most| at as u64 + 1 >= most)
            || (is_over && seen.len() == partitions.count);
        if is_done != (at + 1 == exchanges.len()) {
            return Err(format!("request {at} of {} should end it: {is_done}", exchanges.len()));
        }
    }
    Ok(())
}

/// What is wrong, if it is not right.
pub(crate) fn ensure(is_right: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(what()) }
}

fn one_item(exchanges: &[Exchange]) -> Result<(), String> {
    let [exchange] = exchanges else {
        return Err("an item is read once".to_owned());
    };
    let members = exchange.request.as_object().ok_or("no object")?.keys();
    let known = [
        "ConsistentRead",
        "ExpressionAttributeNames",
        "Key",
        "ProjectionExpression",
        "ReturnConsumedCapacity",
        "TableName",
    ];
    let of_queries = members.filter(|name| !known.contains(&name.as_str()));
    match of_queries.collect::<Vec<_>>()[..] {
        [] => Ok(()),
        ref names => Err(format!("an item is not read with {names:?}")),
    }
}

/// DynamoDB refuses a `BETWEEN` whose ends are in the wrong order.
fn in_order(request: &Json) -> Result<(), String> {
    let values = &request["ExpressionAttributeValues"];
    let (from, to) = (&values[":s0"], &values[":t0"]);
    let is_right = match (
        from["S"].as_str(),
        to["S"].as_str(),
        from["N"].as_str(),
        to["N"].as_str(),
    ) {
        (Some(from), Some(to), ..) => from <= to,
        (_, _, Some(from), Some(to)) => from.parse::<i128>().unwrap() <= to.parse::<i128>().unwrap(),
        _ => true,
    };
    ensure(is_right, || format!("nothing lies between {from} and {to}"))
}

/// Whether a read says of itself what its pages say.
///
/// # Errors
///
/// What does not add up.
pub(crate) fn adds_up(info: &ReadInfo, exchanges: &[Exchange]) -> Result<(), String> {
    let sum = |name: &str| {
        let answers = exchanges.iter().filter_map(|exchange| exchange.answer.as_ref());
        answers.filter_map(|answer| answer[name].as_u64()).sum::<u64>()
    };
    let is_page = |exchange: &&Exchange| exchange.operation != Operation::BatchGetItem;
    let (pages, is_get) = (
        exchanges.iter().filter(is_page).count() as u64,
        exchanges.iter().any(|exchange| exchange.request["Key"].is_object()),
    );
    ensure(info.pages == pages && info.attempts >= exchanges.len() as u64, || {
        format!("{} pages of {pages}, {} attempts", info.pages, info.attempts)
    })?;
    ensure(is_get || info.scanned_count == sum("ScannedCount"), || {
        format!("{} scanned", info.scanned_count)
    })?;
    // A batch has a list of tables, of which it reads one. An engine may say nothing of it: ministack does not.
    let units = |exchange: &Exchange| {
        let consumed = &exchange.answer.as_ref()?["ConsumedCapacity"];
        match exchange.operation {
            Operation::BatchGetItem => Some(consumed[0]["CapacityUnits"].as_f64().unwrap_or(0.0)),
            _ => consumed["CapacityUnits"].as_f64(),
        }
    };
    let answered = exchanges.iter().filter(|exchange| exchange.answer.is_some());
    let units: Option<f64> = answered.map(units).sum();
    let told: f64 = info.consumed_capacity.iter().map(|capacity| capacity.total.units).sum();
    ensure(units.is_some_and(|units| (units - told).abs() < 0.01), || {
        format!("{told} units of {units:?}")
    })?;
    ensure(is_get || info.count <= sum("Count"), || {
        format!("{} counted", info.count)
    })
}
