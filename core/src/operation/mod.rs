//! The operations of DynamoDB and DynamoDB Streams.
//!
//! This is the only list of them: name, service, target header, access and safety all come from the one table in
//! this file.

mod safety;

#[cfg(test)]
mod tests;

use std::fmt;

pub use safety::Safety;

/// Whether an operation reads or may write.
///
/// Throttling is counted apart for the two. PartiQL operations count as writes, because only their statement says
/// what they do.
///
/// ```
/// use ddbx_core::operation::{Access, Operation};
///
/// assert_eq!(Operation::GetItem.access(), Access::Read);
/// assert_eq!(Operation::ExecuteStatement.access(), Access::Write);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// Changes something, or may.
    Write,
}

/// Defines [`Service`] and [`Operation`] from the table below it.
///
/// A row is `Name: access, safety`, where the safety is what holds for every request of the operation; builders
/// that know their expression state a better one.
macro_rules! operations {
    ($(
        $(#[$service_doc:meta])*
        $service:ident, $prefix:literal, $page:literal {
            $( $(#[$doc:meta])* $operation:ident: $access:ident, $safety:ident; )*
        }
    )*) => {
        /// One of the two services that DynamoDB's API consists of. They have different endpoints.
        ///
        /// ```
        /// use ddbx_core::operation::{Operation, Service};
        ///
        /// assert_eq!(Operation::GetRecords.service(), Service::Streams);
        /// assert_eq!(Service::DynamoDb.target_prefix(), "DynamoDB_20120810.");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Service {
            $( $(#[$service_doc])* $service, )*
        }

        impl Service {
            /// What stands before the operation's name in the `x-amz-target` header, with its full stop.
            #[must_use]
            pub const fn target_prefix(self) -> &'static str {
                match self { $( Self::$service => $prefix, )* }
            }
        }

        /// An operation of DynamoDB or of DynamoDB Streams.
        ///
        /// ```
        /// use ddbx_core::{Operation, Safety};
        ///
        /// let operation = Operation::PutItem;
        /// assert_eq!(operation.name(), "PutItem");
        /// assert_eq!(operation.target(), "DynamoDB_20120810.PutItem");
        /// assert_eq!(operation.safety(), Safety::Unsafe);
        /// assert_eq!(Operation::from_target("DynamoDB_20120810.PutItem"), Some(operation));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation {
            $( $(
                $(#[$doc])*
                #[doc = concat!(
                    "\n\n[API reference](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/",
                    $page, stringify!($operation), ".html)"
                )]
                $operation,
            )* )*
        }

        impl Operation {
            /// Every operation, DynamoDB's first, each service's in the order of the alphabet.
            pub const ALL: &'static [Self] = &[ $( $( Self::$operation, )* )* ];

            /// The operation's name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( $( Self::$operation => stringify!($operation), )* )* }
            }

            /// The service the operation belongs to.
            #[must_use]
            pub const fn service(self) -> Service {
                match self { $( $( Self::$operation => Service::$service, )* )* }
            }

            /// The whole value of the `x-amz-target` header.
            #[must_use]
            pub const fn target(self) -> &'static str {
                match self { $( $( Self::$operation => concat!($prefix, stringify!($operation)), )* )* }
            }

            /// Whether the operation reads or may write.
            #[must_use]
            pub const fn access(self) -> Access {
                match self { $( $( Self::$operation => Access::$access, )* )* }
            }

            /// What may be assumed of a request of this operation when nothing more is known about it.
            #[must_use]
            pub const fn safety(self) -> Safety {
                match self { $( $( Self::$operation => Safety::$safety, )* )* }
            }

            /// The operation with this name on the wire; names are unique over both services.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $( $( stringify!($operation) => Some(Self::$operation), )* )*
                    _ => None,
                }
            }

            /// The operation an `x-amz-target` header names.
            #[must_use]
            pub fn from_target(target: &str) -> Option<Self> {
                $(
                    if let Some(name) = target.strip_prefix($prefix) {
                        return Self::from_name(name).filter(|found| found.service() == Service::$service);
                    }
                )*
                None
            }
        }
    };
}

