//! Batches of which something is left undone.

use std::collections::BTreeSet;

use ddbx_core::codec::Parser;
use ddbx_core::{ErrorKind, Operation, Request};

use super::{Place, text};
use crate::chaos::Mishap;

const WRITES: &str = r#"{"ReturnConsumedCapacity":"TOTAL","RequestItems":{"a\"b":[{"PutRequest":{"Item":{"id":{"S":"1"}}}},{"DeleteRequest":{"Key":{"id":{"S":"2"}}}}],"c":[{"PutRequest":{"Item":{"id":{"S":"3"}}}}]}}"#;
const READS: &str = r#"{"RequestItems":{"a":{"Keys":[{"id":{"S":"1"}},{"id":{"S":"2"}}],"ConsistentRead":true,"ProjectionExpression":"id"},"c":{"ConsistentRead":false,"Keys":[{"id":{"S":"3"}}]}}}"#;

/// The ids in a text, which has them as `"S":"…"`.
fn ids(text: &str) -> BTreeSet<String> {
    text.split(r#"{"S":""#)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

fn check_json(text: &str) {
    let mut parser = Parser::new(text);
    parser.skip_value().unwrap();
    parser.end().unwrap();
}

#[tokio::test]
async fn what_is_left_and_what_is_done_make_the_whole() {
    for (operation, body, member) in [
        (Operation::BatchWriteItem, WRITES, "UnprocessedItems"),
        (Operation::BatchGetItem, READS, "UnprocessedKeys"),
    ] {
        for count in 0..3 {
            let place = Place::answering(move |_| format!(r#"{{"Before":1,"{member}":{{}},"After":[2]}}"#));
            place.chaos.next(1, Mishap::unprocessed(count));
            let response = place.send(Request::new(operation, body)).await.unwrap();
            check_json(text(&response));
            let sent = place.arrived.lock().unwrap()[0].body.clone();
            let sent = std::str::from_utf8(&sent).unwrap();
            check_json(sent);
            let left = ids(text(&response));
            assert_eq!(left.len(), count);
            assert!(left.is_disjoint(&ids(sent)));
            assert_eq!(&left | &ids(sent), ids(body));
            assert!(text(&response).contains(r#""Before":1"#) && text(&response).contains(r#""After":[2]"#));
        }
    }
}

/// Names and options stay with their keys.
#[tokio::test]
async fn what_is_left_is_a_request_again() {
    let place = Place::answering(|_| r#"{"Responses":{}}"#.to_owned());
    for _ in 0..20 {
        place.chaos.next(1, Mishap::unprocessed(2));
        let response = place.send(Request::new(Operation::BatchGetItem, READS)).await.unwrap();
        let rest = text(&response)
            .strip_prefix(r#"{"Responses":{},"UnprocessedKeys":"#)
            .unwrap();
        let rest = format!(r#"{{"RequestItems":{rest}"#);
        assert_eq!(
            rest.contains(r#""ConsistentRead":true,"ProjectionExpression":"id""#),
            rest.contains(r#""a":"#)
        );
        // It can be left undone again.
        place.chaos.next(1, Mishap::unprocessed(1));
        let again = Request::new(Operation::BatchGetItem, rest.clone());
        assert_eq!(ids(text(&place.send(again).await.unwrap())).len(), 1, "{rest}");
    }
}

#[tokio::test]
async fn what_the_engine_left_is_kept() {
    let place =
        Place::answering(|_| r#"{"UnprocessedItems":{"c":[{"PutRequest":{"Item":{"id":{"S":"own"}}}}]}}"#.to_owned());
    for _ in 0..10 {
        place.chaos.next(1, Mishap::unprocessed(2));
        let response = place
            .send(Request::new(Operation::BatchWriteItem, WRITES))
            .await
            .unwrap();
        let left = ids(text(&response));
        assert_eq!(left.len(), 3);
        assert!(left.contains("own"));
        assert_eq!(text(&response).matches(r#""c":"#).count(), 1, "a table is named once");
    }
}

/// As DynamoDB has it: a batch of which nothing could be done is an error.
#[tokio::test]
async fn all_of_a_batch_cannot_be_left() {
    for (operation, body) in [(Operation::BatchWriteItem, WRITES), (Operation::BatchGetItem, READS)] {
        let place = Place::new();
        place.chaos.next(1, Mishap::unprocessed(3));
        let error = place.send(Request::new(operation, body)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Throttled);
        assert_eq!(
            error.fault().unwrap().throttles()[0].reason().access(),
            Some(operation.access())
        );
        assert_eq!(place.commits(), 0);
    }
}

#[tokio::test]
async fn a_batch_that_cannot_be_read_is_left_to_the_engine() {
    let place = Place::new();
    for body in ["", "[]", "{", r#"{"RequestItems":[]}"#, r#"{"RequestItems":{"a":5}}"#] {
        place.chaos.next(1, Mishap::unprocessed(1));
        place.send(Request::new(Operation::BatchWriteItem, body)).await.unwrap();
        assert_eq!(place.arrived.lock().unwrap().pop().unwrap().body, body);
    }
}
