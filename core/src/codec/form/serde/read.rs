use std::borrow::Cow;

use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;

use super::error::Failure;
use super::name::Text;
use crate::codec::{CodecError, Decode, Kind, Parser};
use crate::value::Number;

type Result<T> = std::result::Result<T, Failure>;

/// Reads one attribute value.
pub(super) struct Attribute<'p, 'de>(pub(super) &'p mut Parser<'de>);

impl Attribute<'_, '_> {
    /// The type of the value, which is read afterwards.
    fn kind(&mut self) -> Result<Kind> {
        Ok(self.0.clone().begin_value()?)
    }
}

/// A number for a type that takes any: an integer, or the float that holds it exactly.
fn visit_number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value> {
    let number: Number = text.parse().map_err(CodecError::from)?;
    if let Ok(value) = u64::try_from(&number) {
        visitor.visit_u64(value)
    } else if let Ok(value) = i64::try_from(&number) {
        visitor.visit_i64(value)
    } else if let Some(value) = number.to_f64() {
        visitor.visit_f64(value)
    } else if let Ok(value) = i128::try_from(&number) {
        visitor.visit_i128(value)
    } else {
        Err(CodecError::misfit("float", crate::codec::number::PRECISION_LOSS).into())
    }
}

macro_rules! as_decoded {
    ($($function:ident, $visit:ident;)*) => {$(
        fn $function<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit(Decode::decode(self.0)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Attribute<'_, 'de> {
    type Error = Failure;

    as_decoded! {
        deserialize_bool, visit_bool;
        deserialize_f32, visit_f32;
        deserialize_f64, visit_f64;
        deserialize_i8, visit_i8;
        deserialize_i16, visit_i16;
        deserialize_i32, visit_i32;
        deserialize_i64, visit_i64;
        deserialize_i128, visit_i128;
        deserialize_u8, visit_u8;
        deserialize_u16, visit_u16;
        deserialize_u32, visit_u32;
        deserialize_u64, visit_u64;
        deserialize_u128, visit_u128;
    }

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value> {
        match self.kind()? {
            Kind::B => visitor.visit_byte_buf(self.0.binary("bytes")?),
            Kind::Bool => self.deserialize_bool(visitor),
            Kind::N => visit_number(&self.0.n("number")?, visitor),
            Kind::Null => {
                self.0.null()?;
                visitor.visit_unit()
            }
            Kind::S => Text(self.0.s("string")?).deserialize_any(visitor),
            Kind::M => {
                self.0.begin_value()?;
                self.0.descend()?;
                self.0.begin_object()?;
                let mut members = Members {
                    parser: self.0,
                    name: Cow::Borrowed(""),
                    ended: false,
                };
                let value = visitor.visit_map(&mut members)?;
                members.end()?;
                self.0.ascend();
                self.0.end_value()?;
                Ok(value)
            }
            kind @ (Kind::L | Kind::Ss | Kind::Ns | Kind::Bs) => {
                self.0.begin_value()?;
                self.0.descend()?;
                self.0.begin_array()?;
                let mut elements = Elements {
                    parser: self.0,
                    kind,
                    read: 0,
                    ended: false,
                };
                let value = visitor.visit_seq(&mut elements)?;
                elements.end()?;
                self.0.ascend();
                self.0.end_value()?;
                Ok(value)
            }
            Kind::Any => unreachable!("the parser knows DynamoDB's own types only"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.null()? {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.skip_value()?;
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if self.kind()? != Kind::M {
            return visitor.visit_enum(Text(self.0.s("variant")?));
        }
        self.0.begin_value()?;
        self.0.descend()?;
        self.0.begin_object()?;
        let name = self
            .0
            .next_key()?
            .ok_or_else(|| CodecError::custom("a map without a variant"))?;
        let value = visitor
            .visit_enum(Variant {
                parser: self.0,
                name: name.clone(),
            })
            .map_err(|failure| failure.inside(|error| error.at(name.into_owned())))?;
        if self.0.next_key()?.is_some() {
            return Err(CodecError::custom("more than one variant").into());
        }
        self.0.ascend();
        self.0.end_value()?;
        Ok(value)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

struct Elements<'p, 'de> {
    parser: &'p mut Parser<'de>,
    /// A list's elements are attribute values, a set's members are strings.
    kind: Kind,
    read: usize,
    ended: bool,
}

impl Elements<'_, '_> {
    /// Passes the end, which a type of a fixed length does not look for.
    fn end(self) -> Result<()> {
        if !self.ended && self.parser.next_element()? {
            return Err(CodecError::custom("more elements than the type has").into());
        }
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for &mut Elements<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.ended || !self.parser.next_element()? {
            self.ended = true;
            return Ok(None);
        }
        let value = match self.kind {
            Kind::L => seed.deserialize(Attribute(self.parser)),
            kind => seed.deserialize(Member {
                parser: self.parser,
                kind,
            }),
        };
        let value = value.map_err(|failure| failure.inside(|error| error.at_index(self.read)))?;
        self.read += 1;
        Ok(Some(value))
    }
}

/// A member of a set.
struct Member<'p, 'de> {
    parser: &'p mut Parser<'de>,
    kind: Kind,
}

impl<'de> Deserializer<'de> for Member<'_, 'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.kind {
            Kind::Bs => visitor.visit_byte_buf(self.parser.base64()?),
            Kind::Ns => visit_number(&self.parser.string()?, visitor),
            _ => Text(self.parser.string()?).deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_enum(Text(self.parser.string()?))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

struct Members<'p, 'de> {
    parser: &'p mut Parser<'de>,
    /// Of the member whose value is next.
    name: Cow<'de, str>,
    ended: bool,
}

impl Members<'_, '_> {
    /// Passes the end, which a type need not have looked for.
    fn end(self) -> Result<()> {
        if !self.ended && self.parser.next_key()?.is_some() {
            return Err(CodecError::custom("more members than the type has").into());
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.ended {
            return Ok(None);
        }
        let Some(name) = self.parser.next_key()? else {
            self.ended = true;
            return Ok(None);
        };
        self.name = name.clone();
        seed.deserialize(Text(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(Attribute(self.parser))
            .map_err(|failure| failure.inside(|error| error.at(self.name.clone().into_owned())))
    }
}

struct Variant<'p, 'de> {
    parser: &'p mut Parser<'de>,
    name: Cow<'de, str>,
}

impl<'p, 'de> EnumAccess<'de> for Variant<'p, 'de> {
    type Error = Failure;
    type Variant = Attribute<'p, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant)> {
        let variant = seed.deserialize(Text(self.name))?;
        Ok((variant, Attribute(self.parser)))
    }
}

impl<'de> VariantAccess<'de> for Attribute<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Result<()> {
        self.deserialize_ignored_any(IgnoredAny).map(drop)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }
}
