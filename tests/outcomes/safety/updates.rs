//! `UpdateItem` with expressions as text.

use std::collections::BTreeSet;

use ddbx::{Item, Pool, Safety, Value, ops};

use super::{Again, CONDITIONAL, Doubled, REPEATABLE, Refused, Same, UNSAFE, User, Watch, stored};

type Row = (&'static str, &'static str, Safety, Again);

/// Updates without a condition.
const UNCONDITIONAL: &[Row] = &[
    ("", "", REPEATABLE, Same),
    ("SET n = :7", "", REPEATABLE, Same),
    ("set n = :7, #name = :s", "", REPEATABLE, Same),
    ("SET fresh = :7", "", REPEATABLE, Same),
    ("SET #map.x = :7, #map.y = :s", "", REPEATABLE, Same),
    ("SET n = if_not_exists(n, :7)", "", REPEATABLE, Same),
    ("SET fresh = if_not_exists(fresh, :7)", "", REPEATABLE, Same),
    ("SET #list = :l", "", REPEATABLE, Same),
    ("REMOVE n", "", REPEATABLE, Same),
    ("REMOVE n, #map.x, gone", "", REPEATABLE, Same),
    ("ADD tags :set", "", REPEATABLE, Same),
    ("ADD fresh :set", "", REPEATABLE, Same),
    ("DELETE tags :a", "", REPEATABLE, Same),
    ("DELETE tags :set", "", REPEATABLE, Same),
    ("DELETE gone :set", "", REPEATABLE, Same),
    ("SET n = :7 REMOVE version ADD tags :set", "", REPEATABLE, Same),
    // What doubles.
    ("ADD n :1", "", UNSAFE, Doubled),
    ("ADD fresh :1", "", UNSAFE, Doubled),
    ("ADD #map.x :1", "", UNSAFE, Doubled),
    ("SET n = n + :1", "", UNSAFE, Doubled),
    ("SET n = n - :1", "", UNSAFE, Doubled),
    ("SET n = :1 + n", "", UNSAFE, Doubled),
    ("SET n = :1 - n", "", UNSAFE, Doubled),
    ("SET n = n + n", "", UNSAFE, Doubled),
    ("SET fresh = if_not_exists(fresh, :0) + :1", "", UNSAFE, Doubled),
    ("SET #list = list_append(#list, :l)", "", UNSAFE, Doubled),
    ("SET #list = list_append(:l, #list)", "", UNSAFE, Doubled),
    (
        "SET fresh = list_append(if_not_exists(fresh, :empty), :l)",
        "",
        UNSAFE,
        Doubled,
    ),
    ("SET #list[9] = :7", "", UNSAFE, Doubled),
    ("SET #map.#list[9] = :7", "", UNSAFE, Doubled),
    ("REMOVE #list[0]", "", UNSAFE, Doubled),
    ("SET n = version, version = n + :1", "", UNSAFE, Doubled),
    ("SET fresh = if_not_exists(spare, :0), spare = :1", "", UNSAFE, Doubled),
    ("SET #name = :s ADD n :1", "", UNSAFE, Doubled),
    // What happens not to double, and could.
    ("ADD n :0", "", UNSAFE, Same),
    ("SET n = version", "", UNSAFE, Same),
    ("SET fresh = if_not_exists(gone, :7)", "", UNSAFE, Same),
    ("SET #list[0] = :7", "", UNSAFE, Same),
];

