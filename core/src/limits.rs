//! DynamoDB's limits: one constant and one link each.
//!
//! Sizes are in bytes, and DynamoDB's KB and MB are 1024 and 1024² of them. What AWS raises on request is marked as
//! a default quota: it is what an account starts with.
//!
//! ```
//! use ddbx_core::limits;
//!
//! let keys = vec!["a"; 250];
//! assert_eq!(keys.chunks(limits::BATCH_GET_ITEMS).count(), 3);
//! assert_eq!(limits::ITEM_BYTES, 409_600);
//! ```

use std::time::Duration;

const KB: usize = 1024;
const MB: usize = 1024 * KB;

// Requests and answers

/// Items one `BatchWriteItem` puts or deletes:
/// [API-specific constraints](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api).
pub const BATCH_WRITE_ITEMS: usize = 25;

/// Keys one `BatchGetItem` asks for:
/// [API-specific constraints](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-api).
pub const BATCH_GET_ITEMS: usize = 100;

/// Statements one `BatchExecuteStatement` runs:
/// [BatchExecuteStatement](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html).
pub const BATCH_STATEMENTS: usize = 25;

/// All that one `BatchWriteItem` sends:
/// [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
pub const BATCH_WRITE_BYTES: usize = 16 * MB;

/// The items one `BatchGetItem` returns; the keys of the rest come back as unprocessed:
/// [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
pub const BATCH_GET_BYTES: usize = 16 * MB;

/// Items in one transaction, read or written, and statements in one `ExecuteTransaction`:
/// [Transactions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
pub const TRANSACTION_ITEMS: usize = 100;

/// All items of one transaction together:
/// [Transactions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html).
pub const TRANSACTION_BYTES: usize = 4 * MB;

/// How long a client request token makes a repeated transaction harmless, counted from the end of the first request
/// with it: [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
pub const TRANSACTION_TOKEN_LIFE: Duration = Duration::from_secs(10 * 60);

/// Characters of a client request token:
/// [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
pub const TRANSACTION_TOKEN_CHARS: usize = 36;

/// What Query and Scan read for one page, before the filter:
/// [Pagination](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html).
pub const PAGE_BYTES: usize = MB;

/// What one `SearchVectors` returns; it has no pages:
/// [Vector search](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/VectorSearch.Requirements.html).
pub const SEARCH_VECTORS_BYTES: usize = 16 * MB;

/// Segments of one parallel scan:
/// [Scan](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html).
pub const SCAN_SEGMENTS: usize = 1_000_000;

/// Names on one page of `ListTables`:
/// [ListTables](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html).
pub const LIST_TABLES_NAMES: usize = 100;

// Items, keys and values

/// An item, with the names of its attributes:
/// [Items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items).
/// [`item_size`](crate::value::item_size) counts them.
pub const ITEM_BYTES: usize = 400 * KB;

/// A partition key's value; at least one byte:
/// [Keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys).
pub const PARTITION_KEY_BYTES: usize = 2048;

/// A sort key's value; at least one byte:
/// [Keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys).
pub const SORT_KEY_BYTES: usize = 1024;

/// Levels of lists and maps within each other:
/// [Attributes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes).
pub const NESTING_LEVELS: usize = 32;

/// Significant digits of a number:
/// [Numbers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-numbers).
pub const NUMBER_DIGITS: usize = 38;

/// Power of ten of a number's first digit, at least: the smallest magnitude is `1E-130`. See
/// [Numbers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-numbers).
pub const NUMBER_MIN_EXPONENT: i32 = -130;

/// Power of ten of a number's first digit, at most: the greatest magnitude is `9.9999999999999999999999999999999999999E+125`.
/// See [Numbers](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-numbers).
pub const NUMBER_MAX_EXPONENT: i32 = 125;

/// An attribute's name in UTF-8; at least one character:
/// [Naming rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-naming-rules).
pub const ATTRIBUTE_NAME_BYTES: usize = 64 * KB;

