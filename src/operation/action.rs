use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request, Safety, WriteId, safety};

use super::members::Members as _;
use super::returns::Returns;

/// An operation on one item, which may be sent on its own or as a part of a transaction.
pub(crate) trait Action {
    /// The operation on its own.
    const OPERATION: Operation;

    /// What a transaction calls it: the member of a `TransactItem`.
    const MEMBER: &'static str;

    fn table(&self) -> &TableName;

    fn returns(&self) -> Returns;

    /// The id that the write stores in its item.
    fn write_id(&mut self) -> Option<WriteId> {
        None
    }

    /// Writes the members that a transaction takes, too, but for the table's name.
    fn write(self, writer: &mut Writer) -> Result<(), Error>;
}

/// The request of an action on its own; `write` adds the members that a transaction does not take.
pub(super) fn request<A: Action>(mut action: A, write: impl FnOnce(&mut Writer)) -> Result<Request, Error> {
    let (table, returns, write_id) = (action.table().clone(), action.returns(), action.write_id());
    let mut writer = Writer::with_capacity(256);
    writer.begin_object();
    writer.text("TableName", &table);
    action
        .write(&mut writer)
        .map_err(|error| error.in_operation(A::OPERATION).on_table(&table))?;
    write(&mut writer);
    returns.write(&mut writer);
    writer.end_object();
    let mut request = Request::new(A::OPERATION, writer.into_vec()).on(table);
    if let Some(write_id) = write_id {
        request.extensions.insert(write_id);
    }
    Ok(request)
}

/// The request with the safety that is known already, or else the one its body has.
pub(super) fn with_safety(request: Request, known: Option<Safety>) -> Request {
    let safety = known.unwrap_or_else(|| safety::of_body(request.operation, &request.body));
    request.with_safety(safety)
}

/// The action as an element of a transaction: `{"Put":{…}}`.
pub(super) fn transact_item<A: Action>(action: A) -> Result<Vec<u8>, Error> {
    let table = action.table().clone();
    members(action).map(|members| transact_item_of(A::MEMBER, &table, &members))
}

/// The members of an action in a transaction, without braces, but for the table's name.
pub(crate) fn members<A: Action>(action: A) -> Result<Vec<u8>, Error> {
    let (table, returns) = (action.table().clone(), action.returns());
    let mut writer = Writer::with_capacity(256);
    returns
        .in_transaction()
        .and_then(|()| action.write(&mut writer))
        .map_err(|error| error.in_operation(A::OPERATION).on_table(&table))?;
    Ok(writer.into_vec())
}

/// An element of a transaction, of the members of an action.
pub(crate) fn transact_item_of(member: &str, table: &TableName, members: &[u8]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(members.len() + 64);
    writer.begin_object();
    writer.object(member, |writer| {
        writer.text("TableName", table);
        writer.raw(members);
    });
    writer.end_object();
    writer.into_vec()
}

/// Implements [`Action`] for a builder with the fields `table` and `returns`; with `+ write_id`, for one that may store an id.
macro_rules! action {
    ($builder:ident: $operation:ident, $member:literal $(+ $write_id:ident)?, |$self:ident, $writer:ident| $write:expr) => {
        impl $crate::ops::action::Action for $builder {
            const OPERATION: ddbx_core::Operation = ddbx_core::Operation::$operation;
            const MEMBER: &'static str = $member;

            fn table(&self) -> &ddbx_core::request::TableName {
                &self.table
            }

            fn returns(&self) -> $crate::ops::returns::Returns {
                self.returns
            }

            $(
                fn $write_id(&mut self) -> Option<ddbx_core::WriteId> {
                    let (attribute, id) = self.precondition.write_id.take()?;
                    Some(ddbx_core::WriteId::new(attribute, id, self.returns.values.returned()))
                }
            )?

            fn write($self, $writer: &mut ddbx_core::codec::Writer) -> Result<(), ddbx_core::Error> {
                $write
            }
        }
    };
}

pub(super) use action;
