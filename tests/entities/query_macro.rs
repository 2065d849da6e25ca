use std::collections::{BTreeMap, BTreeSet};

use ddbx::codec::Kind;
use ddbx::{Attribute, Entity, Pool};

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Address {
    #[attribute(rename = "town")]
    city: String,
    lines: Vec<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}#{line}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:06}"))]
struct Order {
    customer: String,
    number: u32,
    line: String,
    status: String,
    total: u32,
    note: Option<String>,
    #[entity(default)]
    tags: BTreeSet<String>,
    address: Option<Address>,
    #[entity(default)]
    labels: BTreeMap<String, u32>,
}

fn order(number: u32) -> Order {
    Order {
        customer: "ann".into(),
        number,
        line: "a".into(),
        status: if number.is_multiple_of(2) { "open" } else { "paid" }.into(),
        total: number * 10,
        note: (number > 5).then(|| format!("note {number}")),
        tags: (0..number).map(|tag| format!("t{tag}")).collect(),
        address: (number != 3).then(|| Address {
            city: if number < 5 { "Oslo" } else { "Bergen" }.into(),
            lines: vec!["x".into(); number as usize],
        }),
        labels: [("color".to_owned(), number)].into(),
    }
}

async fn fill(pool: &Pool) {
    for number in 1..=9 {
        ddbx::put(order(number)).execute(pool).await.unwrap();
    }
}

async fn numbers(query: ddbx::PlannedQuery<Order>, pool: &Pool) -> Vec<u32> {
    let found = query.fetch_all(pool).await.unwrap();
    found.into_iter().map(|order| order.number).collect()
}

#[ddbx::test(entities(Order))]
async fn every_condition_means_what_it_says(pool: Pool) {
    fill(&pool).await;
    let (id, least) = ("ann".to_owned(), 3);
    for (query, expected) in [
        (ddbx::query!(Order, customer == &id), &[1, 2, 3, 4, 5, 6, 7, 8, 9][..]),
        (ddbx::query!(Order, customer == &id && number == 4), &[4]),
        (ddbx::query!(Order, customer == &id && number == 4 && line == "a"), &[4]),
        (ddbx::query!(Order, customer == &id && number > 7), &[8, 9]),
        (ddbx::query!(Order, customer == &id && number >= 7), &[7, 8, 9]),
        (ddbx::query!(Order, customer == &id && number < least), &[1, 2]),
        (ddbx::query!(Order, customer == &id && number <= least), &[1, 2, 3]),
        (
            ddbx::query!(Order, customer == &id && number > 2 && number < 5),
            &[3, 4],
        ),
        (ddbx::query!(Order, customer == &id && number.between(2, 4)), &[2, 3, 4]),
        (
            ddbx::query!(Order, customer == &id && total > 70 && note.exists()),
            &[8, 9],
        ),
        (
            ddbx::query!(Order, customer == &id && (total == 10 || total == 90)),
            &[1, 9],
        ),
        (
            ddbx::query!(Order, customer == &id && !(total == 10 || total > 30)),
            &[2, 3],
        ),
        (
            ddbx::query!(Order, customer == &id && note.not_exists() && number > 3),
            &[4, 5],
        ),
        (
            ddbx::query!(Order, customer == &id && note.is_null() && number > 3),
            &[4, 5],
        ),
        (
            ddbx::query!(Order, customer == &id && total.is_in([10, 20, 99])),
            &[1, 2],
        ),
        (ddbx::query!(Order, customer == &id && note.begins_with("note 8")), &[8]),
        (ddbx::query!(Order, customer == &id && tags.contains("t7")), &[8, 9]),
        (ddbx::query!(Order, customer == &id && tags.size() > 7), &[8, 9]),
        (
            ddbx::query!(Order, customer == &id && tags.size().between(2, 3)),
            &[2, 3],
        ),
        (
            ddbx::query!(Order, customer == &id && note.is_type(Kind::S) && number < 8),
            &[6, 7],
        ),
        (
            ddbx::query!(Order, customer == &id && address.city == "Oslo"),
            &[1, 2, 4],
        ),
        (ddbx::query!(Order, customer == &id && address.lines[7] == "x"), &[8, 9]),
        (
            ddbx::query!(Order, customer == &id && address.lines.size() < 3),
            &[1, 2],
        ),
        (
            ddbx::query!(Order, customer == &id && address.city != "Oslo" && number < 7),
            &[3, 5, 6],
        ),
        (ddbx::query!(Order, customer == &id && labels["color"] >= 8), &[8, 9]),
        (ddbx::query!(Order, status == "open"), &[2, 4, 6, 8]),
        (ddbx::query!(Order, status == "open" && number >= 6), &[6, 8]),
        (
            ddbx::query!(Order, status.is_in(["paid", "open", "paid"])),
            &[1, 3, 5, 7, 9, 2, 4, 6, 8],
        ),
        (
            ddbx::query!(Order, customer == &id && status == "open", index = "primary"),
            &[2, 4, 6, 8],
        ),
        (
            ddbx::query!(Order, customer == id.as_str(), consistent),
            &[1, 2, 3, 4, 5, 6, 7, 8, 9],
        ),
    ] {
        assert_eq!(numbers(query, &pool).await, expected);
    }
}

