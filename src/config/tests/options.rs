use std::time::Duration;

use super::super::{PoolSettings, Source};
use super::*;

const KNOWN: &str = "known are `region`, `access_key`, `secret_key`, `session_token`, `credentials`, `profile`, `fips`, \
    `dual_stack`, `account_id_endpoint_mode`, `allow_http`, `max_connections`, `min_connections`, `acquire_timeout`, \
    `connect_timeout`, `idle_timeout`, `max_lifetime`, `request_timeout`, `attempt_timeout`, `retry`, `throttle`, `hedge`";

fn with(options: &str) -> String {
    format!("dynamodb+https://db.example?{options}")
}

#[test]
fn the_table_in_the_docs_has_every_option_and_no_other() {
    let documented: Vec<_> = include_str!("../options.md")
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(|name| format!("`{name}`"))
        .collect();
    let mut known: Vec<_> = KNOWN
        .trim_start_matches("known are ")
        .split(", ")
        .map(str::to_owned)
        .collect();
    let mut sorted = documented.clone();
    sorted.sort();
    known.sort();
    assert_eq!(sorted, known);
}

#[test]
fn the_guide_has_the_same_table() {
    assert!(include_str!("../../../docs/guide/connecting.md").contains(include_str!("../options.md")));
}

#[test]
fn options_are_read() {
    let url = network(&with(
        "max_connections=64&min_connections=8&acquire_timeout=500ms&connect_timeout=2s&idle_timeout=1m&max_lifetime=9m\
         &request_timeout=3s&attempt_timeout=200ms&retry=false&throttle=false&hedge=true",
    ));
    assert_eq!(
        url.pool(),
        PoolSettings {
            max_connections: Some(64),
            min_connections: Some(8),
            acquire_timeout: Some(Duration::from_millis(500)),
            connect_timeout: Some(Duration::from_secs(2)),
            idle_timeout: Some(Duration::from_secs(60)),
            max_lifetime: Some(Duration::from_secs(540)),
            request_timeout: Some(Duration::from_secs(3)),
            attempt_timeout: Some(Duration::from_millis(200)),
            retry: Some(false),
            throttle: Some(false),
            hedge: Some(true),
        }
    );
    assert_eq!(network("dynamodb://eu-west-1").pool(), PoolSettings::default());

    let url = network(
        "dynamodb://eu-west-1?profile=shop%20prod&fips=true&dual_stack=false&account_id_endpoint_mode=disabled",
    );
    assert_eq!(url.profile(), Some("shop prod"));
    assert_eq!((url.fips(), url.dual_stack()), (Some(true), Some(false)));
    assert_eq!(url.account_id_endpoint_mode(), Some("disabled"));
    assert_eq!(network(&with("region=eu-west-3")).region(), "eu-west-3");
}

#[test]
fn where_credentials_come_from() {
    let (local, aws) = (
        "dynamodb+http://localhost:8000",
        "dynamodb+https://dynamodb.eu-west-1.amazonaws.com",
    );
    for (url, source) in [
        (local.to_owned(), Source::Placeholder),
        (with("region=eu-west-1"), Source::Placeholder),
        (format!("{local}?credentials=env"), Source::Environment),
        (with("credentials=env&profile=shop"), Source::Environment),
        ("dynamodb://eu-west-1".to_owned(), Source::Environment),
        ("dynamodb://eu-west-1?credentials=env".to_owned(), Source::Environment),
        (aws.to_owned(), Source::Environment),
        (format!("{aws}?profile=shop"), Source::Environment),
    ] {
        assert_eq!(network(&url).source(), source, "{url}");
    }
    // What is in a secret: everything that is printed, some of it encoded.
    assert_eq!(
        network(&with("access_key=AKID&secret_key=a/b+c%26%23%25=&session_token=t==")).source(),
        Source::Keys {
            access_key: "AKID",
            secret_key: "a/b+c&#%=",
            session_token: Some("t==")
        }
    );
}

