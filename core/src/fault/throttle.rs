use std::fmt;

use super::message::Escaped;
use crate::operation::Access;

/// What was throttled.
///
/// ```
/// use ddbx_core::fault::{ThrottledResource, ThrottlingReason};
///
/// let reason = ThrottlingReason::IndexWriteAccountLimitExceeded;
/// assert_eq!(reason.resource(), Some(ThrottledResource::Index));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThrottledResource {
    /// A global secondary index. Its throttled writes hold up the table's.
    Index,
    /// A table.
    Table,
}

/// How far a throttle reaches, and so how wide to slow down.
///
/// ```
/// use ddbx_core::fault::{ThrottleScope, ThrottlingReason};
///
/// let reason = ThrottlingReason::TableReadKeyRangeThroughputExceeded;
/// assert_eq!(reason.scope(), Some(ThrottleScope::KeyRange));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ThrottleScope {
    /// All on-demand tables and indexes that share the account's quota in the region.
    Account,
    /// One range of partition keys; the rest of the table or index is not affected.
    KeyRange,
    /// The table or index, by the maximum that was set for its on-demand mode.
    OnDemandMaximum,
    /// The table or index, by its provisioned capacity.
    Provisioned,
}

/// Defines [`ThrottlingReason`] from the table below it: a name and its three parts.
macro_rules! reasons {
    ($( $reason:ident: $resource:ident $access:ident $scope:ident, $text:literal; )*) => {
        /// Why DynamoDB throttled a request: the sixteen reasons it gives, which combine what was throttled, which
        /// access to it, and which limit was met.
        ///
        /// See [ThrottlingReason](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html).
        ///
        /// ```
        /// use ddbx_core::fault::{ThrottleScope, ThrottlingReason};
        /// use ddbx_core::operation::Access;
        ///
        /// let reason = ThrottlingReason::parse("IndexWriteProvisionedThroughputExceeded");
        /// assert_eq!(reason.access(), Some(Access::Write));
        /// assert_eq!(reason.scope(), Some(ThrottleScope::Provisioned));
        /// assert_eq!(ThrottlingReason::parse("Sunspots").scope(), None);
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum ThrottlingReason {
            $( #[doc = $text] $reason, )*
            /// A reason this list does not know, as it came.
            Other(Box<str>),
        }

        impl ThrottlingReason {
            /// The sixteen reasons, in the order of the alphabet.
            pub const ALL: &'static [Self] = &[ $( Self::$reason, )* ];

            /// Reads a reason by its name on the wire.
            #[must_use]
            pub fn parse(name: &str) -> Self {
                match name {
                    $( stringify!($reason) => Self::$reason, )*
                    _ => Self::Other(name.into()),
                }
            }

            /// The reason's name on the wire.
            ///
            /// For [`ThrottlingReason::Other`] it is someone else's text: print it with `Display`, which escapes it.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$reason => stringify!($reason), )*
                    Self::Other(name) => name,
                }
            }

            /// What was throttled; `None` for an unknown reason, which is best taken as the table's.
            #[must_use]
            pub const fn resource(&self) -> Option<ThrottledResource> {
                match self {
                    $( Self::$reason => Some(ThrottledResource::$resource), )*
                    Self::Other(_) => None,
                }
            }

            /// Which access was throttled; `None` for an unknown reason, which is best taken as the operation's.
            #[must_use]
            pub const fn access(&self) -> Option<Access> {
                match self {
                    $( Self::$reason => Some(Access::$access), )*
                    Self::Other(_) => None,
                }
            }

            /// Which limit was met; `None` for an unknown reason.
            #[must_use]
            pub const fn scope(&self) -> Option<ThrottleScope> {
                match self {
                    $( Self::$reason => Some(ThrottleScope::$scope), )*
                    Self::Other(_) => None,
                }
            }
        }
    };
}

reasons! {
    IndexReadAccountLimitExceeded: Index Read Account,
        "An index was read above the account's quota.";
    IndexReadKeyRangeThroughputExceeded: Index Read KeyRange,
        "One range of keys of an index was read too often.";
    IndexReadMaxOnDemandThroughputExceeded: Index Read OnDemandMaximum,
        "An index was read above the maximum set for it.";
    IndexReadProvisionedThroughputExceeded: Index Read Provisioned,
        "An index was read above its provisioned capacity.";
    IndexWriteAccountLimitExceeded: Index Write Account,
        "An index was written above the account's quota.";
    IndexWriteKeyRangeThroughputExceeded: Index Write KeyRange,
        "One range of keys of an index was written too often.";
    IndexWriteMaxOnDemandThroughputExceeded: Index Write OnDemandMaximum,
        "An index was written above the maximum set for it.";
    IndexWriteProvisionedThroughputExceeded: Index Write Provisioned,
        "An index was written above its provisioned capacity.";
    TableReadAccountLimitExceeded: Table Read Account,
        "A table was read above the account's quota.";
    TableReadKeyRangeThroughputExceeded: Table Read KeyRange,
        "One range of keys of a table was read too often.";
    TableReadMaxOnDemandThroughputExceeded: Table Read OnDemandMaximum,
        "A table was read above the maximum set for it.";
    TableReadProvisionedThroughputExceeded: Table Read Provisioned,
        "A table was read above its provisioned capacity.";
    TableWriteAccountLimitExceeded: Table Write Account,
        "A table was written above the account's quota.";
    TableWriteKeyRangeThroughputExceeded: Table Write KeyRange,
        "One range of keys of a table was written too often.";
    TableWriteMaxOnDemandThroughputExceeded: Table Write OnDemandMaximum,
        "A table was written above the maximum set for it.";
    TableWriteProvisionedThroughputExceeded: Table Write Provisioned,
        "A table was written above its provisioned capacity.";
}

impl fmt::Display for ThrottlingReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(self.name()), f)
    }
}

/// One of the reasons a throttled request came back with, and the table or index it is about.
///
/// ```
/// use ddbx_core::fault::{Throttle, ThrottlingReason};
///
/// let throttle = Throttle::new(ThrottlingReason::parse("TableReadAccountLimitExceeded"))
///     .with_resource("arn:aws:dynamodb:eu-west-1:123456789012:table/orders");
/// assert!(throttle.resource().is_some_and(|arn| arn.ends_with("table/orders")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttle {
    reason: ThrottlingReason,
    resource: Option<Box<str>>,
}

impl Throttle {
    /// A throttle for `reason`, of an unnamed table or index.
    #[must_use]
    pub const fn new(reason: ThrottlingReason) -> Self {
        Self { reason, resource: None }
    }

    /// Names the table or index by its ARN.
    #[must_use]
    pub fn with_resource(mut self, arn: impl Into<Box<str>>) -> Self {
        self.resource = Some(arn.into());
        self
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> &ThrottlingReason {
        &self.reason
    }

    /// The ARN of the table or index, when DynamoDB named it.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }
}
