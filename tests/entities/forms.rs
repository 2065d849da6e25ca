//! Types of other crates and storage forms, as fields: what is stored, what comes back, and values in every verb.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use bigdecimal::BigDecimal;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use ddbx::codec::form::{As, Unix};
use ddbx::{Attribute, Entity, Executor as _, Item, Number, Pool, ops};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, PrimitiveDateTime, UtcDateTime, UtcOffset};
use ulid::Ulid;
use uuid::Uuid;

fn at(millis: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(millis)
}

fn json(text: &str) -> Item {
    ddbx::codec::item_from_slice(text.as_bytes()).unwrap()
}

/// The item as it is in the table.
async fn raw<E: Entity>(pool: &Pool, attribute: &str, key: &str) -> Item {
    let get = ops::GetItem::new(pool.table(E::SCHEMA)).key(attribute, key);
    get.send(pool).await.unwrap().item.unwrap()
}

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

#[derive(Debug, Clone, Deserialize, PartialEq, Serialize)]
enum Shape {
    Point,
    Circle { radius: f64 },
}

/// Money as cents.
mod cents {
    use ddbx::codec::{Decode, Encode, Kind, Parser, Result, Writer};
    use rust_decimal::Decimal;

    pub(super) const KIND: Kind = Kind::N;

    pub(super) fn encode(value: &Decimal, writer: &mut Writer) -> Result<()> {
        (*value * Decimal::ONE_HUNDRED).encode(writer)
    }

    pub(super) fn decode(parser: &mut Parser<'_>) -> Result<Decimal> {
        Ok(Decimal::decode(parser)? / Decimal::ONE_HUNDRED)
    }
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "forms")]
struct Forms {
    #[entity(pk)]
    id: String,
    #[entity(unix)]
    seconds: SystemTime,
    #[entity(unix_millis)]
    millis: jiff::Timestamp,
    #[entity(iso)]
    text: OffsetDateTime,
    #[entity(zone)]
    zoned: DateTime<FixedOffset>,
    #[entity(unix(truncate))]
    about: SystemTime,
    #[entity(text_bool)]
    open: bool,
    #[entity(base64, rename = "bin")]
    binary: Vec<u8>,
    #[entity(json)]
    as_text: Vec<Shape>,
    #[entity(serde)]
    as_map: BTreeMap<String, Shape>,
    #[entity(with = cents)]
    price: Decimal,
    #[entity(unix)]
    none: Option<SystemTime>,
    #[entity(unix)]
    some: Option<SystemTime>,
    #[entity(unix, null)]
    null: Option<SystemTime>,
    #[entity(null)]
    note: Option<String>,
    #[entity(with = cents)]
    discount: Option<Decimal>,
    #[entity(json)]
    no_text: Option<Shape>,
    #[entity(unix, default = start)]
    since: SystemTime,
    seen: Vec<As<SystemTime, Unix>>,
    home: Home,
}

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH
}

/// Forms inside a map, by default and by field.
#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(timestamps = unix_millis, booleans = text_bool)]
struct Home {
    built: SystemTime,
    sold: Option<SystemTime>,
    #[attribute(native)]
    listed: SystemTime,
    lit: bool,
    #[attribute(serde)]
    shape: Option<Shape>,
}

fn forms() -> Forms {
    let noon = DateTime::<Utc>::from_timestamp(1_896_091_200, 0).unwrap();
    Forms {
        id: "f1".into(),
        seconds: at(60_000),
        millis: jiff::Timestamp::from_millisecond(-1).unwrap(),
        text: OffsetDateTime::from_unix_timestamp(1_896_091_200).unwrap(),
        zoned: noon.with_timezone(&FixedOffset::east_opt(7_200).unwrap()),
        about: at(1_000),
        open: false,
        binary: vec![0, 255, 16],
        as_text: vec![Shape::Point],
        as_map: [("c".to_owned(), Shape::Circle { radius: 0.5 })].into(),
        price: "19.9".parse().unwrap(),
        none: None,
        some: Some(at(0)),
        null: None,
        note: None,
        discount: None,
        no_text: None,
        since: at(3_000),
        seen: vec![at(1_000).into(), at(2_000).into()],
        home: Home {
            built: at(1),
            sold: None,
            listed: at(0),
            lit: true,
            shape: Some(Shape::Point),
        },
    }
}

