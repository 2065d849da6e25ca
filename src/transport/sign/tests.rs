//! Against the signer of the official SDK, byte for byte.

use std::collections::HashMap;
use std::time::{Duration, UNIX_EPOCH};

use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningParams, SigningSettings, sign};
use aws_sigv4::sign::v4;
use ddbx_core::Operation;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;

const DAY: u64 = 86_400;

/// One request, and who signs it for where.
#[derive(Clone, Debug)]
struct Case {
    region: String,
    access_key: String,
    secret: String,
    token: Option<String>,
    host: String,
    target: String,
    body: Vec<u8>,
    at: SystemTime,
}

impl Case {
    /// The example of the module.
    fn example() -> Self {
        Self {
            region: "us-east-1".into(),
            access_key: "AKIDEXAMPLE".into(),
            secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into(),
            token: None,
            host: "dynamodb.us-east-1.amazonaws.com".into(),
            target: "DynamoDB_20120810.ListTables".into(),
            body: b"{}".into(),
            at: UNIX_EPOCH + Duration::from_secs(1_440_938_160),
        }
    }

    fn credentials(&self) -> Credentials {
        let credentials = Credentials::new(&*self.access_key, &*self.secret);
        match &self.token {
            Some(token) => credentials.with_session_token(&**token),
            None => credentials,
        }
    }

    /// `x-amz-date` and `authorization`, appended to what is in the buffer.
    fn ours(&self, signer: &Signer) -> [String; 2] {
        let mut buffer = BytesMut::from("before");
        let signable = Signable {
            host: &self.host,
            target: &self.target,
            body: &self.body,
            at: self.at,
        };
        let SignedHeaders { date, authorization } = signer.sign(&self.credentials(), signable, &mut buffer);
        assert_eq!(
            (&buffer[..6], date.start, date.end, authorization.end),
            (&b"before"[..], 6, authorization.start, buffer.len())
        );
        [date, authorization].map(|range| String::from_utf8(buffer[range].to_vec()).unwrap())
    }

    /// The same by aws-sigv4, which also says which headers to add.
    fn theirs(&self) -> [String; 2] {
        let identity = aws_credential_types::Credentials::new(
            self.access_key.clone(),
            self.secret.clone(),
            self.token.clone(),
            None,
            "test",
        )
        .into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("dynamodb")
            .time(self.at)
            .settings(SigningSettings::default())
            .build()
            .map(SigningParams::from)
            .unwrap();
        let headers = [
            ("x-amz-target", &*self.target),
            ("content-type", CONTENT_TYPE),
            ("host", &*self.host),
        ];
        let body = SignableBody::Bytes(&self.body);
        let request = SignableRequest::new("POST", "https://localhost/", headers.into_iter(), body).unwrap();
        let (instructions, _) = sign(request, &params).unwrap().into_parts();
        let added: HashMap<_, _> = instructions.headers().collect();
        assert_eq!(added.get("x-amz-security-token").copied(), self.token.as_deref());
        assert_eq!(added.len(), 2 + usize::from(self.token.is_some()));
        ["x-amz-date", "authorization"].map(|name| added[name].to_owned())
    }
}

/// Numbers that look like chance: quicker to make than a strategy's, and nothing here is shrunk.
fn noise(mut seed: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        // SplitMix64.
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    })
}

/// Text of these characters.
fn text(characters: &'static str, length: Range<usize>) -> impl Strategy<Value = String> {
    let characters: Vec<char> = characters.chars().collect();
    (length, any::<u64>()).prop_map(move |(length, seed)| {
        let one = |number| characters[(number >> 32) as usize % characters.len()];
        noise(seed).map(one).take(length).collect()
    })
}

fn bytes(length: Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    (length, any::<u64>())
        .prop_map(|(length, seed)| noise(seed).map(|number| (number >> 32) as u8).take(length).collect())
}

/// Few enough regions that each one's signer meets the same secret, and the same day, again.
fn region() -> impl Strategy<Value = String> {
    const USUAL: &[&str] = &["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1", "local", ""];
    prop_oneof![9 => select(USUAL).prop_map(Into::into), 1 => text("abz-19 /\u{e9}", 1..30)]
}

fn access_key() -> impl Strategy<Value = String> {
    const USUAL: &[&str] = &["AKIDEXAMPLE", "ASIAIOSFODNN7EXAMPLE", "local"];
    prop_oneof![select(USUAL).prop_map(Into::into), text("ABCXYZ01234567_-.", 1..128)]
}

/// The usual ones are alike at their beginnings and ends, and one begins another. A key of more than 64 bytes is hashed
/// by HMAC first, `AWS4` counted: the long ones are on both sides of that.
fn secret() -> impl Strategy<Value = String> {
    const USUAL: &[&str] = &[
        "secret1",
        "secret2",
        "1ecret1",
        "secret",
        "secret11",
        "123456789a123456789b123456789c123456789d123456789e123456789f",
        "123456789a123456789b123456789c123456789d123456789e123456789f1",
    ];
    prop_oneof![
        3 => select(USUAL).prop_map(Into::into),
        1 => text("abcXYZ019/+=", 40..41),
        1 => text("aZ0/+=\u{e9}\u{1f600} ~", 1..100),
    ]
}

