use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

fn with_key_of(length: usize) -> SealedCursor {
    let cursor = Cursor::after(&Item::new().with("id", "x".repeat(length))).unwrap();
    seal(&keys(), &HERE, &cursor, now(), MINUTE).unwrap()
}

#[test]
fn it_fits_into_urls() {
    let token = token();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    assert!(token.as_str().chars().all(is_plain), "{token}");
    assert_eq!(token.to_string(), token.as_str());
    assert_eq!(token.as_str().parse::<SealedCursor>().unwrap(), token);
    assert_eq!(String::from(token.clone()), token.as_str());
    assert_eq!(Option::from(&token), Some(token.as_str()));
}

#[test]
fn it_shows_nothing_of_the_key() {
    let bytes = URL_SAFE_NO_PAD.decode(token().as_str()).unwrap();
    for seen in ["CANARY", "47114711", "customer", "orders", "by_status", "ann"] {
        assert!(
            !bytes.windows(seen.len()).any(|window| window == seen.as_bytes()),
            "{seen}"
        );
    }
    assert_eq!(format!("{:?}", token()), "SealedCursor(…)");
}

#[test]
fn its_length_tells_the_key_in_steps() {
    let lengths: HashSet<_> = (0..2048).map(|length| with_key_of(length).as_str().len()).collect();
    assert_eq!(lengths.len(), 2048 / 64 + 1);
    // {"id":{"S":"…"}} , the time and the partition are 27 bytes.
    assert_eq!(with_key_of(1).as_str().len(), with_key_of(37).as_str().len());
    assert_ne!(with_key_of(37).as_str().len(), with_key_of(38).as_str().len());
}

#[test]
fn no_two_are_alike() {
    let tokens: HashSet<_> = (0..1000).map(|_| token()).collect();
    assert_eq!(tokens.len(), 1000);
    // Nor have they more in common than the version and the id.
    let mut common = token().to_string();
    for token in &tokens {
        let same = common
            .bytes()
            .zip(token.as_str().bytes())
            .take_while(|(a, b)| a == b)
            .count();
        common.truncate(same);
    }
    assert!(common.len() <= 7, "{common}");
}

#[test]
fn the_longest_keys_fit() {
    // Nine attributes of 2,048 characters, each of which JSON writes as six.
    let names = ('a'..='i').map(String::from);
    let item = names.fold(Item::new(), |item, name| item.with(name, "\u{1}".repeat(2048)));
    let cursor = Cursor::after(&item).unwrap();
    let token = seal(&keys(), &HERE, &cursor, now(), MINUTE).unwrap();
    assert_eq!(open(&keys(), &HERE, token.as_str(), now()).unwrap(), cursor);
}

#[test]
fn other_text_is_no_token() {
    for text in ["", "x", "AQ", "null", "A A", "é", &"A".repeat(59), "==", "AAAAAAA="] {
        let error = text.parse::<SealedCursor>().unwrap_err();
        assert!(error.is_invalid_cursor());
        assert!(
            text.len() < 3 || !format!("{error} {error:?}").contains(text),
            "{error}"
        );
    }
}