/// Updates with a condition.
const CONDITIONS: &[Row] = &[
    // A condition that their success leaves true.
    ("SET n = :7", "attribute_exists(id)", REPEATABLE, Same),
    ("SET n = :7", "attribute_exists(n)", REPEATABLE, Same),
    ("SET n = :7", "version = :1", REPEATABLE, Same),
    (
        "SET n = :7",
        "attribute_not_exists(gone) AND NOT version > :1",
        REPEATABLE,
        Same,
    ),
    ("SET n = :7", "n <= :7", REPEATABLE, Same),
    ("REMOVE n", "attribute_exists(id)", REPEATABLE, Same),
    (
        "ADD tags :set",
        "attribute_exists(id) AND contains(#name, :ann)",
        REPEATABLE,
        Same,
    ),
    ("ADD n :1", "attribute_exists(id)", UNSAFE, Doubled),
    ("ADD n :1", "version = :1", UNSAFE, Doubled),
    ("SET n = n - :1", "n > :minus", UNSAFE, Doubled),
    (
        "SET #list = list_append(#list, :l)",
        "size(#list) < :7",
        UNSAFE,
        Doubled,
    ),
    // A condition that may fail afterwards, on a write that does no harm.
    ("SET n = :7", "n = :1", CONDITIONAL, Refused),
    ("SET n = :7", "n <> :7", CONDITIONAL, Refused),
    ("SET n = :7", "n < :7", CONDITIONAL, Refused),
    (
        "SET n = :7",
        "attribute_not_exists(fresh) AND n < :7",
        CONDITIONAL,
        Refused,
    ),
    ("SET fresh = :7", "attribute_not_exists(fresh)", CONDITIONAL, Refused),
    ("REMOVE n", "attribute_exists(n)", CONDITIONAL, Refused),
    (
        "DELETE tags :a",
        "contains(tags, :ann) OR size(tags) = :1",
        CONDITIONAL,
        Refused,
    ),
    ("ADD tags :set", "size(tags) = :1", CONDITIONAL, Refused),
    ("SET #name = :s", "begins_with(#name, :ann)", CONDITIONAL, Refused),
    (
        "SET #name = :s",
        "begins_with(#name, :ann) OR version = :1",
        CONDITIONAL,
        Same,
    ),
    // A condition that always fails afterwards, whatever the write.
    ("SET version = :2, n = n + :1", "version = :1", CONDITIONAL, Refused),
    ("SET version = :2, #list[9] = :7", "version = :1", CONDITIONAL, Refused),
    (
        "SET version = version + :1, n = n + :1",
        "version = :1",
        CONDITIONAL,
        Refused,
    ),
    ("ADD version :1, n :1", "version = :1", CONDITIONAL, Refused),
    ("ADD n :1", "n = :1", CONDITIONAL, Refused),
    (
        "SET fresh = :7 ADD n :1",
        "attribute_not_exists(fresh)",
        CONDITIONAL,
        Refused,
    ),
    (
        "ADD n :1, fresh :set",
        "attribute_not_exists(fresh)",
        CONDITIONAL,
        Refused,
    ),
    ("REMOVE version ADD n :1", "version = :1", CONDITIONAL, Refused),
    (
        "REMOVE version ADD n :1",
        "attribute_exists(version) AND n < :7",
        CONDITIONAL,
        Refused,
    ),
    ("SET #map.x = :7 ADD n :1", "#map.x = :1", CONDITIONAL, Refused),
    // A version that stays, or could come back.
    ("SET version = :1 ADD n :1", "version = :1", UNSAFE, Doubled),
    ("ADD version :0, n :1", "version = :1", UNSAFE, Doubled),
    ("ADD version :1", "version = :1 OR version = :2", UNSAFE, Doubled),
    ("ADD version :1", "version IN (:1, :2)", UNSAFE, Doubled),
    (
        "SET fresh = :7 ADD n :1",
        "attribute_not_exists(fresh) OR version = :1",
        UNSAFE,
        Doubled,
    ),
    ("REMOVE #list[0]", "attribute_exists(#list[0])", UNSAFE, Doubled),
    ("SET #list[9] = :7", "attribute_not_exists(#list[9])", UNSAFE, Doubled),
];

/// Updates of what is not there, with a condition that says so.
const CREATIONS: &[Row] = &[
    ("", "attribute_not_exists(id)", CONDITIONAL, Refused),
    ("SET n = :7", "", REPEATABLE, Same),
    ("SET n = :7", "attribute_not_exists(id)", CONDITIONAL, Refused),
    ("ADD n :1", "attribute_not_exists(id)", CONDITIONAL, Refused),
    ("ADD n :1", "attribute_not_exists(gone)", UNSAFE, Doubled),
    ("ADD n :1", "", UNSAFE, Doubled),
];

