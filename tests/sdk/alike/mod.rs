//! A mix of requests answered alike by `Pool::sdk` over the embedded engine and by dynoxide's own HTTP server.
//!
//! The client sends the mix through a pool that keeps each body and each answer; the same bodies then go to the server
//! in the same order, over a bare socket. Statuses and JSON are compared, so that nothing of ours or of the SDK's reads
//! the server's side.

mod compare;
mod exchange;
mod mix;
mod server;

use exchange::Recording;
use server::Server;

use crate::alike::compare::{Difference, compare};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_engine_and_its_http_server_answer_alike() {
    is_answered_alike("dynamodb::memory:").await;
}

/// The same through the pool's own connections: nothing is lost on them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_over_the_network_is_what_the_server_sent() {
    is_answered_alike(&format!("dynamodb+http://{}", server::start().await)).await;
}

async fn is_answered_alike(url: &str) {
    let recording = Recording::start(url).await;
    mix::send_all(&recording.client).await;
    let exchanges = recording.end();
    let failed = exchanges
        .iter()
        .filter(|exchange| exchange.answer.status != 200)
        .count();
    let operations = exchanges
        .iter()
        .map(|exchange| exchange.operation.name())
        .collect::<std::collections::BTreeSet<_>>();
    // So that the mix does not shrink unseen, nor turn into one of refusals only.
    assert!(
        operations.len() >= 24 && failed >= 50 && exchanges.len() - failed >= 90,
        "{} requests of {} operations, {failed} of them refused",
        exchanges.len(),
        operations.len()
    );

    let mut server = Server::start().await;
    let mut differences = Vec::new();
    for (number, exchange) in exchanges.iter().enumerate() {
        let answer = server.answer(exchange.operation, &exchange.body).await;
        if let Err(difference) = compare(exchange, &answer) {
            differences.push((number, difference));
        }
    }
    let shown: Vec<String> = differences
        .iter()
        .map(|(number, Difference(text))| format!("{number}: {text}"))
        .collect();
    assert!(shown.is_empty(), "{} differences:\n{}", shown.len(), shown.join("\n"));
}

/// The control: what differs is found.
#[tokio::test]
async fn a_difference_is_seen() {
    let recording = Recording::start("dynamodb::memory:").await;
    drop(recording.client.describe_table().table_name("none").send().await);
    let [exchange] = &recording.end()[..] else {
        panic!("one request");
    };
    let mut same = exchange.answer.clone();
    assert!(compare(exchange, &same).is_ok());
    same.body = r#"{"__type":"another","message":"none"}"#.into();
    assert!(compare(exchange, &same).is_err());
    same = exchange.answer.clone();
    same.status = 500;
    assert!(compare(exchange, &same).is_err());
}
