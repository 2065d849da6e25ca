use time::{Date as TimeDate, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

use super::super::form::points;
use super::super::textual::{Textual, textual, textual_keys};
use super::super::time::{Date, Iso, NANOSECONDS, POINT_WIDTH, TimeOfDay, in_years, read_point, write_point};
use super::super::zone::{self, Zoned};
use crate::codec::{CalendarDate, CodecError, Result, ShortText, Timestamp, UnixTime};

impl Timestamp for UtcDateTime {
    const RUST: &'static str = "UtcDateTime";

    fn to_unix(&self) -> Result<UnixTime> {
        unix(self.unix_timestamp(), self.nanosecond())
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        let nanoseconds = i128::from(time.seconds()) * i128::from(NANOSECONDS) + i128::from(time.nanoseconds());
        Self::from_unix_timestamp_nanos(nanoseconds).ok()
    }
}

impl Timestamp for OffsetDateTime {
    const RUST: &'static str = "OffsetDateTime";

    fn to_unix(&self) -> Result<UnixTime> {
        unix(self.unix_timestamp(), self.nanosecond())
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        UtcDateTime::from_unix(time)?.checked_to_offset(UtcOffset::UTC)
    }
}

fn unix(seconds: i64, nanoseconds: u32) -> Result<UnixTime> {
    UnixTime::new(seconds, nanoseconds).ok_or_else(out_of_range)
}

/// The Julian day of the first of January 1970.
const EPOCH_DAY: i32 = 2_440_588;

impl CalendarDate for TimeDate {
    const RUST: &'static str = <Self as Textual>::RUST;

    fn to_days(&self) -> i32 {
        self.to_julian_day() - EPOCH_DAY
    }

    fn from_days(days: i32) -> Option<Self> {
        Self::from_julian_day(days.checked_add(EPOCH_DAY)?).ok()
    }
}

impl Zoned for OffsetDateTime {
    fn zone(&self) -> Result<ShortText> {
        zone::of_offset(self.offset().whole_seconds())
    }

    fn in_zone(time: UnixTime, zone: &str) -> Option<Self> {
        let offset = UtcOffset::from_whole_seconds(zone::offset(zone)?).ok()?;
        UtcDateTime::from_unix(time)?.checked_to_offset(offset)
    }
}

impl Textual for UtcDateTime {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        write_point(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        read_point(text)
    }
}

impl Textual for OffsetDateTime {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        zone::write(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        zone::read(text)
    }
}

impl Textual for TimeDate {
    const RUST: &'static str = "Date";

    fn write_text(&self) -> Result<ShortText> {
        Iso::date(date(*self)?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        Iso::read_date(text, <Self as Textual>::RUST).and_then(time_date)
    }
}

impl Textual for Time {
    const RUST: &'static str = "Time";

    fn write_text(&self) -> Result<ShortText> {
        Iso::time(time_of_day(*self)?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        Iso::read_time(text, Self::RUST).and_then(time)
    }
}

impl Textual for PrimitiveDateTime {
    const RUST: &'static str = "PrimitiveDateTime";

    fn write_text(&self) -> Result<ShortText> {
        Iso::both(date(self.date())?, time_of_day(self.time())?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        let (date, of_day) = Iso::read_both(text, Self::RUST)?;
        Ok(Self::new(time_date(date)?, time(of_day)?))
    }
}

fn date(date: TimeDate) -> Result<Date> {
    in_years(Date::new(date.year().into(), date.month().into(), date.day()))
}

fn time_of_day(time: Time) -> Result<TimeOfDay> {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    TimeOfDay::new(hour, minute, second, nanosecond).ok_or_else(out_of_range)
}

fn time_date(date: Date) -> Result<TimeDate> {
    Month::try_from(date.month)
        .and_then(|month| TimeDate::from_calendar_date(date.year.into(), month, date.day))
        .map_err(|_| out_of_range())
}

fn time(time: TimeOfDay) -> Result<Time> {
    let TimeOfDay {
        hour,
        minute,
        second,
        nanosecond,
    } = time;
    Time::from_hms_nano(hour, minute, second, nanosecond).map_err(|_| out_of_range())
}

fn out_of_range() -> CodecError {
    CodecError::custom("out of the range of the types of the crate time")
}

textual!(OffsetDateTime, PrimitiveDateTime, Time, TimeDate, UtcDateTime);
textual_keys!(PrimitiveDateTime: Iso::BOTH_WIDTH, Time: Iso::TIME_WIDTH, TimeDate: Iso::DATE_WIDTH, UtcDateTime: POINT_WIDTH);
points!(OffsetDateTime, UtcDateTime);
