use std::error::Error as _;

use super::*;

#[tokio::test]
async fn a_failure_is_everyone_s_with_its_cause() {
    let scene = scene([Answer::Fail, Answer::Give("one", None)]);
    for task in scene.crowd(200) {
        let error = task.await.unwrap().unwrap_err();
        assert_not_sent(&error, "no credentials today");
        assert_eq!(error.source().unwrap().to_string(), "the service is down");
    }
    assert_eq!(scene.script.calls(), 1);
}

/// Check 16: it fails three times. Those who repeat their request do not repeat the question at the same pace.
#[tokio::test]
async fn a_provider_that_fails_is_asked_again_after_a_pause_that_grows() {
    let scene = scene([Answer::Fail, Answer::Fail, Answer::Fail, Answer::Give("one", None)]);
    let mut calls = Vec::new();
    for tick in 0..40 {
        for task in scene.crowd(200) {
            let _ = task.await.unwrap();
        }
        if scene.script.calls() > calls.len() {
            calls.push(tick);
        }
        scene.clock.advance(0.05).await;
    }
    // In steps of 50 ms: pauses of 250, 500 and 1000 ms.
    assert_eq!(calls, [0, 5, 15, 35]);
    assert_eq!(scene.name_at_once(), "one");
}

/// Check 16: it fails three times while the old ones are valid. Nobody notices.
#[tokio::test]
async fn the_old_ones_are_used_while_they_are_valid_and_the_provider_fails() {
    let scene = scene([
        Answer::Give("one", Some(HOUR)),
        Answer::Fail,
        Answer::Fail,
        Answer::Fail,
        Answer::Give("two", Some(HOUR)),
    ]);
    assert_eq!(scene.name().await, "one");
    scene.clock.advance(48.1 * 60.0).await;
    let mut calls = Vec::new();
    for second in 0..8 {
        for _ in 0..200 {
            scene.name_at_once();
        }
        settle().await;
        if scene.script.calls() - 1 > calls.len() {
            calls.push(second);
        }
        scene.clock.advance(1.0).await;
    }
    assert_eq!(calls, [0, 1, 3, 7]);
    assert_eq!(scene.name_at_once(), "two");
}

#[tokio::test]
async fn when_the_old_ones_have_ended_the_failure_is_an_error() {
    let scene = scene([
        Answer::Give("one", Some(HOUR)),
        Answer::Fail,
        Answer::Fail,
        Answer::Give("two", Some(HOUR)),
    ]);
    assert_eq!(scene.name().await, "one");
    scene.clock.advance(59.9 * 60.0).await;
    assert_eq!(scene.name_at_once(), "one");
    settle().await;
    scene.clock.advance(6.1).await;
    assert_not_sent(&scene.cache.get().await.unwrap_err(), "no credentials today");
    assert_eq!(scene.script.calls(), 3);
    scene.clock.advance(5.0).await;
    assert_eq!(scene.name().await, "two");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_given_up() {
    let scene = scene([Answer::Hang, Answer::Give("one", None)]);
    let crowd = scene.crowd(200);
    settle().await;
    scene.clock.advance(19.9).await;
    assert!(!crowd[0].is_finished());
    scene.clock.advance(0.2).await;
    for task in crowd {
        let error = task.await.unwrap().unwrap_err();
        assert_not_sent(&error, "the provider of credentials did not answer within 20 seconds");
    }
    assert_eq!(scene.script.calls(), 1);
    scene.clock.advance(1.0).await;
    assert_eq!(scene.name().await, "one");
}

#[tokio::test]
async fn expired_ones_from_the_provider_are_an_error() {
    let scene = scene([Answer::Expired, Answer::Give("one", None)]);
    assert_not_sent(
        &scene.cache.get().await.unwrap_err(),
        "the provider of credentials gave some that have expired; log in again, or set this machine's clock",
    );
    scene.clock.advance(1.0).await;
    assert_eq!(scene.name().await, "one");
}

#[tokio::test]
async fn those_that_cannot_be_sent_are_an_error_that_does_not_show_them() {
    let scene = scene([Answer::Give("CANARY\n", None)]);
    let error = scene.cache.get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(
        error.to_string().contains("the access key id ends with a line break"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("CANARY"));
}
