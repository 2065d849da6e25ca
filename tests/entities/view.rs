//! Structs with fewer fields of an entity: what they transfer, and how their fields are read.

use std::collections::HashSet;
use std::time::SystemTime;

use ddbx::{Attribute, Entity, Executor as _, Number, Pool, View};

use crate::recorder::Recorder;
use crate::{at, json};

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Address {
    city: String,
    road: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "{number:06}", timestamps = unix)]
struct Order {
    #[entity(key_only)]
    customer: String,
    #[entity(key_only)]
    number: u32,
    #[entity(rename = "total_cents")]
    total: u64,
    #[entity(sensitive)]
    note: Option<String>,
    placed: SystemTime,
    paid: Option<SystemTime>,
    tags: HashSet<String>,
    address: Address,
    #[entity(alias = "title", alias = "label")]
    name: String,
    #[entity(default = "EUR")]
    currency: String,
    #[entity(lenient)]
    count: u32,
    #[entity(lenient, text_bool)]
    open: Option<bool>,
    #[entity(null)]
    comment: Option<Number>,
    photo: Vec<u8>,
}

fn order() -> Order {
    Order {
        customer: "ann".into(),
        number: 7,
        total: 1250,
        note: None,
        placed: at(60_000),
        paid: Some(at(90_000)),
        tags: HashSet::new(),
        address: Address {
            city: "Oslo".into(),
            road: None,
        },
        name: "Lamp".into(),
        currency: "NOK".into(),
        count: 3,
        open: Some(true),
        comment: None,
        photo: vec![0; 100],
    }
}

#[derive(View, Debug, PartialEq)]
#[view(Order)]
struct Summary {
    total: u64,
    note: Option<String>,
}

/// Every way in which a field can be stored, in another order.
#[derive(View, Debug, PartialEq)]
#[view(Order)]
struct Many {
    open: Option<bool>,
    count: u32,
    currency: String,
    name: String,
    comment: Option<Number>,
    address: Address,
    tags: HashSet<String>,
    paid: Option<SystemTime>,
    placed: SystemTime,
    #[view(from = number)]
    position: u32,
    #[view(from = customer)]
    buyer: String,
}

#[derive(View, Debug, PartialEq)]
#[view(Order)]
struct Key {
    customer: String,
    number: u32,
}

/// The attributes that the last request asks for, by their names; none means all.
pub(crate) fn asked(recorder: &Recorder<'_>) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_slice(&recorder.last().body).unwrap();
    let Some(projection) = body.get("ProjectionExpression") else {
        assert!(body.get("ExpressionAttributeNames").is_none());
        return Vec::new();
    };
    let name = |placeholder: &str| {
        body["ExpressionAttributeNames"][placeholder]
            .as_str()
            .unwrap()
            .to_owned()
    };
    projection.as_str().unwrap().split(", ").map(name).collect()
}

#[ddbx::test(entities(Order))]
async fn a_view_transfers_its_own_fields_only(pool: Pool) {
    ddbx::put(order()).execute(&pool).await.unwrap();
    let recorder = Recorder::new(&pool);
    let get = || ddbx::get::<Order>(("ann", 7));
    let summary = get()
        .select::<Summary>()
        .consistent()
        .fetch_one(&recorder)
        .await
        .unwrap();
    assert_eq!(
        summary,
        Summary {
            total: 1250,
            note: None
        }
    );
    let table = pool.table(Order::SCHEMA);
    assert_eq!(
        String::from_utf8(recorder.last().body.to_vec()).unwrap(),
        format!(
            concat!(
                r##"{{"TableName":"{}","Key":{{"pk":{{"S":"CUSTOMER#ann"}},"sk":{{"S":"000007"}}}},"##,
                r##""ProjectionExpression":"#0, #1","ExpressionAttributeNames":{{"#0":"total_cents","#1":"note"}},"##,
                r##""ConsistentRead":true}}"##
            ),
            &*table
        )
    );

    let whole = get().fetch_one(&recorder).await.unwrap();
    assert_eq!((whole, asked(&recorder)), (order(), Vec::new()));
    let whole = get()
        .select::<Summary>()
        .select::<Order>()
        .fetch_one(&recorder)
        .await
        .unwrap();
    assert_eq!((whole, asked(&recorder)), (order(), Vec::new()));
}

#[ddbx::test(entities(Order))]
async fn a_field_is_read_as_its_entity_reads_it(pool: Pool) {
    ddbx::put(order()).execute(&pool).await.unwrap();
    let recorder = Recorder::new(&pool);
    let many = ddbx::get::<Order>(("ann", 7))
        .select::<Many>()
        .fetch_one(&recorder)
        .await
        .unwrap();
    let expected = Many {
        open: Some(true),
        count: 3,
        currency: "NOK".into(),
        name: "Lamp".into(),
        comment: None,
        address: order().address,
        tags: HashSet::new(),
        paid: Some(at(90_000)),
        placed: at(60_000),
        position: 7,
        buyer: "ann".into(),
    };
    assert_eq!(many, expected);
    assert_eq!(
        asked(&recorder),
        [
            "open", "count", "currency", "name", "title", "label", "comment", "address", "tags", "paid", "placed",
            "sk", "pk"
        ]
    );

    let key = ddbx::get::<Order>(("ann", 7))
        .select::<Key>()
        .fetch_one(&recorder)
        .await
        .unwrap();
    let expected = Key {
        customer: "ann".into(),
        number: 7,
    };
    assert_eq!(
        (key, asked(&recorder)),
        (expected, vec!["pk".to_owned(), "sk".to_owned()])
    );
}

#[test]
fn what_others_wrote_is_read_as_by_the_entity() {
    let item = json(
        r#"{"pk":{"S":"CUSTOMER#ann"},"sk":{"S":"000007"},"customer":{"N":"1"},"label":{"S":"Lamp"},"title":{"S":"Light"},
            "placed":{"N":"60"},"address":{"M":{"city":{"S":"Oslo"}}},"count":{"S":"42"},"open":{"S":""},
            "comment":{"NULL":true},"total_cents":{"N":"1"},"photo":{"B":""}}"#,
    );
    let text = ddbx::codec::item_to_vec(&item).unwrap();
    let many: Many = ddbx::codec::item_from_slice(&text).unwrap();
    let order: Order = ddbx::codec::item_from_slice(&text).unwrap();
    assert_eq!(
        (many.name.as_str(), many.currency.as_str(), many.count),
        ("Light", "EUR", 42)
    );
    assert_eq!((many.open, many.comment, many.paid), (None, None, None));
    assert_eq!((many.buyer, many.position), ("ann".to_owned(), 7));
    assert_eq!(
        (order.name, order.currency, order.count),
        (many.name, many.currency, many.count)
    );
    assert_eq!((order.open, order.comment, order.paid), (None, None, None));
}

#[test]
fn an_error_names_the_view_and_the_attribute() {
    for (item, expected) in [
        (
            "{}",
            "`Summary.total_cents`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            r#"{"total_cents":{"S":"secret"}}"#,
            "`Summary.total_cents`: expected a u64, stored as number (N); found string (S)",
        ),
    ] {
        let error = ddbx::codec::item_from_slice::<Summary>(item.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for (item, expected) in [
        ("{}", "the attribute `pk` is missing"),
        (
            r#"{"pk":{"S":"X#ann"}}"#,
            "the attribute `pk` does not match the template",
        ),
    ] {
        let error = ddbx::codec::item_from_slice::<Key>(item.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}
