//! Enums as maps with a tag and as numbers, and names in another case: stored, read back, refused.

use std::fmt::Debug;

use ddbx::codec::{Decode, Encode, from_slice, to_vec};
use ddbx::{Attribute, Entity, Executor as _, Item, Pool, Value, ops};

use crate::chain;

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(rename_all = "camelCase")]
struct Card {
    last_digits: String,
    #[attribute(rename = "exp")]
    expires: Option<u32>,
}

/// The data beside the tag.
#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind", rename_all = "snake_case")]
enum Payment {
    InCash,
    Card(Card),
    #[attribute(rename = "bill")]
    Invoice {
        number: u32,
        #[attribute(rename = "due on")]
        due: Option<String>,
        #[attribute(default)]
        reminders: u8,
        #[attribute(skip)]
        shown: bool,
        parts: Vec<Payment>,
    },
    Nothing {},
}

/// The data in an attribute of its own.
#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "t", content = "c")]
enum Event {
    Started,
    Named(String),
    Noted(Option<String>),
    Paid(Payment),
    Moved { t: i32, r#type: Option<u32> },
    Nested(Box<Self>),
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq)]
#[attribute(number)]
enum Priority {
    Low = -1,
    Normal,
    High = 10,
    Urgent,
}

const FLAG: isize = 1 << 4;

#[derive(Attribute, Clone, Copy, Debug, PartialEq)]
#[attribute(number)]
#[repr(u64)]
enum Wide {
    Flag = FLAG as u64,
    Most = u64::MAX,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(
    table = "tickets",
    rename_all = "camelCase",
    pk = "OF#{customer_id}",
    sk = "P#{priority:03}#{opened_at:012}",
    by_priority(pk = priority, sk = opened_at)
)]
struct Ticket {
    customer_id: String,
    priority: Priority,
    opened_at: u64,
    wide: Wide,
    paid_with: Payment,
    #[entity(rename = "log")]
    events: Vec<Event>,
}

fn round_trip<T>(value: &T, json: &str)
where
    T: Encode + for<'de> Decode<'de> + PartialEq + Debug,
{
    assert_eq!(String::from_utf8(to_vec(value).unwrap()).unwrap(), json);
    assert_eq!(&from_slice::<T>(json.as_bytes()).unwrap(), value, "{json}");
}

fn refused<T: for<'de> Decode<'de> + Debug>(json: &str) -> String {
    from_slice::<T>(json.as_bytes()).unwrap_err().to_string()
}

fn invoice() -> Payment {
    Payment::Invoice {
        number: 7,
        due: Some("today".into()),
        reminders: 2,
        shown: false,
        parts: vec![Payment::InCash],
    }
}

fn card() -> Card {
    Card {
        last_digits: "1881".into(),
        expires: None,
    }
}

