//! What a write says it will do.

use std::time::SystemTime;

use ddbx::{Entity, ErrorKind, Operation, Pool, Table, ops};
use ddbx_core::value::item_size;

use crate::recorder::Recorder;
use crate::{at, message};

#[derive(Entity, Clone, Debug)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:06}"))]
#[entity(by_courier(pk = courier, projection = keys_only))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    courier: Option<String>,
    note: Option<String>,
    #[entity(updated_at)]
    updated: Option<SystemTime>,
    #[entity(version)]
    version: u64,
}

#[derive(Table)]
#[table(name = "shop", pk = "pk", ttl = "until")]
struct Shop;

#[derive(Entity, Clone, Debug)]
#[entity(table = Shop, pk = "CART#{id}", write_id = "_write")]
struct Cart {
    id: String,
    total: u32,
    #[entity(expires)]
    until: Option<u64>,
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    photo: Vec<u8>,
}

fn order() -> Order {
    Order {
        customer: "ann".into(),
        number: 7,
        status: "open".into(),
        courier: None,
        note: Some("x".repeat(1000)),
        updated: None,
        version: 3,
    }
}

#[tokio::test]
async fn a_put_in_a_version() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let recorder = Recorder::new(&pool);
    let put = ddbx::put(order())
        .at(at(0))
        .when(|order| order.note.is_null().or(order.status.ne("sent")));
    let explanation = put.explain(&recorder).unwrap();
    assert!(!recorder.was_asked());
    assert_eq!(explanation.operation, Operation::PutItem);
    assert_eq!(
        explanation.to_string(),
        "\
PutItem of `Order` on table `orders`
  key       pk = CUSTOMER#{customer}
            sk = ORDER#{number:06}
  condition (attribute_not_exists(note) OR attribute_type(note, NULL) OR status <> …) AND version = …
  item      1148 bytes
  index     by_status: its entry is changed, and may get another key, of 1148 bytes
            by_courier: an entry that is there is removed
  estimate  4 to 8 write units, 0.000002500 to 0.000005000 USD: 2 for the table, 2 to 6 for its indexes
            2 write units, 0.000001250 USD, if the condition is false
  note      an item that it replaces counts by its own size, where that is larger
            an index whose entry stays as it is costs nothing; one whose entry has another key is written twice
"
    );
}

#[tokio::test]
async fn a_put_that_creates() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let order = Order {
        courier: Some("eve".into()),
        version: 0,
        ..order()
    };
    let put = ddbx::put(order).if_not_exists().explain(&pool).unwrap();
    let [by_status, by_courier] = &put.indexes[..] else {
        panic!("{:?}", put.indexes)
    };
    assert_eq!((by_status.before, by_status.after), (Some(false), Some(true)));
    assert_eq!(by_courier.to_string(), "by_courier: a new entry of 38 bytes");
    let estimate = put.estimate();
    assert_eq!(
        estimate.indexes.iter().map(|(_, units)| units.most).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!((estimate.total.least, estimate.total.most), (5, 5));
    assert_eq!(estimate.most_usd, 5.0 * 0.625 / 1e6);
    assert_eq!(put.with_price(1.0).estimate().least_usd, 5.0 / 1e6);
}

#[tokio::test]
async fn a_put_beside_other_entities() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let cart = Cart {
        id: "c1".into(),
        total: 5,
        until: Some(1),
    };
    let put = ddbx::put(cart.clone()).if_not_exists().explain(&pool).unwrap();
    // What has expired is replaced, and is there.
    assert_eq!(
        put.with_item_size(3000).to_string(),
        "\
PutItem of `Cart` on table `shop`
  key       pk = CART#{id}
  condition until <= … OR attribute_not_exists(pk)
  item      74 bytes, instead of about 3000
  estimate  1 to 3 write units, 0.000000625 to 0.000001875 USD
            1 to 3 write units, 0.000000625 to 0.000001875 USD, if the condition is false
  note      the id of the write is stored in `_write`
            an item that it replaces counts by its own size, where that is larger
"
    );
    let put = ddbx::put(cart.clone()).explain(&pool).unwrap();
    let stored = item_size(&cart.to_item().unwrap()) + "_write".len() + 32;
    assert_eq!((put.condition, put.item_bytes), (None, Some(stored as u64)));
}

