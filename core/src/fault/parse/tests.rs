use bytes::Bytes;

use super::super::{CancellationCode, Fault, FaultCode, Nature, ThrottleScope, ThrottlingReason};

fn parse(body: &str) -> Option<Fault> {
    Fault::parse(400, &Bytes::copy_from_slice(body.as_bytes()))
}

#[test]
fn the_code_is_found_wherever_it_stands() {
    for body in [
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"}"#,
        r#"{"message":"m","__type":"ResourceNotFoundException"}"#,
        r#"{"Message":"m","code":"ResourceNotFoundException"}"#,
        r#"{"code":"ResourceNotFound","message":"m"}"#,
        r#"{"__type":"ResourceNotFoundException","code":null,"Message":null,"message":"m"}"#,
        r#"{"__type":"ResourceNotFoundException","message":"m","Message":null}"#,
        r#"{"__type":"ResourceNotFoundException:http://internal.amazon.com/coral/","message":"m"}"#,
        "\n{ \"__type\" : \"x#ResourceNotFoundException\" ,\t\"message\" : \"m\" }\n",
        r#"{"more":{"__type":"ValidationException","a":[1,{"b":null}]},"__type":"ResourceNotFoundException","message":"m"}"#,
        r#"{"\u005f_type":"ResourceNotFoundException","message":"\u006d"}"#,
    ] {
        let fault = parse(body).unwrap_or_else(|| panic!("{body}"));
        assert_eq!(fault.code(), &FaultCode::ResourceNotFound, "{body}");
        assert_eq!(fault.message(), "m", "{body}");
        assert_eq!(fault.status(), 400);
    }
}

#[test]
fn what_holds_no_code_is_no_fault() {
    for body in [
        "",
        " ",
        "null",
        "\"ValidationException\"",
        "[]",
        "{}",
        r#"[{"__type":"ValidationException"}]"#,
        r#"{"message":"Forbidden"}"#,
        r#"{"__type":null}"#,
        r#"{"__type":42}"#,
        r#"{"__type":["ValidationException"]}"#,
        r#"{"__type":"Validation"#,
        r#"{"code":404,"message":"not found"}"#,
        r#"{"Table":{"__type":"ValidationException"}}"#,
        "<html><body><h1>503 Service Unavailable</h1></body></html>",
        "<?xml version=\"1.0\"?><ErrorResponse><Code>ValidationException</Code></ErrorResponse>",
        "upstream connect error or disconnect/reset before headers",
        "\u{feff}{\"__type\":\"ValidationException\"}",
    ] {
        assert_eq!(parse(body), None, "{body}");
    }
    for bytes in [&b"\xff\xfe{}"[..], b"\x00\x01\x02", b"\x1f\x8b\x08\x00\x00\x00"] {
        assert_eq!(Fault::parse(400, &Bytes::copy_from_slice(bytes)), None);
    }
}

/// The code comes first in DynamoDB's bodies: it is known as soon as it is there.
#[test]
fn a_body_cut_short_keeps_what_stands_before_the_cut() {
    let body = concat!(
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","#,
        r#""message":"The conditional request failed – ß","Item":{"id":{"S":"é😀"}}}"#,
    );
    let after = |mark: &str| body.find(mark).unwrap() + mark.len();
    let (code, message, item) = (after("FailedException\""), after("failed – ß\""), after("}}"));
    for end in 0..=body.len() {
        let fault = Fault::parse(400, &Bytes::copy_from_slice(&body.as_bytes()[..end]));
        assert_eq!(fault.is_some(), end >= code, "{end}");
        let Some(fault) = fault else { continue };
        assert_eq!(fault.code(), &FaultCode::ConditionalCheckFailed);
        assert_eq!(
            fault.message(),
            if end >= message {
                "The conditional request failed – ß"
            } else {
                ""
            },
            "{end}"
        );
        assert_eq!(fault.item().is_some(), end >= item, "{end}");
    }
}

#[test]
fn bytes_that_are_not_utf8_end_the_reading_and_not_the_fault() {
    let body = Bytes::from_static(b"{\"__type\":\"ValidationException\",\"message\":\"\xff\xfe\"}");
    let fault = Fault::parse(400, &body).unwrap();
    assert_eq!((fault.code(), fault.message()), (&FaultCode::Validation, ""));
}

