use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction};

use super::failure::{beneath, beside};

/// Forbids the SDK to send again what might be applied twice.
///
/// The SDK's retries are off. Who switches them on again gets them for what the pool calls repeatable, and for nothing
/// else: the SDK itself would repeat any write after a timeout or a 5xx.
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
            Some(error) if error.is_retryable() => RetryAction::NoActionIndicated,
            // Without an error of ours the SDK's own clock ended the attempt, or it cannot read a success.
            Some(_) | None => RetryAction::RetryForbidden,
        }
    }

    fn name(&self) -> &'static str {
        "ddbx: only what is safe to repeat"
    }
}
