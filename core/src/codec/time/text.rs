//! Dates and times as text of a fixed width: the order of the text is that of time.

use super::civil::{self, Date, TimeOfDay};
use super::{Timestamp, UnixTime};
use crate::codec::{CodecError, Result, ShortText};

pub(super) const YEAR: &str = "its year is not one of 0000 to 9999, whose text sorts";
const FORM: &str = "the text is not of the form 2030-01-31T12:00:00.000000000Z";
const RANGE: &str = "the time is out of its range";

/// Text of a date, a time, or both, without a zone.
pub(in super::super) struct Iso {
    pub(super) date: Option<Date>,
    pub(super) time: Option<TimeOfDay>,
}

/// How many bytes the text of a point in time has.
pub(in super::super) const POINT_WIDTH: usize = "2030-01-31T12:00:00.000000000Z".len();

impl Iso {
    pub(in super::super) fn both(date: Date, time: TimeOfDay) -> Self {
        Self {
            date: Some(date),
            time: Some(time),
        }
    }

    pub(in super::super) fn write(&self) -> Result<ShortText> {
        let mut text = ShortText::empty();
        if let Some(date) = self.date {
            text.push_digits(date.year.into(), 4)?;
            text.push("-")?;
            text.push_digits(date.month.into(), 2)?;
            text.push("-")?;
            text.push_digits(date.day.into(), 2)?;
        }
        if let Some(time) = self.time {
            if self.date.is_some() {
                text.push("T")?;
            }
            text.push_digits(time.hour.into(), 2)?;
            text.push(":")?;
            text.push_digits(time.minute.into(), 2)?;
            text.push(":")?;
            text.push_digits(time.second.into(), 2)?;
            text.push(".")?;
            text.push_digits(time.nanosecond, 9)?;
        }
        Ok(text)
    }
}

/// The text of a point in time, in UTC.
pub(in super::super) fn write_point<T: Timestamp>(value: &T) -> Result<ShortText> {
    write_timestamp(value.to_unix()?)
}

/// Reads a point in time from RFC 3339.
pub(in super::super) fn read_point<T: Timestamp>(text: &str) -> Result<T> {
    match read_timestamp::<T>(text)? {
        (time, "") => in_range(time),
        _ => Err(CodecError::misfit(T::RUST, FORM)),
    }
}

/// `2030-01-31T12:00:00.000000000Z`
pub(in super::super) fn write_timestamp(time: UnixTime) -> Result<ShortText> {
    let (date, time) = civil::split(time).ok_or_else(|| CodecError::custom(YEAR))?;
    let mut text = Iso::both(date, time).write()?;
    text.push("Z")?;
    Ok(text)
}

/// Reads RFC 3339, in any offset, and gives what follows it.
pub(in super::super) fn read_timestamp<T: Timestamp>(text: &str) -> Result<(UnixTime, &str)> {
    let form = || CodecError::misfit(T::RUST, FORM);
    let mut rest = Rest(text.as_bytes());
    let (date, time) = rest.date_time().ok_or_else(form)?;
    let offset = rest.offset().ok_or_else(form)?;
    let (seconds, nanoseconds) = civil::join(date, time);
    let time =
        UnixTime::new(seconds - i64::from(offset), nanoseconds).ok_or_else(|| CodecError::misfit(T::RUST, RANGE))?;
    // All that was passed is ASCII.
    Ok((time, text.get(text.len() - rest.0.len()..).unwrap_or_default()))
}

/// The type's own value of a time that was read.
pub(in super::super) fn in_range<T: Timestamp>(time: UnixTime) -> Result<T> {
    T::from_unix(time).ok_or_else(|| CodecError::misfit(T::RUST, RANGE))
}

/// What is still to be read.
pub(in super::super) struct Rest<'t>(pub(in super::super) &'t [u8]);

impl Rest<'_> {
    pub(super) fn date_time(&mut self) -> Option<(Date, TimeOfDay)> {
        let date = self.date()?;
        self.pass(b"Tt ")?;
        Some((date, self.time()?))
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        let year = self.digits(4)?;
        self.pass(b"-")?;
        let month = self.digits(2)?;
        self.pass(b"-")?;
        let day = self.digits(2)?;
        Date::new(year.into(), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    pub(super) fn time(&mut self) -> Option<TimeOfDay> {
        let hour = self.digits(2)?;
        self.pass(b":")?;
        let minute = self.digits(2)?;
        self.pass(b":")?;
        let second = self.digits(2)?;
        let nanosecond = match self.pass(b".") {
            Some(_) => self.fraction()?,
            None => 0,
        };
        let part = |value: u32| u8::try_from(value).ok();
        TimeOfDay::new(part(hour)?, part(minute)?, part(second)?, nanosecond)
    }

    /// Nanoseconds: a digit at least, and none after the ninth but zeros.
    fn fraction(&mut self) -> Option<u32> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let (kept, beyond) = digits.split_at(length.min(9));
        if kept.is_empty() || beyond.iter().any(|digit| *digit != b'0') {
            return None;
        }
        let value = kept.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        Some(value * 10_u32.pow(9 - u32::try_from(kept.len()).ok()?))
    }

    /// Seconds east of Greenwich: `Z`, or `+02:00`, or `+02:00:00`.
    pub(in super::super) fn offset(&mut self) -> Option<i32> {
        let sign = match self.pass(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.digits(2).filter(|hours| *hours < 24)?;
        self.pass(b":")?;
        let minutes = self.digits(2).filter(|minutes| *minutes < 60)?;
        let seconds = match self.pass(b":") {
            Some(_) => self.digits(2).filter(|seconds| *seconds < 60)?,
            None => 0,
        };
        i32::try_from(hours * 3_600 + minutes * 60 + seconds)
            .ok()
            .map(|offset| sign * offset)
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + u32::from(digit - b'0'))
        })
    }

    /// Passes one of these bytes, if it is next.
    fn pass(&mut self, any: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !any.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }
}
