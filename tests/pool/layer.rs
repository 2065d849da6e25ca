use std::sync::{Arc, Mutex};

use ddbx::{ErrorKind, PoolOptions, Request, Response};
use tower::limit::ConcurrencyLimitLayer;
use tower::timeout::TimeoutLayer;
use tower::util::{MapRequestLayer, MapResultLayer};

use crate::{User, user};

type Calls = Arc<Mutex<Vec<String>>>;

/// A layer that notes its name and the operation.
fn note(
    name: &'static str,
    calls: &Calls,
) -> MapRequestLayer<impl FnMut(Request) -> Request + Clone + Send + Sync + 'static> {
    let calls = Arc::clone(calls);
    MapRequestLayer::new(move |request: Request| {
        calls.lock().unwrap().push(format!("{name} {}", request.operation));
        request
    })
}

#[tokio::test]
async fn layers_see_every_request_outermost_first() {
    let calls = Calls::default();
    let pool = PoolOptions::new()
        .layer(note("outer", &calls))
        // Tower's own layers fit as they are.
        .layer(ConcurrencyLimitLayer::new(4))
        .layer(TimeoutLayer::new(std::time::Duration::from_secs(60)))
        .layer(note("inner", &calls))
        .connect(&crate::engine::url())
        .await
        .unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    calls.lock().unwrap().clear();
    ddbx::put(user("u1")).execute(&pool).await.unwrap();
    assert_eq!(*calls.lock().unwrap(), ["outer PutItem", "inner PutItem"]);
}

#[tokio::test]
async fn a_layer_may_change_the_answer() {
    let layer = MapResultLayer::new(|_: Result<Response, ddbx::Error>| {
        Ok::<_, ddbx::Error>(Response::new(200, r#"{"Item":{"id":{"S":"made up"}}}"#))
    });
    let pool = PoolOptions::new()
        .layer(layer)
        .connect(&crate::engine::url())
        .await
        .unwrap();
    let user = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap();
    assert_eq!(user.id, "made up");
}

#[tokio::test]
async fn an_error_of_a_foreign_layer_is_wrapped_and_a_write_unknown() {
    let broken = |_: Result<Response, ddbx::Error>| Err::<Response, tower::BoxError>("the layer broke".into());
    let pool = PoolOptions::new()
        .layer(MapResultLayer::new(broken))
        .connect(&crate::engine::url())
        .await
        .unwrap();
    let error = ddbx::put(user("u1")).execute(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Layer);
    assert!(error.is_unknown(), "nobody knows whether it was sent");
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "the layer broke"
    );
    assert!(!ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err().is_unknown());
}

#[tokio::test]
async fn an_error_of_ours_passes_through_a_foreign_layer() {
    let layer = MapResultLayer::new(|answer: Result<Response, ddbx::Error>| answer.map_err(tower::BoxError::from));
    let pool = PoolOptions::new()
        .layer(layer)
        .connect(&crate::engine::url())
        .await
        .unwrap();
    let error = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err();
    assert!(error.is_table_not_found());
}
