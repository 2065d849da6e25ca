//! Types of other crates as fields: what is stored, what comes back, and values in every verb.

use std::collections::BTreeSet;
use std::time::SystemTime;

use bigdecimal::BigDecimal;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use ddbx::{Entity, Pool};
use rust_decimal::Decimal;
use time::{OffsetDateTime, PrimitiveDateTime, UtcDateTime, UtcOffset};
use ulid::Ulid;
use uuid::Uuid;

use super::{at, chain, json, raw};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "foreign")]
struct Foreign {
    #[entity(pk)]
    id: Uuid,
    ulid: Ulid,
    system: SystemTime,
    chrono_utc: DateTime<Utc>,
    chrono_offset: DateTime<FixedOffset>,
    chrono_date: NaiveDate,
    chrono_time: NaiveTime,
    chrono_both: NaiveDateTime,
    time_utc: UtcDateTime,
    time_offset: OffsetDateTime,
    time_date: time::Date,
    time_time: time::Time,
    time_both: PrimitiveDateTime,
    jiff_utc: jiff::Timestamp,
    jiff_zone: jiff::ZonedDateTime,
    jiff_date: jiff::civil::Date,
    jiff_time: jiff::civil::Time,
    jiff_both: jiff::civil::DateTime,
    decimal: Decimal,
    big: BigDecimal,
    json: serde_json::Value,
    ids: BTreeSet<Uuid>,
    prices: BTreeSet<Decimal>,
    none: Option<jiff::Timestamp>,
}

fn foreign() -> Foreign {
    let utc = DateTime::<Utc>::from_timestamp(1_896_091_200, 5).unwrap();
    let offset = OffsetDateTime::from_unix_timestamp(1_896_091_200).unwrap();
    let stamp = jiff::Timestamp::new(1_896_091_200, 5).unwrap();
    let hour = jiff::tz::TimeZone::fixed(jiff::tz::offset(1));
    Foreign {
        id: Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
        ulid: Ulid::from(7_u128),
        system: at(1_500),
        chrono_utc: utc,
        chrono_offset: utc.with_timezone(&FixedOffset::east_opt(7_200).unwrap()),
        chrono_date: utc.date_naive(),
        chrono_time: utc.time(),
        chrono_both: utc.naive_utc(),
        time_utc: offset.to_utc(),
        time_offset: offset.to_offset(UtcOffset::from_hms(-2, -30, 0).unwrap()),
        time_date: offset.date(),
        time_time: offset.time(),
        time_both: PrimitiveDateTime::new(offset.date(), offset.time()),
        jiff_utc: stamp,
        jiff_zone: jiff::ZonedDateTime::new(stamp, hour),
        jiff_date: jiff::civil::date(2030, 1, 31),
        jiff_time: jiff::civil::time(12, 0, 0, 5),
        jiff_both: jiff::civil::date(2030, 1, 31).at(12, 0, 0, 5),
        decimal: "19.90".parse().unwrap(),
        big: "3.1415926535897932384626433832795028841".parse().unwrap(),
        json: serde_json::json!({"a": [1, -0.5, "x", true, null], "b": {}}),
        ids: [Uuid::nil()].into(),
        prices: ["0.5".parse().unwrap()].into(),
        none: None,
    }
}

