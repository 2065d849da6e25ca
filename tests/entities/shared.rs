//! Several entities in one table, and its indexes.

use ddbx::{Entity, Error, Item, Pool, Table, ops};

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_courier", pk = "gsi2pk", sk = "gsi2sk"))]
#[table(index(name = "inverted", pk = "sk", sk = "pk"))]
#[table(local_index(name = "by_total", sk = "lsi1sk"))]
pub(crate) struct Shop;

#[derive(Table)]
#[table(name = "places")]
#[table(index(name = "by_place", pk = ["country", "city"], sk = ["road", "house"]))]
struct Places;

/// In an index of several attributes, which are copies of its fields.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Places, pk = "CUSTOMER#{id}")]
#[entity(by_place(pk = [land, town], sk = [street, number]))]
struct Customer {
    id: String,
    land: String,
    town: String,
    street: String,
    number: u32,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "order", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:06}"))]
#[entity(by_courier(pk = "COURIER#{courier}", sk = "{status}#{number:06}"))]
#[entity(inverted(pk = "ORDER#{number:06}", sk = "CUSTOMER#{customer}"))]
#[entity(by_total(sk = total))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    courier: Option<String>,
    total: u32,
}

/// A neighbour of orders, in their partition and in their index.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{order:06}#LINE#{line:02}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{order:06}"))]
struct Line {
    customer: String,
    order: u32,
    line: u32,
    status: String,
}

fn order(number: u32) -> Order {
    Order {
        customer: "ann".into(),
        number,
        status: "open".into(),
        courier: None,
        total: 100 - number,
    }
}

/// The item as it is stored.
async fn stored(pool: &Pool, number: u32) -> Result<Item, Error> {
    let table = ddbx::Executor::table(pool, Order::SCHEMA);
    let get = ops::GetItem::new(&table)
        .key("pk", "CUSTOMER#ann")
        .key("sk", format!("ORDER#{number:06}"));
    Ok(get.consistent().send::<Item>(pool).await?.item.unwrap_or_default())
}

/// What a fresh put of the order would store.
async fn fresh(pool: &Pool, order: &Order) -> Result<Item, Error> {
    ddbx::put(order.clone()).execute(pool).await?;
    stored(pool, order.number).await
}

