//! Whole items, also those of a struct as `#[derive(Entity)]` writes and reads them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{chain, round_item};
use crate::codec::{
    CodecError, Decode, DecodeItem, DecodeOwned, Encode as _, EncodeItem, Parser, Result, Slots, Writer,
    item_from_slice, item_to_vec,
};
use crate::value::{Item, Value};

/// What the derive makes of a struct, by hand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) visits: Option<u32>,
    pub(super) tags: BTreeSet<String>,
    pub(super) stops: Vec<Option<f64>>,
    pub(super) scores: BTreeMap<String, u8>,
}

impl EncodeItem for User {
    fn encode_item(&self, writer: &mut Writer) -> Result<()> {
        let members = &[
            ("\"id\":", self.id.member()),
            ("\"visits\":", self.visits.member()),
            ("\"tags\":", self.tags.member()),
            ("\"stops\":", self.stops.member()),
            ("\"scores\":", self.scores.member()),
        ];
        writer.fields(members).map_err(|error| error.of("User"))
    }
}

impl<'de> DecodeItem<'de> for User {
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self> {
        let mut slots = (None, None, None, None, None);
        let places = &mut [
            Decode::slot(&mut slots.0),
            Decode::slot(&mut slots.1),
            Decode::slot(&mut slots.2),
            Decode::slot(&mut slots.3),
            Decode::slot(&mut slots.4),
        ];
        Slots::new(&["id", "visits", "tags", "stops", "scores"], places).item(parser, "User")?;
        match slots {
            (Some(id), Some(visits), Some(tags), Some(stops), Some(scores)) => Ok(Self {
                id,
                visits,
                tags,
                stops,
                scores,
            }),
            _ => Err(CodecError::missing()),
        }
    }
}

pub(super) fn user() -> User {
    User {
        id: "u1".to_owned(),
        visits: None,
        tags: BTreeSet::new(),
        stops: vec![Some(1.5), None],
        scores: BTreeMap::from([("a".to_owned(), 7)]),
    }
}

#[test]
fn a_struct_leaves_out_what_is_absent() {
    round_item(
        user(),
        r#"{"id":{"S":"u1"},"stops":{"L":[{"N":"1.5"},{"NULL":true}]},"scores":{"M":{"a":{"N":"7"}}}}"#,
    );
    let full = User {
        visits: Some(3),
        tags: BTreeSet::from(["x".to_owned()]),
        stops: vec![],
        ..user()
    };
    round_item(
        full,
        r#"{"id":{"S":"u1"},"visits":{"N":"3"},"tags":{"SS":["x"]},"stops":{"L":[]},"scores":{"M":{"a":{"N":"7"}}}}"#,
    );
}

#[test]
fn a_struct_reads_its_attributes_in_any_order_and_passes_over_others() {
    let json = r#" {"other":{"M":{"id":{"S":"}"}}}, "scores":{"M":{"a":{"N":"7"}}},
        "stops":{"L":[{"N":"1.5"},{"NULL":true}]}, "visits":{"NULL":true}, "more":{"NS":["1","2"]},
        "id":{"S":"u1"}, "last":{"BOOL":false} } "#;
    assert_eq!(item_from_slice::<User>(json.as_bytes()).unwrap(), user());
}

#[test]
fn a_struct_names_itself_and_what_is_missing() {
    let error = item_from_slice::<User>(br#"{"id":{"S":"u1"}}"#).unwrap_err();
    assert!(error.is_missing());
    assert_eq!(error.entity(), Some("User"));
    assert_eq!(
        chain(&error),
        "`User.stops`: the attribute is missing from the item; make the field an `Option`, or mark it `default`"
    );
    let nan = User {
        stops: vec![None, None, Some(f64::NAN)],
        ..user()
    };
    assert_eq!(
        chain(&item_to_vec(&nan).unwrap_err()),
        "`User.stops[2]`: not a number DynamoDB can hold: NaN and infinity are not numbers to DynamoDB"
    );
}

#[test]
fn maps_and_items_are_items() {
    round_item(Item::new(), "{}");
    round_item(BTreeMap::<String, u32>::new(), "{}");
    let json = r#"{"a":{"N":"1"},"b":{"N":"2"}}"#;
    round_item(BTreeMap::from([("a".to_owned(), 1_u32), ("b".to_owned(), 2)]), json);
    round_item(Item::new().with("a", 1).with("b", 2), json);
    round_item(HashMap::from([("a".to_owned(), 1_u32)]), r#"{"a":{"N":"1"}}"#);
    assert_eq!(item_to_vec(&&Item::new().with("a", 1)).unwrap(), br#"{"a":{"N":"1"}}"#);
    let holes = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1_u32))]);
    assert_eq!(item_to_vec(&holes).unwrap(), br#"{"b":{"N":"1"}}"#);
    let error = item_from_slice::<BTreeMap<String, u8>>(br#"{"a":{"N":"1"},"b\n":{"N":"256"}}"#).unwrap_err();
    assert_eq!(
        chain(&error),
        r"`b\n`: does not fit a u8: the number is out of its range"
    );
    let error = item_from_slice::<Item>(br#"{"a":{"L":[{"N":"x"}]}}"#).unwrap_err();
    assert_eq!(
        chain(&error),
        "`a[0]`: not a number DynamoDB can hold: not a number: expected digits, with an optional sign, point and exponent"
    );
}

#[test]
fn an_item_must_be_all_there_is() {
    for (json, problem) in [
        ("", "not DynamoDB JSON at byte 0: expected an object"),
        ("[]", "not DynamoDB JSON at byte 0: expected an object"),
        ("null", "not DynamoDB JSON at byte 0: expected an object"),
        ("{} {}", "not DynamoDB JSON at byte 3: text after the end"),
        ("{}x", "not DynamoDB JSON at byte 2: text after the end"),
        ("{", "not DynamoDB JSON at byte 1: expected a name or `}`"),
        (r#"{"a":{"N":"1"}"#, "not DynamoDB JSON at byte 14: expected `,` or `}`"),
    ] {
        let error = item_from_slice::<Item>(json.as_bytes()).unwrap_err();
        assert!(error.is_malformed(), "{json}");
        assert_eq!(error.to_string(), problem, "{json}");
    }
}

#[test]
fn the_last_of_two_attributes_with_one_name_counts() {
    let item: Item = item_from_slice(br#"{"a":{"N":"1"},"a":{"N":"2"}}"#).unwrap();
    assert_eq!(item, Item::new().with("a", Value::from(2)));
}

#[test]
fn owned_items_can_leave_the_response() {
    fn owned<T: DecodeOwned>() {}
    owned::<Item>();
    owned::<User>();
    owned::<BTreeMap<String, Value>>();
    owned::<HashMap<String, Option<u32>>>();
}
