//! The attribute by whose time the items of a table expire.

use ddbx_core::request::TableName;
use ddbx_core::schema::{Schema, TableSchema};
use ddbx_core::{Error, ErrorKind};

use crate::ops::{DescribeTimeToLive, TimeToLiveStatus, UpdateTimeToLive};
use crate::pool::Pool;

/// The attribute that the entities of one table agree on, if they expire.
pub(super) fn attribute(schemas: &[&'static Schema]) -> Result<Option<&'static str>, Error> {
    let mut found: Option<(&'static Schema, &'static str)> = None;
    for schema in schemas {
        let of_table = schema.table_schema().and_then(TableSchema::ttl);
        let Some(attribute) = of_table.or_else(|| Some(schema.expires()?.attribute())) else {
            continue;
        };
        match found {
            Some((first, other)) if other != attribute => {
                return Err(Error::invalid(format!(
                    "`{}` and `{}` are in one table and disagree on when its items expire: by `{other}` against `{attribute}`",
                    first.entity(),
                    schema.entity(),
                )));
            }
            _ => found = Some((schema, attribute)),
        }
    }
    Ok(found.map(|(_, attribute)| attribute))
}

impl Pool {
    /// Has the items of a table expire by this attribute. What an engine does not know how to delete counts as deleted
    /// all the same.
    pub(super) async fn have_items_expire(&self, table: &TableName, attribute: &'static str) -> Result<(), Error> {
        match self.try_to_have_items_expire(table, attribute).await {
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(()),
            done => done,
        }
    }

    async fn try_to_have_items_expire(&self, table: &TableName, attribute: &'static str) -> Result<(), Error> {
        let found = DescribeTimeToLive::new(table).send(self).await?;
        match (found.status, found.attribute.as_deref()) {
            (TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling, Some(found)) if found == attribute => Ok(()),
            (TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling, Some(found)) => Err(Error::invalid(format!(
                "the items of the table expire by `{}`, not by `{attribute}`",
                found.escape_debug()
            ))
            .on_table(table)),
            _ => UpdateTimeToLive::enable(table, attribute).send(self).await.map(drop),
        }
    }
}
