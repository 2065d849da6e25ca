//! Scans of entities: what they send, what they find, and what they refuse.

use ddbx::ops::{Cursor, ScanCheckpoint};
use ddbx::{Entity, Item, Pool, Table};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use crate::recorder::Recorder;

#[derive(Table)]
#[table(name = "shop", sk = "sk", ttl = "until", allow_scan)]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_total", pk = "gsi2pk", projection = include("_type", "until")))]
#[table(local_index(name = "by_note", sk = "lsi1sk"))]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "C#{customer}", sk = "ORDER#{number:04}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:04}"), by_total(pk = "{total}"), by_note(sk = note))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    total: u32,
    note: Option<String>,
    #[entity(expires)]
    until: Option<u64>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "C#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "days", pk = "DAY#{day}", allow_scan)]
struct Day {
    #[entity(key_only)]
    day: String,
    visits: u32,
}

fn order(number: u32) -> Order {
    Order {
        customer: format!("c{}", number % 5),
        number,
        status: if number.is_multiple_of(2) { "open" } else { "paid" }.into(),
        total: 10 * number,
        note: (number.is_multiple_of(3)).then(|| "late".into()),
        until: None,
    }
}

/// These many orders of five customers, one of which has expired.
async fn fill(pool: &Pool, count: u32) {
    for number in 0..count {
        ddbx::put(order(number)).execute(pool).await.unwrap();
    }
    let expired = Order {
        until: Some(1),
        ..order(9999)
    };
    ddbx::put(expired).execute(pool).await.unwrap();
    for id in 0..5 {
        ddbx::put(Customer { id: format!("c{id}") })
            .execute(pool)
            .await
            .unwrap();
    }
}

fn numbers(orders: &[Order]) -> Vec<u32> {
    let mut numbers: Vec<u32> = orders.iter().map(|order| order.number).collect();
    numbers.sort_unstable();
    numbers
}

fn scan() -> ddbx::Scan<Order> {
    ddbx::scan()
}

async fn found(scan: ddbx::Scan<Order>, pool: &Pool) -> Vec<u32> {
    numbers(&scan.all_pages().fetch_all(pool).await.unwrap())
}

#[ddbx::test(entities(Order, Customer))]
async fn a_scan_finds_the_entity_and_nothing_else(pool: Pool) {
    fill(&pool, 20).await;
    assert_eq!(found(scan(), &pool).await, (0..20).collect::<Vec<_>>());
    assert_eq!(found(scan().include_expired(), &pool).await.len(), 21);
    let customers = ddbx::scan::<Customer>().all_pages();
    assert_eq!(customers.count(&pool).await.unwrap(), 5);

    // Fields of keys, others, and both.
    assert_eq!(
        found(scan().filter(|order| order.customer.eq("c1")), &pool).await,
        [1, 6, 11, 16]
    );
    assert_eq!(
        found(scan().filter(|order| order.number.ge(17)), &pool).await,
        [17, 18, 19]
    );
    let late = scan().filter(|order| order.note.eq("late").or(order.total.lt(20)));
    assert_eq!(
        found(late.filter(|order| !order.customer.eq("c0")), &pool).await,
        [1, 3, 6, 9, 12, 18]
    );
    assert_eq!(
        found(scan().index("by_note"), &pool).await,
        [0, 3, 6, 9, 12, 15, 18],
        "a sparse index"
    );
    assert_eq!(found(scan().index("by_note").consistent(), &pool).await.len(), 7);
    assert_eq!(found(scan().index("by_status"), &pool).await.len(), 20);
    assert_eq!(found(scan().index("primary").consistent(), &pool).await.len(), 20);
    let counted = scan().index("by_total").all_pages();
    assert_eq!(
        counted.count(&pool).await.unwrap(),
        20,
        "a count reads no field that is missing"
    );
}

