use std::fmt;

use ddbx_core::codec::{CodecError, Encode, Writer};
use ddbx_core::{Error, Safety, safety};

use super::expression::Expression;
use super::members::Members as _;

/// A PartiQL statement with its parameters: a part of [`BatchExecuteStatement`](super::BatchExecuteStatement) or
/// [`ExecuteTransaction`](super::ExecuteTransaction).
///
/// Values are bound, never part of the text: each `?` stands for a [`parameter`](Self::parameter), in their order.
///
/// Source: [PartiQL](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html).
///
/// ```
/// use ddbx::ops::{BatchExecuteStatement, Statement};
///
/// let batch = BatchExecuteStatement::new()
///     .statement(Statement::new("SELECT name FROM users WHERE id = ?").parameter("u1").consistent())
///     .statement(Statement::new("DELETE FROM users WHERE id = ?").parameter("u2"));
/// ```
#[must_use = "a statement is sent by `ExecuteStatement`, or as a part of a batch or a transaction"]
pub struct Statement {
    text: Expression,
    /// The elements of the array.
    parameters: Writer,
    count: usize,
    consistent: bool,
    return_old_on_failure: bool,
    idempotent: bool,
    error: Option<Error>,
}

impl Statement {
    /// A statement with this text; what a user typed belongs in [`parameter`](Self::parameter).
    pub fn new(text: impl Into<Expression>) -> Self {
        Self {
            text: text.into(),
            parameters: Writer::new(),
            count: 0,
            consistent: false,
            return_old_on_failure: false,
            idempotent: false,
            error: None,
        }
    }

    /// The value of the next `?`.
    pub fn parameter(mut self, value: impl Encode) -> Self {
        let start = self.parameters.len();
        let encoded = match value.is_absent() {
            true => Err(CodecError::custom("an absent value cannot be a parameter")),
            false => value.encode(&mut self.parameters),
        };
        if let Err(error) = encoded {
            self.parameters.truncate(start);
            self.error
                .get_or_insert(Error::encode(error.at_index(self.count).at("parameters")));
        }
        self.count += 1;
        self
    }

    /// Has a `SELECT` read what every write before has left (`ConsistentRead`); not in transactions, which always do.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Has the error of a false condition hold the item that made it false: [`Error::old_item`].
    pub fn return_old_on_failure(mut self) -> Self {
        self.return_old_on_failure = true;
        self
    }

    /// Vouches that a statement that writes may run again when an answer was lost: the item, and what the caller makes of
    /// the answer, are the same whether it ran once or twice. In a transaction the token counts, and not
    /// this. An example is at [`ExecuteStatement::idempotent`](super::ExecuteStatement::idempotent).
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    pub(super) fn safety(&self) -> Safety {
        let worst = if self.idempotent {
            Safety::Repeatable
        } else {
            Safety::Unsafe
        };
        safety::of_statement(self.text.as_str()).min(worst)
    }

    /// Writes the members. Transactions take no `ConsistentRead`.
    pub(super) fn write(self, in_transaction: bool, writer: &mut Writer) -> Result<(), Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        writer.text("Statement", self.text.as_str());
        if !self.parameters.is_empty() {
            writer.key("Parameters");
            writer.begin_array();
            writer.raw(self.parameters.as_slice());
            writer.end_array();
        }
        if self.consistent && !in_transaction {
            writer.flag("ConsistentRead", true);
        }
        if self.return_old_on_failure {
            writer.text("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        Ok(())
    }

    /// The statement as an element of a batch or a transaction.
    pub(super) fn encoded(self, in_transaction: bool) -> Result<Vec<u8>, Error> {
        let mut writer = Writer::with_capacity(128);
        writer.begin_object();
        self.write(in_transaction, &mut writer)?;
        writer.end_object();
        Ok(writer.into_vec())
    }
}

/// Without the parameters.
impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("text", &self.text)
            .field("parameters", &self.count)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
