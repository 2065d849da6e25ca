use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::table::{TableOutput, request};
use crate::executor::Executor;

/// Deletes a table and all its items.
///
/// Source: [DeleteTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html).
///
/// ```
/// # use ddbx::{Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// ops::DeleteTable::new("users").send(&pool).await?;
/// assert!(ops::ListTables::new().fetch_all(&pool).await?.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct DeleteTable(TableName);

impl DeleteTable {
    /// Of this name.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self(table.into())
    }

    /// The request, not sent.
    #[must_use]
    pub fn into_request(self) -> Request {
        request(Operation::DeleteTable, self.0, |_| {})
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of the request: the table does not exist ([`Error::is_table_not_found`]), is being changed, or is
    /// protected.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<TableOutput, Error> {
        TableOutput::fetch(executor, self.into_request()).await
    }
}
