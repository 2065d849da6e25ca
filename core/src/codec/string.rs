//! Strings and booleans.

use std::borrow::Cow;

use bytes::Bytes;

use super::{
    Attribute, Bound, Container, Decode, Encode, FromKey, KeyAttribute, KeyPart, Kind, Ordered, Parser, Prefix, Result,
    Type, Writer,
};

impl<'de> Parser<'de> {
    /// The text of an `S` value: `{"S":"text"}`. `rust` names the type it is read into.
    ///
    /// # Errors
    ///
    /// Another type than a string.
    #[inline]
    pub fn s(&mut self, rust: &'static str) -> Result<Cow<'de, str>> {
        self.begin_kind(Kind::S, rust)?;
        let text = self.string()?;
        self.end_value()?;
        Ok(text)
    }
}

macro_rules! strings {
    ($($type:ty, $name:literal, $read:expr;)*) => {$(
        impl Type for $type {
            const KIND: Kind = Kind::S;
        }

        impl Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut Writer) -> Result<()> {
                writer.s(self);
                Ok(())
            }
        }

        impl<'de> Decode<'de> for $type {
            #[inline]
            fn decode(parser: &mut Parser<'de>) -> Result<Self> {
                parser.s($name).map($read)
            }
        }

        impl Attribute for $type {
            type Cmp = String;

            fn bound(&self) -> Result<Bound> {
                Ok(Bound::S(self.to_string()))
            }
        }

        impl KeyAttribute for $type {
            fn key_part(&self) -> Result<KeyPart<'_>> {
                Ok(KeyPart::S(self))
            }
        }

        impl FromKey for $type {
            fn from_key(text: &str) -> Result<Self> {
                Ok(Self::from(text))
            }
        }

        #[diagnostic::do_not_recommend]
        impl Ordered for $type {
            type Of = <Self as Attribute>::Cmp;
        }
        #[diagnostic::do_not_recommend]
        impl Prefix for $type {
            type Of = <Self as Attribute>::Cmp;
        }
        #[diagnostic::do_not_recommend]
        impl Container for $type {
            type Element = String;
        }
    )*};
}

strings! {
    String, "String", Cow::into_owned;
    Box<str>, "Box<str>", Box::from;
    std::sync::Arc<str>, "Arc<str>", std::sync::Arc::from;
}

impl Type for str {
    const KIND: Kind = Kind::S;
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.s(self);
        Ok(())
    }
}

impl Type for Cow<'_, str> {
    const KIND: Kind = Kind::S;
}

impl Encode for Cow<'_, str> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.s(self);
        Ok(())
    }
}

impl<'de> Decode<'de> for Cow<'de, str> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        parser.s("Cow<str>")
    }
}

impl Type for bool {
    const KIND: Kind = Kind::Bool;
}

impl Encode for bool {
    #[inline]
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.boolean(*self);
        Ok(())
    }
}

impl<'de> Decode<'de> for bool {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        parser.begin_kind(Kind::Bool, "bool")?;
        let value = parser.bool()?;
        parser.end_value()?;
        Ok(value)
    }
}

impl Attribute for bool {
    type Cmp = Self;

    fn bound(&self) -> Result<Bound> {
        let json: &[u8] = if *self {
            br#"{"BOOL":true}"#
        } else {
            br#"{"BOOL":false}"#
        };
        Ok(Bound::Encoded {
            json: Bytes::from_static(json),
            kind: Self::KIND,
        })
    }
}
