use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::table::{TableOutput, request};
use crate::executor::Executor;

/// Describes a table and its indexes.
///
/// Source: [DescribeTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html).
///
/// ```
/// # use ddbx::{Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let table = ops::DescribeTable::new("users").send(&pool).await?.table;
/// assert_eq!(table.status, ops::TableStatus::Active);
/// assert_eq!(table.partition_key, [("id".to_owned(), ops::KeyType::S)]);
/// assert_eq!(table.item_count, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct DescribeTable(TableName);

impl DescribeTable {
    /// Of this name.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self(table.into())
    }

    /// The request, not sent.
    #[must_use]
    pub fn into_request(self) -> Request {
        request(Operation::DescribeTable, self.0, |_| {})
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of the request: the table does not exist ([`Error::is_table_not_found`]).
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<TableOutput, Error> {
        TableOutput::fetch(executor, self.into_request()).await
    }
}
