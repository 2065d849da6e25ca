use super::{Form, FromKeyForm, KeyForm};
use crate::codec::number::integer;
use crate::codec::time::NANOSECONDS;
use crate::codec::{Bound, CodecError, KeyPart, Kind, Parser, Result, Timestamp, UnixTime, Writer, integer_from_key};

/// The time as a number of units since 1970, of which a second has `per_second`.
fn count<T: Timestamp>(value: &T, per_second: u32, cut: bool, refusal: &'static str) -> Result<i128> {
    let time = value.to_unix()?;
    let unit = NANOSECONDS / per_second;
    let (units, rest) = (time.nanoseconds() / unit, time.nanoseconds() % unit);
    if rest != 0 && !cut {
        return Err(CodecError::custom(refusal));
    }
    Ok(i128::from(time.seconds()) * i128::from(per_second) + i128::from(units))
}

fn read<T: Timestamp>(parser: &mut Parser<'_>, per_second: u32) -> Result<T> {
    let text = parser.n(T::RUST)?;
    time(text.parse().or_else(|_| integer(&text, T::RUST))?, per_second)
}

fn time<T: Timestamp>(count: i64, per_second: u32) -> Result<T> {
    let (seconds, units) = (count.div_euclid(per_second.into()), count.rem_euclid(per_second.into()));
    u32::try_from(units)
        .ok()
        .and_then(|units| UnixTime::new(seconds, units * (NANOSECONDS / per_second)))
        .and_then(T::from_unix)
        .ok_or_else(|| CodecError::misfit(T::RUST, "the time is out of its range"))
}

macro_rules! counts {
    ($($(#[$docs:meta])* $form:ident, $per_second:literal, $cut:literal, $refusal:literal;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub enum $form {}

        impl<T: Timestamp> Form<T> for $form {
            const KIND: Kind = Kind::N;

            fn encode(value: &T, writer: &mut Writer) -> Result<()> {
                let count = count(value, $per_second, $cut, $refusal)?;
                writer.n(itoa::Buffer::new().format(count));
                Ok(())
            }

            fn decode(parser: &mut Parser<'_>) -> Result<T> {
                read(parser, $per_second)
            }

            fn bound(value: &T) -> Result<Bound> {
                count(value, $per_second, $cut, $refusal).map(Bound::Int)
            }
        }

        impl<T: Timestamp> KeyForm<T> for $form {
            fn key_part(value: &T) -> Result<KeyPart<'_>> {
                count(value, $per_second, $cut, $refusal).map(KeyPart::Int)
            }
        }

        impl<T: Timestamp> FromKeyForm<T> for $form {
            fn from_key(text: &str) -> Result<T> {
                time(integer_from_key(text, T::RUST)?, $per_second)
            }
        }
    )*};
}

counts! {
    /// Timestamps as whole seconds since 1970 (`N`); a fraction of a second is refused.
    Unix, 1, false,
        "the time has a fraction of a second, which `unix` does not store; use `unix_millis`, or `unix(truncate)` to drop it";
    /// Timestamps as whole milliseconds since 1970 (`N`); a fraction of a millisecond is refused.
    UnixMillis, 1_000, false,
        "the time has a fraction of a millisecond, which `unix_millis` does not store; use `iso`, or `unix_millis(truncate)` to drop it";
    /// Timestamps as whole milliseconds since 1970 (`N`), rounded down.
    UnixMillisTruncated, 1_000, true, "";
    /// Timestamps as whole seconds since 1970 (`N`), rounded down.
    UnixTruncated, 1, true, "";
}
