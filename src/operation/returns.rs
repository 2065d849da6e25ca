use ddbx_core::Error;
use ddbx_core::codec::{self, DecodeItem as _, Parser, Writer};
use ddbx_core::write_id::Returned;
use ddbx_core::{Item, Operation};

use super::Capacity;
use super::answer::{array, object};
use super::members::Members as _;

/// What an update returns of the item (`ReturnValues`).
///
/// Source: [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues);
/// an example is at [`UpdateItem`](super::UpdateItem).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReturnValues {
    /// Nothing.
    #[default]
    None,
    /// The item as it was; nothing if it was not there.
    AllOld,
    /// The item as it is now.
    AllNew,
    /// The attributes that were changed, as they were.
    UpdatedOld,
    /// The attributes that were changed, as they are now.
    UpdatedNew,
}

impl ReturnValues {
    /// Whether the item that the write leaves behind tells what it returns.
    pub(super) const fn returned(self) -> Returned {
        match self {
            Self::None => Returned::Nothing,
            Self::AllNew => Returned::New,
            Self::AllOld | Self::UpdatedOld | Self::UpdatedNew => Returned::Before,
        }
    }
}

/// What an operation is asked to return.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Returns {
    pub(crate) values: ReturnValues,
    pub(crate) capacity: Capacity,
    pub(crate) item_collections: bool,
}

impl Returns {
    pub(crate) fn write(self, writer: &mut Writer) {
        let values = match self.values {
            ReturnValues::None => None,
            ReturnValues::AllOld => Some("ALL_OLD"),
            ReturnValues::AllNew => Some("ALL_NEW"),
            ReturnValues::UpdatedOld => Some("UPDATED_OLD"),
            ReturnValues::UpdatedNew => Some("UPDATED_NEW"),
        };
        if let Some(values) = values {
            writer.text("ReturnValues", values);
        }
        let capacity = match self.capacity {
            Capacity::None => None,
            Capacity::Indexes => Some("INDEXES"),
            Capacity::Total => Some("TOTAL"),
        };
        if let Some(capacity) = capacity {
            writer.text("ReturnConsumedCapacity", capacity);
        }
        if self.item_collections {
            writer.text("ReturnItemCollectionMetrics", "SIZE");
        }
    }

    /// Refuses what a transaction does not return for one of its actions.
    pub(crate) fn in_transaction(self) -> Result<(), Error> {
        if self.values != ReturnValues::None {
            return Err(Error::invalid(
                "a transaction returns no items; leave the return values out, or read the item before or after",
            ));
        }
        if self.capacity != Capacity::None || self.item_collections {
            return Err(Error::invalid(
                "accounting is returned for a whole transaction: ask the transaction for it, not one of its actions",
            ));
        }
        Ok(())
    }
}

/// How large the items with one partition key have become, local indexes included.
///
/// Only tables with local indexes have item collections. Source:
/// [ItemCollectionMetrics](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemCollection {
    /// The table, where the operation writes to several.
    pub table: Option<String>,
    /// The partition key.
    pub key: Item,
    /// The size in gigabytes: a lower and an upper bound, accurate enough to stay below 10 GB.
    pub size_estimate_gb: Option<(f64, f64)>,
}

impl ItemCollection {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut collection = Self::default();
        object(parser, |name, parser| {
            match name {
                "ItemCollectionKey" => collection.key = Item::decode_item(parser)?,
                "SizeEstimateRangeGB" => {
                    if let [from, to] = array(parser, Parser::f64)?[..] {
                        collection.size_estimate_gb = Some((from, to));
                    }
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(collection)
    }

    /// One entry, or lists of them by table.
    pub(super) fn parse_into(
        collections: &mut Vec<Self>,
        operation: Operation,
        parser: &mut Parser<'_>,
    ) -> codec::Result<()> {
        if !matches!(operation, Operation::BatchWriteItem | Operation::TransactWriteItems) {
            collections.push(Self::parse(parser)?);
            return Ok(());
        }
        object(parser, |table, parser| {
            let of_table = array(parser, Self::parse)?;
            collections.extend(of_table.into_iter().map(|collection| Self {
                table: Some(table.to_owned()),
                ..collection
            }));
            Ok(true)
        })
    }
}
