use ddbx_core::error::{FailureClass, Outcome};
use ddbx_core::{Error, ErrorKind, Operation, Request, Response, Safety};

use super::{Look, judge};

const CODE: &str = "\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"";

fn look(body: &str) -> [Look; 2] {
    [Safety::Read, Safety::Unsafe].map(|safety| Look::at(body.as_bytes(), safety))
}

fn write() -> Request {
    Request::new(Operation::UpdateItem, "{}").with_safety(Safety::Unsafe)
}

#[test]
fn a_success_is_told_by_its_first_member() {
    for body in [
        "{}",
        " { } ",
        r#"{"Item":{"id":{"S":"u1"}}}"#,
        r#"{"Count":0,"Items":[],"ScannedCount":0}"#,
        "\n{\n  \"Attributes\": {} }",
        r#"{"Item":{"x__type":{"S":"x"}}}"#,
        // Members are passed over by those who do not know them.
        r#"{"ANewMember":{}}"#,
    ] {
        assert_eq!(look(body), [Look::Success; 2], "{body}");
    }
    for body in [
        r#"{"__type":"X"}"#,
        r#"{"message":"no"}"#,
        r#"{"Message":"no"}"#,
        r#"{"code":"X"}"#,
        r#"{"":1}"#,
        r#"{"\u0049tem":{}}"#,
        r#"{"CancellationReasons":[]}"#,
        r#"{ "errorMessage":"no"}"#,
    ] {
        assert_eq!(look(body), [Look::Foreign; 2], "{body}");
    }
    for (body, expected) in [
        ("", Look::Empty),
        (" \n", Look::Empty),
        ("\u{1f}", Look::Garbled),
        ("{", Look::Garbled),
        ("}", Look::Garbled),
        ("{x}", Look::Garbled),
        ("{1:2}", Look::Garbled),
        ("{{}}", Look::Garbled),
        ("{\"}", Look::Garbled),
        ("[{}]", Look::Garbled),
        ("<html>{}</html>", Look::Garbled),
        (r#"{"Item":{"id""#, Look::Garbled),
    ] {
        assert_eq!(look(body), [expected; 2], "{body}");
    }
    assert_eq!(Look::at(b"\x1f\x8b\x08\x00", Safety::Read), Look::Compressed);
}

/// Behind other members it is looked for at the ends, and in the answer to a write everywhere.
#[test]
fn a_code_behind_other_members_is_found() {
    for length in [0, 1, 60, 200, 254, 255, 256, 257, 300, 1 << 20] {
        let item = format!(r#""Item":{{"id":{{"S":"{}"}}}}"#, "_".repeat(length));
        for body in [
            format!("{{{item},{CODE}}}"),
            format!(r#"{{{item},{CODE},"message":"The conditional request failed"}}"#),
            format!(r#"{{"Count":1,{CODE},{item}}}"#),
            format!(r#"{{"Item":null , {CODE} , "More":"{}"}}"#, "x".repeat(length)),
        ] {
            assert_eq!(look(&body), [Look::Doubtful; 2], "{length}");
            for safety in [Safety::Read, Safety::Unsafe] {
                let error = judge(&write().with_safety(safety), Response::new(200, body.clone())).unwrap_err();
                assert_eq!(error.code().unwrap().name(), "ConditionalCheckFailedException");
                assert_eq!(error.is_unknown(), safety != Safety::Read);
            }
        }
        // An attribute of that name is none, and is passed on as it is.
        let body = format!(r#"{{"Attributes":{{"__type":{{"S":"{}"}}}}}}"#, "x".repeat(length));
        assert_eq!(look(&body), [Look::Doubtful; 2], "{length}");
        assert_eq!(judge(&write(), Response::new(200, body.clone())).unwrap().body, body);
    }
    let long = "x".repeat(1_000);
    let middle = format!(r#"{{"Item":{{"id":{{"S":"{long}"}}}},{CODE},"message":"{long}"}}"#);
    assert_eq!(look(&middle), [Look::Success, Look::Doubtful]);
}

#[test]
fn each_judgement_says_why() {
    let judged = |response: Response| judge(&write(), response.with_request_id("R1")).unwrap_err();
    for (response, text) in [
        (
            Response::new(200, "{}").with_checksum(1),
            "its checksum (x-amz-crc32) is another",
        ),
        (
            Response::new(400, "{}").with_checksum(1),
            "its checksum (x-amz-crc32) is another",
        ),
        (
            Response::new(200, "<html>"),
            "the answer is not DynamoDB's JSON, or was cut off",
        ),
        (
            Response::new(200, ""),
            "the answer is not DynamoDB's JSON, or was cut off",
        ),
        (
            Response::new(200, &b"\x1f\x8b\x08"[..]),
            "the answer is compressed (gzip), which was not asked for",
        ),
        (
            Response::new(200, r#"{"message":"Forbidden"}"#),
            "the answer is JSON, but not DynamoDB's",
        ),
        (Response::new(204, ""), "HTTP 204 with something that is not DynamoDB's"),
        (
            Response::new(302, ""),
            "HTTP 302 with a redirect, which is not followed",
        ),
        (
            Response::new(200, format!("{{{CODE},\"message\":\"no\"}}")),
            "HTTP 200 with an error that does not fit it: ConditionalCheckFailedException: no",
        ),
    ] {
        let error: Error = judged(response);
        assert_eq!(
            (error.kind(), error.class(), error.outcome()),
            (
                ErrorKind::UnexpectedResponse,
                Some(FailureClass::Ambiguous),
                Outcome::Unknown
            ),
            "{error}"
        );
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!((error.request_id(), error.attempts()), (Some("R1"), 1));
    }
    let right = Response::new(200, "{}").with_checksum(crc32fast::hash(b"{}"));
    assert!(judge(&write(), right).is_ok());
}
