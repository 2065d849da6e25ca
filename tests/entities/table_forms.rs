//! Storage forms that a shared table gives to the fields of its entities.

use std::time::SystemTime;

use chrono::NaiveDate;
use ddbx::{Attribute, Entity, Executor as _, Item, Pool, Table, ops};
use time::OffsetDateTime;

use super::at;

#[derive(Table)]
#[table(name = "forms-of-all", sk = "sk", timestamps = unix, dates = days, booleans = text_bool, binary = base64)]
#[table(index(name = "by_open", pk = "gsi1pk", sk = "gsi1sk"))]
struct Shop;

#[derive(Table)]
#[table(name = "no-forms", sk = "sk", index(name = "by_time", pk = "gsi1pk", sk = "gsi1sk"))]
struct Plain;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "A#{open}", sk = "{placed:012}", by_open(pk = "OPEN#{open}", sk = "{due}"))]
struct Order {
    open: bool,
    placed: SystemTime,
    #[entity(iso)]
    due: Option<OffsetDateTime>,
    seen: Option<SystemTime>,
    #[entity(null)]
    paid: Option<bool>,
    #[entity(lenient)]
    sent: bool,
    day: NaiveDate,
    bytes: Vec<u8>,
    #[entity(native)]
    raw: Vec<u8>,
    #[entity(default = true)]
    shown: bool,
    place: Place,
}

/// A map inside an item has forms of its own.
#[derive(Attribute, Clone, Debug, PartialEq)]
struct Place {
    lit: bool,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "B#{id}", sk = "B", timestamps = unix_millis)]
struct Other {
    id: String,
    at: SystemTime,
    open: bool,
}

/// The same fields, in a table that says nothing of them.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Plain, pk = "C#{id}", sk = "{placed}", by_time(pk = "T", sk = "{seen}"))]
struct Native {
    id: String,
    placed: SystemTime,
    seen: Option<SystemTime>,
    #[entity(lenient)]
    open: Option<bool>,
    bytes: Vec<u8>,
    maybe: Option<Vec<u8>>,
    stamp: Timestamp,
}

/// A type of ours that is written like a timestamp.
#[derive(Attribute, Clone, Debug, PartialEq)]
struct Timestamp(u64);

fn order() -> Order {
    Order {
        open: true,
        placed: at(60_000),
        due: Some(OffsetDateTime::UNIX_EPOCH),
        seen: None,
        paid: None,
        sent: false,
        day: NaiveDate::from_ymd_opt(1970, 1, 2).unwrap(),
        bytes: vec![1],
        raw: vec![1],
        shown: false,
        place: Place { lit: true },
    }
}

async fn stored<E: Entity>(pool: &Pool, pk: &str, sk: &str) -> Item {
    let get = ops::GetItem::new(pool.table(E::SCHEMA)).key("pk", pk).key("sk", sk);
    get.send(pool).await.unwrap().item.unwrap()
}

#[ddbx::test(entities(Order, Other))]
async fn a_table_says_the_form_of_its_entities_fields(pool: Pool) {
    ddbx::put(order()).execute(&pool).await.unwrap();
    let read = ddbx::get::<Order>((true, at(60_000))).fetch_one(&pool).await.unwrap();
    assert_eq!(read, order());
    let expected = super::json(
        r#"{"pk": {"S": "A#t"}, "sk": {"S": "000000000060"}, "gsi1pk": {"S": "OPEN#t"},
        "gsi1sk": {"S": "1970-01-01T00:00:00.000000000Z"}, "_type": {"S": "Order"}, "open": {"S": "t"},
        "placed": {"N": "60"}, "due": {"S": "1970-01-01T00:00:00.000000000Z"}, "paid": {"NULL": true},
        "sent": {"S": "f"}, "day": {"N": "1"}, "bytes": {"S": "AQ=="}, "raw": {"B": "AQ=="}, "shown": {"S": "f"},
        "place": {"M": {"lit": {"BOOL": true}}}}"#,
    );
    assert_eq!(stored::<Order>(&pool, "A#t", "000000000060").await, expected);

    let updated = ddbx::update::<Order>((true, at(60_000)))
        .set(|o| o.seen, at(1_000))
        .set(|o| o.paid, true)
        .set(|o| o.bytes, vec![2])
        .set(|o| o.raw, b"abc")
        .when(|o| o.sent.eq(false).and(o.seen.not_exists()).and(o.placed.le(at(60_000))))
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!((updated.seen, updated.paid), (Some(at(1_000)), Some(true)));
    let query = ddbx::query::<Order>().index("by_open").filter(|o| o.open.eq(true));
    assert_eq!(query.count(&pool).await.unwrap(), 1);

    let mut older = expected;
    older.insert("sent", 1);
    older.remove("shown");
    let put = ops::PutItem::new(pool.table(Order::SCHEMA)).item(&older);
    put.send(&pool).await.unwrap();
    let read = ddbx::get::<Order>((true, at(60_000))).fetch_one(&pool).await.unwrap();
    assert_eq!((read.sent, read.shown), (true, true));

    let other = Other {
        id: "b".into(),
        at: at(1_001),
        open: true,
    };
    ddbx::put(other.clone()).execute(&pool).await.unwrap();
    let item = stored::<Other>(&pool, "B#b", "B").await;
    assert_eq!((&item["at"], &item["open"]), (&1001.into(), &"t".into()));
    assert_eq!(ddbx::get::<Other>("b").fetch_one(&pool).await.unwrap(), other);
}

#[ddbx::test(entities(Native))]
async fn a_table_that_says_nothing_changes_nothing(pool: Pool) {
    let native = Native {
        id: "c".into(),
        placed: at(1),
        seen: Some(at(2)),
        open: None,
        bytes: vec![1],
        maybe: None,
        stamp: Timestamp(3),
    };
    ddbx::put(native.clone()).execute(&pool).await.unwrap();
    let sk = "1970-01-01T00:00:00.001000000Z";
    let expected = super::json(
        r#"{"pk": {"S": "C#c"}, "sk": {"S": "1970-01-01T00:00:00.001000000Z"}, "gsi1pk": {"S": "T"},
        "gsi1sk": {"S": "1970-01-01T00:00:00.002000000Z"}, "_type": {"S": "Native"}, "id": {"S": "c"},
        "placed": {"S": "1970-01-01T00:00:00.001000000Z"}, "seen": {"S": "1970-01-01T00:00:00.002000000Z"},
        "bytes": {"B": "AQ=="}, "stamp": {"N": "3"}}"#,
    );
    assert_eq!(stored::<Native>(&pool, "C#c", sk).await, expected);
    // Whatever the type takes elsewhere, it takes here.
    let updated = ddbx::update::<Native>(("c", at(1)))
        .set(|n| n.bytes, b"abc")
        .set(|n| n.maybe, bytes::Bytes::from_static(b"x"))
        .set(|n| n.stamp, Timestamp(4))
        .when(|n| n.bytes.begins_with([1].as_slice()).and(n.stamp.lt(Timestamp(4))))
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!((updated.bytes, updated.maybe), (b"abc".to_vec(), Some(b"x".to_vec())));
}
