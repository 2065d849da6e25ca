//! Views on queries: what is asked for, and of which index.

use ddbx::{Entity, Operation, Pool, Request, View};
use futures_util::TryStreamExt as _;
use serde_json::Value;

use crate::chain;
use crate::recorder::Recorder;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "{number:06}", allow_scan)]
#[entity(by_status(pk = "{status}", sk = "{number:06}", projection = include("total")))]
#[entity(by_total(local, sk = total, projection = keys_only))]
pub(crate) struct Order {
    #[entity(key_only)]
    pub(crate) customer: String,
    #[entity(key_only)]
    pub(crate) number: u32,
    pub(crate) status: String,
    #[entity(alias = "sum")]
    pub(crate) total: u32,
    pub(crate) note: Option<String>,
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Order)]
pub(crate) struct Summary {
    pub(crate) number: u32,
    pub(crate) total: u32,
}

#[derive(View, Debug, PartialEq)]
#[view(Order)]
pub(crate) struct Noted {
    note: Option<String>,
}

pub(crate) async fn fill(pool: &Pool, count: u32) -> Vec<Order> {
    let mut orders = Vec::new();
    for number in 1..=count {
        let order = Order {
            customer: "ann".into(),
            number,
            status: "open".into(),
            total: 10 * number,
            note: Some(format!("note {number}")),
        };
        orders.push(ddbx::put(order).execute(pool).await.unwrap());
    }
    orders
}

pub(crate) fn summary(order: &Order) -> Summary {
    Summary {
        number: order.number,
        total: order.total,
    }
}

