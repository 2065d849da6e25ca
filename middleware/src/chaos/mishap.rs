use std::fmt;
use std::time::Duration;

use ddbx_core::fault::{CancellationCode, ThrottlingReason};
use ddbx_core::{Operation, Request};

use super::answer::Answer;
use super::reads;

/// One thing that goes wrong with a request.
///
/// Some fit certain operations only ([`unprocessed`](Self::unprocessed) needs a batch) and pass over the others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a mishap happens to nothing by itself: `chaos.next(1, mishap)`"]
pub struct Mishap(pub(super) Kind);

/// Whether a mishap comes before the request is carried out, and in its place, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// The request is not carried out. Of a write, the table does not change.
    BeforeCommit,
    /// The request is carried out, and its answer does not arrive.
    AfterCommit,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Answered(Answer, When),
    Delayed(Duration, When),
    Lost(When),
    NotSent,
    Passed,
    Stale,
    Stalled(When),
    Truncated,
    Unprocessed(usize),
}

impl Mishap {
    /// None: the request is left alone. For scripts in which the third request fails, and not the first.
    pub const fn none() -> Self {
        Self(Kind::Passed)
    }

    /// DynamoDB has no capacity left, for this reason: `ProvisionedThroughputExceededException`, about the request's
    /// first table or the index it names. [`Answer::throttled`] has more to set.
    pub fn throttled(reason: ThrottlingReason) -> Self {
        Answer::throttled(reason).into()
    }

    /// DynamoDB carries out all but this many of a batch, and gives the others back as unprocessed: `BatchWriteItem`
    /// and `BatchGetItem`, when capacity is short. Which ones is drawn by chance.
    ///
    /// Where that would be all of them, the batch is throttled as a whole, which is what DynamoDB does then.
    pub const fn unprocessed(count: usize) -> Self {
        Self(Kind::Unprocessed(count))
    }

    /// The connection breaks after DynamoDB has carried out the request: the answer never arrives, and whoever repeats
    /// an increment now counts twice.
    pub const fn lost_answer() -> Self {
        Self(Kind::Lost(When::AfterCommit))
    }

    /// The connection breaks while the request is on its way: DynamoDB never has it. From outside, it looks just as
    /// [`lost_answer`](Self::lost_answer).
    pub const fn lost_request() -> Self {
        Self(Kind::Lost(When::BeforeCommit))
    }

    /// DynamoDB fails (500). It may have carried out the request all the same.
    pub fn internal_error(when: When) -> Self {
        Self::answered(Answer::internal_error(), when)
    }

    /// DynamoDB, or what stands before it, cannot serve now (503). It may have carried out the request all the same.
    pub fn unavailable(when: When) -> Self {
        Self::answered(Answer::unavailable(), when)
    }

    /// Another transaction is at the item. Writes of one item get `TransactionConflictException`; transactions are
    /// cancelled, for the sake of their first action.
    pub fn conflict() -> Self {
        Answer::conflict().into()
    }

    /// A transaction is cancelled, with one reason for each of its actions, in their order.
    ///
    /// Reasons that are too few are filled up with `None`; of too many, those at the end are left out.
    pub fn cancelled(reasons: impl IntoIterator<Item = CancellationCode>) -> Self {
        Answer::cancelled(reasons).into()
    }

    /// A transaction with the same token is still being carried out.
    pub fn in_progress() -> Self {
        Answer::in_progress().into()
    }

    /// The credentials do not allow the operation.
    pub fn access_denied() -> Self {
        Answer::access_denied().into()
    }

    /// A read that is not strongly consistent is answered from before the last writes: as the same read was answered
    /// when it was made last. One that was never made finds nothing, if its table was written to: within the time of a
    /// test, all writes are recent.
    ///
    /// `GetItem`, `Query` and `Scan` without `ConsistentRead`. Only what went through this layer is known to it.
    pub const fn stale() -> Self {
        Self(Kind::Stale)
    }

    /// A slow network: the request comes late ([`When::BeforeCommit`]), or its answer does.
    pub const fn delayed(wait: Duration, when: When) -> Self {
        Self(Kind::Delayed(wait, when))
    }

    /// Nothing is heard any more. The call ends when a time limit or its caller ends it.
    pub const fn stalled(when: When) -> Self {
        Self(Kind::Stalled(when))
    }

    /// DynamoDB carries out the request, and its answer is cut off in the middle.
    pub const fn truncated() -> Self {
        Self(Kind::Truncated)
    }

    /// This status and body, whatever they are: of a proxy, a load balancer, another service.
    ///
    /// A body of status 200 is taken as it is.
    pub fn forged(status: u16, body: impl Into<Box<str>>, when: When) -> Self {
        Self::answered(Answer::forged(status, body), when)
    }

    /// An answer in the place of the request ([`When::BeforeCommit`]), or of its own.
    pub const fn answered(answer: Answer, when: When) -> Self {
        Self(Kind::Answered(answer, when))
    }

    /// No connection can be made: not a byte of the request is sent.
    pub const fn not_sent() -> Self {
        Self(Kind::NotSent)
    }

    /// Whether it can happen to this request.
    pub(super) fn fits(&self, request: &Request) -> bool {
        match &self.0 {
            Kind::Unprocessed(_) => {
                matches!(request.operation, Operation::BatchGetItem | Operation::BatchWriteItem)
            }
            Kind::Stale => reads::is_eventual(request),
            Kind::Answered(answer, _) => answer.fits(request.operation),
            Kind::Delayed(..) | Kind::Lost(_) | Kind::NotSent | Kind::Passed | Kind::Stalled(_) | Kind::Truncated => {
                true
            }
        }
    }
}

/// In the place of the request.
impl From<Answer> for Mishap {
    fn from(answer: Answer) -> Self {
        Self::answered(answer, When::BeforeCommit)
    }
}

/// What it is, in a few words.
impl fmt::Display for Mishap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Answered(answer, when) => write!(f, "{answer}, {when}"),
            Kind::Delayed(wait, when) => write!(f, "late by {wait:?}, {when}"),
            Kind::Lost(when) => write!(f, "connection broken, {when}"),
            Kind::NotSent => f.write_str("not sent"),
            Kind::Passed => f.write_str("left alone"),
            Kind::Stale => f.write_str("stale"),
            Kind::Stalled(when) => write!(f, "no answer, {when}"),
            Kind::Truncated => f.write_str("answer cut off"),
            Kind::Unprocessed(count) => write!(f, "{count} unprocessed"),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BeforeCommit => "before the commit",
            Self::AfterCommit => "after the commit",
        })
    }
}
