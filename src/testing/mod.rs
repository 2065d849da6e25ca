//! What `#[ddbx::test]` runs on.

use std::future::Future;

use ddbx_core::Error;

use crate::entity::Entities;
use crate::pool::Pool;

/// Runs a test with a pool of its own: an embedded engine in memory, with the tables of `E`.
///
/// `#[ddbx::test]` calls it; a test harness of another kind can too.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
/// }
///
/// let answer = ddbx::testing::run::<(User,), _, _>(async |pool: Pool| {
///     ddbx::put(User { id: "u1".into() }).execute(&pool).await?;
///     ddbx::get::<User>("u1").fetch_one(&pool).await
/// });
/// assert_eq!(answer?.id, "u1");
/// # Ok::<(), ddbx::Error>(())
/// ```
///
/// # Panics
///
/// If the runtime, the engine or the tables cannot be made: a test has no other way to say so.
pub fn run<E: Entities, T: FnOnce(Pool) -> F, F: Future>(test: T) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        // What the application's own tokio features allow: a test may open sockets.
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("the test's runtime cannot be made: {error}"));
    runtime.block_on(async {
        let pool = prepare::<E>()
            .await
            .unwrap_or_else(|error| panic!("the test's tables cannot be made: {}", chain(&error)));
        let output = test(pool.clone()).await;
        pool.close().await;
        output
    })
}

async fn prepare<E: Entities>() -> Result<Pool, Error> {
    let pool = Pool::connect("dynamodb::memory:").await?;
    pool.create_tables::<E>().await?;
    Ok(pool)
}

/// The whole chain of causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
