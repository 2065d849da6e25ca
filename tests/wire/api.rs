//! Every public future that sends something, and a server that answers all of them.

use std::future::Future;
use std::pin::Pin;

use ddbx::ops::{
    BatchExecuteStatement, BatchGetItem, BatchWriteItem, ConditionCheck, CreateTable, DeleteItem, DeleteTable,
    DescribeTable, DescribeTimeToLive, ExecuteStatement, ExecuteTransaction, GetItem, KeyType, ListTables, PutItem,
    Query, Scan, SearchVectors, Statement, TransactGetItems, TransactWriteItems, UpdateItem, UpdateTable,
    UpdateTimeToLive,
};
use ddbx::{Entity, Error, Item, Pool};
use futures_util::TryStreamExt as _;

use crate::server::{Peer, Received, answer};
use crate::{read, send};

#[derive(Entity, Clone, Debug)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    visits: u32,
}

fn ann() -> User {
    User {
        id: "u1".into(),
        visits: 1,
    }
}

fn item() -> Item {
    Item::new().with("id", "u1").with("visits", 1)
}

/// A future of the public API, by its name.
pub(crate) struct Api {
    pub(crate) name: &'static str,
    pub(crate) call: fn(Pool) -> Call,
}

pub(crate) type Call = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

macro_rules! apis {
    ($($(#[$attribute:meta])* $name:ident: |$pool:ident| $body:expr;)*) => {
        pub(crate) const ALL: &[Api] = &[
            $($(#[$attribute])* Api {
                name: stringify!($name),
                call: |$pool| Box::pin(async move { $body.await.map(drop) }),
            },)*
        ];
    };
}

#[cfg(feature = "aws-sdk-dynamodb-1")]
fn id() -> aws_sdk_dynamodb::types::AttributeValue {
    aws_sdk_dynamodb::types::AttributeValue::S("u1".into())
}

/// A call of the official client, its error by its name.
#[cfg(feature = "aws-sdk-dynamodb-1")]
async fn sdk<T, E: std::error::Error + Send + Sync + 'static>(
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, Error> {
    let foreign = |error| Error::new(ddbx::ErrorKind::Layer, "the official client").with_source(error);
    call.await.map_err(|error| {
        let ours = std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |error| {
            error.source()
        })
        .find_map(|error| error.downcast_ref::<Error>())
        .map(|error| (error.kind(), error.class()));
        match ours {
            Some((kind, Some(class))) => Error::failed(kind, class, &read(), "the official client").with_source(error),
            _ => foreign(error),
        }
    })
}

fn by_id() -> Query {
    Query::new("users").key_condition("id = :id").value(":id", "u1")
}

fn select() -> Statement {
    Statement::new("SELECT * FROM users WHERE id = ?").parameter("u1")
}

apis! {
    execute: |pool| send(&pool, read());
    get_item: |pool| GetItem::new("users").key("id", "u1").send::<Item>(&pool);
    put_item: |pool| PutItem::new("users").item(item()).send(&pool);
    put_item_as: |pool| PutItem::new("users").item(item()).send_as::<Item>(&pool);
    update_item: |pool| UpdateItem::new("users").key("id", "u1").update("SET a = :a").value(":a", 1).send(&pool);
    delete_item: |pool| DeleteItem::new("users").key("id", "u1").send(&pool);
    query_page: |pool| by_id().send::<Item>(&pool);
    query_all: |pool| by_id().fetch_all::<Item>(&pool);
    query_count: |pool| by_id().count(&pool);
    query_pages: |pool| by_id().pages::<Item>(&pool).try_collect::<Vec<_>>();
    query_stream: |pool| by_id().fetch::<Item>(&pool).try_collect::<Vec<_>>();
    scan_page: |pool| Scan::new("users").send::<Item>(&pool);
    scan_pages: |pool| Scan::new("users").all_pages().pages::<Item>(&pool).try_collect::<Vec<_>>();
    scan_stream: |pool| Scan::new("users").all_pages().fetch::<Item>(&pool).collect();
    scan_count: |pool| Scan::new("users").all_pages().count(&pool);
    batch_write: |pool| BatchWriteItem::new().put("users", item()).delete("users", ("id", "u2")).send(&pool);
    batch_get: |pool| BatchGetItem::new().key("users", ("id", "u1")).send::<Item>(&pool);
    transact_get: |pool| TransactGetItems::new().get(GetItem::new("users").key("id", "u1")).send::<Item>(&pool);
    transact_write: |pool| TransactWriteItems::new()
        .put(PutItem::new("users").item(item()))
        .check(ConditionCheck::new("users").key("id", "u2").condition("attribute_exists(id)"))
        .send(&pool);
    execute_statement: |pool| ExecuteStatement::new("SELECT * FROM users").send::<Item>(&pool);
    batch_execute: |pool| BatchExecuteStatement::new().statement(select()).send::<Item>(&pool);
    execute_transaction: |pool| ExecuteTransaction::new().statement(select()).send::<Item>(&pool);
    search_vectors: |pool| SearchVectors::new("users", "by_place").vector([1.0]).top_k(1).send::<Item>(&pool);
    create_table: |pool| CreateTable::new("users").partition_key("id", KeyType::S).send(&pool);
    update_table: |pool| UpdateTable::new("users").provisioned(1, 1).send(&pool);
    describe_table: |pool| DescribeTable::new("users").send(&pool);
    delete_table: |pool| DeleteTable::new("users").send(&pool);
    list_tables: |pool| ListTables::new().send(&pool);
    list_all_tables: |pool| ListTables::new().fetch_all(&pool);
    list_tables_stream: |pool| ListTables::new().fetch(&pool).try_collect::<Vec<_>>();
    describe_time_to_live: |pool| DescribeTimeToLive::new("users").send(&pool);
    update_time_to_live: |pool| UpdateTimeToLive::enable("users", "expires").send(&pool);
    create_tables: |pool| pool.create_tables::<(User,)>();
    entity_put: |pool| ddbx::put(ann()).if_not_exists().execute(&pool);
    entity_put_returning: |pool| ddbx::put(ann()).returning_old().execute(&pool);
    entity_get_one: |pool| ddbx::get::<User>("u1").fetch_one(&pool);
    entity_get_optional: |pool| ddbx::get::<User>("u1").fetch_optional(&pool);
    entity_update: |pool| ddbx::update::<User>("u1").add(|user| user.visits, 1).execute(&pool);
    entity_update_returning: |pool| ddbx::update::<User>("u1").add(|user| user.visits, 1).returning_new().execute(&pool);
    entity_delete: |pool| ddbx::delete::<User>("u1").must_exist().execute(&pool);
    entity_delete_returning: |pool| ddbx::delete::<User>("u1").returning_old().execute(&pool);
    entity_query_page: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_page(&pool);
    entity_query_all: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_all(&pool);
    entity_query_optional: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_optional(&pool);
    entity_query_count: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).count(&pool);
    entity_query_pages: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).pages(&pool).try_collect::<Vec<_>>();
    #[cfg(feature = "aws-sdk-dynamodb-1")]
    sdk_get_item: |pool| sdk(pool.sdk().get_item().table_name("users").key("id", id()).send());
    #[cfg(feature = "aws-sdk-dynamodb-1")]
    sdk_scan_pages: |pool| sdk(pool.sdk().scan().table_name("users").into_paginator().send().try_collect());
    entity_query_stream: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch(&pool).collect();
}

