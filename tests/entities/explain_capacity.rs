//! The units that a write is estimated to take, against those that the embedded engine counts.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ddbx::executor::{Execution, Executor};
use ddbx::{Entity, Pool, Request, WriteEstimate, WriteUnits};

#[derive(Entity, Clone, Debug)]
#[entity(table = "notes")]
struct Note {
    #[entity(pk)]
    id: String,
    text: String,
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "parcels")]
#[entity(by_courier(pk = "COURIER#{courier}", sk = weight))]
#[entity(by_weight(pk = weight, projection = keys_only))]
struct Parcel {
    #[entity(pk)]
    id: String,
    courier: Option<String>,
    weight: u32,
    text: String,
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "drafts", by_owner(pk = owner))]
struct Draft {
    #[entity(pk)]
    id: String,
    owner: String,
    text: String,
    #[entity(version)]
    version: u64,
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "tracks", pk = "ALBUM#{album}", sk = "{number:03}")]
#[entity(by_plays(local, sk = plays, projection = include("title")))]
struct Track {
    album: String,
    number: u32,
    plays: u32,
    title: String,
    lyrics: String,
}

/// Asks for the capacity of each request, and keeps what the engine says.
#[derive(Clone)]
struct Metered(Pool, Arc<Mutex<Vec<Bytes>>>);

impl Executor for Metered {
    fn execute(&self, mut request: Request) -> Execution {
        let mut body = request.body.to_vec();
        body.pop();
        body.extend_from_slice(br#","ReturnConsumedCapacity":"INDEXES"}"#);
        request.body = body.into();
        let (sent, answers) = (self.0.execute(request), self.1.clone());
        Box::pin(async move {
            let response = sent.await?;
            answers.lock().unwrap().push(response.body.clone());
            Ok(response)
        })
    }
}

impl Metered {
    async fn new() -> Self {
        let pool = Pool::connect("dynamodb::memory:").await.unwrap();
        pool.create_tables::<(Note, Parcel, Draft, Track)>().await.unwrap();
        Self(pool, Arc::default())
    }

    /// The units of the table, and of each index, of the last request.
    fn used(&self) -> (u64, impl Fn(&str) -> u64) {
        let answer = self.1.lock().unwrap().pop().unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&answer).unwrap();
        let consumed = answer["ConsumedCapacity"].clone();
        let table = units(&consumed["Table"]);
        let scopes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];
        let used = move |index: &str| scopes.map(|scope| units(&consumed[scope][index])).iter().sum();
        (table, used)
    }

    /// That what was used is within what was estimated, and gives it: of the table, and of the indexes.
    fn check(&self, estimate: &WriteEstimate, case: &str) -> (u64, Vec<u64>) {
        let (table, index) = self.used();
        let indexes: Vec<_> = estimate.indexes.iter().map(|(name, _)| index(name)).collect();
        let total = ("the total", estimate.total, table + indexes.iter().sum::<u64>());
        let of_indexes = estimate.indexes.iter().zip(&indexes);
        let of_indexes = of_indexes.map(|((name, units), used)| (*name, *units, *used));
        for (what, estimated, used) in of_indexes.chain([("the table", estimate.table, table), total]) {
            let bounds = estimated.least..=estimated.most;
            assert!(
                bounds.contains(&used),
                "{what}: {used} used, {estimated} estimated, {case}"
            );
        }
        (table, indexes)
    }

    /// The same, where the units of the table are known.
    fn check_exact(&self, estimate: &WriteEstimate, case: &str) -> Vec<u64> {
        let (table, indexes) = self.check(estimate, case);
        assert_eq!(estimate.table, exactly(table), "the table, {case}");
        indexes
    }
}

fn units(of: &serde_json::Value) -> u64 {
    of["CapacityUnits"].as_f64().unwrap_or_default() as u64
}

const fn exactly(units: u64) -> WriteUnits {
    WriteUnits {
        least: units,
        most: units,
    }
}

fn all(estimate: &WriteEstimate, bound: fn(&WriteUnits) -> u64) -> Vec<u64> {
    estimate.indexes.iter().map(|(_, units)| bound(units)).collect()
}

fn parcel(courier: Option<&str>, weight: u32, bytes: usize) -> Parcel {
    Parcel {
        id: "p1".into(),
        courier: courier.map(Into::into),
        weight,
        text: "x".repeat(bytes),
    }
}

