use super::*;

#[test]
fn it_is_a_string() {
    let token = token();
    let json = serde_json::to_string(&token).unwrap();
    assert_eq!(json, format!("\"{token}\""));
    assert_eq!(serde_json::from_str::<SealedCursor>(&json).unwrap(), token);
    assert_eq!(serde_json::from_str::<Option<SealedCursor>>("null").unwrap(), None);
}

#[test]
fn what_is_refused_is_not_shown() {
    for json in [r#""CANARY""#, "47114711"] {
        let error = serde_json::from_str::<SealedCursor>(json).unwrap_err().to_string();
        assert!(
            error.contains("a sealed cursor") && !error.contains("CANARY"),
            "{error}"
        );
    }
}
