//! The members of an item beside its fields: other names, defaults, unknown attributes, the rest.

use std::collections::{BTreeMap, HashMap};

use ddbx::{Attribute, Entity, Executor as _, Item, Pool, Table, Value, ops};

use super::{chain, json, raw};

#[derive(Table)]
#[table(name = "members", pk = "pk", sk = "sk", tag = "type")]
#[table(index(name = "by_state", pk = "gsi1pk", sk = "gsi1sk"))]
struct Members;

/// Stores an item as another program would.
async fn store<E: Entity>(pool: &Pool, item: &str) {
    let put = ops::PutItem::new(pool.table(E::SCHEMA)).item(json(item));
    put.send(pool).await.unwrap();
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "renamed")]
struct Renamed {
    #[entity(pk)]
    id: String,
    #[entity(alias = "zip", alias = "plz")]
    postal_code: String,
    #[entity(alias = "n", default = 7)]
    count: u32,
    #[entity(alias = "remark", rename = "note")]
    comment: Option<String>,
    #[entity(alias = "seen_at", unix)]
    seen: Option<std::time::SystemTime>,
    place: Place,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Place {
    #[attribute(alias = "town")]
    city: String,
}

#[ddbx::test(entities(Renamed))]
async fn an_alias_is_read_and_never_written(pool: Pool) {
    let old = r#"{"id": {"S": "a"}, "plz": {"S": "1"}, "zip": {"S": "2"}, "n": {"N": "3"}, "remark": {"S": "r"},
        "seen_at": {"N": "60"}, "place": {"M": {"town": {"S": "Oslo"}}}}"#;
    store::<Renamed>(&pool, old).await;
    let read = ddbx::get::<Renamed>("a").fetch_one(&pool).await.unwrap();
    let expected = Renamed {
        id: "a".into(),
        // The first of the aliases.
        postal_code: "2".into(),
        count: 3,
        comment: Some("r".into()),
        seen: Some(super::at(60_000)),
        place: Place { city: "Oslo".into() },
    };
    assert_eq!(read, expected);

    ddbx::put(read).execute(&pool).await.unwrap();
    let written = r#"{"id": {"S": "a"}, "postal_code": {"S": "2"}, "count": {"N": "3"}, "note": {"S": "r"},
        "seen": {"N": "60"}, "place": {"M": {"city": {"S": "Oslo"}}}}"#;
    assert_eq!(raw::<Renamed>(&pool, "id", "a").await, json(written));
}

#[test]
fn the_own_name_wins_wherever_it_stands() {
    let read = |item: &str| ddbx::codec::item_from_slice::<Renamed>(item.as_bytes());
    let rest = r#""id": {"S": "a"}, "place": {"M": {"city": {"S": "b"}, "town": {"S": "c"}}}"#;
    for members in [
        r#""zip": {"S": "old"}, "postal_code": {"S": "new"}"#,
        r#""postal_code": {"S": "new"}, "zip": {"S": "old"}"#,
        // What is not read may be anything.
        r#""postal_code": {"S": "new"}, "zip": {"L": []}"#,
    ] {
        let read = read(&format!("{{{rest}, {members}}}")).unwrap();
        assert_eq!((read.postal_code.as_str(), read.place.city.as_str()), ("new", "b"));
    }
    let null = read(&format!(
        r#"{{{rest}, "zip": {{"S": ""}}, "note": {{"NULL": true}}, "remark": {{"S": "r"}}}}"#
    ));
    assert_eq!(null.unwrap().comment, None, "NULL is a value");

    let error = read(&format!(r#"{{{rest}, "zip": {{"N": "1"}}}}"#)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Renamed.zip`: expected a String, stored as string (S); found number (N)"
    );
    let error = read(&format!("{{{rest}}}")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`Renamed.postal_code`: the attribute is missing")
    );
}

fn seven() -> u8 {
    7
}

#[derive(Attribute, Clone, Debug, PartialEq)]
enum Currency {
    Eur,
    Nok,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "defaults")]