fn size<E: Entity>(entity: &E) -> u64 {
    ddbx_core::value::item_size(&entity.to_item().unwrap()) as u64
}

const SIZES: [usize; 9] = [1, 900, 950, 1000, 1018, 1019, 2500, 40_000, 350_000];

#[tokio::test]
async fn items_without_indexes_cost_their_size() {
    let metered = Metered::new().await;
    let note = |bytes: usize| Note {
        id: "n1".into(),
        text: "x".repeat(bytes),
    };
    for bytes in SIZES {
        let case = format!("{bytes} bytes");
        let put = || ddbx::put(note(bytes)).if_not_exists();
        let estimate = put().explain(&metered).unwrap().estimate();
        put().execute(&metered).await.unwrap();
        metered.check_exact(&estimate, &case);

        let update = || ddbx::update::<Note>("n1").set(|note| note.text, "y".repeat(bytes));
        let explanation = update().explain(&metered).unwrap();
        let estimate = explanation.with_item_size(size(&note(bytes))).estimate();
        update().execute(&metered).await.unwrap();
        metered.check_exact(&estimate, &case);

        let delete = || ddbx::delete::<Note>("n1").must_exist();
        let explanation = delete().explain(&metered).unwrap();
        let estimate = explanation.with_item_size(size(&note(bytes))).estimate();
        delete().execute(&metered).await.unwrap();
        metered.check_exact(&estimate, &case);
    }
}

#[tokio::test]
async fn a_put_costs_the_larger_of_two_items() {
    let metered = Metered::new().await;
    let note = |bytes: usize| Note {
        id: "n1".into(),
        text: "x".repeat(bytes),
    };
    ddbx::put(note(1)).execute(&metered).await.unwrap();
    let mut old = note(1);
    for bytes in SIZES.into_iter().chain(SIZES.into_iter().rev()) {
        let put = || ddbx::put(note(bytes)).when(|note| note.text.exists());
        let explanation = put().explain(&metered).unwrap().with_item_size(size(&old));
        put().execute(&metered).await.unwrap();
        let (used, _) = metered.used();
        assert_eq!(explanation.estimate().table.most, used, "{bytes} bytes");
        old = note(bytes);
    }
}

#[tokio::test]
async fn a_new_entry_costs_what_the_index_copies() {
    let metered = Metered::new().await;
    for bytes in SIZES {
        for courier in [None, Some("eve")] {
            let put = || ddbx::put(parcel(courier, 3, bytes)).if_not_exists();
            let estimate = put().explain(&metered).unwrap().estimate();
            put().execute(&metered).await.unwrap();
            let used = metered.check_exact(&estimate, &format!("{courier:?}, {bytes} bytes"));
            assert_eq!(all(&estimate, |units| units.least), used);
            assert_eq!(all(&estimate, |units| units.most), used);

            // Not all parcels have a courier, and a deletion by the key alone does not know.
            let delete = || ddbx::delete::<Parcel>("p1").must_exist();
            let explanation = delete().explain(&metered).unwrap();
            let estimate = explanation.with_item_size(size(&parcel(courier, 3, bytes))).estimate();
            delete().execute(&metered).await.unwrap();
            let used = metered.check_exact(&estimate, &format!("{courier:?}, {bytes} bytes"));
            if courier.is_some() {
                assert_eq!(estimate.indexes[0].1.most, used[0]);
            }
        }
    }
}

#[tokio::test]
async fn bounds_are_met_by_entries_that_stay_and_that_move() {
    let metered = Metered::new().await;
    for bytes in SIZES {
        let old = parcel(Some("eve"), 3, bytes);
        let estimate = |new: &Parcel| {
            let explanation = ddbx::put(new.clone()).explain(&metered).unwrap();
            explanation.with_item_size(size(&old)).estimate()
        };
        for (case, new, bound) in [
            ("the same", old.clone(), (|units| units.least) as fn(&WriteUnits) -> u64),
            ("moved", parcel(Some("bob"), 4, bytes), |units| units.most),
        ] {
            ddbx::put(old.clone()).execute(&metered).await.unwrap();
            ddbx::put(new.clone()).execute(&metered).await.unwrap();
            let used = metered.check(&estimate(&new), case).1;
            assert_eq!(all(&estimate(&new), bound), used, "{case}, {bytes} bytes");
        }
        ddbx::put(old.clone()).execute(&metered).await.unwrap();
        let new = parcel(None, 3, bytes);
        ddbx::put(new.clone()).execute(&metered).await.unwrap();
        let used = metered.check(&estimate(&new), "removed").1;
        assert_eq!((estimate(&new).indexes[0].1.most, used[1]), (used[0], 0));
    }
}

