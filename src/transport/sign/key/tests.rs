use std::cell::Cell;

use super::*;

fn signature(key: &MacKey, pieces: &[&[u8]]) -> Hash {
    let mut text = key.begin::<3>();
    pieces.iter().for_each(|piece| text.push(piece));
    key.finish(text)
}

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The example of AWS's guide to the derivation.
#[test]
fn the_published_key_is_derived() {
    let by_guide = MacKey::new(&[
        0xc4, 0xaf, 0xb1, 0xcc, 0x57, 0x71, 0xd8, 0x71, 0x76, 0x3a, 0x39, 0x3e, 0x44, 0xb7, 0x03, 0x57, 0x1b, 0x55,
        0xcc, 0x28, 0x42, 0x4d, 0x1a, 0x5e, 0x86, 0xda, 0x6e, 0xd3, 0xc1, 0x54, 0xa4, 0xb9,
    ]);
    let derived = derive(SECRET, b"20150830", "us-east-1", "iam");
    assert_eq!(signature(&derived, &[b"text"]), signature(&by_guide, &[b"text"]));
}

/// The request and the signature of the guide's example, `ListUsers`.
#[test]
fn the_published_signature_is_made() {
    let text = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\
        f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
    let key = derive(SECRET, b"20150830", "us-east-1", "iam");
    let (head, tail) = text.as_bytes().split_at(40);
    let hex: String = signature(&key, &[head, tail])
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

/// How many of these uses, in this order, derive a key.
fn derivations(uses: &[(&str, &[u8; 8])]) -> usize {
    let (cache, derived) = (KeyCache::default(), Cell::new(0));
    for &(secret, day) in uses {
        let fresh = || derive(secret, day, "us-east-1", "dynamodb");
        let key = cache.key(secret, *day, || {
            derived.set(derived.get() + 1);
            fresh()
        });
        assert_eq!(signature(&key, &[b"text"]), signature(&fresh(), &[b"text"]));
    }
    derived.get()
}

#[test]
fn a_key_is_derived_once_for_a_day_and_a_secret() {
    assert_eq!(derivations(&[(SECRET, b"20150830"); 3]), 1);
    assert_eq!(derivations(&[(SECRET, b"20150830"), (SECRET, b"20150831")]), 2);
    assert_eq!(derivations(&[(SECRET, b"20150830"), (SECRET, b"20150930")]), 2);
    assert_eq!(derivations(&[(SECRET, b"20150830"), (SECRET, b"20160830")]), 2);
    assert_eq!(derivations(&[(SECRET, b"20150830"), (SECRET, b"19150830")]), 2);
    assert_eq!(derivations(&[("secret1", b"20150830"), ("secret2", b"20150830")]), 2);
    assert_eq!(derivations(&[("secret", b"20150830"), ("secret2", b"20150830")]), 2);
}

#[test]
fn a_cache_prints_nothing_of_what_it_keeps() {
    let cache = KeyCache::default();
    cache.key(SECRET, *b"20150830", || {
        derive(SECRET, b"20150830", "us-east-1", "dynamodb")
    });
    assert_eq!(format!("{cache:?}"), "KeyCache { .. }");
}
