use std::borrow::Cow;

use crate::codec::Parser;

/// The members of a JSON object, to be found by their names.
#[derive(Default)]
pub(super) struct Members<'a, V>(
    /// Sorted by name; no name is there twice.
    Vec<(Cow<'a, str>, V)>,
);

impl<'a, V> Members<'a, V> {
    /// Reads an object, each value by `read`; `None` if it is none, or a name is there twice.
    pub(super) fn read(parser: &mut Parser<'a>, mut read: impl FnMut(&mut Parser<'a>) -> Option<V>) -> Option<Self> {
        let mut members: Vec<(Cow<'a, str>, V)> = Vec::with_capacity(4);
        let mut sorted = true;
        parser.begin_object().ok()?;
        while let Some(name) = parser.next_key().ok()? {
            sorted &= members.last().is_none_or(|(last, _)| *last < name);
            let value = read(parser)?;
            members.push((name, value));
        }
        if !sorted {
            members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            if members.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return None;
            }
        }
        Some(Self(members))
    }

    pub(super) fn get(&self, name: &str) -> Option<&V> {
        let found = self.0.binary_search_by(|(member, _)| (**member).cmp(name)).ok()?;
        Some(&self.0[found].1)
    }
}

/// The text of a value, for [`Members::read`].
pub(super) fn raw<'a>(parser: &mut Parser<'a>) -> Option<&'a str> {
    parser.raw_value().ok()
}

/// Fills the place of a member that may be there once.
pub(super) fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}