operations! {
    /// Tables, indexes and items.
    DynamoDb, "DynamoDB_20120810.", "API_" {
        /// Runs up to 25 PartiQL statements, each on its own.
        BatchExecuteStatement: Write, Unsafe;
        /// Reads up to 100 items by key.
        BatchGetItem: Read, Read;
        /// Puts or deletes up to 25 items, each on its own.
        BatchWriteItem: Write, Unsafe;
        /// Backs up a table. Names of backups may repeat, so a second request makes a second backup.
        CreateBackup: Write, Unsafe;
        /// Makes a global table of tables that exist (the version of 2017).
        CreateGlobalTable: Write, Conditional;
        /// Creates a table.
        CreateTable: Write, Conditional;
        /// Deletes a backup.
        DeleteBackup: Write, Conditional;
        /// Deletes one item by key.
        DeleteItem: Write, Unsafe;
        /// Deletes the policy of a table or stream. A repeat changes nothing more but answers without a revision,
        /// or with an error when it names one.
        DeleteResourcePolicy: Write, Conditional;
        /// Deletes a table and all its items.
        DeleteTable: Write, Conditional;
        /// Describes a backup.
        DescribeBackup: Read, Read;
        /// Tells whether continuous backups and point-in-time recovery are on.
        DescribeContinuousBackups: Read, Read;
        /// Describes the contributor insights of a table or index.
        DescribeContributorInsights: Read, Read;
        /// Names the endpoint of the region.
        DescribeEndpoints: Read, Read;
        /// Describes an export to S3.
        DescribeExport: Read, Read;
        /// Describes a global table (the version of 2017).
        DescribeGlobalTable: Read, Read;
        /// Describes the settings of a global table (the version of 2017).
        DescribeGlobalTableSettings: Read, Read;
        /// Describes an import from S3.
        DescribeImport: Read, Read;
        /// Describes where a table's changes are streamed to.
        DescribeKinesisStreamingDestination: Read, Read;
        /// Tells the account's capacity quotas.
        DescribeLimits: Read, Read;
        /// Describes a table and its indexes.
        DescribeTable: Read, Read;
        /// Describes the auto scaling of a global table's replicas.
        DescribeTableReplicaAutoScaling: Read, Read;
        /// Tells whether items of a table expire, and by which attribute.
        DescribeTimeToLive: Read, Read;
        /// Stops streaming a table's changes to Kinesis.
        DisableKinesisStreamingDestination: Write, Unsafe;
        /// Starts streaming a table's changes to Kinesis.
        EnableKinesisStreamingDestination: Write, Unsafe;
        /// Runs one PartiQL statement, which may read or write.
        ExecuteStatement: Write, Unsafe;
        /// Runs up to 100 PartiQL statements as a transaction.
        ExecuteTransaction: Write, Unsafe;
        /// Exports a table to S3. Without a client token a second request makes a second export.
        ExportTableToPointInTime: Write, Unsafe;
        /// Reads one item by key.
        GetItem: Read, Read;
        /// Reads the policy of a table or stream.
        GetResourcePolicy: Read, Read;
        /// Creates a table from data in S3.
        ImportTable: Write, Unsafe;
        /// Lists backups.
        ListBackups: Read, Read;
        /// Lists tables and indexes with contributor insights.
        ListContributorInsights: Read, Read;
        /// Lists exports of the last 90 days.
        ListExports: Read, Read;
        /// Lists global tables (the version of 2017).
        ListGlobalTables: Read, Read;
        /// Lists imports of the last 90 days.
        ListImports: Read, Read;
        /// Lists the names of tables.
        ListTables: Read, Read;
        /// Lists the tags of a table.
        ListTagsOfResource: Read, Read;
        /// Writes one item, replacing the one with its key.
        PutItem: Write, Unsafe;
        /// Sets the policy of a table or stream. The same document again changes nothing, but with an expected
        /// revision a repeat is refused.
        PutResourcePolicy: Write, Conditional;
        /// Reads a page of items with one partition key.
        Query: Read, Read;
        /// Creates a table from a backup. A repeat finds that the table exists.
        RestoreTableFromBackup: Write, Conditional;
        /// Creates a table as another one was at a time. A repeat finds that the table exists.
        RestoreTableToPointInTime: Write, Conditional;
        /// Reads a page of a whole table or index.
        Scan: Read, Read;
        /// Finds the items whose vectors are nearest to a given one.
        SearchVectors: Read, Read;
        /// Adds tags to a table, or changes the values of tags with the same names.
        TagResource: Write, Repeatable;
        /// Reads up to 100 items as they were at one moment.
        TransactGetItems: Read, Read;
        /// Writes up to 100 items, all or none.
        TransactWriteItems: Write, Unsafe;
        /// Removes tags from a table; tags that are not there do not matter.
        UntagResource: Write, Repeatable;
        /// Turns point-in-time recovery on or off.
        UpdateContinuousBackups: Write, Unsafe;
        /// Turns contributor insights on or off.
        UpdateContributorInsights: Write, Unsafe;
        /// Adds or removes replicas of a global table (the version of 2017).
        UpdateGlobalTable: Write, Unsafe;
        /// Changes the settings of a global table (the version of 2017).
        UpdateGlobalTableSettings: Write, Unsafe;
        /// Changes attributes of one item, or creates it.
        UpdateItem: Write, Unsafe;
        /// Changes how a table's changes are streamed to Kinesis.
        UpdateKinesisStreamingDestination: Write, Unsafe;
        /// Changes a table, its indexes or its replicas.
        UpdateTable: Write, Unsafe;
        /// Changes the auto scaling of a global table's replicas.
        UpdateTableReplicaAutoScaling: Write, Unsafe;
        /// Turns the expiry of items on or off. A repeat is refused as one that changes nothing.
        UpdateTimeToLive: Write, Unsafe;
    }
    /// The changes of tables with a stream, kept for 24 hours.
    Streams, "DynamoDBStreams_20120810.", "API_streams_" {
        /// Describes a stream and its shards.
        DescribeStream: Read, Read;
        /// Reads a page of a shard's records.
        GetRecords: Read, Read;
        /// Makes a position in a shard to read from.
        GetShardIterator: Read, Read;
        /// Lists streams.
        ListStreams: Read, Read;
    }
}

impl Operation {
    /// Whether the operation uses the read or write capacity of tables. The others have limits of their own, which say
    /// nothing of a table's.
    ///
    /// ```
    /// use ddbx_core::Operation;
    ///
    /// assert!(Operation::Query.uses_capacity());
    /// assert!(!Operation::DescribeTable.uses_capacity());
    /// ```
    #[must_use]
    pub const fn uses_capacity(self) -> bool {
        matches!(
            self,
            Self::BatchExecuteStatement
                | Self::BatchGetItem
                | Self::BatchWriteItem
                | Self::DeleteItem
                | Self::ExecuteStatement
                | Self::ExecuteTransaction
                | Self::GetItem
                | Self::PutItem
                | Self::Query
                | Self::Scan
                | Self::SearchVectors
                | Self::TransactGetItems
                | Self::TransactWriteItems
                | Self::UpdateItem
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
