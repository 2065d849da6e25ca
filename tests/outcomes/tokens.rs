//! One token for one write: sent twice, cloned, repeated by somebody above, and after a restart.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use ddbx::middleware::chaos::When;
use ddbx::ops::{TransactWriteItems, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer};
use ddbx::{Error, ErrorKind, PoolOptions, Request, Response, Token};
use tower::{Layer, Service, ServiceExt as _};

use crate::run::with_items;
use crate::sdk::{self, n, s};

/// A server that notes the tokens it sees, and loses the first answer to each.
async fn noting() -> (LedgerServer, Arc<Mutex<Vec<String>>>) {
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&tokens);
    let server = LedgerServer::builder()
        .ids_by(move |request: &Request| {
            let body = std::str::from_utf8(&request.body).unwrap_or_default();
            let token = body.split_once(r#""ClientRequestToken":""#).map(|(_, rest)| rest);
            let token = token.and_then(|rest| Some(rest.split_once('"')?.0.to_owned()));
            seen.lock().unwrap().extend(token);
            vec!["the deposit".to_owned()]
        })
        .each([Fate::closed(When::AfterCommit)])
        .start()
        .unwrap();
    (with_items(server).await, tokens)
}

fn deposit() -> TransactWriteItems {
    TransactWriteItems::new().update(
        UpdateItem::new("items")
            .key("id", "a1")
            .update("ADD balance :fifty")
            .value(":fifty", 50),
    )
}

/// Repeats whatever failed, as a layer of an application might.
#[derive(Clone)]
struct Again;

#[derive(Clone)]
struct Twice<S>(S);

impl<S> Layer<S> for Again {
    type Service = Twice<S>;

    fn layer(&self, inner: S) -> Twice<S> {
        Twice(inner)
    }
}

impl<S> Service<Request> for Twice<S>
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let service = self.0.clone();
        Box::pin(async move {
            let _ = service.clone().oneshot(request.clone()).await;
            service.oneshot(request).await
        })
    }
}

#[tokio::test]
async fn a_write_has_one_token_on_every_way() {
    for way in ["sent twice", "cloned", "repeated above", "after a restart"] {
        let (server, tokens) = noting().await;
        let options = PoolOptions::new();
        let options = if way == "repeated above" {
            options.layer(Again)
        } else {
            options
        };
        let pool = options.connect(server.url()).await.unwrap();
        let first = deposit();
        match way {
            "sent twice" | "cloned" => {
                first.clone().send(&pool).await.unwrap();
                first.send(&pool).await.unwrap();
            }
            "repeated above" => drop(first.send(&pool).await.unwrap()),
            _ => {
                let stored = first.client_token().to_string();
                first.send(&pool).await.unwrap();
                let token: Token = stored.parse().unwrap();
                deposit().with_token(token).send(&pool).await.unwrap();
            }
        }
        let tokens = tokens.lock().unwrap();
        assert!(tokens.len() >= 3, "{way}: a lost answer, and two that came: {tokens:?}");
        assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), 1, "{way}");
        assert_eq!(server.ledger().times("the deposit"), 1, "{way}");
    }
}

/// The control: the SDK makes a token for each send.
#[tokio::test]
async fn the_sdk_makes_another_token_when_a_builder_is_sent_twice() {
    let (server, tokens) = noting().await;
    let update = Update::builder()
        .table_name("items")
        .key("id", s("a1"))
        .update_expression("ADD balance :fifty")
        .expression_attribute_values(":fifty", n(50))
        .build()
        .unwrap();
    let item = TransactWriteItem::builder().update(update).build();
    let builder = sdk::client(&server).transact_write_items().transact_items(item);
    builder.clone().send().await.unwrap();
    builder.send().await.unwrap();
    assert_eq!(tokens.lock().unwrap().iter().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(server.ledger().times("the deposit"), 2);
}

#[tokio::test]
async fn another_body_under_the_same_token_is_refused_and_not_repeated() {
    let (server, tokens) = noting().await;
    let pool = PoolOptions::new().connect(server.url()).await.unwrap();
    deposit().token("deposit-1").send(&pool).await.unwrap();
    let sent = tokens.lock().unwrap().len();
    let more = UpdateItem::new("items")
        .key("id", "a1")
        .update("ADD balance :n")
        .value(":n", 51);
    let other = TransactWriteItems::new().update(more).token("deposit-1");
    let error = other.send(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IdempotencyMismatch);
    assert!(!error.is_retryable());
    assert_eq!(tokens.lock().unwrap().len(), sent + 1);
}

#[tokio::test]
async fn a_token_that_is_too_old_is_refused_before_anything_is_sent() {
    let (server, tokens) = noting().await;
    let pool = PoolOptions::new().connect(server.url()).await.unwrap();
    let stale: Token = "deposit-1@1000".parse().unwrap();
    let error = deposit().with_token(stale).send(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenExpired);
    assert!(error.is_unknown(), "an earlier process may have sent it");
    assert!(tokens.lock().unwrap().is_empty());
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("remembers it for 10 minutes"), "{source}");
}
