//! Fields whose members are members of the item.

use std::collections::BTreeMap;

use ddbx::{Attribute, Entity, Executor as _, Item, Pool, ops};

use super::{chain, json, raw};

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Address {
    city: String,
    #[attribute(alias = "plz")]
    zip: Option<String>,
    #[attribute(default = 1)]
    floor: u8,
    #[attribute(flatten = "geo_")]
    position: Option<Position>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Position {
    lat: f64,
    lon: f64,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "customers", pk = "CUSTOMER#{id}", deny_unknown)]
struct Customer {
    id: String,
    #[entity(flatten)]
    home: Address,
    #[entity(flatten = "work_")]
    work: Option<Address>,
    #[entity(flatten = "note \"1\" ")]
    note: Option<Position>,
}

fn address(city: &str, position: Option<Position>) -> Address {
    Address {
        city: city.into(),
        zip: Some("1".into()),
        floor: 2,
        position,
    }
}

fn customer() -> Customer {
    Customer {
        id: "a".into(),
        home: address("Oslo", None),
        work: Some(address("Bergen", Some(Position { lat: 60.5, lon: 5.25 }))),
        note: Some(Position { lat: 1.0, lon: 2.0 }),
    }
}

#[ddbx::test(entities(Customer))]
async fn members_stand_in_the_item_itself(pool: Pool) {
    ddbx::put(customer()).execute(&pool).await.unwrap();
    let expected = json(
        r#"{"pk": {"S": "CUSTOMER#a"}, "id": {"S": "a"},
        "city": {"S": "Oslo"}, "zip": {"S": "1"}, "floor": {"N": "2"},
        "work_city": {"S": "Bergen"}, "work_zip": {"S": "1"}, "work_floor": {"N": "2"},
        "work_geo_lat": {"N": "60.5"}, "work_geo_lon": {"N": "5.25"},
        "note \"1\" lat": {"N": "1"}, "note \"1\" lon": {"N": "2"}}"#,
    );
    assert_eq!(raw::<Customer>(&pool, "pk", "CUSTOMER#a").await, expected);
    let read = ddbx::get::<Customer>("a").fetch_one(&pool).await.unwrap();
    assert_eq!(read, customer());

    let none = Customer {
        work: None,
        note: None,
        ..customer()
    };
    ddbx::put(none.clone()).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Customer>("a").fetch_one(&pool).await.unwrap(), none);
}

