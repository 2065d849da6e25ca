//! The mix: good requests and bad ones, of all that the embedded engine has.

mod batches;
mod items;
mod reads;
mod statements;
mod tables;
mod transactions;
mod updates;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;

/// Sends each. What comes back is for the one that compares.
macro_rules! send {
    ($($request:expr),* $(,)?) => {
        $( drop($request.send().await); )*
    };
}

use send;

pub(super) async fn send_all(client: &Client) {
    tables::make(client).await;
    items::put_and_delete(client).await;
    updates::update(client).await;
    reads::query(client).await;
    reads::scan(client).await;
    batches::write_and_read(client).await;
    transactions::write_and_read(client).await;
    statements::run(client).await;
    tables::change_and_drop(client).await;
}

fn map(members: &[(&str, AttributeValue)]) -> AttributeValue {
    AttributeValue::M(
        members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}
