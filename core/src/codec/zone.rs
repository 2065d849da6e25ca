//! Points in time with their zone: in UTC first, so that they sort, then the zone in brackets, as RFC 9557 writes it.
//!
//! `2030-01-31T10:00:00.000000000Z[Europe/Oslo]`, `…Z[+02:00]`; UTC itself has no brackets.

use super::time::{self, Timestamp, UnixTime};
use super::{CodecError, Result, ShortText};

/// A timestamp that keeps its zone.
#[diagnostic::on_unimplemented(
    message = "`zone` is a storage form of timestamps that keep a zone, and `{Self}` is none",
    label = "`{Self}` keeps no zone",
    note = "`DateTime<FixedOffset>` of chrono, `OffsetDateTime` of time and `ZonedDateTime` of jiff do; `iso` stores any timestamp"
)]
pub trait Zoned: Timestamp {
    /// The name or the offset of its zone; empty for UTC.
    ///
    /// # Errors
    ///
    /// A zone that has neither.
    fn zone(&self) -> Result<ShortText>;

    /// The time in the zone of this name or offset, if there is one.
    fn in_zone(time: UnixTime, zone: &str) -> Option<Self>;
}

pub(super) fn write<T: Zoned>(value: &T) -> Result<ShortText> {
    let mut text = time::write_timestamp(value.to_unix()?)?;
    let zone = value.zone()?;
    if !zone.is_empty() {
        text.push("[")?;
        text.push(&zone)?;
        text.push("]")?;
    }
    Ok(text)
}

/// Reads the text of [`write()`], and RFC 3339, whose offset is the zone then.
pub(super) fn read<T: Zoned>(text: &str) -> Result<T> {
    let (time, rest) = time::read_timestamp::<T>(text)?;
    let unknown = || CodecError::misfit(T::RUST, "its zone is not known here");
    if let Some(zone) = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return T::in_zone(time, zone).ok_or_else(unknown);
    }
    if !rest.is_empty() {
        return Err(CodecError::misfit(T::RUST, "text follows the time"));
    }
    // Without brackets, the offset stands at the end.
    let zone = text
        .rfind(['+', '-'])
        .filter(|start| *start > DATE)
        .map(|start| &text[start..]);
    match zone {
        Some(zone) => T::in_zone(time, zone).ok_or_else(unknown),
        None => time::in_range(time),
    }
}

/// The bytes of a date: a hyphen after them is that of an offset.
const DATE: usize = "2030-01-31".len();

/// `+02:00`, with seconds where there are some; empty for UTC.
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) fn of_offset(seconds: i32) -> Result<ShortText> {
    let mut text = ShortText::empty();
    if seconds == 0 {
        return Ok(text);
    }
    text.push(if seconds < 0 { "-" } else { "+" })?;
    let seconds = seconds.unsigned_abs();
    text.push_digits(seconds / 3_600, 2)?;
    text.push(":")?;
    text.push_digits(seconds / 60 % 60, 2)?;
    if !seconds.is_multiple_of(60) {
        text.push(":")?;
        text.push_digits(seconds % 60, 2)?;
    }
    Ok(text)
}

/// The seconds east of Greenwich that an offset says.
#[cfg(any(feature = "chrono-0_4", feature = "jiff-1", feature = "time-0_3"))]
pub(super) fn offset(zone: &str) -> Option<i32> {
    let mut rest = time::Rest(zone.as_bytes());
    rest.offset().filter(|_| rest.0.is_empty())
}
