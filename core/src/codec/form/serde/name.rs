//! Keys of maps: DynamoDB's are strings, serde's may be numbers, booleans and units of enums, too.

use std::borrow::Cow;

use serde_core::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_core::ser::{Impossible, Serialize, Serializer};

use super::error::Failure;
use crate::codec::CodecError;

type Result<T> = std::result::Result<T, Failure>;

/// Makes a key of a map a string.
pub(super) struct Name;

fn no_name<T>() -> Result<T> {
    Err(CodecError::custom("a key of a map is a string, a number, a boolean or a variant without data").into())
}

macro_rules! display {
    ($($function:ident: $type:ty,)*) => {$(
        fn $function(self, value: $type) -> Result<String> {
            Ok(value.to_string())
        }
    )*};
}

macro_rules! none {
    ($($function:ident($($argument:ty),*) -> $output:ty;)*) => {$(
        fn $function(self, $(_: $argument),*) -> Result<$output> {
            no_name()
        }
    )*};
}

type No = Impossible<String, Failure>;

impl Serializer for Name {
    type Ok = String;
    type Error = Failure;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    display! {
        serialize_bool: bool,
        serialize_char: char,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_str: &str,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    none! {
        serialize_bytes(&[u8]) -> String;
        serialize_f32(f32) -> String;
        serialize_f64(f64) -> String;
        serialize_map(Option<usize>) -> No;
        serialize_none() -> String;
        serialize_seq(Option<usize>) -> No;
        serialize_struct(&'static str, usize) -> No;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_tuple(usize) -> No;
        serialize_tuple_struct(&'static str, usize) -> No;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No;
        serialize_unit() -> String;
        serialize_unit_struct(&'static str) -> String;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<String> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<String> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String> {
        no_name()
    }
}

/// Reads a key of a map, or the name of a variant.
pub(super) struct Text<'de>(pub(super) Cow<'de, str>);

macro_rules! parse {
    ($($function:ident, $visit:ident;)*) => {$(
        fn $function<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(CodecError::custom("a key of the map does not fit its type").into()),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    parse! {
        deserialize_bool, visit_bool;
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

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
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
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Failure> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> EnumAccess<'de> for Text<'de> {
    type Error = Failure;
    type Variant = Unit;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Unit)> {
        Ok((seed.deserialize(self)?, Unit))
    }
}

/// A variant without data.
pub(super) struct Unit;

fn carries_data<T>() -> Result<T> {
    Err(CodecError::custom("a variant that carries data is stored as a map, this is its name alone").into())
}

impl<'de> VariantAccess<'de> for Unit {
    type Error = Failure;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value> {
        carries_data()
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value> {
        carries_data()
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value> {
        carries_data()
    }
}
