//! What a throttle is about, and so what is slowed.

use std::fmt;

use ddbx_core::fault::{Throttle, ThrottleScope};
use ddbx_core::operation::Access;

/// What one limiter slows down.
///
/// ```
/// use ddbx_core::operation::Access;
/// use ddbx_middleware::throttle::Scope;
///
/// let scope = Scope::table("orders", Access::Write);
/// assert_eq!(scope.to_string(), "writes to table `orders`");
/// assert_eq!((scope.resource(), scope.index()), (Some("orders"), None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// As requests name it. `None`: all tables.
    table: Option<Box<str>>,
    index: Option<Box<str>>,
    access: Access,
    /// A number for the partition key, where it is one.
    key: Option<u64>,
}

impl Scope {
    /// One access to a table.
    #[must_use]
    pub fn table(table: impl Into<Box<str>>, access: Access) -> Self {
        Self {
            table: Some(table.into()),
            index: None,
            access,
            key: None,
        }
    }

    /// One access to all tables of the account.
    pub(super) const fn account(access: Access) -> Self {
        Self {
            table: None,
            index: None,
            access,
            key: None,
        }
    }

    pub(super) fn with_index(self, index: Option<impl Into<Box<str>>>) -> Self {
        Self {
            index: index.map(Into::into),
            ..self
        }
    }

    pub(super) fn with_key(self, key: u64) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The table, by its name or ARN; `None` if it is all of the account.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The index, if it is one.
    #[must_use]
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// Reads or writes.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Whether it is one partition key, and not the table or index.
    #[must_use]
    pub const fn is_key(&self) -> bool {
        self.key.is_some()
    }

    pub(super) const fn key(&self) -> Option<u64> {
        self.key
    }
}

/// Names are escaped: they may come from outside.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.access {
            Access::Read => "reads of ",
            Access::Write => "writes to ",
        })?;
        if self.key.is_some() {
            f.write_str("one partition key of ")?;
        }
        if let Some(index) = &self.index {
            write!(f, "index `{}` of ", index.escape_debug())?;
        }
        match &self.table {
            Some(table) => write!(f, "table `{}`", table.escape_debug()),
            None => f.write_str("all tables"),
        }
    }
}

/// What one reason of a throttle says, before it is known which request it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blame {
    /// The ARN of the table, without the index.
    pub(super) table: Option<Box<str>>,
    pub(super) index: Option<Box<str>>,
    /// `None`: that of the operation.
    pub(super) access: Option<Access>,
    pub(super) reach: Reach,
}

/// How far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Account,
    Key,
    Resource,
}

impl Blame {
    /// No reason was given, or one that says nothing.
    pub(super) const UNKNOWN: Self = Self {
        table: None,
        index: None,
        access: None,
        reach: Reach::Resource,
    };

    pub(super) fn of(throttle: &Throttle) -> Self {
        let reason = throttle.reason();
        let (table, index) = throttle
            .resource()
            .filter(|arn| !arn.is_empty())
            .map_or((None, None), split);
        Self {
            table: table.map(Into::into),
            index: index.map(Into::into),
            access: reason.access(),
            reach: match reason.scope() {
                Some(ThrottleScope::Account) => Reach::Account,
                Some(ThrottleScope::KeyRange) => Reach::Key,
                Some(ThrottleScope::OnDemandMaximum | ThrottleScope::Provisioned) | None => Reach::Resource,
            },
        }
    }

    /// As [`UNKNOWN`](Self::UNKNOWN), of one table.
    pub(super) fn of_table(table: impl Into<Box<str>>) -> Self {
        Self {
            table: Some(table.into()),
            ..Self::UNKNOWN
        }
    }

    /// Whether it may be about a table that a request names so.
    pub(super) fn is_about(&self, table: &str) -> bool {
        match &self.table {
            None => true,
            // A request's ARN is of one account and region, its name is of ours.
            Some(arn) => **arn == *table || name_in(arn) == table,
        }
    }

    /// The table's name, where only the fault names it.
    pub(super) fn name(&self) -> Option<&str> {
        self.table.as_deref().map(name_in)
    }
}

/// The table's ARN and the index's name, of the ARN of either.
fn split(resource: &str) -> (Option<&str>, Option<&str>) {
    match resource.split_once("/index/") {
        Some((table, index)) => (Some(table), Some(index)),
        None => (Some(resource), None),
    }
}

/// `users` of `arn:aws:dynamodb:eu-west-1:123456789012:table/users`, and of `users`.
fn name_in(arn: &str) -> &str {
    arn.split_once(":table/").map_or(arn, |(_, name)| name)
}
