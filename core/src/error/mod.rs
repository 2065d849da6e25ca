//! The one error type, and what it says about a write.

mod display;
mod kind;
mod outcome;
mod predicates;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

pub use kind::ErrorKind;
pub use outcome::{FailureClass, Outcome};

use crate::codec::{self, CodecError, DecodeItem};
use crate::fault::{CancellationReason, Fault, FaultCode, Nature};
use crate::operation::{Operation, Safety};
use crate::request::{Request, TableName};
use crate::response::{RequestId, Response};

/// A boxed error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Why a request failed, and what it did: one pointer wide.
///
/// `Display` and `Debug` never show an item's value; each level of [`source`](StdError::source) speaks once.
///
/// ```
/// use ddbx_core::error::{Error, Outcome};
/// use ddbx_core::{Operation, Request, Response};
///
/// let request = Request::new(Operation::GetItem, "{}").on("users");
/// let answer = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}"#;
/// let error = Error::from_response(&request, &Response::new(400, answer));
///
/// assert!(error.is_table_not_found());
/// assert_eq!(error.outcome(), Outcome::NotApplied);
/// assert_eq!(error.table(), Some("users"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    outcome: Outcome,
    class: Option<FailureClass>,
    /// Whether the request leaves the same state when it is applied twice.
    repeatable: bool,
    operation: Option<Operation>,
    table: Option<TableName>,
    request_id: Option<RequestId>,
    attempts: u32,
    retry_after: Option<Duration>,
    fault: Option<Fault>,
    /// The answer that is no success, as it came. Its body may hold items, so it is never shown.
    response: Option<Response>,
    source: Option<BoxError>,
}

/// What is known where a condition was false at the repeat of an attempt whose answer was lost.
const CONDITION_AFTER_LOST: &str = "the answer to an attempt was lost, and the condition was false when it was repeated, \
                                    perhaps because the lost one succeeded";

