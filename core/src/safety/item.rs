use std::cell::Cell;

use super::once;
use crate::codec::Parser;

/// How often an item is searched. Each time may take as long as reading the whole body.
const SEARCHES: u32 = 16;

/// An item as it stands in a body: searched, not indexed, because conditions mostly ask for one attribute.
pub(super) struct Item<'a> {
    json: &'a str,
    searches: Cell<u32>,
}

impl<'a> Item<'a> {
    pub(super) fn new(json: &'a str) -> Self {
        let searches = Cell::new(SEARCHES);
        Self { json, searches }
    }

    /// Whether it has this attribute; `None` if that cannot be found out.
    pub(super) fn has(&self, attribute: &str) -> Option<bool> {
        let mut parser = self.open()?;
        while let Some(name) = parser.next_key().ok()? {
            if name == attribute {
                return Some(true);
            }
            parser.skim_value().ok()?;
        }
        Some(false)
    }

    /// The value of this attribute as JSON, if it has it; `None` if that cannot be found out, or if it is there twice.
    pub(super) fn get(&self, attribute: &str) -> Option<Option<&'a str>> {
        let (mut parser, mut found) = (self.open()?, None);
        while let Some(name) = parser.next_key().ok()? {
            let is_it = name == attribute;
            let value = parser.skim_value().ok()?;
            if is_it {
                once(&mut found, value)?;
            }
        }
        Some(found)
    }

    fn open(&self) -> Option<Parser<'a>> {
        self.searches.set(self.searches.get().checked_sub(1)?);
        let mut parser = Parser::new(self.json);
        parser.begin_object().ok()?;
        Some(parser)
    }
}
