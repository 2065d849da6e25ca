//! Fields that are stored in the key, and not besides.

use std::time::SystemTime;

use ddbx::{Attribute, Entity, Executor as _, Item, Number, Pool, Table, Value, ops};
use uuid::Uuid;

use crate::{at, chain, json};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(
    table = "visits",
    pk = "SITE#{site:escape}#{kind}",
    sk = "{day:i16}-{seen}-{id}-{page:06}"
)]
#[entity(by_kind(pk = "{kind}", sk = "{page:08}"))]
struct Visit {
    #[entity(key_only)]
    site: String,
    #[entity(key_only)]
    kind: Kind,
    #[entity(key_only)]
    day: i16,
    /// Not `key_only`: passed over, although it contains `-`.
    #[entity(iso)]
    seen: SystemTime,
    #[entity(key_only)]
    id: Uuid,
    #[entity(key_only)]
    page: u32,
    length: u32,
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq)]
enum Kind {
    Robot,
    Person,
}

fn visit() -> Visit {
    Visit {
        site: "a#b%".into(),
        kind: Kind::Person,
        day: -3,
        seen: at(1_500),
        id: Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8),
        page: 12,
        length: 4,
    }
}

fn key() -> (&'static str, Kind, i16, SystemTime, Uuid, u32) {
    ("a#b%", Kind::Person, -3, at(1_500), visit().id, 12)
}

const STORED: &str = r#"{"pk":{"S":"SITE#a%23b%25#Person"},
    "sk":{"S":"32765-1970-01-01T00:00:01.500000000Z-67e55044-10b1-426f-9247-bb680e5fe0c8-000012"},
    "by_kind_pk":{"S":"Person"},"by_kind_sk":{"S":"00000012"},
    "seen":{"S":"1970-01-01T00:00:01.500000000Z"},"length":{"N":"4"}}"#;

#[ddbx::test(entities(Visit))]
async fn the_key_alone_holds_them_and_gives_them_back(pool: Pool) {
    let visit = ddbx::put(visit()).if_not_exists().execute(&pool).await.unwrap();
    let raw: Item = ops::GetItem::new(pool.table(Visit::SCHEMA))
        .key("pk", json(STORED)["pk"].clone())
        .key("sk", json(STORED)["sk"].clone())
        .send(&pool)
        .await
        .unwrap()
        .item
        .unwrap();
    assert_eq!(raw, json(STORED));
    assert_eq!(ddbx::get::<Visit>(key()).fetch_one(&pool).await.unwrap(), visit);

    let query = ddbx::query::<Visit>().filter(|visit| visit.site.eq("a#b%").and(visit.kind.eq(Kind::Person)));
    assert_eq!(query.fetch_all(&pool).await.unwrap(), std::slice::from_ref(&visit));
    let query = ddbx::query::<Visit>()
        .index("by_kind")
        .filter(|visit| visit.kind.eq(Kind::Person).and(visit.page.eq(12)));
    assert_eq!(query.fetch_all(&pool).await.unwrap(), std::slice::from_ref(&visit));

    let update = ddbx::update::<Visit>(key())
        .set(|visit| visit.length, 5)
        .when(|visit| visit.length.eq(4));
    let longer = Visit { length: 5, ..visit };
    assert_eq!(update.returning_new().execute(&pool).await.unwrap(), longer);
    let gone = ddbx::delete::<Visit>(key())
        .returning_old()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(gone, Some(longer));
}

#[ddbx::test(entities(Visit))]
async fn no_condition_but_that_of_the_key_can_name_them(pool: Pool) {
    let refusal = "`page` of `Visit` is stored in the key only, and a condition has no attribute of it to test: \
                   the key of the statement says what it is; without `key_only` it has an attribute";
    let put = ddbx::put(visit()).when(|visit| visit.length.exists().or(!visit.page.eq(3)));
    assert_eq!(
        chain(&put.execute(&pool).await.unwrap_err()),
        format!("PutItem on table `visits`: {refusal}")
    );
    let update = ddbx::update::<Visit>(key())
        .set(|visit| visit.length, 1)
        .when(|visit| visit.page.exists());
    assert_eq!(
        chain(&update.execute(&pool).await.unwrap_err()),
        format!("UpdateItem on table `visits`: {refusal}")
    );
    let delete = ddbx::delete::<Visit>(key()).when(|visit| visit.page.not_exists());
    assert_eq!(
        chain(&delete.execute(&pool).await.unwrap_err()),
        format!("DeleteItem on table `visits`: {refusal}")
    );

    let query = ddbx::query::<Visit>().filter(|visit| {
        visit
            .site
            .eq("a")
            .and(visit.kind.eq(Kind::Robot))
            .and(visit.page.exists())
    });
    assert!(chain(&query.fetch_all(&pool).await.unwrap_err()).contains(
        "this condition names a field that is stored in the key only: it has no attribute that a filter could test"
    ));
    let update = ddbx::update::<Visit>(key()).set(|visit| visit.page, 3_u32);
    assert!(chain(&update.execute(&pool).await.unwrap_err()).contains(
        "`page` is part of the primary key of `Visit` and cannot be updated: delete the item and put a new one"
    ));
}

#[test]
fn an_attribute_of_the_name_is_passed_over() {
    let item = json(STORED).with("page", "twelve").with("site", 1);
    let read: Visit = ddbx::codec::item_from_slice(&ddbx::codec::item_to_vec(&item).unwrap()).unwrap();
    assert_eq!(read, visit());
}

