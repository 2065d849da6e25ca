//! Maps from names to values.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use super::{Attribute, Decode, Encode, Kind, Parser, Result, Type, Writer};

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

fn decode_member<'de, V: Decode<'de>>(parser: &mut Parser<'de>, name: &str) -> Result<V> {
    V::decode(parser).map_err(|error| error.at(name.to_owned()))
}

impl<V: Type, S> Type for HashMap<String, V, S> {
    const KIND: Kind = Kind::M;
}

impl<V: Encode, S> Encode for HashMap<String, V, S> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        encode_map(self.iter(), writer)
    }
}

impl<'de, V: Decode<'de>, S: BuildHasher + Default> Decode<'de> for HashMap<String, V, S> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        let mut map = Self::default();
        parser.map("map", |parser, name| {
            let value = decode_member(parser, &name)?;
            map.insert(name.into_owned(), value);
            Ok(())
        })?;
        Ok(map)
    }
}

impl<V: Attribute, S> Attribute for HashMap<String, V, S> {
    type Cmp = Self;
}

impl<V: Type> Type for BTreeMap<String, V> {
    const KIND: Kind = Kind::M;
}

impl<V: Encode> Encode for BTreeMap<String, V> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        encode_map(self.iter(), writer)
    }
}

impl<'de, V: Decode<'de>> Decode<'de> for BTreeMap<String, V> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        let mut map = Self::new();
        parser.map("map", |parser, name| {
            let value = decode_member(parser, &name)?;
            map.insert(name.into_owned(), value);
            Ok(())
        })?;
        Ok(map)
    }
}

impl<V: Attribute> Attribute for BTreeMap<String, V> {
    type Cmp = Self;
}
