//! Rows that come and go while a query reads: those that stay are found once, and none twice.

use std::collections::HashSet;

use ddbx::{Entity as _, Pool};
use futures_util::TryStreamExt as _;

use crate::case::{Case, Limits};
use crate::condition::{Comparison, Test, Tree};
use crate::forms::are_first;
use crate::planning::Asked;
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::shop::{Line, Order};
use crate::value::Value;

/// Orders that come and go.
struct Passing {
    pool: Pool,
    orders: Vec<Order>,
    random: Random,
}

impl Passing {
    /// Some come, and some go.
    async fn change(&mut self) {
        for _ in 0..self.random.below(4) {
            let order = self.random.pick(&self.orders).clone();
            let changed = if self.random.percent(50) {
                ddbx::put(order).execute(&self.pool).await.map(drop)
            } else {
                let key = (order.customer, order.placed_at, order.number);
                ddbx::delete::<Order>(key).execute(&self.pool).await.map(drop)
            };
            changed.unwrap();
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// Queries of a partition, of an index, of several partitions; with a filter and without.
fn cases(random: &mut Random) -> Case {
    let leaf = |field, test| Tree::Leaf(field, test);
    let mut conditions = vec![match random.below(3) {
        0 => leaf("customer", Test::Compare(Comparison::Equal, text("ann"))),
        1 => leaf("customer", Test::In(vec![text("bob"), text("ann")])),
        _ => leaf("status", Test::Compare(Comparison::Equal, text("open"))),
    }];
    if random.percent(50) {
        conditions.push(leaf("total", Test::Exists));
    }
    Case {
        conditions,
        asked: Asked {
            descending: random.percent(50),
            ..Asked::default()
        },
        limits: Limits {
            page_size: Some(*random.pick(&[1, 2, 5])),
            ..Limits::default()
        },
    }
}

/// One after the other from a stream, or by a query of its own from the middle of a page, or page by page.
async fn read(case: &Case, passing: &mut Passing) -> Vec<Order> {
    let pool = passing.pool.clone();
    let (mut rows, mut cursor) = (Vec::new(), None);
    if passing.random.percent(30) {
        loop {
            let page = case.query::<Order>().start_at(cursor).fetch_page(&pool).await.unwrap();
            rows.extend(page.items);
            cursor = page.cursor;
            passing.change().await;
            if cursor.is_none() {
                return rows;
            }
        }
    }
    let is_resumed = passing.random.percent(50);
    loop {
        let mut stream = case.query::<Order>().start_at(cursor).fetch(&pool);
        while let Some(row) = stream.try_next().await.unwrap() {
            rows.push(row);
            passing.change().await;
            if is_resumed && passing.random.percent(30) {
                break;
            }
        }
        cursor = stream.cursor();
        if cursor.is_none() {
            return rows;
        }
    }
}

/// One after the other, by scans in segments from checkpoint to checkpoint.
async fn scan(segments: u32, page_size: u32, index: &'static str, passing: &mut Passing) -> Vec<Order> {
    let pool = passing.pool.clone();
    let (mut rows, mut checkpoint) = (Vec::new(), None);
    loop {
        let scan = ddbx::scan::<Order>().index(index).page_size(page_size).allow_scan();
        let mut stream = scan.all_pages().segments(segments).resume(checkpoint).fetch(&pool);
        loop {
            match stream.try_next().await.unwrap() {
                Some(row) => rows.push(row),
                None => return rows,
            }
            passing.change().await;
            if passing.random.percent(10) {
                break;
            }
        }
        checkpoint = Some(stream.checkpoint());
    }
}

#[ddbx::test(entities(Order, Line))]
async fn rows_that_stay_are_scanned_once(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let all: Vec<Order> = fill(&pool, 120, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let (passing, staying) = all.split_at(all.len() / 2);
    let mut passing = Passing {
        pool: pool.clone(),
        orders: passing.to_vec(),
        random: random.clone(),
    };
    for round in 0..rounds(8) {
        let segments = 1 + u32::try_from(random.below(8)).unwrap();
        let (page_size, index) = (
            *random.pick(&[1, 4, 9]),
            *random.pick(&["primary", "by_status", "by_rank"]),
        );
        let found = scan(segments, page_size, index, &mut passing).await;
        let label = || format!("DDBX_SEED={seed}, round {round}: {segments} of {index}, by {page_size}");
        let mut keys = HashSet::new();
        for row in &found {
            let key = format!("{:?}", row.key().unwrap());
            assert!(keys.insert(key), "{row:?} comes twice: {}", label());
        }
        let stayed = found.iter().filter(|row| staying.contains(row)).count();
        assert_eq!(stayed, staying.len(), "{}", label());
    }
}

#[ddbx::test(entities(Order, Line))]
async fn rows_that_stay_are_found_once(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let all: Vec<Order> = fill(&pool, 150, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let (passing, staying) = all.split_at(all.len() / 2);
    let mut passing = Passing {
        pool: pool.clone(),
        orders: passing.to_vec(),
        random: random.clone(),
    };
    let mut met = 0;
    for round in 0..rounds(30) {
        let case = cases(&mut random);
        let index = case.plan::<Order>().unwrap().index;
        let expected = case.rows(index, staying);
        let found = read(&case, &mut passing).await;

        let label = || format!("DDBX_SEED={seed}, round {round}: {case:?}");
        let mut keys = HashSet::new();
        for row in &found {
            assert!(case.holds(row), "{row:?}: {}", label());
            assert!(
                keys.insert(format!("{:?}", row.key().unwrap())),
                "{row:?} comes twice: {}",
                label()
            );
        }
        let (stayed, passed): (Vec<_>, Vec<_>) = found.into_iter().partition(|row| staying.contains(row));
        met += passed.len();
        are_first(&case, index, &stayed, &expected).unwrap_or_else(|what| panic!("{what}: {}", label()));
        assert_eq!(stayed.len(), expected.len(), "{}", label());
    }
    assert!(met > 0, "none of those that come and go was met");
}
