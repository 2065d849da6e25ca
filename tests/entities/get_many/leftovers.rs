//! What an answer leaves over: it is asked for again, or said to be unprocessed.

use std::time::Duration;

use ddbx::batch::{Answer, UnprocessedKeys};
use ddbx::fault::ThrottlingReason;
use ddbx::middleware::chaos::{Chaos, Mishap};
use ddbx::middleware::retry::{Delay, RetryOptions};
use ddbx::{Entity, Error, ErrorKind, Item, Operation, Pool, PoolOptions};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::executors::{Played, Watched, answer};
use crate::chain;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(default)]
    photo: String,
}

#[derive(Entity, Debug)]
#[entity(table = "others")]
struct Other {
    #[entity(pk)]
    id: String,
}

fn user(number: usize) -> User {
    User {
        id: number.to_string(),
        photo: String::new(),
    }
}

fn ids(count: usize) -> impl Iterator<Item = String> + Send + Clone {
    (0..count).map(|number| number.to_string())
}

fn users(count: usize) -> Vec<User> {
    (0..count).map(user).collect()
}

fn none(_: usize, keys: &[Value]) -> Result<Value, Error> {
    Ok(answer(&[], keys))
}

/// An engine with so many users, whose batches fail as they are told.
async fn failing(count: usize) -> (Pool, Chaos) {
    let chaos = Chaos::new();
    let options = PoolOptions::new().chaos(&chaos).retry(RetryOptions::never());
    let pool = options.connect("dynamodb::memory:").await.unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    for user in users(count) {
        ddbx::put(user).execute(&pool).await.unwrap();
    }
    (pool, chaos)
}

