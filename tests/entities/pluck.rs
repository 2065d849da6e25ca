//! One field of each entity.

use std::collections::BTreeSet;
use std::time::SystemTime;

use ddbx::{Entity, Item, Pool, Table, ops};
use ddbx::{Executor as _, Operation};
use futures_util::TryStreamExt as _;

use crate::at;
use crate::recorder::Recorder;
use crate::select::{Order, fill, projected};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "visits", pk = "USER#{user}", sk = "{number:04}", timestamps = unix, allow_scan)]
struct Visit {
    #[entity(key_only)]
    user: String,
    #[entity(key_only)]
    number: u32,
    at: SystemTime,
    left: Option<SystemTime>,
    #[entity(alias = "path")]
    page: String,
    #[entity(default = 7)]
    weight: u32,
    #[entity(lenient)]
    clicks: u32,
    tags: BTreeSet<String>,
    note: Option<String>,
}

#[ddbx::test(entities(Visit))]
async fn a_field_is_read_as_its_entity_reads_it(pool: Pool) {
    let visit = Visit {
        user: "ann".into(),
        number: 1,
        at: at(60_000),
        left: Some(at(90_000)),
        page: "/".into(),
        weight: 3,
        clicks: 5,
        tags: ["a".to_owned()].into(),
        note: None,
    };
    ddbx::put(visit).execute(&pool).await.unwrap();
    // What another program has written.
    let other = Item::new()
        .with("pk", "USER#ann")
        .with("sk", "0002")
        .with("at", 61)
        .with("path", "/other")
        .with("clicks", "42");
    ops::PutItem::new(pool.table(Visit::SCHEMA))
        .item(other)
        .send(&pool)
        .await
        .unwrap();

    let recorder = Recorder::new(&pool);
    macro_rules! plucked {
        ($field:ident: $ty:ty = $expected:expr, $asked:expr) => {{
            let query = || ddbx::query::<Visit>().filter(|visit| visit.user.eq("ann"));
            let planned = || ddbx::query!(Visit, user == "ann");
            let expected: Vec<$ty> = $expected.into();
            let mut found: Vec<$ty> = query().pluck(|visit| visit.$field).fetch_all(&recorder).await.unwrap();
            assert_eq!(found, expected);
            assert_eq!(projected(&recorder.last()).unwrap(), $asked);
            found = planned()
                .pluck(|visit| visit.$field)
                .fetch_all(&recorder)
                .await
                .unwrap();
            assert_eq!(found, expected);
            assert_eq!(projected(&recorder.last()).unwrap(), $asked);
            let scan = ddbx::scan::<Visit>().pluck(|visit| visit.$field).all_pages();
            found = scan.fetch_all(&recorder).await.unwrap();
            assert_eq!(found, expected);
            assert_eq!(projected(&recorder.last()).unwrap(), $asked);
        }};
    }
    plucked!(user: String = ["ann".to_owned(), "ann".into()], ["pk"]);
    plucked!(number: u32 = [1, 2], ["sk"]);
    plucked!(at: SystemTime = [at(60_000), at(61_000)], ["at"]);
    plucked!(left: Option<SystemTime> = [Some(at(90_000)), None], ["left"]);
    plucked!(page: String = ["/".to_owned(), "/other".into()], ["page", "path"]);
    plucked!(weight: u32 = [3, 7], ["weight"]);
    plucked!(clicks: u32 = [5, 42], ["clicks"]);
    plucked!(tags: BTreeSet<String> = [["a".to_owned()].into(), BTreeSet::new()], ["tags"]);
    plucked!(note: Option<String> = [None, None], ["note"]);
}

