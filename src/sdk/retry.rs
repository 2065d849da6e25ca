use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

use super::failure::{beneath, beside};

/// Forbids the SDK to send again what may have been applied.
///
/// The SDK's retries are off. Who switches them on again gets them for reads, and for writes that surely did nothing: the
/// SDK itself would repeat any write after a timeout or a 5xx. Those that may be repeated all the same are the pool's to
/// repeat. The SDK forgets what was before its last attempt, and would hand on that one's refusal as the whole truth.
#[derive(Debug)]
pub(super) struct OnlyWhatIsSafe;

impl ClassifyRetry for OnlyWhatIsSafe {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(Err(failure)) = context.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let answered = context.response().and_then(beside);
        let unanswered = || failure.as_connector_error().and_then(|error| beneath(error));
        match answered.or_else(unanswered) {
            Some(error) if error.is_retryable() && !error.is_unknown() => RetryAction::NoActionIndicated,
            // Without an error of ours the SDK's own clock ended the attempt, or it cannot read a success.
            Some(_) | None => RetryAction::RetryForbidden,
        }
    }

    fn name(&self) -> &'static str {
        "ddbx: only what surely did nothing"
    }
}