#[test]
fn the_item_is_kept_as_it_came_and_shares_the_body() {
    for item in [
        r#"{"id":{"S":"}\""},"l":{"L":[{"NULL":true}]}}"#,
        r#"{ "id" : { "N" : "1" } }"#,
        "{}",
    ] {
        let body = Bytes::from(format!(
            r#"{{"__type":"ConditionalCheckFailedException","Item": {item} ,"message":"m"}}"#
        ));
        let fault = Fault::parse(400, &body).unwrap();
        let found = fault.item().unwrap();
        assert_eq!(found, item);
        assert!(body.as_ptr_range().contains(&found.as_ptr()), "it is not copied");
        assert_eq!(fault.message(), "m");
    }
    let fault = parse(r#"{"__type":"ConditionalCheckFailedException","Item":null,"message":"m"}"#).unwrap();
    assert_eq!((fault.item(), fault.message()), (None, "m"));
}

#[test]
fn throttling_reasons_are_read() {
    let fault = parse(
        r#"{"__type":"ThrottlingException","message":"slow down","ThrottlingReason":"no","throttlingReasons":[
            {"reason":"TableReadKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:eu-west-1:1:table/t"},
            {"resource":null,"more":[{}],"reason":"IndexWriteAccountLimitExceeded"},
            {"reason":"Sunspots"},
            {}
        ]}"#,
    )
    .unwrap();
    let found: Vec<_> = fault
        .throttles()
        .iter()
        .map(|throttle| (throttle.reason().clone(), throttle.resource()))
        .collect();
    assert_eq!(
        found,
        [
            (
                ThrottlingReason::TableReadKeyRangeThroughputExceeded,
                Some("arn:aws:dynamodb:eu-west-1:1:table/t")
            ),
            (ThrottlingReason::IndexWriteAccountLimitExceeded, None),
            (ThrottlingReason::Other("Sunspots".into()), None),
            (ThrottlingReason::Other("".into()), None),
        ]
    );
    assert_eq!(fault.throttles()[0].reason().scope(), Some(ThrottleScope::KeyRange));
    assert_eq!(fault.nature(), Nature::Throttled);
    let body = r#"{"__type":"ProvisionedThroughputExceededException","ThrottlingReasons":[{"reason":"IndexWriteAccountLimitExceeded"}]}"#;
    let fault = parse(body).unwrap();
    assert_eq!(
        fault.throttles()[0].reason(),
        &ThrottlingReason::IndexWriteAccountLimitExceeded
    );
    for body in [
        r#"{"__type":"ThrottlingException","throttlingReasons":null}"#,
        r#"{"__type":"ThrottlingException","ThrottlingReasons":[]}"#,
    ] {
        assert!(parse(body).unwrap().throttles().is_empty());
    }
}

#[test]
fn cancellation_reasons_are_read_in_their_order() {
    let fault = parse(
        r#"{"__type":"TransactionCanceledException","Message":"cancelled","CancellationReasons":[
            {"Code":"None"},
            {"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"id":{"S":"x"}}},
            {"Message":null,"Item":null,"Code":null},
            {"Code":"TransactionConflict","Message":"held"},
            {"Code":"Sunspots"},
            {}
        ]}"#,
    )
    .unwrap();
    let found: Vec<_> = fault
        .cancellations()
        .iter()
        .map(|reason| {
            (
                reason.code().clone(),
                reason.message(),
                reason.item().map(|item| &item[..]),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (CancellationCode::None, None, None),
            (
                CancellationCode::ConditionalCheckFailed,
                Some("The conditional request failed"),
                Some(&br#"{"id":{"S":"x"}}"#[..])
            ),
            (CancellationCode::None, None, None),
            (CancellationCode::TransactionConflict, Some("held"), None),
            (CancellationCode::Other("Sunspots".into()), None, None),
            (CancellationCode::None, None, None),
        ]
    );
    assert_eq!(fault.nature(), Nature::Rejected);
}

#[test]
fn a_hundred_reasons_are_as_many() {
    let reasons = vec![r#"{"Code":"TransactionConflict"}"#; 100].join(",");
    let fault = parse(&format!(
        r#"{{"__type":"TransactionCanceledException","CancellationReasons":[{reasons}]}}"#
    ))
    .unwrap();
    assert_eq!(fault.cancellations().len(), 100);
    assert_eq!(fault.nature(), Nature::Conflict);
}

#[test]
fn a_million_reasons_take_no_memory() {
    let reasons = vec!["{}"; 1_000_000].join(",");
    let fault = parse(&format!(
        r#"{{"__type":"TransactionCanceledException","CancellationReasons":[{reasons}],"ThrottlingReasons":[{reasons}],"message":"m"}}"#
    ))
    .unwrap();
    assert_eq!((fault.cancellations().len(), fault.throttles().len()), (1_000, 1_000));
    assert_eq!(fault.message(), "m");
}
