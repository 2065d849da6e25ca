use std::collections::HashSet;

use bytes::Bytes;

use super::{
    CancellationCode, CancellationReason, Fault, FaultCode, Nature, Throttle, ThrottleScope, ThrottledResource,
    ThrottlingReason,
};
use crate::operation::Access;

fn cancelled(codes: &[CancellationCode]) -> Fault {
    Fault::new(FaultCode::TransactionCanceled, "Transaction cancelled", 400)
        .with_cancellations(codes.iter().cloned().map(CancellationReason::new).collect())
}

#[test]
fn every_code_leads_back_from_each_form_of_its_name() {
    let names: HashSet<_> = FaultCode::ALL.iter().map(FaultCode::name).collect();
    assert_eq!(names.len(), FaultCode::ALL.len());
    assert!(FaultCode::ALL.iter().map(FaultCode::name).is_sorted());
    for code in FaultCode::ALL {
        let name = code.name();
        let bare = name.strip_suffix("Exception").unwrap_or(name);
        for text in [
            name.to_owned(),
            format!("com.amazonaws.dynamodb.v20120810#{name}"),
            format!("com.amazon.coral.service#{name}"),
            format!("{name}:http://internal.amazon.com/coral/com.amazon.coral.service/"),
            format!("aws.protocols#{name}:http://example.com/#fragment"),
            format!(" {name} "),
            bare.to_owned(),
            format!("{bare}Exception"),
        ] {
            assert_eq!(&FaultCode::parse(&text), code, "{text}");
        }
    }
}

/// The names the SDK's model has, so that a new release of it can be held against the list.
#[test]
fn the_modelled_codes_are_all_there() {
    let modelled = "BackupInUseException BackupNotFoundException ConditionalCheckFailedException \
        ContinuousBackupsUnavailableException DuplicateItemException ExportConflictException \
        ExportNotFoundException GlobalTableAlreadyExistsException GlobalTableNotFoundException \
        IdempotentParameterMismatchException ImportConflictException ImportNotFoundException \
        IndexNotFoundException InternalServerError InvalidEndpointException InvalidExportTimeException \
        InvalidRestoreTimeException ItemCollectionSizeLimitExceededException LimitExceededException \
        PointInTimeRecoveryUnavailableException PolicyNotFoundException ProvisionedThroughputExceededException \
        ReplicaAlreadyExistsException ReplicaNotFoundException ReplicatedWriteConflictException \
        RequestLimitExceeded ResourceInUseException ResourceNotFoundException TableAlreadyExistsException \
        TableInUseException TableNotFoundException ThrottlingException TransactionCanceledException \
        TransactionConflictException TransactionInProgressException ExpiredIteratorException \
        TrimmedDataAccessException";
    let mut count = 0;
    for name in modelled.split_whitespace() {
        let code = FaultCode::parse(name);
        assert!(!matches!(code, FaultCode::Other(_)), "{name}");
        assert_eq!(code.name(), name);
        count += 1;
    }
    assert_eq!(count, 37);
}

#[test]
fn other_names_for_known_codes() {
    for (name, code) in [
        ("ValidationError", FaultCode::Validation),
        ("Throttling", FaultCode::Throttling),
        ("ThrottledException", FaultCode::Throttling),
        ("TooManyRequestsException", FaultCode::Throttling),
        ("IncompleteSignature", FaultCode::IncompleteSignature),
        ("MissingAuthenticationToken", FaultCode::MissingAuthenticationToken),
        ("ServiceUnavailableException", FaultCode::ServiceUnavailable),
        ("InternalServerErrorException", FaultCode::InternalServerError),
        ("DuplicateItem", FaultCode::DuplicateItem),
    ] {
        assert_eq!(FaultCode::parse(name), code, "{name}");
    }
    for name in ["", "Exception", "Sunspots", "SunspotsException", "validationexception"] {
        assert_eq!(FaultCode::parse(name), FaultCode::Other(name.into()));
    }
}

