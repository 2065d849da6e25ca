//! The instant of a signature, in the calendar.

#[cfg(test)]
mod tests;

use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_OF_DAY: u64 = 86_400;
/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what four digits of a year can say.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

/// An instant as signatures spell it: `20150830T123600Z`, in UTC and without the fraction of the second.
///
/// Instants that four digits of a year cannot say are taken for the nearest that they can.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timestamp([u8; 16]);

impl Timestamp {
    pub(super) fn at(instant: SystemTime) -> Self {
        let second = (seconds(instant).clamp(FIRST, LAST) - FIRST) as u64;
        let [year, month, day] = civil((second / SECONDS_OF_DAY) as u32);
        let second_of_day = (second % SECONDS_OF_DAY) as u32;
        let mut text = *b"00000000T000000Z";
        let parts = [
            (0, year / 100),
            (2, year % 100),
            (4, month),
            (6, day),
            (9, second_of_day / 3_600),
            (11, second_of_day / 60 % 60),
            (13, second_of_day % 60),
        ];
        for (at, number) in parts {
            text[at] = b'0' + (number / 10) as u8;
            text[at + 1] = b'0' + (number % 10) as u8;
        }
        Self(text)
    }

    /// All of it.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// `20150830`
    pub(super) fn day(&self) -> [u8; 8] {
        let [day @ .., _, _, _, _, _, _, _, _] = self.0;
        day
    }
}

/// Whole seconds since 1970, rounded towards the past on both sides of it.
fn seconds(instant: SystemTime) -> i64 {
    match instant.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => {
            let before = before.duration();
            let begun = u64::from(before.subsec_nanos() > 0);
            i64::try_from(before.as_secs() + begun).map_or(i64::MIN, |seconds| -seconds)
        }
    }
}

/// Year, month and day of the Gregorian calendar, from the days since 0000-01-01.
///
/// The way of Howard Hinnant's `civil_from_days`: years are counted from the first of March, so that a leap day is the
/// last day of its year, and in eras of 400 years, which all have the same number of days.
fn civil(days: u32) -> [u32; 3] {
    const DAYS_OF_ERA: u32 = 146_097;
    /// From 0000-01-01 to the first of March.
    const DAYS_BEFORE_MARCH: u32 = 60;
    // One era is added, and taken away again below: the first two months are in the year before.
    let days = days + DAYS_OF_ERA - DAYS_BEFORE_MARCH;
    let (era, day_of_era) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
    // Without the leap days that lie behind, every year has 365.
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // From March on, the months' lengths repeat every five months, which have 153 days.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u32::from(month <= 2) - 400;
    [year, month, day]
}
