//! The items of a page, as they are read.

use bytes::Bytes;
use ddbx_core::codec::{self, Decode as _, DecodeOwned, Parser, Writer};
use ddbx_core::plan::Excluded;
use ddbx_core::schema::Schema;
use ddbx_core::{Error, Number, Request, Value};

use crate::entity::expired::Expired;
use crate::entity::tag;
use crate::executor::Executor;
use crate::ops::{self, Cursor, Page};
use crate::read::Shape;

/// What an item must be to be shown, where DynamoDB did not look.
#[derive(Debug)]
pub(crate) struct RowTest {
    schema: &'static Schema,
    /// Whether it may be another entity's.
    tagged: bool,
    expiry: Option<Expired>,
    excluded: Vec<Excluded>,
}

impl RowTest {
    pub(crate) fn new(schema: &'static Schema, tagged: bool, expiry: Option<Expired>, excluded: Vec<Excluded>) -> Self {
        let tagged = tagged && tag::shared(schema).is_some();
        Self {
            schema,
            tagged,
            expiry,
            excluded,
        }
    }

    /// The attributes that it looks at.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &'static str> + '_ {
        let tags = tag::shared(self.schema).filter(|_| self.tagged);
        let tags = tags.map(|tags| tags.attribute());
        let expires = self.expiry.map(Expired::attribute);
        let excluded = self.excluded.iter().map(|excluded| excluded.attribute);
        tags.into_iter().chain(expires).chain(excluded)
    }

    /// Whether every item is shown.
    fn is_idle(&self) -> bool {
        !self.tagged && self.expiry.is_none() && self.excluded.is_empty()
    }

    /// Whether the item that is next is shown; it is still to be read.
    pub(crate) fn passes(&self, parser: &Parser<'_>) -> codec::Result<bool> {
        if self.is_idle() {
            return Ok(true);
        }
        if self.tagged && !tag::is_of(self.schema, parser)? {
            return Ok(false);
        }
        if self.expiry.is_none() && self.excluded.is_empty() {
            return Ok(true);
        }
        let mut ahead = parser.clone();
        ahead.begin_object()?;
        while let Some(name) = ahead.next_key()? {
            if let Some(excluded) = self.excluded.iter().find(|excluded| excluded.attribute == name) {
                let value = Value::decode(&mut ahead)?;
                if self
                    .excluded
                    .iter()
                    .any(|other| other.attribute == excluded.attribute && other.value == value)
                {
                    return Ok(false);
                }
                continue;
            }
            match self.expiry {
                Some(expiry) if expiry.attribute() == name => {
                    // What is no number of seconds is no time, and is told when the item is read.
                    let seconds = Number::decode(&mut ahead)
                        .ok()
                        .and_then(|number| i128::try_from(&number).ok());
                    if seconds.is_some_and(|seconds| seconds <= expiry.now().into()) {
                        return Ok(false);
                    }
                    if seconds.is_none() {
                        return Ok(true);
                    }
                }
                _ => ahead.skip_value()?,
            }
        }
        Ok(true)
    }
}

/// A page, and where each of its items stands in the answer.
pub(crate) struct Rows<T> {
    pub(crate) page: Page<T>,
    body: Bytes,
    /// The positions of the items that are shown, if some are not.
    positions: Option<Vec<u32>>,
}

impl<T: DecodeOwned> Rows<T> {
    pub(crate) async fn fetch(
        executor: &(impl Executor + ?Sized),
        request: Request,
        test: &RowTest,
    ) -> Result<Self, Error> {
        let (page, info, body) = ops::send_for_body(
            executor,
            request,
            (Page::empty(), None),
            |(page, positions), name, parser| {
                match name {
                    "Count" => page.count = parser.u64()?,
                    "Item" => {
                        page.scanned_count = 1;
                        if test.passes(parser)? {
                            page.items = vec![T::decode_item(parser)?];
                            page.count = 1;
                        } else {
                            parser.skip_value()?;
                        }
                    }
                    "Items" if test.is_idle() => page.items = ops::items(parser, page.count)?,
                    "Items" => {
                        let (items, shown) = tested(parser, test)?;
                        (page.items, *positions) = (items, Some(shown));
                    }
                    "LastEvaluatedKey" => page.cursor = Some(Cursor::read(parser)?),
                    "ScannedCount" => page.scanned_count = parser.u64()?,
                    _ => return Ok(false),
                }
                Ok(true)
            },
        )
        .await?;
        let (mut page, positions): (Page<T>, Option<Vec<u32>>) = page;
        if positions.is_some() {
            page.count = page.items.len() as u64;
        }
        page.info = info;
        Ok(Self { page, body, positions })
    }
}

