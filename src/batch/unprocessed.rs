use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use ddbx_core::codec::{self, DecodeOwned};
use ddbx_core::error::FailureClass;
use ddbx_core::request::TableName;
use ddbx_core::{Error, ErrorKind, Operation, Request};

use super::ReadOptions;

/// The keys that DynamoDB did not answer, of which an error or a report speaks.
///
/// It has their positions among the inputs, the keys themselves, and [asks for them again](Self::get_again).
///
/// Source: [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html#API_BatchGetItem_ResponseSyntax),
/// `UnprocessedKeys`.
///
/// ```
/// use ddbx::batch::UnprocessedKeys;
/// use ddbx::middleware::chaos::{Chaos, Mishap};
/// use ddbx::middleware::retry::RetryOptions;
/// use ddbx::{Entity, Item, Operation, PoolOptions};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let chaos = Chaos::new();
/// let pool = PoolOptions::new().chaos(&chaos).retry(RetryOptions::never()).connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// ddbx::put(User { id: "u1".into() }).execute(&pool).await?;
///
/// // DynamoDB has no capacity left.
/// chaos.on(Operation::BatchGetItem).next(1, Mishap::unprocessed(1));
/// let error = ddbx::get_many::<User>(["u1"]).fetch_all(&pool).await.unwrap_err();
/// assert!(error.is_throttled());
///
/// let unprocessed = UnprocessedKeys::of(&error).expect("it is why there is an error");
/// assert_eq!(unprocessed.positions().collect::<Vec<_>>(), [0]);
/// assert_eq!(unprocessed.keys::<Item>()?, [Item::new().with("id", "u1")]);
///
/// let users = unprocessed.get_again::<User>().fetch_all(&pool).await?;
/// assert_eq!(users, [User { id: "u1".into() }]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct UnprocessedKeys(Arc<Unprocessed>);

/// What is known of them.
pub(crate) struct Unprocessed {
    pub(crate) table: TableName,
    pub(crate) keys: Vec<Given>,
    /// How many there were in all.
    pub(crate) inputs: usize,
    pub(crate) requests: u64,
    pub(crate) options: ReadOptions,
    pub(crate) cause: Option<Arc<Error>>,
}

/// A key, and its position among the inputs.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) position: usize,
    pub(crate) key: Bytes,
}

impl UnprocessedKeys {
    pub(crate) fn new(unprocessed: Unprocessed) -> Self {
        Self(Arc::new(unprocessed))
    }

    /// Those that an error is about; `None` of an error for another reason.
    #[must_use]
    pub fn of(error: &Error) -> Option<&Self> {
        error.source()?.downcast_ref()
    }

    /// How many they are; never zero. An input that is given twice counts twice.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.keys.len()
    }

    /// Their positions among the inputs, from zero, ascending.
    pub fn positions(&self) -> impl Iterator<Item = usize> {
        self.0.keys.iter().map(|given| given.position)
    }

    /// The keys, in the order of the inputs, as [`Item`](crate::Item)s or any other type.
    ///
    /// # Errors
    ///
    /// A type that the keys do not fit.
    pub fn keys<T: DecodeOwned>(&self) -> Result<Vec<T>, Error> {
        let keys = self.0.keys.iter().map(|given| codec::item_from_slice(&given.key));
        keys.collect::<codec::Result<_>>().map_err(Error::decode)
    }

    pub(crate) fn parts(&self) -> &Unprocessed {
        &self.0
    }

    /// The error that says how many they are, and owns them.
    pub(crate) fn into_error(self) -> Error {
        let Unprocessed {
            table,
            inputs,
            requests,
            cause,
            ..
        } = &*self.0;
        let cause = cause.as_deref();
        let kind = cause.map_or(ErrorKind::Throttled, Error::kind);
        let class = cause.and_then(Error::class).unwrap_or(FailureClass::Throttled);
        let request = Request::new(Operation::BatchGetItem, "").on(table);
        let verb = if self.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} of {inputs} keys {verb} unprocessed; ask for them again later",
            self.len()
        );
        let mut error =
            Error::failed(kind, class, &request, message).with_attempts(u32::try_from(*requests).unwrap_or(u32::MAX));
        if let Some(wait) = cause.and_then(Error::retry_after) {
            error = error.with_retry_after(wait);
        }
        error.with_source(self)
    }
}

/// Without the keys.
impl fmt::Debug for UnprocessedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnprocessedKeys")
            .field("table", &self.0.table)
            .field("positions", &self.positions().collect::<Vec<_>>())
            .field("inputs", &self.0.inputs)
            .field("cause", &self.0.cause)
            .finish_non_exhaustive()
    }
}

/// Where the first of them are among the inputs.
impl fmt::Display for UnprocessedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED: usize = 3;
        f.write_str("unprocessed: ")?;
        for (number, position) in self.positions().take(NAMED).enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}keys[{position}]")?;
        }
        match self.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl StdError for UnprocessedKeys {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}
