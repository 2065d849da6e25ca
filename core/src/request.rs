//! What callers ask: the request that travels through the stack.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::Extensions;

use crate::operation::{Operation, Safety};

/// What a caller asked, once: an operation and its JSON body, on its way through the tower stack.
///
/// Cloning is cheap: the body and the names are shared, so a layer that repeats a request keeps a clone.
///
/// ```
/// use ddbx_core::request::Tables;
/// use ddbx_core::{Operation, Request, Safety};
///
/// let request = Request::new(Operation::DescribeTable, r#"{"TableName":"users"}"#).on("users");
/// assert_eq!(request.safety, Safety::Read);
/// assert_eq!(request.tables.iter().collect::<Vec<_>>(), ["users"]);
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// What to do.
    pub operation: Operation,
    /// The tables it touches, as far as known: what limiters, logs and metrics go by.
    pub tables: Tables,
    /// The body, as DynamoDB JSON. Shared by every attempt.
    pub body: Bytes,
    /// Whether it may be repeated when an answer was lost.
    pub safety: Safety,
    /// When the caller stops waiting, by the stack's clock. `None`: the stack's default for the operation.
    pub deadline: Option<Instant>,
    /// When the caller asked, by the stack's clock; every attempt has the same. `None`: not yet known.
    pub asked: Option<Instant>,
    /// The attribute that is the table's partition key, where the caller knows it. A body tells it only now and then.
    pub partition: Option<&'static str>,
    /// What layers tell each other.
    pub extensions: Extensions,
}

impl Request {
    /// A request with the operation's own [safety](Operation::safety), no table and no deadline.
    #[must_use]
    pub fn new(operation: Operation, body: impl Into<Bytes>) -> Self {
        Self {
            operation,
            tables: Tables::none(),
            body: body.into(),
            safety: operation.safety(),
            deadline: None,
            asked: None,
            partition: None,
            extensions: Extensions::new(),
        }
    }

    /// What an error needs of the request once it is sent: without the body and what layers told each other, which an
    /// error must not keep alive.
    #[must_use]
    pub fn without_body(&self) -> Self {
        Self {
            body: Bytes::new(),
            extensions: Extensions::new(),
            tables: self.tables.clone(),
            ..*self
        }
    }

    /// The request on these tables.
    #[must_use]
    pub fn on(mut self, tables: impl Into<Tables>) -> Self {
        self.tables = tables.into();
        self
    }

    /// The request with another safety.
    #[must_use]
    pub fn with_safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// The request with a deadline, by the stack's clock.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// The request with the name of the table's partition key.
    ///
    /// A table that throttles one of its keys is then known to do so by this attribute, also where the body has several
    /// (`Item`, or a `Key` of two): see `ddbx_middleware::throttle`.
    #[must_use]
    pub fn with_partition(mut self, attribute: &'static str) -> Self {
        self.partition = Some(attribute);
        self
    }
}

/// Without the body: it holds the items.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("tables", &self.tables)
            .field("body_bytes", &self.body.len())
            .field("safety", &self.safety)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// The name of a physical table, or its ARN. Cheap to clone.
///
/// ```
/// use ddbx_core::request::TableName;
///
/// let name = TableName::from("users");
/// assert_eq!(&*name, "users");
/// assert_eq!(name, TableName::from(String::from("users")));
/// ```
#[derive(Clone)]
pub struct TableName(Name);

#[derive(Clone)]
enum Name {
    Shared(Arc<str>),
    Static(&'static str),
}

impl Deref for TableName {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Name::Shared(name) => name,
            Name::Static(name) => name,
        }
    }
}

impl AsRef<str> for TableName {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for TableName {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for TableName {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for TableName {}

impl PartialEq<str> for TableName {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for TableName {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl std::hash::Hash for TableName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

/// With control characters escaped: a name may come from outside.
impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.escape_debug())
    }
}

impl From<&'static str> for TableName {
    fn from(name: &'static str) -> Self {
        Self(Name::Static(name))
    }
}

impl From<String> for TableName {
    fn from(name: String) -> Self {
        Self(Name::Shared(name.into()))
    }
}

impl From<&String> for TableName {
    fn from(name: &String) -> Self {
        Self(Name::Shared(name.as_str().into()))
    }
}

impl From<Arc<str>> for TableName {
    fn from(name: Arc<str>) -> Self {
        Self(Name::Shared(name))
    }
}

impl From<&Self> for TableName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

/// The tables a request touches: none for `ListTables`, one for most, several for batches and transactions.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tables(Names);

#[derive(Clone, Default, PartialEq, Eq)]
enum Names {
    #[default]
    None,
    One(TableName),
    Several(Arc<[TableName]>),
}

impl Tables {
    /// No table.
    #[must_use]
    pub const fn none() -> Self {
        Self(Names::None)
    }

    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &TableName> {
        match &self.0 {
            Names::None => [].iter(),
            Names::One(name) => std::slice::from_ref(name).iter(),
            Names::Several(names) => names.iter(),
        }
    }

    /// The name, if there is exactly one.
    #[must_use]
    pub fn single(&self) -> Option<&TableName> {
        match &self.0 {
            Names::One(name) => Some(name),
            Names::None | Names::Several(_) => None,
        }
    }
}

impl<T: Into<TableName>> From<T> for Tables {
    fn from(name: T) -> Self {
        Self(Names::One(name.into()))
    }
}

/// Each name once, in the order of its first appearance.
impl FromIterator<TableName> for Tables {
    fn from_iter<I: IntoIterator<Item = TableName>>(names: I) -> Self {
        let mut distinct: Vec<TableName> = Vec::new();
        for name in names {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        match distinct.len() {
            0 => Self::none(),
            1 => Self(Names::One(distinct.swap_remove(0))),
            _ => Self(Names::Several(distinct.into())),
        }
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
