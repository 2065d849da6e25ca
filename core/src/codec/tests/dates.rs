//! The dates and times of chrono, jiff and time: one table for all three, so that they are stored alike.

use std::fmt::Debug;

use proptest::prelude::*;

use crate::codec::CalendarDate;
use crate::codec::form::{As, Days};

use super::{refused, round, unwritable};
use crate::codec::{Decode, Encode, KeyAttribute, KeyPart, Timestamp, UnixTime, from_slice, to_vec};

/// A timestamp in UTC, a date, a time of day, and both.
fn stored_alike<T, D, C, B>(
    timestamp: impl Fn(i64, u32) -> T,
    date: impl Fn(i16, u8, u8) -> D,
    clock: impl Fn(u8, u8, u8, u32) -> C,
    both: impl Fn(D, C) -> B,
) where
    T: Encode + for<'de> Decode<'de> + PartialEq + Debug,
    D: Encode + for<'de> Decode<'de> + PartialEq + Debug,
    C: Encode + for<'de> Decode<'de> + PartialEq + Debug,
    B: Encode + for<'de> Decode<'de> + PartialEq + Debug,
{
    round(timestamp(1_896_091_200, 5), r#"{"S":"2030-01-31T12:00:00.000000005Z"}"#);
    round(timestamp(-1, 999_999_999), r#"{"S":"1969-12-31T23:59:59.999999999Z"}"#);
    round(date(2030, 1, 31), r#"{"S":"2030-01-31"}"#);
    round(date(2000, 2, 29), r#"{"S":"2000-02-29"}"#);
    round(clock(0, 0, 0, 0), r#"{"S":"00:00:00.000000000"}"#);
    round(clock(23, 59, 59, 999_999_999), r#"{"S":"23:59:59.999999999"}"#);
    round(
        both(date(2030, 1, 31), clock(12, 0, 0, 5)),
        r#"{"S":"2030-01-31T12:00:00.000000005"}"#,
    );
    assert_eq!(from_slice::<C>(br#"{"S":"12:00:00"}"#).unwrap(), clock(12, 0, 0, 0));
    assert_eq!(
        from_slice::<C>(br#"{"S":"12:00:00.5"}"#).unwrap(),
        clock(12, 0, 0, 500_000_000)
    );
    for text in ["2030-02-29", "2030-1-1", "2030-01-01Z", "12030-01-01", ""] {
        let message = refused::<D>(&format!(r#"{{"S":"{text}"}}"#));
        assert!(message.ends_with("the text is not of the form 2030-01-31"), "{message}");
    }
    for text in ["24:00:00", "12:00", "12:00:00Z", "12:00:60"] {
        let message = refused::<C>(&format!(r#"{{"S":"{text}"}}"#));
        assert!(
            message.ends_with("the text is not of the form 12:00:00.000000000"),
            "{message}"
        );
    }
    for text in ["2030-01-31", "2030-01-31T12:00:00Z"] {
        let message = refused::<B>(&format!(r#"{{"S":"{text}"}}"#));
        assert!(
            message.ends_with("the text is not of the form 2030-01-31T12:00:00.000000000"),
            "{message}"
        );
    }
    assert_eq!(
        unwritable(&date(-1, 1, 1)),
        "its year is not one of 0000 to 9999, whose text sorts"
    );
}

/// A date is its distance from 1970, on both sides and as far as its type goes.
fn counts_days<D: CalendarDate + Clone + PartialEq + Debug>(date: impl Fn(i16, u8, u8) -> D) {
    for (written, days) in [
        (date(1970, 1, 1), 0),
        (date(1969, 12, 31), -1),
        (date(2000, 2, 29), 11_016),
        (date(2030, 1, 31), 21_945),
        (date(0, 1, 1), -719_528),
    ] {
        round(As::<D, Days>::new(written), &format!(r#"{{"N":"{days}"}}"#));
    }
    for days in [i32::MIN, i32::MAX] {
        assert!(refused::<As<D, Days>>(&format!(r#"{{"N":"{days}"}}"#)).ends_with("the date is out of its range"));
    }
    for days in (-719_528..=2_932_896).step_by(997) {
        assert_eq!(D::from_days(days).map(|date| date.to_days()), Some(days));
    }
}

fn point_survives_and_sorts<T>(a: UnixTime, b: UnixTime) -> Result<(), TestCaseError>
where
    T: Timestamp + Encode + for<'de> Decode<'de> + KeyAttribute + PartialEq + Debug,
{
    let (Some(left), Some(right)) = (T::from_unix(a), T::from_unix(b)) else {
        return Ok(());
    };
    prop_assert_eq!(left.to_unix().unwrap(), a);
    if let (Ok(KeyPart::Text(left)), Ok(KeyPart::Text(right))) = (left.key_part(), right.key_part()) {
        prop_assert_eq!(left.len(), right.len());
        prop_assert_eq!(left.cmp(&right), a.cmp(&b));
    }
    if let Ok(json) = to_vec(&left) {
        prop_assert_eq!(from_slice::<T>(&json).unwrap(), left);
    }
    Ok(())
}

/// From before the year 0 to after 9999.
fn unix() -> impl Strategy<Value = UnixTime> {
    (-70_000_000_000..260_000_000_000_i64, 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanoseconds)| UnixTime::new(seconds, nanoseconds).expect("less than a second"))
}

mod chrono {
    use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::*;

    #[test]
    fn is_stored_alike() {
        stored_alike(
            |seconds, nanoseconds| DateTime::<Utc>::from_timestamp(seconds, nanoseconds).unwrap(),
            |year, month, day| NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).unwrap(),
            |h, m, s, n| NaiveTime::from_hms_nano_opt(h.into(), m.into(), s.into(), n).unwrap(),
            NaiveDateTime::new,
        );
        counts_days(|year, month, day| NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).unwrap());
        let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_000_000_000).unwrap();
        assert_eq!(unwritable(&leap), "a leap second cannot be stored");
    }

    #[test]
    fn an_offset_is_kept() {
        let offset = FixedOffset::east_opt(7_200).unwrap();
        let time = DateTime::<Utc>::from_timestamp(1_896_091_200, 0)
            .unwrap()
            .with_timezone(&offset);
        let read: DateTime<FixedOffset> = from_slice(br#"{"S":"2030-01-31T12:00:00.000000000Z[+02:00]"}"#).unwrap();
        round(time, r#"{"S":"2030-01-31T12:00:00.000000000Z[+02:00]"}"#);
        assert_eq!(read.offset(), &offset);
        for (text, seconds) in [
            ("2030-01-31T12:00:00Z", 0),
            ("2030-01-31T14:00:00+02:00", 7_200),
            ("2030-01-31T09:30:00-02:30", -9_000),
        ] {
            let json = format!(r#"{{"S":"{text}"}}"#);
            let read: DateTime<FixedOffset> = from_slice(json.as_bytes()).unwrap();
            assert_eq!((read, read.offset().local_minus_utc()), (time, seconds), "{text}");
        }
        for text in ["2030-01-31T12:00:00Z[Europe/Oslo]", "2030-01-31T12:00:00Z[+99:00]"] {
            assert_eq!(
                refused::<DateTime<FixedOffset>>(&format!(r#"{{"S":"{text}"}}"#)),
                "does not fit a DateTime<FixedOffset>: its zone is not known here"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back_and_sorts(a in unix(), b in unix(), offset in -86_399..86_400_i32) {
            point_survives_and_sorts::<DateTime<Utc>>(a, b)?;
            let local = DateTime::<FixedOffset>::from_unix(a).unwrap().with_timezone(&FixedOffset::east_opt(offset).unwrap());
            if let Ok(json) = to_vec(&local) {
                let read: DateTime<FixedOffset> = from_slice(&json).unwrap();
                prop_assert_eq!((read, read.offset()), (local, local.offset()));
            }
        }
    }
}

mod time {
    use ::time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

    use super::*;

    #[test]
    fn is_stored_alike() {
        let date = |year: i16, month: u8, day| {
            Date::from_calendar_date(year.into(), Month::try_from(month).unwrap(), day).unwrap()
        };
        let clock = |h, m, s, n| Time::from_hms_nano(h, m, s, n).unwrap();
        let utc = |seconds, nanoseconds| UtcDateTime::from_unix(UnixTime::new(seconds, nanoseconds).unwrap()).unwrap();
        counts_days(date);
        stored_alike(utc, date, clock, PrimitiveDateTime::new);
        stored_alike(
            |seconds, nanoseconds| utc(seconds, nanoseconds).to_offset(UtcOffset::UTC),
            date,
            clock,
            PrimitiveDateTime::new,
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back_and_sorts(a in unix(), b in unix(), offset in -86_399..86_400_i32) {
            point_survives_and_sorts::<UtcDateTime>(a, b)?;
            let offset = UtcOffset::from_whole_seconds(offset).unwrap();
            if let Some(local) = OffsetDateTime::from_unix(a).and_then(|time| time.checked_to_offset(offset))
                && let Ok(json) = to_vec(&local)
            {
                let read: OffsetDateTime = from_slice(&json).unwrap();
                prop_assert_eq!((read, read.offset()), (local, offset));
            }
        }
    }
}

mod jiff {
    use ::jiff::civil::{Date, DateTime, Time};
    use ::jiff::tz::{Offset, TimeZone};
    use ::jiff::{Timestamp as JiffTimestamp, ZonedDateTime};

    use super::*;

    #[test]
    fn is_stored_alike() {
        stored_alike(
            |seconds, nanoseconds| JiffTimestamp::from_unix(UnixTime::new(seconds, nanoseconds).unwrap()).unwrap(),
            |year, month, day| Date::new(year, month as i8, day as i8).unwrap(),
            |h, m, s, n| Time::new(h as i8, m as i8, s as i8, n as i32).unwrap(),
            DateTime::from_parts,
        );
        counts_days(|year, month, day| Date::new(year, month as i8, day as i8).unwrap());
    }

    #[test]
    fn an_offset_is_kept() {
        let zone = TimeZone::fixed(Offset::from_seconds(-9_000).unwrap());
        let time = ZonedDateTime::new(JiffTimestamp::new(1_896_091_200, 0).unwrap(), zone.clone());
        let json = to_vec(&time).unwrap();
        assert_eq!(json, br#"{"S":"2030-01-31T12:00:00.000000000Z[-02:30]"}"#);
        let read: ZonedDateTime = from_slice(&json).unwrap();
        assert_eq!((&read, read.time_zone()), (&time, &zone));
        let oslo = time.with_time_zone(TimeZone::get("Europe/Oslo").unwrap());
        let json = to_vec(&oslo).unwrap();
        assert_eq!(json, br#"{"S":"2030-01-31T12:00:00.000000000Z[Europe/Oslo]"}"#);
        let read: ZonedDateTime = from_slice(&json).unwrap();
        assert_eq!((&read, read.time_zone()), (&oslo, oslo.time_zone()));
        assert_eq!(
            to_vec(&time.with_time_zone(TimeZone::UTC)).unwrap(),
            br#"{"S":"2030-01-31T12:00:00.000000000Z"}"#
        );
        assert_eq!(
            unwritable(&time.with_time_zone(TimeZone::unknown())),
            "a time zone without a name or a fixed offset cannot be stored"
        );
        assert_eq!(
            refused::<ZonedDateTime>(r#"{"S":"2030-01-31T12:00:00Z[Nowhere/Atlantis]"}"#),
            "does not fit a ZonedDateTime: its zone is not known here"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_comes_back_and_sorts(a in unix(), b in unix(), offset in -86_399..86_400_i32) {
            point_survives_and_sorts::<JiffTimestamp>(a, b)?;
            let zone = TimeZone::fixed(Offset::from_seconds(offset).unwrap());
            if let Some(time) = JiffTimestamp::from_unix(a) {
                let local = ZonedDateTime::new(time, zone);
                if let Ok(json) = to_vec(&local) {
                    let read: ZonedDateTime = from_slice(&json).unwrap();
                    prop_assert_eq!((read.time_zone(), &read), (local.time_zone(), &local));
                }
            }
        }
    }
}
