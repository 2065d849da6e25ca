use super::*;

#[tokio::test]
async fn two_hundred_refusals_are_one_refresh() {
    let scene = scene([Answer::Give("one", Some(HOUR)), Answer::Slow("two", Some(HOUR))]);
    let old = scene.cache.get().await.unwrap();
    let one = || {
        let (cache, old) = (Arc::clone(&scene.cache), Arc::clone(&old));
        tokio::spawn(async move {
            assert!(cache.refused(&old));
            cache.get().await.unwrap().access_key().to_owned()
        })
    };
    let crowd: Vec<_> = std::iter::repeat_with(one).take(200).collect();
    settle().await;
    scene.script.open();
    for task in crowd {
        assert_eq!(task.await.unwrap(), "two");
    }
    // A refusal that comes late: there are others already.
    assert!(scene.cache.refused(&old));
    assert_eq!(scene.name_at_once(), "two");
    assert_eq!(scene.script.calls(), 2);
}

/// A provider with nothing else to give, such as keys in a file, is not asked by every request that is refused.
#[tokio::test]
async fn those_that_come_again_are_asked_for_once_in_a_while() {
    let scene = scene([
        Answer::Give("one", None),
        Answer::Give("one", None),
        Answer::Give("two", None),
    ]);
    let old = scene.cache.get().await.unwrap();
    assert!(scene.cache.refused(&old));
    let again = scene.cache.get().await.unwrap();
    for _ in 0..200 {
        assert!(!scene.cache.refused(&again));
        assert_eq!(scene.name_at_once(), "one");
    }
    assert_eq!(scene.script.calls(), 2);

    scene.clock.advance(31.0).await;
    assert!(scene.cache.refused(&again));
    assert_eq!(scene.name().await, "two");
    assert_eq!(scene.script.calls(), 3);
}

#[tokio::test]
async fn refused_ones_are_not_used_again_while_the_provider_fails() {
    let scene = scene([
        Answer::Give("one", Some(HOUR)),
        Answer::Fail,
        Answer::Give("two", Some(HOUR)),
    ]);
    let old = scene.cache.get().await.unwrap();
    assert!(scene.cache.refused(&old));
    assert_not_sent(&scene.cache.get().await.unwrap_err(), "no credentials today");
    assert_not_sent(&scene.cache.get().await.unwrap_err(), "no credentials today");
    assert_eq!(scene.script.calls(), 2);
    scene.clock.advance(1.0).await;
    assert_eq!(scene.name().await, "two");
}
