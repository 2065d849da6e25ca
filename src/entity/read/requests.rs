use ddbx_core::request::TableName;
use ddbx_core::schema::Scope;
use ddbx_core::{Error, Operation, Request};

use super::rows::RowTest;
use super::source::Source;
use crate::ops::{PageRequests, Progress};

/// What the pages of a read are asked for by.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a planned query takes no box of its own")]
pub(crate) enum Requests {
    /// A read whose expressions were composed before.
    Composed(Composed),
    /// A planned query.
    Planned(Source),
}

/// A read whose expressions were composed before: of several entities, or of a whole table.
#[derive(Debug)]
pub(crate) struct Composed {
    pub(crate) requests: PageRequests,
    pub(crate) has_filter: bool,
    /// The attributes that say where an item stands.
    pub(crate) key_attributes: Vec<&'static str>,
    pub(crate) test: RowTest,
}

impl From<Composed> for Requests {
    fn from(composed: Composed) -> Self {
        Self::Composed(composed)
    }
}

impl From<Source> for Requests {
    fn from(source: Source) -> Self {
        Self::Planned(source)
    }
}

impl Requests {
    pub(super) fn next(&self, progress: &Progress) -> Result<Request, Error> {
        match self {
            Self::Composed(composed) => Ok(composed.requests.next(progress)),
            Self::Planned(source) => source.request(progress),
        }
    }

    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::Composed(composed) => composed.requests.operation,
            Self::Planned(source) => source.operation(),
        }
    }

    pub(super) fn table(&self) -> &TableName {
        match self {
            Self::Composed(composed) => &composed.requests.table,
            Self::Planned(source) => source.table(),
        }
    }

    pub(super) fn has_filter(&self) -> bool {
        match self {
            Self::Composed(composed) => composed.has_filter,
            Self::Planned(source) => source.has_filter(),
        }
    }

    /// How many partitions it reads, one after the other.
    pub(super) fn partitions(&self) -> u32 {
        match self {
            Self::Composed(_) => 1,
            Self::Planned(source) => source.partitions(),
        }
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Planned(source) if source.is_empty())
    }

    /// Whether it is one item that is read by its key.
    pub(super) fn is_get(&self) -> bool {
        self.operation() == Operation::GetItem
    }

    /// Whether a partition is one item at most: of a table without a sort key.
    pub(super) fn has_one_item_each(&self) -> bool {
        let Self::Planned(source) = self else {
            return false;
        };
        let index = source.plan().index(source.schema());
        index.scope() == Scope::Primary && index.sort().is_empty()
    }

    pub(super) fn test(&self) -> &RowTest {
        match self {
            Self::Composed(composed) => &composed.test,
            Self::Planned(source) => &source.test,
        }
    }

    pub(super) fn key_attributes(&self) -> Vec<&'static str> {
        match self {
            Self::Composed(composed) => composed.key_attributes.clone(),
            Self::Planned(source) => source.key_attributes(),
        }
    }
}
