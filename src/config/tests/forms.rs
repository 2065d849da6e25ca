use super::*;

#[test]
fn every_accepted_form_prints_as_it_was_written() {
    for url in [
        "dynamodb::memory:",
        "dynamodb:shop.db",
        "dynamodb:/var/lib/shop.db",
        "dynamodb:C:\\shop.db",
        "dynamodb:C:/shop.db",
        "dynamodb:./eu-west-1",
        "dynamodb:./me@localhost:8000",
        "dynamodb:shop-1",
        "dynamodb:eu-west-1.db",
        "dynamodb://eu-west-1",
        "dynamodb://us-gov-east-1?fips=true",
        "dynamodb://cn-north-1?dual_stack=true&account_id_endpoint_mode=required",
        "dynamodb://eu-west-1?profile=shop%20prod&credentials=env",
        "dynamodb+http://localhost",
        "dynamodb+http://localhost:8000",
        "dynamodb+http://localhost:8000?region=eu-west-1&credentials=env&profile=shop",
        "dynamodb+http://127.0.0.1:8000",
        "dynamodb+http://127.8.8.8:8000",
        "dynamodb+http://[::1]:8000",
        "dynamodb+http://[::ffff:127.0.0.1]:8000",
        "dynamodb+http://shop.localhost:8000",
        "dynamodb+http://alternator:8000?allow_http=true",
        "dynamodb+http://10.0.0.7:8000?allow_http=true",
        "dynamodb+https://db.example",
        "dynamodb+https://my_service:8043",
        "dynamodb+https://[2001:db8::1]:8043",
        "dynamodb+https://db.example?max_connections=64&min_connections=8&acquire_timeout=500ms&connect_timeout=2s",
        "dynamodb+https://db.example?idle_timeout=1m&max_lifetime=1440m",
        "dynamodb+https://vpce-0a1b-c2d3.dynamodb.eu-west-1.vpce.amazonaws.com",
    ] {
        assert_eq!(url.parse::<ConnectUrl>().unwrap().to_string(), url);
    }
}

#[test]
fn a_name_is_in_lower_case() {
    let url = network("dynamodb+https://DB.Example:8043");
    assert_eq!(url.to_string(), "dynamodb+https://db.example:8043");
}

#[test]
fn a_refusal_of_an_unknown_form_names_the_mistake_and_the_accepted_forms() {
    let accepted = "; accepted are `dynamodb://REGION`, `dynamodb+https://HOST` and `dynamodb+http://HOST`, \
                    and for the embedded engine `dynamodb::memory:` and `dynamodb:FILE`";
    for (url, mistake) in [
        ("redis://localhost", "unknown scheme `redis`"),
        ("DynamoDB://eu-west-1", "unknown scheme `DynamoDB`"),
        (
            "http://localhost:8000",
            "unknown scheme `http`: write `dynamodb+http://…`",
        ),
        ("shop.db", "a URL starts with its scheme and a colon"),
        ("", "a URL starts with its scheme and a colon"),
        ("dynamodb:", "`dynamodb:` needs the name of a file"),
        ("dynamodb::memry:", "after `dynamodb::` only `memory:` can follow"),
        (
            "dynamodb+http:localhost",
            "`dynamodb+http:` is followed by `//` and a host",
        ),
        (
            "dynamodb+https:/localhost",
            "`dynamodb+https:` is followed by `//` and a host",
        ),
        (
            "dynamodb:shop.db?mode=ro",
            "the embedded engine takes no options in its URL (`?name=value`)",
        ),
        (
            "dynamodb::memory:?x=1",
            "the embedded engine takes no options in its URL (`?name=value`)",
        ),
    ] {
        assert_eq!(refusal(url), format!("{mistake}{accepted}"), "{url}");
    }
}

#[test]
fn a_url_has_no_user_path_or_fragment() {
    for url in [
        "dynamodb://me:hunter2@eu-west-1",
        "dynamodb+https://me@db.example",
        "dynamodb+http://@localhost",
    ] {
        assert_eq!(
            refusal(url),
            "a URL has no user and password; keys are options, `?access_key=…&secret_key=…`, \
             and AWS's come from the environment",
            "{url}"
        );
    }
    for url in [
        "dynamodb+http://localhost:8000/",
        "dynamodb+https://db.example/shop?region=a",
        "dynamodb://eu-west-1/shop",
    ] {
        assert_eq!(
            refusal(url),
            "a URL has no path: leave out the `/` and what follows, but for `?name=value`",
            "{url}"
        );
    }
    for url in [
        "dynamodb+https://db.example#x",
        "dynamodb+https://db.example?secret_key=a#b",
        "dynamodb://eu-west-1#",
    ] {
        assert_eq!(
            refusal(url),
            "a URL has no fragment: a `#` inside a value is written `%23`",
            "{url}"
        );
    }
}

#[test]
fn a_region_is_a_region() {
    let hosts = "a host is written `dynamodb+http://HOST:PORT` or `dynamodb+https://HOST`";
    assert_eq!(
        refusal("dynamodb://"),
        "the region is missing, as in `dynamodb://eu-west-1`"
    );
    assert_eq!(
        refusal("dynamodb://?profile=a"),
        "the region is missing, as in `dynamodb://eu-west-1`"
    );
    for url in [
        "dynamodb://localhost:8000",
        "dynamodb://db.example",
        "dynamodb://EU-WEST-1",
        "dynamodb://eu_west_1",
        "dynamodb://-eu",
        "dynamodb://eu-",
        "dynamodb://eu%2Dwest",
        "dynamodb://éu-west-1",
        &format!("dynamodb://{}", "a".repeat(64)),
    ] {
        assert_eq!(
            refusal(url),
            format!(
                "`dynamodb://` is followed by a region of AWS in small letters, of `a` to `z`, `0` to `9` and `-`; {hosts}"
            ),
            "{url}"
        );
    }
    for url in ["dynamodb://local", "dynamodb://localhost"] {
        assert_eq!(
            refusal(url),
            format!("`dynamodb://` is followed by a region of AWS; {hosts}"),
            "{url}"
        );
    }
}

#[test]
fn what_looks_like_another_form_is_no_file() {
    for url in [
        "dynamodb:memory:",
        "dynamodb:eu-west-1",
        "dynamodb:us-gov-east-1",
        "dynamodb:localhost:8000",
        "dynamodb:me:hunter2@host",
        "dynamodb:me@host/shop.db",
        "dynamodb:C:",
    ] {
        assert_eq!(
            refusal(url),
            "after `dynamodb:` comes the name of a file; a region is `dynamodb://REGION`, \
             a server `dynamodb+http://HOST:PORT`, memory `dynamodb::memory:`; \
             a file of such a name is written `dynamodb:./NAME`",
            "{url}"
        );
    }
    assert_eq!(
        refusal("dynamodb:///tmp/x.db"),
        "after `dynamodb://` comes a region; an absolute file is `dynamodb:/tmp/x.db`"
    );
}

#[test]
fn what_a_shell_or_a_file_left_around_a_url_is_named() {
    for url in [
        " dynamodb://eu-west-1",
        "dynamodb://eu-west-1\n",
        "dynamodb:shop.db\r\n",
        "\"dynamodb://eu-west-1\"",
        "'dynamodb::memory:'",
    ] {
        assert_eq!(
            refusal(url),
            "the URL has blanks or quotes around it; cut them off",
            "{url}"
        );
    }
    network("dynamodb+https://db.example?access_key=me&secret_key=hunter2'");
}
