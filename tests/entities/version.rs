//! Versions: what is counted, what is compared, and what another writer makes of it.

use ddbx::{Entity, Error, ErrorKind, Pool, Safety, ops};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "ORDER#{id}")]
struct Order {
    id: String,
    status: String,
    #[entity(default)]
    visits: u32,
    #[entity(version)]
    version: u64,
}

fn order() -> Order {
    Order {
        id: "o1".into(),
        status: "open".into(),
        visits: 0,
        version: 0,
    }
}

async fn stored(pool: &Pool) -> Result<Option<Order>, Error> {
    ddbx::get::<Order>("o1").consistent().fetch_optional(pool).await
}

#[ddbx::test(entities(Order))]
async fn a_put_counts_and_returns_what_is_stored(pool: Pool) -> Result<(), Error> {
    let first = ddbx::put(order()).execute(&pool).await?;
    assert_eq!(first.version, 1);
    let second = ddbx::put(Order {
        status: "paid".into(),
        ..first
    })
    .execute(&pool)
    .await?;
    assert_eq!((second.version, stored(&pool).await?), (2, Some(second.clone())));

    let old = ddbx::put(second.clone()).returning_old().execute(&pool).await?;
    assert_eq!(old, Some(second));
    assert_eq!(stored(&pool).await?.unwrap().version, 3);
    Ok(())
}

