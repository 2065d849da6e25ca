use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request, Safety, safety};

use super::returns::Returns;

/// An operation on one item, which may be sent on its own or as a part of a transaction.
pub(crate) trait Action {
    /// The operation on its own.
    const OPERATION: Operation;

    /// What a transaction calls it: the member of a `TransactItem`.
    const MEMBER: &'static str;

    fn table(&self) -> &TableName;

    fn returns(&self) -> Returns;

    /// Writes the members that a transaction takes, too.
    fn write(self, writer: &mut Writer) -> Result<(), Error>;
}

/// The request of an action on its own; `write` adds the members that a transaction does not take.
pub(super) fn request<A: Action>(action: A, write: impl FnOnce(&mut Writer)) -> Result<Request, Error> {
    let (table, returns) = (action.table().clone(), action.returns());
    let mut writer = Writer::with_capacity(256);
    writer.begin_object();
    action
        .write(&mut writer)
        .map_err(|error| error.in_operation(A::OPERATION).on_table(&table))?;
    write(&mut writer);
    returns.write(&mut writer);
    writer.end_object();
    Ok(Request::new(A::OPERATION, writer.into_vec()).on(table))
}

/// The request with the safety that is known already, or else the one its body has.
pub(super) fn with_safety(request: Request, known: Option<Safety>) -> Request {
    let safety = known.unwrap_or_else(|| safety::of_body(request.operation, &request.body));
    request.with_safety(safety)
}

/// The action as an element of a transaction: `{"Put":{…}}`.
pub(super) fn transact_item<A: Action>(action: A) -> Result<Vec<u8>, Error> {
    let (table, returns) = (action.table().clone(), action.returns());
    let mut writer = Writer::with_capacity(256);
    writer.begin_object();
    writer.key(A::MEMBER);
    writer.begin_object();
    returns
        .in_transaction()
        .and_then(|()| action.write(&mut writer))
        .map_err(|error| error.in_operation(A::OPERATION).on_table(&table))?;
    writer.end_object();
    writer.end_object();
    Ok(writer.into_vec())
}

/// Implements [`Action`] for a builder with the fields `table` and `returns`.
macro_rules! action {
    ($builder:ident: $operation:ident, $member:literal, |$self:ident, $writer:ident| $write:expr) => {
        impl $crate::ops::action::Action for $builder {
            const OPERATION: ddbx_core::Operation = ddbx_core::Operation::$operation;
            const MEMBER: &'static str = $member;

            fn table(&self) -> &ddbx_core::request::TableName {
                &self.table
            }

            fn returns(&self) -> $crate::ops::returns::Returns {
                self.returns
            }

            fn write($self, $writer: &mut ddbx_core::codec::Writer) -> Result<(), ddbx_core::Error> {
                $writer.text("TableName", &$self.table);
                $write
            }
        }
    };
}

pub(super) use action;
