//! What is kept in memory on request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ddbx::cache::{Descriptions, WholeTable};
use ddbx::{Entity, Operation, Pool, PoolOptions, Table};

#[derive(Table)]
#[table(name = "constants", sk = "sk")]
struct Constants;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Constants, pk = "CURRENCY#{code}", sk = "CURRENCY")]
struct Currency {
    code: String,
    digits: u8,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Constants, pk = "COUNTRY#{code}", sk = "COUNTRY")]
struct Country {
    code: String,
}

/// A pool that counts the requests of one operation.
async fn counting(operation: Operation) -> (Pool, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let layer = tower::util::MapRequestLayer::new(move |request: ddbx::Request| {
        seen.fetch_add(usize::from(request.operation == operation), Ordering::Relaxed);
        request
    });
    let pool = PoolOptions::new()
        .layer(layer)
        .connect("dynamodb::memory:")
        .await
        .unwrap();
    pool.create_tables::<(Currency, Country)>().await.unwrap();
    count.store(0, Ordering::Relaxed);
    (pool, count)
}

async fn fill(pool: &Pool) {
    for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3)] {
        let code = code.to_owned();
        ddbx::put(Country { code: code.clone() }).execute(pool).await.unwrap();
        ddbx::put(Currency { code, digits }).execute(pool).await.unwrap();
    }
}

#[tokio::test]
async fn a_description_is_asked_for_once() {
    let (pool, count) = counting(Operation::DescribeTable).await;
    let tables = Descriptions::new(&pool);
    let (first, second) = tokio::join!(tables.of::<Currency>(), tables.of::<Country>());
    assert!(Arc::ptr_eq(&first.unwrap(), &second.unwrap()), "one table, one answer");
    tables.table("constants").await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1);

    tables.refresh::<Currency>().await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 2);
    let never = tables.clone().valid_for(Duration::ZERO);
    never.of::<Currency>().await.unwrap();
    never.of::<Currency>().await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 4);

    assert!(tables.table("missing").await.unwrap_err().is_table_not_found());
    assert!(tables.table("missing").await.unwrap_err().is_table_not_found());
    assert_eq!(count.load(Ordering::Relaxed), 6, "an error is not kept");
}

#[tokio::test]
async fn a_small_table_is_kept_whole() {
    let (pool, count) = counting(Operation::Scan).await;
    fill(&pool).await;
    let currencies = WholeTable::<Currency>::new(&pool, 3);
    let (all, yen) = tokio::join!(currencies.all(), currencies.get("JPY"));
    assert_eq!(all.unwrap().len(), 3, "those of one entity");
    assert_eq!(yen.unwrap().map(|yen| yen.digits), Some(0));
    assert_eq!(currencies.get("USD").await.unwrap(), None);
    assert_eq!(count.load(Ordering::Relaxed), 1);

    let dollar = Currency {
        code: "USD".into(),
        digits: 2,
    };
    ddbx::put(dollar).execute(&pool).await.unwrap();
    assert_eq!(currencies.get("USD").await.unwrap(), None, "as it was read");
    let error = currencies.reload().await.unwrap_err();
    assert!(error.is_invalid() && crate::message(&error).contains("more than 3 of `Currency`"));
    assert!(currencies.all().await.is_err(), "half of a table is none");
    assert_eq!(WholeTable::<Currency>::new(&pool, 4).all().await.unwrap().len(), 4);
}
