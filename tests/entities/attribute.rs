//! Every built-in type as a field: stored and read back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ddbx::{Attribute, Entity, Executor as _, Item, Number, Pool, Value, ops};

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Email(String);

#[derive(Attribute, Clone, Copy, Debug, PartialEq)]
#[attribute(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    VeryLow,
    #[attribute(rename = "top")]
    High,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Address {
    city: String,
    #[attribute(rename = "zip")]
    postal_code: Option<String>,
    #[attribute(default)]
    floor: u8,
    home: Option<Box<Address>>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "everything")]
struct Everything {
    #[entity(pk)]
    id: Email,
    #[entity(sk)]
    level: Level,
    string: String,
    boxed: Box<str>,
    shared: Arc<str>,
    bytes: Vec<u8>,
    yes: bool,
    u8s: u8,
    i64s: i64,
    u64s: u64,
    u128s: u128,
    i128s: i128,
    usizes: usize,
    f32s: f32,
    f64s: f64,
    number: Number,
    some: Option<u32>,
    none: Option<u32>,
    list: Vec<Option<String>>,
    nested: Vec<Vec<u8>>,
    hash: HashMap<String, u32>,
    tree: BTreeMap<String, Vec<bool>>,
    holes: BTreeMap<String, Option<u32>>,
    strings: HashSet<String>,
    numbers: BTreeSet<i32>,
    exact: BTreeSet<Number>,
    binaries: BTreeSet<Vec<u8>>,
    empty: HashSet<String>,
    address: Address,
    any: Value,
    item: Item,
    #[entity(skip)]
    cache: Vec<String>,
}

fn everything() -> Everything {
    Everything {
        id: Email("ann@example.org".into()),
        level: Level::High,
        string: "\u{0}\n\"\\ ünï 💥".into(),
        boxed: "".into(),
        shared: "shared".into(),
        bytes: vec![0, 127, 128, 255],
        yes: true,
        u8s: u8::MAX,
        i64s: i64::MIN,
        u64s: u64::MAX,
        u128s: 99_999_999_999_999_999_999_999_999_999_999_999_999,
        i128s: -99_999_999_999_999_999_999_999_999_999_999_999_999,
        usizes: usize::MAX,
        f32s: 0.1,
        f64s: -122.418_194_2,
        number: "3.1415926535897932384626433832795028841".parse().unwrap(),
        some: Some(0),
        none: None,
        list: vec![Some(String::new()), None],
        nested: vec![vec![], vec![1]],
        hash: HashMap::from([("a b".into(), 1), (String::from("\""), 2)]),
        tree: BTreeMap::from([("empty".into(), vec![]), ("two".into(), vec![true, false])]),
        holes: BTreeMap::from([("none".into(), None), ("some".into(), Some(1))]),
        strings: ["x".to_owned(), "y".to_owned()].into(),
        numbers: [-1, 0, 1].into(),
        exact: ["0.5".parse().unwrap(), "1e100".parse().unwrap()].into(),
        binaries: [vec![1], vec![2, 3]].into(),
        empty: HashSet::new(),
        address: Address {
            city: "Oslo".into(),
            postal_code: None,
            floor: 3,
            home: Some(Box::new(Address {
                city: "Rome".into(),
                postal_code: Some("00".into()),
                floor: 0,
                home: None,
            })),
        },
        any: Value::L(vec![Value::Null, Value::from(1), Value::from("x")]),
        item: Item::new().with("deep", Item::new().with("deeper", vec![Value::Bool(true)])),
        cache: Vec::new(),
    }
}

#[ddbx::test(entities(Everything))]
async fn every_type_comes_back_equal(pool: Pool) {
    ddbx::put(Everything {
        cache: vec!["not stored".into()],
        ..everything()
    })
    .execute(&pool)
    .await
    .unwrap();
    let key = (Email("ann@example.org".into()), Level::High);
    assert_eq!(
        ddbx::get::<Everything>(key).fetch_one(&pool).await.unwrap(),
        everything()
    );

    let raw = ops::GetItem::new(pool.table(Everything::SCHEMA))
        .key("id", "ann@example.org")
        .key("level", "top");
    let item: Item = raw.send(&pool).await.unwrap().item.unwrap();
    for absent in ["none", "empty", "cache"] {
        assert!(item.get(absent).is_none(), "{absent}");
    }
    assert_eq!(item["address"].as_m().unwrap().get("zip"), None);
    assert_eq!(
        item["number"].as_n().unwrap().as_str(),
        "3.1415926535897932384626433832795028841"
    );
}

#[ddbx::test(entities(Everything))]
async fn newtypes_and_enums_are_keys_and_conditions(pool: Pool) {
    ddbx::put(everything()).execute(&pool).await.unwrap();
    let found = ddbx::query::<Everything>()
        .filter(|e| e.id.eq(Email("ann@example.org".into())).and(e.level.eq(Level::High)))
        .count(&pool);
    assert_eq!(found.await.unwrap(), 1);
    let unchanged = ddbx::delete::<Everything>((Email("ann@example.org".into()), Level::High))
        .when(|e| e.level.eq(Level::VeryLow))
        .execute(&pool);
    assert!(unchanged.await.unwrap_err().is_condition_failed());
}

#[ddbx::test(entities(Everything))]
async fn an_update_takes_every_kind_of_value(pool: Pool) {
    ddbx::put(everything()).execute(&pool).await.unwrap();
    let address = Address {
        city: "Bern".into(),
        postal_code: None,
        floor: 1,
        home: None,
    };
    let updated = ddbx::update::<Everything>((Email("ann@example.org".into()), Level::High))
        .set(|e| e.address, &address)
        .set(|e| e.some, 7)
        .set(|e| e.none, 8)
        .set(|e| e.bytes, b"abc")
        .set(|e| e.f64s, 1)
        .set(|e| e.list, vec![None, Some("x".to_owned())])
        .subtract(|e| e.number, "0.5".parse::<Number>().unwrap())
        .add_members(|e| e.numbers, [2, 3])
        .delete_members(|e| e.binaries, [vec![1]])
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(updated.address, address);
    assert_eq!(
        (updated.some, updated.none, updated.bytes),
        (Some(7), Some(8), b"abc".to_vec())
    );
    assert_eq!((updated.f64s, updated.list), (1.0, vec![None, Some("x".to_owned())]));
    assert_eq!(updated.number.as_str(), "2.6415926535897932384626433832795028841");
    assert_eq!(updated.numbers, [-1, 0, 1, 2, 3].into());
    assert_eq!(updated.binaries, [vec![2, 3]].into());
}