#[ddbx::test(entities(Order))]
async fn how_far_and_in_which_form(pool: Pool) {
    fill(&pool, 20).await;
    let page = scan().page_size(8).fetch_page(&pool).await.unwrap();
    assert_eq!(page.scanned_count, 8);
    let rest = scan().start_at(page.cursor).all_pages().fetch_all(&pool).await.unwrap();
    assert_eq!(page.items.len() + rest.len(), 20);

    let pages: Vec<_> = scan()
        .page_size(8)
        .all_pages()
        .pages(&pool)
        .try_collect()
        .await
        .unwrap();
    assert!(pages.len() >= 4);
    let streamed: Vec<Order> = scan()
        .page_size(8)
        .all_pages()
        .fetch(&pool)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(streamed.len(), 20);
    let some = scan().page_size(8).max_pages(2).pages(&pool);
    let some: u64 = some
        .map_ok(|page| page.scanned_count)
        .try_fold(0, async |sum, count| Ok(sum + count))
        .await
        .unwrap();
    assert_eq!(some, 16);
    assert_eq!(scan().take(7).all_pages().fetch_all(&pool).await.unwrap().len(), 7);
    assert_eq!(scan().take(7).all_pages().count(&pool).await.unwrap(), 7);
    let few = scan().max_scanned(6).all_pages().fetch_all(&pool).await.unwrap();
    assert!(few.len() <= 6);
    let one = scan().filter(|order| order.number.eq(13)).all_pages();
    assert_eq!(one.fetch_optional(&pool).await.unwrap(), Some(order(13)));
    let none = scan().filter(|order| order.number.eq(99)).all_pages();
    assert_eq!(none.fetch_optional(&pool).await.unwrap(), None);
}

#[ddbx::test(entities(Order))]
async fn what_is_sent(pool: Pool) {
    let recorder = Recorder::at(&pool, crate::at(5_000));
    let cursor = Cursor::after(&Item::new().with("pk", "C#c").with("sk", "ORDER#0001")).unwrap();
    let asked = scan()
        .filter(|order| order.total.gt(5))
        .filter(|order| order.customer.eq("c"))
        .consistent()
        .page_size(9)
        .start_at(cursor);
    let _ = asked.fetch_page(&recorder).await.unwrap();
    let body: Value = serde_json::from_slice(&recorder.last().body).unwrap();
    assert_eq!(
        body,
        json!({
            "TableName": body["TableName"],
            "ConsistentRead": true,
            "FilterExpression": "#0 > :0 AND #1 = :1 AND #2 = :2 AND (attribute_not_exists(#3) OR #3 > :3)",
            "ExpressionAttributeNames": {"#0": "total", "#1": "customer", "#2": "_type", "#3": "until"},
            "ExpressionAttributeValues": {
                ":0": {"N": "5"}, ":1": {"S": "c"}, ":2": {"S": "Order"}, ":3": {"N": "5"},
            },
            "Limit": 9,
            "ExclusiveStartKey": {"pk": {"S": "C#c"}, "sk": {"S": "ORDER#0001"}},
        })
    );
    let _ = ddbx::scan::<Customer>()
        .index("primary")
        .fetch_page(&recorder)
        .await
        .unwrap();
    let body: Value = serde_json::from_slice(&recorder.last().body).unwrap();
    assert_eq!(body["FilterExpression"], "#0 = :0");
}

