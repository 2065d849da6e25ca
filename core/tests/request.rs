//! Requests and answers: the names of their tables, and that their bodies stay out of logs.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ddbx_core::request::{TableName, Tables};
use ddbx_core::response::RequestId;
use ddbx_core::{Operation, Request, Response, Safety};

/// Any moment: none can be made but from the clock.
#[expect(clippy::disallowed_methods, reason = "what time it is does not matter")]
fn a_moment() -> Instant {
    Instant::now()
}

fn tables(names: &[&'static str]) -> Tables {
    names.iter().copied().map(TableName::from).collect()
}

#[test]
fn each_table_is_named_once_in_the_order_of_first_appearance() {
    for (names, distinct) in [
        (&[][..], &[][..]),
        (&["a"], &["a"]),
        (&["a", "a", "a"], &["a"]),
        (&["b", "a"], &["b", "a"]),
        (&["b", "a", "b", "c", "a"], &["b", "a", "c"]),
        (&["a", "A"], &["a", "A"]),
    ] {
        let tables = tables(names);
        assert_eq!(tables.iter().collect::<Vec<_>>(), distinct, "{names:?}");
        let single = if let [only] = distinct { Some(*only) } else { None };
        assert_eq!(tables.single().map(|name| &**name), single, "{names:?}");
        assert_eq!(format!("{tables:?}"), format!("{distinct:?}"));
    }
    assert_eq!(tables(&["a", "a"]), Tables::from("a"));
    assert_eq!(tables(&[]), Tables::none());
    assert_eq!(Tables::default(), Tables::none());
    assert_ne!(tables(&["a", "b"]), tables(&["b", "a"]));
}

#[test]
fn names_are_equal_however_they_are_kept() {
    let names = [
        TableName::from("users"),
        TableName::from(String::from("users")),
        TableName::from(Arc::<str>::from("users")),
    ];
    for name in &names {
        assert_eq!(*name, "users");
        assert_eq!(*name, *"users");
        assert_ne!(*name, "user");
        assert_eq!(*name, names[0]);
        assert_eq!(TableName::from(name), *name);
        assert_eq!(name.as_ref(), "users");
        assert_eq!(format!("{name} {name:?}"), "users \"users\"");
    }
    let set: HashSet<TableName> = names.into();
    assert_eq!(set.len(), 1);
    assert!(set.contains("users"), "a name is found by its text");
    assert_eq!(TableName::from("a\n\u{202e}").to_string(), "a\\n\\u{202e}");
}

#[test]
fn a_request_has_the_safety_of_its_operation_until_it_is_given_another() {
    for &operation in Operation::ALL {
        let request = Request::new(operation, "{}");
        assert_eq!(request.safety, operation.safety());
        assert_eq!(request.tables, Tables::none());
        assert_eq!(request.deadline, None);
    }
    let deadline = a_moment() + Duration::from_secs(1);
    let request = Request::new(Operation::PutItem, "{}")
        .on(tables(&["a", "b"]))
        .with_safety(Safety::Repeatable)
        .with_deadline(deadline);
    assert_eq!((request.safety, request.deadline), (Safety::Repeatable, Some(deadline)));
    assert_eq!(request.tables.iter().count(), 2);
}

#[test]
fn a_clone_shares_the_body() {
    let request = Request::new(Operation::PutItem, Bytes::from(vec![b' '; 1000]));
    assert_eq!(request.clone().body.as_ptr(), request.body.as_ptr());
    let response = Response::new(200, Bytes::from(vec![b' '; 1000]));
    assert_eq!(response.clone().body.as_ptr(), response.body.as_ptr());
}

#[test]
fn extensions_travel_with_a_request() {
    #[derive(Clone, Debug, PartialEq)]
    struct Attempt(u32);
    let mut request = Request::new(Operation::PutItem, "{}");
    request.extensions.insert(Attempt(2));
    assert_eq!(request.clone().extensions.get(), Some(&Attempt(2)));
}

#[test]
fn bodies_do_not_show_in_debug() {
    let body = r#"{"Item":{"id":{"S":"CANARY"}}}"#;
    let request = Request::new(Operation::PutItem, body).on("users");
    assert_eq!(
        format!("{request:?}"),
        "Request { operation: PutItem, tables: [\"users\"], body_bytes: 30, safety: Unsafe, deadline: None, .. }"
    );
    let response = Response::new(200, body).with_request_id("ID\u{1b}").with_checksum(7);
    assert_eq!(
        format!("{response:?}"),
        "Response { status: 200, body_bytes: 30, request_id: Some(\"ID\\u{1b}\"), attempts: 1, .. }"
    );
    for shown in [format!("{request:#?}"), format!("{response:#?}")] {
        assert!(!shown.contains("CANARY"), "{shown}");
    }
}

#[test]
fn an_answer_is_what_it_was_given() {
    let response = Response::new(200, "{}")
        .with_request_id(String::from("a\nb"))
        .with_checksum(7);
    assert!(response.is_success());
    assert_eq!(response.checksum, Some(7));
    assert_eq!(response.request_id.as_ref().map(RequestId::as_str), Some("a\nb"));
    assert_eq!(response.request_id.unwrap().to_string(), "a\\nb");
    for status in [0, 199, 201, 204, 301, 400, 500] {
        assert!(!Response::new(status, "{}").is_success(), "{status}");
    }
}

#[test]
fn what_an_error_keeps_of_a_request_is_not_its_body() {
    let mut request = Request::new(Operation::PutItem, "{}")
        .on("users")
        .with_safety(Safety::Repeatable);
    request.extensions.insert(7_u32);
    let kept = request.without_body();
    assert_eq!((kept.operation, kept.safety), (Operation::PutItem, Safety::Repeatable));
    assert_eq!(kept.tables, request.tables);
    assert!(kept.body.is_empty() && kept.extensions.is_empty());
}
