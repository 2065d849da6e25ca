use std::fmt;

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
