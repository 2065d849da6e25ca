//! What a throttle is about, as far as its error tells.

use ddbx_core::Error;
use ddbx_core::error::FailureClass;
use ddbx_core::fault::{Nature, Throttle, ThrottleScope};
use ddbx_core::operation::Access;

use super::limiters::Attempt;
use super::subject;

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

/// What the error says was short of capacity; nothing if nothing was.
pub(super) fn blames(error: &Error, attempt: Option<&Attempt>) -> Vec<Blame> {
    let of_throttles = || error.fault().map_or(&[][..], |fault| fault.throttles());
    let throttled = |nature| nature == Some(Nature::Throttled);
    if error
        .cancellations()
        .iter()
        .any(|reason| throttled(reason.code().nature()))
    {
        let tables = attempt.map_or_else(Vec::new, |attempt| subject::action_tables(&attempt.request.body));
        let mut blames: Vec<_> = of_throttles().iter().map(Blame::of).collect();
        let actions = error.cancellations().iter().enumerate();
        for (action, _) in actions.filter(|(_, reason)| throttled(reason.code().nature())) {
            let blame = match tables.get(action) {
                Some(Some(table)) => Blame::of_table(table.as_str()),
                _ => Blame::UNKNOWN,
            };
            if !blames.contains(&blame) {
                blames.push(blame);
            }
        }
        return blames;
    }
    if error.class() != Some(FailureClass::Throttled) {
        return Vec::new();
    }
    match of_throttles() {
        [] => vec![Blame::UNKNOWN],
        throttles => throttles.iter().map(Blame::of).collect(),
    }
}
