//! What is sorted in memory: by anything, and no more than was said.

use ddbx::{ErrorKind, Pool};

use crate::recorder::Recorder;
use crate::select::{Order, fill};

fn numbers(orders: &[Order]) -> Vec<u32> {
    orders.iter().map(|order| order.number).collect()
}

#[ddbx::test(entities(Order))]
async fn queries_and_scans_are_sorted_by_any_key(pool: Pool) {
    fill(&pool, 5).await;
    let far = |order: &Order| (order.number % 2, order.total);
    let query = || ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
    let found = query().sort_in_memory(5, far).fetch_all(&pool).await.unwrap();
    assert_eq!(numbers(&found), [2, 4, 1, 3, 5]);
    let planned = ddbx::query!(Order, customer == "ann").descending();
    let found = planned
        .sort_in_memory(5, |order| order.number % 2)
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(numbers(&found), [4, 2, 5, 3, 1], "equal ones stay in order");
    let scan = ddbx::scan::<Order>().all_pages();
    let found = scan
        .sort_in_memory_by(5, |a, b| b.note.cmp(&a.note))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(numbers(&found), [5, 4, 3, 2, 1]);
    let totals = query().pluck(|order| order.total).sort_in_memory_by(9, |a, b| b.cmp(a));
    assert_eq!(totals.take(2).fetch_all(&pool).await.unwrap(), [50, 40]);

    let first = query().take(3).sort_in_memory_by(3, |a, b| b.total.cmp(&a.total));
    assert_eq!(
        first.fetch_one(&pool).await.unwrap().number,
        3,
        "three are read, in the order of the key"
    );
    let none = || query().filter(|order| order.note.not_exists()).sort_in_memory(5, far);
    assert_eq!(none().fetch_optional(&pool).await.unwrap(), None);
    assert!(none().fetch_one(&pool).await.unwrap_err().is_not_found());
}

#[ddbx::test(entities(Order))]
async fn more_than_was_said_is_an_error(pool: Pool) {
    fill(&pool, 5).await;
    let recorder = Recorder::new(&pool);
    let query = ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
    let error = query
        .sort_in_memory(3, |order| order.total)
        .take(1)
        .fetch_all(&recorder)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooManyItems);
    let said = "Query on table `orders`: there are more than 3 of `Order`, and no more than that are sorted in memory";
    assert!(crate::message(&error).starts_with(said), "{error}");
    let body: serde_json::Value = serde_json::from_slice(&recorder.last().body).unwrap();
    assert_eq!(body["Limit"], 4, "one more than fit tells that there are more");

    let scan = ddbx::scan::<Order>()
        .max_pages(1)
        .sort_in_memory(4, |order| order.total);
    let error = scan.fetch_all(&pool).await.unwrap_err();
    assert!(
        crate::message(&error).starts_with("Scan on table `orders`: there are more than 4"),
        "{error}"
    );
}
