//! From the name of an operation to dynoxide's method for it.

use dynoxide::Database;

use super::answer::Answer;
use super::refusal::Refusal;
use super::store::{Halt, Store};

/// The largest body that DynamoDB reads.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html>
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// Answers one request.
pub(super) fn answer(store: &mut Store, operation: &'static str, body: &[u8]) -> Answer {
    guarded(store, |database| perform(database, operation, body))
}

/// Runs `work` on the database and writes its result, its refusal or its panic as an answer.
pub(super) fn guarded(store: &mut Store, work: impl FnOnce(&Database) -> Result<Vec<u8>, Refusal>) -> Answer {
    let result = store.guard(work).unwrap_or_else(|halt| {
        Err(Refusal::internal(match halt {
            Halt::Gone => "the embedded database was lost when an earlier request panicked in the engine: connect anew",
            Halt::Panicked => {
                "the embedded engine panicked in this request, and what it had done by then is unknown: please \
                 report it, with the message on standard error"
            }
        }))
    });
    match result {
        Ok(body) => Answer::new(200, body),
        Err(refusal) => refusal.into(),
    }
}

fn perform(database: &Database, operation: &'static str, body: &[u8]) -> Result<Vec<u8>, Refusal> {
    if body.len() > MAX_BODY_BYTES {
        return Err(Refusal::too_large(operation, MAX_BODY_BYTES));
    }
    method(database, operation, body).unwrap_or_else(|| Err(Refusal::unknown_operation(operation)))
}

/// Writes the table of operations as a function, and as a list for the tests.
macro_rules! operations {
    ($($operation:literal => $method:ident),+ $(,)?) => {
        #[cfg(test)]
        pub(super) const OPERATIONS: &[&str] = &[$($operation),+];

        /// Reads the body as the operation's input, runs it and writes its output. `None` if there is no such
        /// operation here.
        fn method(
            database: &Database,
            operation: &'static str,
            body: &[u8],
        ) -> Option<Result<Vec<u8>, Refusal>> {
            let output = match operation {
                $($operation => serde_json::from_slice(body)
                    .map_err(|error| Refusal::unreadable(operation, &error))
                    .and_then(|input| {
                        database.$method(input).map_err(|fault| Refusal::fault(operation, fault))
                    })
                    .and_then(|output| serde_json::to_vec(&output).map_err(|_| Refusal::unwritable(operation))),)+
                _ => return None,
            };
            Some(output)
        }
    };
}

operations! {
    "BatchExecuteStatement" => batch_execute_statement,
    "BatchGetItem" => batch_get_item,
    "BatchWriteItem" => batch_write_item,
    "CreateTable" => create_table,
    "DeleteItem" => delete_item,
    "DeleteTable" => delete_table,
    "DescribeStream" => describe_stream,
    "DescribeTable" => describe_table,
    "DescribeTimeToLive" => describe_time_to_live,
    "ExecuteStatement" => execute_statement,
    "ExecuteTransaction" => execute_transaction,
    "GetItem" => get_item,
    "GetRecords" => get_records,
    "GetShardIterator" => get_shard_iterator,
    "ListStreams" => list_streams,
    "ListTables" => list_tables,
    "ListTagsOfResource" => list_tags_of_resource,
    "PutItem" => put_item,
    "Query" => query,
    "Scan" => scan,
    "SearchVectors" => search_vectors,
    "TagResource" => tag_resource,
    "TransactGetItems" => transact_get_items,
    "TransactWriteItems" => transact_write_items,
    "UntagResource" => untag_resource,
    "UpdateItem" => update_item,
    "UpdateTable" => update_table,
    "UpdateTimeToLive" => update_time_to_live,
}