#[test]
fn members_are_read_as_fields_are_and_errors_name_the_attribute() {
    let read = |members: &str| ddbx::codec::item_from_slice::<Customer>(format!("{{{members}}}").as_bytes());
    let old = read(
        r#""id": {"S": "a"}, "plz": {"S": "0"}, "work_plz": {"S": "1"}, "work_city": {"S": "w"}, "city": {"S": "h"}"#,
    );
    let old = old.unwrap();
    assert_eq!((old.home.zip.as_deref(), old.home.floor), (Some("0"), 1));
    assert_eq!(old.work.unwrap().zip.as_deref(), Some("1"));

    let whole = r#""id": {"S": "a"}, "city": {"S": "secret"}"#;
    for (members, message) in [
        (
            r#""id": {"S": "a"}"#,
            "`Customer.city`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            r#""id": {"S": "a"}, "city": {"S": "secret"}, "work_floor": {"N": "1"}"#,
            "`Customer.work_city`: the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
        (
            r#""id": {"S": "a"}, "city": {"S": "secret"}, "work_city": {"S": "b"}, "work_geo_lat": {"N": "1"}, "work_geo_lon": {"S": "x"}"#,
            "`Customer.work_geo_lon`: expected an f64, stored as number (N); found string (S)",
        ),
        (
            r#""id": {"S": "a"}, "city": {"S": "secret"}, "work_town": {"S": "b"}"#,
            "`Customer.work_town`: the attribute is unknown, and `deny_unknown` refuses it",
        ),
    ] {
        assert_eq!(read(members).unwrap_err().to_string(), message);
    }
    assert_eq!(read(whole).unwrap().work, None);
}

#[test]
fn errors_of_writing_name_the_attribute() {
    let mut nan = customer();
    nan.work.as_mut().unwrap().position.as_mut().unwrap().lat = f64::NAN;
    let error = ddbx::codec::item_to_vec(&nan).unwrap_err().to_string();
    assert!(error.starts_with("`Customer.work_geo_lat`: "), "{error}");
}

/// One struct with what all have, and an enum with what differs.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "animals")]
struct Animal {
    #[entity(pk)]
    id: String,
    name: String,
    #[entity(flatten)]
    kind: Kind,
    #[entity(rest)]
    rest: Item,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind", rename_all = "snake_case")]
enum Kind {
    Cat(Cat),
    Dog { tricks: u32, owner: Option<String> },
    Stone,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Cat {
    lives: u8,
    #[attribute(flatten = "first_")]
    home: Option<Address>,
}

fn animals() -> [Animal; 3] {
    let cat = Kind::Cat(Cat {
        lives: 9,
        home: Some(address("Rome", Some(Position { lat: 1.5, lon: 2.5 }))),
    });
    let dog = Kind::Dog {
        tricks: 3,
        owner: Some("ann".into()),
    };
    [("a", cat), ("b", dog), ("c", Kind::Stone)].map(|(id, kind)| Animal {
        id: id.into(),
        name: "x".into(),
        kind,
        rest: Item::new().with("weight", 3),
    })
}

#[ddbx::test(entities(Animal))]
async fn a_flattened_enum_makes_an_entity_polymorphic(pool: Pool) {
    for animal in animals() {
        ddbx::put(animal.clone()).execute(&pool).await.unwrap();
        let read = ddbx::get::<Animal>(&animal.id).fetch_one(&pool).await.unwrap();
        assert_eq!(read, animal);
    }
    let expected = json(
        r#"{"id": {"S": "b"}, "name": {"S": "x"}, "kind": {"S": "dog"}, "tricks": {"N": "3"}, "owner": {"S": "ann"},
        "weight": {"N": "3"}}"#,
    );
    assert_eq!(raw::<Animal>(&pool, "id", "b").await, expected);

    // What another variant names is of the rest here.
    let item =
        r#"{"id": {"S": "d"}, "name": {"S": "x"}, "lives": {"N": "7"}, "kind": {"S": "dog"}, "tricks": {"N": "0"}}"#;
    let put = ops::PutItem::new(pool.table(Animal::SCHEMA)).item(json(item));
    put.send(&pool).await.unwrap();
    let dog = ddbx::get::<Animal>("d").fetch_one(&pool).await.unwrap();
    assert_eq!(dog.rest, Item::new().with("lives", 7));
    ddbx::put(dog).execute(&pool).await.unwrap();
    assert_eq!(raw::<Animal>(&pool, "id", "d").await, json(item));

    for taken in ["owner", "tricks", "kind", "name"] {
        let [_, mut dog, _] = animals();
        dog.rest.insert(taken, 1);
        let error = chain(&ddbx::put(dog).execute(&pool).await.unwrap_err());
        assert!(
            error.contains(&format!("`Animal.{taken}`: the attribute has a place of its own")),
            "{error}"
        );
    }

    let read = |item: &str| {
        ddbx::codec::item_from_slice::<Animal>(item.as_bytes())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        read(r#"{"id": {"S": "d"}, "name": {"S": "x"}, "kind": {"S": "dragon"}}"#),
        "`Animal.kind`: unknown variant; `Kind` knows `cat`, `dog` and `stone`"
    );
    assert_eq!(
        read(r#"{"id": {"S": "d"}, "name": {"S": "x"}}"#),
        "`Animal.kind`: the tag is missing, which says what the map is; `Kind` knows `cat`, `dog` and `stone`"
    );
    assert_eq!(
        read(r#"{"id": {"S": "d"}, "name": {"S": "x"}, "kind": {"S": "cat"}, "lives": {"N": "300"}}"#),
        "`Animal.lives`: does not fit a u8: the number is out of its range"
    );
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "t", content = "c")]
enum Content {
    Text(String),
    Many { of: Vec<u8> },
    Nothing,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "event")]
enum Event {
    Moved {
        #[attribute(flatten = "to_")]
        to: Position,
        #[attribute(flatten)]
        from: Option<Position>,
    },
    Said {
        #[attribute(flatten)]
        what: Content,
    },
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "events")]
struct Log {
    #[entity(pk)]
    id: String,
    #[entity(flatten)]
    event: Event,
    #[entity(flatten = "old_")]
    old: Option<Event>,
    /// The same, in maps.
    events: Vec<Event>,
    #[entity(rest)]
    rest: BTreeMap<String, String>,
}

#[ddbx::test(entities(Log))]
async fn flattened_fields_nest(pool: Pool) {
    let position = |lat| Position { lat, lon: 0.5 };
    let events = [
        Event::Moved {
            to: position(1.0),
            from: Some(position(2.0)),
        },
        Event::Moved {
            to: position(1.0),
            from: None,
        },
        Event::Said {
            what: Content::Text("t".into()),
        },
        Event::Said {
            what: Content::Many { of: vec![1] },
        },
        Event::Said { what: Content::Nothing },
    ];
    for event in &events {
        for old in [
            None,
            Some(Event::Said {
                what: Content::Text("o".into()),
            }),
        ] {
            let log = Log {
                id: "l".into(),
                event: event.clone(),
                old,
                events: events.to_vec(),
                rest: [("r".to_owned(), "x".to_owned())].into(),
            };
            ddbx::put(log.clone()).execute(&pool).await.unwrap();
            assert_eq!(ddbx::get::<Log>("l").fetch_one(&pool).await.unwrap(), log);
        }
    }
    let item = raw::<Log>(&pool, "id", "l").await;
    for (name, value) in [
        ("event", "Said"),
        ("t", "Nothing"),
        ("old_t", "Text"),
        ("old_c", "o"),
        ("r", "x"),
    ] {
        assert_eq!(item[name], value.into(), "{name}");
    }
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Deep {
    list: ddbx::Value,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "deep")]
struct Flat {
    #[entity(pk)]
    id: String,
    #[entity(flatten)]
    deep: Deep,
}

#[test]
fn flattening_takes_no_level_of_nesting() {
    let nested = |levels| (0..levels).fold(ddbx::Value::from(1), |value, _| ddbx::Value::L(vec![value]));
    let flat = |levels| Flat {
        id: "a".into(),
        deep: Deep { list: nested(levels) },
    };
    // As many as any attribute may have.
    let written = ddbx::codec::item_to_vec(&flat(32)).unwrap();
    assert_eq!(ddbx::codec::item_from_slice::<Flat>(&written).unwrap(), flat(32));
    let error = ddbx::codec::item_to_vec(&flat(33)).unwrap_err();
    assert!(error.to_string().ends_with("more than 32 levels of nesting"), "{error}");
}
