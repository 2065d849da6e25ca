use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, Timelike, Utc};

use super::super::form::points;
use super::super::textual::{Textual, textual, textual_keys};
use super::super::time::{Date, Iso, POINT_WIDTH, TimeOfDay, in_years, read_point, write_point};
use super::super::zone::{self, Zoned};
use crate::codec::{CalendarDate, CodecError, Result, ShortText, Timestamp, UnixTime};

impl Timestamp for DateTime<Utc> {
    const RUST: &'static str = "DateTime<Utc>";

    fn to_unix(&self) -> Result<UnixTime> {
        unix(self.timestamp(), self.timestamp_subsec_nanos())
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        Self::from_timestamp(time.seconds(), time.nanoseconds())
    }
}

impl Timestamp for DateTime<FixedOffset> {
    const RUST: &'static str = "DateTime<FixedOffset>";

    fn to_unix(&self) -> Result<UnixTime> {
        unix(self.timestamp(), self.timestamp_subsec_nanos())
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        DateTime::<Utc>::from_unix(time).map(|time| time.with_timezone(&Utc.fix()))
    }
}

fn unix(seconds: i64, nanoseconds: u32) -> Result<UnixTime> {
    UnixTime::new(seconds, nanoseconds)
        .ok_or_else(|| CodecError::custom("a leap second has no place in the count of seconds and cannot be stored"))
}

/// Days from the first of the year 1 to the first of 1970, both counted: as chrono counts.
const EPOCH_DAY: i32 = 719_163;

impl CalendarDate for NaiveDate {
    const RUST: &'static str = <Self as Textual>::RUST;

    fn to_days(&self) -> i32 {
        self.num_days_from_ce() - EPOCH_DAY
    }

    fn from_days(days: i32) -> Option<Self> {
        Self::from_num_days_from_ce_opt(days.checked_add(EPOCH_DAY)?)
    }
}

impl Zoned for DateTime<FixedOffset> {
    fn zone(&self) -> Result<ShortText> {
        zone::of_offset(self.offset().local_minus_utc())
    }

    fn in_zone(time: UnixTime, zone: &str) -> Option<Self> {
        let offset = FixedOffset::east_opt(zone::offset(zone)?)?;
        DateTime::<Utc>::from_unix(time).map(|time| time.with_timezone(&offset))
    }
}

impl Textual for DateTime<Utc> {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        write_point(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        read_point(text)
    }
}

impl Textual for DateTime<FixedOffset> {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        zone::write(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        zone::read(text)
    }
}

impl Textual for NaiveDate {
    const RUST: &'static str = "NaiveDate";

    fn write_text(&self) -> Result<ShortText> {
        Iso::date(date(*self)?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        Iso::read_date(text, <Self as Textual>::RUST).and_then(naive_date)
    }
}

impl Textual for NaiveTime {
    const RUST: &'static str = "NaiveTime";

    fn write_text(&self) -> Result<ShortText> {
        Iso::time(time(*self)?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        Iso::read_time(text, Self::RUST).and_then(naive_time)
    }
}

impl Textual for NaiveDateTime {
    const RUST: &'static str = "NaiveDateTime";

    fn write_text(&self) -> Result<ShortText> {
        Iso::both(date(self.date())?, time(self.time())?).write()
    }

    fn read_text(text: &str) -> Result<Self> {
        let (date, time) = Iso::read_both(text, Self::RUST)?;
        Ok(Self::new(naive_date(date)?, naive_time(time)?))
    }
}

fn date(date: NaiveDate) -> Result<Date> {
    let part = |value: u32| u8::try_from(value).ok();
    let in_calendar = part(date.month())
        .zip(part(date.day()))
        .and_then(|(month, day)| Date::new(date.year().into(), month, day));
    in_years(in_calendar)
}

fn time(time: NaiveTime) -> Result<TimeOfDay> {
    let part = |value: u32| u8::try_from(value).unwrap_or(u8::MAX);
    // chrono's leap seconds are nanoseconds beyond a second.
    TimeOfDay::new(
        part(time.hour()),
        part(time.minute()),
        part(time.second()),
        time.nanosecond(),
    )
    .ok_or_else(|| CodecError::custom("a leap second cannot be stored"))
}

fn naive_date(date: Date) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).ok_or_else(out_of_range)
}

fn naive_time(time: TimeOfDay) -> Result<NaiveTime> {
    let TimeOfDay {
        hour,
        minute,
        second,
        nanosecond,
    } = time;
    NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nanosecond).ok_or_else(out_of_range)
}

fn out_of_range() -> CodecError {
    CodecError::custom("out of the range of chrono's types")
}

textual!(
    DateTime<FixedOffset>,
    DateTime<Utc>,
    NaiveDate,
    NaiveDateTime,
    NaiveTime
);
textual_keys!(DateTime<Utc>: POINT_WIDTH, NaiveDate: Iso::DATE_WIDTH, NaiveDateTime: Iso::BOTH_WIDTH, NaiveTime: Iso::TIME_WIDTH);
points!(DateTime<FixedOffset>, DateTime<Utc>);
