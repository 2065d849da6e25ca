//! What the errors that every user meets say: the operation, the table, what is wrong; never an item's value.

use std::collections::BTreeMap;

use ddbx::codec::{CodecError, DecodeItem, Parser};
use ddbx::ops::{self, GetItem, PutItem, Query, Scan};
use ddbx::{Error, ErrorKind, Item, Outcome};

use crate::{causes, orders, user, users};

/// The whole chain: one line for each level.
fn chain(error: &Error) -> Vec<String> {
    [vec![error.to_string()], causes(error)].concat()
}

#[tokio::test]
async fn a_table_that_does_not_exist() {
    let pool = users().await;
    let error = GetItem::new("nowhere")
        .key("id", "u1")
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    assert!(error.is_table_not_found());
    assert_eq!(error.table(), Some("nowhere"));
    assert_eq!(
        error.to_string(),
        "GetItem on table `nowhere`: the table does not exist here; create it with `pool.create_tables`, or check region and endpoint"
    );
    let error = PutItem::new("nowhere").item(user("u1")).send(&pool).await.unwrap_err();
    assert!(error.is_table_not_found());
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert!(
        Query::new("nowhere")
            .key_condition("id = :i")
            .value(":i", 1)
            .count(&pool)
            .await
            .unwrap_err()
            .is_table_not_found()
    );
    assert!(
        Scan::new("nowhere")
            .send::<Item>(&pool)
            .await
            .unwrap_err()
            .is_table_not_found()
    );
    let batch = ops::BatchGetItem::new()
        .key("nowhere", ("id", "u1"))
        .send::<Item>(&pool)
        .await;
    assert!(batch.unwrap_err().is_table_not_found());
}

#[tokio::test]
async fn a_key_of_the_wrong_type() {
    let pool = users().await;
    let error = GetItem::new("users")
        .key("id", 7)
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(
        error.to_string(),
        "GetItem on table `users`: ValidationException: The provided key element does not match the schema"
    );
    let error = PutItem::new("users")
        .item(Item::new().with("id", 7))
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().starts_with("PutItem on table `users`: ValidationException: One or more parameter values were invalid: Type mismatch for key id"), "{error}");
}

#[tokio::test]
async fn an_empty_key_string() {
    let pool = users().await;
    let error = GetItem::new("users")
        .key("id", "")
        .send::<Item>(&pool)
        .await
        .unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        chain(&error),
        [
            "GetItem on table `users`: a value cannot be stored in DynamoDB",
            "`id`: a key cannot be empty"
        ]
    );
    assert_eq!(error.attempts(), 0, "refused before it was sent");

    // An operation with an item does not know its keys; DynamoDB does.
    let error = PutItem::new("users").item(user("")).send(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("empty string value. Key: id"), "{error}");
}

#[test]
fn a_key_that_is_missing_absent_twice_or_too_long() {
    let message = |get: GetItem| chain(&get.into_request().unwrap_err()).join(" <- ");
    let get = || GetItem::new("users");
    assert_eq!(
        message(get()),
        "GetItem on table `users`: an item is found by its key: say `.key(attribute, value)`, once for each attribute of the table's key"
    );
    assert_eq!(
        message(get().key("id", None::<String>)),
        "GetItem on table `users`: a value cannot be stored in DynamoDB <- `id`: a key attribute cannot be absent"
    );
    assert_eq!(
        message(get().key("id", 1).key("id", 2)),
        "GetItem on table `users`: the key attribute `id` is given twice"
    );
    assert!(message(get().key("id", Vec::<u8>::new())).ends_with("`id`: a key cannot be empty"));
    assert_eq!(
        message(get().key("n", 1).key("id", "\"".repeat(2049))),
        "GetItem on table `users`: a value cannot be stored in DynamoDB <- `id`: this key has 2049 bytes, DynamoDB takes at most 2048"
    );
    assert!(get().key("id", "\"".repeat(2048)).into_request().is_ok());
    assert!(get().key("id", vec![0_u8; 2049]).into_request().is_err());
}

#[tokio::test]
async fn not_a_number() {
    let pool = users().await;
    let error = PutItem::new("users")
        .item(user("u1"))
        .value(":x", f64::NAN)
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(
        chain(&error)[..2],
        [
            "PutItem on table `users`: a value cannot be stored in DynamoDB",
            "`:x`: not a number DynamoDB can hold"
        ]
    );

    let item = BTreeMap::from([("prices".to_owned(), vec![1.5, f64::NEG_INFINITY])]);
    let error = PutItem::new("users").item(item).send(&pool).await.unwrap_err();
    assert_eq!(
        chain(&error)[..2],
        [
            "PutItem on table `users`: a value cannot be stored in DynamoDB",
            "`prices[1]`: not a number DynamoDB can hold"
        ]
    );
    assert_eq!(error.outcome(), Outcome::NotApplied);
}

