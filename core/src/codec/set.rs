//! Sets of strings, numbers and binary.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use bytes::Bytes;

use super::{Attribute, CodecError, Container, Decode, Encode, Kind, Parser, Result, SetLike, Type, Writer};
use crate::value::Number;

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

        #[diagnostic::do_not_recommend]
        impl<T: SetMember, $($generics)*> Container for $set {
            type Element = T;
        }

        #[diagnostic::do_not_recommend]
        impl<T: SetMember, $($generics)*> SetLike for $set {
            type Member = T;
        }
    )*};
}

sets! {
    BTreeSet<T>, [], [Ord], Self::new();
    HashSet<T, S>, [S], [Eq + Hash, S: BuildHasher + Default], Self::default();
}
