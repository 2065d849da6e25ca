use std::borrow::Cow;

use super::members::{Members, raw};
use crate::codec::Parser;

/// What the placeholders of a request's expressions stand for.
#[derive(Default)]
pub(super) struct Placeholders<'a> {
    names: Members<'a, Cow<'a, str>>,
    values: Members<'a, &'a str>,
}

impl<'a> Placeholders<'a> {
    /// Reads `ExpressionAttributeNames` and `ExpressionAttributeValues`, where they are there.
    pub(super) fn read(names: Option<&'a str>, values: Option<&'a str>) -> Option<Self> {
        let mut placeholders = Self::default();
        if let Some(json) = names {
            placeholders.names = Members::read(&mut Parser::new(json), |parser| parser.string().ok())?;
        }
        if let Some(json) = values {
            placeholders.values = Members::read(&mut Parser::new(json), raw)?;
        }
        Some(placeholders)
    }

    /// The attribute that `#placeholder` stands for.
    pub(super) fn name(&self, placeholder: &str) -> Option<&str> {
        self.names.get(placeholder).map(|name| &**name)
    }

    /// The attribute value that `:placeholder` stands for, as JSON.
    pub(super) fn value(&self, placeholder: &str) -> Option<&'a str> {
        self.values.get(placeholder).copied()
    }
}