#[test]
fn an_unknown_doubled_or_badly_formed_option_is_refused() {
    let switch = "`true` or `false`";
    let span = "a whole number above 0 with the unit `ms`, `s` or `m`, up to a day (`1440m`)";
    let count = "a whole number from 1 to 65535";
    let key = "printable ASCII without spaces, percent-encoded where it has `%`, `&` or `#`";
    for (options, mistake) in [
        ("acces_key=x", format!("unknown option `acces_key` in a URL; {KNOWN}")),
        ("Region=x", format!("unknown option `Region` in a URL; {KNOWN}")),
        ("wJalrXUtnFEMI/K7MDENG=x", format!("unknown option in a URL; {KNOWN}")),
        ("=x", format!("unknown option in a URL; {KNOWN}")),
        (
            "",
            "the URL ends with an empty option: leave out the `?` or `&`".to_owned(),
        ),
        (
            "fips=true&",
            "the URL ends with an empty option: leave out the `?` or `&`".to_owned(),
        ),
        (
            "&fips=true",
            format!("an option in a URL is written `name=value`, with `&` between two; {KNOWN}"),
        ),
        (
            "region",
            format!("an option in a URL is written `name=value`, with `&` between two; {KNOWN}"),
        ),
        ("region=a&region=b", "the option `region` is given twice".to_owned()),
        (
            "secret_key=a&secret_key=a",
            "the option `secret_key` is given twice".to_owned(),
        ),
        (
            "region=",
            "the option `region` can only be a region of AWS in small letters: `a` to `z`, `0` to `9` and `-`"
                .to_owned(),
        ),
        (
            "region=EU",
            "the option `region` can only be a region of AWS in small letters: `a` to `z`, `0` to `9` and `-`"
                .to_owned(),
        ),
        ("access_key=", format!("the option `access_key` can only be {key}")),
        ("access_key=a%20b", format!("the option `access_key` can only be {key}")),
        ("secret_key=100%", format!("the option `secret_key` can only be {key}")),
        ("secret_key=%4", format!("the option `secret_key` can only be {key}")),
        ("secret_key=%zz", format!("the option `secret_key` can only be {key}")),
        ("secret_key=%+1", format!("the option `secret_key` can only be {key}")),
        ("secret_key=ä", format!("the option `secret_key` can only be {key}")),
        (
            "session_token=%ff",
            format!("the option `session_token` can only be {key}"),
        ),
        (
            "session_token=%0d%0ahost:x",
            format!("the option `session_token` can only be {key}"),
        ),
        (
            "credentials=aws",
            "the option `credentials` can only be `env`".to_owned(),
        ),
        (
            "profile=",
            "the option `profile` can only be the name of a profile".to_owned(),
        ),
        (
            "profile=a%0ab",
            "the option `profile` can only be the name of a profile".to_owned(),
        ),
        ("fips=yes", format!("the option `fips` can only be {switch}")),
        ("dual_stack=1", format!("the option `dual_stack` can only be {switch}")),
        (
            "allow_http=TRUE",
            format!("the option `allow_http` can only be {switch}"),
        ),
        (
            "account_id_endpoint_mode=on",
            "the option `account_id_endpoint_mode` can only be `preferred`, `required` or `disabled`".to_owned(),
        ),
        (
            "max_connections=0",
            format!("the option `max_connections` can only be {count}"),
        ),
        (
            "max_connections=65536",
            format!("the option `max_connections` can only be {count}"),
        ),
        (
            "max_connections=+1",
            format!("the option `max_connections` can only be {count}"),
        ),
        (
            "max_connections=",
            format!("the option `max_connections` can only be {count}"),
        ),
        (
            "min_connections=-1",
            "the option `min_connections` can only be a whole number from 0 to 65535".to_owned(),
        ),
        (
            "acquire_timeout=1",
            format!("the option `acquire_timeout` can only be {span}"),
        ),
        (
            "acquire_timeout=0s",
            format!("the option `acquire_timeout` can only be {span}"),
        ),
        (
            "connect_timeout=1.5s",
            format!("the option `connect_timeout` can only be {span}"),
        ),
        (
            "connect_timeout=-1s",
            format!("the option `connect_timeout` can only be {span}"),
        ),
        (
            "idle_timeout=1h",
            format!("the option `idle_timeout` can only be {span}"),
        ),
        (
            "idle_timeout=18446744073709551615m",
            format!("the option `idle_timeout` can only be {span}"),
        ),
        (
            "max_lifetime=1441m",
            format!("the option `max_lifetime` can only be {span}"),
        ),
        (
            "max_lifetime=s",
            format!("the option `max_lifetime` can only be {span}"),
        ),
        (
            "attempt_timeout=0ms",
            format!("the option `attempt_timeout` can only be {span}"),
        ),
        (
            "retry=never",
            "the option `retry` can only be `true` or `false`".to_owned(),
        ),
    ] {
        assert_eq!(refusal(&with(options)), mistake, "{options}");
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let keys = "a URL for AWS carries no keys: URLs end up in logs and process lists; put them in the environment \
                (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`) or in a profile";
    let either = "credentials come either from the options `access_key` and `secret_key`, \
                  or from `credentials=env` and `profile`";
    let together = "the options `access_key` and `secret_key` go together";
    for (url, mistake) in [
        ("dynamodb://eu-west-1?access_key=a&secret_key=b", keys),
        ("dynamodb://eu-west-1?session_token=b", keys),
        (
            "dynamodb+https://dynamodb.eu-west-1.amazonaws.com?access_key=a&secret_key=b",
            keys,
        ),
        ("dynamodb+https://1.ddb.eu-west-1.amazonaws.com?secret_key=b", keys),
        ("dynamodb+https://db.example?access_key=a", together),
        ("dynamodb+https://db.example?secret_key=a", together),
        ("dynamodb+https://db.example?session_token=a", together),
        (
            "dynamodb+https://db.example?access_key=a&secret_key=b&credentials=env",
            either,
        ),
        (
            "dynamodb+https://db.example?access_key=a&secret_key=b&profile=c",
            either,
        ),
        (
            "dynamodb+https://db.example?profile=shop",
            "the option `profile` sends your own credentials to a host that is not AWS's: say so with `credentials=env`",
        ),
        (
            "dynamodb://eu-west-1?region=eu-west-1",
            "the URL names the region already: leave out the option `region`",
        ),
        (
            "dynamodb://eu-west-1?allow_http=true",
            "the option `allow_http` is for `dynamodb+http` only",
        ),
        (
            "dynamodb+https://db.example?allow_http=true",
            "the option `allow_http` is for `dynamodb+http` only",
        ),
        (
            "dynamodb+https://db.example?fips=true",
            "the option `fips` is for `dynamodb://REGION` only",
        ),
        (
            "dynamodb+http://localhost?dual_stack=false",
            "the option `dual_stack` is for `dynamodb://REGION` only",
        ),
        (
            "dynamodb+https://db.example?account_id_endpoint_mode=required",
            "the option `account_id_endpoint_mode` is for `dynamodb://REGION` only",
        ),
        (
            "dynamodb+https://db.example?max_connections=4&min_connections=5",
            "the option `min_connections` is more than `max_connections`",
        ),
    ] {
        assert_eq!(refusal(url), mistake, "{url}");
    }
}
