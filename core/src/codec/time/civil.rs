//! The calendar: days since 1970 to years, months and days, and back.

use super::{NANOSECONDS, UnixTime};

const DAY_SECONDS: i64 = 86_400;
/// 400 years, after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;
/// From the first of March of the year 0 to the first of January 1970.
const EPOCH_DAYS: i64 = 719_468;

/// A date of a year from 0 to 9999: those whose text sorts.
#[derive(Clone, Copy)]
pub(in super::super) struct Date {
    pub(in super::super) year: u16,
    pub(in super::super) month: u8,
    pub(in super::super) day: u8,
}

/// A time of day without leap seconds.
#[derive(Clone, Copy)]
pub(in super::super) struct TimeOfDay {
    pub(in super::super) hour: u8,
    pub(in super::super) minute: u8,
    pub(in super::super) second: u8,
    pub(in super::super) nanosecond: u32,
}

impl Date {
    pub(in super::super) fn new(year: i64, month: u8, day: u8) -> Option<Self> {
        const LENGTHS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let year = u16::try_from(year).ok().filter(|year| *year <= 9999)?;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = LENGTHS.get(usize::from(month).checked_sub(1)?)? + u8::from(leap && month == 2);
        (1..=length).contains(&day).then_some(Self { year, month, day })
    }

    /// Days since 1970. Years are counted from March, so that the leap day is the last of its year.
    fn days(self) -> i64 {
        let (year, month) = match self.month {
            1 | 2 => (i64::from(self.year) - 1, i64::from(self.month) + 9),
            month => (i64::from(self.year), i64::from(month) - 3),
        };
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let day = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * ERA_DAYS + year * 365 + year / 4 - year / 100 + day - EPOCH_DAYS
    }

    /// The date that many days after the start of 1970.
    fn of_days(days: i64) -> Option<Self> {
        let days = days.checked_add(EPOCH_DAYS)?;
        let (era, day) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
        // The last day of 4, of 100 and of 400 years is a leap day, or would be one.
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let date = u8::try_from(day - (153 * month + 2) / 5 + 1).ok()?;
        let (year, month) = match month {
            10 | 11 => (era * 400 + year + 1, month - 9),
            _ => (era * 400 + year, month + 3),
        };
        Self::new(year, u8::try_from(month).ok()?, date)
    }
}

impl TimeOfDay {
    pub(in super::super) fn new(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60 && nanosecond < NANOSECONDS).then_some(Self {
            hour,
            minute,
            second,
            nanosecond,
        })
    }
}

/// The point in time that a clock in UTC shows as this.
pub(super) fn join(date: Date, time: TimeOfDay) -> (i64, u32) {
    let seconds = i64::from(time.hour) * 3_600 + i64::from(time.minute) * 60 + i64::from(time.second);
    (date.days() * DAY_SECONDS + seconds, time.nanosecond)
}

/// What a clock in UTC shows then, in a year from 0 to 9999.
pub(super) fn split(time: UnixTime) -> Option<(Date, TimeOfDay)> {
    let date = Date::of_days(time.seconds().div_euclid(DAY_SECONDS))?;
    let second = u32::try_from(time.seconds().rem_euclid(DAY_SECONDS)).ok()?;
    let part = |value: u32| u8::try_from(value).ok();
    let time = TimeOfDay::new(
        part(second / 3_600)?,
        part(second / 60 % 60)?,
        part(second % 60)?,
        time.nanoseconds(),
    )?;
    Some((date, time))
}
