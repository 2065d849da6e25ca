use ddbx_core::codec::{self, Parser};

use super::{
    DistanceFunction, IndexStatus, KeyType, OnDemandLimits, Projection, Throughput, WarmThroughput, key_schema,
};
use crate::ops::answer::{array, object, text};

/// A global or local index of a table.
///
/// Sources: [GlobalSecondaryIndexDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GlobalSecondaryIndexDescription.html),
/// [LocalSecondaryIndexDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_LocalSecondaryIndexDescription.html);
/// an example is at [`DescribeTable`](crate::ops::DescribeTable).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexDescription {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: Option<String>,
    /// Whether it can be used; local indexes have no status, they are there with the table.
    pub status: Option<IndexStatus>,
    /// Whether it is still being filled with the items of the table.
    pub backfilling: bool,
    /// The attributes of its partition key.
    pub partition_key: Vec<(String, KeyType)>,
    /// The attributes of its sort key.
    pub sort_key: Vec<(String, KeyType)>,
    /// The attributes it copies.
    pub projection: Projection,
    /// How many items it holds, as of the last six hours.
    pub item_count: u64,
    /// Its size in bytes, as of the last six hours.
    pub size_bytes: u64,
    /// Its capacity, if that is provisioned; zeros on demand.
    pub provisioned: Option<Throughput>,
    /// The most it serves on demand.
    pub on_demand_limits: Option<OnDemandLimits>,
    /// What it serves at once.
    pub warm_throughput: Option<WarmThroughput>,
}

/// A vector index of a table.
///
/// Source: [VectorIndexDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_VectorIndexDescription.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct VectorIndexDescription {
    /// The name.
    pub name: String,
    /// The ARN.
    pub arn: Option<String>,
    /// Whether it can be used.
    pub status: Option<IndexStatus>,
    /// Whether it is still being filled with the items of the table.
    pub backfilling: bool,
    /// The attribute that holds the vectors.
    pub attribute: String,
    /// How many numbers a vector has.
    pub dimensions: u64,
    /// How near two vectors are.
    pub distance: Option<DistanceFunction>,
    /// The attribute that parts the index.
    pub partition_key: Option<String>,
    /// The attributes that a search may filter by while it searches.
    pub inline_filters: Vec<String>,
    /// The attributes it copies.
    pub projection: Projection,
    /// How many items it holds, as of the last six hours.
    pub item_count: u64,
    /// Its size in bytes, as of the last six hours.
    pub size_bytes: u64,
}

impl IndexDescription {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut index = Self::default();
        object(parser, |name, parser| {
            match name {
                "IndexName" => index.name = text(parser)?,
                "IndexArn" => index.arn = Some(text(parser)?),
                "IndexStatus" => index.status = Some(IndexStatus::read(parser)?),
                "Backfilling" => index.backfilling = parser.bool()?,
                "KeySchema" => {
                    let key = key_schema::read(parser)?;
                    (index.partition_key, index.sort_key) = (key.partition, key.sort);
                }
                "Projection" => index.projection = Projection::parse(parser)?,
                "ItemCount" => index.item_count = parser.u64()?,
                "IndexSizeBytes" => index.size_bytes = parser.u64()?,
                "ProvisionedThroughput" => index.provisioned = Some(Throughput::parse(parser)?),
                "OnDemandThroughput" => index.on_demand_limits = Some(OnDemandLimits::parse(parser)?),
                "WarmThroughput" => index.warm_throughput = Some(WarmThroughput::parse(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(index)
    }
}

impl VectorIndexDescription {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut index = Self::default();
        object(parser, |name, parser| {
            match name {
                "IndexName" => index.name = text(parser)?,
                "IndexArn" => index.arn = Some(text(parser)?),
                "IndexStatus" => index.status = Some(IndexStatus::read(parser)?),
                "Backfilling" => index.backfilling = parser.bool()?,
                "VectorAttribute" => index.attribute = schema_element(parser)?.0,
                "Dimensions" => index.dimensions = parser.u64()?,
                "DistanceFunction" => index.distance = Some(DistanceFunction::read(parser)?),
                "SearchSchema" => {
                    for (attribute, is_partition) in array(parser, schema_element)? {
                        if is_partition {
                            index.partition_key = Some(attribute);
                        } else {
                            index.inline_filters.push(attribute);
                        }
                    }
                }
                "Projection" => index.projection = Projection::parse(parser)?,
                "ItemCount" => index.item_count = parser.u64()?,
                "IndexSizeBytes" => index.size_bytes = parser.u64()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(index)
    }
}

/// An attribute, and whether it is the one that parts the index.
fn schema_element(parser: &mut Parser<'_>) -> codec::Result<(String, bool)> {
    let (mut attribute, mut is_partition) = (String::new(), false);
    object(parser, |name, parser| {
        match name {
            "AttributeName" => attribute = text(parser)?,
            "SearchSchemaElementType" => is_partition = parser.string()? == "HASH",
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok((attribute, is_partition))
}