#[test]
fn the_nature_of_what_matters_most() {
    for (code, nature) in [
        (FaultCode::ConditionalCheckFailed, Nature::Rejected),
        (FaultCode::Validation, Nature::Rejected),
        (FaultCode::AccessDenied, Nature::Rejected),
        (FaultCode::TransactionCanceled, Nature::Rejected),
        (FaultCode::IdempotentParameterMismatch, Nature::Rejected),
        (FaultCode::ProvisionedThroughputExceeded, Nature::Throttled),
        (FaultCode::Throttling, Nature::Throttled),
        (FaultCode::RequestLimitExceeded, Nature::Throttled),
        (FaultCode::TransactionConflict, Nature::Conflict),
        (FaultCode::ReplicatedWriteConflict, Nature::Conflict),
        (FaultCode::TransactionInProgress, Nature::InProgress),
        (FaultCode::InternalServerError, Nature::Ambiguous),
        (FaultCode::ServiceUnavailable, Nature::Ambiguous),
        (FaultCode::ExpiredToken, Nature::Expired),
        (FaultCode::InvalidSignature, Nature::Expired),
    ] {
        for status in [400, 403, 501] {
            assert_eq!(code.nature(status), nature, "{code} {status}");
        }
    }
}

/// "The server failed" and "the server refused it": one of the two is wrong.
#[test]
fn a_status_of_failure_makes_a_refusal_doubtful() {
    for code in FaultCode::ALL {
        for status in [500, 502, 503, 504, 599] {
            let nature = match code.nature(400) {
                Nature::Throttled => Nature::Throttled,
                _ => Nature::Ambiguous,
            };
            assert_eq!(code.nature(status), nature, "{code} {status}");
        }
    }
}

#[test]
fn an_unknown_code_goes_by_its_status() {
    let other = FaultCode::Other("Sunspots".into());
    for (status, nature) in [
        (400, Nature::Rejected),
        (404, Nature::Rejected),
        (429, Nature::Throttled),
        (499, Nature::Rejected),
        (500, Nature::Ambiguous),
        (501, Nature::Rejected),
        (502, Nature::Ambiguous),
        (503, Nature::Ambiguous),
        (599, Nature::Ambiguous),
        (600, Nature::Ambiguous),
    ] {
        assert_eq!(other.nature(status), nature, "{status}");
    }
}

#[test]
fn a_status_of_success_makes_every_code_doubtful() {
    for code in FaultCode::ALL.iter().chain([&FaultCode::Other("x".into())]) {
        for status in [0, 200, 204, 307, 600, 999] {
            assert_eq!(code.nature(status), Nature::Ambiguous, "{code} {status}");
        }
    }
    let fault = Fault::new(FaultCode::TransactionCanceled, "", 200)
        .with_cancellations(vec![CancellationReason::new(CancellationCode::TransactionConflict)]);
    assert_eq!(fault.nature(), Nature::Ambiguous);
}

#[test]
fn a_cancelled_transaction_is_judged_by_its_worst_reason() {
    use CancellationCode::{
        ConditionalCheckFailed, None, Other, ProvisionedThroughputExceeded, ThrottlingError, TransactionConflict,
        ValidationError,
    };
    for (codes, nature) in [
        (vec![], Nature::Rejected),
        (vec![None, None], Nature::Rejected),
        (vec![TransactionConflict], Nature::Conflict),
        (
            vec![None, TransactionConflict, None, TransactionConflict],
            Nature::Conflict,
        ),
        (vec![ThrottlingError, None], Nature::Throttled),
        (vec![ProvisionedThroughputExceeded, ThrottlingError], Nature::Throttled),
        (vec![TransactionConflict, ThrottlingError], Nature::Throttled),
        (
            vec![ThrottlingError, TransactionConflict, TransactionConflict],
            Nature::Throttled,
        ),
        (vec![ConditionalCheckFailed], Nature::Rejected),
        (vec![TransactionConflict, ConditionalCheckFailed], Nature::Rejected),
        (
            vec![ConditionalCheckFailed, ThrottlingError, TransactionConflict],
            Nature::Rejected,
        ),
        (vec![ThrottlingError, ValidationError], Nature::Rejected),
        (vec![TransactionConflict, Other("Sunspots".into())], Nature::Rejected),
    ] {
        assert_eq!(cancelled(&codes).nature(), nature, "{codes:?}");
    }
}

#[test]
fn cancellation_codes_lead_back() {
    assert!(CancellationCode::ALL.iter().map(CancellationCode::name).is_sorted());
    for code in CancellationCode::ALL {
        assert_eq!(&CancellationCode::parse(code.name()), code);
        assert_eq!(&CancellationCode::parse(&format!("{code}Exception")), code);
        assert_eq!(code.nature().is_none(), *code == CancellationCode::None);
    }
    assert_eq!(CancellationCode::parse("SunspotsException").name(), "SunspotsException");
}

