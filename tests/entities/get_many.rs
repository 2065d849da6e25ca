//! Reading entities by any number of keys.

mod executors;
mod flow;
mod leftovers;

use std::time::SystemTime;

use ddbx::batch::Answer;
use ddbx::ops::{self, Capacity};
use ddbx::{Entity, Error, ErrorKind, Executor as _, GetMany, Number, Pool, Table};

use crate::{at, chain, message};
use executors::Watched;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "ORDER#{number:06}", sk = "{customer}")]
struct Order {
    number: u32,
    customer: String,
    note: String,
}

fn order(number: u32) -> Order {
    Order {
        number,
        customer: "ann".into(),
        note: format!("note {number}"),
    }
}

fn key(number: u32) -> (u32, &'static str) {
    (number, "ann")
}

async fn put(pool: &Pool, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        ddbx::put(order(number)).execute(pool).await.unwrap();
    }
}

#[ddbx::test(entities(Order))]
async fn any_number_of_keys_is_read_in_their_order(pool: Pool) -> Result<(), Error> {
    put(&pool, 0..250).await;
    for (count, sizes) in [
        (0, vec![]),
        (1, vec![1]),
        (100, vec![100]),
        (101, vec![100, 1]),
        (250, vec![100, 100, 50]),
    ] {
        let watched = Watched::new(&pool);
        let numbers = || (0..count).rev();
        let found = ddbx::get_many::<Order>(numbers().map(key)).fetch_all(&watched).await?;
        assert_eq!(found, numbers().map(order).collect::<Vec<_>>());
        assert_eq!(watched.sizes(), sizes);
    }
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn two_lists_are_paired_and_must_be_equally_long(pool: Pool) -> Result<(), Error> {
    put(&pool, 0..3).await;
    let watched = Watched::new(&pool);
    let customers = || vec!["ann"; 3];
    let found = GetMany::<Order>::paired([2, 0, 1], customers())
        .fetch_all(&watched)
        .await?;
    assert_eq!(found, [order(2), order(0), order(1)]);
    assert_eq!(watched.sizes(), [3]);
    for numbers in [vec![], vec![1, 2], vec![0, 1, 2, 3]] {
        let watched = Watched::new(&pool);
        let count = numbers.len();
        let error = GetMany::<Order>::paired(numbers, customers())
            .fetch_each(&watched)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let expected = format!("`Order`: {count} values are paired with 3; a key is one of each");
        assert!(message(&error).contains(&expected), "{error}");
        assert!(watched.sizes().is_empty(), "nothing is sent");
    }
    let none: [u32; 0] = [];
    assert!(
        GetMany::<Order>::paired(none, Vec::<String>::new())
            .fetch_all(&pool)
            .await?
            .is_empty()
    );
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn what_is_missing_has_its_place(pool: Pool) -> Result<(), Error> {
    put(&pool, [1, 3]).await;
    let get = || ddbx::get_many::<Order>([3, 2, 1].map(key));
    assert_eq!(get().fetch_each(&pool).await?, [Some(order(3)), None, Some(order(1))]);
    assert_eq!(get().fetch_all(&pool).await?, [order(3), order(1)]);
    let report = get().execute(&pool).await?;
    assert_eq!((report.found(), report.missing(), report.requests()), (2, 1, 1));
    assert!(report.unprocessed().is_none());
    assert!(report.consumed_capacity().is_empty());
    assert_eq!(
        report.answers(),
        [Answer::Found(order(3)), Answer::Missing, Answer::Found(order(1))]
    );
    assert_eq!(report.complete()?, [Some(order(3)), None, Some(order(1))]);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn a_key_that_is_given_twice_is_asked_once_and_answered_twice(pool: Pool) -> Result<(), Error> {
    put(&pool, [1]).await;
    let watched = Watched::new(&pool);
    let found = ddbx::get_many::<Order>([1, 2, 1, 2, 1].map(key))
        .fetch_each(&watched)
        .await?;
    let expected = [Some(order(1)), None, Some(order(1)), None, Some(order(1))];
    assert_eq!((found.as_slice(), watched.sizes()), (&expected[..], vec![2]));

    // Also where they would be in different requests, as long as these are in flight.
    let watched = Watched::new(&pool);
    let numbers = (0..150).chain(0..150);
    let found = ddbx::get_many::<Order>(numbers.map(key)).fetch_each(&watched).await?;
    assert_eq!((found.len(), watched.sizes()), (300, vec![100, 50]));
    assert!((0..300).all(|at| found[at].is_some() == (at % 150 == 1)));
    Ok(())
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "measures")]
struct Measure {
    #[entity(pk)]
    value: Number,
    #[entity(sk)]
    bytes: Vec<u8>,
}

/// DynamoDB gives numbers back in its own form: an item would not be found by the text of its key.
#[ddbx::test(entities(Measure))]
async fn equal_numbers_are_one_key(pool: Pool) -> Result<(), Error> {
    let measure = |text: &str| Measure {
        value: text.parse().unwrap(),
        bytes: vec![0, 255],
    };
    ddbx::put(measure("1")).execute(&pool).await?;
    let watched = Watched::new(&pool);
    let keys = ["1.0", "2", "10e-1", "1", "-1"].map(|text| (text.parse::<Number>().unwrap(), vec![0, 255]));
    let found = ddbx::get_many::<Measure>(keys).fetch_each(&watched).await?;
    let one = || Some(measure("1"));
    assert_eq!(found, [one(), None, one(), one(), None]);
    assert_eq!(watched.sizes(), [3]);
    Ok(())
}

#[derive(Table)]
#[table(name = "shop", sk = "sk", ttl = "until")]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "S")]
struct Cart {
    id: String,
    #[entity(expires)]
    until: Option<SystemTime>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "S")]
struct Basket {
    id: String,
    until: Option<SystemTime>,
}

#[ddbx::test(entities(Cart, Basket))]
async fn other_entities_and_expired_ones_are_missing_as_in_a_get(pool: Pool) -> Result<(), Error> {
    let cart = |id: &str, until| Cart { id: id.into(), until };
    let (over, open) = (cart("over", Some(at(1_000))), cart("open", None));
    ddbx::put(over.clone()).execute(&pool).await?;
    ddbx::put(open.clone()).execute(&pool).await?;
    let basket = Basket {
        id: "other".into(),
        until: None,
    };
    ddbx::put(basket).execute(&pool).await?;

    let get = || ddbx::get_many::<Cart>(["other", "over", "open"]);
    assert_eq!(get().fetch_each(&pool).await?, [None, None, Some(open.clone())]);
    let all = get().include_expired();
    assert_eq!(all.fetch_each(&pool).await?, [None, Some(over), Some(open)]);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn it_is_consistent_only_if_it_is_told_to(pool: Pool) -> Result<(), Error> {
    let watched = Watched::new(&pool);
    let table = pool.table(Order::SCHEMA).to_string();
    ddbx::get_many::<Order>([key(1)]).fetch_all(&watched).await?;
    ddbx::get_many::<Order>([key(1)])
        .consistent()
        .fetch_all(&watched)
        .await?;
    let bodies = watched.bodies();
    assert!(bodies[0]["RequestItems"][&table].get("ConsistentRead").is_none());
    assert_eq!(bodies[1]["RequestItems"][&table]["ConsistentRead"], true);
    Ok(())
}

#[ddbx::test(entities(Order))]
async fn capacity_is_summed_over_requests(pool: Pool) -> Result<(), Error> {
    let get = ddbx::get_many::<Order>((0..150).map(key)).return_consumed_capacity(Capacity::Total);
    let report = get.execute(&pool).await?;
    let one = ddbx::get_many::<Order>((0..100).map(key)).return_consumed_capacity(Capacity::Total);
    let other = ddbx::get_many::<Order>((0..50).map(key)).return_consumed_capacity(Capacity::Total);
    let parts = [one.execute(&pool).await?, other.execute(&pool).await?];
    let sum: f64 = parts
        .iter()
        .map(|report| report.consumed_capacity()[0].total.units)
        .sum();
    assert!(sum > 0.0);
    assert_eq!(report.consumed_capacity().len(), 1);
    assert_eq!(report.consumed_capacity()[0].total.units, sum);
    Ok(())
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    age: u32,
}

#[ddbx::test(entities(User))]
async fn a_key_that_no_item_can_have_is_named_by_its_position(pool: Pool) -> Result<(), Error> {
    let watched = Watched::new(&pool);
    let ids = (0..150).map(|number| {
        if number == 120 {
            String::new()
        } else {
            number.to_string()
        }
    });
    let get = ddbx::get_many::<User>(ids);
    let error = get.execute(&watched).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        chain(&error),
        "BatchGetItem: a value cannot be stored in DynamoDB: `keys[120]`: `User.id`: a key cannot be empty"
    );
    assert_eq!(watched.bodies().len(), 0);
    Ok(())
}

#[ddbx::test(entities(User))]
async fn an_item_that_does_not_fit_is_named_by_its_position(pool: Pool) -> Result<(), Error> {
    let put = ops::PutItem::new(pool.table(User::SCHEMA));
    put.item(crate::json(r#"{"id":{"S":"u2"},"age":{"S":"old"}}"#))
        .send(&pool)
        .await?;
    let error = ddbx::get_many::<User>(["u1", "u2"]).fetch_all(&pool).await.unwrap_err();
    assert!(error.is_decode());
    let text = chain(&error);
    assert!(text.starts_with("BatchGetItem on table `users`: "), "{text}");
    assert!(text.contains("`keys[1]`: `User.age`: expected a u32"), "{text}");
    Ok(())
}

#[ddbx::test]
async fn a_missing_table_is_an_error(pool: Pool) {
    let error = ddbx::get_many::<User>(["u1"]).execute(&pool).await.unwrap_err();
    assert!(error.is_table_not_found(), "{}", message(&error));
    assert_eq!(error.kind(), ErrorKind::TableNotFound);
}
