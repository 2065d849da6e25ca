use super::*;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn opens(keys: &CursorKeys, token: &SealedCursor, time: SystemTime) -> bool {
    open(keys, &HERE, token.as_str(), time).is_ok()
}

fn sealed_by(keys: &CursorKeys, time: SystemTime) -> SealedCursor {
    seal(keys, &HERE, &cursor(), time, 10 * DAY).unwrap()
}

#[test]
fn a_rotation_keeps_the_old_key_for_a_while() {
    let keys = keys();
    let shared = keys.clone();
    let old = sealed_by(&keys, now());
    keys.rotate(key(2), after(DAY)).unwrap();
    assert_eq!(shared.current_id(), 2, "clones are the same keys");

    let new = sealed_by(&shared, now());
    assert!(opens(&keys, &old, now()) && opens(&keys, &new, now()));
    assert!(!opens(&keys, &old, after(DAY)) && opens(&keys, &new, after(DAY)));
    assert!(!opens(&super::keys(), &new, now()), "what does not know the new key");

    // A key that is over is let go of when the next cursor is sealed.
    assert_eq!(
        format!("{keys:?}"),
        "CursorKeys { current: 2, accepted: [1], valid_for: 3600s }"
    );
    sealed_by(&keys, after(DAY));
    assert_eq!(
        format!("{keys:?}"),
        "CursorKeys { current: 2, accepted: [], valid_for: 3600s }"
    );
}

#[test]
fn a_new_key_is_accepted_before_it_seals() {
    let early = keys().accepting(key(2), after(DAY)).unwrap();
    let ahead = CursorKeys::new(key(2)).accepting(key(1), after(DAY)).unwrap();
    assert!(opens(&early, &sealed_by(&ahead, now()), now()));
    assert!(opens(&ahead, &sealed_by(&early, now()), now()));

    early.rotate(key(2), after(DAY)).unwrap();
    assert_eq!(
        format!("{early:?}"),
        "CursorKeys { current: 2, accepted: [1], valid_for: 3600s }"
    );
    // Whoever reads the same configuration again says the same again.
    early.rotate(key(2), after(2 * DAY)).unwrap();
    assert_eq!(early.current_id(), 2);
    early.rotate(key(1), after(DAY)).unwrap();
    assert_eq!(
        format!("{early:?}"),
        "CursorKeys { current: 1, accepted: [2], valid_for: 3600s }"
    );
}

#[test]
fn an_id_is_of_one_key() {
    let other = || CursorKey::new(1, [0; 32]);
    let keys = keys();
    let error = keys.rotate(other(), after(DAY)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "two cursor keys have the id 1; give each new key an id of its own"
    );
    assert!(keys.clone().accepting(other(), after(DAY)).is_err());

    keys.rotate(key(2), after(DAY)).unwrap();
    assert!(keys.rotate(other(), after(DAY)).is_err(), "the old one's");
    assert_eq!(keys.current_id(), 2);
    assert!(keys.accepting(key(2), after(DAY)).is_ok(), "accepted as it is");
}

#[test]
fn keys_in_base64() {
    for text in [
        "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=",
        "  WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo\n",
    ] {
        assert!(
            CursorKey::from_base64(7, text)
                .unwrap()
                .is_alike(&CursorKey::new(7, [0x5a; 32]))
        );
    }
    for text in [
        "",
        "CANARY",
        "Q0FOQVJZ",
        "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa",
        "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa",
        "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWl!=",
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
    ] {
        let error = CursorKey::from_base64(7, text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let shown = format!("{error} {error:?}");
        assert!(text.is_empty() || !shown.contains(text), "{shown}");
        assert!(shown.contains("openssl rand -base64 32"), "{shown}");
    }
}

#[test]
fn no_key_is_shown() {
    let key = CursorKey::new(3, *b"CANARYCANARYCANARYCANARYCANARYCA");
    assert_eq!(format!("{key:?}"), "CursorKey { id: 3, .. }");
    assert_eq!(format!("{key:#?}"), "CursorKey {\n    id: 3,\n    ..\n}");
    let keys = CursorKeys::new(key).valid_for(MINUTE);
    assert_eq!(
        format!("{keys:?}"),
        "CursorKeys { current: 3, accepted: [], valid_for: 60s }"
    );
    let options = crate::PoolOptions::new().cursor_keys(&keys);
    let shown = format!("{options:?}");
    assert!(
        shown.contains("current: 3") && !shown.contains("CANARY") && !shown.contains("67, 65"),
        "{shown}"
    );
}
