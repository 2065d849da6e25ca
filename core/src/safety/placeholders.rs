use std::borrow::Cow;

use crate::codec::Parser;

/// What the placeholders of a request's expressions stand for.
#[derive(Default)]
pub(super) struct Placeholders<'a> {
    /// With their signs, `#` or `:`, and what stands for them as JSON. Sorted, once it was read.
    all: Vec<(&'a str, &'a str)>,
}

impl<'a> Placeholders<'a> {
    /// Reads `ExpressionAttributeNames`, whose sign is `#`, or `ExpressionAttributeValues`, whose sign is `:`.
    pub(super) fn read(&mut self, sign: u8, parser: &mut Parser<'a>) -> Option<()> {
        if self.all.capacity() == 0 {
            self.all.reserve(8);
        }
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            // No placeholder needs an escape.
            let Cow::Borrowed(placeholder) = name else {
                return None;
            };
            if placeholder.as_bytes().first() != Some(&sign) {
                return None;
            }
            self.all.push((placeholder, parser.skim_value().ok()?));
        }
        Some(())
    }

    /// Makes them ready to be asked for; `None` if one is there twice.
    pub(super) fn sort(&mut self) -> Option<()> {
        let is_before = |pair: &[(&str, &str)]| pair[0].0 < pair[1].0;
        if !self.all.windows(2).all(is_before) {
            self.all.sort_unstable_by_key(|(placeholder, _)| *placeholder);
        }
        self.all.windows(2).all(is_before).then_some(())
    }

    fn get(&self, placeholder: &str) -> Option<&'a str> {
        let found = self.all.binary_search_by_key(&placeholder, |(known, _)| known).ok()?;
        Some(self.all[found].1)
    }

    /// The attribute that `#placeholder` stands for; `None` also for the rare name with an escape.
    pub(super) fn name(&self, placeholder: &str) -> Option<&'a str> {
        let name = self.get(placeholder)?.strip_prefix('"')?.strip_suffix('"')?;
        (!name.contains('\\')).then_some(name)
    }

    /// The attribute value that `:placeholder` stands for, as JSON.
    pub(super) fn value(&self, placeholder: &str) -> Option<&'a str> {
        self.get(placeholder)
    }
}