/// The name, in UTF-8, of an attribute that is a key of an index or is projected into one by name:
/// [Naming rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-naming-rules).
pub const INDEXED_ATTRIBUTE_NAME_BYTES: usize = 255;

// Expressions

/// The text of one expression:
/// [Expression parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).
pub const EXPRESSION_BYTES: usize = 4 * KB;

/// One placeholder's own name, such as `#name` or `:value`:
/// [Expression parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).
pub const PLACEHOLDER_BYTES: usize = 255;

/// All names and values that stand behind an expression's placeholders:
/// [Expression parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).
pub const SUBSTITUTION_BYTES: usize = 2 * MB;

/// Operators and functions in one update expression:
/// [Expression parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).
pub const EXPRESSION_OPERATORS: usize = 300;

/// Values on the right of one `IN`:
/// [Expression parameters](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters).
pub const IN_OPERANDS: usize = 100;

// Tables and indexes

/// Characters of a table's or an index's name, at least:
/// [Naming rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-naming-rules).
pub const TABLE_NAME_MIN_CHARS: usize = 3;

/// Characters of a table's or an index's name, at most; of `A-Z a-z 0-9 _ - .`:
/// [Naming rules](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-naming-rules).
pub const TABLE_NAME_MAX_CHARS: usize = 255;

/// Local secondary indexes of a table:
/// [Secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes).
pub const LOCAL_INDEXES: usize = 5;

/// Global secondary indexes of a table, a default quota:
/// [Secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes).
pub const GLOBAL_INDEXES: usize = 20;

/// Partition key attributes of a global secondary index:
/// [GlobalSecondaryIndex](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndex.html).
pub const INDEX_PARTITION_ATTRIBUTES: usize = 4;

/// Sort key attributes of a global secondary index:
/// [GlobalSecondaryIndex](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndex.html).
pub const INDEX_SORT_ATTRIBUTES: usize = 4;

/// Attributes projected by name, summed over all indexes of a table:
/// [Secondary indexes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-secondary-indexes).
pub const PROJECTED_ATTRIBUTES: usize = 100;

/// Tags of a table:
/// [Tags](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html).
pub const TAGS: usize = 50;

// Capacity

/// What one read unit reads strongly consistently, or half of what it reads eventually:
/// [Capacity units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-capacity-units).
pub const READ_UNIT_BYTES: usize = 4 * KB;

/// What one write unit writes:
/// [Capacity units](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-capacity-units).
pub const WRITE_UNIT_BYTES: usize = KB;

/// Read units a second that one partition serves:
/// [Partition keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html).
pub const PARTITION_READ_UNITS: usize = 3000;

/// Write units a second that one partition serves:
/// [Partition keys](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html).
pub const PARTITION_WRITE_UNITS: usize = 1000;

// Streams

/// Records on one page of `GetRecords`:
/// [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
pub const STREAM_PAGE_RECORDS: usize = 1000;

/// Bytes on one page of `GetRecords`:
/// [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html).
pub const STREAM_PAGE_BYTES: usize = MB;

/// How long a stream keeps a record:
/// [Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html).
pub const STREAM_RETENTION: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a shard iterator may be used:
/// [GetShardIterator](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html).
pub const SHARD_ITERATOR_LIFE: Duration = Duration::from_secs(15 * 60);

/// Readers of one shard at the same time:
/// [Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#constraints-dynamodb-streams).
pub const SHARD_READERS: usize = 2;

// Ours, not DynamoDB's

/// The largest body of one answer that ddbx reads, where nothing else is set. A page of 1 MB grows several times in
/// DynamoDB JSON; [`PAGE_BYTES`] is what it grows from.
pub const RESPONSE_BYTES: usize = 16 * MB;

/// The largest body of a `TransactGetItems` answer that ddbx reads; it grows from [`TRANSACTION_BYTES`].
pub const TRANSACT_GET_RESPONSE_BYTES: usize = 48 * MB;

/// The largest body of a `BatchGetItem` answer that ddbx reads; it grows from [`BATCH_GET_BYTES`].
pub const BATCH_GET_RESPONSE_BYTES: usize = 128 * MB;
