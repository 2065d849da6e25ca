use ddbx_core::Error;

use super::Answer;
use crate::batch::UnprocessedKeys;
use crate::ops::ConsumedCapacity;

/// What became of all keys of [`get_many`](fn@crate::get_many).
///
/// ```
/// use ddbx::{Entity, Pool, ops};
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
/// let read = ddbx::get_many::<User>(["u1", "u2"]).return_consumed_capacity(ops::Capacity::Total);
/// let report = read.execute(&pool).await?;
/// assert_eq!((report.found(), report.missing(), report.requests()), (1, 1, 1));
/// assert_eq!(report.consumed_capacity()[0].total.units, 1.0);
///
/// // The unprocessed keys, if there are any, can be asked for later. Or else they are an error:
/// let later = report.unprocessed().map(|keys| keys.get_again::<User>());
/// assert!(later.is_none());
/// assert_eq!(report.complete()?, [Some(User { id: "u1".into() }), None]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "keys may be unprocessed: `.complete()?` makes an error of them, `.unprocessed()` has them"]
pub struct GetManyReport<E> {
    answers: Vec<Answer<E>>,
    unprocessed: Option<UnprocessedKeys>,
    requests: u64,
    consumed_capacity: Vec<ConsumedCapacity>,
}

impl<E> GetManyReport<E> {
    pub(super) fn new(
        answers: Vec<Answer<E>>,
        unprocessed: Option<UnprocessedKeys>,
        requests: u64,
        consumed_capacity: Vec<ConsumedCapacity>,
    ) -> Self {
        Self {
            answers,
            unprocessed,
            requests,
            consumed_capacity,
        }
    }

    /// One answer for each key, in their order: `None` for what is missing.
    ///
    /// # Errors
    ///
    /// Unprocessed keys: the error says how many they are, why, and [owns](UnprocessedKeys::of) them. The entities that
    /// were found are dropped then; [`into_answers`](Self::into_answers) keeps them.
    pub fn complete(self) -> Result<Vec<Option<E>>, Error> {
        match self.unprocessed {
            Some(unprocessed) => Err(unprocessed.into_error()),
            None => Ok(self.answers.into_iter().map(Answer::found).collect()),
        }
    }

    /// One answer for each key, in their order.
    #[must_use]
    pub fn answers(&self) -> &[Answer<E>] {
        &self.answers
    }

    /// One answer for each key, in their order.
    #[must_use]
    pub fn into_answers(self) -> Vec<Answer<E>> {
        self.answers
    }

    /// The keys that are unprocessed; `None` if there are none.
    #[must_use]
    pub fn unprocessed(&self) -> Option<&UnprocessedKeys> {
        self.unprocessed.as_ref()
    }

    /// How many keys were found.
    #[must_use]
    pub fn found(&self) -> usize {
        self.count(Answer::is_found)
    }

    /// How many keys are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.count(Answer::is_missing)
    }

    /// How many requests were made. What the pool repeated is one.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// The capacity that all requests used, one entry for each table; empty unless
    /// [asked for](crate::GetMany::return_consumed_capacity).
    #[must_use]
    pub fn consumed_capacity(&self) -> &[ConsumedCapacity] {
        &self.consumed_capacity
    }

    fn count(&self, is: impl Fn(&Answer<E>) -> bool) -> usize {
        self.answers.iter().filter(|answer| is(answer)).count()
    }
}
