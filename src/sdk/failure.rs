use std::error::Error as StdError;
use std::sync::Arc;

use aws_sdk_dynamodb::error::SdkError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use ddbx_core::Error;

/// Our error, beside an answer of which the SDK makes its own.
#[derive(Clone)]
pub(super) struct Failure(pub(super) Arc<Error>);

/// The pool's error behind one of the SDK's: its outcome, its attempts, whether it is safe to repeat.
///
/// Every failure of a request that reached the pool has one; what the SDK refuses by itself has none. An error that
/// was boxed, or turned into `aws_sdk_dynamodb::Error`, keeps ours in its `source()` chain if no answer came; the ones
/// that DynamoDB answered lose it there.
///
/// ```
/// use ddbx::{Outcome, Pool, sdk};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// let client = pool.sdk();
/// let error = client.delete_table().table_name("users").send().await.unwrap_err();
/// assert!(error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()));
/// assert_eq!(sdk::error(&error).map(|error| error.outcome()), Some(Outcome::NotApplied));
///
/// pool.close().await;
/// let error = client.list_tables().send().await.unwrap_err();
/// assert!(sdk::error(&error).is_some_and(|error| error.is_closed()));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn error<E: StdError + 'static>(error: &SdkError<E>) -> Option<&Error> {
    error.raw_response().and_then(beside).or_else(|| beneath(error))
}

/// Our error that came along with an answer.
pub(super) fn beside(response: &HttpResponse) -> Option<&Error> {
    response.extension::<Failure>().map(|failure| &*failure.0)
}

/// Our error among the sources of another.
pub(super) fn beneath<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Error> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}
