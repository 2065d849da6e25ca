//! What is refused before it is sent: the operation, what was given, the limit and the way out.

use ddbx::ops::{
    BatchExecuteStatement, BatchGetItem, BatchWriteItem, ExecuteTransaction, GetItem, PutItem, Statement,
    TransactGetItems, TransactWriteItems,
};
use ddbx::{Error, Request};

use crate::user;

fn refused(result: Result<Request, Error>) -> String {
    let error = result.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(error.attempts(), 0);
    error.to_string()
}

fn batch_get(keys: u32) -> BatchGetItem {
    BatchGetItem::new().keys("users", (0..keys).map(|id| ("id", id)))
}

fn batch_write(items: u32) -> BatchWriteItem {
    (0..items).fold(BatchWriteItem::new(), |batch, id| {
        batch.put("users", user(&id.to_string()))
    })
}

fn transact_write(parts: u32) -> TransactWriteItems {
    (0..parts).fold(TransactWriteItems::new(), |all, id| {
        all.put(PutItem::new("users").item(user(&id.to_string())))
    })
}

fn transact_get(parts: u32) -> TransactGetItems {
    (0..parts).fold(TransactGetItems::new(), |all, id| {
        all.get(GetItem::new("users").key("id", id))
    })
}

fn statements(count: u32) -> BatchExecuteStatement {
    (0..count).fold(BatchExecuteStatement::new(), |batch, _| {
        batch.statement(Statement::new("SELECT * FROM users"))
    })
}

fn transaction(count: u32) -> ExecuteTransaction {
    (0..count).fold(ExecuteTransaction::new(), |all, _| {
        all.statement(Statement::new("SELECT * FROM users"))
    })
}

#[test]
fn the_largest_count_is_taken() {
    assert!(batch_get(100).into_request().is_ok());
    assert!(batch_write(25).into_request().is_ok());
    assert!(transact_write(100).into_request().is_ok());
    assert!(transact_get(100).into_request().is_ok());
    assert!(statements(25).into_request().is_ok());
    assert!(transaction(100).into_request().is_ok());
}

#[test]
fn one_more_is_refused() {
    assert_eq!(
        refused(batch_get(101).into_request()),
        "BatchGetItem: 101 keys were given, DynamoDB takes at most 100; send the keys in chunks of 100"
    );
    assert_eq!(
        refused(batch_write(26).into_request()),
        "BatchWriteItem: 26 items were given, DynamoDB takes at most 25; send the items in chunks of 25"
    );
    let split =
        "101 parts were given, DynamoDB takes at most 100; split it, where the halves need not be atomic together";
    assert_eq!(
        refused(transact_write(101).into_request()),
        format!("TransactWriteItems: {split}")
    );
    assert_eq!(
        refused(transact_get(101).into_request()),
        format!("TransactGetItems: {split}")
    );
    assert_eq!(
        refused(transaction(101).into_request()),
        format!("ExecuteTransaction: {split}")
    );
    assert_eq!(
        refused(statements(26).into_request()),
        "BatchExecuteStatement: 26 statements were given, DynamoDB takes at most 25; send the statements in chunks of 25"
    );
}

#[test]
fn nothing_to_do_is_refused() {
    assert_eq!(
        refused(BatchGetItem::new().consistent("users").into_request()),
        "BatchGetItem: there is nothing to do: it takes 1 to 100 keys"
    );
    assert!(refused(BatchWriteItem::new().into_request()).starts_with("BatchWriteItem: there is nothing to do"));
    assert!(
        refused(TransactWriteItems::new().into_request()).starts_with("TransactWriteItems: there is nothing to do")
    );
    assert!(refused(TransactGetItems::new().into_request()).starts_with("TransactGetItems: there is nothing to do"));
    assert!(refused(BatchExecuteStatement::new().into_request()).starts_with("BatchExecuteStatement: there is"));
    assert!(refused(ExecuteTransaction::new().into_request()).starts_with("ExecuteTransaction: there is"));
    assert_eq!(
        refused(PutItem::new("users").into_request()),
        "PutItem on table `users`: nothing to put: say `.item(item)`"
    );
}

#[test]
fn a_batch_names_the_table_of_a_part_that_cannot_be_sent() {
    let batch = BatchGetItem::new().key("orders", ("id", 1)).key("users", ("id", ""));
    assert_eq!(
        refused(batch.into_request()),
        "BatchGetItem on table `users`: a value cannot be stored in DynamoDB"
    );
    let batch = BatchWriteItem::new()
        .put("users", user("u1"))
        .delete("users", ("id", ""));
    assert_eq!(
        refused(batch.into_request()),
        "BatchWriteItem on table `users`: a value cannot be stored in DynamoDB"
    );
}
