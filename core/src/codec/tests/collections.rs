use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use bytes::Bytes;

use super::{read, refused, round, unwritable, written};
use crate::codec::{Decode, Encode, Kind, Type};
use crate::value::{Item, Number, Value};

#[test]
fn lists_of_everything() {
    round(Vec::<String>::new(), r#"{"L":[]}"#);
    round(vec!["a".to_owned(), String::new()], r#"{"L":[{"S":"a"},{"S":""}]}"#);
    round(vec![1_u16, 65_535], r#"{"L":[{"N":"1"},{"N":"65535"}]}"#);
    round(vec![-1_i8], r#"{"L":[{"N":"-1"}]}"#);
    round(vec![1.5_f64], r#"{"L":[{"N":"1.5"}]}"#);
    round(
        vec![10_i128.pow(37)],
        &format!(r#"{{"L":[{{"N":"1{}"}}]}}"#, "0".repeat(37)),
    );
    round(vec![true, false], r#"{"L":[{"BOOL":true},{"BOOL":false}]}"#);
    round(vec![Bytes::from_static(b"ab")], r#"{"L":[{"B":"YWI="}]}"#);
    round(vec![Number::from(7)], r#"{"L":[{"N":"7"}]}"#);
    round(vec![Box::new(1_u8)], r#"{"L":[{"N":"1"}]}"#);
    round(vec![BTreeSet::from([1_u32])], r#"{"L":[{"NS":["1"]}]}"#);
    round(
        vec![BTreeMap::from([("k".to_owned(), 1_u32)])],
        r#"{"L":[{"M":{"k":{"N":"1"}}}]}"#,
    );
    round(vec![Item::new().with("k", 1)], r#"{"L":[{"M":{"k":{"N":"1"}}}]}"#);
    round(
        vec![Value::Null, Value::from("x")],
        r#"{"L":[{"NULL":true},{"S":"x"}]}"#,
    );
    round(
        vec![vec![1_u32], vec![], vec![2, 3]],
        r#"{"L":[{"L":[{"N":"1"}]},{"L":[]},{"L":[{"N":"2"},{"N":"3"}]}]}"#,
    );
}

#[test]
fn a_list_of_bytes_is_binary_and_a_list_of_such_lists_is_a_list() {
    round(vec![1_u8, 2, 3], r#"{"B":"AQID"}"#);
    round(vec![vec![1_u8], vec![]], r#"{"L":[{"B":"AQ=="},{"B":""}]}"#);
    round(Some(vec![1_u8]), r#"{"B":"AQ=="}"#);
    round(Box::new(vec![1_u8]), r#"{"B":"AQ=="}"#);
    assert_eq!(
        refused::<Vec<u8>>(r#"{"L":[{"N":"1"}]}"#),
        "expected a Vec<u8>, stored as binary (B); found list (L)"
    );
}

#[test]
fn options_in_a_list_keep_their_place() {
    round(
        vec![Some(1_u32), None, Some(3)],
        r#"{"L":[{"N":"1"},{"NULL":true},{"N":"3"}]}"#,
    );
    round(vec![None::<String>], r#"{"L":[{"NULL":true}]}"#);
    round(
        vec![Some(vec![None, Some(true)])],
        r#"{"L":[{"L":[{"NULL":true},{"BOOL":true}]}]}"#,
    );
    round(Some("x".to_owned()), r#"{"S":"x"}"#);
    round(None::<u32>, r#"{"NULL":true}"#);
    round(Some(Some(1_u32)), r#"{"N":"1"}"#);
    // DynamoDB has one kind of nothing: the inner one comes back as the outer one.
    assert_eq!(written(&Some(None::<u32>)), r#"{"NULL":true}"#);
    assert_eq!(read::<Option<Option<u32>>>(r#"{"NULL":true}"#), None);
    for json in [
        " {\"NULL\":true}",
        "{ \"NULL\" : true }",
        r#"{"NULL":false}"#,
        r#"{"\u004eULL":true}"#,
    ] {
        assert_eq!(read::<Option<u32>>(json), None, "{json}");
        assert_eq!(
            read::<Vec<Option<u32>>>(&format!(r#"{{"L":[{json},{{"N":"1"}}]}}"#)),
            [None, Some(1)],
            "{json}"
        );
    }
}

#[test]
fn what_is_absent_and_what_a_missing_attribute_reads_as() {
    assert!(None::<u32>.is_absent());
    assert!(Some(None::<u32>).is_absent());
    assert!(BTreeSet::<u32>::new().is_absent());
    assert!(HashSet::<String>::new().is_absent());
    assert!(Some(BTreeSet::<u32>::new()).is_absent());
    assert!(Box::new(None::<u32>).is_absent());
    assert!(<&Option<u32> as Encode>::is_absent(&&None));
    assert!(!Some(1).is_absent());
    assert!(!BTreeSet::from([1]).is_absent());
    assert!(!Vec::<u32>::new().is_absent());
    assert!(!String::new().is_absent());
    assert!(!BTreeMap::<String, u32>::new().is_absent());
    assert!(!Value::Null.is_absent());

    assert_eq!(<Option<u32>>::absent(), Some(None));
    assert_eq!(<Box<Option<u32>>>::absent(), Some(Box::new(None)));
    assert_eq!(<BTreeSet<u32>>::absent(), Some(BTreeSet::new()));
    assert_eq!(<HashSet<String>>::absent(), Some(HashSet::new()));
    assert_eq!(u32::absent(), None);
    assert_eq!(<Vec<u32>>::absent(), None);
    assert_eq!(Value::absent(), None);
    for (optional, expected) in [
        (<Option<u32> as Type>::OPTIONAL, true),
        (<Box<Option<u32>> as Type>::OPTIONAL, true),
        (<BTreeSet<u32> as Type>::OPTIONAL, true),
        (<u32 as Type>::OPTIONAL, false),
        (<Vec<u32> as Type>::OPTIONAL, false),
    ] {
        assert_eq!(optional, expected);
    }
}

#[test]
fn maps() {
    round(BTreeMap::<String, u32>::new(), r#"{"M":{}}"#);
    round(HashMap::<String, u32>::new(), r#"{"M":{}}"#);
    round(HashMap::from([("k".to_owned(), 1_u32)]), r#"{"M":{"k":{"N":"1"}}}"#);
    round(
        BTreeMap::from([
            ("".to_owned(), "e".to_owned()),
            ("a\"b\\\n".to_owned(), "f".to_owned()),
            ("ж".into(), "g".into()),
        ]),
        r#"{"M":{"":{"S":"e"},"a\"b\\\n":{"S":"f"},"ж":{"S":"g"}}}"#,
    );
    round(
        BTreeMap::from([(
            "a".to_owned(),
            BTreeMap::from([("b".to_owned(), vec![Some(1_u64), None])]),
        )]),
        r#"{"M":{"a":{"M":{"b":{"L":[{"N":"1"},{"NULL":true}]}}}}}"#,
    );
    // A name in a map is data, and is never lost.
    let holes = BTreeMap::from([
        ("a".to_owned(), None),
        ("b".to_owned(), Some(1_u32)),
        ("c".to_owned(), None),
    ]);
    assert_eq!(
        written(&holes),
        r#"{"M":{"a":{"NULL":true},"b":{"N":"1"},"c":{"NULL":true}}}"#
    );
    let sets = BTreeMap::from([
        ("a".to_owned(), BTreeSet::new()),
        ("b".to_owned(), BTreeSet::from([1_u32])),
    ]);
    assert_eq!(
        crate::codec::to_vec(&sets).unwrap_err().to_string(),
        "`a`: an empty set cannot be stored; a field of an item leaves it out, and an update removes it"
    );
    let many: HashMap<String, i64> = (0..100).map(|i| (format!("key {i}"), i)).collect();
    assert_eq!(read::<HashMap<String, i64>>(&written(&many)), many);
    assert_eq!(
        read::<BTreeMap<String, Option<u32>>>(r#"{"M":{"a":{"NULL":true},"b":{"N":"1"}}}"#),
        BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))])
    );
}

#[test]
fn sets() {
    round(
        BTreeSet::from(["a".to_owned(), "".to_owned(), "b\"".to_owned()]),
        r#"{"SS":["","a","b\""]}"#,
    );
    round(BTreeSet::from([b"ab".to_vec(), vec![]]), r#"{"BS":["","YWI="]}"#);
    round(BTreeSet::from([Bytes::from_static(b"ab")]), r#"{"BS":["YWI="]}"#);
    round(BTreeSet::from([u8::MIN, u8::MAX]), r#"{"NS":["0","255"]}"#);
    round(BTreeSet::from([u16::MAX]), r#"{"NS":["65535"]}"#);
    round(BTreeSet::from([u32::MAX]), r#"{"NS":["4294967295"]}"#);
    round(BTreeSet::from([u64::MAX]), r#"{"NS":["18446744073709551615"]}"#);
    round(BTreeSet::from([i8::MIN, 0, i8::MAX]), r#"{"NS":["-128","0","127"]}"#);
    round(BTreeSet::from([i16::MIN]), r#"{"NS":["-32768"]}"#);
    round(BTreeSet::from([i32::MIN]), r#"{"NS":["-2147483648"]}"#);
    round(BTreeSet::from([i64::MIN]), r#"{"NS":["-9223372036854775808"]}"#);
    round(
        BTreeSet::from(["1.50".parse::<Number>().unwrap()]),
        r#"{"NS":["1.50"]}"#,
    );
    round(HashSet::from(["a".to_owned()]), r#"{"SS":["a"]}"#);
    round(HashSet::from([Bytes::new()]), r#"{"BS":[""]}"#);
    round(Some(BTreeSet::from([1_u32])), r#"{"NS":["1"]}"#);
    round(Box::new(BTreeSet::from([1_u32])), r#"{"NS":["1"]}"#);

    assert_eq!(
        read::<BTreeSet<u32>>(r#"{"NS":["1","1.0","1e0","2"]}"#),
        BTreeSet::from([1, 2])
    );
    assert_eq!(read::<BTreeSet<u32>>(r#"{"NS":[]}"#), BTreeSet::new());
    let many: HashSet<u64> = (0..1000).collect();
    assert_eq!(read::<HashSet<u64>>(&written(&many)), many);
    for (kind, expected) in [
        (<BTreeSet<String> as Type>::KIND, Kind::Ss),
        (<BTreeSet<u8> as Type>::KIND, Kind::Ns),
        (<HashSet<Vec<u8>> as Type>::KIND, Kind::Bs),
    ] {
        assert_eq!(kind, expected);
    }
}

#[test]
fn an_empty_set_has_no_place_in_a_list() {
    const EMPTY: &str = "an empty set cannot be stored; a field of an item leaves it out, and an update removes it";
    assert_eq!(unwritable(&BTreeSet::<u32>::new()), EMPTY);
    assert_eq!(
        unwritable(&vec![BTreeSet::from([1_u32]), BTreeSet::new()]),
        format!("`[1]`: {EMPTY}")
    );
    assert_eq!(
        unwritable(&vec![Some(HashSet::<String>::new())]),
        format!("`[0]`: {EMPTY}")
    );
    assert_eq!(unwritable(&Value::Ss(BTreeSet::new())), EMPTY);
    assert_eq!(
        unwritable(&Item::new().with("a", BTreeSet::<Number>::new())),
        format!("`a`: {EMPTY}")
    );
}

#[test]
fn boxes_and_references_are_what_they_hold() {
    round(Box::new(1_u64), r#"{"N":"1"}"#);
    round(Box::new(Some("x".to_owned())), r#"{"S":"x"}"#);
    assert_eq!(written(&&&1_u64), r#"{"N":"1"}"#);
    assert_eq!(written(&vec![&1_u8, &2]), r#"{"L":[{"N":"1"},{"N":"2"}]}"#);
    for (kind, expected) in [
        (<Box<u64> as Type>::KIND, Kind::N),
        (<&str as Type>::KIND, Kind::S),
        (<Box<Vec<u8>> as Type>::KIND, Kind::B),
        (<Option<Vec<u8>> as Type>::KIND, Kind::B),
    ] {
        assert_eq!(kind, expected);
    }
}
