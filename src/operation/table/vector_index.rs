use ddbx_core::Error;
use ddbx_core::codec::Writer;

use super::local_index::projections;
use super::wire_enum::wire_enum;
use super::{AttributeTypes, KeyType, Projection};
use crate::ops::members::Members as _;

wire_enum! {
    /// How near two vectors are (`DistanceFunction`).
    DistanceFunction {
        /// By the angle between them.
        Cosine = "COSINE",
        /// By their dot product.
        DotProduct = "DOT_PRODUCT",
        /// By the distance of their ends.
        Euclidean = "EUCLIDEAN",
    }
}

/// An index that finds items by their vectors.
///
/// Source: [VectorIndex](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_VectorIndex.html); an
/// example is at [`SearchVectors`](crate::ops::SearchVectors).
#[derive(Clone, Debug)]
#[must_use = "an index is given to `CreateTable` or `UpdateTable`"]
pub struct VectorIndex {
    pub(in crate::ops) name: String,
    attribute: String,
    dimensions: u64,
    distance: DistanceFunction,
    /// The attributes of the search schema, each with its role.
    schema: Vec<((String, KeyType), &'static str)>,
    projection: Projection,
}

impl VectorIndex {
    /// An index of this name over the vectors in `attribute`, lists of `dimensions` numbers; it copies all
    /// attributes.
    pub fn new(
        name: impl Into<String>,
        attribute: impl Into<String>,
        dimensions: u64,
        distance: DistanceFunction,
    ) -> Self {
        Self {
            name: name.into(),
            attribute: attribute.into(),
            dimensions,
            distance,
            schema: Vec::new(),
            projection: Projection::All,
        }
    }

    /// The attribute that parts the index: every search names its value.
    pub fn partition_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.schema.push(((attribute.into(), key_type), "HASH"));
        self
    }

    /// An attribute that a search may filter by while it searches.
    pub fn inline_filter(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.schema.push(((attribute.into(), key_type), "INLINE_FILTER"));
        self
    }

    projections! {}

    /// Adds the types of its attributes.
    pub(in crate::ops) fn define(&self, types: &mut AttributeTypes) -> Result<(), Error> {
        let place = format!("vector index `{}`", self.name.escape_debug());
        types.add(&place, self.schema.iter().map(|(attribute, _)| attribute))
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.element(|writer| {
            writer.text("IndexName", &self.name);
            writer.object("VectorAttribute", |writer| {
                writer.text("AttributeName", &self.attribute);
            });
            writer.array("SearchSchema", &self.schema, |writer, ((attribute, _), role)| {
                writer.element(|writer| {
                    writer.text("AttributeName", attribute);
                    writer.text("SearchSchemaElementType", role);
                });
            });
            self.projection.write(writer);
            writer.number("Dimensions", self.dimensions);
            writer.text("DistanceFunction", self.distance.as_str());
        });
    }
}
