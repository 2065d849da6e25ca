//! The ids that writes of an entity with `write_id` store.

use ddbx::{Entity, Error, Item, Pool, WriteId, ops};
use std::sync::{Arc, Mutex};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "accounts", write_id)]
struct Account {
    #[entity(pk)]
    id: String,
    balance: i64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "tickets", pk = "T#{id}", write_id = "written_by")]
struct Ticket {
    id: String,
}

fn account() -> Account {
    Account {
        id: "a1".into(),
        balance: 100,
    }
}

async fn stored(pool: &Pool, table: &'static str, key: (&str, &str)) -> Result<Item, Error> {
    let get = ops::GetItem::new(table).key(key.0, key.1).consistent();
    Ok(get.send::<Item>(pool).await?.item.unwrap_or_default())
}

#[ddbx::test(entities(Account, Ticket))]
async fn every_write_stores_an_id_of_its_own(pool: Pool) -> Result<(), Error> {
    let table = ddbx::Executor::table(&pool, Account::SCHEMA);
    let id = async || {
        let get = ops::GetItem::new(&table).key("id", "a1").consistent();
        let item = get.send::<Item>(&pool).await?.item.unwrap_or_default();
        Ok::<_, Error>(item["_w"].as_s().map(str::to_owned))
    };
    let mut ids = Vec::new();
    ddbx::put(account()).if_not_exists().execute(&pool).await?;
    ids.push(id().await?);
    ddbx::put(account()).execute(&pool).await?;
    ids.push(id().await?);
    let read = ddbx::update::<Account>("a1")
        .add(|account| account.balance, 1)
        .returning_new()
        .execute(&pool)
        .await?;
    assert_eq!(read.balance, 101, "the id is no field");
    ids.push(id().await?);
    assert!(ids.iter().all(Option::is_some), "{ids:?}");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    ddbx::delete::<Account>("a1").must_exist().execute(&pool).await
}

#[ddbx::test(entities(Ticket))]
async fn a_write_that_is_applied_once_stores_an_id_too(pool: Pool) -> Result<(), Error> {
    ddbx::put(Ticket { id: "1".into() })
        .exactly_once()
        .execute(&pool)
        .await?;
    let table = ddbx::Executor::table(&pool, Ticket::SCHEMA);
    let get = ops::GetItem::new(&table).key("pk", "T#1");
    let item = get.send::<Item>(&pool).await?.item.unwrap_or_default();
    assert_eq!(item["written_by"].as_s().map(str::len), Some(32));
    Ok(())
}

#[ddbx::test(entities(Ticket))]
async fn an_entity_names_the_attribute(pool: Pool) -> Result<(), Error> {
    ddbx::put(Ticket { id: "1".into() }).execute(&pool).await?;
    let table = ddbx::Executor::table(&pool, Ticket::SCHEMA);
    let get = ops::GetItem::new(&table).key("pk", "T#1");
    let item = get.send::<Item>(&pool).await?.item.unwrap_or_default();
    assert_eq!(item["written_by"].as_s().map(str::len), Some(32));
    assert_eq!(Ticket::SCHEMA.write_id(), Some("written_by"));
    Ok(())
}

/// What goes along with the request, for the layer that repeats it.
#[tokio::test]
async fn a_request_says_which_id_it_stores() -> Result<(), Error> {
    let seen = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&seen);
    let pool = ddbx::PoolOptions::new()
        .layer(tower::util::MapRequestLayer::new(move |request: ddbx::Request| {
            *noted.lock().unwrap() = request.extensions.get::<WriteId>().cloned();
            request
        }))
        .connect("dynamodb::memory:")
        .await?;
    pool.create_tables::<(Account,)>().await?;
    ddbx::put(account()).if_not_exists().execute(&pool).await?;
    let id = seen.lock().unwrap().take().expect("a write id");
    let item = stored(&pool, "accounts", ("id", "a1")).await?;
    assert_eq!((id.attribute(), item["_w"].as_s()), ("_w", Some(id.id())));
    Ok(())
}