#[ddbx::test(entities(Order, Line))]
async fn neighbours_do_not_show(pool: Pool) -> Result<(), Error> {
    ddbx::put(order(1)).execute(&pool).await?;
    ddbx::put(order(2)).execute(&pool).await?;
    for line in [1, 2] {
        let line = Line {
            customer: "ann".into(),
            order: 1,
            line,
            status: "open".into(),
        };
        ddbx::put(line).execute(&pool).await?;
    }
    let orders = ddbx::query::<Order>()
        .filter(|order| order.customer.eq("ann"))
        .fetch_all(&pool)
        .await?;
    assert_eq!(orders, [order(1), order(2)]);
    let open = ddbx::query::<Order>()
        .index("by_status")
        .filter(|order| order.status.eq("open"));
    assert_eq!(open.fetch_all(&pool).await?, [order(1), order(2)]);
    let lines = ddbx::query::<Line>()
        .index("by_status")
        .filter(|line| line.status.eq("open"));
    assert_eq!(lines.count(&pool).await?, 2);
    assert_eq!(stored(&pool, 1).await?["_type"].as_s(), Some("order"));
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn indexes_have_templates_and_fields(pool: Pool) -> Result<(), Error> {
    for number in [1, 2, 3] {
        ddbx::put(order(number)).execute(&pool).await?;
    }
    let by_total = ddbx::query::<Order>()
        .index("by_total")
        .filter(|order| order.customer.eq("ann").and(order.total.ge(98)))
        .fetch_all(&pool)
        .await?;
    assert_eq!(by_total, [order(2), order(1)], "sorted by the number itself");
    let inverted = ddbx::query::<Order>()
        .index("inverted")
        .filter(|order| order.number.eq(3));
    assert_eq!(inverted.fetch_all(&pool).await?, [order(3)]);
    Ok(())
}

#[ddbx::test(entities(Customer))]
async fn an_index_may_have_several_attributes(pool: Pool) -> Result<(), Error> {
    let ann = Customer {
        id: "ann".into(),
        land: "AT".into(),
        town: "Graz".into(),
        street: "Ring".into(),
        number: 7,
    };
    ddbx::put(ann.clone()).execute(&pool).await?;
    let neighbours = ddbx::query::<Customer>()
        .index("by_place")
        .filter(|customer| customer.land.eq("AT").and(customer.town.eq("Graz")));
    assert_eq!(neighbours.fetch_all(&pool).await?, [ann]);
    Ok(())
}

/// After any update, the item is what a put of the same order would have made it.
#[ddbx::test(entities(Order))]
async fn indexes_follow_updates(pool: Pool) -> Result<(), Error> {
    let mut expected = fresh_order(&pool).await?;
    let key = || ("ann", 1);

    // The number is known from the primary key. Whether there is a courier is not.
    let status = || ddbx::update::<Order>(key()).set(|order| order.status, "paid");
    let message = crate::message(&status().execute(&pool).await.unwrap_err());
    assert!(
        message.contains("made of `courier` besides: set `courier` too, or remove it"),
        "{message}"
    );
    status().remove(|order| order.courier).execute(&pool).await?;
    expected.status = "paid".into();
    same(&pool, &expected).await?;

    // One that was in no line of a courier's is now, and needs all of its key.
    let partly = ddbx::update::<Order>(key())
        .set(|order| order.courier, "bob")
        .execute(&pool)
        .await;
    let message = crate::message(&partly.unwrap_err());
    assert_eq!(
        message.lines().next(),
        Some(
            "UpdateItem on table `shop`: this update of `Order` changes `courier`, and index `by_courier` is made of \
             `status` besides: set `status` too, so that its key can be written anew"
        )
    );
    same(&pool, &expected).await?;
    let both = ddbx::update::<Order>(key())
        .set(|order| order.courier, "bob")
        .set(|order| order.status, "sent");
    both.execute(&pool).await?;
    (expected.courier, expected.status) = (Some("bob".into()), "sent".into());
    same(&pool, &expected).await?;

    // Removed, it is in the index no more.
    ddbx::update::<Order>(key())
        .remove(|order| order.courier)
        .execute(&pool)
        .await?;
    expected.courier = None;
    same(&pool, &expected).await?;

    // A field that is copied is copied again.
    ddbx::update::<Order>(key())
        .set(|order| order.total, 7)
        .execute(&pool)
        .await?;
    expected.total = 7;
    same(&pool, &expected).await?;
    let added = ddbx::update::<Order>(key())
        .add(|order| order.total, 1)
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(
        added.is_invalid() && added.to_string().contains("can be set or removed, not added to"),
        "{added}"
    );
    same(&pool, &expected).await
}

async fn fresh_order(pool: &Pool) -> Result<Order, Error> {
    ddbx::put(order(1)).execute(pool).await?;
    Ok(order(1))
}

async fn same(pool: &Pool, expected: &Order) -> Result<(), Error> {
    let after_update = stored(pool, expected.number).await?;
    assert_eq!(after_update, fresh(pool, expected).await?);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn an_index_that_is_not_there_is_named(pool: Pool) -> Result<(), Error> {
    let query = ddbx::query::<Order>()
        .index("by_sttaus")
        .filter(|order| order.status.eq("open"));
    let error = query.fetch_all(&pool).await.unwrap_err().to_string();
    assert!(
        error.contains("`Order` has no index `by_sttaus`; it has\n  index primary: CUSTOMER#{customer}"),
        "{error}"
    );
    assert!(
        error.contains("\n  index by_status: STATUS#{status}, sorted by {number:06}"),
        "{error}"
    );
    Ok(())
}

/// Agrees with the others on the key, and not on an index.
#[derive(Entity, Debug)]
#[entity(table = Shop, pk = "T#{id}", sk = "T")]
#[entity(by_status(pk = id, sk = "{id:06}"))]
struct Ticket {
    id: u32,
}

#[tokio::test]
async fn entities_of_one_table_agree_on_its_indexes() {
    let pool = crate::engine::connect().await;
    let error = pool.create_tables::<(Order, Ticket)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `shop`: `Order` and `Ticket` are in one table and disagree on its index `by_status`: \
         partition key `gsi1pk` (S) and sort key `gsi1sk` (S) against \
         partition key `gsi1pk` (N) and sort key `gsi1sk` (S)"
    );
}

/// A table of its own, with indexes of its own.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users", by_email(pk = email), by_team(pk = "TEAM#{team}", sk = "{name}"), by_age(local, sk = age))]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(sk)]
    kind: String,
    email: Option<String>,
    team: String,
    name: String,
    age: u32,
}

