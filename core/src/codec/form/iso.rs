use super::{Form, FromKeyForm, KeyForm};
use crate::codec::time::{POINT_WIDTH, read_point, write_point};
use crate::codec::{Bound, CodecError, KeyPart, Kind, Parser, Result, Timestamp, Writer, Zoned, zone};

/// Timestamps as text in UTC, of one width: `2030-01-31T12:00:00.000000000Z`. The zone of a type that has one is
/// dropped.
#[derive(Clone, Copy, Debug)]
pub enum Iso {}

impl<T: Timestamp> Form<T> for Iso {
    const KIND: Kind = Kind::S;

    fn encode(value: &T, writer: &mut Writer) -> Result<()> {
        writer.s(&write_point(value)?);
        Ok(())
    }

    fn decode(parser: &mut Parser<'_>) -> Result<T> {
        read_point(&parser.s(T::RUST)?)
    }

    fn bound(value: &T) -> Result<Bound> {
        write_point(value).map(Bound::Text)
    }
}

impl<T: Timestamp> KeyForm<T> for Iso {
    const WIDTH: usize = POINT_WIDTH;

    fn key_part(value: &T) -> Result<KeyPart<'_>> {
        write_point(value).map(KeyPart::Text)
    }
}

impl<T: Timestamp> FromKeyForm<T> for Iso {
    fn from_key(text: &str) -> Result<T> {
        let value = read_point(text)?;
        if *write_point(&value)? == *text {
            Ok(value)
        } else {
            Err(CodecError::misfit(T::RUST, IN_KEY))
        }
    }
}

/// Of the texts that say the same time, a key has the one that is written.
const IN_KEY: &str = "the text in the key is not of the form 2030-01-31T12:00:00.000000000Z";

/// Timestamps as text in UTC with their zone behind it: `2030-01-31T12:00:00.000000000Z[Europe/Oslo]`.
#[derive(Clone, Copy, Debug)]
pub enum Zone {}

impl<T: Zoned> Form<T> for Zone {
    const KIND: Kind = Kind::S;

    fn encode(value: &T, writer: &mut Writer) -> Result<()> {
        writer.s(&zone::write(value)?);
        Ok(())
    }

    fn decode(parser: &mut Parser<'_>) -> Result<T> {
        zone::read(&parser.s(T::RUST)?)
    }

    fn bound(value: &T) -> Result<Bound> {
        Ok(Bound::S(zone::write(value)?.to_string()))
    }
}