#[test]
fn a_key_that_does_not_match_is_an_error_without_its_text() {
    let why = |attribute: &str, value: Value| {
        let item = json(STORED).with(attribute, value);
        let item = ddbx::codec::item_to_vec(&item).unwrap();
        ddbx::codec::item_from_slice::<Visit>(&item).unwrap_err().to_string()
    };
    let sort = "it is stored in the key only, and the attribute `sk` does not match the template \
                \"{day:i16}-{seen}-{id}-{page:06}\"";
    let partition = "it is stored in the key only, and the attribute `pk` does not match the template \
                     \"SITE#{site:escape}#{kind}\"";
    let seen = "1970-01-01T00:00:01.500000000Z";
    let id = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    for (attribute, value, message) in [
        ("pk", "SITE#a".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SHOP#a#Robot".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SITE##Robot".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SITE#a%2#Robot".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SITE#a%41#Robot".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SITE#a%FF#Robot".to_owned(), format!("`Visit.site`: {partition}")),
        ("pk", "SITE#a#Robot#".to_owned(), format!("`Visit.site`: {partition}")),
        (
            "pk",
            "SITE#a#Ghost".to_owned(),
            "`Visit.kind`: unknown variant; `Kind` knows `Robot` and `Person`".to_owned(),
        ),
        ("sk", String::new(), format!("`Visit.day`: {sort}")),
        (
            "sk",
            format!("65536-{seen}-{id}-000012"),
            format!("`Visit.day`: {sort}"),
        ),
        (
            "sk",
            format!("-3276-{seen}-{id}-000012"),
            format!("`Visit.day`: {sort}"),
        ),
        ("sk", format!("32765-{seen}-{id}-12"), format!("`Visit.day`: {sort}")),
        (
            "sk",
            format!("32765-{seen}-{id}-000012-"),
            format!("`Visit.day`: {sort}"),
        ),
        (
            "sk",
            format!("32765-é{seen}-{id}-000012"),
            format!("`Visit.day`: {sort}"),
        ),
        (
            "sk",
            format!("32765-{seen}-{}-000012", id.to_uppercase()),
            "`Visit.id`: does not fit a Uuid: the text in the key is none that is written for it".to_owned(),
        ),
    ] {
        assert_eq!(why(attribute, Value::from(&*value)), message, "{value}");
    }
    assert_eq!(
        why("sk", Value::from(3)),
        "`Visit.sk`: expected a String, stored as string (S); found number (N)"
    );
    let mut item = json(STORED);
    item.remove("sk");
    let error = ddbx::codec::item_from_slice::<Visit>(&ddbx::codec::item_to_vec(&item).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Visit.day`: it is stored in the key only, and the attribute `sk` is missing, which has the template \
         \"{day:i16}-{seen}-{id}-{page:06}\""
    );
}

#[derive(Table)]
#[table(name = "shop", pk = "hash", sk = "range", index(name = "by_number", pk = "gsi1pk"))]
struct Shop;

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Name(String);

/// In a shared table, and with an attribute of a key as its name.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "{hash}|{price}|", sk = "X{paid:i64}{tag:04}X", by_number(pk = number))]
struct Order {
    #[entity(key_only)]
    hash: Name,
    #[entity(key_only)]
    price: Number,
    #[entity(key_only, unix)]
    paid: SystemTime,
    tag: u8,
    number: i64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "{number:i64}", sk = "N", by_number(pk = number))]
struct Counter {
    #[entity(key_only)]
    number: i64,
}

#[ddbx::test(entities(Counter))]
async fn a_shared_table_has_the_key_under_its_own_names(pool: Pool) {
    let counter = ddbx::put(Counter { number: -5 }).execute(&pool).await.unwrap();
    let by_number = ddbx::query::<Counter>()
        .index("by_number")
        .filter(|counter| counter.number.eq(-5));
    assert_eq!(by_number.fetch_all(&pool).await.unwrap(), [counter]);
    let item = ddbx::codec::item_to_vec(&Counter { number: -5 }).unwrap();
    assert_eq!(
        json(std::str::from_utf8(&item).unwrap()),
        json(r#"{"hash":{"S":"09223372036854775803"},"range":{"S":"N"},"gsi1pk":{"N":"-5"},"_type":{"S":"Counter"}}"#)
    );
}

#[test]
fn every_type_of_a_key_comes_back_from_it() {
    for (hash, price, paid, tag) in [
        ("a", "1.5", 0, 0),
        ("é-x", "-10", 1_896_091_200, 255),
        ("-", "-0.25", 7, 9),
    ] {
        let order = Order {
            hash: Name(hash.into()),
            price: price.parse().unwrap(),
            paid: at(paid * 1000),
            tag,
            number: 3,
        };
        let item = ddbx::codec::item_to_vec(&order).unwrap();
        assert_eq!(ddbx::codec::item_from_slice::<Order>(&item).unwrap(), order);
        let item: Item = ddbx::codec::item_from_slice(&item).unwrap();
        let names: Vec<_> = item.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["_type", "gsi1pk", "hash", "number", "range", "tag"]);
        assert_eq!(item["hash"], Value::from(format!("{hash}|{price}|").as_str()));
    }
}