#[ddbx::test(entities(Forms))]
async fn forms_come_back_equal(pool: Pool) {
    ddbx::put(forms()).execute(&pool).await.unwrap();
    let read = ddbx::get::<Forms>("f1").fetch_one(&pool).await.unwrap();
    assert_eq!(read, forms());
    assert_eq!(read.zoned.offset(), forms().zoned.offset());
    let expected = json(
        r#"{
            "id": {"S": "f1"},
            "seconds": {"N": "60"},
            "millis": {"N": "-1"},
            "text": {"S": "2030-01-31T12:00:00.000000000Z"},
            "zoned": {"S": "2030-01-31T12:00:00.000000000Z[+02:00]"},
            "about": {"N": "1"},
            "open": {"S": "f"},
            "bin": {"S": "AP8Q"},
            "as_text": {"S": "[\"Point\"]"},
            "as_map": {"M": {"c": {"M": {"Circle": {"M": {"radius": {"N": "0.5"}}}}}}},
            "price": {"N": "1990"},
            "some": {"N": "0"},
            "null": {"NULL": true},
            "note": {"NULL": true},
            "since": {"N": "3"},
            "seen": {"L": [{"N": "1"}, {"N": "2"}]},
            "home": {"M": {
                "built": {"N": "1"}, "listed": {"S": "1970-01-01T00:00:00.000000000Z"}, "lit": {"S": "t"},
                "shape": {"S": "Point"}
            }}
        }"#,
    );
    assert_eq!(raw::<Forms>(&pool, "id", "f1").await, expected);
}

#[ddbx::test(entities(Forms))]
async fn values_of_conditions_and_updates_have_the_form_of_their_field(pool: Pool) {
    ddbx::put(forms()).execute(&pool).await.unwrap();
    let updated = ddbx::update::<Forms>("f1")
        .set(|f| f.seconds, at(120_000))
        .set(|f| f.open, true)
        .set(|f| f.binary, vec![1])
        .set(|f| f.none, at(5_000))
        .set(|f| f.price, "0.05".parse::<Decimal>().unwrap())
        .set(|f| f.as_map, BTreeMap::new())
        .set(|f| f.as_text, &vec![Shape::Circle { radius: 1.0 }])
        .set(|f| f.no_text, Shape::Point)
        .set(|f| f.about, at(7_999))
        .set(|f| f.null, at(0))
        .remove(|f| f.some)
        .remove(|f| f.since)
        .when(|f| f.seconds.ge(at(60_000)).and(f.seconds.lt(&at(61_000))))
        .when(|f| f.millis.between(jiff::Timestamp::MIN, jiff::Timestamp::UNIX_EPOCH))
        .when(|f| f.open.eq(false).and(f.open.lt(true)).and(f.binary.eq(vec![0, 255, 16])))
        .when(|f| {
            f.some
                .is_in([at(0), at(1_000)])
                .and(f.none.not_exists())
                .and(f.null.exists())
        })
        .when(|f| {
            f.price
                .eq("19.9".parse::<Decimal>().unwrap())
                .and(f.text.gt(OffsetDateTime::UNIX_EPOCH))
        })
        .when(|f| {
            f.as_text
                .eq(vec![Shape::Point])
                .and(f.seen.contains(As::<_, Unix>::new(at(1_000))))
        })
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    let expected = Forms {
        seconds: at(120_000),
        open: true,
        binary: vec![1],
        none: Some(at(5_000)),
        price: "0.05".parse().unwrap(),
        as_map: BTreeMap::new(),
        as_text: vec![Shape::Circle { radius: 1.0 }],
        no_text: Some(Shape::Point),
        about: at(7_000),
        null: Some(at(0)),
        some: None,
        since: start(),
        ..forms()
    };
    assert_eq!(updated, expected);

    let stays = ddbx::delete::<Forms>("f1")
        .when(|f| f.seconds.eq(at(60_000)))
        .execute(&pool);
    assert!(stays.await.unwrap_err().is_condition_failed());
}

