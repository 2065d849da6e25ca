use super::*;

#[test]
fn a_url_prints_without_its_secrets() {
    let url =
        "dynamodb+http://localhost:8000?access_key=CANARY1&region=eu-west-1&secret_key=CANARY2&session_token=CANARY3";
    let url: ConnectUrl = url.parse().unwrap();
    let shown = "dynamodb+http://localhost:8000?access_key=***&region=eu-west-1&secret_key=***&session_token=***";
    assert_eq!(url.to_string(), shown);
    assert_eq!(format!("{url:?}"), format!("Network(NetworkUrl({shown}))"));
    assert!(!format!("{url:#?}").contains("CANARY"));
}

#[test]
fn a_printed_url_is_not_connected_with() {
    for (name, options) in [
        ("access_key", "access_key=***&secret_key=***"),
        ("secret_key", "access_key=me&secret_key=%2A**"),
        ("session_token", "access_key=me&secret_key=hunter2&session_token=***"),
    ] {
        assert_eq!(
            refusal(&format!("dynamodb+https://db.example?{options}")),
            format!(
                "the option `{name}` is `***`, which is what a URL prints in the place of a key: \
                 give the URL as it was written"
            )
        );
    }
}

/// Wherever a secret was put by mistake, the refusal does not repeat it.
#[test]
fn a_refusal_never_repeats_what_may_be_a_secret() {
    for url in [
        "postgres://me:CANARY@host/db",
        "dynamodb://CANARY",
        "dynamodb://me:CANARY@eu-west-1",
        "dynamodb://AKID:CANARY",
        "dynamodb+https://me:CANARY",
        "dynamodb+https://CANARY:CANARY",
        "dynamodb+https://CANARY!",
        "dynamodb+https://CANARY@CANARY",
        "dynamodb+https://db.example/CANARY",
        "dynamodb+https://db.example#CANARY",
        "dynamodb+https://[CANARY]",
        "dynamodb+https://db.example?CANARY",
        "dynamodb+https://db.example?secret_key=CANARY",
        "dynamodb+https://db.example?secret_key=CANARY%",
        "dynamodb+https://db.example?secret_key=x&CANARY",
        "dynamodb+https://db.example?secret_key=x&CANARY=",
        "dynamodb+https://db.example?session_token=x&access_key=y&CANARY=z",
        "dynamodb+https://db.example?secretkey=CANARY",
        "dynamodb+https://db.example?region=CANARY",
        "dynamodb+https://db.example?credentials=CANARY",
        "dynamodb+https://db.example?max_connections=CANARY",
        "dynamodb+https://db.example?connect_timeout=CANARY",
        "dynamodb+https://db.example?secret_key=CANARY&secret_key=CANARY",
        "dynamodb+http://db.example?access_key=CANARY&secret_key=CANARY",
        "dynamodb://eu-west-1?access_key=CANARY&secret_key=CANARY",
        "dynamodb:CANARY?secret_key=CANARY",
        "dynamodb::CANARY",
        "dynamodb:me:CANARY@host",
        "\"CANARY\"",
        "CANARY",
    ] {
        assert!(!refusal(url).contains("CANARY"), "{url}: {}", refusal(url));
        let error = url.parse::<ConnectUrl>().unwrap_err();
        assert!(!format!("{error:?}").contains("CANARY"), "{url}");
    }
    assert!(refusal("dynamodb+https://db.example?secret_key=x&y=z").starts_with(
        "what follows a key or a token in the URL is not an option; an `&` inside a value is written `%26`"
    ));
}
