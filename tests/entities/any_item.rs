//! Any value comes back from its item, and no attribute is lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ddbx::{Attribute, Entity, Item};
use proptest::prelude::*;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "everything", pk = "E#{id}", sk = "{day:07}", write_id, dates = days, by_kind(pk = state, sk = day))]
struct Everything {
    id: String,
    day: NaiveDate,
    state: Option<String>,
    #[entity(alias = "old_count", default = 7)]
    count: u32,
    #[entity(default = "EUR")]
    currency: String,
    #[entity(alias = "old_note", alias = "older_note")]
    note: Option<String>,
    colours: BTreeSet<Colour>,
    levels: BTreeSet<Level>,
    #[entity(flatten)]
    kind: Kind,
    #[entity(flatten = "home_")]
    home: Option<Place>,
    inside: Option<Place>,
    kinds: Vec<Kind>,
    #[entity(rest)]
    rest: Item,
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Colour {
    Red,
    Blue,
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[attribute(number)]
enum Level {
    Low = -5,
    High = 5,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind", deny_unknown)]
enum Kind {
    Nothing,
    Place(Place),
    Fields {
        #[attribute(alias = "old_size")]
        size: Option<i64>,
        #[attribute(flatten = "at ")]
        at: Option<Place>,
    },
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(deny_unknown)]
struct Place {
    city: String,
    #[attribute(default = 1)]
    floor: u8,
    #[attribute(flatten = "\"geo\"_")]
    position: Option<Position>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Position {
    lat: i32,
    lon: i32,
}

fn place() -> impl Strategy<Value = Place> {
    let position = any::<Option<(i32, i32)>>().prop_map(|both| both.map(|(lat, lon)| Position { lat, lon }));
    (".{0,3}", any::<u8>(), position).prop_map(|(city, floor, position)| Place { city, floor, position })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Nothing),
        place().prop_map(Kind::Place),
        (any::<Option<i64>>(), proptest::option::of(place())).prop_map(|(size, at)| Kind::Fields { size, at }),
    ]
}

prop_compose! {
    fn everything()(
        (id, days, state) in ("[a-z]{1,3}", 0..100_000_i32, proptest::option::of("[a-z]{1,3}")),
        (count, currency, note) in (any::<u32>(), ".{0,3}", any::<Option<String>>()),
        (colours, levels) in (proptest::bits::u8::masked(3), proptest::bits::u8::masked(3)),
        kind in kind(),
        home in proptest::option::of(place()),
        inside in proptest::option::of(place()),
        kinds in proptest::collection::vec(kind(), 0..3),
        // No name of these is one that is known.
        rest in proptest::collection::btree_map("[A-Z\"\\\\]{1,3}", ".{0,3}", 0..4),
    ) -> Everything {
        Everything {
            id,
            day: NaiveDate::from_num_days_from_ce_opt(719_163 + days).unwrap(),
            state,
            count,
            currency,
            note,
            colours: [Colour::Red, Colour::Blue].into_iter().filter(|c| colours >> *c as u8 & 1 == 1).collect(),
            levels: [Level::Low, Level::High].into_iter().filter(|l| levels >> u8::from(*l == Level::High) & 1 == 1).collect(),
            kind,
            home,
            inside,
            kinds,
            rest: rest.into_iter().collect(),
        }
    }
}

fn item(entity: &Everything) -> Item {
    ddbx::codec::item_from_slice(&ddbx::codec::item_to_vec(entity).unwrap()).unwrap()
}

fn read(item: &Item) -> Result<Everything, ddbx::CodecError> {
    ddbx::codec::item_from_slice(&ddbx::codec::item_to_vec(item).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_comes_back(entity in everything()) {
        prop_assert_eq!(read(&item(&entity)).unwrap(), entity);
    }

    #[test]
    fn any_item_is_written_back(entity in everything(), more in proptest::collection::btree_map("[A-Z]{4}", ".{0,3}", 0..3)) {
        let mut stored = item(&entity);
        stored.extend(more);
        for (old, new) in [("old_count", "count"), ("older_note", "note")] {
            if let Some(value) = stored.remove(new) {
                stored.insert(old, value);
            }
        }
        let mut expected: BTreeMap<_, _> = stored.clone().into();
        for (old, new) in [("old_count", "count"), ("older_note", "note")] {
            if let Some(value) = expected.remove(old) {
                expected.insert(new.to_owned(), value);
            }
        }
        prop_assert_eq!(item(&read(&stored).unwrap()), Item::from(expected));
    }
}