#[ddbx::test(entities(Forms))]
async fn what_a_form_cannot_hold_is_refused_before_sending(pool: Pool) {
    let odd = Forms {
        seconds: at(1),
        ..forms()
    };
    let error = ddbx::put(odd).execute(&pool).await.unwrap_err();
    assert!(
        super::chain(&error).contains("`Forms.seconds`: the time has a fraction of a second"),
        "{}",
        super::chain(&error)
    );
    let error = ddbx::update::<Forms>("f1")
        .set(|f| f.none, at(1))
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(
        super::chain(&error).contains("`Forms.none`: the time has a fraction of a second"),
        "{}",
        super::chain(&error)
    );
    let big = Foreign {
        big: format!("1{}1", "0".repeat(37)).parse().unwrap(),
        ..foreign()
    };
    let error = ddbx::put(big).execute(&pool).await.unwrap_err();
    assert!(
        super::chain(&error).contains("at most 38 significant digits"),
        "{}",
        super::chain(&error)
    );
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "events", pk = "OPEN#{open}", sk = "AT#{placed}#{millis:015}")]
#[entity(timestamps = iso, booleans = text_bool, binary = base64)]
struct Event {
    open: bool,
    placed: OffsetDateTime,
    #[entity(unix_millis)]
    millis: SystemTime,
    bytes: Option<Vec<u8>>,
    #[entity(native)]
    raw: Vec<u8>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "visits")]
struct Visit {
    #[entity(pk)]
    user: Uuid,
    #[entity(sk, unix)]
    at: SystemTime,
}

#[ddbx::test(entities(Event, Visit))]
async fn forms_stand_in_keys_and_sort(pool: Pool) {
    let event = |millis: i64| Event {
        open: true,
        placed: OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000).unwrap(),
        millis: at(millis.unsigned_abs()),
        bytes: Some(vec![1]),
        raw: vec![1],
    };
    // Before 1970, after the year 2001 when seconds get a digit more, and in between.
    let order = [-2_000, -1, 0, 999, 1_000, 999_999_999_999, 1_000_000_000_000];
    for millis in order.iter().rev() {
        ddbx::put(event(*millis)).execute(&pool).await.unwrap();
    }
    let read = ddbx::query::<Event>()
        .filter(|e| e.open.eq(true))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(read, order.map(event));
    let found = ddbx::get::<Event>((true, event(999).placed, at(999)))
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(found, event(999));
    let key = ops::GetItem::new(pool.table(Event::SCHEMA))
        .key("pk", "OPEN#t")
        .key("sk", "AT#1970-01-01T00:00:00.999000000Z#000000000000999");
    let item: Item = key.send(&pool).await.unwrap().item.unwrap();
    assert_eq!(item["bytes"], "AQ==".into());
    assert!(item["raw"].as_b().is_some());

    let user = Uuid::from_u128(1);
    for seconds in [20, 3, 100] {
        let visit = Visit {
            user,
            at: at(seconds * 1_000),
        };
        ddbx::put(visit).execute(&pool).await.unwrap();
    }
    let read = ddbx::query::<Visit>()
        .filter(|v| v.user.eq(user).and(v.at.gt(at(3_000))))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(
        read.iter().map(|visit| visit.at).collect::<Vec<_>>(),
        [at(20_000), at(100_000)]
    );
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "loose")]
struct Loose {
    #[entity(pk)]
    id: String,
    #[entity(lenient)]
    count: u32,
    #[entity(lenient)]
    number: Number,
    #[entity(lenient)]
    open: bool,
    #[entity(lenient)]
    name: String,
    #[entity(lenient)]
    blank: Option<u8>,
    #[entity(lenient, null)]
    gone: Option<bool>,
    #[entity(lenient, text_bool)]
    letter: bool,
    #[entity(lenient, unix)]
    seen: Option<SystemTime>,
}

