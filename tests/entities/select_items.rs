//! Views elsewhere than in queries of a table of one entity: scans, many keys, one key, neighbours and what is over.

use ddbx::{Entity, Operation, Pool, Selection, Table, View};
use futures_util::TryStreamExt as _;

use crate::recorder::Recorder;
use crate::select::{Noted, Order, Summary, fill, noted, only, projected, summary};
use crate::{at, chain};

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