#[tokio::test]
async fn an_update_and_what_the_library_adds() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let recorder = Recorder::new(&pool);
    let update = ddbx::update::<Order>(("ann", 7))
        .set(|order| order.status, "sent")
        .remove(|order| order.note)
        .when(|order| order.version.eq(3));
    let explanation = update.explain(&recorder).unwrap();
    assert!(!recorder.was_asked());
    assert_eq!(
        explanation.to_string(),
        "\
UpdateItem of `Order` on table `orders`
  key       pk = CUSTOMER#{customer}
            sk = ORDER#{number:06}
  condition attribute_exists(pk) AND version = …
  changes   SET status = …, updated = …, by_status_pk = …
            REMOVE note
            ADD version …
  item      of a size that is not known, at most 400 KB
  index     by_status: its entry is changed, and may get another key
            by_courier: untouched
  estimate  2 to 1200 write units, 0.000001250 to 0.000750000 USD: 1 to 400 for the table, 1 to 800 for its indexes
            1 to 400 write units, 0.000000625 to 0.000250000 USD, if the condition is false
  note      an index whose entry stays as it is costs nothing; one whose entry has another key is written twice
"
    );
    let text = explanation.with_item_size(1500).to_string();
    for line in [
        "  item      about 1500 bytes\n",
        "  index     by_status: its entry is changed, and may get another key, of about 1500 bytes\n",
        "  estimate  4 to 6 write units, 0.000002500 to 0.000003750 USD: 2 for the table, 2 to 4 for its indexes\n",
        "            1 to 2 write units, 0.000000625 to 0.000001250 USD, if the condition is false\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[tokio::test]
async fn an_update_beside_other_entities() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let update = ddbx::update::<Cart>("c1")
        .add(|cart| cart.total, 5)
        .when(|cart| cart.total.lt(9).or(cart.total.gt(99)));
    let explanation = update.explain(&pool).unwrap();
    assert_eq!(
        explanation.condition.as_deref(),
        Some("_type is Cart AND (total < … OR total > …) AND (attribute_not_exists(until) OR until > …)")
    );
    assert_eq!(explanation.changes, ["SET _write = …", "ADD total …"]);
}

#[tokio::test]
async fn a_deletion_by_key_knows_no_size() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let mut table = ops::TableDescription::default();
    (table.item_count, table.size_bytes) = (10, 25_000);
    let mut index = ops::IndexDescription::default();
    index.name = "by_courier".into();
    (index.item_count, index.size_bytes) = (5, 500);
    table.global_indexes = vec![index];
    let delete = ddbx::delete::<Order>(("ann", 7)).explain(&pool).unwrap();
    assert_eq!(
        delete.with_table(&table).to_string(),
        "\
DeleteItem of `Order` on table `orders`
  key       pk = CUSTOMER#{customer}
            sk = ORDER#{number:06}
  condition none
  item      about 2500 bytes
  index     by_status: an entry that is there is removed, of about 2500 bytes
            by_courier: an entry that is there is removed, of about 100 bytes
  estimate  1 to 7 write units, 0.000000625 to 0.000004375 USD: 1 to 3 for the table, 0 to 4 for its indexes
"
    );
}

#[tokio::test]
async fn a_deletion_of_what_was_read_knows_it_all() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let delete = ddbx::delete_entity(order()).explain(&pool).unwrap();
    assert_eq!(
        delete.to_string(),
        "\
DeleteItem of `Order` on table `orders`
  key       pk = CUSTOMER#{customer}
            sk = ORDER#{number:06}
  condition version = …
  item      1111 bytes
  index     by_status: its entry is removed, of 1111 bytes
            by_courier: no entry
  estimate  4 write units, 0.000002500 USD: 2 for the table, 2 for its indexes
            1 to 2 write units, 0.000000625 to 0.000001250 USD, if the condition is false
"
    );
    let unchecked = ddbx::delete_entity(order()).unchecked().explain(&pool).unwrap();
    let total = unchecked.estimate().total;
    assert_eq!((total.least, total.most), (1, 6), "another version may have a courier");
}

#[tokio::test]
async fn what_the_write_would_refuse_is_refused() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let large = User {
        id: "u1".into(),
        photo: vec![0; 500_000],
    };
    let error = ddbx::put(large.clone()).explain(&pool).unwrap_err();
    assert_eq!(
        message(&error),
        "PutItem on table `users`: the item has 500009 bytes, DynamoDB stores at most 409600 (400 KB)"
    );
    let keyless = User {
        id: String::new(),
        ..large.clone()
    };
    assert!(
        ddbx::put(keyless.clone())
            .explain(&pool)
            .is_err_and(|error| error.kind() == ErrorKind::Encode)
    );
    assert!(
        ddbx::delete_entity(keyless)
            .explain(&pool)
            .is_err_and(|error| error.kind() == ErrorKind::Encode)
    );
    assert!(
        ddbx::delete::<User>("")
            .explain(&pool)
            .is_err_and(|error| error.kind() == ErrorKind::Encode)
    );
    let nothing = ddbx::update::<User>("u1").explain(&pool).unwrap_err();
    assert!(message(&nothing).starts_with("UpdateItem on table `users`: this update of `User` changes nothing"));

    // It need not be one that can be stored to be deleted.
    let delete = ddbx::delete_entity(large).explain(&pool).unwrap();
    assert_eq!(delete.item_bytes, Some(500_009));
}