#[ddbx::test(entities(Loose))]
async fn lenient_fields_read_what_others_wrote(pool: Pool) {
    let written = json(
        r#"{
            "id": {"S": "l1"}, "count": {"N": "42.3"}, "number": {"S": "0.5"}, "open": {"S": "off"}, "name": {"N": "7"},
            "blank": {"S": ""}, "gone": {"NULL": true}, "letter": {"BOOL": true}, "seen": {"S": "1970-01-02"}
        }"#,
    );
    ops::PutItem::new(pool.table(Loose::SCHEMA))
        .item(written)
        .send(&pool)
        .await
        .unwrap();
    let read = ddbx::get::<Loose>("l1").fetch_one(&pool).await.unwrap();
    let expected = Loose {
        id: "l1".into(),
        count: 42,
        number: "0.5".parse().unwrap(),
        open: false,
        name: "7".into(),
        blank: None,
        gone: None,
        letter: true,
        seen: Some(at(86_400_000)),
    };
    assert_eq!(read, expected);

    // What is read leniently is written strictly.
    ddbx::put(read).execute(&pool).await.unwrap();
    let rewritten = json(
        r#"{
            "id": {"S": "l1"}, "count": {"N": "42"}, "number": {"N": "0.5"}, "open": {"BOOL": false}, "name": {"S": "7"},
            "gone": {"NULL": true}, "letter": {"S": "t"}, "seen": {"N": "86400"}
        }"#,
    );
    assert_eq!(raw::<Loose>(&pool, "id", "l1").await, rewritten);
    let updated = ddbx::update::<Loose>("l1")
        .add(|l| l.count, 1)
        .set(|l| l.blank, 5)
        .set(|l| l.name, "x")
        .when(|l| l.letter.eq(true).and(l.open.eq(false)).and(l.seen.gt(at(0))))
        .returning_new();
    let updated = updated.execute(&pool).await.unwrap();
    assert_eq!(
        (updated.count, updated.blank, updated.name.as_str()),
        (43, Some(5), "x")
    );

    let nonsense = json(
        r#"{
            "id": {"S": "l2"}, "count": {"S": "CANARY"}, "number": {"N": "1"}, "open": {"BOOL": true}, "name": {"S": ""},
            "letter": {"S": "t"}
        }"#,
    );
    ops::PutItem::new(pool.table(Loose::SCHEMA))
        .item(nonsense)
        .send(&pool)
        .await
        .unwrap();
    let error = ddbx::get::<Loose>("l2").fetch_one(&pool).await.unwrap_err();
    let message = super::chain(&error);
    assert!(
        message.contains("`Loose.count`: expected a u32, stored as number (N); found string (S)"),
        "{message}"
    );
    assert!(!message.contains("CANARY"));
}

#[test]
fn the_schema_knows_the_form() {
    let kind = |name| Forms::SCHEMA.field(name).unwrap().kind().descriptor();
    let kinds = [
        "seconds", "text", "open", "binary", "as_text", "as_map", "price", "null", "discount",
    ]
    .map(kind);
    assert_eq!(kinds, ["N", "S", "S", "S", "S", "any", "N", "N", "N"]);
    let optional = |name| Forms::SCHEMA.field(name).unwrap().is_optional();
    assert_eq!(
        ["none", "null", "since", "seconds"].map(optional),
        [true, true, true, false]
    );
    assert_eq!(Visit::SCHEMA.primary().sort()[0].kind().descriptor(), "N");
}
