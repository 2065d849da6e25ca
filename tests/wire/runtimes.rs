//! One pool and several runtimes: those of tests, one after the other, with a pool in a static; and two at a time.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use ddbx::ErrorKind;
use ddbx::error::FailureClass;
use tokio::runtime::{Builder, Runtime};

use crate::api;
use crate::base::{Elsewhere, is_full, within};
use crate::every_poll::polled;
use crate::ledger::{Ledger, Told, entry};
use crate::names::{Scripted, here, named, never};
use crate::server::answer;
use crate::{read, send, write};

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn two_threads() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// As `#[tokio::test]` does, again and again.
fn one_after_the_other(runtime: fn() -> Runtime) {
    let server = Elsewhere::start(api::serve);
    let pool = crate::single().connect_lazy(&server.url()).unwrap();
    let rounds = if is_full() { 200 } else { 20 };
    for round in 0..rounds {
        runtime().block_on(async {
            for _ in 0..3 {
                let calls = (0..4).map(|_| send(&pool, write()));
                for answer in futures_util::future::join_all(calls).await {
                    answer.unwrap_or_else(|error| panic!("round {round}: {error:?}"));
                }
            }
            // What is under way when the runtime ends: a call in a task, one that is drained, and a new connection.
            let under_way = pool.clone();
            tokio::spawn(async move { send(&under_way, write()).await });
            assert!(
                polled(send(&pool, read()), 1 + round % 3)
                    .await
                    .is_none_or(|answer| answer.is_ok())
            );
            let connecting: Vec<_> = (0..8).map(|_| polled(send(&pool, read()), 1)).collect();
            futures_util::future::join_all(connecting).await;
        });
        assert_eq!(pool.in_flight(), 0, "the runtime took its tasks with it");
    }
    one_thread().block_on(async {
        assert!(pool.close().await.is_clean());
        server.until(|server| server.open() == 0).await;
    });
}

#[test]
fn a_pool_outlives_runtimes_of_one_thread() {
    one_after_the_other(one_thread);
}

#[test]
fn a_pool_outlives_runtimes_of_two_threads() {
    one_after_the_other(two_threads);
}

#[test]
fn the_upkeep_goes_on_in_the_next_runtime() {
    let server = Elsewhere::answering("{}");
    let pool = one_thread().block_on(async {
        let options = crate::single().min_connections(3).idle_timeout(Duration::from_secs(2));
        options.connect(&server.url()).await.unwrap()
    });
    for round in 1..=2 {
        one_thread().block_on(async {
            send(&pool, read()).await.unwrap();
            // The connections of the runtime that has ended are found dead, and made anew.
            within(Duration::from_secs(3), "three are kept open", async {
                while pool.size() < 3 || server.accepted() < 3 * (round + 1) {
                    tokio::task::yield_now().await;
                }
            })
            .await;
        });
    }
}

/// The runtime of the first caller makes the connection, and ends; he who waits is in another one.
#[test]
fn a_handshake_that_ends_with_its_runtime_is_made_again_elsewhere() {
    let server = Elsewhere::answering("{}");
    let ended = Arc::<AtomicBool>::default();
    let names = Scripted::new({
        let ended = Arc::clone(&ended);
        move |_| if ended.load(Ordering::SeqCst) { here() } else { never() }
    });
    let pool = crate::single()
        .resolver(names.clone())
        .connect_lazy(&named(&server))
        .unwrap();
    let first = one_thread();
    first.block_on(async {
        // More than anybody would add one of his own to.
        for _ in 0..10 {
            polled(send(&pool, read()), 1).await;
            tokio::task::yield_now().await;
        }
    });
    let made = names.asked();
    let (waits, waiting) = std::sync::mpsc::channel();
    let second = std::thread::spawn({
        let pool = pool.clone();
        move || {
            one_thread().block_on(async {
                let mut call = pin!(send(&pool, write()));
                assert!(polled(call.as_mut(), 1).await.is_none());
                waits.send(()).unwrap();
                within(Duration::from_secs(2), "a call in the second runtime", call).await
            })
        }
    });
    waiting.recv().unwrap();
    assert_eq!(names.asked(), made, "it counts on the first runtime");
    ended.store(true, Ordering::SeqCst);
    drop(first);
    second.join().unwrap().unwrap();
    assert_eq!(server.accepted(), 1);
}

