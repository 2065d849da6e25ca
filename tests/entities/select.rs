//! Views on queries, scans and reads of many keys: what is asked for, and of which index.

use ddbx::{Entity, Operation, Pool, Request, Selection, Table, View};
use futures_util::TryStreamExt as _;
use serde_json::Value;

use crate::recorder::Recorder;
use crate::{at, chain};

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
struct Summary {
    number: u32,
    total: u32,
}

#[derive(View, Debug, PartialEq)]
#[view(Order)]
struct Noted {
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

fn summary(order: &Order) -> Summary {
    Summary {
        number: order.number,
        total: order.total,
    }
}

fn noted(order: &Order) -> Noted {
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
fn only(recorder: &Recorder<'_>) -> (Operation, Option<String>, Option<Vec<String>>) {
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

#[ddbx::test(entities(Order))]
async fn scans_and_reads_of_many_keys_ask_for_the_fields_of_the_view(pool: Pool) {
    let orders = fill(&pool, 6).await;
    let recorder = Recorder::new(&pool);
    let scan = || ddbx::scan::<Order>().select::<Summary>();
    let sorted = |mut found: Vec<Summary>| {
        found.sort_by_key(|summary| summary.number);
        found
    };
    let summaries: Vec<_> = orders.iter().map(summary).collect();
    let found = scan().all_pages().fetch_all(&recorder).await.unwrap();
    assert_eq!(sorted(found), summaries);
    assert_eq!(
        only(&recorder),
        (
            Operation::Scan,
            None,
            Some(vec!["sk".into(), "total".into(), "sum".into()])
        )
    );
    let some = scan().index("by_status").filter(|order| order.total.gt(40));
    assert_eq!(sorted(some.fetch_page(&recorder).await.unwrap().items), summaries[4..]);
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total"]);
    let refused = ddbx::scan::<Order>().index("by_status").select::<Noted>();
    let error = refused.fetch_page(&recorder).await.unwrap_err();
    assert!(
        chain(&error).contains("reads: `note` would be missing"),
        "{}",
        chain(&error)
    );
    assert_eq!(scan().all_pages().count(&pool).await.unwrap(), 6);

    // Side by side: with the keys only where a checkpoint may be asked for.
    let parallel = || scan().all_pages().segments(1);
    assert_eq!(sorted(parallel().fetch_all(&recorder).await.unwrap()), summaries);
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total", "sum"]);
    let mut some = parallel().fetch(&recorder);
    let mut found = vec![some.try_next().await.unwrap().unwrap()];
    let checkpoint = some.checkpoint();
    drop(some);
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total", "sum", "pk"]);
    found.extend(parallel().resume(checkpoint).fetch_all(&pool).await.unwrap());
    assert_eq!(sorted(found), summaries);

    let many = ddbx::get_many::<Order>([("ann", 3), ("ann", 9), ("ann", 1)]);
    let found = many.select::<Noted>().fetch_each(&recorder).await.unwrap();
    assert_eq!(found, [Some(noted(&orders[2])), None, Some(noted(&orders[0]))]);
    assert_eq!(only(&recorder).2.unwrap(), ["note", "pk", "sk"]);
    let many = ddbx::get_many!(Order, [("ann", 2)], select = Summary);
    assert_eq!(many.fetch_all(&recorder).await.unwrap(), summaries[1..2]);
    assert_eq!(only(&recorder).2.unwrap(), ["sk", "total", "sum", "pk"]);
}

#[derive(Table)]
#[table(name = "shop", sk = "sk", tag = "kind", ttl = "until", allow_scan)]
#[table(index(name = "by_owner", pk = "gsi1pk", projection = include("weight")))]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "X", by_owner(pk = owner))]
struct Parcel {
    id: String,
    owner: String,
    weight: u32,
    #[entity(expires, rename = "until")]
    expires: Option<std::time::SystemTime>,
}

#[derive(Entity, Debug)]
#[entity(table = Shop, pk = "P#{id}", sk = "X", by_owner(pk = owner))]
struct Letter {
    id: String,
    owner: String,
    weight: u32,
}

#[derive(View, Debug, PartialEq)]
#[view(Parcel)]
struct Weight {
    weight: u32,
}

#[ddbx::test(entities(Parcel, Letter))]
async fn what_is_anothers_or_over_has_no_view(pool: Pool) {
    let parcel = |id: &str, expires| Parcel {
        id: id.into(),
        owner: "ann".into(),
        weight: 5,
        expires,
    };
    ddbx::put(parcel("1", None)).execute(&pool).await.unwrap();
    ddbx::put(parcel("2", Some(at(60_000)))).execute(&pool).await.unwrap();
    let letter = Letter {
        id: "3".into(),
        owner: "ann".into(),
        weight: 1,
    };
    ddbx::put(letter).execute(&pool).await.unwrap();
    let recorder = Recorder::at(&pool, at(60_000));
    let get = |id: &'static str| {
        ddbx::query::<Parcel>()
            .filter(|parcel| parcel.id.eq(id))
            .select::<Weight>()
    };
    for (id, count) in [("1", 1), ("2", 0), ("3", 0)] {
        assert_eq!(get(id).fetch_all(&recorder).await.unwrap().len(), count);
        // By its key: there is no filter to test it.
        assert_eq!(
            only(&recorder),
            (
                Operation::GetItem,
                None,
                Some(vec!["weight".into(), "kind".into(), "until".into()])
            )
        );
        let planned = ddbx::query!(Parcel, owner == "ann", hydrate, select = Weight);
        assert_eq!(planned.fetch_all(&recorder).await.unwrap(), [Weight { weight: 5 }]);
        let sent = recorder.sent();
        assert_eq!(projected(&sent[0]).unwrap(), ["pk", "sk"]);
        assert_eq!(projected(&sent[1]).unwrap(), ["weight", "pk", "sk", "kind", "until"]);
        let many = ddbx::get_many::<Parcel>([id]).select::<Weight>();
        assert_eq!(many.fetch_all(&recorder).await.unwrap().len(), count);
        assert_eq!(only(&recorder).2.unwrap(), ["weight", "kind", "until", "pk", "sk"]);
    }
    let all = ddbx::scan::<Parcel>().select::<Weight>().all_pages();
    assert_eq!(all.fetch_all(&recorder).await.unwrap().len(), 1);
    assert_eq!(only(&recorder).2.unwrap(), ["weight"]);
    let counted = || ddbx::query!(Parcel, owner == "ann", hydrate);
    assert_eq!(counted().count(&recorder).await.unwrap(), 1);
    assert_eq!(projected(&recorder.sent()[1]).unwrap(), ["pk", "sk", "kind", "until"]);
    assert_eq!(counted().include_expired().count(&recorder).await.unwrap(), 2);
    assert_eq!(projected(&recorder.sent()[1]).unwrap(), ["pk", "sk", "kind"]);
    let got = ddbx::get::<Parcel>("2").include_expired().select::<Weight>();
    assert!(got.fetch_optional(&recorder).await.unwrap().is_some());
    assert_eq!(only(&recorder).2.unwrap(), ["weight", "kind"]);
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "notes", pk = id)]
struct Note {
    id: String,
    text: String,
    photo: Vec<u8>,
}

#[derive(View, Debug, PartialEq)]
#[view(Note)]
struct NoteText {
    text: String,
}

/// Generic code takes views and entities alike.
async fn all<E: Entity<Key = (String,)>, V: Selection<E>>(pool: &Recorder<'_>, ids: [&str; 2]) -> Vec<V> {
    ddbx::get_many::<E>(ids).select::<V>().fetch_all(pool).await.unwrap()
}

#[ddbx::test(entities(Note))]
async fn one_item_is_read_by_its_key(pool: Pool) {
    let note = Note {
        id: "n1".into(),
        text: "…".into(),
        photo: vec![0; 100],
    };
    let note = ddbx::put(note).execute(&pool).await.unwrap();
    let recorder = Recorder::new(&pool);
    let mut found = ddbx::query!(Note, id == "n1", select = NoteText).fetch(&recorder);
    assert_eq!(found.try_next().await.unwrap().unwrap().text, "…");
    assert_eq!(found.cursor(), None);
    drop(found);
    assert_eq!(only(&recorder), (Operation::GetItem, None, Some(vec!["text".into()])));
    assert_eq!(all::<Note, NoteText>(&recorder, ["n1", "n2"]).await.len(), 1);
    assert_eq!(all::<Note, Note>(&recorder, ["n1", "n2"]).await, [note]);
}
