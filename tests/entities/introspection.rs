//! What an entity is in its table, as items.

use ddbx::{Entity, Executor as _, Item, Pool, Table, Value, ops};

#[derive(Table)]
#[table(
    name = "shop",
    sk = "sk",
    index(name = "by_status", pk = "gsi1pk", sk = ["gsi1sk", "gsi1sk2"]),
    local_index(name = "by_total", sk = "lsi1sk")
)]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "order", pk = "CUSTOMER#{customer:escape}", sk = "{number:i16}", write_id)]
#[entity(by_status(pk = status, sk = [total, courier]), by_total(sk = total))]
struct Order {
    #[entity(key_only)]
    customer: String,
    #[entity(key_only)]
    number: i16,
    status: String,
    total: u32,
    courier: Option<String>,
}

fn order() -> Order {
    Order {
        customer: "a#b".into(),
        number: -1,
        status: "open".into(),
        total: 3,
        courier: Some("eve".into()),
    }
}

#[test]
fn the_keys_of_an_entity_are_items() {
    let key = Item::new().with("pk", "CUSTOMER#a%23b").with("sk", "32767");
    assert_eq!(order().key().unwrap(), key);
    assert_eq!(order().index_key("primary").unwrap(), Some(key));
    let by_status = Item::new()
        .with("gsi1pk", "open")
        .with("gsi1sk", 3)
        .with("gsi1sk2", "eve");
    assert_eq!(order().index_key("by_status").unwrap(), Some(by_status));
    let by_total = Item::new().with("pk", "CUSTOMER#a%23b").with("lsi1sk", 3);
    assert_eq!(order().index_key("by_total").unwrap(), Some(by_total));
    let alone = Order {
        courier: None,
        ..order()
    };
    assert_eq!(alone.index_key("by_status").unwrap(), None);
}

#[test]
fn an_index_that_is_not_there_names_those_that_are() {
    let error = order().index_key("by_state").unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "`Order` has no index `by_state`; it has\
         \n  index primary: CUSTOMER#{customer:escape}, sorted by {number:i16}\
         \n  index by_status: gsi1pk, sorted by gsi1sk + gsi1sk2\
         \n  index by_total: CUSTOMER#{customer:escape}, sorted by lsi1sk"
    );
    let unnamed = Order {
        customer: String::new(),
        ..order()
    };
    for error in [
        unnamed.key().unwrap_err(),
        unnamed.index_key("by_total").unwrap_err(),
        unnamed.to_item().unwrap_err(),
    ] {
        assert_eq!(
            crate::chain(&error),
            "a value cannot be stored in DynamoDB: `Order.customer`: a key cannot be empty"
        );
    }
}

#[ddbx::test(entities(Order))]
async fn the_item_of_an_entity_is_what_a_put_stores(pool: Pool) {
    let mut item = order().to_item().unwrap();
    assert_eq!(item["_type"], Value::from("order"));
    assert_eq!(Order::from_item(item.clone()).unwrap(), order());

    ddbx::put(order()).execute(&pool).await.unwrap();
    let get = ops::GetItem::new(pool.table(Order::SCHEMA));
    let key = order().key().unwrap();
    let get = key.iter().fold(get, |get, (name, value)| get.key(name, value));
    let stored: Item = get.send(&pool).await.unwrap().item.unwrap();
    item.insert("_w", stored["_w"].clone());
    assert_eq!(stored, item);

    item.remove("total");
    let error = Order::from_item(item).unwrap_err();
    assert!(crate::chain(&error).contains("`Order.total`: the attribute is missing"));
}

#[test]
fn a_sensitive_field_says_so() {
    #[derive(Entity)]
    #[entity(table = "cards", pk = "CARD#{id}")]
    struct Card {
        id: String,
        #[entity(sensitive)]
        number: String,
    }

    let is_sensitive = |name| Card::SCHEMA.field(name).map(ddbx::schema::FieldDef::is_sensitive);
    assert_eq!((is_sensitive("id"), is_sensitive("number")), (Some(false), Some(true)));
}
