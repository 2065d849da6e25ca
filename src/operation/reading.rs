use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};

use super::Cursor;
use super::expression::{Expression, Placeholders};
use super::follow::PageRequests;
use super::members::Members as _;
use super::paging::{Paging, Progress};
use super::returns::Returns;

/// What a query or a scan returns (`Select`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// All attributes, fetched from the table where an index lacks them.
    AllAttributes,
    /// The attributes the index has.
    AllProjectedAttributes,
    /// Their number only.
    Count,
    /// The attributes of the projection: what a projection without a `Select` means, too.
    SpecificAttributes,
}

impl Select {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AllAttributes => "ALL_ATTRIBUTES",
            Self::AllProjectedAttributes => "ALL_PROJECTED_ATTRIBUTES",
            Self::Count => "COUNT",
            Self::SpecificAttributes => "SPECIFIC_ATTRIBUTES",
        }
    }
}

/// What queries and scans have in common.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) table: TableName,
    pub(super) index: Option<String>,
    pub(super) filter: Option<Expression>,
    pub(super) projection: Option<Expression>,
    pub(super) select: Option<Select>,
    pub(super) placeholders: Placeholders,
    pub(super) consistent: bool,
    pub(super) start: Option<Cursor>,
    pub(super) paging: Paging,
    pub(super) returns: Returns,
}

impl Reading {
    pub(super) fn new(table: TableName) -> Self {
        Self {
            table,
            index: None,
            filter: None,
            projection: None,
            select: None,
            placeholders: Placeholders::default(),
            consistent: false,
            start: None,
            paging: Paging::default(),
            returns: Returns::default(),
        }
    }

    /// The requests for its pages; `write` adds the members that are the operation's own.
    pub(super) fn prepare(
        self,
        operation: Operation,
        write: impl FnOnce(&mut Writer) -> Result<(), Error>,
    ) -> Result<(PageRequests, Progress), Error> {
        let Self {
            table,
            index,
            filter,
            projection,
            select,
            placeholders,
            consistent,
            start,
            paging,
            returns,
        } = self;
        let mut writer = Writer::with_capacity(512);
        let written = || -> Result<(), Error> {
            paging.check()?;
            writer.text("TableName", &table);
            if let Some(index) = &index {
                writer.text("IndexName", index);
            }
            write(&mut writer)?;
            if consistent {
                writer.flag("ConsistentRead", true);
            }
            writer.expression("FilterExpression", filter.as_ref());
            writer.expression("ProjectionExpression", projection.as_ref());
            if let Some(select) = select {
                writer.text("Select", select.as_str());
            }
            placeholders.write(&mut writer)?;
            returns.write(&mut writer);
            Ok(())
        }();
        written.map_err(|error| error.in_operation(operation).on_table(&table))?;
        let requests = PageRequests {
            operation,
            table,
            members: writer.into_vec(),
        };
        Ok((requests, Progress::new(paging, filter.is_some(), start)))
    }
}
