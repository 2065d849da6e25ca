use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

fn open_here(token: &str) -> Result<Cursor, Error> {
    open(&keys(), &HERE, token, now())
}

fn bytes(token: &SealedCursor) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(token.as_str()).unwrap()
}

/// The control for all that follows: what is refused there, is refused for what was changed.
#[test]
fn the_same_binding_opens_it() {
    assert_eq!(open_here(token().as_str()).unwrap(), cursor());
    for index in [None, Some("i")] {
        let binding = Binding { index, ..HERE };
        let token = seal(&keys(), &binding, &cursor(), now(), MINUTE).unwrap();
        assert_eq!(open(&keys(), &binding, token.as_str(), now()).unwrap(), cursor());
    }
}

#[test]
fn every_bit_counts() {
    let whole = bytes(&token());
    for bit in 0..whole.len() * 8 {
        let mut changed = whole.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_refused(open_here(&URL_SAFE_NO_PAD.encode(changed)));
    }
}

#[test]
fn every_character_counts() {
    let whole = token().to_string();
    for (position, bit) in (0..whole.len()).flat_map(|position| (0..7).map(move |bit| (position, bit))) {
        let mut changed = whole.clone().into_bytes();
        changed[position] ^= 1 << bit;
        assert_refused(open_here(&String::from_utf8(changed).unwrap()));
    }
}

#[test]
fn no_part_of_it_is_enough() {
    let (text, whole) = (token().to_string(), bytes(&token()));
    for end in 0..text.len() {
        assert_refused(open_here(&text[..end]));
        assert_refused(open_here(&text[end + 1..]));
    }
    for end in 0..whole.len() {
        assert_refused(open_here(&URL_SAFE_NO_PAD.encode(&whole[..end])));
    }
}

#[test]
fn nothing_may_be_added() {
    let (text, whole) = (token().to_string(), bytes(&token()));
    for more in [
        "A",
        "AA",
        "AAA",
        "AAAA",
        "=",
        "==",
        " ",
        "\n",
        "\0",
        "+",
        "/",
        "é",
        text.as_str(),
    ] {
        assert_refused(open_here(&format!("{text}{more}")));
        assert_refused(open_here(&format!("{more}{text}")));
    }
    for byte in 0..=u8::MAX {
        assert_refused(open_here(&URL_SAFE_NO_PAD.encode([&whole[..], &[byte]].concat())));
    }
    assert_refused(open_here(&"A".repeat(10_000_000)));
}

#[test]
fn two_tokens_have_no_parts_in_common() {
    let (one, other) = (bytes(&token()), bytes(&token()));
    assert_eq!(one.len(), other.len());
    for at in 6..one.len() {
        let mixed = [&one[..at], &other[at..]].concat();
        if mixed != one && mixed != other {
            assert_refused(open_here(&URL_SAFE_NO_PAD.encode(mixed)));
        }
    }
}

#[test]
fn another_binding_does_not_open_it() {
    let mut query = HERE.query;
    query[31] ^= 1;
    let others = [
        Binding { table: "order", ..HERE },
        Binding {
            table: "test-orders",
            ..HERE
        },
        Binding { index: None, ..HERE },
        Binding {
            index: Some(""),
            ..HERE
        },
        Binding {
            index: Some("by_statu"),
            ..HERE
        },
        Binding { query, ..HERE },
        Binding {
            principal: b"bob",
            ..HERE
        },
        Binding { principal: b"", ..HERE },
        Binding {
            principal: b"ann\0",
            ..HERE
        },
        // The same bytes in a row, with the borders elsewhere.
        Binding {
            table: "ordersb",
            index: Some("y_status"),
            ..HERE
        },
    ];
    for other in others {
        assert_refused(open(&keys(), &other, token().as_str(), now()));
    }
    let unnamed = Binding { index: None, ..HERE };
    let token = seal(&keys(), &unnamed, &cursor(), now(), MINUTE).unwrap();
    let empty = Binding {
        index: Some(""),
        ..HERE
    };
    assert_refused(open(&keys(), &empty, token.as_str(), now()));
}

#[test]
fn it_serves_until_it_expires() {
    let token = token();
    let open_at = |time| open(&keys(), &HERE, token.as_str(), time);
    assert!(open_at(after(MINUTE - Duration::from_millis(1))).is_ok());
    for time in [MINUTE, 1000 * MINUTE] {
        let error = open_at(after(time)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCursor);
        assert_eq!(
            error.to_string(),
            "the sealed cursor has expired; read from the beginning"
        );
    }
    // Whoever it is not for learns no more of it after that time than before.
    let other = Binding {
        principal: b"bob",
        ..HERE
    };
    assert_refused(open(&keys(), &other, token.as_str(), after(MINUTE)));

    let ages = seal(&keys(), &HERE, &cursor(), now(), Duration::MAX).unwrap();
    assert!(open(&keys(), &HERE, ages.as_str(), after(1_000_000 * MINUTE)).is_ok());
    let none = seal(&keys(), &HERE, &cursor(), now(), Duration::ZERO).unwrap();
    assert!(open(&keys(), &HERE, none.as_str(), now()).is_err());
}

#[test]
fn only_keys_that_are_accepted_open_it() {
    let token = token();
    let opened_by = |keys: &CursorKeys, time| open(keys, &HERE, token.as_str(), time);
    // The same id with other bytes, and the same bytes under another id.
    assert_refused(opened_by(&CursorKeys::new(CursorKey::new(1, [0; 32])), now()));
    assert_refused(opened_by(&CursorKeys::new(CursorKey::new(2, *key(1).secret())), now()));

    // The id is not only looked up: it is part of what is authenticated.
    let mut renamed = bytes(&token);
    renamed[4] = 2;
    let renamed = URL_SAFE_NO_PAD.encode(renamed);
    let same_bytes = CursorKeys::new(CursorKey::new(2, *key(1).secret()));
    assert_refused(open(&same_bytes, &HERE, &renamed, now()));

    let grace = MINUTE / 2;
    let keys = CursorKeys::new(key(2)).accepting(key(1), after(grace)).unwrap();
    assert!(opened_by(&keys, now()).is_ok());
    assert!(opened_by(&keys, after(grace - Duration::from_millis(1))).is_ok());
    assert_refused(opened_by(&keys, after(grace)));
    assert_refused(opened_by(&CursorKeys::new(key(2)), now()));
}

#[test]
fn one_bit_of_a_key_counts() {
    for bit in 0..256 {
        let mut secret = *key(1).secret();
        secret[bit / 8] ^= 1 << (bit % 8);
        let keys = CursorKeys::new(CursorKey::new(1, secret));
        assert_refused(open(&keys, &HERE, token().as_str(), now()));
    }
}
