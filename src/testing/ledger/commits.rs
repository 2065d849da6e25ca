use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use ddbx_core::{Clock as _, Operation};
use ddbx_middleware::TokioClock;

use super::judgement::{Tally, Violations, judge};
use super::told::Told;

/// What was carried out, in its order. Clones are one ledger.
///
/// A [`LedgerServer`](super::LedgerServer) keeps one; a test double of your own can too.
///
/// ```
/// use ddbx::testing::ledger::{Ledger, Told};
/// use ddbx::{Operation, Outcome};
///
/// let ledger = Ledger::default();
/// ledger.commit(Operation::UpdateItem, ["a"]);
/// ledger.commit(Operation::UpdateItem, ["b"]);
/// ledger.commit(Operation::UpdateItem, ["b"]);
///
/// let violations = ledger.judge([("a", Told::Failed(Outcome::Unknown)), ("b", Told::Done)]).unwrap_err();
/// assert_eq!(violations.to_string(), "1 violation\n`b` was carried out 2 times; its caller knows: done");
/// ```
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    commits: Vec<Commit>,
    times: HashMap<String, usize>,
}

/// A request that was carried out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Commit {
    /// Its place in the order of all, counted from 0.
    pub sequence: usize,
    /// The request's operation.
    pub operation: Operation,
    /// The ids of the writes in it.
    pub ids: Vec<String>,
    /// When, by the time of day.
    pub at: SystemTime,
}

impl Ledger {
    /// Enters a request that was carried out, with the ids of the writes in it.
    pub fn commit<I>(&self, operation: Operation, ids: I)
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let mut book = self.book();
        let ids: Vec<String> = ids.into_iter().map(Into::into).collect();
        for id in &ids {
            *book.times.entry(id.clone()).or_default() += 1;
        }
        let commit = Commit {
            sequence: book.commits.len(),
            operation,
            ids,
            at: TokioClock.wall(),
        };
        book.commits.push(commit);
    }

    /// All that was carried out.
    #[must_use]
    pub fn commits(&self) -> Vec<Commit> {
        self.book().commits.clone()
    }

    /// How often the write with this id was carried out.
    #[must_use]
    pub fn times(&self, id: &str) -> usize {
        self.book().times.get(id).copied().unwrap_or_default()
    }

    /// Different writes that were carried out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.book().times.len()
    }

    /// Whether no write with an id was carried out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Compares what was done with what callers were told, who have told of all the writes that they made:
    ///
    /// - a write that is said to be done was carried out once,
    /// - one that is said not to be was not,
    /// - one of which nobody knows was carried out once or not at all,
    /// - and nothing was carried out that nobody asked for.
    ///
    /// Writes that a pool may repeat, as it may an unconditional put, are for
    /// [`judge_repeatable`](Self::judge_repeatable).
    ///
    /// # Errors
    ///
    /// Each write of which something else is true.
    pub fn judge<K: Into<String>>(&self, told: impl IntoIterator<Item = (K, Told)>) -> Result<Tally, Violations> {
        let told = told.into_iter().map(|(id, told)| (id.into(), told));
        judge(&self.book().times, told, 1)
    }

    /// As [`judge`](Self::judge), of writes that leave the same however often they are applied, and may be repeated for
    /// that reason ([`Safety::Repeatable`](ddbx_core::Safety::Repeatable)): an unconditional put, for one. What is done
    /// may have been carried out more than once.
    ///
    /// # Errors
    ///
    /// Each write of which something else is true.
    pub fn judge_repeatable<K: Into<String>>(
        &self,
        told: impl IntoIterator<Item = (K, Told)>,
    ) -> Result<Tally, Violations> {
        let told = told.into_iter().map(|(id, told)| (id.into(), told));
        judge(&self.book().times, told, usize::MAX)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let book = self.book();
        f.debug_struct("Ledger")
            .field("commits", &book.commits.len())
            .field("writes", &book.times.len())
            .finish_non_exhaustive()
    }
}
