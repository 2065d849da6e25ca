//! What the wire takes from the heap. A program of its own: the allocator that counts is there for all of it.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use allocation_counter::measure;
use bytes::BytesMut;
use ddbx::transport::sign::{Credentials, Signable, Signer};

/// How often this signature asks the heap for memory, made into a buffer with room.
fn allocations(signer: &Signer, credentials: &Credentials, at: SystemTime) -> u64 {
    let mut buffer = BytesMut::with_capacity(512);
    let signable = Signable {
        host: "dynamodb.us-east-1.amazonaws.com",
        target: "DynamoDB_20120810.GetItem",
        body: br#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#,
        at,
    };
    let info = measure(|| {
        signer.sign(credentials, signable, &mut buffer);
    });
    info.count_total
}

#[test]
fn a_signature_takes_nothing_once_the_key_of_the_day_is_there() {
    let signer = Signer::new("us-east-1");
    let morning = UNIX_EPOCH + Duration::from_secs(1_440_892_800);
    let evening = morning + Duration::from_secs(86_399);
    let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    assert!(
        allocations(&signer, &credentials, morning) > 0,
        "the key is derived and kept"
    );
    assert_eq!(allocations(&signer, &credentials, evening), 0);
    assert_eq!(allocations(&signer, &credentials.clone(), evening), 0);

    // Another token or access key is no other secret.
    let refreshed = Credentials::new("AKIDEXAMPLE2", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    let refreshed = refreshed.with_session_token("a session's token");
    assert_eq!(allocations(&signer, &refreshed, evening), 0);

    let rotated = Credentials::new("AKIDEXAMPLE", "another secret");
    assert!(allocations(&signer, &rotated, evening) > 0);
    assert_eq!(allocations(&signer, &rotated, evening), 0);
    assert!(
        allocations(&signer, &rotated, evening + Duration::from_secs(1)) > 0,
        "the next day"
    );
}
