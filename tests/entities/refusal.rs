//! What is refused, and in which words. Nothing here reaches the engine, except where it says so.

use ddbx::{Entity, ErrorKind, Executor as _, Item, Outcome, Pool, ops};

use crate::chain;

#[derive(Entity, Clone, Debug)]
#[entity(table = "things")]
struct Thing {
    #[entity(pk)]
    id: String,
    weight: f64,
    big: u128,
    text: String,
    parts: Vec<Part>,
    #[entity(default)]
    count: u32,
}

#[derive(ddbx::Attribute, Clone, Debug)]
struct Part {
    price: f64,
}

fn thing() -> Thing {
    Thing {
        id: "t1".into(),
        weight: 1.0,
        big: 1,
        text: String::new(),
        parts: Vec::new(),
        count: 0,
    }
}

async fn put(pool: &Pool, thing: Thing) -> String {
    let error = ddbx::put(thing).execute(pool).await.unwrap_err();
    assert!(error.is_invalid(), "it was sent: {error}");
    assert_eq!(error.outcome(), Outcome::NotApplied);
    assert_eq!(error.attempts(), 0);
    chain(&error)
}

#[ddbx::test(entities(Thing))]
async fn a_value_that_cannot_be_stored(pool: Pool) {
    let refused = "PutItem on table `things`: a value cannot be stored in DynamoDB";
    assert_eq!(
        put(
            &pool,
            Thing {
                weight: f64::NAN,
                ..thing()
            }
        )
        .await,
        format!(
            "{refused}: `Thing.weight`: not a number DynamoDB can hold: NaN and infinity are not numbers to DynamoDB"
        )
    );
    assert_eq!(
        put(
            &pool,
            Thing {
                parts: vec![Part { price: 0.5 }, Part { price: f64::INFINITY }],
                ..thing()
            }
        )
        .await,
        format!(
            "{refused}: `Thing.parts[1].price`: not a number DynamoDB can hold: NaN and infinity are not numbers to DynamoDB"
        )
    );
    assert_eq!(
        put(
            &pool,
            Thing {
                big: 10_u128.pow(38) + 1,
                ..thing()
            }
        )
        .await,
        format!("{refused}: `Thing.big`: not a number DynamoDB can hold: DynamoDB holds at most 38 significant digits")
    );
    assert_eq!(
        put(
            &pool,
            Thing {
                id: String::new(),
                ..thing()
            }
        )
        .await,
        format!("{refused}: `Thing.id`: a key cannot be empty")
    );
    assert_eq!(
        put(
            &pool,
            Thing {
                id: "x".repeat(2049),
                ..thing()
            }
        )
        .await,
        format!("{refused}: `Thing.id`: this key has 2049 bytes, DynamoDB takes at most 2048")
    );
    assert_eq!(
        put(
            &pool,
            Thing {
                text: "x".repeat(401 * 1024),
                ..thing()
            }
        )
        .await,
        "PutItem on table `things`: the item has 410659 bytes, DynamoDB stores at most 409600 (400 KB)"
    );
}

#[ddbx::test(entities(Thing))]
async fn an_item_that_does_not_fit_names_path_and_types_and_no_value(pool: Pool) {
    let items = [
        (
            Item::new(),
            "`Thing.weight`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            Item::new().with("weight", "CANARY"),
            "`Thing.weight`: expected an f64, stored as number (N); found string (S)",
        ),
        (
            Item::new()
                .with("weight", 1)
                .with("parts", vec![ddbx::Value::M(Item::new().with("price", "CANARY"))]),
            "`Thing.parts[0].price`: expected an f64, stored as number (N); found string (S)",
        ),
        (
            Item::new().with("count", 4_294_967_296_u64),
            "`Thing.count`: does not fit a u32: the number is out of its range",
        ),
    ];
    for (item, message) in items {
        ops::PutItem::new(pool.table(Thing::SCHEMA))
            .item(item.with("id", "CANARY"))
            .send(&pool)
            .await
            .unwrap();
        let error = ddbx::get::<Thing>("CANARY").fetch_one(&pool).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(
            chain(&error),
            format!("GetItem on table `things`: an item does not fit its struct: {message}")
        );
        assert!(!format!("{error:?}").contains("CANARY"));
    }
}

#[ddbx::test(entities(Thing))]
async fn in_a_page_the_item_is_named_too(pool: Pool) {
    ops::PutItem::new(pool.table(Thing::SCHEMA))
        .item(Item::new().with("id", "t1"))
        .send(&pool)
        .await
        .unwrap();
    let error = ddbx::query::<Thing>()
        .filter(|thing| thing.id.eq("t1").and(thing.weight.not_exists()))
        .fetch_all(&pool)
        .await
        .unwrap_err();
    assert!(
        chain(&error).contains(": `Items[0]`: `Thing.weight`: the attribute is missing"),
        "{}",
        chain(&error)
    );
}

#[ddbx::test(entities(Thing))]
async fn an_update_that_cannot_be_meant(pool: Pool) {
    let update = || ddbx::update::<Thing>("t1");
    let refusals = [
        (
            update().execute(&pool).await,
            "this update of `Thing` changes nothing: say `.set(..)`, `.add(..)`, `.subtract(..)`, `.remove(..)`, `.add_members(..)` or `.delete_members(..)`",
        ),
        (
            update().set(|t| t.id, "t2").execute(&pool).await,
            "`id` is part of the primary key of `Thing` and cannot be updated: delete the item and put a new one",
        ),
        (
            update().set(|t| t.text, "a").set(|t| t.text, "b").execute(&pool).await,
            "this update changes `text` of `Thing` twice",
        ),
        (
            update().remove(|t| t.weight).execute(&pool).await,
            "`weight` of `Thing` cannot be removed: an item without it could not be read; make it an `Option`, or mark it `default`",
        ),
    ];
    for (result, message) in refusals {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(
            crate::message(&error),
            format!("UpdateItem on table `things`: {message}")
        );
    }
    let error = update().set(|t| t.weight, f64::NAN).execute(&pool).await.unwrap_err();
    assert!(chain(&error).contains("`Thing.weight`: not a number DynamoDB can hold"));
}

#[tokio::test]
async fn a_table_that_does_not_exist() {
    let pool = crate::engine::connect().await;
    let error = ddbx::put(thing()).execute(&pool).await.unwrap_err();
    assert!(error.is_table_not_found() && !error.is_not_found());
    assert_eq!(
        error.to_string(),
        "PutItem on table `things`: the table does not exist here; create it with `pool.create_tables`, or check \
         region and endpoint"
    );
    assert!(error.request_id().is_some() && error.attempts() == 1);
}
