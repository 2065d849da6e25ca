use bytes::Bytes;
use ddbx_core::codec::{self, CodecError, DecodeOwned, Parser};
use ddbx_core::error::{FailureClass, Outcome};
use ddbx_core::response::RequestId;
use ddbx_core::{Error, ErrorKind, Operation, Request, Response, Safety, limits};

use super::{ConsumedCapacity, ItemCollection};
use crate::executor::Executor;

/// What every answer says about itself.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ResponseInfo {
    /// The capacity used, one entry for each table; empty unless it was asked for.
    pub consumed_capacity: Vec<ConsumedCapacity>,
    /// The sizes of the item collections that were written to; empty unless they were asked for, and in tables
    /// without local indexes.
    pub item_collections: Vec<ItemCollection>,
    /// The server's id of the last attempt.
    pub request_id: Option<String>,
    /// How many times the request was sent.
    pub attempts: u32,
}

impl ResponseInfo {
    /// Reads the members that answers of many operations have.
    fn read(&mut self, operation: Operation, name: &str, parser: &mut Parser<'_>) -> codec::Result<bool> {
        match name {
            "ConsumedCapacity" => ConsumedCapacity::parse_into(&mut self.consumed_capacity, parser)?,
            "ItemCollectionMetrics" => ItemCollection::parse_into(&mut self.item_collections, operation, parser)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Sends a request and reads its answer member by member into `output`: `read` is given each name, and returns
/// whether it knew it.
pub(crate) async fn send<O>(
    executor: &(impl Executor + ?Sized),
    request: Request,
    output: O,
    read: impl FnMut(&mut O, &str, &mut Parser<'_>) -> codec::Result<bool>,
) -> Result<(O, ResponseInfo), Error> {
    let context = request.without_body();
    let response = executor.execute(request).await?;
    receive(&context, response, output, read)
}

/// [`send`], which gives back the answer's body, too.
pub(crate) async fn send_for_body<O>(
    executor: &(impl Executor + ?Sized),
    request: Request,
    output: O,
    read: impl FnMut(&mut O, &str, &mut Parser<'_>) -> codec::Result<bool>,
) -> Result<(O, ResponseInfo, Bytes), Error> {
    let context = request.without_body();
    let response = executor.execute(request).await?;
    let body = response.body.clone();
    let (output, info) = receive(&context, response, output, read)?;
    Ok((output, info, body))
}

/// Reads the answer to a request, as [`send`] does.
pub(crate) fn receive<O>(
    context: &Request,
    mut response: Response,
    mut output: O,
    mut read: impl FnMut(&mut O, &str, &mut Parser<'_>) -> codec::Result<bool>,
) -> Result<(O, ResponseInfo), Error> {
    let mut info = ResponseInfo {
        attempts: response.attempts,
        ..ResponseInfo::default()
    };
    Parser::from_slice(&response.body)
        .and_then(|mut parser| {
            object(&mut parser, |name, parser| {
                Ok(read(&mut output, name, parser)? || info.read(context.operation, name, parser)?)
            })?;
            parser.end()
        })
        .map_err(|error| unreadable(error, context, &response))?;
    info.request_id = response.request_id.take().map(RequestId::into_string);
    Ok((output, info))
}

/// Sends a write of one item; what it returns of the item is read as a `T`.
pub(crate) async fn send_write<T: DecodeOwned>(
    executor: &(impl Executor + ?Sized),
    request: Request,
) -> Result<(Option<T>, ResponseInfo), Error> {
    send(executor, request, None, |attributes, name, parser| {
        if name == "Attributes" {
            *attributes = Some(T::decode_item(parser)?);
        }
        Ok(name == "Attributes")
    })
    .await
}

/// Reads a JSON object member by member, passing over those that `read` does not know, or that are `null`.
pub(crate) fn object<'de>(
    parser: &mut Parser<'de>,
    mut read: impl FnMut(&str, &mut Parser<'de>) -> codec::Result<bool>,
) -> codec::Result<()> {
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if !parser.null_literal() && !read(&name, parser)? {
            parser.skip_value()?;
        }
    }
    Ok(())
}

/// Reads a JSON array element by element; errors name the index.
pub(crate) fn array<'de, T>(
    parser: &mut Parser<'de>,
    read: impl FnMut(&mut Parser<'de>) -> codec::Result<T>,
) -> codec::Result<Vec<T>> {
    fill(Vec::new(), parser, read)
}

/// Reads elements into a vector, which may have room for them already; errors name the index.
fn fill<'de, T>(
    mut elements: Vec<T>,
    parser: &mut Parser<'de>,
    mut read: impl FnMut(&mut Parser<'de>) -> codec::Result<T>,
) -> codec::Result<Vec<T>> {
    /// No item is smaller than two bytes, and no page is read that is larger than this many of them. An empty item in an
    /// answer takes two bytes as well, but many times that in a struct.
    const MOST: usize = limits::PAGE_BYTES / 2;
    parser.begin_array()?;
    while parser.next_element()? {
        if elements.len() == MOST {
            return Err(CodecError::custom("more elements than any answer of DynamoDB's has"));
        }
        elements.push(read(parser).map_err(|error| error.at_index(elements.len()))?);
    }
    Ok(elements)
}

/// Reads the items of a page, which said before how many they are, or zero.
///
/// Growing on the way would take twice their memory at the end, and three times in between.
pub(crate) fn items<T: DecodeOwned>(parser: &mut Parser<'_>, expected: u64) -> codec::Result<Vec<T>> {
    // More than nearly any page of 1 MB holds; a wrong number must not take all memory.
    const MOST: usize = 1 << 13;
    let room = usize::try_from(expected).map_or(MOST, |expected| expected.min(MOST));
    fill(Vec::with_capacity(room), parser, T::decode_item).map_err(|error| error.at("Items"))
}

/// [`items`], of which those are passed over that `passes` does not let pass.
pub(crate) fn items_if<T: DecodeOwned>(
    parser: &mut Parser<'_>,
    mut passes: impl FnMut(&Parser<'_>) -> codec::Result<bool>,
) -> codec::Result<Vec<T>> {
    let read = |parser: &mut Parser<'_>| {
        if passes(parser)? {
            return T::decode_item(parser).map(Some);
        }
        parser.skip_value()?;
        Ok(None)
    };
    let items = fill(Vec::new(), parser, read).map_err(|error| error.at("Items"))?;
    Ok(items.into_iter().flatten().collect())
}

/// A JSON string of one's own.
pub(crate) fn text(parser: &mut Parser<'_>) -> codec::Result<String> {
    parser.string().map(std::borrow::Cow::into_owned)
}

/// The error of a success that could not be read.
///
/// An answer that is no JSON, or was cut off, is no answer: what became of a write is unknown. Where only an item does
/// not fit its type, a write was applied; of a batch, it is not known which of its writes were.
fn unreadable(error: codec::CodecError, request: &Request, response: &Response) -> Error {
    if error.is_malformed() {
        let garbled = "the answer is not DynamoDB's JSON, or was cut off";
        return Error::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, garbled)
            .with_source(error)
            .answered(response);
    }
    let outcome = match request.operation {
        _ if request.safety == Safety::Read => Outcome::NotApplied,
        Operation::BatchExecuteStatement | Operation::BatchWriteItem => Outcome::Unknown,
        _ => Outcome::Applied,
    };
    Error::decode(error)
        .during(request)
        .answered(response)
        .with_outcome(outcome)
}