#[tokio::test]
async fn thirty_nine_digits() {
    let pool = users().await;
    let item = |number: i128| BTreeMap::from([("n".to_owned(), number)]);
    let digits_39 = 123_456_789_012_345_678_901_234_567_890_123_456_789;
    let error = PutItem::new("users")
        .item(item(digits_39))
        .send(&pool)
        .await
        .unwrap_err();
    let chain = chain(&error);
    assert_eq!(
        chain[..2],
        [
            "PutItem on table `users`: a value cannot be stored in DynamoDB",
            "`n`: not a number DynamoDB can hold"
        ]
    );
    assert!(chain[2].contains("38"), "{chain:?}");
    assert!(!format!("{error:?}").contains("123456789"), "never the value");
    assert!(
        PutItem::new("users").item(item(digits_39 / 10)).into_request().is_ok(),
        "38 digits are fine"
    );
}

#[tokio::test]
async fn an_item_of_401_kilobytes() {
    let pool = users().await;
    // Two bytes of `id`, two of its value, four of `data`.
    let sized = |bytes: usize| user("u1").with("data", "x".repeat(bytes - 8));
    let error = PutItem::new("users")
        .item(sized(401 * 1024))
        .send(&pool)
        .await
        .unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "PutItem on table `users`: the item has 410624 bytes, DynamoDB stores at most 409600 (400 KB)"
    );
    let batch = ops::BatchWriteItem::new()
        .put("users", sized(409_601))
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(
        batch.to_string(),
        "BatchWriteItem on table `users`: the item has 409601 bytes, DynamoDB stores at most 409600 (400 KB)"
    );
    PutItem::new("users")
        .item(sized(400 * 1024))
        .send(&pool)
        .await
        .expect("400 KB are fine");
}

/// What a derive would read, written out.
#[derive(Debug)]
struct Visits {
    #[allow(dead_code, reason = "only the error matters")]
    visits: u8,
}

impl<'de> DecodeItem<'de> for Visits {
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self, CodecError> {
        let mut visits = None;
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            match &*name {
                "visits" => visits = Some(parser.field("visits").map_err(|error| error.of("Visits"))?),
                _ => parser.skip_value()?,
            }
        }
        visits
            .map(|visits| Self { visits })
            .ok_or_else(|| CodecError::missing().at("visits").of("Visits"))
    }
}

#[tokio::test]
async fn an_item_that_does_not_fit_the_struct() {
    let pool = users().await;
    for (id, visits) in [("a", "secret".into()), ("b", 4711.into())] {
        ops::PutItem::new("users")
            .item(user(id).with("visits", ddbx::Value::clone(&visits)))
            .send(&pool)
            .await
            .unwrap();
    }
    ops::PutItem::new("users").item(user("c")).send(&pool).await.unwrap();

    let get = async |id: &str| {
        GetItem::new("users")
            .key("id", id)
            .send::<Visits>(&pool)
            .await
            .unwrap_err()
    };
    let wrong = get("a").await;
    assert!(wrong.is_decode());
    assert_eq!(
        chain(&wrong),
        [
            "GetItem on table `users`: an item does not fit its struct",
            "`Visits.visits`: expected a u8, stored as number (N); found string (S)",
        ]
    );
    assert!(wrong.request_id().is_some());
    assert_eq!(wrong.outcome(), Outcome::NotApplied);
    assert_eq!(chain(&get("b").await)[1].split(": ").next(), Some("`Visits.visits`"));
    assert_eq!(
        chain(&get("c").await)[1],
        "`Visits.visits`: the attribute is missing from the item; make the field an `Option`, or mark it `default`"
    );
    for error in [&wrong, &get("b").await] {
        let printed = format!("{error:?} {:?}", chain(error));
        assert!(
            !printed.contains("secret") && !printed.contains("4711"),
            "never the value: {printed}"
        );
    }
}

#[tokio::test]
async fn an_item_of_a_page_names_its_index() {
    let pool = orders(3).await;
    ops::PutItem::new("orders")
        .item(crate::order(1).with("even", "yes"))
        .send(&pool)
        .await
        .unwrap();
    let query = Query::new("orders")
        .key_condition("customer = :c")
        .value(":c", "c")
        .projection("even");
    let error = query.fetch_all::<BTreeMap<String, bool>>(&pool).await.unwrap_err();
    assert_eq!(
        chain(&error),
        [
            "Query on table `orders`: an item does not fit the type it is read into",
            "`Items[1].even`: expected a bool, stored as boolean (BOOL); found string (S)",
        ]
    );
}

#[tokio::test]
async fn a_write_that_was_applied_says_so() {
    let pool = users().await;
    ops::PutItem::new("users")
        .item(user("u1").with("visits", "many"))
        .send(&pool)
        .await
        .unwrap();
    let delete = ops::DeleteItem::new("users").key("id", "u1").return_old();
    let error = delete.send_as::<Visits>(&pool).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Applied);
    assert!(error.to_string().ends_with("(the write was applied)"), "{error}");
    assert_eq!(Scan::new("users").all_pages().count(&pool).await.unwrap(), 0);
}

#[tokio::test]
async fn an_answer_that_is_not_dynamodbs() {
    for answer in [
        "",
        "<html>",
        "[]",
        r#"{"Item": {"id": {"S": "u1"}}"#,
        r#"{"Item": {"id": "u1"}}"#,
    ] {
        let canned = crate::executors::Canned::bodies([answer]);
        let error = GetItem::new("users")
            .key("id", "u1")
            .send::<Item>(&canned)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ddbx::ErrorKind::UnexpectedResponse, "{answer}");
        assert!(error.is_retryable(), "{answer}");
        assert_eq!(error.attempts(), 1);
    }
}
