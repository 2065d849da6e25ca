use ddbx_core::Item;
use ddbx_core::request::TableName;

use super::identity::KeyAttributes;
use super::read_keys::read_keys;
use crate::ops::Capacity;
use crate::{Pool, ops};

fn same(one: &str, other: &str) -> bool {
    let attributes = KeyAttributes::of(one.as_bytes()).unwrap();
    let identity = |item: &str| attributes.identity(item.as_bytes()).unwrap();
    identity(one) == identity(other)
}

#[test]
fn a_key_is_told_by_its_values() {
    for (number, equal) in [("1.0", "1"), ("1E2", "100"), ("-0", "0"), ("+.50", "0.5")] {
        let key = |number: &str| format!(r#"{{"n":{{"N":"{number}"}}}}"#);
        assert!(same(&key(number), &key(equal)), "{number}");
    }
    assert!(same(
        r#"{"a":{"S":"x"},"b":{"B":"AA=="}}"#,
        r#"{"c":{"L":[]}, "b": {"B":"AA=="}, "a":{"S":"\u0078"}}"#
    ));
    for (one, other) in [
        (r#"{"a":{"S":"1"}}"#, r#"{"a":{"N":"1"}}"#),
        (r#"{"a":{"S":"AA=="}}"#, r#"{"a":{"B":"AA=="}}"#),
        (r#"{"a":{"S":"x"},"b":{"S":"yz"}}"#, r#"{"a":{"S":"xy"},"b":{"S":"z"}}"#),
        (r#"{"a":{"S":"x"},"b":{"S":"y"}}"#, r#"{"a":{"S":"y"},"b":{"S":"x"}}"#),
    ] {
        assert!(!same(one, other), "{one} {other}");
    }
}

#[test]
fn what_lacks_a_key_has_none() {
    let attributes = KeyAttributes::of(br#"{"a":{"S":"x"},"b":{"N":"1"}}"#).unwrap();
    let error = attributes.identity(br#"{"a":{"S":"x"}}"#).unwrap_err();
    assert_eq!(error.to_string(), "`b`: a key lacks this attribute");
    assert!(attributes.identity(br#"{"a":{"S":"x"},"b":{"L":[]}}"#).is_err());
}

#[tokio::test]
async fn whole_items_are_read_by_their_keys() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let table = ops::CreateTable::new("users").partition_key("n", ops::KeyType::N);
    table.send(&pool).await.unwrap();
    let user = |number: u32| Item::new().with("n", number).with("name", format!("user {number}"));
    for number in 0..150 {
        let put = ops::PutItem::new("users").item(user(number));
        put.send(&pool).await.unwrap();
    }
    let keys = (0..160)
        .rev()
        .chain([5])
        .map(|number| format!(r#"{{"n":{{"N":"{number}.0"}}}}"#).into_bytes());
    let items = read_keys::<Item>(&pool, TableName::from("users"), keys.collect(), None, Capacity::Total).await;
    let expected = (0..160)
        .rev()
        .chain([5])
        .map(|number| (number < 150).then(|| user(number)));
    let (items, tally) = items.unwrap();
    assert_eq!(items, expected.collect::<Vec<_>>());
    assert_eq!((tally.requests, tally.capacity.len()), (2, 1));
    assert!((tally.capacity[0].total.units - 160.0).abs() < 0.01, "{tally:?}");

    let keys = vec![br#"{"n":{"N":"1"}}"#.to_vec(), br#"{"m":{"N":"1"}}"#.to_vec()];
    let error = read_keys::<Item>(&pool, TableName::from("users"), keys, None, Capacity::None)
        .await
        .unwrap_err();
    assert!(error.is_invalid());
    assert!(
        read_keys::<Item>(&pool, TableName::from("users"), Vec::new(), None, Capacity::None)
            .await
            .unwrap()
            .0
            .is_empty()
    );
}