/// Tokens are long; unusual ones have tabs, blanks in a row and characters beyond ASCII.
fn token() -> impl Strategy<Value = Option<String>> {
    let usual = text("abcXYZ019/+=", 1..1_500);
    let unusual = text("aZ09 \t\u{e9}\u{1f600}\"'\\;:,=/+~", 1..200);
    let among_visible = unusual.prop_map(|token| format!("a{token}b"));
    prop::option::weighted(0.6, prop_oneof![2 => usual, 1 => among_visible])
}

fn host() -> impl Strategy<Value = String> {
    const USUAL: &[&str] = &[
        "dynamodb.us-east-1.amazonaws.com",
        "streams.dynamodb.eu-central-1.amazonaws.com",
        "123456789012.ddb.us-west-2.amazonaws.com",
        "dynamodb-fips.us-gov-west-1.amazonaws.com",
        "localhost:8000",
        "127.0.0.1:49152",
        "[::1]:8000",
        "localhost",
    ];
    prop_oneof![
        6 => select(USUAL).prop_map(Into::into),
        3 => (text("abz-19.", 1..100), any::<u16>()).prop_map(|(name, port)| format!("{name}:{port}")),
        1 => text("aB \t.:\u{e9}", 1..30),
    ]
}

fn target() -> impl Strategy<Value = String> {
    let operations = select(Operation::ALL).prop_map(|operation| operation.target().to_owned());
    prop_oneof![9 => operations, 1 => text("aB. _\u{e9}", 1..30)]
}

/// Up to some kilobytes, many of them around the hash's blocks of 64 bytes.
fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        1 => Just(Vec::new()),
        1 => Just(b"{}".to_vec()),
        4 => bytes(1..200),
        1 => bytes(200..6_000),
    ]
}

/// Few enough of the usual instants that days repeat; in others, the day of one month and that of another do.
fn at() -> impl Strategy<Value = SystemTime> {
    const YEAR_0: i64 = -62_167_219_200;
    const YEAR_10000: i64 = 253_402_300_800;
    const USUAL: &[i64] = &[
        1_440_938_160, // 2015-08-30T12:36:00Z
        1_443_616_560, // 2015-09-30T12:36:00Z
        1_472_560_560, // 2016-08-30T12:36:00Z
        1_709_164_800, // 2024-02-29
        951_782_400,   // 2000-02-29
        4_107_542_400, // 2100-03-01, which follows the 28th of February
        1_767_225_600, // 2026-01-01
        0,
        YEAR_0,
        YEAR_10000 - DAY as i64,
    ];
    let around_midnight = select(&[0, 1, DAY as i64 - 1][..]);
    let usual =
        (select(USUAL), around_midnight).prop_map(|(day, second)| day.div_euclid(DAY as i64) * DAY as i64 + second);
    let seconds = prop_oneof![3 => usual, 1 => YEAR_0..YEAR_10000, 1 => 0..4_102_444_800_i64];
    (seconds, select(&[0, 1, 500_000_000, 999_999_999][..])).prop_map(|(seconds, nanoseconds)| {
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 {
            UNIX_EPOCH - whole
        } else {
            UNIX_EPOCH + whole
        };
        whole + Duration::from_nanos(nanoseconds)
    })
}

fn case() -> impl Strategy<Value = Case> {
    let signed = (host(), target(), body(), at());
    (region(), access_key(), secret(), token(), signed).prop_map(
        |(region, access_key, secret, token, (host, target, body, at))| Case {
            region,
            access_key,
            secret,
            token,
            host,
            target,
            body,
            at,
        },
    )
}

/// One signer for each region signs all of its requests, as in a pool, so that a key that should not be used again is
/// found out too.
#[test]
fn ten_thousand_requests_are_signed_as_by_the_sdk() {
    let mut runner = TestRunner::deterministic();
    let (cases, mut signers) = (case(), HashMap::new());
    for _ in 0..10_000 {
        let case = cases.new_tree(&mut runner).unwrap().current();
        let signer = signers
            .entry(case.region.clone())
            .or_insert_with_key(|region| Signer::new(region));
        assert_eq!(case.ours(signer), case.theirs(), "{case:#?}");
    }
}

/// Whatever is signed changes the signature: that the comparison is not one of constants.
#[test]
fn every_part_of_a_request_is_signed() {
    let example = Case::example();
    let changes: [fn(&mut Case); 8] = [
        |case| case.region.push('2'),
        |case| case.access_key.push('2'),
        |case| case.secret.push('2'),
        |case| case.token = Some("token".into()),
        |case| case.host.push('2'),
        |case| case.target.push('2'),
        |case| case.body.push(b' '),
        |case| case.at += Duration::from_secs(1),
    ];
    let signed = |case: &Case| {
        let ours = case.ours(&Signer::new(&case.region));
        assert_eq!(ours, case.theirs());
        ours
    };
    for change in changes {
        let mut changed = example.clone();
        change(&mut changed);
        assert_ne!(signed(&changed), signed(&example), "{changed:#?}");
    }
}

#[test]
fn nothing_secret_and_no_body_is_printed() {
    let case = Case::example();
    let signer = Signer::new("us-east-1");
    case.ours(&signer);
    assert_eq!(format!("{signer:?}"), r#"Signer { region: "us-east-1", .. }"#);
    let signable = Signable {
        host: "localhost",
        target: "target",
        body: b"hide",
        at: UNIX_EPOCH,
    };
    let printed = format!("{signable:?}");
    assert!(
        printed.contains("body: 4 bytes") && !printed.contains("hide"),
        "{printed}"
    );
}
