use ddbx_core::Error;
use ddbx_core::request::TableName;

use super::Key;
use super::action::action;
use super::precondition::Precondition;
use super::returns::Returns;
use super::setters::setters;

/// A condition on an item that a transaction does not change: what [`TransactWriteItems::check`] takes.
///
/// Source: [ConditionCheck](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConditionCheck.html);
/// an example is at [`TransactWriteItems`].
///
/// [`TransactWriteItems`]: super::TransactWriteItems
/// [`TransactWriteItems::check`]: super::TransactWriteItems::check
#[derive(Debug)]
#[must_use = "a check is a part of a transaction: `TransactWriteItems::new().check(..)`"]
pub struct ConditionCheck {
    table: TableName,
    key: Key,
    precondition: Precondition,
    /// Nothing: a check on its own is no operation.
    returns: Returns,
}

impl ConditionCheck {
    /// On an item of this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: Key::default(),
            precondition: Precondition::default(),
            returns: Returns::default(),
        }
    }

    setters! {
        key,
        precondition("What must hold for the item (`ConditionExpression`).", "condition"),
    }
}

action! { ConditionCheck: TransactWriteItems, "ConditionCheck", |self, writer| {
    if self.precondition.condition.is_none() {
        return Err(Error::invalid("a check without a condition checks nothing: say `.condition(expression)`"));
    }
    self.key.write_member(writer)?;
    self.precondition.write(writer)
} }
