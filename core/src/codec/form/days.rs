use super::{Form, KeyForm};
use crate::codec::number::integer;
use crate::codec::{Bound, CalendarDate, CodecError, KeyPart, Kind, Parser, Result, Writer};

/// Dates as the number of days since 1970-01-01 (`N`), below zero before.
#[derive(Clone, Copy, Debug)]
pub enum Days {}

impl<T: CalendarDate> Form<T> for Days {
    const KIND: Kind = Kind::N;

    fn encode(value: &T, writer: &mut Writer) -> Result<()> {
        writer.n(itoa::Buffer::new().format(value.to_days()));
        Ok(())
    }

    fn decode(parser: &mut Parser<'_>) -> Result<T> {
        let text = parser.n(T::RUST)?;
        let days: i32 = text.parse().or_else(|_| integer(&text, T::RUST))?;
        T::from_days(days).ok_or_else(|| CodecError::misfit(T::RUST, "the date is out of its range"))
    }

    fn bound(value: &T) -> Result<Bound> {
        Ok(Bound::Int(value.to_days().into()))
    }
}

impl<T: CalendarDate> KeyForm<T> for Days {
    fn key_part(value: &T) -> Result<KeyPart<'_>> {
        Ok(KeyPart::Int(value.to_days().into()))
    }
}
