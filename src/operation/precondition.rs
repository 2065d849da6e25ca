use ddbx_core::Error;
use ddbx_core::codec::Writer;

use super::expression::{Expression, Placeholders};
use super::members::Members as _;

/// What a write requires of the item that is there, and the names and values of its expressions.
#[derive(Debug, Default)]
pub(super) struct Precondition {
    pub(super) condition: Option<Expression>,
    pub(super) placeholders: Placeholders,
    pub(super) return_old_on_failure: bool,
    /// The attribute that the write stores its id in, and the id.
    pub(super) write_id: Option<(&'static str, Box<str>)>,
}

impl Precondition {
    pub(super) fn write(self, writer: &mut Writer) -> Result<(), Error> {
        writer.expression("ConditionExpression", self.condition.as_ref());
        if self.return_old_on_failure {
            writer.text("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        self.placeholders.write(writer)
    }
}