struct Defaults {
    #[entity(pk)]
    id: String,
    #[entity(default = 0)]
    zero: u8,
    #[entity(default = -1.5)]
    less: f64,
    #[entity(default = true)]
    yes: bool,
    #[entity(default = "EUR")]
    text: String,
    #[entity(default = "EUR")]
    boxed: Box<str>,
    #[entity(default = "x")]
    maybe: Option<String>,
    #[entity(default = 5)]
    some: Option<u64>,
    #[entity(default = Some(6))]
    value: Option<u64>,
    #[entity(default = vec![Currency::Eur; 2])]
    list: Vec<Currency>,
    #[entity(default = Currency::Nok)]
    currency: Currency,
    #[entity(default = seven)]
    function: u8,
    #[entity(default = Self::eight)]
    own: u8,
    #[entity(default = Self::eight() + 1)]
    nine: u8,
    #[entity(default = std::time::SystemTime::UNIX_EPOCH, unix)]
    since: std::time::SystemTime,
    nested: Nested,
}

impl Defaults {
    fn eight() -> u8 {
        8
    }
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct Nested {
    #[attribute(default = "c")]
    letter: String,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind")]
enum Shape {
    Circle {
        #[attribute(default = 1, alias = "r")]
        radius: u32,
        #[attribute(rest)]
        other: BTreeMap<String, u32>,
    },
    Dot,
}

#[test]
fn a_default_is_a_value_or_a_function() {
    let empty = ddbx::codec::item_from_slice::<Defaults>(br#"{"id": {"S": "a"}, "nested": {"M": {}}}"#).unwrap();
    let expected = Defaults {
        id: "a".into(),
        zero: 0,
        less: -1.5,
        yes: true,
        text: "EUR".into(),
        boxed: "EUR".into(),
        maybe: Some("x".into()),
        some: Some(5),
        value: Some(6),
        list: vec![Currency::Eur, Currency::Eur],
        currency: Currency::Nok,
        function: 7,
        own: 8,
        nine: 9,
        since: super::at(0),
        nested: Nested { letter: "c".into() },
    };
    assert_eq!(empty, expected);
    let null = br#"{"id": {"S": "a"}, "nested": {"M": {}}, "maybe": {"NULL": true}, "zero": {"N": "4"}}"#;
    let null = ddbx::codec::item_from_slice::<Defaults>(null).unwrap();
    assert_eq!((null.maybe, null.zero), (None, 4));
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Members, tag = "strict", pk = "STRICT#{id}", sk = "S", write_id, deny_unknown)]
#[entity(by_state(pk = "STATE#{state}", sk = id))]
struct Strict {
    id: String,
    state: String,
    #[entity(alias = "old")]
    new: Option<u8>,
    #[entity(skip)]
    shown: bool,
    inner: Option<StrictInner>,
    event: Option<Event>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(deny_unknown)]
struct StrictInner {
    a: u8,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind", deny_unknown)]
enum Event {
    Fields { at: u8 },
    Inner(StrictInner),
    Nothing,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind", content = "data", deny_unknown)]
enum Contained {
    Fields { at: u8 },
    Text(String),
    Nothing,
}

#[ddbx::test(entities(Strict))]
async fn unknown_attributes_are_refused_where_the_struct_says_so(pool: Pool) {
    let strict = Strict {
        id: "a".into(),
        state: "open".into(),
        new: Some(1),
        shown: false,
        inner: Some(StrictInner { a: 1 }),
        event: Some(Event::Inner(StrictInner { a: 2 })),
    };
    ddbx::put(strict.clone()).execute(&pool).await.unwrap();
    let read = || async { ddbx::get::<Strict>("a").fetch_one(&pool).await };
    assert_eq!(read().await.unwrap(), strict, "keys, tag and write id are known");
    let open = ddbx::query::<Strict>().index("by_state").filter(|s| s.state.eq("open"));
    assert_eq!(open.fetch_all(&pool).await.unwrap(), [strict]);

    let mut item = ops::GetItem::new(pool.table(Strict::SCHEMA))
        .key("pk", "STRICT#a")
        .key("sk", "S")
        .send::<Item>(&pool)
        .await
        .unwrap()
        .item
        .unwrap();
    item.insert("old", 2);
    item.insert("shown", "secret value");
    let put = ops::PutItem::new(pool.table(Strict::SCHEMA)).item(&item);
    put.send(&pool).await.unwrap();
    let error = chain(&read().await.unwrap_err());
    assert!(
        error.ends_with("`Strict.shown`: the attribute is unknown, and `deny_unknown` refuses it"),
        "{error}"
    );
    assert!(!error.contains("secret"), "{error}");
}

#[test]
fn unknown_members_of_maps_are_refused_with_their_path() {
    for (inner, path) in [
        (r#""inner": {"M": {"a": {"N": "1"}, "b": {"N": "1"}}}"#, "inner.b"),
        (
            r#""event": {"M": {"kind": {"S": "Nothing"}, "b": {"N": "1"}}}"#,
            "event.b",
        ),
        (
            r#""event": {"M": {"b": {"N": "1"}, "kind": {"S": "Fields"}, "at": {"N": "1"}}}"#,
            "event.b",
        ),
        (
            r#""event": {"M": {"b": {"N": "1"}, "kind": {"S": "Inner"}, "a": {"N": "1"}}}"#,
            "event.b",
        ),
    ] {
        let item = format!(r#"{{"id": {{"S": "a"}}, "state": {{"S": "s"}}, {inner}}}"#);
        let error = ddbx::codec::item_from_slice::<Strict>(item.as_bytes()).unwrap_err();
        let expected = format!("`Strict.{path}`: the attribute is unknown, and `deny_unknown` refuses it");
        assert_eq!(error.to_string(), expected);
    }
    for map in [
        r#"{"M": {"kind": {"S": "Nothing"}, "data": {"N": "1"}, "b": {"N": "1"}}}"#,
        r#"{"M": {"kind": {"S": "Text"}, "data": {"S": "1"}, "b": {"N": "1"}}}"#,
    ] {
        let error = ddbx::codec::from_slice::<Contained>(map.as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with('`'), "{error}");
    }
    for value in [
        Contained::Fields { at: 1 },
        Contained::Text("t".into()),
        Contained::Nothing,
    ] {
        let written = ddbx::codec::to_vec(&value).unwrap();
        assert_eq!(ddbx::codec::from_slice::<Contained>(&written).unwrap(), value);
    }
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Members, tag = "open", pk = "OPEN#{id}", sk = "O", write_id = "w")]
#[entity(by_state(pk = "STATE#{state}", sk = id))]
struct Open {
    id: String,
    state: Option<String>,
    #[entity(alias = "old")]
    new: Option<u8>,
    #[entity(rest)]
    rest: Item,
    inner: Option<OpenInner>,
    shape: Option<Shape>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
struct OpenInner {
    a: u8,
    #[attribute(rest)]
    rest: HashMap<String, Option<u8>>,
}

/// A struct that keeps the rest, beside a tag.
#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(tag = "kind")]
enum Beside {
    Open(OpenInner),
}

fn open() -> Open {
    Open {
        id: "a".into(),
        state: Some("s".into()),
        new: Some(1),
        rest: json(r#"{"x": {"L": [{"NULL": true}]}, "none": {"NULL": true}, "a \"b": {"SS": ["1", "2"]}}"#),
        inner: Some(OpenInner {
            a: 1,
            rest: [("b".to_owned(), Some(2)), ("c".to_owned(), None)].into(),
        }),
        shape: Some(Shape::Circle {
            radius: 2,
            other: [("kinds".to_owned(), 3)].into(),
        }),
    }
}

#[ddbx::test(entities(Open))]
async fn the_rest_is_kept_and_written_back(pool: Pool) {
    ddbx::put(open()).execute(&pool).await.unwrap();
    let read = ddbx::get::<Open>("a").fetch_one(&pool).await.unwrap();
    assert_eq!(read, open());

    let stored = || async {
        let get = ops::GetItem::new(pool.table(Open::SCHEMA))
            .key("pk", "OPEN#a")
            .key("sk", "O");
        let mut item: Item = get.send(&pool).await.unwrap().item.unwrap();
        item.remove("w").expect("an id of its own, written anew each time");
        item
    };
    let expected = json(
        r#"{"pk": {"S": "OPEN#a"}, "sk": {"S": "O"}, "gsi1pk": {"S": "STATE#s"}, "gsi1sk": {"S": "a"},
        "type": {"S": "open"}, "id": {"S": "a"}, "state": {"S": "s"}, "new": {"N": "1"},
        "inner": {"M": {"a": {"N": "1"}, "b": {"N": "2"}, "c": {"NULL": true}}},
        "shape": {"M": {"kind": {"S": "Circle"}, "radius": {"N": "2"}, "kinds": {"N": "3"}}},
        "x": {"L": [{"NULL": true}]}, "none": {"NULL": true}, "a \"b": {"SS": ["1", "2"]}}"#,
    );
    assert_eq!(stored().await, expected);
    ddbx::put(read).execute(&pool).await.unwrap();
    assert_eq!(stored().await, expected);

    // An update of a field leaves the rest alone.
    let updated = ddbx::update::<Open>("a")
        .set(|o| o.new, 2)
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(updated.rest, open().rest);
}

#[ddbx::test(entities(Open))]
async fn what_has_a_place_of_its_own_cannot_be_in_the_rest(pool: Pool) {
    for taken in [
        "id", "state", "new", "old", "pk", "sk", "gsi1pk", "gsi1sk", "type", "w", "inner",
    ] {
        let mut twice = Open {
            inner: None,
            state: None,
            ..open()
        };
        twice.rest.insert(taken, Value::from("secret value"));
        let error = chain(&ddbx::put(twice).execute(&pool).await.unwrap_err());
        let expected = format!("`Open.{taken}`: the attribute has a place of its own and cannot be in `rest`");
        assert!(error.contains(&expected), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
    for (inner, shape, taken) in [
        ("a", "x", "inner.a"),
        ("x", "kind", "shape.kind"),
        ("x", "r", "shape.r"),
    ] {
        let twice = Open {
            inner: Some(OpenInner {
                a: 1,
                rest: [(inner.to_owned(), None)].into(),
            }),
            shape: Some(Shape::Circle {
                radius: 1,
                other: [(shape.to_owned(), 1)].into(),
            }),
            ..open()
        };
        let error = chain(&ddbx::put(twice).execute(&pool).await.unwrap_err());
        assert!(error.contains(&format!("`Open.{taken}`: ")), "{error}");
    }
    assert!(ddbx::get::<Open>("a").fetch_optional(&pool).await.unwrap().is_none());
}

#[test]
fn the_rest_of_a_map_does_not_hold_its_tag() {
    for json in [
        r#"{"M":{"kind":{"S":"Open"},"a":{"N":"1"},"b":{"N":"2"}}}"#,
        r#"{"M":{"kind":{"S":"Dot"}}}"#,
    ] {
        if let Ok(shape) = ddbx::codec::from_slice::<Shape>(json.as_bytes()) {
            assert_eq!(shape, Shape::Dot);
            continue;
        }
        let read = ddbx::codec::from_slice::<Beside>(json.as_bytes()).unwrap();
        let expected = OpenInner {
            a: 1,
            rest: [("b".to_owned(), Some(2))].into(),
        };
        assert_eq!(read, Beside::Open(expected));
        assert_eq!(ddbx::codec::to_vec(&read).unwrap(), json.as_bytes());
    }
    let error = ddbx::codec::from_slice::<OpenInner>(br#"{"M":{"a":{"N":"1"},"b":{"S":"2"}}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`b`: expected a u8, stored as number (N); found string (S)"
    );
}
