//! Requests of the official client over the pool.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeAction, AttributeValue, AttributeValueUpdate};
use ddbx::{Error, Pool, sdk};

use super::{CONDITIONAL, Doubled, REPEATABLE, Refused, Same, UNSAFE, User, Watch, stored};

/// What a row says of a failure.
fn ours<T, E: std::error::Error + 'static>(
    result: Result<T, aws_sdk_dynamodb::error::SdkError<E>>,
) -> Result<(), Error> {
    let Err(error) = result else { return Ok(()) };
    let kind = sdk::error(&error).unwrap().kind();
    Err(Error::new(kind, "of the client"))
}

#[ddbx::test(entities(User))]
async fn the_clients_requests_have_the_class_of_their_body(pool: Pool) {
    let watch = Watch::new(pool);
    let client = Client::from_conf(sdk::config(watch.clone()).build());
    let users = watch.users().to_string();
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let number = |number: i32| AttributeValue::N(number.to_string());

    let put = || {
        client
            .put_item()
            .table_name(&users)
            .item("id", text("u1"))
            .item("n", number(2))
    };
    let send = async |_: &Watch| ours(put().send().await);
    watch.row("put", stored(), (REPEATABLE, Same), send).await;
    let send = async |_: &Watch| ours(put().condition_expression("attribute_not_exists(id)").send().await);
    watch
        .row("put if it does not exist", None, (CONDITIONAL, Refused), send)
        .await;

    let update = || client.update_item().table_name(&users).key("id", text("u1"));
    let add = || {
        update()
            .update_expression("ADD #n :n")
            .expression_attribute_names("#n", "n")
    };
    let add = || add().expression_attribute_values(":n", number(1));
    let send = async |_: &Watch| ours(add().send().await);
    watch.row("add", stored(), (UNSAFE, Doubled), send).await;
    let send = async |_: &Watch| ours(add().condition_expression("#n = :n").send().await);
    watch
        .row("add if it is as it was", stored(), (CONDITIONAL, Refused), send)
        .await;
    let send = async |_: &Watch| ours(update().update_expression("REMOVE n").send().await);
    watch.row("remove", stored(), (REPEATABLE, Same), send).await;
    let legacy = AttributeValueUpdate::builder()
        .action(AttributeAction::Add)
        .value(number(1))
        .build();
    let send = async |_: &Watch| ours(update().attribute_updates("n", legacy.clone()).send().await);
    watch.row("legacy add", stored(), (UNSAFE, Doubled), send).await;

    let delete = || client.delete_item().table_name(&users).key("id", text("u1"));
    let send = async |_: &Watch| ours(delete().send().await);
    watch.row("delete", stored(), (REPEATABLE, Same), send).await;
    let send = async |_: &Watch| ours(delete().condition_expression("attribute_exists(id)").send().await);
    watch
        .row("delete what exists", stored(), (CONDITIONAL, Refused), send)
        .await;
}
