//! What a throttle slows, by its reasons: check 10.

use std::future::Future;
use std::sync::{Arc, Mutex};

use ddbx_core::fault::ThrottlingReason;
use ddbx_core::{Error, Operation, Request, Response};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

use super::layer;
use crate::throttle::ThrottleLayer;

pub(super) const TABLE: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
const INDEX: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by_status";

fn get(table: &'static str) -> Request {
    Request::new(Operation::GetItem, r#"{"Key":{"id":{"S":"o1"}}}"#).on(table)
}

pub(super) fn update(table: &'static str) -> Request {
    Request::new(Operation::UpdateItem, r#"{"Key":{"id":{"S":"o1"}}}"#).on(table)
}

fn query_index() -> Request {
    let body = r#"{"IndexName":"by_status","KeyConditionExpression":"status = :s",
        "ExpressionAttributeValues":{":s":{"S":"open"}}}"#;
    Request::new(Operation::Query, body).on("orders")
}

pub(super) fn throttled(reasons: &[(&str, &str)]) -> String {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(reason, arn)| format!(r#"{{"reason":"{reason}","resource":"{arn}"}}"#))
        .collect();
    format!(
        r#"{{"__type":"x#ThrottlingException","message":"slow down","throttlingReasons":[{}]}}"#,
        reasons.join(",")
    )
}

/// The scopes that are slowed when these requests are answered so, one after the other.
async fn slowed(answers: &[(Request, String)]) -> Vec<String> {
    let layer = layer();
    answer_each(&layer, answers).await;
    scopes(&layer)
}

async fn answer_each(layer: &ThrottleLayer, answers: &[(Request, String)]) {
    for (request, body) in answers {
        let body = body.clone();
        let server = service_fn(move |request: Request| {
            let answer = Response::new(400, body.clone());
            async move { Err::<Response, _>(Error::from_response(&request, &answer)) }
        });
        let error = layer.layer(server).oneshot(request.clone()).await.unwrap_err();
        assert!(error.fault().is_some(), "{error}");
    }
}

fn scopes(layer: &ThrottleLayer) -> Vec<String> {
    let mut scopes: Vec<_> = layer
        .limiters()
        .iter()
        .map(|limiter| limiter.scope.to_string())
        .collect();
    scopes.sort();
    scopes
}

#[tokio::test(start_paused = true)]
async fn each_of_the_sixteen_reasons_slows_its_own_scope() {
    const KEY_OF_TABLE_READ: &str = "reads of one partition key of table `orders`";
    let expected: &[(&str, Option<&str>)] = &[
        ("IndexReadAccountLimitExceeded", Some("reads of all tables")),
        (
            "IndexReadKeyRangeThroughputExceeded",
            Some("reads of one partition key of index `by_status` of table `orders`"),
        ),
        (
            "IndexReadMaxOnDemandThroughputExceeded",
            Some("reads of index `by_status` of table `orders`"),
        ),
        (
            "IndexReadProvisionedThroughputExceeded",
            Some("reads of index `by_status` of table `orders`"),
        ),
        ("IndexWriteAccountLimitExceeded", Some("writes to all tables")),
        // Which key of the index a write goes to cannot be told.
        ("IndexWriteKeyRangeThroughputExceeded", None),
        (
            "IndexWriteMaxOnDemandThroughputExceeded",
            Some("writes to index `by_status` of table `orders`"),
        ),
        (
            "IndexWriteProvisionedThroughputExceeded",
            Some("writes to index `by_status` of table `orders`"),
        ),
        ("TableReadAccountLimitExceeded", Some("reads of all tables")),
        ("TableReadKeyRangeThroughputExceeded", Some(KEY_OF_TABLE_READ)),
        (
            "TableReadMaxOnDemandThroughputExceeded",
            Some("reads of table `orders`"),
        ),
        (
            "TableReadProvisionedThroughputExceeded",
            Some("reads of table `orders`"),
        ),
        ("TableWriteAccountLimitExceeded", Some("writes to all tables")),
        (
            "TableWriteKeyRangeThroughputExceeded",
            Some("writes to one partition key of table `orders`"),
        ),
        (
            "TableWriteMaxOnDemandThroughputExceeded",
            Some("writes to table `orders`"),
        ),
        (
            "TableWriteProvisionedThroughputExceeded",
            Some("writes to table `orders`"),
        ),
    ];
    assert_eq!(expected.len(), ThrottlingReason::ALL.len());
    for (reason, (name, scope)) in ThrottlingReason::ALL.iter().zip(expected) {
        assert_eq!(reason.name(), *name);
        let (of_index, of_read) = (name.starts_with("Index"), name.contains("Read"));
        let request = match (of_index, of_read) {
            (true, true) => query_index(),
            (false, true) => get("orders"),
            (_, false) => update("orders"),
        };
        let body = throttled(&[(name, if of_index { INDEX } else { TABLE })]);
        // The first turns the layer on, from the second on it keeps the request at hand.
        let found = slowed(&[(request.clone(), body.clone()), (request, body)]).await;
        assert_eq!(found, Vec::from_iter(scope.map(String::from)), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttle_without_a_known_reason_slows_the_requests_table_and_access() {
    let none = r#"{"__type":"x#ProvisionedThroughputExceededException"}"#.to_owned();
    let unknown = throttled(&[("SolarFlare", TABLE)]);
    let elsewhere = throttled(&[("SolarFlare", "")]);
    for body in [&none, &unknown, &elsewhere] {
        let writes = ["writes to table `orders`"];
        assert_eq!(slowed(&[(update("orders"), body.clone())]).await, writes, "{body}");
        let reads = ["reads of table `orders`"];
        assert_eq!(slowed(&[(get("orders"), body.clone())]).await, reads, "{body}");
    }
    // By HTTP status alone.
    let layer = layer();
    let server = service_fn(|request: Request| async move {
        let answer = Response::new(429, r#"{"__type":"x#Strange"}"#);
        Err::<Response, _>(Error::from_response(&request, &answer))
    });
    assert!(layer.layer(server).oneshot(get("orders")).await.is_err());
    assert_eq!(scopes(&layer), ["reads of table `orders`"]);
}

#[tokio::test(start_paused = true)]
async fn each_table_of_a_request_is_slowed_for_its_own_reason() {
    let tables = || Request::new(Operation::BatchGetItem, "{}").on_tables(["orders", "users", "towns"]);
    let some = throttled(&[
        ("TableReadProvisionedThroughputExceeded", TABLE),
        (
            "TableReadProvisionedThroughputExceeded",
            "arn:aws:dynamodb:eu-west-1:123456789012:table/towns",
        ),
    ]);
    let both = ["reads of table `orders`", "reads of table `towns`"];
    assert_eq!(slowed(&[(tables(), some)]).await, both);
    // Who does not say which means all of them, as soon as the request is at hand.
    let none = r#"{"__type":"x#ProvisionedThroughputExceededException"}"#.to_owned();
    let all = [
        "reads of table `orders`",
        "reads of table `towns`",
        "reads of table `users`",
    ];
    assert_eq!(slowed(&[(tables(), none.clone()), (tables(), none)]).await, all);
}

#[tokio::test(start_paused = true)]
async fn throttled_actions_of_a_transaction_slow_their_tables() {
    let body = r#"{"TransactItems":[
        {"Put":{"Item":{},"TableName":"users"}},
        {"Update":{"TableName":"orders","Key":{}}},
        {"Delete":{"TableName":"towns","Key":{}}}]}"#;
    let write = || Request::new(Operation::TransactWriteItems, body).on_tables(["users", "orders", "towns"]);
    for (first, second, third) in [
        ("None", "ThrottlingError", "None"),
        ("TransactionConflict", "ProvisionedThroughputExceeded", "None"),
        // The transaction will not be repeated, but the table is short all the same.
        ("ConditionalCheckFailed", "ThrottlingError", "None"),
    ] {
        let answer = format!(
            r#"{{"__type":"x#TransactionCanceledException","CancellationReasons":
                [{{"Code":"{first}"}},{{"Code":"{second}"}},{{"Code":"{third}"}}]}}"#
        );
        let found = slowed(&[(write(), answer.clone()), (write(), answer)]).await;
        assert_eq!(found, ["writes to table `orders`"], "{first}, {second}");
    }
    let conflict =
        r#"{"__type":"x#TransactionCanceledException","CancellationReasons":[{"Code":"TransactionConflict"}]}"#;
    let found = slowed(&[(write(), conflict.to_owned()), (write(), conflict.to_owned())]).await;
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test(start_paused = true)]
async fn limits_on_the_administration_of_tables_slow_no_items() {
    let limit = r#"{"__type":"x#LimitExceededException","message":"too many at once"}"#.to_owned();
    let create = Request::new(Operation::CreateTable, "{}").on("orders");
    assert!(
        slowed(&[(create.clone(), limit.clone()), (create, limit)])
            .await
            .is_empty()
    );
}

#[tokio::test(start_paused = true)]
async fn a_table_is_slowed_by_the_name_that_requests_have_for_it() {
    let body = throttled(&[("TableReadProvisionedThroughputExceeded", TABLE)]);
    let by_arn = || get(TABLE);
    let of_arn = format!("reads of table `{TABLE}`");
    assert_eq!(slowed(&[(by_arn(), body.clone())]).await, [of_arn]);
    assert_eq!(slowed(&[(get("orders"), body)]).await, ["reads of table `orders`"]);
}

/// Whether a request has to pass one of the limiters.
async fn is_limited(layer: &ThrottleLayer, request: Request) -> bool {
    // Without a token: a limiter that has just begun has none, and whoever has to pass it waits.
    let sent = Arc::new(Mutex::new(false));
    let seen = Arc::clone(&sent);
    let server = service_fn(move |_| {
        *seen.lock().unwrap() = true;
        std::future::pending::<Result<Response, Error>>()
    });
    let mut service = layer.layer(server);
    let mut attempt = Box::pin(service.ready().await.unwrap().call(request));
    std::future::poll_fn(|context| {
        assert!(attempt.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    let was_sent = *sent.lock().unwrap();
    !was_sent
}

/// Throttles until the limiters no longer look on.
async fn limited_by(request: Request, body: String) -> ThrottleLayer {
    let layer = layer();
    answer_each(&layer, &vec![(request, body); 6]).await;
    layer
}

#[tokio::test(start_paused = true)]
async fn writes_pass_the_table_and_all_its_indexes_reads_one_of_them() {
    let scan = |body: &'static str| Request::new(Operation::Scan, body).on("orders");
    let write = throttled(&[("IndexWriteProvisionedThroughputExceeded", INDEX)]);
    let layer = limited_by(update("orders"), write).await;
    assert!(is_limited(&layer, super::put(0)).await);
    assert!(!is_limited(&layer, get("orders")).await);
    assert!(!is_limited(&layer, update("users")).await);

    let layer = limited_by(
        query_index(),
        throttled(&[("IndexReadProvisionedThroughputExceeded", INDEX)]),
    )
    .await;
    assert!(is_limited(&layer, query_index()).await);
    assert!(is_limited(&layer, scan(r#"{"IndexName":"by_status"}"#)).await);
    assert!(!is_limited(&layer, scan(r#"{"IndexName":"by_date"}"#)).await);
    assert!(!is_limited(&layer, scan("{}")).await);
    assert!(!is_limited(&layer, update("orders")).await);

    let layer = limited_by(
        get("orders"),
        throttled(&[("TableReadProvisionedThroughputExceeded", TABLE)]),
    )
    .await;
    assert!(is_limited(&layer, get("orders")).await);
    assert!(
        is_limited(
            &layer,
            Request::new(Operation::BatchGetItem, "{}").on_tables(["users", "orders"])
        )
        .await
    );
    assert!(!is_limited(&layer, query_index()).await);
    assert!(!is_limited(&layer, update("orders")).await);
    assert!(!is_limited(&layer, Request::new(Operation::DescribeTable, "{}").on("orders")).await);
}

#[tokio::test(start_paused = true)]
async fn a_read_of_a_local_index_is_one_of_its_table() {
    // A local index has no capacity of its own: it is the table that is throttled.
    let body = throttled(&[("TableReadProvisionedThroughputExceeded", TABLE)]);
    let layer = limited_by(query_index(), body).await;
    assert_eq!(scopes(&layer), ["reads of table `orders`"]);
    assert!(is_limited(&layer, query_index()).await);
    assert!(is_limited(&layer, get("orders")).await);
    let other = Request::new(Operation::Scan, r#"{"IndexName":"by_date"}"#).on("orders");
    assert!(!is_limited(&layer, other).await);

    // And so has it the table's keys.
    let body = throttled(&[("TableReadKeyRangeThroughputExceeded", TABLE)]);
    let layer = limited_by(query_index(), body).await;
    assert_eq!(scopes(&layer), ["reads of one partition key of table `orders`"]);
    assert!(is_limited(&layer, query_index()).await);
    assert!(!is_limited(&layer, get("orders")).await);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_account_slows_every_table() {
    let body = throttled(&[("TableWriteAccountLimitExceeded", TABLE)]);
    let layer = limited_by(update("orders"), body).await;
    assert!(is_limited(&layer, update("users")).await);
    assert!(!is_limited(&layer, get("users")).await);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_key_slows_requests_for_that_key() {
    let of = |key: &str| format!(r#"{{"TableName":"orders","Key":{{"id":{{"S":"{key}"}}}}}}"#);
    let body = throttled(&[("TableReadKeyRangeThroughputExceeded", TABLE)]);
    let layer = limited_by(Request::new(Operation::GetItem, of("hot")).on("orders"), body).await;
    assert!(is_limited(&layer, Request::new(Operation::GetItem, of("hot")).on("orders")).await);
    assert!(!is_limited(&layer, Request::new(Operation::GetItem, of("cold")).on("orders")).await);
    assert!(!is_limited(&layer, Request::new(Operation::GetItem, of("hot")).on("users")).await);
    assert!(!is_limited(&layer, Request::new(Operation::UpdateItem, of("hot")).on("orders")).await);
    assert!(!is_limited(&layer, Request::new(Operation::Scan, "{}").on("orders")).await);
    let query = r##"{"KeyConditionExpression":"#k = :k","ExpressionAttributeNames":{"#k":"id"},
        "ExpressionAttributeValues":{":k":{"S":"hot"}}}"##;
    assert!(is_limited(&layer, Request::new(Operation::Query, query).on("orders")).await);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_key_that_cannot_be_told_slows_nothing() {
    let body = throttled(&[("TableWriteKeyRangeThroughputExceeded", TABLE)]);
    let put = || Request::new(Operation::PutItem, r#"{"Item":{"id":{"S":"hot"},"n":{"N":"1"}}}"#).on("orders");
    assert!(scopes(&limited_by(put(), body.clone()).await).is_empty());
    // Unless the caller said which attribute is the key.
    let layer = limited_by(put().with_partition("id"), body).await;
    assert_eq!(scopes(&layer), ["writes to one partition key of table `orders`"]);
    assert!(is_limited(&layer, put().with_partition("id")).await);
    assert!(!is_limited(&layer, put()).await);
}

trait OnTables {
    fn on_tables<const N: usize>(self, tables: [&'static str; N]) -> Self;
}

impl OnTables for Request {
    fn on_tables<const N: usize>(mut self, tables: [&'static str; N]) -> Self {
        self.tables = tables.into_iter().map(ddbx_core::request::TableName::from).collect();
        self
    }
}
