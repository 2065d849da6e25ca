use super::*;

fn refusal(credentials: &Credentials) -> String {
    let error = credentials.check().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    error.to_string()
}

#[test]
fn usual_credentials_pass() {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    credentials.check().unwrap();
    credentials
        .with_session_token("IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJ=")
        .check()
        .unwrap();
    Credentials::new("local", "s")
        .with_session_token("\u{e9} a\tb  c")
        .check()
        .unwrap();
}

#[test]
fn the_part_that_is_wrong_is_named() {
    for (end, wrong) in [
        ("\n", "ends with a line break"),
        ("\r\n", "ends with a line break"),
        (" ", "has blanks around it"),
        ("\t", "has blanks around it"),
        ("\0x", "has a character that it cannot have, at position 5 of 6"),
        ("\nx", "has a character that it cannot have, at position 5 of 6"),
        ("\u{7f}", "has a character that it cannot have, at position 5 of 5"),
    ] {
        let text = format!("hide{end}");
        for (credentials, part) in [
            (Credentials::new(&*text, "secret"), "access key id"),
            (Credentials::new("key", &*text), "secret access key"),
            (
                Credentials::new("key", "secret").with_session_token(&*text),
                "session token",
            ),
        ] {
            let refusal = refusal(&credentials);
            assert!(refusal.contains(&format!("the {part} {wrong}")), "{refusal}");
            assert!(!refusal.contains("hide"));
        }
    }
    assert!(refusal(&Credentials::new("key", " secret")).contains("has blanks around it"));
}

#[test]
fn an_access_key_cannot_leave_its_place_in_the_header() {
    for key in ["a/b", "a,b", "a b", "a\tb", "\u{e9}", "a\u{a0}b"] {
        let refusal = refusal(&Credentials::new(key, "secret"));
        assert!(
            refusal.contains("the access key id has a character that it cannot have"),
            "{refusal}"
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    assert!(refusal(&Credentials::new("", "secret")).contains("the access key id is empty"));
    assert!(refusal(&Credentials::new("key", "")).contains("the secret access key is empty"));
}

#[test]
fn an_empty_token_is_none() {
    let credentials = Credentials::new("key", "secret").with_session_token("");
    assert_eq!(credentials.session_token(), None);
    credentials.check().unwrap();
}

#[test]
fn nothing_of_it_is_printed() {
    let credentials = Credentials::new("hide1", "hide2")
        .with_session_token("hide3")
        .with_account("hide4");
    let printed = format!("{credentials:?} {credentials:#?}");
    assert!(!printed.contains("hide"), "{printed}");
}
