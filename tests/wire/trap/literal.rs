//! URLs that are refused before anything is connected to or signed.

use ddbx::ErrorKind::Configuration;
use ddbx::PoolOptions;

use super::{HERE, To, Trap, is_caught, is_refused, own_address};

/// What must be refused: the host, and a part of the reason. The port of the trap stands for `PORT`.
const REFUSED: [(&str, &str); 24] = [
    // Plain http beyond this machine.
    ("dynamodb+http://db.example:PORT", "`allow_http=true`"),
    ("dynamodb+http://10.0.0.7:PORT", "`allow_http=true`"),
    ("dynamodb+http://[2001:db8::1]:PORT", "`allow_http=true`"),
    ("dynamodb+http://localhost.example:PORT", "`allow_http=true`"),
    ("dynamodb+http://db.example:PORT?allow_http=false", "`allow_http=true`"),
    // Metadata, in the clear, allowed or encrypted.
    ("dynamodb+http://169.254.169.254", "find their credentials"),
    (
        "dynamodb+http://169.254.169.254?allow_http=true",
        "find their credentials",
    ),
    ("dynamodb+https://169.254.169.254", "find their credentials"),
    ("dynamodb+http://169.254.170.2", "find their credentials"),
    ("dynamodb+http://[::ffff:169.254.169.254]", "find their credentials"),
    ("dynamodb+https://[::ffff:a9fe:a9fe]", "find their credentials"),
    ("dynamodb+http://[fe80::1]:PORT", "find their credentials"),
    ("dynamodb+http://[fd00:ec2::254]", "find their credentials"),
    ("dynamodb+https://[64:ff9b::169.254.169.254]", "find their credentials"),
    // Numbers that a resolver reads as an address.
    ("dynamodb+http://2852039166", "four decimal numbers"),
    ("dynamodb+https://0xa9fea9fe", "four decimal numbers"),
    ("dynamodb+http://0251.0376.0251.0376", "four decimal numbers"),
    ("dynamodb+http://127.1:PORT", "four decimal numbers"),
    ("dynamodb+http://0.0.0.0:PORT", "servers listen on"),
    // One host for the eye, another for the parser.
    ("dynamodb+http://localhost:PORT@db.example", ""),
    ("dynamodb+http://me:hunter2@localhost:PORT", ""),
    ("dynamodb+http://localhost:PORT\\@db.example", ""),
    ("dynamodb+http://localhost:PORT#@db.example", ""),
    ("dynamodb+http://localhost:PORT/@db.example", ""),
];

#[tokio::test]
async fn urls_that_lead_astray_are_refused() {
    let trap = Trap::on(HERE).await;
    // If any of them were taken for a name, the trap would be there.
    let options = || crate::single().resolver(To(vec![HERE]));
    for (url, why) in REFUSED {
        let url = url.replace("PORT", &trap.port().to_string());
        is_refused(options, &url, Configuration, why).await;
    }
    assert_eq!(trap.connections(), 0);

    let url = format!("dynamodb+http://localhost:{}", trap.port());
    is_caught(options().connect(&url).await, &trap).await;
    let url = format!("dynamodb+http://db.example:{}?allow_http=true", trap.port());
    is_caught(options().connect(&url).await, &trap).await;
    assert_eq!(trap.connections(), 2);
}

/// An address that a trap can stand at.
#[tokio::test]
async fn an_address_beyond_loopback_is_refused_in_the_clear() {
    let Some(own) = own_address() else { return };
    let trap = Trap::on(own).await;
    let url = format!("dynamodb+http://{}", trap.address);
    is_refused(PoolOptions::new, &url, Configuration, "`allow_http=true`").await;
    assert_eq!(trap.connections(), 0);
    is_caught(crate::single().connect(&format!("{url}?allow_http=true")).await, &trap).await;
}

/// The user's own credentials are not what a server on this machine, or a wrong host, is sent.
#[tokio::test]
async fn nobody_but_aws_is_sent_credentials_of_the_environment() {
    let trap = Trap::on(HERE).await;
    let url = format!("dynamodb+http://localhost:{}", trap.port());
    is_caught(crate::single().connect(&url).await, &trap).await;
    let text = String::from_utf8_lossy(&trap.caught.lock().unwrap().bytes).into_owned();
    let key = text
        .split_once("Credential=")
        .unwrap()
        .1
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    assert_ne!(Some(key.as_str()), std::env::var("AWS_ACCESS_KEY_ID").ok().as_deref());
    assert!(!text.contains("security-token"));
}