#[tokio::test]
async fn updates_cost_the_entries_whose_copies_they_change() {
    let metered = Metered::new().await;
    for bytes in SIZES {
        let item = parcel(Some("eve"), 3, bytes);
        for (case, update, most) in [
            (
                "another text",
                (|| ddbx::update::<Parcel>("p1").set(|it| it.text, "new")) as fn() -> ddbx::Update<Parcel>,
                [true, true],
            ),
            ("another courier", || update_courier("bob"), [true, false]),
            ("the same courier", || update_courier("eve"), [false, false]),
            (
                "no courier",
                || ddbx::update::<Parcel>("p1").remove(|it| it.courier),
                [true, true],
            ),
        ] {
            ddbx::put(item.clone()).execute(&metered).await.unwrap();
            let explanation = update().explain(&metered).unwrap().with_item_size(size(&item));
            update().execute(&metered).await.unwrap();
            let used = metered.check_exact(&explanation.estimate(), case);
            for ((_, units), (used, is_most)) in explanation.estimate().indexes.iter().zip(used.iter().zip(most)) {
                let bound = if is_most { units.most } else { units.least };
                assert_eq!(bound, *used, "{case}, {bytes} bytes");
            }
        }
    }
}

fn update_courier(courier: &'static str) -> ddbx::Update<Parcel> {
    ddbx::update::<Parcel>("p1")
        .set(|it| it.courier, courier)
        .set(|it| it.weight, 3)
}

#[tokio::test]
async fn a_deleted_entity_in_a_known_version_costs_what_it_is() {
    let metered = Metered::new().await;
    for bytes in SIZES {
        let draft = Draft {
            id: "d1".into(),
            owner: "ann".into(),
            text: "x".repeat(bytes),
            version: 0,
        };
        let put = || ddbx::put(draft.clone());
        let estimate = put().explain(&metered).unwrap().estimate();
        let saved = put().execute(&metered).await.unwrap();
        metered.check_exact(&estimate, "new");

        let put = || ddbx::put(saved.clone());
        let estimate = put().explain(&metered).unwrap().estimate();
        let saved = put().execute(&metered).await.unwrap();
        let used = metered.check_exact(&estimate, "in the next version");
        assert_eq!(all(&estimate, |units| units.least), used);

        let delete = || ddbx::delete_entity(saved.clone());
        let estimate = delete().explain(&metered).unwrap().estimate();
        delete().execute(&metered).await.unwrap();
        let used = metered.check_exact(&estimate, "deleted");
        assert_eq!(all(&estimate, |units| units.least), used);
        assert_eq!(estimate.total, exactly(estimate.table.most + used[0]));
    }
}

#[tokio::test]
async fn a_local_index_costs_what_it_includes() {
    let metered = Metered::new().await;
    for bytes in SIZES {
        let track = Track {
            album: "a1".into(),
            number: 1,
            plays: 5,
            title: "x".repeat(1500),
            lyrics: "x".repeat(bytes),
        };
        let put = || ddbx::put(track.clone()).if_not_exists();
        let estimate = put().explain(&metered).unwrap().estimate();
        put().execute(&metered).await.unwrap();
        assert_eq!(metered.check_exact(&estimate, "new"), [2]);
        assert_eq!(all(&estimate, |units| units.most), [2]);

        for (case, update, used) in [
            (
                "what it does not copy",
                (|| update().set(|it| it.lyrics, "new")) as fn() -> ddbx::Update<Track>,
                0,
            ),
            ("what it copies", || update().set(|it| it.title, "y".repeat(1500)), 2),
            ("its key", || update().set(|it| it.plays, 6), 4),
        ] {
            ddbx::put(track.clone()).execute(&metered).await.unwrap();
            let explanation = update().explain(&metered).unwrap().with_item_size(size(&track));
            update().execute(&metered).await.unwrap();
            assert_eq!(metered.check_exact(&explanation.estimate(), case), [used], "{case}");
        }
        ddbx::delete::<Track>(("a1", 1)).execute(&metered).await.unwrap();
    }

    fn update() -> ddbx::Update<Track> {
        ddbx::update(("a1", 1))
    }
}
