use super::*;

#[tokio::test]
async fn fixed_credentials_are_always_the_same() {
    let cache = CredentialsCache::fixed(Credentials::new("a", "b"));
    let credentials = cache.get().await.unwrap();
    assert!(Arc::ptr_eq(&credentials, &cache.get().await.unwrap()));
    assert!(!cache.refused(&credentials));
}

#[tokio::test]
async fn the_first_ones_are_asked_for_once_by_two_hundred_tasks() {
    let scene = scene([Answer::Slow("one", Some(HOUR))]);
    let crowd = scene.crowd(200);
    settle().await;
    assert_eq!(scene.script.calls(), 1);
    scene.script.open();
    let first = scene.cache.get().await.unwrap();
    for task in crowd {
        assert!(Arc::ptr_eq(&first, &task.await.unwrap().unwrap()));
    }
    assert_eq!(scene.script.calls(), 1);
}

/// The control of the test above: what two hundred tasks do without a cache.
#[tokio::test]
async fn without_the_cache_two_hundred_tasks_ask_two_hundred_times() {
    let scene = scene((0..200).map(|_| Answer::Give("one", Some(HOUR))));
    let one = || {
        let script = Arc::clone(&scene.script);
        tokio::spawn(async move { script.provide().await })
    };
    for task in std::iter::repeat_with(one).take(200).collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!(scene.script.calls(), 200);
}

#[tokio::test]
async fn those_without_an_end_are_kept() {
    let scene = scene([Answer::Give("one", None)]);
    for _ in 0..10 {
        assert_eq!(scene.name().await, "one");
        scene.clock.advance(1e6).await;
    }
    assert_eq!(scene.script.calls(), 1);
}

/// Check 16: a provider that takes ten seconds, in the middle of load. Nobody waits, nobody fails, it is asked once.
#[tokio::test]
async fn a_slow_renewal_holds_nobody_up() {
    let scene = scene([Answer::Give("one", Some(HOUR)), Answer::Slow("two", Some(HOUR))]);
    assert_eq!(scene.name().await, "one");
    // A fifth of an hour is left at 48 minutes.
    scene.clock.advance(47.9 * 60.0).await;
    assert_eq!(scene.name_at_once(), "one");
    settle().await;
    assert_eq!(scene.script.calls(), 1);

    scene.clock.advance(0.2 * 60.0).await;
    for _ in 0..10 {
        for _ in 0..200 {
            assert_eq!(scene.name_at_once(), "one");
        }
        scene.clock.advance(1.0).await;
    }
    assert_eq!(scene.script.calls(), 2);
    scene.script.open();
    settle().await;
    assert_eq!(scene.name_at_once(), "two");
    assert_eq!(scene.script.calls(), 2);
}

#[tokio::test]
async fn the_renewal_of_long_lived_ones_begins_a_quarter_of_an_hour_ahead() {
    let scene = scene([
        Answer::Give("one", Some(24 * HOUR)),
        Answer::Give("two", Some(24 * HOUR)),
    ]);
    assert_eq!(scene.name().await, "one");
    scene.clock.advance((24 * HOUR - 15 * 60 - 1) as f64).await;
    assert_eq!(scene.name_at_once(), "one");
    settle().await;
    assert_eq!(scene.script.calls(), 1);
    scene.clock.advance(2.0).await;
    assert_eq!(scene.name_at_once(), "one");
    settle().await;
    assert_eq!(scene.name_at_once(), "two");
}

/// Some providers give the same ones until shortly before their end.
#[tokio::test]
async fn a_provider_that_gives_the_same_again_is_not_asked_without_pause() {
    let scene = scene([100, 19, 3, 1].map(|left| Answer::Give("one", Some(left))));
    assert_eq!(scene.name().await, "one");
    // Of 100 s to live, 80 pass before it is asked; then four fifths of what is left, and never less than a second.
    for (pass, calls) in [(81.0, 2), (15.0, 2), (0.5, 3), (2.0, 3), (0.5, 4)] {
        scene.clock.advance(pass).await;
        for _ in 0..1_000 {
            scene.name_at_once();
        }
        settle().await;
        assert_eq!(scene.script.calls(), calls);
    }
}

#[tokio::test]
async fn expired_ones_are_waited_for_by_everyone_and_asked_for_once() {
    let scene = scene([Answer::Give("one", Some(HOUR)), Answer::Slow("two", Some(HOUR))]);
    assert_eq!(scene.name().await, "one");
    // Nobody asked in the meantime: a machine that slept.
    scene.clock.advance((2 * HOUR) as f64).await;
    assert!(scene.at_once().is_none());
    let crowd = scene.crowd(200);
    settle().await;
    scene.script.open();
    for task in crowd {
        assert_eq!(task.await.unwrap().unwrap().access_key(), "two");
    }
    assert_eq!(scene.script.calls(), 2);
}

#[tokio::test]
async fn nothing_of_them_is_printed() {
    let scene = scene([Answer::Give("CANARY", None)]);
    scene.name().await;
    assert!(!format!("{:?}", scene.cache).contains("CANARY"));
    assert!(!format!("{:?}", CredentialsCache::fixed(Credentials::new("CANARY", "CANARY"))).contains("CANARY"));
}
