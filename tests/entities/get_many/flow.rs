//! What is in flight, and what is held.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use ddbx::batch::Answer;
use ddbx::{Entity, Error, Pool};
use futures_util::{FutureExt as _, StreamExt as _, TryStreamExt as _, stream};
use tokio::sync::mpsc::unbounded_channel;

use super::executors::{Played, Watched, answer};
use super::{Order, key, order, put};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
}

fn user(number: usize) -> User {
    User { id: number.to_string() }
}

fn found(_: usize, keys: &[serde_json::Value]) -> Result<serde_json::Value, Error> {
    Ok(answer(keys, &[]))
}

#[ddbx::test(entities(Order))]
async fn so_many_requests_are_in_flight(pool: Pool) -> Result<(), Error> {
    put(&pool, [0, 999]).await;
    for (limit, most) in [(Some(1), 1), (Some(3), 3), (None, 4), (Some(0), 1)] {
        let watched = Watched::new(&pool);
        let get = ddbx::get_many::<Order>((0..1000).map(key));
        let get = match limit {
            Some(limit) => get.in_flight(limit),
            None => get,
        };
        assert_eq!(get.fetch_all(&watched).await?, [order(0), order(999)]);
        assert_eq!(watched.most_in_flight(), most, "{limit:?}");
        assert_eq!(watched.sizes(), [100; 10]);
    }
    Ok(())
}

#[tokio::test]
async fn keys_are_pulled_when_there_is_room() -> Result<(), Error> {
    const ROOM: usize = 200;
    let (pulled, played) = (AtomicUsize::new(0), Played::new(found));
    let ids = (0..5000).map(|number: usize| {
        pulled.fetch_add(1, SeqCst);
        number.to_string()
    });
    let mut users = ddbx::get_many::<User>(ids).in_flight(2).fetch(&played);
    assert_eq!(
        (pulled.load(SeqCst), played.requests().len()),
        (0, 0),
        "nobody has asked yet"
    );
    let mut given = 0;
    while let Some(next) = users.try_next().await? {
        assert_eq!(next, user(given));
        let held = pulled.load(SeqCst) - given;
        assert!(held <= ROOM, "{held} are held at {given}");
        given += 1;
    }
    assert_eq!((given, played.requests().len()), (5000, 50));
    Ok(())
}

#[tokio::test]
async fn without_an_end_of_keys_the_first_ones_are_answered() -> Result<(), Error> {
    let played = Played::new(found);
    let mut users = ddbx::get_many::<User>((0_usize..).map(|number| number.to_string())).fetch(&played);
    for number in 0..1234 {
        assert_eq!(users.try_next().await?, Some(user(number)));
    }
    assert!(played.requests().len() <= 13 + 4);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn a_stream_that_is_dropped_asks_for_no_more(pool: Pool) -> Result<(), Error> {
    put(&pool, 0..3).await;
    let (pulled, watched) = (AtomicUsize::new(0), Watched::new(&pool));
    let keys = (0..).map(|number| {
        pulled.fetch_add(1, SeqCst);
        key(number)
    });
    let mut orders = ddbx::get_many::<Order>(keys).in_flight(2).fetch(&watched);
    assert_eq!(orders.try_next().await?, Some(order(0)));
    drop(orders);
    assert_eq!((pulled.load(SeqCst), watched.sizes()), (200, vec![100, 100]));
    assert_eq!(ddbx::get_many::<Order>([key(2)]).fetch_all(&pool).await?, [order(2)]);
    Ok(())
}

/// The same key again, when its first answer has been given: it is read again.
#[tokio::test]
async fn what_was_answered_is_not_remembered() -> Result<(), Error> {
    let played = Played::new(found);
    let ids = (0..300).map(|number: usize| (number % 100).to_string());
    let users = ddbx::get_many::<User>(ids).in_flight(1).fetch_all(&played).await?;
    assert_eq!(users.len(), 300);
    assert_eq!(played.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn keys_come_as_a_stream() -> Result<(), Error> {
    let played = Played::new(found);
    let ids = stream::iter((0..250).map(|number: usize| number.to_string()));
    let users = ddbx::get_many_from::<User>(ids).fetch_each(&played).await?;
    assert_eq!(users, (0..250).map(|number| Some(user(number))).collect::<Vec<_>>());
    assert_eq!(played.requests().len(), 3);
    Ok(())
}

/// The next key is given only when the one before is answered: a reader that waits for full requests waits for ever.
#[tokio::test]
async fn a_key_may_depend_on_the_answer_before() -> Result<(), Error> {
    let played = Played::new(found);
    let (send, mut receive) = unbounded_channel::<String>();
    let ids = stream::poll_fn(move |context| receive.poll_recv(context));
    let mut users = ddbx::get_many_from::<User>(ids).fetch(&played);
    for number in 0..3 {
        assert!(users.next().now_or_never().is_none(), "there is no key");
        send.send(number.to_string()).unwrap();
        assert_eq!(users.try_next().await?, Some(user(number)));
    }
    drop(send);
    assert_eq!(users.try_next().await?, None);
    assert_eq!(played.requests().len(), 3);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn it_runs_in_a_task(pool: Pool) -> Result<(), Error> {
    put(&pool, [1]).await;
    let keys = vec![key(1), key(2)];
    let task = tokio::spawn(async move {
        let get = || ddbx::get_many::<Order>(keys.clone());
        let found = get().fetch_all(&pool).await?;
        assert_eq!(get().fetch(&pool).collect().await?, found);
        assert_eq!(get().fetch_each(&pool).await?, [Some(order(1)), None]);
        assert_eq!(get().execute(&pool).await?.found(), 1);
        let answers: Vec<_> = get().answers(&pool).try_collect().await?;
        assert_eq!(answers, [Answer::Found(order(1)), Answer::Missing]);
        Ok(())
    });
    task.await.unwrap()
}
