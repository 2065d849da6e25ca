use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};

use super::Key;
use super::action::{self, Action};
use super::expression::{Expression, Placeholders};
use super::members::Members as _;
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
    condition: Option<Expression>,
    placeholders: Placeholders,
    return_old_on_failure: bool,
}

impl ConditionCheck {
    /// On an item of this table.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: Key::default(),
            condition: None,
            placeholders: Placeholders::default(),
            return_old_on_failure: false,
        }
    }

    setters! {
        key,
        condition("What must hold for the item (`ConditionExpression`)."),
        name("condition"),
        value("condition"),
    }
}

impl Action for ConditionCheck {
    const OPERATION: Operation = Operation::TransactWriteItems;
    const MEMBER: &'static str = "ConditionCheck";

    fn table(&self) -> &TableName {
        &self.table
    }

    fn returns(&self) -> Returns {
        Returns::default()
    }

    fn write(self, writer: &mut Writer) -> Result<(), Error> {
        if self.condition.is_none() {
            return Err(Error::invalid("a check without a condition checks nothing: say `.condition(expression)`"));
        }
        writer.text("TableName", &self.table);
        writer.key("Key");
        self.key.write(writer)?;
        action::write_condition(writer, self.condition.as_ref(), self.return_old_on_failure);
        self.placeholders.write(writer)
    }
}