/// Every verb, with a version that is right, one that is old, and without an item.
#[ddbx::test(entities(Order))]
async fn only_the_version_that_was_read_is_written_over(pool: Pool) -> Result<(), Error> {
    for verb in ["put", "update", "delete", "delete_entity", "put when", "exactly once"] {
        let write = async |order: Order| {
            let version = order.version;
            match verb {
                "put" => ddbx::put(order).execute(&pool).await.map(drop),
                "put when" => {
                    let put = ddbx::put(order).when(|order| order.status.eq("open"));
                    put.execute(&pool).await.map(drop)
                }
                "exactly once" => ddbx::put(order).exactly_once().execute(&pool).await.map(drop),
                "update" => {
                    let update = ddbx::update::<Order>("o1").add(|order| order.visits, 1);
                    update.when(|order| order.version.eq(version)).execute(&pool).await
                }
                "delete" => {
                    let delete = ddbx::delete::<Order>("o1");
                    delete.when(|order| order.version.eq(version)).execute(&pool).await
                }
                _ => ddbx::delete_entity(order).execute(&pool).await.map(drop),
            }
        };
        ddbx::delete::<Order>("o1").execute(&pool).await?;
        let read = ddbx::put(order()).execute(&pool).await?;
        ddbx::update::<Order>("o1")
            .set(|order| order.visits, 7_u32)
            .execute(&pool)
            .await?;

        let error = write(read.clone()).await.expect_err(verb);
        assert!(error.is_stale() && error.is_condition_failed(), "{verb}: {error}");
        assert_eq!(stored(&pool).await?.unwrap().visits, 7, "{verb}");
        let current = stored(&pool).await?.unwrap();
        write(current).await?;

        // Deleted by another writer.
        ddbx::delete::<Order>("o1").execute(&pool).await?;
        let error = write(read).await.expect_err(verb);
        let kind = if verb == "update" {
            ErrorKind::NotFound
        } else {
            ErrorKind::Stale
        };
        assert_eq!(error.kind(), kind, "{verb}: {error}");
    }
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn a_new_entity_does_not_replace_one(pool: Pool) -> Result<(), Error> {
    ddbx::put(order()).execute(&pool).await?;
    let error = ddbx::put(order()).execute(&pool).await.unwrap_err();
    assert_eq!(
        super::message(&error),
        "PutItem on table `orders`: another writer changed or deleted the `Order` since it was read: its version is another one"
    );
    let error = ddbx::put(order()).if_not_exists().execute(&pool).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::ConditionFailed,
        "it was not asked for a version"
    );
    let error = ddbx::put(order())
        .when(|order| order.status.eq("paid"))
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(error.is_stale());
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn unchecked_writes_compare_nothing(pool: Pool) -> Result<(), Error> {
    let first = ddbx::put(order()).execute(&pool).await?;
    ddbx::put(first.clone()).execute(&pool).await?;
    let forced = ddbx::put(first.clone()).unchecked().execute(&pool).await?;
    assert_eq!(forced.version, 2);
    ddbx::delete_entity(order()).unchecked().execute(&pool).await?;
    assert_eq!(stored(&pool).await?, None);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn an_update_counts_without_being_asked(pool: Pool) -> Result<(), Error> {
    ddbx::put(order()).execute(&pool).await?;
    let update = ddbx::update::<Order>("o1").set(|order| order.status, "paid");
    assert_eq!(update.returning_new().execute(&pool).await?.version, 2);
    let touched = ddbx::update::<Order>("o1")
        .touch()
        .returning_new()
        .execute(&pool)
        .await?;
    assert_eq!((touched.version, touched.status.as_str()), (3, "paid"));

    let error = ddbx::update::<Order>("o1")
        .set(|order| order.version, 9_u64)
        .execute(&pool)
        .await
        .unwrap_err();
    assert_eq!(
        super::message(&error),
        "UpdateItem on table `orders`: `version` counts the writes of `Order`, this one too, and cannot be changed; \
         to ask for a version, say `.when(|it| it.version.eq(..))`"
    );
    Ok(())
}

/// An item of before there were versions is adopted by the first put of what was read.
#[ddbx::test(entities(Order))]
async fn an_item_without_a_version_has_version_zero(pool: Pool) -> Result<(), Error> {
    let item = super::json(r#"{"pk":{"S":"ORDER#o1"},"id":{"S":"o1"},"status":{"S":"open"}}"#);
    let table = ddbx::Executor::table(&pool, Order::SCHEMA);
    ops::PutItem::new(&table).item(item.clone()).send(&pool).await?;
    let read = stored(&pool).await?.unwrap();
    assert_eq!(read.version, 0);
    assert_eq!(ddbx::put(read).execute(&pool).await?.version, 1);

    ops::PutItem::new(&table).item(item).send(&pool).await?;
    ddbx::update::<Order>("o1")
        .add(|order| order.visits, 1)
        .execute(&pool)
        .await?;
    assert_eq!(stored(&pool).await?.unwrap().version, 1);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn ten_writers_lose_no_change(pool: Pool) -> Result<(), Error> {
    ddbx::put(order()).execute(&pool).await?;
    let visit = async || {
        ddbx::retry_on_stale(1_000, async || {
            let mut order = ddbx::get::<Order>("o1").consistent().fetch_one(&pool).await?;
            order.visits += 1;
            ddbx::put(order).execute(&pool).await
        })
        .await
    };
    futures_util::future::try_join_all((0..10).map(|_| visit())).await?;
    let order = stored(&pool).await?.unwrap();
    assert_eq!((order.visits, order.version), (10, 11));

    let mut times = 0;
    let given_up = ddbx::retry_on_stale(3, || {
        times += 1;
        ddbx::put(self::order()).execute(&pool)
    });
    assert!(given_up.await.unwrap_err().is_stale());
    assert_eq!(times, 3);
    Ok(())
}

#[tokio::test]
async fn a_version_has_an_end() {
    #[derive(Entity, Debug)]
    #[entity(table = "short", pk = "S#{id}")]
    struct Short {
        id: String,
        #[entity(version)]
        version: u8,
    }

    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let put = ddbx::put(Short {
        id: "s".into(),
        version: u8::MAX,
    });
    let error = put.execute(&pool).await.unwrap_err();
    assert_eq!(
        super::chain(&error),
        "PutItem on table `short`: a value cannot be stored in DynamoDB: `Short.version`: the type has no larger number \
         to count this write with: use `u64`"
    );
}

/// That a version is counted is no reason not to repeat an update whose answer was lost.
#[ddbx::test(entities(Order))]
async fn the_count_does_not_make_an_update_unsafe(pool: Pool) -> Result<(), Error> {
    let safety = async |update: ddbx::Update<Order>| {
        let executor = super::Recorder::new(&pool);
        let _ = update.execute(&executor).await;
        executor.last().safety
    };
    let update = || ddbx::update::<Order>("o1");
    assert_eq!(
        safety(update().set(|order| order.status, "paid")).await,
        Safety::Repeatable
    );
    assert_eq!(safety(update().touch()).await, Safety::Repeatable);
    assert_eq!(safety(update().add(|order| order.visits, 1)).await, Safety::Unsafe);
    let checked = update()
        .add(|order| order.visits, 1)
        .when(|order| order.version.eq(3_u64));
    assert_eq!(safety(checked).await, Safety::Conditional);
    Ok(())
}
