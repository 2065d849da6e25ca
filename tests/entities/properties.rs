//! What holds of all entities and of all updates.

use std::time::SystemTime;

use ddbx::{Entity, Executor as _, Item, Pool, Table, ops};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use crate::at;

#[derive(Table)]
#[table(
    name = "shop",
    sk = "sk",
    index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"),
    index(name = "by_courier", pk = ["gsi2pk", "gsi2pk2"], sk = ["gsi2sk", "gsi2sk2"]),
    index(name = "by_score", pk = "gsi1pk", sk = "gsi3sk", projection = keys_only),
    local_index(name = "by_note", sk = "lsi1sk")
)]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "C#{customer:escape}#{region}", sk = "{day:i16}-{id}-{page:03}")]
#[entity(by_status(pk = "S#{status:escape}#", sk = "{score:i32}"))]
#[entity(by_courier(pk = [courier, region], sk = [weight, seen]))]
#[entity(by_score(pk = "S#{status:escape}#", sk = "{score:i8}|{courier}"))]
#[entity(by_note(sk = "{note:escape}-{seen}-{page:i64}"))]
struct Parcel {
    #[entity(key_only)]
    customer: String,
    region: String,
    #[entity(key_only)]
    day: i16,
    #[entity(key_only)]
    id: Uuid,
    #[entity(key_only)]
    page: u8,
    status: String,
    score: i32,
    courier: Option<String>,
    weight: Option<u32>,
    #[entity(iso)]
    seen: SystemTime,
    note: Option<String>,
    free: Option<u32>,
}

/// Text of what separates and escapes, more often than chance would have it.
fn text() -> impl Strategy<Value = String> + Clone {
    "[-#|%ab0\u{e9}]{1,4}"
}

fn seen() -> impl Strategy<Value = SystemTime> + Clone {
    (0..4_u64).prop_map(|second| at(second * 1_000))
}

fn parcel() -> impl Strategy<Value = Parcel> {
    let key = (text(), "[a-c]{1,2}", any::<i16>(), any::<u128>(), any::<u8>());
    let rest = (
        text(),
        score(),
        courier(),
        any::<Option<u32>>(),
        seen(),
        proptest::option::of(text()),
    );
    (key, rest, any::<Option<u32>>()).prop_map(
        |((customer, region, day, id, page), (status, score, courier, weight, seen, note), free)| Parcel {
            customer,
            region,
            day,
            id: Uuid::from_u128(id),
            page,
            status,
            score,
            courier,
            weight,
            seen,
            note,
            free,
        },
    )
}

/// Now and then beyond what `by_score` has room for.
fn score() -> impl Strategy<Value = i32> + Clone {
    prop_oneof![9 => -128..128_i32, 1 => any::<i32>()]
}

/// Now and then one that `by_score` has no place for.
fn courier() -> impl Strategy<Value = Option<String>> + Clone {
    proptest::option::of(prop_oneof![9 => "[a-c]{1,2}", 1 => Just("a|b".to_owned())])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entity_comes_back_from_its_item(parcel in parcel()) {
        if let Ok(item) = parcel.to_item() {
            prop_assert!(["customer", "day", "id", "page"].iter().all(|name| !item.contains(name)));
            prop_assert_eq!(Parcel::from_item(item).unwrap(), parcel);
        }
    }
}

/// A change of one field: none, a value, or its removal.
#[derive(Clone, Debug)]
enum What<T> {
    Left,
    Removed,
    Set(T),
}

fn what<T: Clone + std::fmt::Debug + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
    left: u32,
    removals: u32,
) -> BoxedStrategy<What<T>> {
    prop_oneof![
        left => Just(What::Left),
        removals => Just(What::Removed),
        40 => value.prop_map(What::Set),
    ]
    .boxed()
}

/// Of a field that may be missing, and of one that may not.
const OPTIONAL: u32 = 20;
const REQUIRED: u32 = 1;

#[derive(Clone, Debug)]
struct Changes {
    status: What<String>,
    score: What<i32>,
    courier: What<String>,
    weight: What<u32>,
    seen: What<SystemTime>,
    note: What<String>,
    free: What<u32>,
    region: bool,
}

