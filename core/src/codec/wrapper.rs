//! `Option`, `Box` and references: stored as what they hold.

use super::{Attribute, Decode, Encode, KeyAttribute, KeyPart, Kind, Parser, Result, Type, Writer};

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

/// Of an index only: an item whose value is missing is not in it.
impl<T: KeyAttribute> KeyAttribute for Option<T> {
    const WIDTH: usize = T::WIDTH;

    fn key_part(&self) -> Result<KeyPart<'_>> {
        self.as_ref().map_or(Ok(KeyPart::Absent), KeyAttribute::key_part)
    }
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
