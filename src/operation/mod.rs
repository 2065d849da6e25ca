//! DynamoDB's operations one by one, with expressions as text and items of any type.
//!
//! Each operation is a builder named after it: set what DynamoDB's API has, then `send` it over a
//! [`Pool`](crate::Pool). Items come back as any type that reads items: [`Item`](crate::Item), a derived entity, a
//! map. `into_request` gives the request instead of sending it.
//!
//! ```
//! use ddbx::{Item, Pool, ops};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), ddbx::Error> {
//! let pool = Pool::connect("dynamodb::memory:").await?;
//! ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
//! ops::PutItem::new("users").item(Item::new().with("id", "u1").with("name", "Ann")).send(&pool).await?;
//!
//! let page = ops::Query::new("users").key_condition("id = :id").value(":id", "u1").send::<Item>(&pool).await?;
//! assert_eq!(page.items[0]["name"].as_s(), Some("Ann"));
//! # Ok(())
//! # }
//! ```
//!
//! Expressions are `&'static str`, and values are bound: what a user typed cannot change an expression. Text that
//! was made at run time needs the wrapper [`Untrusted`].
//!
//! Every option of the API is here but for its legacy parameters, which expressions replaced: `AttributesToGet`,
//! `AttributeUpdates`, `ConditionalOperator`, `Expected`, `KeyConditions`, `QueryFilter` and `ScanFilter`.
//!
//! What an answer leaves over always comes back: the cursor of a [`Page`], the unprocessed rest of a batch, the
//! token of a [`StatementPage`], the result of each [statement](StatementResult).

mod action;
mod answer;
mod batch_execute_statement;
mod batch_get_item;
mod batch_write_item;
mod capacity;
mod condition_check;
mod create_table;
mod cursor;
mod delete_item;
mod delete_table;
mod describe_table;
mod describe_time_to_live;
mod encoded;
mod execute_statement;
mod execute_transaction;
mod expression;
mod follow;
mod get_item;
mod key;
mod list_tables;
mod members;
mod page;
mod paging;
mod parallel_scan;
mod precondition;
mod put_item;
mod query;
mod reading;
mod returns;
mod scan;
mod search_vectors;
mod setters;
mod statement;
mod table;
mod transact_get_items;
mod transact_write_items;
mod transaction;
mod update_item;
mod update_table;
mod update_time_to_live;

pub(crate) use action::{Action, members};
pub use answer::ResponseInfo;
pub(crate) use answer::{items, items_if, send_for_body, send_write};
pub use batch_execute_statement::{BatchExecuteStatement, BatchExecuteStatementOutput, StatementResult};
pub use batch_get_item::{BatchGetItem, BatchGetItemOutput};
pub use batch_write_item::{BatchWriteItem, BatchWriteItemOutput};
pub use capacity::{Capacity, CapacityUnits, ConsumedCapacity};
pub use condition_check::ConditionCheck;
pub use create_table::CreateTable;
pub use cursor::Cursor;
pub use delete_item::{DeleteItem, DeleteItemOutput};
pub use delete_table::DeleteTable;
pub use describe_table::DescribeTable;
pub use describe_time_to_live::{DescribeTimeToLive, DescribeTimeToLiveOutput};
pub use execute_statement::{ExecuteStatement, StatementPage};
pub use execute_transaction::{ExecuteTransaction, ExecuteTransactionOutput};
pub(crate) use expression::Placeholders;
pub use expression::{Expression, Untrusted};
pub(crate) use follow::PageRequests;
pub use get_item::{GetItem, GetItemOutput};
pub use key::Key;
pub use list_tables::{ListTables, ListTablesOutput, TableNames};
pub(crate) use members::Members;
pub use page::{Items, Page, Pages};
pub(crate) use paging::{Paging, Progress};
pub use parallel_scan::{ParallelScan, ScanCheckpoint, ScanItems};
pub(crate) use put_item::encode as encode_item;
pub use put_item::{PutItem, PutItemOutput};
pub use query::Query;
pub use reading::Select;
pub(crate) use returns::Returns;
pub use returns::{ItemCollection, ReturnValues};
pub use scan::{ManyPages, OnePage, SaysHowFar, Scan};
pub use search_vectors::{SearchResult, SearchVectors, SearchVectorsOutput, VectorCapacity};
pub use statement::Statement;
pub use table::{
    Billing, DistanceFunction, Encryption, EncryptionDescription, EncryptionType, GlobalIndex, GlobalIndexUpdate,
    IndexDescription, IndexStatus, KeyType, LocalIndex, MultiRegionConsistency, OnDemandLimits, Projection, Replica,
    ReplicaDescription, ReplicaIndex, ReplicaIndexDescription, ReplicaStatus, RestoreDescription, SettingsReplication,
    StreamDescription, StreamView, TableClass, TableDescription, TableOutput, TableStatus, Throughput,
    TimeToLiveStatus, VectorIndex, VectorIndexDescription, WarmThroughput, WitnessDescription,
};
pub use transact_get_items::{TransactGetItems, TransactGetItemsOutput};
pub use transact_write_items::{TransactWriteItems, TransactWriteItemsOutput};
pub(crate) use transaction::{given as given_token, minted as minted_token};
pub use update_item::{UpdateItem, UpdateItemOutput};
pub use update_table::UpdateTable;
pub use update_time_to_live::{UpdateTimeToLive, UpdateTimeToLiveOutput};
