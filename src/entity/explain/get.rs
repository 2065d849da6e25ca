//! What a read by key will do.

use ddbx_core::Operation;
use ddbx_core::request::TableName;
use ddbx_core::schema::{Key, Schema};

use super::{Explanation, estimate, key};
use crate::entity::view;

/// Explains the read of the item with a key: what is explained of a query that has the whole key.
pub(in crate::entity) fn explain_get(
    schema: &'static Schema,
    table: &TableName,
    fields: Option<&'static [u16]>,
    consistent: bool,
) -> Explanation {
    let index = schema.primary();
    Explanation {
        entity: schema.entity(),
        table: table.to_string(),
        operation: Operation::GetItem,
        index: None,
        key: index.keys().map(key::equal).collect(),
        filter: None,
        order: index.sort().first().map(Key::attribute),
        descending: false,
        projection: fields.map(|fields| view::projection_attributes(schema, fields)),
        hydrates: false,
        consistent,
        partitions: 1,
        segments: None,
        scan_policy: None,
        notes: Vec::new(),
        limit: None,
        most: (None, None),
        item_bytes: None,
        whole: None,
        usd_per_million_units: estimate::USD_PER_MILLION_UNITS,
    }
}
