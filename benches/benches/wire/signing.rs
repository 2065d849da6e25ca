use std::hint::black_box;
use std::time::{Duration, UNIX_EPOCH};

use aws_credential_types::Credentials as Peer;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningParams, SigningSettings, sign};
use aws_sigv4::sign::v4;
use bytes::BytesMut;
use ddbx::transport::sign::{CONTENT_TYPE, Credentials, Signable, Signer};
use ddbx_benches::Result;
use ddbx_benches::race::{race, timed_in_bulk};
use ddbx_benches::verdict::{Goal, Table};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SIGNABLE: Signable<'_> = Signable {
    host: "dynamodb.us-east-1.amazonaws.com",
    target: "DynamoDB_20120810.GetItem",
    body: br#"{"TableName":"orders","Key":{"customer":{"S":"c-000001"},"number":{"N":"1"}}}"#,
    at: UNIX_EPOCH,
};

pub(crate) fn rows(table: &mut Table) -> Result<()> {
    let (signer, credentials) = (Signer::new("us-east-1"), Credentials::new(ACCESS_KEY, SECRET_KEY));
    let mut buffer = BytesMut::with_capacity(512);
    let mut second = 1_440_938_160;
    let mut now = || {
        second += 1;
        UNIX_EPOCH + Duration::from_secs(second % 86_400 + 1_440_892_800)
    };
    let identity = Peer::new(ACCESS_KEY, SECRET_KEY, None, None, "benchmark").into();
    let theirs = |at| -> Result<String> {
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name("dynamodb")
            .time(at)
            .settings(SigningSettings::default())
            .build()?;
        let headers = [
            ("content-type", CONTENT_TYPE),
            ("host", SIGNABLE.host),
            ("x-amz-target", SIGNABLE.target),
        ];
        let body = SignableBody::Bytes(SIGNABLE.body);
        let request = SignableRequest::new("POST", "https://localhost/", headers.into_iter(), body)?;
        let (instructions, signature) = sign(request, &SigningParams::from(params))?.into_parts();
        black_box(instructions);
        Ok(signature)
    };

    let at = now();
    let signed = signer.sign(&credentials, Signable { at, ..SIGNABLE }, &mut buffer);
    assert!(
        buffer[signed.authorization].ends_with(theirs(at)?.as_bytes()),
        "the same signature"
    );

    let outcome = race(
        || {
            timed_in_bulk(|| {
                buffer.clear();
                let at = now();
                Ok(signer.sign(&credentials, black_box(Signable { at, ..SIGNABLE }), &mut buffer))
            })
        },
        || timed_in_bulk(|| theirs(black_box(at))),
    )?;
    let times = [outcome.ours, outcome.peer].map(|time| format!("{:.2} µs", time.as_secs_f64() * 1e6));
    let (low, high) = outcome.quartiles;
    let shown = format!("{:.1} ({low:.1}-{high:.1})", outcome.ratio);
    let goal = Goal::AtLeast {
        must: 8.0,
        aim: Some(9.0),
    };
    table.row(
        "signature of a `GetItem` (peer: aws-sigv4): CPU",
        times,
        outcome.ratio,
        shown,
        goal,
    );
    Ok(())
}