/// The update of a row, with the names and values that it uses.
fn update(watch: &Watch, (update, condition, ..): Row) -> ops::UpdateItem {
    let mut operation = ops::UpdateItem::new(watch.users()).key("id", "u1");
    if !update.is_empty() {
        operation = operation.update(update);
    }
    if !condition.is_empty() {
        operation = operation.condition(condition);
    }
    let text = format!("{update} {condition}");
    let is_used = |placeholder: &str| {
        let mut words = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || ":#".contains(sign)));
        words.any(|word| word == placeholder)
    };
    for (placeholder, attribute) in [("#name", "name"), ("#list", "list"), ("#map", "map")] {
        if is_used(placeholder) {
            operation = operation.name(placeholder, attribute);
        }
    }
    let set = |members: &[&str]| Value::from(members.iter().copied().map(str::to_owned).collect::<BTreeSet<_>>());
    for (placeholder, value) in [
        (":0", 0.into()),
        (":1", 1.into()),
        (":2", 2.into()),
        (":7", 7.into()),
        (":minus", (-7).into()),
        (":s", "text".into()),
        (":ann", "Ann".into()),
        (":a", set(&["a"])),
        (":set", set(&["a", "b"])),
        (":l", Value::from(vec![Value::from(7)])),
        (":empty", Value::from(Vec::<Value>::new())),
    ] {
        if is_used(placeholder) {
            operation = operation.value(placeholder, value);
        }
    }
    operation
}

async fn rows(pool: Pool, rows: &[Row], stored: Option<Item>) {
    let watch = Watch::new(pool);
    for row in rows.iter().copied() {
        let (text, condition, safety, again) = row;
        let name = format!("{text} if {condition}");
        let send = async |watch: &Watch| update(watch, row).send(watch).await.map(drop);
        watch.row(&name, stored.clone(), (safety, again), send).await;
    }
}

#[ddbx::test(entities(User))]
async fn updates_without_a_condition(pool: Pool) {
    rows(pool, UNCONDITIONAL, stored()).await;
}

#[ddbx::test(entities(User))]
async fn updates_with_a_condition(pool: Pool) {
    rows(pool, CONDITIONS, stored()).await;
}

#[ddbx::test(entities(User))]
async fn updates_that_create(pool: Pool) {
    rows(pool, CREATIONS, None).await;
}

/// The item is the same, and the answer is not.
#[ddbx::test(entities(User))]
async fn updates_that_return_the_item(pool: Pool) {
    let watch = Watch::new(pool);
    for values in [
        ops::ReturnValues::AllOld,
        ops::ReturnValues::AllNew,
        ops::ReturnValues::UpdatedOld,
        ops::ReturnValues::UpdatedNew,
    ] {
        for (condition, expected) in [("", (UNSAFE, Same)), ("n = :1", (CONDITIONAL, Refused))] {
            let row = ("SET n = :7", condition, expected.0, expected.1);
            let send = async |watch: &Watch| update(watch, row).return_values(values).send(watch).await.map(drop);
            watch
                .row(&format!("{values:?} if {condition}"), stored(), expected, send)
                .await;
        }
    }
}

#[ddbx::test(entities(User))]
async fn what_the_caller_says_counts(pool: Pool) {
    let watch = Watch::new(pool);
    let add = ("SET n = n + :1", "", UNSAFE, Doubled);
    let set = ("SET n = :7", "", REPEATABLE, Same);
    let send = async |watch: &Watch| update(watch, set).at_most_once().send(watch).await.map(drop);
    watch.row("at most once", stored(), (UNSAFE, Same), send).await;
    // Whoever says so vouches for it.
    let request = update(&watch, add).idempotent().into_request().unwrap();
    assert_eq!(request.safety, REPEATABLE);
}