#[test]
fn the_sixteen_throttling_reasons_are_what_their_names_say() {
    assert_eq!(ThrottlingReason::ALL.len(), 16);
    let mut seen = HashSet::new();
    for (resource, resource_name) in [(ThrottledResource::Table, "Table"), (ThrottledResource::Index, "Index")] {
        for (access, access_name) in [(Access::Read, "Read"), (Access::Write, "Write")] {
            for (scope, limit) in [
                (ThrottleScope::KeyRange, "KeyRangeThroughputExceeded"),
                (ThrottleScope::Provisioned, "ProvisionedThroughputExceeded"),
                (ThrottleScope::Account, "AccountLimitExceeded"),
                (ThrottleScope::OnDemandMaximum, "MaxOnDemandThroughputExceeded"),
            ] {
                let name = format!("{resource_name}{access_name}{limit}");
                let reason = ThrottlingReason::parse(&name);
                assert_eq!(reason.name(), name);
                assert_eq!(reason.resource(), Some(resource), "{name}");
                assert_eq!(reason.access(), Some(access), "{name}");
                assert_eq!(reason.scope(), Some(scope), "{name}");
                assert!(seen.insert(reason));
            }
        }
    }
    assert!(ThrottlingReason::ALL.iter().all(|reason| seen.contains(reason)));
    let other = ThrottlingReason::parse("TableReadSunspots");
    assert_eq!((other.resource(), other.access(), other.scope()), (None, None, None));
    assert_eq!(other.name(), "TableReadSunspots");
}

