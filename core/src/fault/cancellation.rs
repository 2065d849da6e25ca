use std::fmt;

use bytes::Bytes;

use super::message::{Escaped, Shown};
use super::{FaultCode, Nature};

/// Defines [`CancellationCode`] from the table below it. Variants bear their names on the wire.
macro_rules! codes {
    ($( $(#[$doc:meta])* $code:ident, )*) => {
        /// Why one operation made DynamoDB cancel a transaction.
        ///
        /// See [TransactionCanceledException](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors).
        ///
        /// ```
        /// use ddbx_core::fault::CancellationCode;
        ///
        /// assert_eq!(CancellationCode::parse("None"), CancellationCode::None);
        /// assert_eq!(CancellationCode::TransactionConflict.name(), "TransactionConflict");
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum CancellationCode {
            $( $(#[$doc])* $code, )*
            /// A code this list does not know, as it came.
            Other(Box<str>),
        }

        impl CancellationCode {
            /// Every code but [`CancellationCode::Other`], in the order of the alphabet.
            pub const ALL: &'static [Self] = &[ $( Self::$code, )* ];

            /// Reads a code by its name on the wire, with or without `Exception` at its end.
            #[must_use]
            pub fn parse(name: &str) -> Self {
                match name.strip_suffix("Exception").unwrap_or(name) {
                    $( stringify!($code) => Self::$code, )*
                    _ => Self::Other(name.into()),
                }
            }

            /// The code's name on the wire.
            ///
            /// For [`CancellationCode::Other`] it is someone else's text: print it with `Display`, which escapes it.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$code => stringify!($code), )*
                    Self::Other(name) => name,
                }
            }
        }
    };
}

codes! {
    /// The condition did not hold.
    ConditionalCheckFailed,
    /// A PartiQL INSERT met an item with its key.
    DuplicateItem,
    /// The items of one partition key outgrew 10 GB in a table with local indexes.
    ItemCollectionSizeLimitExceeded,
    /// This operation was not the cause.
    None,
    /// A provisioned table or index lacked capacity.
    ProvisionedThroughputExceeded,
    /// An on-demand table or index was throttled while it grows.
    ThrottlingError,
    /// Another request was writing the item.
    TransactionConflict,
    /// The operation breaks a rule.
    ValidationError,
}

impl CancellationCode {
    /// What kind of event this was, or nothing when the operation was not the cause.
    ///
    /// An unknown code counts as a rejection: nothing says that a repeat would fare better.
    #[must_use]
    // A code that joins the list must be thought about here: a wildcard would decide for it in silence.
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub const fn nature(&self) -> Option<Nature> {
        match self {
            Self::None => None,
            Self::TransactionConflict => Some(Nature::Conflict),
            Self::ProvisionedThroughputExceeded | Self::ThrottlingError => Some(Nature::Throttled),
            Self::ConditionalCheckFailed
            | Self::DuplicateItem
            | Self::ItemCollectionSizeLimitExceeded
            | Self::ValidationError
            | Self::Other(_) => Some(Nature::Rejected),
        }
    }
}

impl CancellationCode {
    /// The code that the operation fails with on its own, for the same reason.
    #[deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]
    pub(super) const fn as_fault(&self) -> Option<FaultCode> {
        Some(match self {
            Self::None | Self::Other(_) => return None,
            Self::ConditionalCheckFailed => FaultCode::ConditionalCheckFailed,
            Self::DuplicateItem => FaultCode::DuplicateItem,
            Self::ItemCollectionSizeLimitExceeded => FaultCode::ItemCollectionSizeLimitExceeded,
            Self::ProvisionedThroughputExceeded => FaultCode::ProvisionedThroughputExceeded,
            Self::ThrottlingError => FaultCode::Throttling,
            Self::TransactionConflict => FaultCode::TransactionConflict,
            Self::ValidationError => FaultCode::Validation,
        })
    }
}

impl fmt::Display for CancellationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(self.name()), f)
    }
}

/// What became of one operation of a cancelled transaction. The reasons stand in the order of the operations.
///
/// ```
/// use ddbx_core::fault::{CancellationCode, CancellationReason};
///
/// let reason = CancellationReason::new(CancellationCode::ConditionalCheckFailed)
///     .with_message("The conditional request failed");
/// assert_eq!(reason.code(), &CancellationCode::ConditionalCheckFailed);
/// assert_eq!(reason.item(), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CancellationReason {
    code: CancellationCode,
    message: Option<Box<str>>,
    item: Option<Bytes>,
}

impl CancellationReason {
    /// A reason with no message and no item.
    #[must_use]
    pub const fn new(code: CancellationCode) -> Self {
        Self {
            code,
            message: None,
            item: None,
        }
    }

    /// Adds DynamoDB's message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Box<str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Adds the item that the condition met, as DynamoDB JSON.
    #[must_use]
    pub fn with_item(mut self, json: Bytes) -> Self {
        self.item = Some(json);
        self
    }

    /// Why.
    #[must_use]
    pub const fn code(&self) -> &CancellationCode {
        &self.code
    }

    /// DynamoDB's message, as it came: `Display` and `Debug` print a safe form of it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The item the condition met, as DynamoDB JSON, when the operation asked for it with
    /// `ReturnValuesOnConditionCheckFailure`.
    #[must_use]
    pub const fn item(&self) -> Option<&Bytes> {
        self.item.as_ref()
    }
}

/// Tells the size of the item, never its contents.
impl fmt::Debug for CancellationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut reason = f.debug_struct("CancellationReason");
        reason.field("code", &format_args!("{}", self.code));
        if let Some(message) = self.message() {
            reason.field("message", &format_args!("\"{}\"", Shown::of_rule(message)));
        }
        if let Some(item) = &self.item {
            reason.field("item", &format_args!("{} bytes", item.len()));
        }
        reason.finish()
    }
}

/// The code, and the message when there is one.
impl fmt::Display for CancellationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        match self.message() {
            Some(message) => write!(f, ": {}", Shown::of_rule(message)),
            None => Ok(()),
        }
    }
}