impl<T> Rows<T> {
    /// The same with what its items become.
    pub(super) fn shaped<U, S: Shape<U, Raw = T>>(self, shape: &S) -> codec::Result<Rows<U>> {
        Ok(Rows {
            page: self.page.shaped(shape)?,
            body: self.body,
            positions: self.positions,
        })
    }

    /// The page with these in the place of its items, as far as they are shown.
    pub(super) fn hydrated<H, U>(
        self,
        items: &[Option<H>],
        mut read: impl FnMut(&H) -> codec::Result<Option<U>>,
    ) -> codec::Result<Rows<U>> {
        let (mut shown, mut positions) = (Vec::with_capacity(items.len()), Vec::with_capacity(items.len()));
        for (at, item) in items.iter().enumerate() {
            if let Some(item) = item.as_ref().map(&mut read).transpose()?.flatten() {
                shown.push(item);
                positions.push(match &self.positions {
                    Some(positions) => positions[at],
                    None => u32::try_from(at).unwrap_or(u32::MAX),
                });
            }
        }
        Ok(Rows {
            page: Page {
                count: shown.len() as u64,
                scanned_count: self.page.scanned_count,
                items: shown,
                cursor: self.page.cursor,
                info: self.page.info,
            },
            body: self.body,
            positions: Some(positions),
        })
    }

    /// What remains of it when its items are taken.
    pub(crate) fn into_parts(self) -> (Page<T>, Standing) {
        let standing = Standing {
            body: self.body,
            positions: self.positions,
        };
        (self.page, standing)
    }
}

/// The items that pass, and their positions in the answer.
fn tested<T: DecodeOwned>(parser: &mut Parser<'_>, test: &RowTest) -> codec::Result<(Vec<T>, Vec<u32>)> {
    let mut positions = Vec::new();
    let mut position = 0;
    let items = ops::items_if(parser, |parser| {
        let passes = test.passes(parser)?;
        if passes {
            positions.push(position);
        }
        position += 1;
        Ok(passes)
    })?;
    Ok((items, positions))
}

/// Where the items of a page stand in its answer, for cursors between them. Nothing is read until one is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    body: Bytes,
    positions: Option<Vec<u32>>,
}

impl Standing {
    /// The cursor after an item, by its position among those that are shown: `None` if it has no such key.
    pub(crate) fn cursor(&self, item: usize, attributes: &[&'static str]) -> Option<Cursor> {
        let position = match &self.positions {
            Some(positions) => *positions.get(item)? as usize,
            None => item,
        };
        let mut found = None;
        let mut parser = Parser::from_slice(&self.body).ok()?;
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            if name != "Items" {
                parser.skip_value().ok()?;
                continue;
            }
            parser.begin_array().ok()?;
            let mut at = 0;
            while parser.next_element().ok()? {
                if at == position {
                    found = key(&parser, attributes);
                    break;
                }
                parser.skip_value().ok()?;
                at += 1;
            }
            break;
        }
        found
    }
}

/// The attributes of the item that is next, as a key.
fn key(parser: &Parser<'_>, attributes: &[&'static str]) -> Option<Cursor> {
    let mut writer = Writer::new();
    let (mut item, mut found) = (parser.clone(), 0);
    writer.begin_object();
    item.begin_object().ok()?;
    while let Some(name) = item.next_key().ok()? {
        if attributes.contains(&&*name) {
            writer.key(&name);
            writer.raw(item.raw_value().ok()?.as_bytes());
            found += 1;
        } else {
            item.skip_value().ok()?;
        }
    }
    writer.end_object();
    (found == attributes.len()).then(|| Cursor::new(writer.into_vec()))
}