#[ddbx::test(entities(Order))]
async fn every_form_of_fetching_gives_fields(pool: Pool) {
    fill(&pool, 5).await;
    let recorder = Recorder::new(&pool);
    let totals = || {
        ddbx::query::<Order>()
            .filter(|order| order.customer.eq("ann"))
            .pluck(|order| order.total)
    };
    assert_eq!(totals().take(2).fetch_all(&pool).await.unwrap(), [10, 20]);
    assert_eq!(totals().fetch_one(&pool).await.unwrap(), 10);
    assert_eq!(totals().last(&pool).await.unwrap(), Some(50));
    assert!(totals().at_most_one(&pool).await.is_err());
    assert_eq!(totals().count(&pool).await.unwrap(), 5);
    assert_eq!(
        totals()
            .filter(|order| order.note.eq("note 4"))
            .fetch_all(&pool)
            .await
            .unwrap(),
        [40]
    );
    let pages: Vec<_> = totals().page_size(2).pages(&pool).try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|page| page.items.clone()).collect::<Vec<_>>().concat(),
        [10, 20, 30, 40, 50]
    );

    let mut found = totals().fetch(&recorder);
    assert_eq!(found.try_next().await.unwrap(), Some(10));
    assert_eq!(projected(&recorder.last()).unwrap(), ["total", "sum", "pk", "sk"]);
    let rest = totals().start_at(found.cursor()).fetch_all(&pool).await.unwrap();
    assert_eq!(rest, [20, 30, 40, 50]);

    let parallel = || {
        ddbx::scan::<Order>()
            .pluck(|order| order.number)
            .all_pages()
            .segments(2)
    };
    let mut found = parallel().fetch(&pool);
    let mut numbers = vec![found.try_next().await.unwrap().unwrap()];
    numbers.extend(parallel().resume(found.checkpoint()).fetch_all(&pool).await.unwrap());
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
}

#[ddbx::test(entities(Order))]
async fn an_index_need_copy_the_field_only(pool: Pool) {
    fill(&pool, 2).await;
    let recorder = Recorder::new(&pool);
    let open = || ddbx::query::<Order>().filter(|order| order.status.eq("open"));
    assert_eq!(
        open().pluck(|order| order.total).fetch_all(&recorder).await.unwrap(),
        [10, 20]
    );
    let [request] = &recorder.sent()[..] else {
        panic!("one request")
    };
    assert_eq!(
        (request.operation, projected(request).unwrap()),
        (Operation::Query, vec!["total".to_owned()])
    );
    let notes = || open().pluck(|order| order.note);
    assert!(notes().fetch_all(&recorder).await.unwrap_err().is_invalid());
    let notes = notes().hydrate().fetch_all(&recorder).await.unwrap();
    assert_eq!(notes, [Some("note 1".to_owned()), Some("note 2".to_owned())]);
    assert_eq!(projected(&recorder.last()).unwrap(), ["note", "pk", "sk"]);
    let planned = ddbx::query!(Order, status == "open", hydrate).pluck(|order| order.note);
    assert_eq!(planned.fetch_all(&recorder).await.unwrap(), notes);
}

#[derive(Table)]
#[table(name = "shop", sk = "sk", ttl = "until")]
struct Shop;

#[derive(Entity, Debug)]
#[entity(table = Shop, pk = "P#{id}", sk = "X")]
struct Parcel {
    id: String,
    weight: u32,
    #[entity(expires)]
    until: Option<u64>,
}

#[ddbx::test(entities(Parcel))]
async fn what_is_over_or_does_not_fit_is_told(pool: Pool) {
    for (id, until) in [("1", None), ("2", Some(1))] {
        let parcel = Parcel {
            id: id.into(),
            weight: 5,
            until,
        };
        ddbx::put(parcel).execute(&pool).await.unwrap();
    }
    let recorder = Recorder::new(&pool);
    let weight = |id: &'static str| {
        ddbx::query::<Parcel>()
            .filter(|parcel| parcel.id.eq(id))
            .pluck(|parcel| parcel.weight)
    };
    assert_eq!(weight("1").fetch_optional(&recorder).await.unwrap(), Some(5));
    assert_eq!(weight("2").fetch_optional(&recorder).await.unwrap(), None);

    let faulty = Item::new().with("pk", "P#3").with("sk", "X").with("_type", "Parcel");
    let put = ops::PutItem::new(pool.table(Parcel::SCHEMA)).item(faulty);
    put.send(&pool).await.unwrap();
    let error = weight("3").fetch_all(&pool).await.unwrap_err();
    assert!(error.is_decode());
    let said = crate::chain(&error);
    assert!(
        said.starts_with("GetItem on table `shop`") && said.contains("`Parcel.weight`: the attribute is missing"),
        "{said}"
    );
}
