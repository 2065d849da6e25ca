//! Callers, runtimes and providers that go away in the middle of a refresh.

use super::*;

#[tokio::test]
async fn a_caller_that_goes_away_takes_nothing_with_it() {
    let scene = scene([Answer::Slow("one", None)]);
    let mut crowd = scene.crowd(10);
    settle().await;
    // The one that began the refresh, and some that only wait.
    for task in crowd.drain(..5) {
        task.abort();
    }
    settle().await;
    scene.script.open();
    for task in crowd {
        assert_eq!(task.await.unwrap().unwrap().access_key(), "one");
    }
    assert_eq!(scene.script.calls(), 1);
}

#[tokio::test]
async fn a_refresh_that_nobody_waits_for_any_more_ends_all_the_same() {
    let scene = scene([Answer::Slow("one", None)]);
    assert!(scene.at_once().is_none());
    scene.script.open();
    settle().await;
    assert_eq!(scene.name_at_once(), "one");
    assert_eq!(scene.script.calls(), 1);
}

#[test]
fn a_refresh_of_a_runtime_that_has_ended_is_begun_anew() {
    let scene = scene([Answer::Hang, Answer::Give("one", None)]);
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let first = runtime();
    first.block_on(async {
        assert!(scene.at_once().is_none());
        settle().await;
    });
    let second = runtime();
    let cache = Arc::clone(&scene.cache);
    let waiting = second.spawn(async move { cache.get().await.unwrap().access_key().to_owned() });
    second.block_on(settle());
    drop(first);
    assert_eq!(second.block_on(waiting).unwrap(), "one");
    assert_eq!(scene.script.calls(), 2);
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_and_not_the_end() {
    let scene = scene([Answer::Panic, Answer::Panic, Answer::Give("one", None)]);
    assert_not_sent(
        &scene.cache.get().await.unwrap_err(),
        "the provider of credentials was broken off: it panicked, or its runtime has ended",
    );
    assert_eq!(scene.name().await, "one");
}

#[test]
fn outside_of_tokio_there_is_an_error_that_says_so() {
    let scene = scene([Answer::Give("one", None)]);
    let error = scene.at_once().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "connections to a server need a tokio runtime: make requests inside of one"
    );
}