#[test]
fn two_runtimes_at_a_time_share_a_pool() {
    let ledger = Ledger::default();
    let server = Elsewhere::start({
        let ledger = ledger.clone();
        move |mut peer| {
            let ledger = ledger.clone();
            async move {
                while let Some(request) = peer.request().await {
                    ledger.commit(&request);
                    peer.send(answer(200, "{}")).await;
                }
            }
        }
    });
    let pool = crate::single().max_connections(4).connect_lazy(&server.url()).unwrap();
    let rounds: u64 = if is_full() { 10_000 } else { 500 };
    let together = Arc::new(tokio::sync::Barrier::new(2));
    let threads: Vec<_> = [one_thread, two_threads]
        .into_iter()
        .zip(0..)
        .map(|(runtime, number)| {
            let (pool, together) = (pool.clone(), Arc::clone(&together));
            std::thread::spawn(move || {
                runtime().block_on(async {
                    let mut told = Vec::new();
                    for round in 0..rounds {
                        let ids: Vec<_> = (0..4).map(|call| (number * rounds + round) * 4 + call).collect();
                        let calls = ids.iter().map(|id| send(&pool, entry(*id)));
                        let answers = futures_util::future::join_all(calls).await;
                        told.extend(ids.into_iter().zip(answers.iter().map(Told::by)));
                    }
                    // A runtime that ends takes its connections with it, those that the other one is using, too.
                    together.wait().await;
                    told
                })
            })
        })
        .collect();
    let told: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert!(told.iter().all(|(_, told)| *told == Told::Done));
    ledger.judge(&told).unwrap_or_else(|violations| panic!("{violations}"));
    assert!(server.accepted() <= 8, "{} connections", server.accepted());
}

/// Futures may be dropped anywhere, and so may the pool.
#[test]
fn what_is_dropped_without_a_runtime_leaves_nothing() {
    let server = Elsewhere::start(|mut peer| async move {
        while let Some(request) = peer.request().await {
            if request.headers["x-amz-target"].ends_with("GetItem") {
                peer.send(answer(200, "{}")).await;
            }
        }
    });
    let runtime = one_thread();
    let pool = runtime.block_on(crate::single().connect(&server.url())).unwrap();
    let mut call = Box::pin(send(&pool, write()));
    assert!(runtime.block_on(polled(&mut call, 1)).is_none());
    runtime.block_on(server.until(|server| server.requests() == 1));
    drop(call);
    assert_eq!((pool.in_flight(), pool.size()), (0, 0), "nobody could drain it");
    runtime.block_on(send(&pool, read())).unwrap();
    drop(runtime);
    drop(pool);
    one_thread().block_on(server.until(|server| server.open() == 0));
}

/// tokio panics where a runtime lacks what is asked of it.
#[test]
fn a_runtime_that_lacks_something_is_an_error_and_no_panic() {
    let server = Elsewhere::answering("{}");
    let mut builder = Builder::new_current_thread();
    let poor = [
        builder.build().unwrap(),
        builder.enable_io().build().unwrap(),
        Builder::new_current_thread().enable_time().build().unwrap(),
    ];
    for runtime in poor {
        let error = runtime.block_on(crate::single().connect(&server.url())).unwrap_err();
        let chain = crate::chain(&error);
        assert!(chain.contains("time enabled") || chain.contains("enable_io"), "{chain}");
        let pool = crate::single().connect_lazy(&server.url()).unwrap();
        let error = runtime.block_on(send(&pool, write())).unwrap_err();
        assert_eq!(error.class(), Some(FailureClass::NotSent), "{error:?}");
    }
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let server = Elsewhere::answering("{}");
    let pool = crate::single().connect_lazy(&server.url()).unwrap();
    let mut call: Pin<Box<_>> = Box::pin(send(&pool, read()));
    let Poll::Ready(answer) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("nothing can be waited for")
    };
    let error = answer.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(
        crate::chain(&error).contains("need a tokio runtime"),
        "{}",
        crate::chain(&error)
    );
    drop(call);
    one_thread().block_on(send(&pool, read())).unwrap();
}