#[test]
fn beside_the_tag() {
    let table = [
        (Payment::InCash, r#"{"M":{"kind":{"S":"in_cash"}}}"#),
        (Payment::Nothing {}, r#"{"M":{"kind":{"S":"nothing"}}}"#),
        (
            Payment::Card(card()),
            r#"{"M":{"kind":{"S":"card"},"lastDigits":{"S":"1881"}}}"#,
        ),
        (
            Payment::Card(Card {
                expires: Some(30),
                ..card()
            }),
            r#"{"M":{"kind":{"S":"card"},"lastDigits":{"S":"1881"},"exp":{"N":"30"}}}"#,
        ),
        (
            invoice(),
            r#"{"M":{"kind":{"S":"bill"},"number":{"N":"7"},"due on":{"S":"today"},"reminders":{"N":"2"},"parts":{"L":[{"M":{"kind":{"S":"in_cash"}}}]}}}"#,
        ),
    ];
    for (value, json) in table {
        round_trip(&value, json);
    }
}

#[test]
fn in_the_content() {
    let table = [
        (Event::Started, r#"{"M":{"t":{"S":"Started"}}}"#),
        (
            Event::Named("x\"".into()),
            r#"{"M":{"t":{"S":"Named"},"c":{"S":"x\""}}}"#,
        ),
        (Event::Noted(None), r#"{"M":{"t":{"S":"Noted"}}}"#),
        (
            Event::Noted(Some("x".into())),
            r#"{"M":{"t":{"S":"Noted"},"c":{"S":"x"}}}"#,
        ),
        (
            Event::Paid(Payment::InCash),
            r#"{"M":{"t":{"S":"Paid"},"c":{"M":{"kind":{"S":"in_cash"}}}}}"#,
        ),
        (
            Event::Moved { t: -1, r#type: None },
            r#"{"M":{"t":{"S":"Moved"},"c":{"M":{"t":{"N":"-1"}}}}}"#,
        ),
        (
            Event::Nested(Box::new(Event::Started)),
            r#"{"M":{"t":{"S":"Nested"},"c":{"M":{"t":{"S":"Started"}}}}}"#,
        ),
    ];
    for (value, json) in table {
        round_trip(&value, json);
    }
}

#[test]
fn numbers() {
    let table = [
        (Priority::Low, r#"{"N":"-1"}"#),
        (Priority::Normal, r#"{"N":"0"}"#),
        (Priority::High, r#"{"N":"10"}"#),
        (Priority::Urgent, r#"{"N":"11"}"#),
    ];
    for (value, json) in table {
        round_trip(&value, json);
    }
    round_trip(&Wide::Flag, r#"{"N":"16"}"#);
    round_trip(&Wide::Most, r#"{"N":"18446744073709551615"}"#);
    for same in ["1e1", "10.0", "+10"] {
        let read: Priority = from_slice(format!(r#"{{"N":"{same}"}}"#).as_bytes()).unwrap();
        assert_eq!(read, Priority::High, "{same}");
    }
}

#[test]
fn members_come_in_any_order_and_others_are_ignored() {
    let read: Payment = from_slice(
        br#"{"M":{"other":{"M":{"kind":{"S":"bill"}}},"parts":{"L":[]},"number":{"N":"1"},"kind":{"S":"bill"}}}"#,
    )
    .unwrap();
    assert!(matches!(
        read,
        Payment::Invoice {
            number: 1,
            reminders: 0,
            ..
        }
    ));
    let read: Payment = from_slice(br#"{"M":{"lastDigits":{"S":"1"},"x":{"NULL":true},"kind":{"S":"card"}}}"#).unwrap();
    assert!(matches!(read, Payment::Card(_)));
    let read: Event = from_slice(br#"{"M":{"c":{"S":"name"},"x":{"L":[]},"t":{"S":"Named"}}}"#).unwrap();
    assert_eq!(read, Event::Named("name".into()));
}

#[test]
fn what_does_not_fit_is_refused_by_path_and_never_shown() {
    let known = "`Payment` knows `in_cash`, `card`, `bill` and `nothing`";
    let payments = [
        (
            r#"{"M":{"kind":{"S":"CANARY"}}}"#,
            format!("`kind`: unknown variant; {known}"),
        ),
        (
            r#"{"M":{"CANARY":{"S":"CANARY"}}}"#,
            format!("`kind`: the tag is missing, which says what the map is; {known}"),
        ),
        (
            r#"{"M":{"kind":{"N":"1"}}}"#,
            "`kind`: expected a String, stored as string (S); found number (N)".into(),
        ),
        (
            r#"{"S":"CANARY"}"#,
            "expected a Payment, stored as map (M); found string (S)".into(),
        ),
        (
            r#"{"M":{"kind":{"S":"bill"},"number":{"S":"CANARY"},"parts":{"L":[]}}}"#,
            "`number`: expected a u32, stored as number (N); found string (S)".into(),
        ),
        (
            r#"{"M":{"kind":{"S":"bill"},"number":{"N":"1"},"parts":{"L":[{"M":{"kind":{"S":"CANARY"}}}]}}}"#,
            format!("`parts[0].kind`: unknown variant; {known}"),
        ),
        (
            r#"{"M":{"kind":{"S":"bill"},"parts":{"L":[]}}}"#,
            "`number`: the attribute is missing from the item; make the field an `Option`, or mark it `default`".into(),
        ),
        (
            r#"{"M":{"kind":{"S":"card"},"lastDigits":{"N":"4711"}}}"#,
            "`lastDigits`: expected a String, stored as string (S); found number (N)".into(),
        ),
    ];
    for (json, message) in payments {
        assert_eq!(refused::<Payment>(json), message);
    }
    let events = [
        (
            r#"{"M":{"t":{"S":"CANARY"},"c":{"S":"CANARY"}}}"#,
            "`t`: unknown variant; `Event` knows `Started`, `Named`, `Noted`, `Paid`, `Moved` and `Nested`",
        ),
        (
            r#"{"M":{"t":{"S":"Named"},"c":{"N":"4711"}}}"#,
            "`c`: expected a String, stored as string (S); found number (N)",
        ),
        (
            r#"{"M":{"t":{"S":"Named"}}}"#,
            "`c`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            r#"{"M":{"t":{"S":"Moved"},"c":{"M":{"t":{"S":"CANARY"}}}}}"#,
            "`c.t`: expected an i32, stored as number (N); found string (S)",
        ),
        (
            r#"{"M":{"t":{"S":"Moved"}}}"#,
            "`c`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            r#"{"M":{"t":{"S":"Nested"},"c":{"M":{"t":{"S":"Nested"},"c":{"M":{"t":{"S":"CANARY"}}}}}}}"#,
            "`c.c.t`: unknown variant; `Event` knows `Started`, `Named`, `Noted`, `Paid`, `Moved` and `Nested`",
        ),
    ];
    for (json, message) in events {
        assert_eq!(refused::<Event>(json), message);
    }
    let numbers = [
        (
            r#"{"N":"4711"}"#,
            "unknown number; `Priority` knows `Low = -1`, `Normal = 0`, `High = 10` and `Urgent = 11`",
        ),
        (r#"{"N":"47.11"}"#, "does not fit a Priority: the number has a fraction"),
        (
            r#"{"S":"CANARY"}"#,
            "expected a Priority, stored as number (N); found string (S)",
        ),
    ];
    for (json, message) in numbers {
        assert_eq!(refused::<Priority>(json), message);
    }
    assert_eq!(
        refused::<Wide>(r#"{"N":"4711"}"#),
        "unknown number; `Wide` knows `Flag` and `Most`"
    );
}

#[test]
fn levels_are_counted() {
    let mut deep = Event::Started;
    for _ in 0..31 {
        deep = Event::Nested(Box::new(deep));
    }
    let json = to_vec(&deep).unwrap();
    assert_eq!(from_slice::<Event>(&json).unwrap(), deep);
    let error = to_vec(&Event::Nested(Box::new(deep))).unwrap_err().to_string();
    assert!(error.ends_with("more than 32 levels of nesting"), "{error}");
}

fn ticket(priority: Priority) -> Ticket {
    Ticket {
        customer_id: "c1".into(),
        priority,
        opened_at: 5,
        wide: Wide::Most,
        paid_with: invoice(),
        events: vec![
            Event::Started,
            Event::Named("n".into()),
            Event::Paid(Payment::Card(card())),
            Event::Moved { t: 1, r#type: Some(2) },
        ],
    }
}

#[ddbx::test(entities(Ticket))]
async fn every_verb_takes_them(pool: Pool) {
    for priority in [Priority::Normal, Priority::High, Priority::Urgent] {
        ddbx::put(ticket(priority)).execute(&pool).await.unwrap();
        let read = ddbx::get::<Ticket>(("c1", priority, 5)).fetch_one(&pool).await.unwrap();
        assert_eq!(read, ticket(priority));
    }
    let high = ops::GetItem::new(pool.table(Ticket::SCHEMA))
        .key("pk", "OF#c1")
        .key("sk", "P#010#000000000005");
    let item: Item = high.send(&pool).await.unwrap().item.expect("a key with a width");
    let names: Vec<_> = item.iter().map(|(name, _)| name).collect();
    for name in ["customerId", "priority", "openedAt", "wide", "paidWith", "log"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(item["priority"], Value::from(10));
    assert_eq!(item["paidWith"].as_m().unwrap()["kind"], Value::from("bill"));

    let all = ddbx::query::<Ticket>()
        .filter(|t| t.customer_id.eq("c1"))
        .fetch_all(&pool)
        .await
        .unwrap();
    let priorities: Vec<_> = all.iter().map(|ticket| ticket.priority).collect();
    assert_eq!(
        priorities,
        [Priority::Normal, Priority::High, Priority::Urgent],
        "as numbers"
    );
    let updated = ddbx::update::<Ticket>(("c1", Priority::High, 5))
        .set(|t| t.paid_with, Payment::InCash)
        .set(|t| t.wide, Wide::Flag)
        .when(|t| t.wide.eq(Wide::Most).and(t.priority.gt(Priority::Normal)))
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!((updated.paid_with, updated.wide), (Payment::InCash, Wide::Flag));
    let deleted = ddbx::delete::<Ticket>(("c1", Priority::High, 5))
        .when(|t| t.wide.eq(Wide::Flag))
        .execute(&pool);
    deleted.await.unwrap();
}

#[ddbx::test(entities(Ticket))]
async fn a_tagged_one_is_compared_as_a_whole(pool: Pool) {
    ddbx::put(ticket(Priority::High)).execute(&pool).await.unwrap();
    let delete =
        |paid_with: Payment| ddbx::delete::<Ticket>(("c1", Priority::High, 5)).when(move |t| t.paid_with.eq(paid_with));
    assert!(
        delete(Payment::InCash)
            .execute(&pool)
            .await
            .unwrap_err()
            .is_condition_failed()
    );
    delete(invoice()).execute(&pool).await.unwrap();
}

#[ddbx::test(entities(Ticket))]
async fn a_negative_number_does_not_sort_in_a_template(pool: Pool) {
    let error = ddbx::put(ticket(Priority::Low)).execute(&pool).await.unwrap_err();
    assert!(
        chain(&error)
            .ends_with("`Ticket.priority`: a negative number cannot be padded in a key template: it would not sort; `i64` in place of the width can hold it"),
        "{}",
        chain(&error)
    );
}

#[ddbx::test(entities(Ticket))]
async fn an_unknown_tag_in_an_item_is_an_error_with_its_path(pool: Pool) {
    let mut item: Item =
        ddbx::codec::item_from_slice(&ddbx::codec::item_to_vec(&ticket(Priority::High)).unwrap()).unwrap();
    item.insert("paidWith", Value::M(Item::new().with("kind", "CANARY")));
    let table = pool.table(Ticket::SCHEMA);
    ops::PutItem::new(table).item(item).send(&pool).await.unwrap();
    let error = ddbx::get::<Ticket>(("c1", Priority::High, 5))
        .fetch_one(&pool)
        .await
        .unwrap_err();
    let text = chain(&error);
    assert!(
        text.ends_with(
            "`Ticket.paidWith.kind`: unknown variant; `Payment` knows `in_cash`, `card`, `bill` and `nothing`"
        ),
        "{text}"
    );
    assert!(!format!("{error:?}{text}").contains("CANARY"), "{error:?}");
}
