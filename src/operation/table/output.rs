use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::TableDescription;
use crate::executor::Executor;
use crate::ops::answer::{self, ResponseInfo};
use crate::ops::members::Members as _;

/// The answer to operations on a table: the table as it is then, often on its way to what was asked.
///
/// An example is at [`DescribeTable`](crate::ops::DescribeTable).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TableOutput {
    /// The table.
    pub table: TableDescription,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

impl TableOutput {
    /// Sends a request whose answer describes a table.
    pub(in crate::ops) async fn fetch(executor: &(impl Executor + ?Sized), request: Request) -> Result<Self, Error> {
        let table = TableDescription::default();
        let (table, info) = answer::send(executor, request, table, |table, name, parser| {
            let known = matches!(name, "Table" | "TableDescription");
            if known {
                *table = TableDescription::parse(parser)?;
            }
            Ok(known)
        })
        .await?;
        Ok(Self { table, info })
    }
}

/// The request of an operation that takes the name of a table, and what `write` adds.
pub(in crate::ops) fn request(operation: Operation, table: TableName, write: impl FnOnce(&mut Writer)) -> Request {
    let mut writer = Writer::with_capacity(128);
    writer.element(|writer| {
        writer.text("TableName", &table);
        write(writer);
    });
    Request::new(operation, writer.into_vec()).on(table)
}
