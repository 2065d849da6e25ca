use jiff::civil::{Date as CivilDate, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp as JiffTimestamp, ZonedDateTime};

use super::super::form::points;
use super::super::textual::{Textual, textual, textual_keys};
use super::super::time::{Date, Iso, NANOSECONDS, POINT_WIDTH, TimeOfDay, in_years, read_point, write_point};
use super::super::zone::{self, Zoned};
use crate::codec::{CalendarDate, CodecError, Result, ShortText, Timestamp, UnixTime};

impl Timestamp for JiffTimestamp {
    const RUST: &'static str = "Timestamp";

    fn to_unix(&self) -> Result<UnixTime> {
        // jiff rounds towards 1970.
        let nanoseconds = self.as_nanosecond();
        let nanosecond = nanoseconds.rem_euclid(NANOSECONDS.into());
        i64::try_from(nanoseconds.div_euclid(NANOSECONDS.into()))
            .ok()
            .zip(u32::try_from(nanosecond).ok())
            .and_then(|(second, nanosecond)| UnixTime::new(second, nanosecond))
            .ok_or_else(out_of_range)
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        Self::new(time.seconds(), i32::try_from(time.nanoseconds()).ok()?).ok()
    }
}

impl Timestamp for ZonedDateTime {
    const RUST: &'static str = "ZonedDateTime";

    fn to_unix(&self) -> Result<UnixTime> {
        self.timestamp().to_unix()
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        JiffTimestamp::from_unix(time).map(|time| Self::new(time, TimeZone::UTC))
    }
}

const EPOCH: CivilDate = CivilDate::constant(1970, 1, 1);
const DAY_HOURS: i64 = 24;

impl CalendarDate for CivilDate {
    const RUST: &'static str = <Self as Textual>::RUST;

    fn to_days(&self) -> i32 {
        let days = self.duration_since(EPOCH).as_hours() / DAY_HOURS;
        // jiff's years have four digits.
        i32::try_from(days).unwrap_or_default()
    }

    fn from_days(days: i32) -> Option<Self> {
        EPOCH
            .checked_add(SignedDuration::from_hours(i64::from(days) * DAY_HOURS))
            .ok()
    }
}

impl Zoned for ZonedDateTime {
    fn zone(&self) -> Result<ShortText> {
        let zone = self.time_zone();
        match (zone.iana_name(), zone.to_fixed_offset()) {
            _ if *zone == TimeZone::UTC => Ok(ShortText::empty()),
            (Some(name), _) => ShortText::new(name),
            (None, Ok(offset)) if !zone.is_unknown() => zone::of_offset(offset.seconds()),
            (None, _) => Err(CodecError::custom(
                "a time zone without a name or a fixed offset cannot be stored",
            )),
        }
    }

    fn in_zone(time: UnixTime, zone: &str) -> Option<Self> {
        let zone = match zone::offset(zone) {
            Some(offset) => TimeZone::fixed(Offset::from_seconds(offset).ok()?),
            None => TimeZone::get(zone).ok()?,
        };
        JiffTimestamp::from_unix(time).map(|time| Self::new(time, zone))
    }
}

impl Textual for JiffTimestamp {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        write_point(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        read_point(text)
    }
}

impl Textual for ZonedDateTime {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        zone::write(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        zone::read(text)
    }
}

impl Textual for CivilDate {
    const RUST: &'static str = "Date";

    fn write_text(&self) -> Result<ShortText> {
        Iso::date(date(*self)?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        Iso::read_date(text, <Self as Textual>::RUST).and_then(civil_date)
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

impl Textual for DateTime {
    const RUST: &'static str = "DateTime";

    fn write_text(&self) -> Result<ShortText> {
        Iso::both(date(self.date())?, time_of_day(self.time())?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        let (date, of_day) = Iso::read_both(text, Self::RUST)?;
        Ok(Self::from_parts(civil_date(date)?, time(of_day)?))
    }
}

fn date(date: CivilDate) -> Result<Date> {
    let part = |value: i8| u8::try_from(value).ok();
    let in_calendar = part(date.month())
        .zip(part(date.day()))
        .and_then(|(month, day)| Date::new(date.year().into(), month, day));
    in_years(in_calendar)
}

fn time_of_day(time: Time) -> Result<TimeOfDay> {
    let part = |value: i8| u8::try_from(value).unwrap_or(u8::MAX);
    let nanosecond = u32::try_from(time.subsec_nanosecond()).unwrap_or(u32::MAX);
    TimeOfDay::new(part(time.hour()), part(time.minute()), part(time.second()), nanosecond).ok_or_else(out_of_range)
}

fn civil_date(date: Date) -> Result<CivilDate> {
    let part = |value: u8| i8::try_from(value).unwrap_or(i8::MAX);
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    CivilDate::new(year, part(date.month), part(date.day)).map_err(|_| out_of_range())
}

fn time(time: TimeOfDay) -> Result<Time> {
    let part = |value: u8| i8::try_from(value).unwrap_or(i8::MAX);
    let nanosecond = i32::try_from(time.nanosecond).unwrap_or(i32::MAX);
    Time::new(part(time.hour), part(time.minute), part(time.second), nanosecond).map_err(|_| out_of_range())
}

fn out_of_range() -> CodecError {
    CodecError::custom("out of the range of jiff's types")
}

textual!(CivilDate, DateTime, JiffTimestamp, Time, ZonedDateTime);
textual_keys!(CivilDate: Iso::DATE_WIDTH, DateTime: Iso::BOTH_WIDTH, JiffTimestamp: POINT_WIDTH, Time: Iso::TIME_WIDTH);
points!(JiffTimestamp, ZonedDateTime);