/// Each field is left alone with this weight, against 40 for a value.
fn changes(left: u32) -> impl Strategy<Value = Changes> {
    let courier = courier().prop_filter_map("a courier", |courier| courier);
    let changes = (
        what(text(), left, REQUIRED),
        what(score(), left, REQUIRED),
        what(courier.boxed(), left, OPTIONAL),
        what(any::<u32>(), left, OPTIONAL),
        what(seen(), left, REQUIRED),
        what(text(), left, OPTIONAL),
        what(any::<u32>(), left, OPTIONAL),
        prop_oneof![19 => Just(false), 1 => Just(true)],
    );
    changes.prop_map(|(status, score, courier, weight, seen, note, free, region)| Changes {
        status,
        score,
        courier,
        weight,
        seen,
        note,
        free,
        region,
    })
}

/// Adds the change of one field to the update, and to what is expected of it.
macro_rules! change {
    ($update:ident, $expected:ident, $($field:ident: $what:expr, $removed:expr, $set:expr;)*) => {$(
        match $what {
            What::Left => {}
            What::Removed => {
                $update = $update.remove(|parcel| parcel.$field);
                $expected.$field = $removed;
            }
            What::Set(value) => {
                $update = $update.set(|parcel| parcel.$field, value.clone());
                $expected.$field = $set(value);
            }
        }
    )*};
}

/// The update, and what it makes of the parcel.
fn updated(parcel: &Parcel, changes: Changes) -> (ddbx::Update<Parcel>, Parcel) {
    let Parcel {
        customer,
        region,
        day,
        id,
        page,
        ..
    } = parcel;
    let mut update = ddbx::update::<Parcel>((&**customer, &**region, *day, *id, *page));
    let mut expected = parcel.clone();
    change! {
        update, expected,
        status: changes.status, String::new(), |value| value;
        score: changes.score, 0, |value| value;
        courier: changes.courier, None, Some;
        weight: changes.weight, None, Some;
        seen: changes.seen, at(0), |value| value;
        note: changes.note, None, Some;
        free: changes.free, None, Some;
    }
    if changes.region {
        update = update.set(|parcel| parcel.region, "x");
    }
    (update, expected)
}

async fn stored(pool: &Pool, parcel: &Parcel) -> Item {
    let get = ops::GetItem::new(pool.table(Parcel::SCHEMA)).consistent();
    let key = parcel.key().unwrap();
    let get = key.iter().fold(get, |get, (name, value)| get.key(name, value));
    get.send(pool).await.unwrap().item.unwrap()
}

/// Any update, of any item: what is accepted leaves what a put would, what is refused nothing.
#[ddbx::test(entities(Parcel))]
async fn any_accepted_update_leaves_the_item_of_a_put(pool: Pool) {
    // Over a socket, ten times as many would take minutes.
    let updates = if std::env::var_os("DDBX_TEST_URL").is_some() {
        1_000
    } else {
        10_000
    };
    let mut runner = TestRunner::default();
    let (mut accepted, mut refused) = (0_u32, 0_u32);
    let mut parcel: Option<Parcel> = None;
    while accepted + refused < updates {
        // From a fresh one now and then; most go on from what the last update left.
        let before = match parcel.take().filter(|_| !(accepted + refused).is_multiple_of(10)) {
            Some(parcel) => parcel,
            None => {
                let fresh = super::properties::parcel().new_tree(&mut runner).unwrap().current();
                if ddbx::put(fresh.clone()).execute(&pool).await.is_err() {
                    continue;
                }
                fresh
            }
        };
        // Few fields, or nearly all: in between, a part of an index is mostly unknown.
        let changes = prop_oneof![changes(400), changes(60), changes(3)];
        let changes = changes.new_tree(&mut runner).unwrap().current();
        let case = format!("{before:?}, {changes:?}");
        let (update, expected) = updated(&before, changes);
        parcel = Some(match update.execute(&pool).await {
            Ok(()) => {
                accepted += 1;
                expected
            }
            Err(error) => {
                refused += 1;
                assert!(error.is_invalid(), "{case}: {error}");
                before
            }
        });
        if let Some(parcel) = &parcel {
            assert_eq!(stored(&pool, parcel).await, parcel.to_item().unwrap(), "{case}");
        }
    }
    assert!(
        accepted > updates / 20 && refused > updates / 20,
        "{accepted} accepted, {refused} refused"
    );
}
