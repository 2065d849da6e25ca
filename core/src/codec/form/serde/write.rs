use serde_core::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::error::Failure;
use super::name::Name;
use crate::codec::{Encode, Writer};

type Result<T = ()> = std::result::Result<T, Failure>;

/// Writes one attribute value.
pub(super) struct Attribute<'w>(pub(super) &'w mut Writer);

macro_rules! as_encoded {
    ($($function:ident: $type:ty,)*) => {$(
        fn $function(self, value: $type) -> Result {
            Ok(value.encode(self.0)?)
        }
    )*};
}

impl<'w> Attribute<'w> {
    fn list(self) -> Result<Compound<'w>> {
        self.0.begin_list()?;
        Ok(Compound::new(self.0))
    }

    fn map(self) -> Result<Compound<'w>> {
        self.0.begin_map()?;
        Ok(Compound::new(self.0))
    }

    /// A map with one member, called as the variant.
    fn variant(self, variant: &'static str) -> Result<&'w mut Writer> {
        self.0.begin_map()?;
        self.0.key(variant);
        Ok(self.0)
    }
}

impl<'w> Serializer for Attribute<'w> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    as_encoded! {
        serialize_bool: bool,
        serialize_f32: f32,
        serialize_f64: f64,
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

    fn serialize_char(self, value: char) -> Result {
        self.0.s(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result {
        self.0.b(value);
        Ok(())
    }

    fn serialize_none(self) -> Result {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        self.0.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        let writer = self.variant(variant)?;
        value
            .serialize(Attribute(writer))
            .map_err(|failure| failure.inside(|error| error.at(variant)))?;
        writer.end_map();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>> {
        self.list()
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Compound<'w>> {
        Ok(Attribute(self.variant(variant)?).list()?.of_variant())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>> {
        self.map()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>> {
        self.map()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>> {
        Ok(Attribute(self.variant(variant)?).map()?.of_variant())
    }
}

/// A list or a map whose elements or members follow.
pub(super) struct Compound<'w> {
    writer: &'w mut Writer,
    elements: usize,
    /// The member of a map that was begun.
    name: String,
    /// Whether it stands in the map of an enum's variant.
    in_variant: bool,
}

impl<'w> Compound<'w> {
    fn new(writer: &'w mut Writer) -> Self {
        Self {
            writer,
            elements: 0,
            name: String::new(),
            in_variant: false,
        }
    }

    fn of_variant(mut self) -> Self {
        self.in_variant = true;
        self
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        value
            .serialize(Attribute(self.writer))
            .map_err(|failure| failure.inside(|error| error.at_index(self.elements)))?;
        self.elements += 1;
        Ok(())
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result {
        self.writer.key(name);
        value
            .serialize(Attribute(self.writer))
            .map_err(|failure| failure.inside(|error| error.at(name)))
    }

    fn end_list(self) -> Result {
        self.writer.end_list();
        self.end_variant()
    }

    fn end_map(self) -> Result {
        self.writer.end_map();
        self.end_variant()
    }

    fn end_variant(self) -> Result {
        if self.in_variant {
            self.writer.end_map();
        }
        Ok(())
    }
}

macro_rules! lists {
    ($($trait:ident, $function:ident;)*) => {$(
        impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Failure;

            fn $function<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
                self.element(value)
            }

            fn end(self) -> Result {
                self.end_list()
            }
        }
    )*};
}

lists! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! structs {
    ($($trait:ident)*) => {$(
        impl $trait for Compound<'_> {
            type Ok = ();
            type Error = Failure;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result {
                self.member(name, value)
            }

            fn end(self) -> Result {
                self.end_map()
            }
        }
    )*};
}

structs!(SerializeStruct SerializeStructVariant);

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result {
        self.name = key.serialize(Name)?;
        self.writer.key(&self.name);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result {
        value
            .serialize(Attribute(self.writer))
            .map_err(|failure| failure.inside(|error| error.at(self.name.clone())))
    }

    fn end(self) -> Result {
        self.end_map()
    }
}
