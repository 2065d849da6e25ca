use super::super::Place;
use super::*;

#[test]
fn a_host_and_a_port() {
    for (host, mistake) in [
        (
            "",
            "the host is missing, as in `dynamodb+http://localhost:8000` or `dynamodb+https://db.example`",
        ),
        (
            ":8000",
            "the host is missing, as in `dynamodb+http://localhost:8000` or `dynamodb+https://db.example`",
        ),
        ("localhost:", "the port is not a number from 1 to 65535"),
        ("localhost:0", "the port is not a number from 1 to 65535"),
        ("localhost:65536", "the port is not a number from 1 to 65535"),
        ("localhost:+80", "the port is not a number from 1 to 65535"),
        ("localhost:http", "the port is not a number from 1 to 65535"),
        ("localhost: 80", "the port is not a number from 1 to 65535"),
        ("[::1]:", "the port is not a number from 1 to 65535"),
        ("::1", "an IPv6 address is written in brackets, as in `[::1]:8000`"),
        ("::1:8000", "an IPv6 address is written in brackets, as in `[::1]:8000`"),
        ("[::1", "an IPv6 address is written in brackets, as in `[::1]:8000`"),
        (
            "[localhost]",
            "what stands in brackets is not an IPv6 address, such as `[::1]`",
        ),
        (
            "[127.0.0.1]",
            "what stands in brackets is not an IPv6 address, such as `[::1]`",
        ),
        (
            "[::1%25lo]",
            "what stands in brackets is not an IPv6 address, such as `[::1]`",
        ),
        ("[::1]8000", "after an IPv6 address in brackets only `:PORT` can follow"),
        ("db.example.", "the host's name ends with a full stop: leave it out"),
        (
            "dätenbank.example",
            "a host's name is written in ASCII: `xn--…` for other letters",
        ),
    ] {
        for scheme in ["dynamodb+http", "dynamodb+https"] {
            assert_eq!(refusal(&format!("{scheme}://{host}")), mistake, "{host}");
        }
    }
    for host in [
        "db example",
        "db%20example",
        "db..example",
        ".example",
        "a,b",
        "db\\example",
        &"a".repeat(64),
    ] {
        assert_eq!(
            refusal(&format!("dynamodb+https://{host}")),
            "the host is not a name or an address: letters, digits, `-` and `.`, or an IPv6 address in brackets",
            "{host}"
        );
    }
}

#[test]
fn an_address_in_numbers_that_only_a_resolver_reads_is_refused() {
    for host in [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "127.0.0.0x1",
        "169.254.43518",
        "1.2.3.256",
    ] {
        assert_eq!(
            refusal(&format!("dynamodb+http://{host}:8000")),
            "an IPv4 address is written as four decimal numbers, as in `127.0.0.1`",
            "{host}"
        );
    }
    assert!(refusal("dynamodb+http://0.0.0.0:8000").starts_with("`0.0.0.0` and `[::]` are what servers listen on"));
    assert!(refusal("dynamodb+http://[::]:8000").starts_with("`0.0.0.0` and `[::]` are what servers listen on"));
}

#[test]
fn no_spelling_of_a_metadata_address_is_accepted() {
    for host in [
        "169.254.169.254",
        "169.254.170.2",
        "169.254.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "[fd00:c1::a9fe:a9fe]",
        "[fd20:ce::254]",
        "192.0.0.192",
        "[fe80::1]",
        "[FEBF::1]",
        "[fd00:ec2::254]",
        "[fd00:0ec2:0:0:0:0:0:254]",
        "[fd00:ec2::23]",
        "[::ffff:169.254.169.254]",
        "[::FFFF:A9FE:A9FE]",
        "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[::169.254.169.254]",
        "[::ffff:0:169.254.169.254]",
        "[64:ff9b::169.254.169.254]",
        "[64:ff9b:1::169.254.169.254]",
        "[2002:a9fe:a9fe::1]",
    ] {
        for url in [
            format!("dynamodb+http://{host}"),
            format!("dynamodb+http://{host}:80?allow_http=true"),
            format!("dynamodb+https://{host}"),
        ] {
            let refusal = refusal(&url);
            assert!(
                refusal.starts_with("the host is an address at which machines of a cloud find their credentials"),
                "{url}: {refusal}"
            );
        }
    }
}

#[test]
fn plain_http_stays_on_this_machine_unless_it_is_allowed() {
    for host in [
        "alternator:8000",
        "10.0.0.7",
        "[2001:db8::1]:8000",
        "localhost.example",
        "notlocalhost",
        "128.0.0.1",
    ] {
        let refused = "`dynamodb+http` beyond this machine sends everything in the clear: write `dynamodb+https`, \
                       or allow it with the option `allow_http=true` where the network is your own";
        assert_eq!(refusal(&format!("dynamodb+http://{host}")), refused);
        assert_eq!(refusal(&format!("dynamodb+http://{host}?allow_http=false")), refused);
        assert!(network(&format!("dynamodb+http://{host}?allow_http=true")).allows_http());
        network(&format!("dynamodb+https://{host}"));
    }
}

#[test]
fn the_hosts_of_aws_are_known_with_their_regions() {
    for (host, region) in [
        ("dynamodb.eu-west-1.amazonaws.com", "eu-west-1"),
        ("DynamoDB.EU-West-1.AmazonAWS.com", "eu-west-1"),
        ("dynamodb-fips.us-east-1.amazonaws.com", "us-east-1"),
        ("dynamodb.eu-west-1.api.aws", "eu-west-1"),
        ("dynamodb.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("dynamodb.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1"),
        ("dynamodb.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ("dynamodb.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ("123456789012.ddb.eu-west-1.amazonaws.com", "eu-west-1"),
        ("streams.dynamodb.eu-west-1.amazonaws.com", "eu-west-1"),
        ("vpce-0a1b-c2d3.dynamodb.eu-west-1.vpce.amazonaws.com", "eu-west-1"),
    ] {
        let url = network(&format!("dynamodb+https://{host}"));
        let Place::Host { host, .. } = url.place() else {
            unreachable!()
        };
        assert_eq!(host.aws_region(), Some(region), "{host}");
        assert_eq!(url.region(), region);
        assert_eq!(
            refusal(&format!("dynamodb+https://{host}?region=us-west-2")),
            "the host is in another region than the option `region`: leave the option out"
        );
        network(&format!("dynamodb+https://{host}?region={region}"));
    }
}

#[test]
fn what_others_rent_from_aws_is_not_taken_for_its_own() {
    for host in [
        "amazonaws.com",
        "eu-west-1.amazonaws.com",
        "ec2-203-0-113-25.eu-west-1.compute.amazonaws.com",
        "dynamodb-123.eu-west-1.elb.amazonaws.com",
        "dynamodb.eu-west-1.elb.amazonaws.com",
        "abc.execute-api.eu-west-1.amazonaws.com",
        // Buckets may be called so.
        "x.ddb.s3.amazonaws.com",
        "x.ddb.s3-website-eu-west-1.amazonaws.com",
        "dynamodb.eu-west-1.amazonaws.com.example",
        "dynamodb.eu-west-1.evilamazonaws.com",
    ] {
        let url = network(&format!("dynamodb+https://{host}?access_key=a&secret_key=b"));
        let Place::Host { host, .. } = url.place() else {
            unreachable!()
        };
        assert_eq!(host.aws_region(), None, "{host}");
        assert_eq!(url.region(), "us-east-1");
    }
}
