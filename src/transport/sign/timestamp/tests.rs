use std::time::Duration;

use super::*;

fn at(seconds: i64) -> String {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let instant = if seconds < 0 {
        UNIX_EPOCH - distance
    } else {
        UNIX_EPOCH + distance
    };
    spelled(instant)
}

fn spelled(instant: SystemTime) -> String {
    let timestamp = Timestamp::at(instant);
    let text = String::from_utf8(timestamp.as_bytes().to_vec()).unwrap();
    assert_eq!(text.as_bytes()[..8], timestamp.day());
    text
}

#[test]
fn seconds_around_midnight_are_on_their_day() {
    assert_eq!(at(0), "19700101T000000Z");
    assert_eq!(at(-1), "19691231T235959Z");
    assert_eq!(at(1_440_938_160), "20150830T123600Z");
    assert_eq!(at(1_440_892_799), "20150829T235959Z");
    assert_eq!(at(1_440_892_800), "20150830T000000Z");
}

#[test]
fn leap_days_are_those_of_the_calendar() {
    assert_eq!(at(951_782_400), "20000229T000000Z");
    assert_eq!(at(951_868_799), "20000229T235959Z");
    assert_eq!(at(951_868_800), "20000301T000000Z");
    assert_eq!(at(1_709_164_800), "20240229T000000Z");
    assert_eq!(at(1_677_628_799), "20230228T235959Z");
    assert_eq!(at(1_677_628_800), "20230301T000000Z");
    // 2100 is no leap year.
    assert_eq!(at(4_107_542_399), "21000228T235959Z");
    assert_eq!(at(4_107_542_400), "21000301T000000Z");
}

#[test]
fn years_end_with_december() {
    assert_eq!(at(1_767_225_599), "20251231T235959Z");
    assert_eq!(at(1_767_225_600), "20260101T000000Z");
    assert_eq!(at(946_684_799), "19991231T235959Z");
    assert_eq!(at(1_735_689_599), "20241231T235959Z");
}

#[test]
fn fractions_of_a_second_are_cut_off_towards_the_past() {
    let nearly = Duration::from_nanos(999_999_999);
    assert_eq!(spelled(UNIX_EPOCH + nearly), "19700101T000000Z");
    assert_eq!(spelled(UNIX_EPOCH - Duration::from_nanos(1)), "19691231T235959Z");
    assert_eq!(spelled(UNIX_EPOCH - Duration::from_secs(1)), "19691231T235959Z");
    assert_eq!(
        spelled(UNIX_EPOCH - Duration::from_secs(1) - nearly),
        "19691231T235958Z"
    );
}

#[test]
fn years_beyond_four_digits_are_the_nearest_within() {
    assert_eq!(at(FIRST), "00000101T000000Z");
    assert_eq!(at(FIRST - 1), "00000101T000000Z");
    assert_eq!(at(FIRST + 59 * SECONDS_OF_DAY as i64), "00000229T000000Z");
    assert_eq!(at(LAST), "99991231T235959Z");
    assert_eq!(at(LAST + 1), "99991231T235959Z");
    assert_eq!(at(i64::MAX), "99991231T235959Z");
    assert_eq!(at(-i64::MAX), "00000101T000000Z");
}

#[test]
fn every_day_of_ten_thousand_years_follows_the_one_before() {
    let long = |year: u32| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut day = 0;
    for year in 0..10_000 {
        for month in 1..=12 {
            let length = match month {
                2 if long(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            for day_of_month in 1..=length {
                assert_eq!(civil(day), [year, month, day_of_month]);
                day += 1;
            }
        }
    }
    assert_eq!(u64::from(day) * SECONDS_OF_DAY, (LAST + 1 - FIRST) as u64);
}