#[ddbx::test(entities(Order))]
async fn values_are_evaluated_once_and_in_order(pool: Pool) {
    fill(&pool).await;
    let mut evaluated = Vec::new();
    let mut next = |value: u32| {
        evaluated.push(value);
        value
    };
    let query = ddbx::query!(
        Order,
        customer == "ann" && (total == next(10) || total.between(next(80), next(90))) && number <= next(9)
    );
    assert_eq!(numbers(query, &pool).await, [1, 8, 9]);
    assert_eq!(evaluated, [10, 80, 90, 9]);
}

#[ddbx::test(entities(Order))]
async fn a_get_names_its_key(pool: Pool) {
    fill(&pool).await;
    let (customer, line) = ("ann".to_owned(), 'a');
    let found = ddbx::get!(Order {
        line,
        customer,
        number: 2
    })
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(found, order(2));
    let missing = ddbx::get!(
        Order {
            customer,
            number: 2,
            line: "b"
        },
        consistent
    );
    assert_eq!(missing.fetch_optional(&pool).await.unwrap(), None);
    let many = ddbx::get_many!(Order, [("ann", 3, "a"), ("ann", 30, "a"), ("ann", 1, "a")]);
    assert_eq!(many.fetch_all(&pool).await.unwrap(), [order(3), order(1)]);
}

#[ddbx::test(entities(Order))]
async fn a_scan_filters_by_anything(pool: Pool) {
    fill(&pool).await;
    let numbers = async |scan: ddbx::Scan<Order>| {
        let found = scan.allow_scan().all_pages().fetch_all(&pool).await.unwrap();
        let mut numbers: Vec<_> = found.into_iter().map(|order| order.number).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbers(ddbx::scan!(Order)).await.len(), 9);
    assert_eq!(numbers(ddbx::scan!(Order, total > 70)).await, [8, 9]);
    assert_eq!(
        numbers(ddbx::scan!(Order, number.is_in([2, 3]) || !(address.city != "Oslo"))).await,
        [1, 2, 3, 4]
    );
    assert_eq!(
        numbers(ddbx::scan!(
            Order,
            total.between(20, 30) && (note.exists() || status == "open"),
            consistent
        ))
        .await,
        [2]
    );
    assert_eq!(
        numbers(ddbx::scan!(Order, status == "paid", index = "by_status"))
            .await
            .len(),
        5
    );
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "readings")]
struct Reading {
    #[entity(pk)]
    sensor: String,
    value: f64,
}

#[ddbx::test(entities(Reading))]
async fn a_value_that_cannot_be_stored_names_its_field(pool: Pool) {
    let bad = || ddbx::query!(Reading, sensor == "a" && value > f64::NAN);
    let error = bad().fetch_all(&pool).await.unwrap_err();
    assert!(
        crate::chain(&error).contains("`Reading.value`"),
        "{}",
        crate::chain(&error)
    );
    let error = ddbx::scan!(Reading, value > f64::NAN)
        .allow_scan()
        .all_pages()
        .count(&pool)
        .await
        .unwrap_err();
    assert!(
        crate::chain(&error).contains("`Reading.value`"),
        "{}",
        crate::chain(&error)
    );
    let error = ddbx::query!(Reading, sensor == "").fetch_all(&pool).await.unwrap_err();
    assert!(
        crate::chain(&error).contains("`Reading.sensor`"),
        "{}",
        crate::chain(&error)
    );
}
