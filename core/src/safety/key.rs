use std::borrow::Cow;

use crate::codec::Parser;

/// The key of an item: its attributes, and their values as JSON.
pub(super) struct Key<'a> {
    partition: (Cow<'a, str>, &'a str),
    sort: Option<(Cow<'a, str>, &'a str)>,
}

impl<'a> Key<'a> {
    /// Reads one attribute, or two.
    pub(super) fn read(json: &'a str) -> Option<Self> {
        let mut parser = Parser::new(json);
        parser.begin_object().ok()?;
        let partition = attribute(&mut parser)??;
        let sort = attribute(&mut parser)?;
        if let Some(sort) = &sort
            && (sort.0 == partition.0 || attribute(&mut parser)?.is_some())
        {
            return None;
        }
        Some(Self { partition, sort })
    }

    /// The value of this attribute, if it is part of the key.
    pub(super) fn get(&self, attribute: &str) -> Option<&'a str> {
        let mut attributes = std::iter::once(&self.partition).chain(&self.sort);
        attributes.find(|(name, _)| name == attribute).map(|(_, value)| *value)
    }
}

/// The next attribute, if there is one.
fn attribute<'a>(parser: &mut Parser<'a>) -> Option<Option<(Cow<'a, str>, &'a str)>> {
    match parser.next_key().ok()? {
        None => Some(None),
        Some(name) => Some(Some((name, parser.skim_value().ok()?))),
    }
}
