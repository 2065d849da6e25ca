//! What DynamoDB reported when it did not carry out a request.
//!
//! A [`Fault`] is DynamoDB's word; an [`Error`](crate::Error) is ours, and may have a fault as its source. The two
//! lists of codes, [`FaultCode`] and [`CancellationCode`], and the [`Nature`] of each live in this one module,
//! where the compiler holds every code against a decision.

mod cancellation;
mod code;
pub(crate) mod message;
mod nature;
mod parse;
mod throttle;

#[cfg(test)]
mod tests;

use std::fmt;

use bytes::Bytes;

pub use cancellation::{CancellationCode, CancellationReason};
pub use code::FaultCode;
use message::Shown;
pub use nature::Nature;
pub use throttle::{Throttle, ThrottleScope, ThrottledResource, ThrottlingReason};

/// An error that DynamoDB reported.
///
/// `Display` and `Debug` are fit for a log: they escape control characters, never show an item, and leave out what a
/// message quotes of the request. [`Fault::message`] gives the text as it came.
///
/// ```
/// use ddbx_core::fault::{Fault, FaultCode, Nature};
///
/// let fault = Fault::new(FaultCode::ConditionalCheckFailed, "The conditional request failed", 400);
/// assert_eq!(fault.nature(), Nature::Rejected);
/// assert_eq!(fault.to_string(), "ConditionalCheckFailedException: The conditional request failed");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    code: FaultCode,
    message: Box<str>,
    status: u16,
    throttles: Vec<Throttle>,
    item: Option<Bytes>,
    cancellations: Vec<CancellationReason>,
}

impl Fault {
    /// A fault with a code, DynamoDB's message and the HTTP status it came with.
    #[must_use]
    pub fn new(code: FaultCode, message: impl Into<Box<str>>, status: u16) -> Self {
        Self {
            code,
            message: message.into(),
            status,
            throttles: Vec::new(),
            item: None,
            cancellations: Vec::new(),
        }
    }

    /// Sets the reasons of a throttle.
    #[must_use]
    pub fn with_throttles(mut self, throttles: Vec<Throttle>) -> Self {
        self.throttles = throttles;
        self
    }

    /// Sets the item that a failed condition met, as DynamoDB JSON.
    #[must_use]
    pub fn with_item(mut self, json: Bytes) -> Self {
        self.item = Some(json);
        self
    }

    /// Sets what became of each operation of a cancelled transaction.
    #[must_use]
    pub fn with_cancellations(mut self, cancellations: Vec<CancellationReason>) -> Self {
        self.cancellations = cancellations;
        self
    }

    /// Which error it was.
    #[must_use]
    pub const fn code(&self) -> &FaultCode {
        &self.code
    }

    /// DynamoDB's message, as it came. It may quote values and headers of the request.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Why the request was throttled, of each table and index that was short; empty when DynamoDB does not say.
    #[must_use]
    pub fn throttles(&self) -> &[Throttle] {
        &self.throttles
    }

    /// The item that a failed condition met, as DynamoDB JSON, when the request asked for it with
    /// `ReturnValuesOnConditionCheckFailure`.
    #[must_use]
    pub const fn item(&self) -> Option<&Bytes> {
        self.item.as_ref()
    }

    /// What became of each operation of a cancelled transaction, in the order of the operations.
    #[must_use]
    pub fn cancellations(&self) -> &[CancellationReason] {
        &self.cancellations
    }

    /// What kind of event it was.
    ///
    /// A cancelled transaction is a conflict or a throttle only if nothing else cancelled it: one operation that
    /// would be refused again decides. Where conflicts and throttles met, it is a throttle.
    ///
    /// ```
    /// use ddbx_core::fault::{CancellationCode, CancellationReason, Fault, FaultCode, Nature};
    ///
    /// let reasons = [CancellationCode::None, CancellationCode::TransactionConflict].map(CancellationReason::new);
    /// let fault = Fault::new(FaultCode::TransactionCanceled, "Transaction cancelled", 400)
    ///     .with_cancellations(reasons.to_vec());
    /// assert_eq!(fault.nature(), Nature::Conflict);
    /// ```
    #[must_use]
    pub fn nature(&self) -> Nature {
        let by_code = self.code.nature(self.status);
        if self.code != FaultCode::TransactionCanceled || by_code != Nature::Rejected {
            return by_code;
        }
        let mut natures = self.cancellations.iter().filter_map(|reason| reason.code().nature());
        let Some(first) = natures.next() else {
            return Nature::Rejected;
        };
        natures.fold(first, |so_far, nature| match (so_far, nature) {
            (Nature::Conflict, Nature::Conflict) => Nature::Conflict,
            (Nature::Conflict | Nature::Throttled, Nature::Conflict | Nature::Throttled) => Nature::Throttled,
            _ => Nature::Rejected,
        })
    }

    /// The fault of the only action of a cancelled transaction; `None` for other faults.
    pub(crate) fn of_only_action(&self) -> Option<Self> {
        let [reason] = &self.cancellations[..] else {
            return None;
        };
        let code = reason.code().as_fault()?;
        let fault = Self::new(code, reason.message().unwrap_or_default(), self.status);
        Some(match reason.item() {
            Some(item) => fault.with_item(item.clone()),
            None => fault,
        })
    }

    fn shown(&self) -> Shown<'_> {
        if self.code.is_about_credentials() {
            Shown::of_credentials(&self.message)
        } else {
            Shown::of_rule(&self.message)
        }
    }
}

/// The code, and the message when there is one.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() {
            return write!(f, "{}", self.code);
        }
        write!(f, "{}: {}", self.code, self.shown())
    }
}

/// Tells the size of the item, never its contents.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fault = f.debug_struct("Fault");
        fault
            .field("code", &format_args!("{}", self.code))
            .field("message", &format_args!("\"{}\"", self.shown()))
            .field("status", &self.status);
        if !self.throttles.is_empty() {
            fault.field("throttles", &self.throttles);
        }
        if let Some(item) = &self.item {
            fault.field("item", &format_args!("{} bytes", item.len()));
        }
        if !self.cancellations.is_empty() {
            fault.field("cancellations", &self.cancellations);
        }
        fault.finish()
    }
}

impl std::error::Error for Fault {}
