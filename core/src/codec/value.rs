//! [`Value`] and [`Item`]: items whose shape is not known when compiling.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attribute, Decode, DecodeItem, Encode, EncodeItem, Kind, Parser, Result, Type, Writer};
use crate::value::{Item, Value};

impl Value {
    /// The DynamoDB type of the value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::B(_) => Kind::B,
            Self::Bool(_) => Kind::Bool,
            Self::Bs(_) => Kind::Bs,
            Self::L(_) => Kind::L,
            Self::M(_) => Kind::M,
            Self::N(_) => Kind::N,
            Self::Ns(_) => Kind::Ns,
            Self::Null => Kind::Null,
            Self::S(_) => Kind::S,
            Self::Ss(_) => Kind::Ss,
        }
    }
}

impl Type for Value {
    const KIND: Kind = Kind::Any;
}

impl Encode for Value {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        match self {
            Self::B(bytes) => bytes.encode(writer),
            Self::Bool(value) => value.encode(writer),
            Self::Bs(members) => members.encode(writer),
            Self::L(items) => items.encode(writer),
            Self::M(item) => item.encode(writer),
            Self::N(number) => number.encode(writer),
            Self::Ns(members) => members.encode(writer),
            Self::Null => {
                writer.null();
                Ok(())
            }
            Self::S(text) => text.encode(writer),
            Self::Ss(members) => members.encode(writer),
        }
    }
}

impl<'de> Decode<'de> for Value {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        // The type is read ahead, then the value with the codec of its own type.
        let start = parser.clone();
        let kind = parser.begin_value()?;
        *parser = start;
        Ok(match kind {
            Kind::Any => unreachable!("the parser knows DynamoDB's own types only"),
            Kind::B => Self::B(Decode::decode(parser)?),
            Kind::Bool => Self::Bool(Decode::decode(parser)?),
            Kind::Bs => Self::Bs(BTreeSet::decode(parser)?),
            Kind::L => Self::L(Vec::decode(parser)?),
            Kind::M => Self::M(Item::decode(parser)?),
            Kind::N => Self::N(Decode::decode(parser)?),
            Kind::Ns => Self::Ns(BTreeSet::decode(parser)?),
            Kind::Null => {
                parser.begin_value()?;
                parser.bool()?;
                parser.end_value()?;
                Self::Null
            }
            Kind::S => Self::S(Decode::decode(parser)?),
            Kind::Ss => Self::Ss(BTreeSet::decode(parser)?),
        })
    }
}

impl Attribute for Value {
    type Cmp = Self;
}

impl Type for Item {
    const KIND: Kind = Kind::M;
}

impl Encode for Item {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.begin_map()?;
        self.encode_item(writer)?;
        writer.end_map();
        Ok(())
    }
}

impl<'de> Decode<'de> for Item {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        BTreeMap::<String, Value>::decode(parser).map(|members| members.into_iter().collect())
    }
}

impl Attribute for Item {
    type Cmp = Self;
}

impl EncodeItem for Item {
    fn encode_item(&self, writer: &mut Writer) -> Result<()> {
        self.iter().try_for_each(|(name, value)| writer.attribute(name, value))
    }
}

impl<'de> DecodeItem<'de> for Item {
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self> {
        BTreeMap::<String, Value>::decode_item(parser).map(|members| members.into_iter().collect())
    }
}
