//! A page that fails on the way: a read goes on there, and nothing is lost or found twice.

use ddbx::Pool;
use futures_util::TryStreamExt as _;

use crate::case::{Case, Limits};
use crate::condition::{Comparison, Test, Tree};
use crate::forms::are_first;
use crate::planning::Asked;
use crate::random::{Random, seed};
use crate::random_queries::fill;
use crate::servers::Failing;
use crate::shop::{Line, Order};
use crate::value::Value;

/// A query of one partition, and one of several, with a filter.
fn cases() -> [Case; 2] {
    let text = |text: &str| Value::Text(text.into());
    let one = vec![Tree::Leaf("customer", Test::Compare(Comparison::Equal, text("ann")))];
    let several = vec![
        Tree::Leaf("customer", Test::In(vec![text("ann"), text("bob")])),
        Tree::Leaf("note", Test::Exists),
    ];
    [one, several].map(|conditions| Case {
        conditions,
        asked: Asked::default(),
        limits: Limits {
            page_size: Some(7),
            ..Limits::default()
        },
    })
}

#[ddbx::test(entities(Order, Line))]
async fn a_read_goes_on_at_the_page_that_failed(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 100, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    for case in cases() {
        let index = case.plan::<Order>().unwrap().index;
        let expected = case.rows(index, &orders);
        for fails in 0.. {
            let server = Failing::at(&pool, fails);
            let mut stream = case.query::<Order>().fetch(&server);
            let (mut rows, mut error) = (Vec::new(), None);
            loop {
                match stream.try_next().await {
                    Ok(Some(row)) => rows.push(row),
                    Ok(None) => break,
                    Err(failed) => assert!(error.replace(failed).is_none(), "an error ends the stream"),
                }
            }
            if !server.has_failed() {
                assert!(fails > 3, "there were pages to fail");
                break;
            }
            assert!(error.is_some_and(|error| error.to_string().contains("the answer was lost")));
            assert_eq!(stream.info().pages, fails as u64);
            rows.extend(case.query().start_at(stream.cursor()).fetch_all(&pool).await.unwrap());
            are_first(&case, index, &rows, &expected)
                .unwrap_or_else(|what| panic!("DDBX_SEED={seed}, {fails}: {what}"));
            assert_eq!(rows.len(), expected.len(), "DDBX_SEED={seed}, {fails}");
        }
        // Without the rest, there is no answer at all.
        assert!(case.query::<Order>().fetch_all(&Failing::at(&pool, 2)).await.is_err());
        assert!(case.query::<Order>().count(&Failing::at(&pool, 2)).await.is_err());
        assert!(case.query::<Order>().last(&Failing::at(&pool, 0)).await.is_err());
        let pages = Failing::at(&pool, 2);
        let mut pages = case.query::<Order>().pages(&pages);
        assert!(pages.try_next().await.unwrap().is_some() && pages.try_next().await.unwrap().is_some());
        assert!(pages.try_next().await.is_err() && pages.try_next().await.unwrap().is_none());
    }
}