pub(crate) fn noted(order: &Order) -> Noted {
    Noted {
        note: order.note.clone(),
    }
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// The attributes that a request asks for, by their names; of a batch, those of its only table.
pub(crate) fn projected(request: &Request) -> Option<Vec<String>> {
    let mut body = body(request);
    if let Some(tables) = body.get_mut("RequestItems") {
        body = tables.as_object().unwrap().values().next().unwrap().clone();
    }
    let names = &body["ExpressionAttributeNames"];
    let text = body.get("ProjectionExpression")?.as_str().unwrap();
    Some(
        text.split(", ")
            .map(|name| names[name].as_str().unwrap().to_owned())
            .collect(),
    )
}

/// What one request was, its index, and what it asked for.
pub(crate) fn only(recorder: &Recorder<'_>) -> (Operation, Option<String>, Option<Vec<String>>) {
    let sent = recorder.sent();
    let [request] = &sent[..] else {
        panic!("{} requests", sent.len())
    };
    let index = body(request)
        .get("IndexName")
        .map(|name| name.as_str().unwrap().to_owned());
    (request.operation, index, projected(request))
}

#[ddbx::test(entities(Order))]
async fn a_query_asks_for_the_fields_of_the_view(pool: Pool) {
    let orders = fill(&pool, 3).await;
    let recorder = Recorder::new(&pool);
    let of_ann = || ddbx::query::<Order>().filter(|order| order.customer.eq("ann"));
    let notes: Vec<_> = orders.iter().map(noted).collect();

    assert_eq!(of_ann().select::<Noted>().fetch_all(&recorder).await.unwrap(), notes);
    assert_eq!(only(&recorder).2.unwrap(), ["note"]);
    let planned = || ddbx::query!(Order, customer == "ann", select = Noted);
    for _ in 0..2 {
        assert_eq!(planned().fetch_all(&recorder).await.unwrap(), notes);
        assert_eq!(only(&recorder).2.unwrap(), ["note"]);
    }
    let page = planned().page_size(2).fetch_page(&recorder).await.unwrap();
    assert_eq!(
        (page.items, only(&recorder).2.unwrap()),
        (notes[..2].iter().map(clone).collect(), vec!["note".to_owned()])
    );
    assert!(page.cursor.is_some());
    assert_eq!(
        of_ann().select::<Noted>().last(&recorder).await.unwrap().as_ref(),
        notes.last()
    );
    assert_eq!(only(&recorder).2.unwrap(), ["note"]);

    // A whole entity again: no projection.
    let whole = of_ann().select::<Noted>().select::<Order>();
    assert_eq!(whole.fetch_all(&recorder).await.unwrap(), orders);
    assert_eq!(only(&recorder).2, None);

    // A count reads no field.
    assert_eq!(of_ann().select::<Noted>().count(&recorder).await.unwrap(), 3);
    let request = recorder.sent().pop().unwrap();
    assert_eq!(
        (&body(&request)["Select"], projected(&request)),
        (&Value::from("COUNT"), None)
    );
}

fn clone(noted: &Noted) -> Noted {
    Noted {
        note: noted.note.clone(),
    }
}

#[ddbx::test(entities(Order))]
async fn a_cursor_between_two_views_needs_their_keys(pool: Pool) {
    let orders = fill(&pool, 5).await;
    let recorder = Recorder::new(&pool);
    let open = || ddbx::query!(Order, status == "open", select = Summary);
    let mut found = open().fetch(&recorder);
    for order in &orders[..2] {
        assert_eq!(found.try_next().await.unwrap(), Some(summary(order)));
    }
    let cursor = found.cursor();
    assert!(cursor.is_some());
    drop(found);
    let (operation, index, asked) = only(&recorder);
    assert_eq!((operation, index.as_deref()), (Operation::Query, Some("by_status")));
    assert_eq!(asked.unwrap(), ["sk", "total", "pk", "by_status_pk", "by_status_sk"]);
    let rest = open().start_at(cursor).fetch_all(&recorder).await.unwrap();
    assert_eq!(rest, orders[2..].iter().map(summary).collect::<Vec<_>>());
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total"]);
}

#[ddbx::test(entities(Order))]
async fn an_index_serves_the_views_it_covers(pool: Pool) {
    let orders = fill(&pool, 3).await;
    let recorder = Recorder::new(&pool);
    let open = || ddbx::query::<Order>().filter(|order| order.status.eq("open"));
    let summaries: Vec<_> = orders.iter().map(summary).collect();

    assert_eq!(
        open().select::<Summary>().fetch_all(&recorder).await.unwrap(),
        summaries
    );
    let (_, index, asked) = only(&recorder);
    // The alias is not in the index, and DynamoDB refuses a global index that is asked for what it does not have.
    assert_eq!(
        (index.as_deref(), asked.unwrap()),
        (Some("by_status"), vec!["sk".to_owned(), "total".into()])
    );

    let error = open().select::<Noted>().fetch_all(&recorder).await.unwrap_err();
    let refused = "the index that serves this query on `Order` does not copy `note`\n";
    assert!(
        error.is_invalid() && chain(&error).contains(refused),
        "{}",
        chain(&error)
    );
    assert!(!recorder.was_asked());

    // What it covers is not read from the table, and what it does not cover is.
    let covered = open().hydrate().select::<Summary>();
    assert_eq!(covered.fetch_all(&recorder).await.unwrap(), summaries);
    assert_eq!(only(&recorder).0, Operation::Query);
    let notes: Vec<_> = orders.iter().map(noted).collect();
    let planned = ddbx::query!(Order, status == "open", hydrate, select = Noted);
    assert_eq!(
        open().hydrate().select::<Noted>().fetch_all(&recorder).await.unwrap(),
        notes
    );
    assert_eq!(planned.fetch_all(&recorder).await.unwrap(), notes);
    let sent = recorder.sent();
    assert_eq!(sent.len(), 4);
    for pair in sent.chunks(2) {
        assert_eq!(projected(&pair[0]).unwrap(), ["pk", "sk"]);
        assert_eq!(projected(&pair[1]).unwrap(), ["note", "pk", "sk"]);
    }
    let mut found = open().hydrate().select::<Noted>().fetch(&pool);
    assert_eq!(found.try_next().await.unwrap().as_ref(), notes.first());
    let rest = open().hydrate().select::<Noted>().start_at(found.cursor());
    assert_eq!(rest.fetch_all(&pool).await.unwrap(), notes[1..]);
}

#[ddbx::test(entities(Order))]
async fn a_local_index_has_dynamodb_read_what_it_lacks(pool: Pool) {
    let orders = fill(&pool, 3).await;
    let recorder = Recorder::new(&pool);
    let large = || {
        ddbx::query::<Order>()
            .filter(|order| order.customer.eq("ann").and(order.total.ge(20)))
            .index("by_total")
    };
    let summaries: Vec<_> = orders[1..].iter().map(summary).collect();
    assert_eq!(
        large().select::<Summary>().fetch_all(&recorder).await.unwrap(),
        summaries
    );
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total"]);
    assert!(
        large()
            .select::<Noted>()
            .fetch_all(&recorder)
            .await
            .unwrap_err()
            .is_invalid()
    );
    let notes: Vec<_> = orders[1..].iter().map(noted).collect();
    assert_eq!(
        large().hydrate().select::<Noted>().fetch_all(&recorder).await.unwrap(),
        notes
    );
    let [request] = &recorder.sent()[..] else {
        panic!("one request")
    };
    assert_eq!(
        (&body(request)["Select"], projected(request)),
        (&Value::from("ALL_ATTRIBUTES"), None)
    );
}

#[ddbx::test(entities(Order))]
async fn the_end_of_a_range_that_is_tested_here_is_asked_for(pool: Pool) {
    let orders = fill(&pool, 4).await;
    let recorder = Recorder::new(&pool);
    // `number` is in the key only: no filter can leave out the 3.
    let few = || ddbx::query!(Order, customer == "ann" && number < 3, select = Noted);
    let notes: Vec<_> = orders[..2].iter().map(noted).collect();
    assert_eq!(few().fetch_all(&recorder).await.unwrap(), notes);
    let _ = only(&recorder);
    assert_eq!(few().count(&recorder).await.unwrap(), 2);
}
