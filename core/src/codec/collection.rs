//! Options, lists, maps and sets.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use bytes::Bytes;

use super::{Attribute, Bound, CodecError, Container, Decode, Encode, Kind, Parser, Result, SetLike, Type, Writer};
use crate::value::Number;

impl<T: Type> Type for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        match self {
            Some(value) => value.encode(writer),
            // Only where a place must be kept: in lists.
            None => {
                writer.null();
                Ok(())
            }
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Encode::is_absent)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Option<T> {
    #[inline]
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        if parser.null()? {
            Ok(None)
        } else {
            T::decode(parser).map(Some)
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Attribute> Attribute for Option<T> {
    type Cmp = T::Cmp;
}

pub(super) fn encode_list<T: Encode>(items: &[T], writer: &mut Writer) -> Result<()> {
    writer.begin_list()?;
    for (index, item) in items.iter().enumerate() {
        item.encode(writer).map_err(|error| error.at_index(index))?;
    }
    writer.end_list();
    Ok(())
}

pub(super) fn decode_list<'de, T: Decode<'de>>(parser: &mut Parser<'de>) -> Result<Vec<T>> {
    parser.begin_kind(Kind::L, "list")?;
    parser.descend()?;
    parser.begin_array()?;
    let mut items = Vec::new();
    while parser.next_element()? {
        items.push(T::decode(parser).map_err(|error| error.at_index(items.len()))?);
    }
    parser.ascend();
    parser.end_value()?;
    Ok(items)
}

impl<T: Type> Type for Vec<T> {
    const KIND: Kind = T::LIST_KIND;
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        T::encode_list(self, writer)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        T::decode_list(parser)
    }
}

impl<T: Attribute> Attribute for Vec<T> {
    type Cmp = Self;

    fn bound(&self) -> Result<Bound> {
        if let Some(bytes) = T::bound_list(self) {
            return Ok(bytes);
        }
        let mut writer = Writer::new();
        self.encode(&mut writer)?;
        Ok(Bound::Encoded {
            json: writer.into_vec().into(),
            kind: Kind::L,
        })
    }
}

impl<T: Attribute> Container for Vec<T> {
    type Element = T;
}

impl<T: Type> Type for Box<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = T::OPTIONAL;
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        T::encode(self, writer)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Box<T> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        T::decode(parser).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

impl<T: Attribute> Attribute for Box<T> {
    type Cmp = T::Cmp;
}

impl<T: Type + ?Sized> Type for &T {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = T::OPTIONAL;
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        T::encode(self, writer)
    }

    fn is_absent(&self) -> bool {
        T::is_absent(self)
    }
}

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
        writer.attribute(name, value)?;
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

/// A type DynamoDB keeps sets of: strings, numbers and binary.
///
/// Source: [Set types](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.SetTypes).
#[diagnostic::on_unimplemented(
    message = "DynamoDB has no sets of `{Self}`: members are strings, numbers or binary",
    label = "not a set member",
    note = "store a `Vec` (a list) instead"
)]
pub trait SetMember: Sized {
    /// `SS`, `NS` or `BS`.
    const SET: Kind;

    /// Writes the member as the JSON string it is inside its set.
    ///
    /// # Errors
    ///
    /// A member that cannot be stored.
    fn write_member(&self, writer: &mut Writer) -> Result<()>;

    /// Reads a member.
    ///
    /// # Errors
    ///
    /// A member that does not fit the type.
    fn read_member(parser: &mut Parser<'_>) -> Result<Self>;
}

impl SetMember for String {
    const SET: Kind = Kind::Ss;

    fn write_member(&self, writer: &mut Writer) -> Result<()> {
        writer.string(self);
        Ok(())
    }

    fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
        parser.string().map(Cow::into_owned)
    }
}

impl SetMember for Bytes {
    const SET: Kind = Kind::Bs;

    fn write_member(&self, writer: &mut Writer) -> Result<()> {
        writer.base64(self);
        Ok(())
    }

    fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
        parser.base64().map(Self::from)
    }
}

impl SetMember for Vec<u8> {
    const SET: Kind = Kind::Bs;

    fn write_member(&self, writer: &mut Writer) -> Result<()> {
        writer.base64(self);
        Ok(())
    }

    fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
        parser.base64()
    }
}

impl SetMember for Number {
    const SET: Kind = Kind::Ns;

    fn write_member(&self, writer: &mut Writer) -> Result<()> {
        writer.string(self.as_str());
        Ok(())
    }

    fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
        Ok(parser.string()?.parse()?)
    }
}

macro_rules! integer_members {
    ($($type:ident)*) => {$(
        impl SetMember for $type {
            const SET: Kind = Kind::Ns;

            fn write_member(&self, writer: &mut Writer) -> Result<()> {
                writer.string(itoa::Buffer::new().format(*self));
                Ok(())
            }

            fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
                let text = parser.string()?;
                text.parse().or_else(|_| super::number::integer(&text, stringify!($type)))
            }
        }
    )*};
}

integer_members!(u8 u16 u32 u64 i8 i16 i32 i64);

fn encode_set<'a, T: SetMember + 'a>(mut members: impl Iterator<Item = &'a T>, writer: &mut Writer) -> Result<()> {
    // An item leaves an empty set out; there is no way to write one where a value must stand.
    let first = members.next().ok_or_else(CodecError::empty_set)?;
    writer.begin_set(T::SET.descriptor());
    first.write_member(writer)?;
    for member in members {
        member.write_member(writer)?;
    }
    writer.end_set();
    Ok(())
}

fn decode_set<T: SetMember>(parser: &mut Parser<'_>, mut insert: impl FnMut(T)) -> Result<()> {
    parser.begin_kind(T::SET, "set")?;
    parser.begin_array()?;
    while parser.next_element()? {
        insert(T::read_member(parser)?);
    }
    parser.end_value()
}

macro_rules! sets {
    ($($set:ty, [$($generics:tt)*], [$($bounds:tt)*], $new:expr;)*) => {$(
        impl<T: SetMember, $($generics)*> Type for $set {
            const KIND: Kind = T::SET;
            const OPTIONAL: bool = true;
        }

        impl<T: SetMember, $($generics)*> Encode for $set {
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                encode_set(self.iter(), writer)
            }

            fn is_absent(&self) -> bool {
                self.is_empty()
            }
        }

        impl<'de, T: SetMember + $($bounds)*> Decode<'de> for $set {
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                let mut set = $new;
                decode_set(parser, |member| {
                    set.insert(member);
                })?;
                Ok(set)
            }

            fn absent() -> Option<Self> {
                Some($new)
            }
        }

        impl<T: SetMember, $($generics)*> Attribute for $set {
            type Cmp = Self;
        }

        impl<T: SetMember, $($generics)*> Container for $set {
            type Element = T;
        }

        impl<T: SetMember, $($generics)*> SetLike for $set {
            type Member = T;
        }
    )*};
}

sets! {
    BTreeSet<T>, [], [Ord], Self::new();
    HashSet<T, S>, [S], [Eq + Hash, S: BuildHasher + Default], Self::default();
}
