use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use ddbx_core::Error;
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::StreamExt as _;

/// What became of one key of [`get_many`](fn@crate::get_many).
///
/// ```
/// use ddbx::batch::Answer;
///
/// assert_eq!(Answer::Found("an entity").found(), Some("an entity"));
/// assert!(Answer::<&str>::Missing.is_missing());
/// assert!(Answer::<&str>::Unprocessed.is_unprocessed());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<E> {
    /// The entity.
    Found(E),
    /// There is no such entity.
    Missing,
    /// DynamoDB did not say: nobody knows whether there is one.
    Unprocessed,
}

impl<E> Answer<E> {
    /// The entity, if it was found.
    #[must_use]
    pub fn found(self) -> Option<E> {
        match self {
            Self::Found(entity) => Some(entity),
            Self::Missing | Self::Unprocessed => None,
        }
    }

    /// Whether it was found.
    pub const fn is_found(&self) -> bool {
        matches!(self, Self::Found(_))
    }

    /// Whether there is no such entity.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether DynamoDB did not say.
    pub const fn is_unprocessed(&self) -> bool {
        matches!(self, Self::Unprocessed)
    }
}

/// The answers to many keys, in their order: see [`GetMany::answers`](crate::GetMany::answers).
///
/// ```
/// use ddbx::batch::Answer;
/// use ddbx::{Entity, Pool};
/// use futures_util::TryStreamExt;
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
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// ddbx::put(User { id: "u1".into() }).execute(&pool).await?;
///
/// let mut answers = ddbx::get_many::<User>(["u1", "u2"]).answers(&pool);
/// assert_eq!(answers.try_next().await?, Some(Answer::Found(User { id: "u1".into() })));
/// assert_eq!(answers.try_next().await?, Some(Answer::Missing));
/// assert_eq!(answers.try_next().await?, None);
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Answers<'a, E>(BoxStream<'a, Result<Answer<E>, Error>>);

impl<'a, E> Answers<'a, E> {
    pub(super) fn of(answers: impl Stream<Item = Result<Answer<E>, Error>> + Send + 'a) -> Self {
        Self(answers.boxed())
    }
}

impl<E> Stream for Answers<'_, E> {
    type Item = Result<Answer<E>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<E> fmt::Debug for Answers<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}
