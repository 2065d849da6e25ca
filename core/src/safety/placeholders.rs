use std::borrow::Cow;

use crate::codec::Parser;

/// So many are looked through faster than they are searched.
const FEW: usize = 16;

/// What the placeholders of a request's expressions stand for.
#[derive(Default)]
pub(super) struct Placeholders<'a> {
    /// Sorted, once all were read.
    all: Vec<Placeholder<'a>>,
}

struct Placeholder<'a> {
    name: Name<'a>,
    /// What it stands for, as JSON.
    json: &'a str,
}

/// A placeholder with its sign, `#` or `:`. Most are told apart by their first bytes, which are one number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name<'a> {
    first: u64,
    text: &'a str,
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let first = text.bytes().take(8).fold(0, |first, byte| first << 8 | u64::from(byte));
        Self { first, text }
    }
}

impl<'a> Placeholders<'a> {
    /// Reads `ExpressionAttributeNames`, whose sign is `#`, or `ExpressionAttributeValues`, whose sign is `:`.
    pub(super) fn read(&mut self, sign: u8, parser: &mut Parser<'a>) -> Option<()> {
        if self.all.is_empty() {
            self.all.reserve(FEW);
        }
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            // No placeholder needs an escape.
            let Cow::Borrowed(text) = name else {
                return None;
            };
            if text.as_bytes().first() != Some(&sign) {
                return None;
            }
            let name = Name::new(text);
            let json = parser.skim_value().ok()?;
            self.all.push(Placeholder { name, json });
        }
        Some(())
    }

    /// Makes them ready to be asked for; `None` if one is there twice.
    pub(super) fn sort(&mut self) -> Option<()> {
        let is_before = |pair: &[Placeholder<'_>]| pair[0].name < pair[1].name;
        if !self.all.windows(2).all(is_before) {
            self.all.sort_unstable_by_key(|placeholder| placeholder.name);
        }
        self.all.windows(2).all(is_before).then_some(())
    }

    fn get(&self, text: &str) -> Option<&'a str> {
        let name = Name::new(text);
        let found = if self.all.len() <= FEW {
            self.all.iter().position(|placeholder| placeholder.name == name)
        } else {
            self.all
                .binary_search_by_key(&name, |placeholder| placeholder.name)
                .ok()
        };
        found.map(|found| self.all[found].json)
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
