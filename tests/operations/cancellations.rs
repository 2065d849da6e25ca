//! Why a transaction was cancelled, part by part.

use ddbx::fault::CancellationCode;
use ddbx::ops::{self, ConditionCheck, PutItem, TransactWriteItems};
use ddbx::{ErrorKind, Item, Outcome, Response};

use crate::executors::Canned;
use crate::{user, users};

#[tokio::test]
async fn reasons_stand_in_the_order_of_the_parts() {
    let pool = users().await;
    let stored = user("u1").with("age", 30);
    ops::PutItem::new("users").item(&stored).send(&pool).await.unwrap();

    let fresh = |id: &str| {
        PutItem::new("users")
            .item(user(id))
            .condition("attribute_not_exists(id)")
    };
    let error = TransactWriteItems::new()
        .put(fresh("u0"))
        .put(fresh("u1").return_old_on_failure())
        .check(
            ConditionCheck::new("users")
                .key("id", "u2")
                .condition("attribute_exists(id)"),
        )
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TransactionCancelled);
    assert_eq!(error.outcome(), Outcome::NotApplied);
    let codes: Vec<&CancellationCode> = error
        .cancellations()
        .iter()
        .map(ddbx::fault::CancellationReason::code)
        .collect();
    use CancellationCode::{ConditionalCheckFailed, None};
    assert_eq!(codes, [&None, &ConditionalCheckFailed, &ConditionalCheckFailed]);

    let item = error.cancellations()[1].item().expect("it was asked for");
    assert_eq!(ddbx::codec::item_from_slice::<Item>(item).unwrap(), stored);
    assert!(error.cancellations()[2].item().is_none());
}

#[tokio::test]
async fn conflicts_may_be_repeated_and_mixtures_not() {
    let cancelled = |codes: [&str; 2]| {
        let reasons = codes
            .map(|code| format!(r#"{{"Code":"{code}","Message":"why"}}"#))
            .join(",");
        Response::new(
            400,
            format!(
                r#"{{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"cancelled","CancellationReasons":[{reasons}]}}"#
            ),
        )
    };
    let put = || PutItem::new("users").item(user("u1"));
    for (codes, retryable) in [
        (["None", "TransactionConflict"], true),
        (["TransactionConflict", "ConditionalCheckFailed"], false),
        (["ValidationError", "None"], false),
    ] {
        let transaction = TransactWriteItems::new().put(put()).put(put());
        let error = transaction.send(&Canned::new([cancelled(codes)])).await.unwrap_err();
        assert_eq!(error.cancellations().len(), 2);
        assert_eq!(error.is_retryable(), retryable, "{codes:?}");
        assert_eq!(error.cancellations()[0].message(), Some("why"));
    }
}
