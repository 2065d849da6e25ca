use std::time::Duration;

use ddbx::Pool;

use crate::{User, user};

/// A paused clock jumps to the next timer as soon as the runtime waits for the engine's thread: time limits must not go
/// by it.
#[tokio::test(start_paused = true)]
async fn an_embedded_pool_works_under_a_paused_clock() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    for round in 0..200 {
        let id = format!("u{round}");
        ddbx::put(user(&id)).execute(&pool).await.unwrap();
        assert_eq!(ddbx::get::<User>(&id).fetch_one(&pool).await.unwrap().id, id);
    }
    pool.close().await;
}

/// The application's own timers still jump.
#[tokio::test(start_paused = true)]
async fn the_applications_own_time_stays_paused() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    let start = tokio::time::Instant::now();
    let hour = tokio::time::interval_at(start + Duration::from_secs(3600), Duration::from_secs(3600))
        .tick()
        .await;
    ddbx::put(user("u1")).execute(&pool).await.unwrap();
    assert_eq!(hour - start, Duration::from_secs(3600));
}