#[ddbx::test(entities(User))]
async fn a_plain_entity_has_indexes_of_its_own(pool: Pool) -> Result<(), Error> {
    let ann = User {
        id: "1".into(),
        kind: "staff".into(),
        email: Some("ann@example.com".into()),
        team: "red".into(),
        name: "Ann".into(),
        age: 40,
    };
    let bob = User {
        id: "2".into(),
        email: None,
        name: "Bob".into(),
        ..ann.clone()
    };
    ddbx::put(ann.clone()).execute(&pool).await?;
    ddbx::put(bob.clone()).execute(&pool).await?;
    let by_email = ddbx::query::<User>()
        .index("by_email")
        .filter(|user| user.email.eq("ann@example.com"));
    assert_eq!(by_email.fetch_all(&pool).await?, std::slice::from_ref(&ann));
    let team = ddbx::query::<User>()
        .index("by_team")
        .filter(|user| user.team.eq("red"));
    assert_eq!(team.descending().fetch_all(&pool).await?, [bob, ann.clone()]);
    let by_age = ddbx::query::<User>()
        .index("by_age")
        .filter(|user| user.id.eq("1").and(user.age.gt(30)));
    assert_eq!(by_age.fetch_all(&pool).await?, [ann]);
    assert_eq!(
        User::SCHEMA.index("by_team").unwrap().to_string(),
        "index by_team: TEAM#{team}, sorted by {name}"
    );
    Ok(())
}

/// What is changed of an order: a field is left alone, set, or removed.
#[derive(Clone, Copy, Debug)]
enum What {
    Left,
    Set,
    Removed,
}

/// Every combination of changes, from both states: what is accepted leaves what a put would, what is refused nothing.
#[ddbx::test(entities(Order))]
async fn any_accepted_update_leaves_what_a_put_would(pool: Pool) -> Result<(), Error> {
    let (mut accepted, mut refused) = (0, 0);
    for courier in [None, Some("eve".to_owned())] {
        for status in [What::Left, What::Set] {
            for new_courier in [What::Left, What::Set, What::Removed] {
                for total in [What::Left, What::Set] {
                    let mut expected = Order {
                        courier: courier.clone(),
                        ..order(1)
                    };
                    ddbx::put(expected.clone()).execute(&pool).await?;
                    let before = stored(&pool, 1).await?;
                    let mut update = ddbx::update::<Order>(("ann", 1));
                    if let What::Set = status {
                        update = update.set(|order| order.status, "paid");
                        expected.status = "paid".into();
                    }
                    match new_courier {
                        What::Left => {}
                        What::Set => {
                            update = update.set(|order| order.courier, "bob");
                            expected.courier = Some("bob".into());
                        }
                        What::Removed => {
                            update = update.remove(|order| order.courier);
                            expected.courier = None;
                        }
                    }
                    if let What::Set = total {
                        update = update.set(|order| order.total, 3);
                        expected.total = 3;
                    }
                    let case = format!("{courier:?}, status {status:?}, courier {new_courier:?}, total {total:?}");
                    match update.execute(&pool).await {
                        Ok(()) => {
                            accepted += 1;
                            let after = stored(&pool, 1).await?;
                            assert_eq!(after, fresh(&pool, &expected).await?, "{case}");
                        }
                        Err(error) => {
                            refused += 1;
                            assert!(error.is_invalid(), "{case}: {error}");
                            assert_eq!(stored(&pool, 1).await?, before, "{case}");
                        }
                    }
                }
            }
        }
    }
    // Nothing was changed, or the courier's line would not know its status or its courier.
    assert_eq!((accepted, refused), (14, 10));
    Ok(())
}