#[ddbx::test(entities(Foreign))]
async fn types_of_other_crates_come_back_equal(pool: Pool) {
    ddbx::put(foreign()).execute(&pool).await.unwrap();
    let read = ddbx::get::<Foreign>(foreign().id).fetch_one(&pool).await.unwrap();
    assert_eq!(read, foreign());
    // Equality of these is that of the point in time alone.
    assert_eq!(read.chrono_offset.offset(), foreign().chrono_offset.offset());
    assert_eq!(read.time_offset.offset(), foreign().time_offset.offset());
    assert_eq!(read.jiff_zone.time_zone(), foreign().jiff_zone.time_zone());

    let item = raw::<Foreign>(&pool, "id", "67e55044-10b1-426f-9247-bb680e5fe0c8").await;
    let expected = json(
        r#"{
            "id": {"S": "67e55044-10b1-426f-9247-bb680e5fe0c8"},
            "ulid": {"S": "00000000000000000000000007"},
            "system": {"S": "1970-01-01T00:00:01.500000000Z"},
            "chrono_utc": {"S": "2030-01-31T12:00:00.000000005Z"},
            "chrono_offset": {"S": "2030-01-31T12:00:00.000000005Z[+02:00]"},
            "chrono_date": {"S": "2030-01-31"},
            "chrono_time": {"S": "12:00:00.000000005"},
            "chrono_both": {"S": "2030-01-31T12:00:00.000000005"},
            "time_utc": {"S": "2030-01-31T12:00:00.000000000Z"},
            "time_offset": {"S": "2030-01-31T12:00:00.000000000Z[-02:30]"},
            "time_date": {"S": "2030-01-31"},
            "time_time": {"S": "12:00:00.000000000"},
            "time_both": {"S": "2030-01-31T12:00:00.000000000"},
            "jiff_utc": {"S": "2030-01-31T12:00:00.000000005Z"},
            "jiff_zone": {"S": "2030-01-31T12:00:00.000000005Z[+01:00]"},
            "jiff_date": {"S": "2030-01-31"},
            "jiff_time": {"S": "12:00:00.000000005"},
            "jiff_both": {"S": "2030-01-31T12:00:00.000000005"},
            "decimal": {"N": "19.9"},
            "big": {"N": "3.1415926535897932384626433832795028841"},
            "json": {"M": {
                "a": {"L": [{"N": "1"}, {"N": "-0.5"}, {"S": "x"}, {"BOOL": true}, {"NULL": true}]}, "b": {"M": {}}
            }},
            "ids": {"SS": ["00000000-0000-0000-0000-000000000000"]},
            "prices": {"NS": ["0.5"]}
        }"#,
    );
    for (name, value) in &expected {
        assert_eq!(item.get(name), Some(value), "{name}");
    }
    assert_eq!(item.len(), expected.len());
}

#[ddbx::test(entities(Foreign))]
async fn types_of_other_crates_are_compared_and_changed(pool: Pool) {
    ddbx::put(foreign()).execute(&pool).await.unwrap();
    let later = jiff::Timestamp::new(1_900_000_000, 0).unwrap();
    let read = ddbx::update::<Foreign>(foreign().id)
        .add(|f| f.decimal, 1)
        .subtract(
            |f| f.big,
            "0.1415926535897932384626433832795028841".parse::<BigDecimal>().unwrap(),
        )
        .set(|f| f.none, later)
        .add_members(|f| f.ids, [Uuid::max()])
        .when(|f| {
            f.jiff_utc
                .lt(later)
                .and(f.decimal.between(Decimal::ONE, Decimal::ONE_HUNDRED))
        })
        .when(|f| f.chrono_date.eq(foreign().chrono_date).and(f.ids.contains(Uuid::nil())))
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!((read.decimal, read.big), ("20.9".parse().unwrap(), BigDecimal::from(3)));
    assert_eq!((read.none, read.ids), (Some(later), [Uuid::nil(), Uuid::max()].into()));
}

#[ddbx::test(entities(Foreign))]
async fn more_than_38_digits_are_refused_before_sending(pool: Pool) {
    let big = Foreign {
        big: format!("1{}1", "0".repeat(37)).parse().unwrap(),
        ..foreign()
    };
    let error = ddbx::put(big).execute(&pool).await.unwrap_err();
    assert!(
        chain(&error).contains("at most 38 significant digits"),
        "{}",
        chain(&error)
    );
    let found = ddbx::get::<Foreign>(foreign().id).fetch_optional(&pool).await.unwrap();
    assert!(found.is_none());
}
