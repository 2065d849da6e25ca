use std::sync::Arc;

use ddbx_core::{Operation, Request};
use ddbx_middleware::TokioClock;

use super::*;
use crate::config::ConnectUrl;

fn destination(url: &str) -> Result<Destination, Error> {
    match url.parse()? {
        ConnectUrl::Network(url) => Destination::of_url(&url, Arc::new(TokioClock)),
        other => panic!("`{other}` is not on the network"),
    }
}

async fn described(url: &str) -> String {
    let destination = destination(url).unwrap();
    let credentials = destination.credentials.get().await.unwrap();
    let request = Request::new(Operation::ListTables, "{}");
    let endpoint = destination.endpoints.of(&request, &credentials).await.unwrap();
    let streams = Request::new(Operation::ListStreams, "{}");
    assert!(Arc::ptr_eq(
        &endpoint,
        &destination.endpoints.of(&streams, &credentials).await.unwrap()
    ));
    let scheme = if endpoint.tls { "https" } else { "http" };
    format!(
        "{scheme} {} {} {} {} {}",
        endpoint.host,
        endpoint.port,
        endpoint.authority.to_str().unwrap(),
        credentials.access_key(),
        credentials.secret_key()
    )
}

#[tokio::test]
async fn a_host_is_one_endpoint_for_everything() {
    for (url, expected) in [
        (
            "dynamodb+http://localhost:8000",
            "http localhost 8000 localhost:8000 ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+http://localhost",
            "http localhost 80 localhost ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+http://localhost:80",
            "http localhost 80 localhost ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+http://localhost:443",
            "http localhost 443 localhost:443 ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+http://[::1]:8000",
            "http ::1 8000 [::1]:8000 ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+https://db.example",
            "https db.example 443 db.example ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+https://db.example:443",
            "https db.example 443 db.example ddbxplaceholder ddbxplaceholder",
        ),
        (
            "dynamodb+https://db.example:8043?access_key=a&secret_key=b%26",
            "https db.example 8043 db.example:8043 a b&",
        ),
    ] {
        assert_eq!(described(url).await, expected, "{url}");
    }
}

#[tokio::test]
async fn a_session_token_goes_along() {
    let destination = destination("dynamodb+https://db.example?access_key=a&secret_key=b&session_token=c").unwrap();
    assert_eq!(destination.credentials.get().await.unwrap().session_token(), Some("c"));
}

/// What a name leads to is looked at again: it can lead elsewhere than it says.
#[tokio::test]
async fn an_endpoint_permits_no_address_that_its_url_would_not_have() {
    let loopback = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"];
    let elsewhere = ["10.0.0.7", "0.0.0.0", "2001:db8::1", "::ffff:10.0.0.7", "::127.0.0.1"];
    let metadata = [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
    ];
    for (url, may_leave) in [
        ("dynamodb+http://localhost:8000", false),
        ("dynamodb+http://localhost:8000?allow_http=true", true),
        ("dynamodb+http://alternator:8000?allow_http=true", true),
        ("dynamodb+https://localhost:8000", true),
        ("dynamodb+https://db.example", true),
    ] {
        let destination = destination(url).unwrap();
        let credentials = destination.credentials.get().await.unwrap();
        let request = Request::new(Operation::ListTables, "{}");
        let endpoint = destination.endpoints.of(&request, &credentials).await.unwrap();
        let permits = |address: &str| endpoint.permits(address.parse().unwrap());
        assert!(loopback.into_iter().all(permits), "{url}");
        assert!(
            elsewhere.into_iter().all(|address| permits(address) == may_leave),
            "{url}"
        );
        assert!(!metadata.into_iter().any(permits), "{url}");
    }
}