/// Answers everything above, lists in two pages, and each answer in two pieces.
pub(crate) async fn serve(mut peer: Peer) {
    while let Some(request) = peer.request().await {
        let answer = answer(200, body(&request));
        let (first, second) = answer.split_at(answer.len() - 1);
        if !peer.send(first).await {
            return;
        }
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        if !peer.send(second).await {
            return;
        }
    }
}

fn body(request: &Received) -> &'static str {
    const TABLE: &str = r#"{"TableDescription":{"TableName":"users","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}}"#;
    const DESCRIBED: &str = r#"{"Table":{"TableName":"users","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}}"#;
    let goes_on = [&b"ExclusiveStart"[..], b"NextToken"]
        .iter()
        .any(|member| request.body.windows(member.len()).any(|window| window == *member));
    let (_, operation) = request.headers["x-amz-target"].split_once('.').unwrap();
    match operation {
        "GetItem" => r#"{"Item":{"id":{"S":"u1"},"visits":{"N":"1"}}}"#,
        "PutItem" | "UpdateItem" | "DeleteItem" => r#"{"Attributes":{"id":{"S":"u1"},"visits":{"N":"1"}}}"#,
        "Query" | "Scan" if goes_on => r#"{"Items":[{"id":{"S":"u2"},"visits":{"N":"2"}}],"Count":1,"ScannedCount":1}"#,
        "Query" | "Scan" => {
            r#"{"Items":[{"id":{"S":"u1"},"visits":{"N":"1"}}],"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"u1"}}}"#
        }
        "ListTables" if goes_on => r#"{"TableNames":["users"]}"#,
        "ListTables" => r#"{"TableNames":["orders"],"LastEvaluatedTableName":"orders"}"#,
        "BatchWriteItem" => r#"{"UnprocessedItems":{}}"#,
        "BatchGetItem" => r#"{"Responses":{"users":[{"id":{"S":"u1"}}]},"UnprocessedKeys":{}}"#,
        "TransactGetItems" | "BatchExecuteStatement" | "ExecuteTransaction" => {
            r#"{"Responses":[{"Item":{"id":{"S":"u1"}}}]}"#
        }
        "ExecuteStatement" => r#"{"Items":[{"id":{"S":"u1"}}]}"#,
        "SearchVectors" => r#"{"SearchResults":[]}"#,
        "CreateTable" | "UpdateTable" | "DeleteTable" => TABLE,
        "DescribeTable" => DESCRIBED,
        "DescribeTimeToLive" => r#"{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}"#,
        "UpdateTimeToLive" => r#"{"TimeToLiveSpecification":{"AttributeName":"expires","Enabled":true}}"#,
        "TransactWriteItems" => "{}",
        other => unreachable!("{other} is not in the list above"),
    }
}
