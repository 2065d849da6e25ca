//! Storage forms as options of fields: what is stored, what comes back, and values in every verb.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, Utc};
use ddbx::codec::form::{As, Unix};
use ddbx::{Attribute, Entity, Executor as _, Item, Pool, ops};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{at, chain, json, raw};

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
    days: BTreeSet<As<SystemTime, Unix>>,
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
        days: [at(0).into()].into(),
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
            "days": {"NS": ["0"]},
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
        .set(|f| f.as_text, vec![Shape::Circle { radius: 1.0 }])
        .set(|f| f.no_text, Shape::Point)
        .set(|f| f.about, at(7_999))
        .set(|f| f.null, at(0))
        .add_members(|f| f.days, [at(86_400_000)])
        .remove(|f| f.some)
        .remove(|f| f.since)
        .when(|f| f.seconds.ge(at(60_000)).and(f.seconds.lt(at(61_000))))
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
        days: [at(0).into(), at(86_400_000).into()].into(),
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
        chain(&error).contains("`Forms.seconds`: the time has a fraction of a second"),
        "{}",
        chain(&error)
    );
    let error = ddbx::update::<Forms>("f1")
        .set(|f| f.none, at(1))
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(
        chain(&error).contains("`Forms.none`: the time has a fraction of a second"),
        "{}",
        chain(&error)
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

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "jobs", pk = "JOB-{id}.{started}", by_due(pk = "DUE:{open}", sk = "{due}"), booleans = text_bool)]
struct Job {
    id: Uuid,
    started: SystemTime,
    open: bool,
    #[entity(iso)]
    due: Option<OffsetDateTime>,
}

#[ddbx::test(entities(Job))]
async fn texts_of_one_width_hold_what_separates_others(pool: Pool) {
    let job = |id, due| Job {
        id: Uuid::from_u128(id),
        started: at(0),
        open: true,
        due,
    };
    let noon = OffsetDateTime::from_unix_timestamp(1_896_091_200).unwrap();
    for job in [
        job(1, None),
        job(2, Some(noon)),
        job(3, Some(noon - Duration::from_secs(1))),
    ] {
        ddbx::put(job).execute(&pool).await.unwrap();
    }
    let read = ddbx::get::<Job>((Uuid::from_u128(1), at(0)))
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(read, job(1, None));
    // A job without a time is not in the index; an update puts it there.
    let due = || ddbx::query::<Job>().index("by_due").filter(|j| j.open.eq(true));
    let earlier = job(3, Some(noon - Duration::from_secs(1)));
    assert_eq!(
        due().fetch_all(&pool).await.unwrap(),
        [earlier.clone(), job(2, Some(noon))]
    );
    let later = noon + Duration::from_secs(1);
    ddbx::update::<Job>((Uuid::from_u128(1), at(0)))
        .set(|j| j.due, later)
        .set(|j| j.open, true)
        .execute(&pool)
        .await
        .unwrap();
    let all = [earlier, job(2, Some(noon)), job(1, Some(later))];
    assert_eq!(due().fetch_all(&pool).await.unwrap(), all);
}

/// Two variants with a field of the same name, each in a form of its own.
#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind")]
enum State {
    Open {
        #[attribute(unix)]
        at: SystemTime,
        #[attribute(with = cents)]
        price: Decimal,
    },
    Closed {
        #[attribute(unix_millis)]
        at: Option<SystemTime>,
        #[attribute(with = cents, null)]
        price: Option<Decimal>,
    },
}

#[test]
fn fields_of_variants_have_forms() {
    for (state, json) in [
        (
            State::Open {
                at: at(1_000),
                price: Decimal::ONE,
            },
            r#"{"M":{"kind":{"S":"Open"},"at":{"N":"1"},"price":{"N":"100"}}}"#,
        ),
        (
            State::Closed {
                at: Some(at(1)),
                price: None,
            },
            r#"{"M":{"kind":{"S":"Closed"},"at":{"N":"1"},"price":{"NULL":true}}}"#,
        ),
    ] {
        assert_eq!(String::from_utf8(ddbx::codec::to_vec(&state).unwrap()).unwrap(), json);
        assert_eq!(ddbx::codec::from_slice::<State>(json.as_bytes()).unwrap(), state);
    }
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
