//! Names that lead where a pool does not connect: what the URL said was checked, and where a name leads is another
//! matter, today and tomorrow.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ddbx::ErrorKind::Connection;
use ddbx::transport::{Resolve, Resolving};

use super::{HERE, To, Trap, is_caught, is_refused, own_address};
use crate::{read, send};

const WHY: &str = "the name leads to an address that a pool does not connect to";

/// Link-local ones, those of clouds' metadata services, and what else leads there.
const METADATA: [&str; 16] = [
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "169.254.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "fe80::1",
    "febf::1",
    "fd00:ec2::254",
    "fd00:ec2::23",
    "::ffff:169.254.169.254",
    "::169.254.169.254",
    "::ffff:0:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
];

/// Beyond this machine, in whatever form.
const BEYOND: [&str; 8] = [
    "10.0.0.7",
    "172.16.0.1",
    "192.168.1.1",
    "198.51.100.1",
    "2001:db8::1",
    "fd00::1",
    "::ffff:10.0.0.7",
    "0.0.0.0",
];

#[tokio::test]
async fn no_name_leads_to_a_metadata_address() {
    for address in METADATA {
        let options = || crate::single().resolver(To::all(&[address]));
        for url in [
            "dynamodb+http://localhost:8000",
            "dynamodb+http://db.example?allow_http=true",
            "dynamodb+https://db.example",
            "dynamodb+https://dynamodb.eu-west-1.amazonaws.com?access_key=a&secret_key=hunter2",
        ] {
            // Keys in the URL are not for hosts of AWS's: without them, those would be looked for.
            let url = url.split_once("amazonaws").map_or(
                url,
                |_| "dynamodb+https://db.example:8043?access_key=a&secret_key=hunter2",
            );
            is_refused(options, url, Connection, WHY).await;
        }
    }
}

#[tokio::test]
async fn over_plain_http_a_name_leads_to_this_machine_alone() {
    for address in BEYOND {
        let options = || crate::single().resolver(To::all(&[address]));
        is_refused(
            options,
            "dynamodb+http://localhost:8000",
            Connection,
            "allow it with the option `allow_http=true`",
        )
        .await;
    }
}

/// A trap on an address of this machine that others could have as well.
#[tokio::test]
async fn a_request_in_the_clear_does_not_leave_this_machine() {
    let Some(own) = own_address() else { return };
    let trap = Trap::on(own).await;
    let options = || crate::single().resolver(To(vec![own]));
    let url = format!("dynamodb+http://localhost:{}", trap.port());
    is_refused(options, &url, Connection, WHY).await;
    let name = format!("dynamodb+http://db.example:{}", trap.port());
    is_refused(options, &name, ddbx::ErrorKind::Configuration, "`allow_http=true`").await;
    assert_eq!(trap.connections(), 0);
    assert!(!trap.has_a_signature());

    is_caught(options().connect(&format!("{name}?allow_http=true")).await, &trap).await;
}

/// Of several addresses, those that are refused are not tried.
#[tokio::test]
async fn what_is_refused_is_left_out_of_a_list() {
    let trap = Trap::on(HERE).await;
    let url = format!("dynamodb+http://localhost:{}", trap.port());
    let all = METADATA
        .iter()
        .chain(&BEYOND)
        .copied()
        .chain(["127.0.0.1"])
        .collect::<Vec<_>>();
    is_caught(crate::single().resolver(To::all(&all)).connect(&url).await, &trap).await;
    let mapped = crate::single().resolver(To::all(&["::ffff:127.0.0.1"]));
    is_caught(mapped.connect(&url).await, &trap).await;
    assert_eq!(trap.connections(), 2, "each pool made one");
}

/// The name led here when the pool was made, and leads elsewhere since (DNS rebinding).
#[tokio::test]
async fn a_name_that_changes_its_mind_is_asked_again() {
    #[derive(Debug)]
    struct Turncoat(Arc<AtomicUsize>);

    impl Resolve for Turncoat {
        fn resolve(&self, _: &str) -> Resolving {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let address = if first { "127.0.0.1" } else { "169.254.169.254" };
            Box::pin(std::future::ready(Ok(vec![address.parse().unwrap()])))
        }
    }

    let trap = Trap::on(HERE).await;
    let asked = Arc::<AtomicUsize>::default();
    let pool = crate::single()
        .resolver(Turncoat(Arc::clone(&asked)))
        .connect(&format!("dynamodb+http://localhost:{}", trap.port()))
        .await
        .unwrap();
    send(&pool, read()).await.unwrap();
    let (one, other) = tokio::join!(send(&pool, read()), send(&pool, read()));
    let error = one.and(other).unwrap_err();
    super::says(&error, "the second connection", Connection, WHY);
    assert!(asked.load(Ordering::SeqCst) > 1);
    assert_eq!(trap.connections(), 1);
}
