use super::ConnectUrl;

fn refusal(url: &str) -> String {
    url.parse::<ConnectUrl>().unwrap_err().to_string()
}

#[test]
fn every_accepted_form_prints_as_it_was_written() {
    for url in [
        "dynamodb::memory:",
        "dynamodb:shop.db",
        "dynamodb:/var/lib/shop.db",
        "dynamodb:C:\\shop.db",
    ] {
        assert_eq!(url.parse::<ConnectUrl>().unwrap().to_string(), url);
    }
}

#[test]
fn a_refusal_names_the_mistake_and_the_accepted_forms() {
    let accepted = "; accepted are `dynamodb::memory:` and `dynamodb:FILE` (the embedded engine)";
    assert_eq!(
        refusal("redis://localhost"),
        format!("unknown scheme `redis`{accepted}")
    );
    assert_eq!(
        refusal("shop.db"),
        format!("a URL starts with its scheme and a colon{accepted}")
    );
    assert_eq!(
        refusal("dynamodb:"),
        format!("`dynamodb:` needs the name of a file{accepted}")
    );
    assert_eq!(
        refusal("dynamodb::memry:"),
        format!("after `dynamodb::` only `memory:` can follow{accepted}")
    );
    for url in ["dynamodb:shop.db?mode=ro", "dynamodb::memory:?x=1"] {
        assert!(
            refusal(url).starts_with("this version of ddbx has no options in a URL"),
            "{url}"
        );
    }
    assert!(refusal("dynamodb://eu-west-1").contains("no connections yet"));
    assert!(refusal("dynamodb+http://localhost:8000").contains("no connections yet"));
}

#[test]
fn a_refusal_never_repeats_what_may_be_a_password() {
    assert!(!refusal("postgres://me:hunter2@host/db").contains("hunter2"));
}
