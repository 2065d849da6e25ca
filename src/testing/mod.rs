//! What `#[ddbx::test]` runs on, and with the feature `test-util` a server that fails.

#[cfg(feature = "test-util")]
pub mod ledger;
mod place;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};

use ddbx_core::Error;
use futures_util::FutureExt as _;

use place::Place;

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
/// # Elsewhere
///
/// With `DDBX_TEST_URL`, [a URL of a pool](crate::config::ConnectUrl), the test runs there. Its pool has a
/// [table prefix](crate::PoolOptions::table_prefix) that no other test has, `ddbx-test-` and twelve digits, and when the
/// test has ended, the tables with that prefix are deleted, and no others; also when it has failed. Beyond this machine
/// that needs `DDBX_TEST_ALLOW_REMOTE=1`.
///
/// # Panics
///
/// If the runtime, the engine or the tables cannot be made, or not be deleted afterwards: a test has no other way to say
/// so.
pub fn run<E: Entities, T: FnOnce(Pool) -> F, F: Future>(test: T) -> F::Output {
    let place = Place::from_environment().unwrap_or_else(|refusal| panic!("{refusal}"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        // What the application's own tokio features allow: a test may open sockets.
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("the test's runtime cannot be made: {error}"));
    runtime.block_on(async {
        let whole_test = async {
            let pool = prepare::<E>(&place)
                .await
                .unwrap_or_else(|error| panic!("the test's tables cannot be made: {}", chain(&error)));
            let output = test(pool.clone()).await;
            pool.close().await;
            output
        };
        // A test that fails panics. It leaves nothing broken behind but its own.
        let output = AssertUnwindSafe(whole_test).catch_unwind().await;
        let left = place.clean_up().await;
        match (output, left) {
            (Ok(output), Ok(())) => output,
            (Ok(_), Err(error)) => panic!("{}", left_over(&place, &error)),
            (Err(panic), left) => {
                if let Err(error) = left {
                    complain(&left_over(&place, &error));
                }
                resume_unwind(panic)
            }
        }
    })
}

async fn prepare<E: Entities>(place: &Place) -> Result<Pool, Error> {
    let pool = place.connect().await?;
    pool.create_tables::<E>().await?;
    Ok(pool)
}

fn left_over(place: &Place, error: &Error) -> String {
    format!(
        "the test's tables may still be there, all of them called `{}…`: {}",
        place.prefix(),
        chain(error)
    )
}

/// Beside the failure that the test itself ends with.
#[expect(
    clippy::print_stderr,
    reason = "the test's panic is on its way already, and can say no more"
)]
fn complain(text: &str) {
    eprintln!("{text}");
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
