//! What a get or a write meets at its key, in a table that entities share.

use ddbx::{Entity, Error, Pool, Table, ops};

use crate::message;

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "S")]
struct Order {
    id: String,
    state: String,
    total: Option<u32>,
}

/// At the keys of orders, with attributes that would do for one.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "S")]
struct Invoice {
    id: String,
    state: String,
    paid: bool,
}

fn invoice() -> Invoice {
    Invoice {
        id: "1".into(),
        state: "open".into(),
        paid: true,
    }
}

fn order() -> Order {
    Order {
        id: "1".into(),
        state: "open".into(),
        total: None,
    }
}

/// An item of the table that says this of itself.
async fn put_tagged(pool: &Pool, tag: &str) -> Result<(), Error> {
    let item = format!(r#"{{"pk":{{"S":"P#1"}},"sk":{{"S":"S"}},"id":{{"S":"1"}},"state":{{"S":"open"}}{tag}}}"#);
    let put = ops::PutItem::new(ddbx::Executor::table(pool, Order::SCHEMA));
    put.item(crate::json(&item)).send(pool).await.map(drop)
}

#[ddbx::test(entities(Order, Invoice))]
async fn an_item_of_another_entity_is_not_there(pool: Pool) -> Result<(), Error> {
    ddbx::put(invoice()).execute(&pool).await?;
    assert_eq!(ddbx::get::<Order>("1").fetch_optional(&pool).await?, None);
    let missing = ddbx::get::<Order>("1").fetch_one(&pool).await.unwrap_err();
    assert!(missing.is_not_found());
    assert_eq!(
        message(&missing),
        "GetItem on table `shop`: there is no `Order` with this key"
    );
    assert_eq!(ddbx::get::<Invoice>("1").fetch_one(&pool).await?, invoice());
    Ok(())
}

/// As in a query: the filter asks for the tag.
#[ddbx::test(entities(Order))]
async fn an_item_without_a_tag_is_nobodys(pool: Pool) -> Result<(), Error> {
    for tag in ["", r#","_type":{"N":"1"}"#, r#","_type":{"S":"order"}"#] {
        put_tagged(&pool, tag).await?;
        assert_eq!(ddbx::get::<Order>("1").fetch_optional(&pool).await?, None, "{tag}");
        let query = ddbx::query::<Order>().filter(|order| order.id.eq("1"));
        assert_eq!(query.fetch_all(&pool).await?, [], "{tag}");
    }
    put_tagged(&pool, r#","_type":{"S":"Order"}"#).await?;
    assert_eq!(ddbx::get::<Order>("1").fetch_optional(&pool).await?, Some(order()));
    Ok(())
}

#[ddbx::test(entities(Order, Invoice))]
async fn a_write_over_another_entity_gives_nothing_back(pool: Pool) -> Result<(), Error> {
    ddbx::put(invoice()).execute(&pool).await?;
    let old = ddbx::put(order()).returning_old().execute(&pool).await?;
    assert_eq!(old, None, "it was no order");
    let old = ddbx::put(order()).returning_old().execute(&pool).await?;
    assert_eq!(old, Some(order()));
    ddbx::put(invoice()).execute(&pool).await?;
    let old = ddbx::delete::<Order>("1").returning_old().execute(&pool).await?;
    assert_eq!(old, None);
    assert_eq!(
        ddbx::get::<Invoice>("1").fetch_optional(&pool).await?,
        None,
        "it is deleted all the same"
    );
    Ok(())
}

fn is_missing(error: &Error) {
    assert!(error.is_not_found(), "{error}");
    assert!(message(error).ends_with("there is no `Order` with this key"), "{error}");
}

fn update() -> ddbx::Update<Order> {
    ddbx::update("1").set(|order: &'static <Order as Entity>::Fields| order.total, 7)
}

#[ddbx::test(entities(Order, Invoice))]
async fn what_must_exist_must_be_the_entity(pool: Pool) -> Result<(), Error> {
    ddbx::put(invoice()).execute(&pool).await?;
    is_missing(&update().execute(&pool).await.unwrap_err());
    is_missing(&update().returning_new().execute(&pool).await.unwrap_err());
    let delete = ddbx::delete::<Order>("1").must_exist();
    is_missing(&delete.execute(&pool).await.unwrap_err());
    assert_eq!(
        ddbx::get::<Invoice>("1").fetch_one(&pool).await?,
        invoice(),
        "it is as it was"
    );

    ddbx::put(order()).execute(&pool).await?;
    let new = update().when(|order| order.state.eq("open")).returning_new();
    assert_eq!(new.execute(&pool).await?.total, Some(7));
    ddbx::delete::<Order>("1").must_exist().execute(&pool).await?;
    is_missing(&update().execute(&pool).await.unwrap_err());
    Ok(())
}

#[ddbx::test(entities(Order, Invoice))]
async fn an_update_tells_another_entity_from_a_false_condition(pool: Pool) -> Result<(), Error> {
    let when = |state| update().when(move |order| order.state.eq(state));
    ddbx::put(invoice()).execute(&pool).await?;
    is_missing(&when("open").execute(&pool).await.unwrap_err());
    ddbx::put(order()).execute(&pool).await?;
    assert!(when("paid").execute(&pool).await.unwrap_err().is_condition_failed());
    Ok(())
}

#[ddbx::test(entities(Order, Invoice))]
async fn an_update_that_is_applied_once_is_of_the_entity(pool: Pool) -> Result<(), Error> {
    ddbx::put(invoice()).execute(&pool).await?;
    is_missing(&update().exactly_once().execute(&pool).await.unwrap_err());
    Ok(())
}

/// As of an update that asks for the item's existence: the tag stays as it is.
#[test]
fn asking_for_the_tag_leaves_an_update_repeatable() {
    let request = ops::UpdateItem::new("shop")
        .key("pk", "P#1")
        .update("SET #0 = :0")
        .condition("#1 = :1")
        .name("#0", "total")
        .name("#1", "_type")
        .value(":0", 7)
        .value(":1", "Order")
        .into_request()
        .unwrap();
    let exists = ops::UpdateItem::new("shop")
        .key("pk", "P#1")
        .update("SET #0 = :0")
        .condition("attribute_exists(#1)")
        .name("#0", "total")
        .name("#1", "pk")
        .value(":0", 7)
        .into_request()
        .unwrap();
    assert_eq!(request.safety, exists.safety);
}
