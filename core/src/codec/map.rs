//! Maps from names to values.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::{Attribute, Decode, Encode, Keyed, Kind, Parser, Result, Type, Writer};

impl<'de> Parser<'de> {
    /// Reads the members of a map value: `{"M":{…}}`. `member` is given each name and reads its value.
    ///
    /// # Errors
    ///
    /// Another type than a map, more than 32 levels, and what `member` returns.
    pub fn map(
        &mut self,
        rust: &'static str,
        mut member: impl FnMut(&mut Self, Cow<'de, str>) -> Result<()>,
    ) -> Result<()> {
        self.begin_kind(Kind::M, rust)?;
        self.descend()?;
        self.begin_object()?;
        while let Some(name) = self.next_key()? {
            member(self, name)?;
        }
        self.ascend();
        self.end_value()
    }
}

fn encode_map<'a, V: Encode + 'a>(
    members: impl Iterator<Item = (&'a String, &'a V)>,
    writer: &mut Writer,
) -> Result<()> {
    writer.begin_map()?;
    for (name, value) in members {
        // A name is data, unlike that of a struct's field: its value is written even if a field would leave it out.
        writer.key(name);
        value.encode(writer).map_err(|error| error.at(name.clone()))?;
    }
    writer.end_map();
    Ok(())
}

macro_rules! maps {
    ($($map:ty, [$($generics:tt)*], [$($bounds:tt)*];)*) => {$(
        impl<V: Type, $($generics)*> Type for $map {
            const KIND: Kind = Kind::M;
        }

        impl<V: Encode, $($generics)*> Encode for $map {
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                encode_map(self.iter(), writer)
            }
        }

        impl<'de, V: Decode<'de>, $($bounds)*> Decode<'de> for $map {
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                let mut map = Self::default();
                parser.map("map", |parser, name| {
                    let value = V::decode(parser).map_err(|error| error.at(name.clone().into_owned()))?;
                    map.insert(name.into_owned(), value);
                    Ok(())
                })?;
                Ok(map)
            }
        }

        impl<V: Attribute, $($generics)*> Attribute for $map {
            type Cmp = Self;
        }

        #[diagnostic::do_not_recommend]
        impl<V, $($generics)*> Keyed for $map {
            type Value = V;
        }
    )*};
}

maps! {
    BTreeMap<String, V>, [], [];
    HashMap<String, V, S>, [S], [S: BuildHasher + Default];
}
