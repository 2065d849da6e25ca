//! Puts, deletes, batches and transactions.

use ddbx::{Item, Pool, Safety, ops};

use super::{Again, CONDITIONAL, Doubled, REPEATABLE, Refused, Same, UNSAFE, User, Watch, stored};

type Row = (&'static str, Safety, Again);

/// Puts over the stored item, by their condition.
const PUTS: &[Row] = &[
    ("", REPEATABLE, Same),
    ("attribute_exists(id)", REPEATABLE, Same),
    ("attribute_exists(id) AND attribute_exists(n)", REPEATABLE, Same),
    ("attribute_not_exists(gone)", REPEATABLE, Same),
    ("n <= :2", REPEATABLE, Same),
    ("n = :1", CONDITIONAL, Refused),
    ("n < :2", CONDITIONAL, Refused),
    ("n <> :2", CONDITIONAL, Refused),
    ("n IN (:1)", CONDITIONAL, Refused),
    ("n BETWEEN :1 AND :1", CONDITIONAL, Refused),
    ("attribute_exists(version)", CONDITIONAL, Refused),
    ("attribute_exists(version) OR n > :1", REPEATABLE, Same),
    ("begins_with(id, :u)", CONDITIONAL, Same),
];

/// Puts where nothing is stored.
const CREATIONS: &[Row] = &[
    ("", REPEATABLE, Same),
    ("attribute_not_exists(id)", CONDITIONAL, Refused),
    ("NOT attribute_exists(id)", CONDITIONAL, Refused),
    ("attribute_not_exists(n)", CONDITIONAL, Refused),
    ("attribute_not_exists(id) OR n = :2", REPEATABLE, Same),
    ("attribute_not_exists(id) OR n < :2", CONDITIONAL, Refused),
];

const DELETES: &[Row] = &[
    ("", REPEATABLE, Same),
    ("attribute_exists(id)", CONDITIONAL, Refused),
    ("n = :1", CONDITIONAL, Refused),
    ("n < :2", CONDITIONAL, Refused),
    ("attribute_exists(n) AND n < :2", CONDITIONAL, Refused),
    ("attribute_not_exists(id) OR n = :1", REPEATABLE, Same),
    ("attribute_not_exists(gone)", REPEATABLE, Same),
    ("NOT n = :2", REPEATABLE, Same),
    ("NOT n = :2 AND attribute_exists(id)", CONDITIONAL, Refused),
];

fn replacement() -> Item {
    Item::new().with("id", "u1").with("n", 2)
}

/// A put or delete with the condition of a row, and the values that it uses.
macro_rules! with_condition {
    ($operation:expr, $condition:expr) => {{
        let (mut operation, condition) = ($operation, $condition);
        if !condition.is_empty() {
            operation = operation.condition(condition);
        }
        for (placeholder, number) in [(":1", 1), (":2", 2)] {
            if condition.contains(placeholder) {
                operation = operation.value(placeholder, number);
            }
        }
        if condition.contains(":u") {
            operation = operation.value(":u", "u");
        }
        operation
    }};
}

fn put(watch: &Watch, condition: &'static str) -> ops::PutItem {
    with_condition!(ops::PutItem::new(watch.users()).item(replacement()), condition)
}

fn delete(watch: &Watch, condition: &'static str) -> ops::DeleteItem {
    with_condition!(ops::DeleteItem::new(watch.users()).key("id", "u1"), condition)
}

#[ddbx::test(entities(User))]
async fn puts(pool: Pool) {
    let watch = Watch::new(pool);
    for (stored, rows) in [(stored(), PUTS), (None, CREATIONS)] {
        for &(condition, safety, again) in rows {
            let send = async |watch: &Watch| put(watch, condition).send(watch).await.map(drop);
            let name = format!("put if {condition}");
            watch.row(&name, stored.clone(), (safety, again), send).await;
        }
    }
}

#[ddbx::test(entities(User))]
async fn deletes(pool: Pool) {
    let watch = Watch::new(pool);
    for &(condition, safety, again) in DELETES {
        let send = async |watch: &Watch| delete(watch, condition).send(watch).await.map(drop);
        let name = format!("delete if {condition}");
        watch.row(&name, stored(), (safety, again), send).await;
    }
}

/// What a repeat returns is right only if the first one did nothing.
#[ddbx::test(entities(User))]
async fn puts_and_deletes_that_return_the_old_item(pool: Pool) {
    let watch = Watch::new(pool);
    for (condition, expected) in [
        ("", (UNSAFE, Same)),
        ("attribute_not_exists(gone)", (UNSAFE, Same)),
        ("n = :1", (CONDITIONAL, Refused)),
    ] {
        let send = async |watch: &Watch| put(watch, condition).return_old().send(watch).await.map(drop);
        watch
            .row(&format!("put if {condition}"), stored(), expected, send)
            .await;
        let send = async |watch: &Watch| delete(watch, condition).return_old().send(watch).await.map(drop);
        watch
            .row(&format!("delete if {condition}"), stored(), expected, send)
            .await;
    }
}

#[ddbx::test(entities(User))]
async fn what_the_caller_says_counts(pool: Pool) {
    let watch = Watch::new(pool);
    let send = async |watch: &Watch| put(watch, "").at_most_once().send(watch).await.map(drop);
    watch.row("put at most once", stored(), (UNSAFE, Same), send).await;
    let send = async |watch: &Watch| put(watch, "").return_old().idempotent().send(watch).await.map(drop);
    watch.row("idempotent put", stored(), (REPEATABLE, Same), send).await;
    let send = async |watch: &Watch| delete(watch, "").at_most_once().send(watch).await.map(drop);
    watch.row("delete at most once", stored(), (UNSAFE, Same), send).await;
    let send = async |watch: &Watch| delete(watch, "").return_old().idempotent().send(watch).await.map(drop);
    watch.row("idempotent delete", stored(), (REPEATABLE, Same), send).await;
}

#[ddbx::test(entities(User))]
async fn batches(pool: Pool) {
    let watch = Watch::new(pool);
    let send = async |watch: &Watch| {
        let batch = ops::BatchWriteItem::new().put(watch.users(), replacement());
        batch
            .delete(watch.users(), ("id", "u2"))
            .send(watch)
            .await
            .map(|output| {
                assert!(output.unprocessed.is_none());
            })
    };
    watch.row("batch", stored(), (REPEATABLE, Same), send).await;
}

#[ddbx::test(entities(User))]
async fn transactions(pool: Pool) {
    let watch = Watch::new(pool);
    let add = |watch: &Watch| {
        let update = ops::UpdateItem::new(watch.users()).key("id", "u1");
        update.update("ADD n :1").value(":1", 1)
    };
    let transaction = ops::TransactWriteItems::new().update(add(&watch));
    let send = async |watch: &Watch| transaction.clone().send(watch).await.map(drop);
    watch
        .row("a transaction with its token", stored(), (REPEATABLE, Same), send)
        .await;

    // The control: two transactions with a token each.
    watch.store(stored().as_ref()).await;
    for _ in 0..2 {
        let transaction = ops::TransactWriteItems::new().update(add(&watch));
        transaction.send(&watch).await.unwrap();
    }
    assert_eq!(watch.item().await.map(|item| item["n"].clone()), Some(3.into()));
    let send = async |watch: &Watch| add(watch).send(watch).await.map(drop);
    watch
        .row("the same update alone", stored(), (UNSAFE, Doubled), send)
        .await;
}