#[tokio::test]
async fn unprocessed_keys_are_asked_for_again() -> Result<(), Error> {
    let (pool, chaos) = failing(30).await;
    chaos.on(Operation::BatchGetItem).next(1, Mishap::unprocessed(20));
    chaos.on(Operation::BatchGetItem).next(1, Mishap::unprocessed(5));
    let watched = Watched::new(&pool);
    assert_eq!(ddbx::get_many::<User>(ids(30)).fetch_all(&watched).await?, users(30));
    assert_eq!((watched.sizes(), chaos.pending()), (vec![30, 20, 5], 0));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn what_stays_unprocessed_is_an_error_that_owns_the_keys() {
    let played = Played::new(none);
    let start = Instant::now();
    let get = ddbx::get_many::<User>(ids(4)).delay(Delay::growing(Duration::from_secs(1)).without_jitter());
    let error = get.fetch_all(&played).await.unwrap_err();
    assert_eq!(played.requests().len(), 10);
    assert_eq!(start.elapsed().as_secs(), 1 + 2 + 4 + 8 + 16 + 20 * 4);
    assert!(error.is_throttled() && error.is_retryable());
    assert_eq!(error.attempts(), 10);
    assert_eq!(
        chain(&error),
        "BatchGetItem on table `users`: 4 of 4 keys are unprocessed; ask for them again later: \
         unprocessed: keys[0], keys[1], keys[2] and 1 more"
    );
    let unprocessed = UnprocessedKeys::of(&error).unwrap();
    assert_eq!(unprocessed.positions().collect::<Vec<_>>(), [0, 1, 2, 3]);
    let keys: Vec<_> = ids(4).map(|id| Item::new().with("id", id)).collect();
    assert_eq!(unprocessed.keys::<Item>().unwrap(), keys);
    assert!(!format!("{error:?}").contains(r#""S""#));

    let found = Played::new(|_, keys| Ok(answer(keys, &[])));
    let again = unprocessed.get_again::<User>().consistent();
    assert_eq!(again.fetch_all(&found).await.unwrap(), users(4));
    let other = unprocessed.get_again::<Other>().fetch_all(&found).await.unwrap_err();
    assert!(other.is_invalid());
    assert_eq!(
        other.to_string(),
        "BatchGetItem on table `others`: `Other` is not in the table `users`, of which these keys are"
    );
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_and_grow_up_to_a_second() {
    let played = Played::new(none);
    let start = Instant::now();
    let report = ddbx::get_many::<User>(ids(1)).execute(&played).await.unwrap();
    let most = 25 + 50 + 100 + 200 + 400 + 800 + 3 * 1000;
    assert!(
        start.elapsed() <= Duration::from_millis(most + 9),
        "timers have a resolution of 1 ms"
    );
    assert_eq!(report.requests(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_report_tells_unprocessed_from_missing() {
    // 7 is never answered, 8 is not there.
    let played = Played::new(|_, keys| {
        let (left, rest): (Vec<_>, Vec<_>) = keys.iter().cloned().partition(|key| *key == json!({"id": {"S": "7"}}));
        let there: Vec<_> = rest
            .into_iter()
            .filter(|key| *key != json!({"id": {"S": "8"}}))
            .collect();
        Ok(answer(&there, &left))
    });
    let get = || ddbx::get_many::<User>(ids(120).chain(ids(8))).attempts(3);
    let report = get().execute(&played).await.unwrap();
    assert_eq!((report.found(), report.missing()), (125, 1));
    assert_eq!(report.answers()[7], Answer::Unprocessed);
    assert_eq!(report.answers()[8], Answer::Missing);
    assert_eq!(report.answers()[9], Answer::Found(user(9)));
    assert_eq!(report.requests(), 1 + 3 + 1, "the first request got something done");
    let positions: Vec<_> = report.unprocessed().unwrap().positions().collect();
    assert_eq!(positions, [7, 127]);
    let text = report.complete().unwrap_err().to_string();
    assert!(
        text.ends_with("2 of 128 keys are unprocessed; ask for them again later"),
        "{text}"
    );

    // The stream of answers goes on, that of entities ends.
    let answers: Vec<_> = get().answers(&played).try_collect().await.unwrap();
    assert_eq!((answers.len(), &answers[7]), (128, &Answer::Unprocessed));
    let mut found = get().fetch(&played);
    for number in 0..7 {
        assert_eq!(found.next().await.unwrap().unwrap(), user(number));
    }
    let error = found.next().await.unwrap().unwrap_err();
    let unprocessed = UnprocessedKeys::of(&error).unwrap();
    assert_eq!(unprocessed.positions().collect::<Vec<_>>(), [7]);
    assert!(found.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn only_a_request_that_got_nothing_done_is_an_attempt() -> Result<(), Error> {
    let slow = Played::new(|number, keys| {
        let done = number % 2;
        Ok(answer(&keys[..done], &keys[done..]))
    });
    let get = ddbx::get_many::<User>(ids(30)).attempts(2);
    assert_eq!(get.fetch_all(&slow).await?, users(30));
    assert_eq!(slow.requests().len(), 60);
    Ok(())
}

/// Sixty photos of 350 kB are more than 16 MB. Nothing is short, so there is no wait: this delay would give them up.
#[tokio::test]
async fn an_answer_that_is_full_goes_on_at_once() -> Result<(), Error> {
    let (pool, _) = failing(0).await;
    let photo = "x".repeat(350_000);
    for number in 0..60 {
        let user = User {
            photo: photo.clone(),
            ..user(number)
        };
        ddbx::put(user).execute(&pool).await?;
    }
    let watched = Watched::new(&pool);
    let get = ddbx::get_many::<User>(ids(60))
        .attempts(1)
        .delay(Delay::custom(|_| None));
    let found = get.fetch_all(&watched).await?;
    assert!(found.iter().map(|user| &user.id).eq(&ids(60).collect::<Vec<_>>()));
    assert_eq!(watched.sizes().len(), 2);
    Ok(())
}

#[tokio::test]
async fn what_is_throttled_as_a_whole_is_unprocessed_and_others_are_not() -> Result<(), Error> {
    let (pool, chaos) = failing(150).await;
    let throttled = || Mishap::throttled(ThrottlingReason::TableReadProvisionedThroughputExceeded);
    chaos.on(Operation::BatchGetItem).next(1, throttled());
    let report = ddbx::get_many::<User>(ids(150)).in_flight(1).execute(&pool).await?;
    assert_eq!((report.found(), report.missing()), (50, 0));
    let unprocessed = report.unprocessed().unwrap().clone();
    assert!(unprocessed.positions().eq(0..100));
    let error = report.complete().unwrap_err();
    assert!(error.is_throttled());
    assert!(
        chain(&error).contains("ProvisionedThroughputExceeded"),
        "{}",
        chain(&error)
    );
    assert_eq!(unprocessed.get_again::<User>().fetch_all(&pool).await?, users(100));
    Ok(())
}

/// As of what is not to be reached: the keys that were not asked for yet are not tried in vain, one by one.
#[tokio::test]
async fn a_lost_connection_ends_the_requests() -> Result<(), Error> {
    let (pool, chaos) = failing(0).await;
    chaos.on(Operation::BatchGetItem).next(1, Mishap::lost_answer());
    let watched = Watched::new(&pool);
    let report = ddbx::get_many::<User>(ids(500)).in_flight(1).execute(&watched).await?;
    assert_eq!((report.found(), report.missing(), watched.sizes().len()), (0, 0, 1));
    let error = report.complete().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.is_retryable());
    assert_eq!(UnprocessedKeys::of(&error).unwrap().len(), 500);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn all_keys_together_have_a_time_limit() {
    let played = Played::new(none);
    let start = Instant::now();
    let get = ddbx::get_many::<User>(ids(150)).within(Duration::from_secs(5));
    let get = get.delay(Delay::constant(Duration::from_secs(2))).in_flight(1);
    let report = get.execute(&played).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 4, "the next request would come too late");
    let deadlines = played
        .requests()
        .iter()
        .map(|request| request.deadline)
        .collect::<Vec<_>>();
    assert_eq!(deadlines, [Some(start.into_std() + Duration::from_secs(5)); 3]);
    let error = report.complete().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        chain(&error),
        "BatchGetItem on table `users`: 150 of 150 keys are unprocessed; ask for them again later: \
         unprocessed: keys[0], keys[1], keys[2] and 147 more: \
         BatchGetItem on table `users`: the time given to all keys together was over"
    );
}

#[tokio::test]
async fn an_item_that_was_not_asked_for_is_no_answer() {
    let user = |id: &str| json!({"id": {"S": id}});
    for wrong in [
        answer(&[user("other")], &[]),
        answer(&[user("0"), user("0")], &[]),
        answer(&[], &[user("other")]),
        answer(&[user("0")], &[user("0")]),
    ] {
        let played = Played::new(move |_, _| Ok(wrong.clone()));
        let error = ddbx::get_many::<User>(["0"]).fetch_all(&played).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    }
}
