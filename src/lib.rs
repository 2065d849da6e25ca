#![doc = include_str!("lib.md")]
// `ddbx` is also a name for this crate's own tests and examples in the docs.
extern crate self as ddbx;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod batch;
pub mod cache;
pub mod config;
pub mod cursor;
#[cfg(feature = "embedded")]
mod embedded;
mod entity;
pub mod executor;
pub mod hooks;
#[cfg(feature = "macros")]
mod macros;
pub mod managed;
#[path = "operation/mod.rs"]
pub mod ops;
mod pool;
pub mod read;
#[cfg(feature = "aws-sdk-dynamodb-1")]
pub mod sdk;
mod stack;
#[cfg(feature = "embedded")]
pub mod testing;
pub mod transport;

pub use ddbx_core::codec::{self, CodecError, Decode, DecodeItem, Encode, EncodeItem};
pub use ddbx_core::error::{Error, ErrorKind, Outcome};
pub use ddbx_core::expression::{Condition, Field};
pub use ddbx_core::{
    Item, Number, Operation, Request, Response, Safety, Token, Value, WriteId, clock, error, fault, limits, request,
    response, safety, schema, token, write_id,
};
pub use ddbx_middleware as middleware;
pub use entity::{
    Collection, CollectionQuery, Delete, DeleteEntity, DeleteReturning, Entities, Entity, Estimate, ExactlyOnce,
    Explanation, Found, Get, GetMany, Hooks, IndexWrite, IntoKey, ParallelScan, PlannedQuery, Put, PutReturning,
    Queried, Query, ReadInfo, Scan, ScanEstimate, Sealed, Selection, Table, Update, UpdateReturning, View,
    WriteEstimate, WriteExplanation, WriteUnits, collection, delete, delete_entity, get, get_many, get_many_from, put,
    query, retry_on_stale, scan, update,
};
pub use executor::Executor;
pub use pool::{CloseReport, EndedRequest, Pool, PoolOptions, ScanPolicy, ScopeOptions, Stack};

#[cfg(feature = "macros")]
#[doc = include_str!("docs/attribute.md")]
pub use ddbx_macros::Attribute;
#[cfg(feature = "macros")]
#[doc = include_str!("docs/collection.md")]
pub use ddbx_macros::Collection;
#[cfg(feature = "macros")]
#[doc = include_str!("docs/entity.md")]
pub use ddbx_macros::Entity;
#[cfg(feature = "macros")]
#[doc = include_str!("docs/table.md")]
pub use ddbx_macros::Table;
#[cfg(feature = "macros")]
#[doc = include_str!("docs/view.md")]
pub use ddbx_macros::View;
#[cfg(all(feature = "macros", feature = "embedded"))]
#[doc = include_str!("docs/test.md")]
pub use ddbx_macros::test;

#[cfg(doctest)]
mod prose;
