//! Our side: a pool over a backend that answers with the same bytes every time.

use bytes::Bytes;
use ddbx::codec::{CodecError, DecodeItem, Parser};
use ddbx::transport::{Attempt, Backend};
use ddbx::{Pool, PoolOptions, Request, Response};

#[derive(Debug)]
struct Canned {
    body: Bytes,
    checksum: u32,
}

impl Backend for Canned {
    fn send(&self, _: Request) -> Attempt {
        let response = Response::new(200, self.body.clone()).with_checksum(self.checksum);
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// A pool with default options, on which every answer is this body. Its checksum is sent along, as DynamoDB does, and
/// verified by the stack.
#[must_use]
pub fn pool(body: &Bytes) -> Pool {
    PoolOptions::new().connect_with(Canned {
        checksum: crc32fast::hash(body),
        body: body.clone(),
    })
}

/// The items of an answer to a query: the codec alone, without pool and stack.
///
/// # Errors
///
/// Another body than that of an answer to a query, and items that do not fit.
pub fn items<T: for<'de> DecodeItem<'de>>(body: &[u8]) -> Result<Vec<T>, CodecError> {
    let mut parser = Parser::from_slice(body)?;
    let mut items = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if &*name != "Items" {
            parser.skip_value()?;
            continue;
        }
        parser.begin_array()?;
        while parser.next_element()? {
            items.push(T::decode_item(&mut parser)?);
        }
    }
    parser.end()?;
    Ok(items)
}
