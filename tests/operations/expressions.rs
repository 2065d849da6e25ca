//! Names and values behind placeholders.

use ddbx::ops::{self, Untrusted};
use ddbx::{Error, Item};

use crate::executors::body;
use crate::{numbers, order, orders};

fn message(result: Result<ddbx::Request, Error>) -> String {
    let error = result.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    let cause = std::error::Error::source(&error).map(|cause| format!(" <- {cause}"));
    error.to_string() + &cause.unwrap_or_default()
}

#[test]
fn placeholders_have_their_sign() {
    let query = || ops::Query::new("orders").key_condition("customer = :c");
    assert_eq!(
        message(query().value("c", 1).into_request()),
        "Query on table `orders`: the value placeholder `c` must start with `:`"
    );
    assert_eq!(
        message(query().name(":n", "n").into_request()),
        "Query on table `orders`: the name placeholder `:n` must start with `#`"
    );
}

#[test]
fn placeholders_are_given_once() {
    let query = ops::Query::new("orders")
        .key_condition("customer = :c")
        .value(":c", "a")
        .value(":c", "b");
    assert_eq!(
        message(query.into_request()),
        "Query on table `orders`: the placeholder `:c` is given twice"
    );

    // A map may well hold an attribute of such a name.
    let query = ops::Query::new("orders")
        .key_condition("customer = :c")
        .value(":m", Item::new().with(":c", 1))
        .value(":c", "b");
    assert_eq!(
        body(&query.into_request().unwrap())["ExpressionAttributeValues"][":c"]["S"],
        "b"
    );
}

#[test]
fn a_value_that_cannot_be_stored_names_its_placeholder() {
    let query = || ops::Query::new("orders").key_condition("customer = :c");
    assert_eq!(
        message(query().value(":c", f64::NAN).into_request()),
        "Query on table `orders`: a value cannot be stored in DynamoDB <- `:c`: not a number DynamoDB can hold"
    );
    assert_eq!(
        message(query().value(":c", None::<String>).into_request()),
        "Query on table `orders`: a value cannot be stored in DynamoDB <- `:c`: an absent value cannot be compared with or stored"
    );
}

#[tokio::test]
async fn text_made_at_run_time_is_wrapped() {
    let pool = orders(4).await;
    let operator = [">", "<"][1];
    let query = ops::Query::new("orders").key_condition(Untrusted(format!("customer = :c AND n {operator} :n")));
    let found = query
        .value(":c", "c")
        .value(":n", 2)
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(numbers(&found), [0, 1]);
}

#[tokio::test]
async fn values_never_become_text() {
    let pool = orders(0).await;
    let hostile = "c\" OR attribute_exists(n) \\ :n #x \u{1}";
    ops::PutItem::new("orders")
        .item(order(1).with("customer", hostile))
        .send(&pool)
        .await
        .unwrap();
    let query = ops::Query::new("orders")
        .key_condition("customer = :c")
        .value(":c", hostile);
    let found = query.fetch_all::<Item>(&pool).await.unwrap();
    assert_eq!(found[0]["customer"].as_s(), Some(hostile));
}
