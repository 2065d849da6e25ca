use ddbx_core::codec::{self, CodecError, DecodeOwned, Encode as _, Parser, Writer};
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::answer::{self, ResponseInfo, array, object};
use super::encoded::Encoded;
use super::expression::{Expression, Placeholders};
use super::members::Members as _;
use super::returns::Returns;
use super::setters::setters;
use crate::executor::Executor;

/// Finds the items whose vectors are nearest to a given one, by a vector index.
///
/// It has no pages: the answer is complete, at most 16 MB.
///
/// Source: [SearchVectors](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SearchVectors.html).
///
/// ```
/// # use ddbx::{Item, Pool, ops};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// let index = ops::VectorIndex::new("by_place", "place", 2, ops::DistanceFunction::Euclidean);
/// ops::CreateTable::new("towns").partition_key("id", ops::KeyType::S).vector_index(index).send(&pool).await?;
/// for (id, place) in [("near", [1, 1]), ("far", [9, 9])] {
///     ops::PutItem::new("towns").item(Item::new().with("id", id).with("place", place.map(ddbx::Value::from))).send(&pool).await?;
/// }
/// let search = ops::SearchVectors::new("towns", "by_place").vector([0.0, 0.0]).top_k(1);
/// let output = search.send::<Item>(&pool).await?;
/// assert_eq!(output.results[0].item["id"].as_s(), Some("near"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct SearchVectors {
    table: TableName,
    index: String,
    vector: Result<Encoded, Error>,
    top_k: Option<u32>,
    condition: Option<Expression>,
    projection: Option<Expression>,
    placeholders: Placeholders,
    returns: Returns,
}

/// The answer to [`SearchVectors`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SearchVectorsOutput<T> {
    /// The items found, the nearest first.
    pub results: Vec<SearchResult<T>>,
    /// The capacity used, if it was asked for; vectors are not counted in units.
    pub consumed: Option<VectorCapacity>,
    /// What the answer says about itself.
    pub info: ResponseInfo,
}

/// An item that was found by its vector.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SearchResult<T> {
    /// The item: what the index has of it, or the projection names.
    pub item: T,
    /// How near it is; what the number means depends on the distance function of the index.
    pub score: f64,
}

/// The capacity used of a vector index.
///
/// Source: [VectorCapacity](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_VectorCapacity.html).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct VectorCapacity {
    /// Bytes searched.
    pub search_bytes: Option<f64>,
    /// Bytes written.
    pub write_bytes: Option<f64>,
}

impl VectorCapacity {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut capacity = Self::default();
        object(parser, |name, parser| {
            match name {
                "VectorSearchRequestBytes" => capacity.search_bytes = Some(parser.f64()?),
                "VectorWriteRequestBytes" => capacity.write_bytes = Some(parser.f64()?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(capacity)
    }
}

impl SearchVectors {
    /// By this vector index of the table.
    pub fn new(table: impl Into<TableName>, index: impl Into<String>) -> Self {
        Self {
            table: table.into(),
            index: index.into(),
            vector: Err(Error::invalid("nothing to search for: say `.vector([0.1, …])`")),
            top_k: None,
            condition: None,
            projection: None,
            placeholders: Placeholders::default(),
            returns: Returns::default(),
        }
    }

    /// The vector to compare with (`SearchVector`), with as many numbers as the index has dimensions.
    pub fn vector(mut self, vector: impl IntoIterator<Item = f32>) -> Self {
        let mut elements = Writer::new();
        elements.begin_array();
        let encoded = vector.into_iter().enumerate().try_for_each(|(position, number)| {
            number
                .encode(&mut elements)
                .map_err(|error| error.at_index(position).at("SearchVector"))
        });
        elements.end_array();
        self.vector = encoded
            .map(|()| Encoded::new(elements.into_vec()))
            .map_err(Error::encode);
        self
    }

    /// How many items to find (`TopK`).
    pub fn top_k(mut self, items: u32) -> Self {
        self.top_k = Some(items);
        self
    }

    /// What an item must meet to be found (`SearchConditionExpression`): the search schema of the index names the
    /// attributes it may use.
    pub fn condition(mut self, expression: impl Into<Expression>) -> Self {
        self.condition = Some(expression.into());
        self
    }

    setters! { projection, name("expressions"), value("expressions"), return_consumed_capacity }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No vector, or one with a number that is not finite; no `top_k`, or zero; a value that cannot be stored.
    pub fn into_request(self) -> Result<Request, Error> {
        const OPERATION: Operation = Operation::SearchVectors;
        let table = self.table.clone();
        let mut writer = Writer::with_capacity(1024);
        writer.begin_object();
        self.write(&mut writer)
            .map_err(|error| error.in_operation(OPERATION).on_table(&table))?;
        writer.end_object();
        Ok(Request::new(OPERATION, writer.into_vec()).on(table))
    }

    fn write(self, writer: &mut Writer) -> Result<(), Error> {
        let vector = self.vector?;
        let Some(top_k) = self.top_k.filter(|&top_k| top_k > 0) else {
            return Err(Error::invalid(
                "a search must say how many items to find, at least one: `.top_k(10)`",
            ));
        };
        writer.text("TableName", &self.table);
        writer.text("IndexName", &self.index);
        writer.encoded("SearchVector", vector.json());
        writer.number("TopK", top_k.into());
        writer.expression("SearchConditionExpression", self.condition.as_ref());
        writer.expression("ProjectionExpression", self.projection.as_ref());
        self.placeholders.write(writer)?;
        self.returns.write(writer);
        Ok(())
    }

    /// Sends it; items are read as `T`.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request, and an item that does not fit `T`.
    pub async fn send<T: DecodeOwned>(
        self,
        executor: &(impl Executor + ?Sized),
    ) -> Result<SearchVectorsOutput<T>, Error> {
        let empty = (Vec::new(), None);
        let ((results, consumed), info) = answer::send(
            executor,
            self.into_request()?,
            empty,
            |(results, consumed), name, parser| {
                match name {
                    "SearchResults" => {
                        *results = array(parser, SearchResult::parse).map_err(|error| error.at("SearchResults"))?;
                    }
                    "ConsumedCapacity" => *consumed = Some(VectorCapacity::parse(parser)?),
                    _ => return Ok(false),
                }
                Ok(true)
            },
        )
        .await?;
        Ok(SearchVectorsOutput {
            results,
            consumed,
            info,
        })
    }
}

impl<T: DecodeOwned> SearchResult<T> {
    fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let (mut item, mut score) = (None, None);
        object(parser, |name, parser| {
            match name {
                "Item" => item = Some(T::decode_item(parser)?),
                "Score" => score = Some(parser.f64()?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        match (item, score) {
            (Some(item), Some(score)) => Ok(Self { item, score }),
            (None, _) => Err(CodecError::missing().at("Item")),
            (_, None) => Err(CodecError::missing().at("Score")),
        }
    }
}
