//! Bodies that are whole as HTTP, and not what they should be.

use ddbx::ErrorKind::{Other, UnexpectedResponse};
use ddbx::Outcome;
use ddbx::error::FailureClass::{Ambiguous, Rejected};
use ddbx::ops;

use super::{Case, GOOD, SECRET, Then, once, pool, run, said, with_headers};

fn body(name: &'static str, body: impl AsRef<[u8]>) -> Case {
    let bytes = with_headers("200 OK", "", body);
    Case::fails(name, bytes, UnexpectedResponse, Ambiguous).id("R1")
}

#[tokio::test]
async fn what_is_no_json_object_is_no_answer() {
    run([
        body("nothing", ""),
        body("spaces", " \r\n\t "),
        body("null", "null"),
        body("a list", r#"[{"Item":{}}]"#),
        body("a string", r#""s3cr3t""#),
        body("a page of HTML", format!("<html><body>{SECRET}</body></html>")),
        body(
            "XML",
            format!("<?xml version=\"1.0\"?><Error><Code>{SECRET}</Code></Error>"),
        ),
        body("cut off within a value", r#"{"Item":{"id":{"S":"s3cr3t"#),
        body("cut off after a member", r#"{"Item":{"id":{"S":"s3cr3t"}},"#),
        body("an object and more", r#"{"Item":{}} s3cr3t"#),
        body("a byte order mark", "\u{feff}{}"),
        body("UTF-16", b"\xff\xfe{\0}\0"),
        body("zeros", [0; 64]),
        body("no name", r#"{s3cr3t}"#),
        body("a number as a name", r#"{1:2}"#),
        body("a member that no answer begins with", r#"{"s3cr3t":"s3cr3t"}"#),
        body(
            "a Lambda function's error",
            r#"{"errorMessage":"s3cr3t","errorType":"s3cr3t"}"#,
        ),
        body("a gateway's error", r#"{"message":"s3cr3t"}"#),
        body("a gateway's error, with a capital", r#"{"Message":"s3cr3t"}"#),
    ])
    .await;
}

#[tokio::test]
async fn a_checksum_is_held_against_the_body() {
    let sum = |sum: u32, body: &str| with_headers("200 OK", &format!("x-amz-crc32: {sum}\r\n"), body);
    let right = crc32fast::hash(GOOD.as_bytes());
    let fault = r#"{"__type":"ValidationException","message":"no"}"#;
    let failed = |sum: u32| with_headers("400 Bad Request", &format!("x-amz-crc32: {sum}\r\n"), fault);
    run([
        Case::works("right", sum(right, GOOD), GOOD).id("R1").reused(),
        Case::fails("wrong", sum(right ^ 1, GOOD), UnexpectedResponse, Ambiguous).id("R1"),
        Case::fails("of another body", sum(right, "{}"), UnexpectedResponse, Ambiguous).id("R1"),
        Case::works(
            "of nothing it knows",
            with_headers("200 OK", "x-amz-crc32: many\r\n", GOOD),
            GOOD,
        )
        .id("R1")
        .reused(),
        Case::fails(
            "right, of a refusal",
            failed(crc32fast::hash(fault.as_bytes())),
            ddbx::ErrorKind::Validation,
            Rejected,
        )
        .id("R1")
        .reused(),
        Case::fails("wrong, of a refusal", failed(7), UnexpectedResponse, Ambiguous).id("R1"),
    ])
    .await;
}

/// Nothing asks for it, so that nothing could read it.
#[tokio::test]
async fn a_compressed_answer_is_an_error_that_says_so() {
    // The empty object, by gzip.
    let gzip = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf\xa6\xa3\x02\x00\x00\x00";
    let bytes = with_headers("200 OK", "content-encoding: gzip\r\n", gzip);
    Case::fails("gzip", bytes.clone(), UnexpectedResponse, Ambiguous)
        .id("R1")
        .run()
        .await;

    let server = once(bytes, Then::Stays).await;
    let pool = pool(&server, false).await;
    let error = crate::send(&pool, crate::read()).await.unwrap_err();
    assert!(
        error.to_string().contains("compressed (gzip), which was not asked for"),
        "{error}"
    );
}

/// Something answers 200 to everything, as proxies do: whether the write was applied, nobody knows.
#[tokio::test]
async fn an_error_in_the_body_of_a_success_is_an_error() {
    let item = format!(r#"{{"id":{{"S":"{}"}}}}"#, SECRET.repeat(100));
    let bodies = [
        r#"{"__type":"ConditionalCheckFailedException","message":"no"}"#.to_owned(),
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}"#.to_owned(),
        r#"{"message":"no","__type":"ConditionalCheckFailedException"}"#.to_owned(),
        r#"{"Message":"no","__type":"ConditionalCheckFailedException"}"#.to_owned(),
        r#"{"code":"ConditionalCheckFailedException","message":"no"}"#.to_owned(),
        r#"{"message":"no","code":"ConditionalCheckFailedException"}"#.to_owned(),
        "\n {\t\"__type\" : \"ConditionalCheckFailedException\" }\n".to_owned(),
        r#"{"\u005f_type":"ConditionalCheckFailedException"}"#.to_owned(),
        r#"{"CancellationReasons":[],"__type":"ConditionalCheckFailedException"}"#.to_owned(),
        format!(r#"{{"__type":"ConditionalCheckFailedException","Item":{item}}}"#),
        format!(r#"{{"Item":{item},"__type":"ConditionalCheckFailedException","message":"no"}}"#),
        format!(r#"{{"Item":{item},"message":"no","__type":"ConditionalCheckFailedException"}}"#),
        format!(r#"{{"message":"no","Item":{item},"__type":"ConditionalCheckFailedException"}}"#),
    ];
    for text in bodies {
        let server = once(with_headers("200 OK", "", &text), Then::Stays).await;
        let pool = pool(&server, false).await;
        let error = crate::send(&pool, crate::write()).await.unwrap_err();
        assert_eq!(
            error.code().unwrap().name(),
            "ConditionalCheckFailedException",
            "{text}"
        );
        assert!(error.is_unknown() && !error.is_condition_failed(), "{text}: {error:?}");
        assert!(!said(&error).contains(SECRET), "{error:?}");
        body("an error in a success", &text).run().await;
    }
}

/// What only looks like an error: names within items.
#[tokio::test]
async fn an_attribute_may_have_any_name() {
    let works = |text: &'static str| {
        Case::works("an attribute", with_headers("200 OK", "", text), text)
            .id("R1")
            .reused()
    };
    run([
        works(r#"{"Item":{"__type":{"S":"x"}}}"#),
        works(r#"{"Item":{"__type":{"S":"__type"},"code":{"S":"ValidationException"}}}"#),
        works(r#"{"Attributes":{"message":{"S":"\"__type\":\"ValidationException\""}}}"#),
        works(r#"{"Attributes":{"m":{"M":{"__type":{"S":"ValidationException"}}}},"ConsumedCapacity":null}"#),
        works(" {} "),
        works("{ }"),
    ])
    .await;
}

/// A success that the operation cannot read: of a write, it is never said that it was not applied.
#[tokio::test]
async fn what_is_json_only_at_its_ends_is_found_by_who_reads_it() {
    for (text, outcome) in [
        (r#"{"Attributes":{"a":{"S":"s3cr3t"},}}"#, Outcome::Unknown),
        (r#"{"Attributes":{"a":{"S":"s3cr3t"}}"#, Outcome::Unknown),
        (r#"{"Attributes":{"a":{"S":"s3cr3t"}}}}"#, Outcome::Unknown),
        (r#"{"Attributes":{"a":{"Q":"s3cr3t"}}}"#, Outcome::Unknown),
        (r#"{"Attributes":[]}"#, Outcome::Unknown),
        (r#"{"Attributes":{"a":{"N":"s3cr3t"}}}"#, Outcome::Applied),
    ] {
        let server = once(with_headers("200 OK", "", text), Then::Stays).await;
        let pool = pool(&server, false).await;
        let update = ops::UpdateItem::new("users")
            .key("id", "u1")
            .update("SET a = :a")
            .value(":a", "x")
            .return_values(ops::ReturnValues::AllNew);
        let error = match update.send(&pool).await {
            Err(error) => error,
            Ok(output) => panic!("{text}: {output:?}"),
        };
        assert_eq!(error.outcome(), outcome, "{text}: {error:?}");
        assert_eq!(error.request_id(), Some("R1"));
        assert!(!said(&error).contains(SECRET), "{}", said(&error));
    }
}

/// An error that is not DynamoDB's goes by its status; one of DynamoDB's is read.
#[tokio::test]
async fn errors_with_a_code_nobody_knows() {
    let fault = r#"{"__type":"SunspotsException","message":"no"}"#;
    run([
        Case::fails("400", with_headers("400 X", "", fault), Other, Rejected)
            .id("R1")
            .reused(),
        Case::fails(
            "500",
            with_headers("500 X", "", fault),
            ddbx::ErrorKind::Internal,
            Ambiguous,
        )
        .id("R1")
        .reused(),
        Case::fails("299", with_headers("299 X", "", fault), UnexpectedResponse, Ambiguous).id("R1"),
    ])
    .await;
}
