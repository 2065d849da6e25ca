use std::fmt;

use ddbx_core::fault::ThrottlingReason;
use ddbx_core::{Request, Response};
use ddbx_middleware::chaos::{Answer, When};

/// How one attempt at a request ends: what the server does to it and to its answer.
///
/// ```
/// use ddbx::middleware::chaos::{Answer, When};
/// use ddbx::testing::ledger::Fate;
///
/// let lost = Fate::closed(When::AfterCommit);
/// assert_eq!(lost.to_string(), "closed, after the commit");
/// assert_eq!(Fate::from(Answer::conflict()).to_string(), "TransactionConflictException, before the commit");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a fate is for a server: `LedgerServer::builder().sometimes(0.2, fate)`"]
pub struct Fate(pub(super) Act);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// It is carried out and answered.
    Answered,
    Closed(When),
    Garbled(When),
    Replaced(Answer, When),
    Reset(When),
    Stalled(When),
    Truncated(When),
}

impl Fate {
    /// It is carried out and answered.
    pub const fn answered() -> Self {
        Self(Act::Answered)
    }

    /// The connection is closed in the place of an answer.
    pub const fn closed(when: When) -> Self {
        Self(Act::Closed(when))
    }

    /// The connection is reset in the place of an answer.
    pub const fn reset(when: When) -> Self {
        Self(Act::Reset(when))
    }

    /// The answer says 200, and the connection is closed before all of it is there.
    pub const fn truncated(when: When) -> Self {
        Self(Act::Truncated(when))
    }

    /// The answer says 200, and is no JSON.
    pub const fn garbled(when: When) -> Self {
        Self(Act::Garbled(when))
    }

    /// Nothing more is heard: the connection stays open until the client closes it.
    pub const fn stalled(when: When) -> Self {
        Self(Act::Stalled(when))
    }

    /// HTTP 500.
    pub const fn internal_error(when: When) -> Self {
        Self::replaced(Answer::internal_error(), when)
    }

    /// HTTP 503.
    pub const fn unavailable(when: When) -> Self {
        Self::replaced(Answer::unavailable(), when)
    }

    /// Not carried out for want of capacity.
    pub fn throttled(reason: ThrottlingReason) -> Self {
        Answer::throttled(reason).into()
    }

    /// Another answer.
    pub const fn replaced(answer: Answer, when: When) -> Self {
        Self(Act::Replaced(answer, when))
    }

    /// Whether the request is carried out.
    #[must_use]
    pub fn commits(&self) -> bool {
        match &self.0 {
            Act::Answered => true,
            Act::Closed(when)
            | Act::Garbled(when)
            | Act::Replaced(_, when)
            | Act::Reset(when)
            | Act::Stalled(when)
            | Act::Truncated(when) => *when == When::AfterCommit,
        }
    }

    /// What the caller gets of an answer, `None` where the engine made none.
    pub(super) fn ending(self, request: &Request, answer: Option<Response>) -> Ending {
        // Of a request that was not carried out: as though it had been.
        let answer = answer.unwrap_or_else(|| Response::new(200, "{}"));
        match self.0 {
            Act::Answered => Ending::Whole(answer),
            Act::Closed(_) => Ending::Closed,
            Act::Garbled(_) => Ending::Whole(Response::new(200, r#"{"Attributes":{"n":{"N":"#)),
            Act::Replaced(answer, _) => Ending::Whole(answer.to(request)),
            Act::Reset(_) => Ending::Reset,
            Act::Stalled(_) => Ending::Silence,
            Act::Truncated(_) => Ending::Half(Response::new(200, answer.body)),
        }
    }
}

/// What goes over the wire at the end of an attempt.
#[derive(Debug)]
pub(super) enum Ending {
    Closed,
    Half(Response),
    Reset,
    Silence,
    Whole(Response),
}

/// In the place of the request.
impl From<Answer> for Fate {
    fn from(answer: Answer) -> Self {
        Self::replaced(answer, When::BeforeCommit)
    }
}

/// What it is, in a few words.
impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Act::Answered => f.write_str("answered"),
            Act::Closed(when) => write!(f, "closed, {when}"),
            Act::Garbled(when) => write!(f, "no JSON, {when}"),
            Act::Replaced(answer, when) => write!(f, "{answer}, {when}"),
            Act::Reset(when) => write!(f, "reset, {when}"),
            Act::Stalled(when) => write!(f, "no answer, {when}"),
            Act::Truncated(when) => write!(f, "cut off, {when}"),
        }
    }
}
