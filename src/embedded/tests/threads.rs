//! Callers that come together, leave early or panic, and the end of the thread.

use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use dynoxide::Database;
use dynoxide::storage_backend::Clock;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::super::store::{Halt, Store};
use super::super::{CallError, Engine, dispatch};
use super::{create_towns, has, put, read, send, towns};

/// Keeps the engine's thread busy until the sender is used or dropped, and returns once it is.
async fn occupy(engine: &Engine) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel();
    let (begun, has_begun) = oneshot::channel();
    let engine = engine.clone();
    tokio::spawn(async move {
        let wait = move |_: &Database| {
            begun.send(()).unwrap();
            released.recv().ok();
        };
        engine.run(wait).await
    });
    has_begun.await.unwrap();
    release
}

/// Polls once: puts the request into the queue.
fn begin<T>(call: std::pin::Pin<&mut impl Future<Output = T>>) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(call.poll(&mut context), Poll::Pending));
}

fn bytes(body: &serde_json::Value) -> Bytes {
    body.to_string().into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_tasks_share_it() {
    let engine = towns().await;
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let engine = engine.clone();
        tasks.spawn(async move {
            for round in 0..4 {
                let name = format!("{task}-{round}");
                assert_eq!(send(&engine, "PutItem", put(&name)).await.0, 200);
                assert!(has(&engine, &name).await);
            }
        });
    }
    while let Some(task) = tasks.join_next().await {
        task.unwrap();
    }
    let (_, body) = send(&engine, "Scan", json!({ "TableName": "Towns", "Select": "COUNT" })).await;
    assert_eq!(body["Count"], 256);
}

#[tokio::test]
async fn more_callers_than_places_wait() {
    let engine = towns().await;
    let release = occupy(&engine).await;
    let mut tasks = JoinSet::new();
    for number in 0..3000 {
        let engine = engine.clone();
        tasks.spawn(async move { send(&engine, "PutItem", put(&number.to_string())).await.0 });
    }
    tokio::task::yield_now().await;
    release.send(()).unwrap();
    while let Some(status) = tasks.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
}

#[tokio::test]
async fn a_call_dropped_in_the_queue_is_not_run() {
    let engine = towns().await;
    let release = occupy(&engine).await;
    {
        let mut kept = pin!(engine.call("PutItem", bytes(&put("kept"))));
        begin(kept.as_mut());
        let mut dropped = Box::pin(engine.call("PutItem", bytes(&put("dropped"))));
        begin(dropped.as_mut());
        drop(dropped);
        release.send(()).unwrap();
        assert_eq!(kept.await.unwrap().status, 200);
    }
    assert!(has(&engine, "kept").await);
    assert!(!has(&engine, "dropped").await);
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_engine_goes_on() {
    let engine = towns().await;
    let panic = |store: &mut Store| dispatch::guarded(store, |_| panic!("secret, a test's"));
    let answer = engine.submit(panic).await.unwrap();
    let (status, body) = read(&answer);
    assert_eq!(status, 500);
    assert_eq!(body["__type"], "com.amazonaws.dynamodb.v20120810#InternalServerError");
    assert!(!body.to_string().contains("secret"), "{body}");

    let work = |_: &Database| panic!("a test's");
    assert_eq!(engine.run(work).await.unwrap_err(), CallError::Lost);
    assert_eq!(send(&engine, "PutItem", put("Ely")).await.0, 200);
    assert!(has(&engine, "Ely").await);
}

/// A clock that panics beneath dynoxide's lock.
struct Broken;

impl Clock for Broken {
    fn now_unix_secs(&self) -> u64 {
        panic!("a test's")
    }

    fn now_unix_secs_f64(&self) -> f64 {
        panic!("a test's")
    }
}

#[test]
fn a_database_spoiled_by_a_panic_is_opened_again_if_it_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("db").to_str().unwrap().to_owned();
    for file in [Some(file), None] {
        let spoiled = Database::memory_with_clock(Arc::new(Broken)).unwrap();
        let mut store = Store::new(spoiled, file.clone());
        assert!(matches!(store.guard(Database::sweep_ttl), Err(Halt::Panicked)));
        match store.guard(Database::table_count) {
            Ok(count) => assert!(file.is_some() && count.is_ok()),
            Err(halt) => assert!(file.is_none() && matches!(halt, Halt::Gone)),
        }
        let answer = dispatch::answer(&mut store, "ListTables", b"{}");
        assert_eq!(answer.status, if file.is_some() { 200 } else { 500 });
    }
}

#[tokio::test]
async fn an_expression_of_4_kb_fits_the_stack() {
    let engine = towns().await;
    let condition = format!("{}a=:a", "NOT ".repeat(1020));
    let mut request = put("Ely");
    request["ConditionExpression"] = json!(condition);
    request["ExpressionAttributeValues"] = json!({ ":a": { "S": "a" } });
    // Whatever it is refused for: a stack that overflows would have ended the process.
    assert_eq!(send(&engine, "PutItem", request).await.0, 400);
}

#[tokio::test]
async fn the_thread_ends_with_the_last_handle() {
    let engine = towns().await;
    let name = |_: &Database| std::thread::current().name().map(str::to_owned);
    assert_eq!(engine.run(name).await.unwrap().as_deref(), Some("ddbx-engine"));

    let mut ended = pin!(engine.ended());
    let clone = engine.clone();
    drop(engine);
    assert!(!has(&clone, "Ely").await);
    begin(ended.as_mut());
    drop(clone);
    ended.await;
}

#[tokio::test]
async fn shutting_down_answers_what_is_queued_and_refuses_what_comes() {
    let engine = towns().await;
    let release = occupy(&engine).await;
    let mut queued = pin!(engine.call("PutItem", bytes(&put("queued"))));
    begin(queued.as_mut());
    let mut shutdown = pin!(engine.shutdown());
    begin(shutdown.as_mut());
    let late = engine.clone().call("PutItem", bytes(&put("late"))).await;
    assert_eq!(late.unwrap_err(), CallError::NotRun);
    release.send(()).unwrap();
    shutdown.await;
    assert_eq!(queued.await.unwrap().status, 200);
    // Once more is no harm.
    engine.shutdown().await;
}

#[tokio::test]
async fn a_thread_that_dies_tells_who_was_begun_from_who_was_not() {
    let engine = Engine::memory().unwrap();
    create_towns(&engine).await;
    let release = occupy(&engine).await;
    // Past the guard, as nothing but a bug of ours can do.
    let mut begun = pin!(engine.submit(|_| panic!("a test's")));
    begin::<Result<(), CallError>>(begun.as_mut());
    let mut queued = pin!(engine.call("ListTables", Bytes::from_static(b"{}")));
    begin(queued.as_mut());
    release.send(()).unwrap();
    assert_eq!(begun.await, Err(CallError::Lost));
    assert_eq!(queued.await.unwrap_err(), CallError::NotRun);
    let after = engine.call("ListTables", Bytes::from_static(b"{}")).await;
    assert_eq!(after.unwrap_err(), CallError::NotRun);
}
