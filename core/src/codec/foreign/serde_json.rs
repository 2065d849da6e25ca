use serde_json::{Map, Number as JsonNumber, Value as Json};

use super::super::number::PRECISION_LOSS;
use crate::codec::{Attribute, CodecError, Decode, Encode, Kind, Parser, Result, Type, Writer};
use crate::value::check_text;

const RUST: &str = "JSON value";

/// Objects are maps, arrays lists, `null` is `NULL`.
impl Type for Json {
    const KIND: Kind = Kind::Any;
}

impl Encode for Json {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.boolean(*value),
            Self::Number(number) => write_number(number, writer)?,
            Self::String(text) => writer.s(text),
            Self::Array(items) => super::super::list::encode(items, writer)?,
            Self::Object(members) => {
                writer.begin_map()?;
                for (name, value) in members {
                    writer.key(name);
                    value.encode(writer).map_err(|error| error.at(name.clone()))?;
                }
                writer.end_map();
            }
        }
        Ok(())
    }
}

fn write_number(number: &JsonNumber, writer: &mut Writer) -> Result<()> {
    if number.as_f64() == Some(0.0) {
        // DynamoDB has no zero below zero.
        writer.n("0");
        return Ok(());
    }
    let text = number.to_string();
    check_text(&text)?;
    writer.n(&text);
    Ok(())
}

impl<'de> Decode<'de> for Json {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        let start = parser.clone();
        let kind = parser.begin_value()?;
        *parser = start;
        Ok(match kind {
            Kind::Bool => Self::Bool(Decode::decode(parser)?),
            Kind::L => Self::Array(Decode::decode(parser)?),
            Kind::M => {
                let mut members = Map::new();
                parser.map(RUST, |parser, name| {
                    let value = Self::decode(parser).map_err(|error| error.at(name.clone().into_owned()))?;
                    members.insert(name.into_owned(), value);
                    Ok(())
                })?;
                Self::Object(members)
            }
            Kind::N => Self::Number(read_number(&parser.n(RUST)?)?),
            Kind::Null => {
                parser.null()?;
                Self::Null
            }
            Kind::S => Self::String(Decode::decode(parser)?),
            Kind::Any | Kind::B | Kind::Bs | Kind::Ns | Kind::Ss => {
                return Err(CodecError::custom(format!(
                    "JSON has no {kind}: read the attribute as a `ddbx::Value`"
                )));
            }
        })
    }
}

/// An integer of 64 bits, or a float that holds exactly this number.
fn read_number(text: &str) -> Result<JsonNumber> {
    if let Ok(value) = text.parse::<u64>() {
        return Ok(value.into());
    }
    if let Ok(value) = text.parse::<i64>() {
        return Ok(value.into());
    }
    crate::value::number::read_f64(text)?
        .and_then(JsonNumber::from_f64)
        .ok_or_else(|| CodecError::misfit("JSON number", PRECISION_LOSS))
}

impl Attribute for Json {
    type Cmp = Self;
}