#[test]
fn a_fault_keeps_what_it_is_given() {
    let throttle = Throttle::new(ThrottlingReason::TableReadKeyRangeThroughputExceeded).with_resource("arn:t");
    let item = Bytes::from_static(br#"{"pk":{"S":"x"}}"#);
    let reason = CancellationReason::new(CancellationCode::None)
        .with_message("m")
        .with_item(item.clone());
    let fault = Fault::new(FaultCode::Throttling, "slow down", 400)
        .with_throttles(vec![throttle.clone()])
        .with_item(item.clone())
        .with_cancellations(vec![reason.clone()]);
    assert_eq!(fault.code(), &FaultCode::Throttling);
    assert_eq!(fault.message(), "slow down");
    assert_eq!(fault.status(), 400);
    assert_eq!(fault.throttles(), [throttle]);
    assert_eq!(fault.throttles()[0].resource(), Some("arn:t"));
    assert_eq!(fault.item(), Some(&item));
    assert_eq!(fault.cancellations(), [reason]);
    assert_eq!(fault.cancellations()[0].message(), Some("m"));
    assert_eq!(fault.cancellations()[0].item(), Some(&item));
}

#[test]
fn an_item_is_never_printed() {
    let canary = "canary-4711";
    let item = Bytes::from(format!(r#"{{"pk":{{"S":"{canary}"}}}}"#));
    let fault = Fault::new(FaultCode::TransactionCanceled, "Transaction cancelled", 400)
        .with_item(item.clone())
        .with_cancellations(vec![
            CancellationReason::new(CancellationCode::ConditionalCheckFailed).with_item(item),
        ]);
    for shown in [format!("{fault}"), format!("{fault:?}"), format!("{fault:#?}")] {
        assert!(!shown.contains("4711"), "{shown}");
    }
    assert!(format!("{fault:?}").contains("item: 26 bytes"), "{fault:?}");
    assert!(format!("{fault}").ends_with("Transaction cancelled"));
}

/// A server that answers with megabytes must not fill a log with them.
#[test]
fn what_is_long_is_cut_where_it_is_shown() {
    for text in [
        "x".repeat(1 << 20),
        "ä\n".repeat(1 << 20),
        format!("Value '{}", "x".repeat(1 << 20)),
    ] {
        let fault = Fault::new(FaultCode::parse(&text), &*text, 400).with_cancellations(vec![
            CancellationReason::new(CancellationCode::parse(&text)).with_message(&*text),
        ]);
        let reason = &fault.cancellations()[0];
        for shown in [format!("{fault}"), format!("{reason}"), format!("{}", reason.code())] {
            assert!(shown.len() < 64 * 1024 && shown.ends_with(" …"), "{}", shown.len());
        }
        assert_eq!(fault.message(), text);
    }
    let long = "x".repeat(5_000);
    assert!(
        Fault::new(FaultCode::Validation, &*long, 400)
            .to_string()
            .ends_with(&long)
    );
}

#[test]
fn control_characters_are_escaped_everywhere() {
    let hostile = "a\r\nlevel=ERROR\u{1b}[31m\u{202e}\u{2028}\u{0}\u{85}b";
    let fault = Fault::new(FaultCode::parse(hostile), hostile, 400)
        .with_throttles(vec![
            Throttle::new(ThrottlingReason::parse(hostile)).with_resource(hostile),
        ])
        .with_cancellations(vec![
            CancellationReason::new(CancellationCode::parse(hostile)).with_message(hostile),
        ]);
    let reason = &fault.cancellations()[0];
    for shown in [
        format!("{fault}"),
        format!("{fault:?}"),
        format!("{reason}"),
        format!("{}", reason.code()),
        format!("{:?}", fault.code()),
        format!("{}", fault.throttles()[0].reason()),
        format!("{:?}", fault.throttles()),
    ] {
        assert!(
            !shown.contains(|c: char| c.is_control() || "\u{202e}\u{2028}".contains(c)),
            "{shown:?}"
        );
        assert!(shown.contains("level=ERROR"), "{shown}");
    }
    assert_eq!(fault.message(), hostile);
    assert_eq!(
        format!("{reason}"),
        "a\\r\\nlevel=ERROR\\u{1b}[31m\\u{202e}\\u{2028}\\u{0}\\u{85}b: \
         a\\r\\nlevel=ERROR\\u{1b}[31m\\u{202e}\\u{2028}\\u{0}\\u{85}b"
    );
}

#[test]
fn what_a_message_quotes_of_the_request_is_left_out() {
    let rule = |message: &str| Fault::new(FaultCode::Validation, message, 400).to_string();
    assert_eq!(
        rule("1 validation error detected: Value '{canary' at ' it}' at 'item' failed to satisfy constraint: x"),
        "ValidationException: 1 validation error detected: Value '…' at 'item' failed to satisfy constraint: x"
    );
    assert_eq!(
        rule("The parameter cannot be converted to a numeric value: canary"),
        "ValidationException: The parameter cannot be converted to a numeric value: …"
    );
    for (message, shown) in [
        (
            r#"One or more parameter values were invalid: Input collection ["canary", "canary"] contains duplicates."#,
            "One or more parameter values were invalid: Input collection [… contains duplicates.",
        ),
        (
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: \
             AttributeValue: {S:canary}, upper bound operand: AttributeValue: {S:canary}",
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: \
             AttributeValue: {…",
        ),
        (
            r#"Invalid FilterExpression: Syntax error; token: "'", near: "= 'canary""#,
            r#"Invalid FilterExpression: Syntax error; token: "'", near: "…"#,
        ),
        ("Expected 'FROM' but got ''canary''", "Expected 'FROM' but got '…"),
    ] {
        assert_eq!(rule(message), format!("ValidationException: {shown}"));
    }
    assert_eq!(
        rule("Requested résumé not found"),
        "ValidationException: Requested résumé not found"
    );

    let signature = |code: FaultCode, message: &str| Fault::new(code, message, 403).to_string();
    assert_eq!(
        signature(
            FaultCode::InvalidSignature,
            "The request signature we calculated does not match.\n\nThe Canonical String for this request should \
             have been\n'POST\n/\n\nx-amz-security-token:canary'"
        ),
        "InvalidSignatureException: The request signature we calculated does not match. …"
    );
    assert_eq!(
        signature(
            FaultCode::IncompleteSignature,
            "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 Credential=canary"
        ),
        "IncompleteSignatureException: Authorization header requires 'Signature' parameter. …"
    );
    assert_eq!(
        signature(
            FaultCode::ExpiredToken,
            "The security token included in the request is expired"
        ),
        "ExpiredTokenException: The security token included in the request is expired"
    );
}

#[test]
fn a_fault_without_a_message_is_its_code() {
    assert_eq!(
        Fault::new(FaultCode::InternalFailure, "", 500).to_string(),
        "InternalFailure"
    );
}