impl Error {
    /// An error of this kind, in words that say what is wrong and the way out. Nothing was applied.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            outcome: Outcome::NotApplied,
            class: None,
            repeatable: false,
            operation: None,
            table: None,
            request_id: None,
            attempts: 0,
            retry_after: None,
            fault: None,
            response: None,
            source: None,
        }))
    }

    /// A failure before anything was sent, where no request is at hand: of what every request needs.
    #[must_use]
    pub fn not_sent(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(kind, message);
        error.0.class = Some(FailureClass::NotSent);
        error
    }

    /// Input that was refused before anything was sent.
    #[must_use]
    pub fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    /// A value that cannot be stored; nothing was sent.
    #[must_use]
    pub fn encode(error: CodecError) -> Self {
        Self::new(ErrorKind::Encode, "a value cannot be stored in DynamoDB").with_source(error)
    }

    /// An item or an answer that does not fit its Rust type. Of a write that was answered,
    /// [`with_outcome`](Self::with_outcome) says that it was applied.
    #[must_use]
    pub fn decode(error: CodecError) -> Self {
        let what = if error.entity().is_some() {
            "an item does not fit its struct"
        } else {
            "an item does not fit the type it is read into"
        };
        Self::new(ErrorKind::Decode, what).with_source(error)
    }

    /// An attempt that failed in a way that DynamoDB did not report: by its class, a write's outcome follows.
    #[must_use]
    pub fn failed(
        kind: ErrorKind,
        class: FailureClass,
        request: &Request,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut error = Self::new(kind, message).during(request);
        error.0.class = Some(class);
        error.0.repeatable = matches!(request.safety, Safety::Read | Safety::Repeatable);
        error.0.attempts = u32::from(class != FailureClass::NotSent);
        if class == FailureClass::Ambiguous && request.safety != Safety::Read {
            error.0.outcome = Outcome::Unknown;
        }
        error
    }

    /// The error of an answer that is no success.
    #[must_use]
    pub fn from_response(request: &Request, response: &Response) -> Self {
        let mut error = match Fault::parse(response.status, &response.body) {
            Some(fault) => Self::from_fault(request, fault),
            None if response.status == 501 => {
                let message = "the server answered HTTP 501, which DynamoDB does not; is the endpoint right?";
                Self::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, message)
            }
            None if response.status >= 500 => {
                let message = format!("the server failed with HTTP {} and no DynamoDB error", response.status);
                Self::failed(ErrorKind::Internal, FailureClass::Ambiguous, request, message)
            }
            None => {
                // Who says neither "failed" nor "refused" may have done it; nor does 408 tell on which side of a proxy time ran
                // out.
                let class = if response.status < 400 || response.status == 408 {
                    FailureClass::Ambiguous
                } else {
                    FailureClass::Rejected
                };
                let what = if matches!(response.status, 300..=399) {
                    "a redirect, which is not followed"
                } else {
                    "something that is not DynamoDB's"
                };
                let message = format!(
                    "the server answered HTTP {} with {what}; is the endpoint right?",
                    response.status
                );
                Self::failed(ErrorKind::UnexpectedResponse, class, request, message)
            }
        };
        error.0.attempts = response.attempts;
        error.0.response = Some(response.clone());
        error
    }

    fn from_fault(request: &Request, fault: Fault) -> Self {
        let class = match fault.nature() {
            Nature::Ambiguous => FailureClass::Ambiguous,
            Nature::Throttled => FailureClass::Throttled,
            Nature::Conflict | Nature::Expired | Nature::InProgress | Nature::Rejected => FailureClass::Rejected,
        };
        let status = fault.status();
        let fits = status >= 400
            && (matches!(fault.code(), FaultCode::Other(_)) || fault.code().nature(400) == Nature::Ambiguous);
        let (kind, message) = if class == FailureClass::Ambiguous && !fits {
            // Neither the status nor the code can be relied on.
            let kind = if status < 400 {
                ErrorKind::UnexpectedResponse
            } else {
                ErrorKind::Internal
            };
            (
                kind,
                Cow::from(format!(
                    "the server answered HTTP {status} with an error that does not fit it"
                )),
            )
        } else {
            (kind::of_fault(&fault, request.operation), Cow::default())
        };
        let is_under_way = fault.nature() == Nature::InProgress;
        let mut error = Self::failed(kind, class, request, message);
        if is_under_way && request.safety != Safety::Read {
            // An attempt before this one is being carried out. It is known by its token, so that asking again does no harm.
            error.0.outcome = Outcome::Unknown;
            error.0.repeatable = true;
        }
        error.0.fault = Some(fault);
        error
    }

    /// Names the operation and the table of a request, unless the error names others already.
    #[must_use]
    pub fn during(mut self, request: &Request) -> Self {
        self.0.operation.get_or_insert(request.operation);
        if self.0.table.is_none() {
            self.0.table = request.tables.single().cloned();
        }
        self
    }

    /// Names the operation, unless the error names one already.
    #[must_use]
    pub fn in_operation(mut self, operation: Operation) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    /// Names the table, unless the error names one already.
    #[must_use]
    pub fn on_table(mut self, table: impl Into<TableName>) -> Self {
        if self.0.table.is_none() {
            self.0.table = Some(table.into());
        }
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says what the request did to the table.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }

    /// The same error with the number of attempts.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// The same error with the server's id of the attempt it is about.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<RequestId>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// The same error with the id and the attempts of the answer it is about.
    #[must_use]
    pub fn answered(mut self, response: &Response) -> Self {
        self.0.request_id.clone_from(&response.request_id);
        self.0.attempts = response.attempts;
        self
    }

    /// The same error with the wait that would help: see [`retry_after`](Self::retry_after).
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// The error of a write that may have been applied by an attempt before this one, whose answer was lost.
    ///
    /// Whatever befell a later attempt says nothing of that one: the outcome is [`Outcome::Unknown`]. Where the later one
    /// met a false condition, the write itself may have made it false, so that the kind becomes
    /// [`ErrorKind::OutcomeUnknown`] and nobody takes it for a write that failed. `lost` is the error of the earlier
    /// attempt, and becomes the source where there is none.
    #[must_use]
    pub fn after_lost_attempt(mut self, lost: Self) -> Self {
        self.0.outcome = Outcome::Unknown;
        self.0.repeatable = lost.0.repeatable;
        if self.0.kind == ErrorKind::ConditionFailed {
            self.0.kind = ErrorKind::OutcomeUnknown;
            self.0.message = Cow::Borrowed(CONDITION_AFTER_LOST);
        }
        if self.0.source.is_none() {
            self.0.source = Some(lost.into());
        }
        self
    }

    /// The error of a transaction with a single action, as that of the action: for a write that was sent as a
    /// transaction although it is one write.
    ///
    /// ```
    /// use ddbx_core::{Error, Operation, Request, Response};
    ///
    /// let request = Request::new(Operation::TransactWriteItems, "{}").on("users");
    /// let body = r#"{"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"ConditionalCheckFailed"}]}"#;
    /// let error = Error::from_response(&request, &Response::new(400, body)).of_only_action(Operation::PutItem);
    /// assert!(error.is_condition_failed());
    /// assert_eq!(error.operation(), Some(Operation::PutItem));
    /// ```
    #[must_use]
    pub fn of_only_action(mut self, operation: Operation) -> Self {
        self.0.operation = Some(operation);
        if let Some(fault) = self.0.fault.as_ref().and_then(Fault::of_only_action) {
            self.0.kind = kind::of_fault(&fault, operation);
            self.0.fault = Some(fault);
            if self.0.outcome == Outcome::Unknown && self.0.kind == ErrorKind::ConditionFailed {
                self.0.kind = ErrorKind::OutcomeUnknown;
                self.0.message = Cow::Borrowed(CONDITION_AFTER_LOST);
            }
        }
        self
    }

    /// The same failure, of which more is known: what DynamoDB reported, the old item and the outcome stay.
    ///
    /// ```
    /// use ddbx_core::{Error, ErrorKind, Operation, Request, Response};
    ///
    /// let request = Request::new(Operation::PutItem, "{}").on("users");
    /// let error = Error::from_response(&request, &Response::new(400, r#"{"__type":"ConditionalCheckFailedException"}"#));
    /// let error = error.understood_as(ErrorKind::Stale, "another writer changed the user since it was read");
    /// assert!(error.is_stale() && error.fault().is_some());
    /// ```
    #[must_use]
    pub fn understood_as(mut self, kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        self.0.kind = kind;
        self.0.message = message.into();
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the request did to the table.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// What is known of the failed attempt; `None` where no attempt was made.
    #[must_use]
    pub fn class(&self) -> Option<FailureClass> {
        self.0.class
    }

    /// The operation that failed.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// The table, where one table was asked for.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.0.table.as_deref()
    }

    /// The server's id of the last attempt, for AWS support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let answered = || self.0.response.as_ref()?.request_id.as_ref();
        self.0.request_id.as_ref().or_else(answered).map(RequestId::as_str)
    }

    /// How many times the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long to wait before the same request has a chance: what the server asked for (`x-amz-retry-after`), or how
    /// long a limiter that shed it would have had it wait. `None` where nobody said.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let asked = || self.0.response.as_ref()?.retry_after;
        self.0.retry_after.or_else(asked)
    }

    /// The answer this is the error of, as it came: for what reads DynamoDB's answers itself, as the official SDK does.
    /// `None` where nothing was answered, or the answer was damaged.
    ///
    /// Its body may hold the item that a failed condition met: neither `Display` nor `Debug` shows it.
    ///
    /// ```
    /// use ddbx_core::{Error, Operation, Request, Response};
    ///
    /// let request = Request::new(Operation::ListTables, "{}");
    /// let error = Error::from_response(&request, &Response::new(503, "<html>try later</html>"));
    /// assert_eq!(error.response().map(|answer| &*answer.body), Some(&b"<html>try later</html>"[..]));
    /// ```
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// What DynamoDB reported.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// DynamoDB's code for the fault.
    #[must_use]
    pub fn code(&self) -> Option<&FaultCode> {
        self.fault().map(Fault::code)
    }

    /// Why each action of a cancelled transaction failed, in the order of the actions; empty for other errors.
    #[must_use]
    pub fn cancellations(&self) -> &[CancellationReason] {
        self.fault().map_or(&[], Fault::cancellations)
    }

    /// The item that made the condition of a write false, if it was asked for
    /// (`ReturnValuesOnConditionCheckFailure`).
    ///
    /// # Errors
    ///
    /// An item that does not fit `T`.
    pub fn old_item<'a, T: DecodeItem<'a>>(&'a self) -> Result<Option<T>, Error> {
        let Some(item) = self.fault().and_then(Fault::item) else {
            return Ok(None);
        };
        codec::item_from_slice(item).map(Some).map_err(Error::decode)
    }
}
