//! Fields that read what others wrote.

use std::time::SystemTime;

use ddbx::{Entity, Executor as _, Number, Pool, ops};

use super::{at, chain, json, raw};

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

    let blank = json(
        r#"{
            "id": {"S": "l3"}, "count": {"BOOL": true}, "number": {"N": "1"}, "open": {"N": "0"}, "name": {"S": ""},
            "gone": {"S": ""}, "letter": {"S": "off"}, "seen": {"S": ""}
        }"#,
    );
    ops::PutItem::new(pool.table(Loose::SCHEMA))
        .item(blank)
        .send(&pool)
        .await
        .unwrap();
    let read = ddbx::get::<Loose>("l3").fetch_one(&pool).await.unwrap();
    assert_eq!((read.count, read.open, read.letter), (1, false, false));
    assert_eq!((read.blank, read.gone, read.seen), (None, None, None));

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
    let message = chain(&error);
    assert!(
        message.contains("`Loose.count`: expected a u32, stored as number (N); found string (S)"),
        "{message}"
    );
    assert!(!message.contains("CANARY"));
}