#[ddbx::test(entities(Order))]
async fn what_cannot_be_is_refused_before_anything_is_sent(pool: Pool) {
    let recorder = Recorder::new(&pool);
    for (refused, said) in [
        (
            scan().index("by_status").consistent(),
            "index `by_status` is global, and DynamoDB reads no global index consistently: leave out `.consistent()`, \
             or scan the table itself",
        ),
        (
            scan().index("by_total"),
            "index `by_total` does not copy all that this scan on `Order` reads: `customer`, `number`, `status`, \
             `total`, `note` would be missing; let the index project them, `projection = all`, or read the keys with `ops::Scan` and the items \
             by `get`",
        ),
        (
            scan().index("by_total").filter(|order| order.note.not_exists()),
            "index `by_total` does not copy all that this scan on `Order` reads",
        ),
        (
            scan().page_size(0),
            "a page has at least one item: `.page_size(0)` reads nothing",
        ),
    ] {
        let error = refused.fetch_page(&recorder).await.unwrap_err();
        assert!(error.is_invalid());
        assert!(crate::message(&error).contains(said), "{}", crate::message(&error));
    }
    // Where it is missing, it would be missing of all.
    let counted = scan()
        .filter(|order| order.note.not_exists().or(order.status.eq("open")))
        .index("by_total");
    let error = counted.all_pages().count(&recorder).await.unwrap_err();
    assert!(
        crate::message(&error).contains(
            "index `by_total` does not copy `note`, which the filter of this scan on `Order` tests: let the index \
             project it, or scan the table itself"
        ),
        "{}",
        crate::message(&error)
    );
    let error = scan()
        .index("by_name")
        .all_pages()
        .fetch_all(&recorder)
        .await
        .unwrap_err();
    assert!(crate::message(&error).contains("`Order` has no index `by_name`"));
    let nothing = scan().index("by_name").take(0).all_pages();
    assert!(nothing.fetch_all(&recorder).await.unwrap_err().is_invalid());
    let nothing = scan().page_size(0).take(0).all_pages();
    assert!(nothing.fetch_all(&recorder).await.unwrap_err().is_invalid());
    let none: [&str; 0] = [];
    let error = scan()
        .filter(|order| order.customer.is_in(none))
        .fetch_page(&recorder)
        .await
        .unwrap_err();
    assert!(crate::chain(&error).contains("`is_in` needs at least one value"));
    assert!(!recorder.was_asked());
}

/// Stops behind every entity of a scan, and resumes.
async fn stop_everywhere(pool: &Pool, segments: u32, index: Option<&'static str>, count: usize) {
    let scan = || {
        let scan = scan().page_size(7);
        let scan = match index {
            Some(index) => scan.index(index),
            None => scan,
        };
        scan.all_pages().segments(segments).in_flight(2)
    };
    for stop in 0..=count {
        let mut orders = scan().fetch(pool);
        let mut found = Vec::new();
        for _ in 0..stop {
            found.extend(orders.try_next().await.unwrap());
        }
        let text = orders.checkpoint().to_text();
        assert!(!text.contains("skip"), "the key is known: {text}");
        let checkpoint = ScanCheckpoint::from_text(&text).unwrap();
        assert_eq!(checkpoint.index(), index);
        found.extend(scan().resume(checkpoint).fetch_all(pool).await.unwrap());
        assert_eq!(found.len(), count);
        let mut numbers = numbers(&found);
        numbers.dedup();
        assert_eq!(numbers.len(), count);
    }
}

#[ddbx::test(entities(Order, Customer))]
async fn segments_give_every_entity_once_wherever_they_stop(pool: Pool) {
    fill(&pool, 20).await;
    for segments in [1, 3, 8] {
        stop_everywhere(&pool, segments, None, 20).await;
    }
    stop_everywhere(&pool, 3, Some("by_status"), 20).await;
    stop_everywhere(&pool, 3, Some("by_note"), 7).await;
    let counted = scan().filter(|order| order.total.ge(100)).all_pages().segments(4);
    assert_eq!(counted.count(&pool).await.unwrap(), 10);
    let six = scan().take(6).all_pages().segments(4);
    assert_eq!(six.fetch_all(&pool).await.unwrap().len(), 6);
}

#[ddbx::test(entities(Order))]
async fn a_refused_scan_keeps_its_checkpoint(pool: Pool) {
    fill(&pool, 8).await;
    let mut orders = scan().all_pages().segments(2).fetch(&pool);
    orders.try_next().await.unwrap();
    let checkpoint = orders.checkpoint();
    for mut refused in [
        scan().all_pages().segments(3).resume(checkpoint.clone()).fetch(&pool),
        scan()
            .index("by_total")
            .all_pages()
            .segments(2)
            .resume(checkpoint.clone())
            .fetch(&pool),
        scan()
            .consistent()
            .index("by_status")
            .all_pages()
            .segments(2)
            .resume(checkpoint.clone())
            .fetch(&pool),
    ] {
        assert!(refused.try_next().await.unwrap_err().is_invalid());
        assert_eq!(refused.checkpoint(), checkpoint);
    }
}
