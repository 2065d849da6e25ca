use std::future::Future;

use ddbx_core::Error;

/// Runs `read_and_write` again, up to `times` times in all, while other writers are faster: as long as its error
/// [is stale](Error::is_stale).
///
/// It must begin by reading: what it knew of the item is what has changed.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     visits: u32,
///     #[entity(version)]
///     version: u64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// # ddbx::put(User { id: "u1".into(), visits: 0, version: 0 }).execute(&pool).await?;
///
/// let user = ddbx::retry_on_stale(5, async || {
///     let mut user = ddbx::get::<User>("u1").consistent().fetch_one(&pool).await?;
///     user.visits += 1;
///     ddbx::put(user).execute(&pool).await
/// })
/// .await?;
/// assert_eq!((user.visits, user.version), (1, 2));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Those of `read_and_write`; the last one, if it was stale each time. With `times` 0, it runs once.
pub async fn retry_on_stale<T, F: Future<Output = Result<T, Error>>>(
    times: u32,
    mut read_and_write: impl FnMut() -> F,
) -> Result<T, Error> {
    let mut left = times;
    loop {
        left = left.saturating_sub(1);
        match read_and_write().await {
            Err(error) if error.is_stale() && left > 0 => {}
            done => return done,
        }
    }
}
