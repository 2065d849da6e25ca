//! What the environment says is checked as what a URL says: a pool of its own process, which starts with it.

use std::process::Stdio;

use ddbx::Pool;

use super::{HERE, Trap, own_address};
use crate::{chain, read, send};

/// What the children do: one request to where the environment says. Without its variable it has nothing to do.
#[tokio::test]
async fn child() {
    if std::env::var_os("DDBX_CHILD_OF_THE_TRAP").is_some() {
        let result = match Pool::from_env().await {
            Ok(pool) => send(&pool, read()).await.map(drop),
            Err(error) => Err(error),
        };
        match result {
            Ok(()) => println!("\nsent"),
            Err(error) => println!("\nrefused: {}", chain(&error)),
        }
    }
}

/// What became of the request of a child with these variables and no others.
async fn with(variables: &[(&str, &str)]) -> String {
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "trap::environment::child", "--nocapture"])
        .env_clear()
        .env("DDBX_CHILD_OF_THE_TRAP", "yes")
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "hunter2")
        .env("AWS_SESSION_TOKEN", "hunter2token")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("hunter2"), "{text}");
    let line = text
        .lines()
        .find(|line| *line == "sent" || line.starts_with("refused: "));
    line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
        .to_owned()
}

#[tokio::test]
async fn an_endpoint_of_the_environment_is_checked() {
    let own = own_address();
    let trap = Trap::on(own.unwrap_or(HERE)).await;
    let mut refused = vec![
        "http://169.254.169.254".to_owned(),
        "https://169.254.169.254".to_owned(),
        "http://[::ffff:169.254.169.254]".to_owned(),
        "http://[fd00:ec2::254]".to_owned(),
        "http://[fe80::1]".to_owned(),
        "http://2852039166".to_owned(),
        "http://198.51.100.1".to_owned(),
        "http://db.example".to_owned(),
        format!("http://me:hunter2@localhost:{}", trap.port()),
        "ftp://localhost".to_owned(),
    ];
    if own.is_some() {
        refused.push(format!("http://{}", trap.address));
    }
    for variable in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"] {
        for url in &refused {
            let said = with(&[(variable, url)]).await;
            assert!(said.starts_with("refused: "), "{variable}={url}: {said}");
        }
    }
    assert_eq!(trap.connections(), 0);

    let trap = Trap::on(HERE).await;
    let said = with(&[("AWS_ENDPOINT_URL_DYNAMODB", &format!("http://{}", trap.address))]).await;
    assert_eq!(said, "sent", "the control");
    assert!(trap.has_a_signature());
}

#[tokio::test]
async fn an_endpoint_of_a_profile_is_checked() {
    let trap = Trap::on(HERE).await;
    for (url, sent) in [
        ("http://169.254.169.254".to_owned(), false),
        ("http://198.51.100.1".to_owned(), false),
        (format!("http://{}", trap.address), true),
    ] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(
            file.path(),
            format!("[default]\nregion = eu-west-1\nendpoint_url = {url}\n"),
        )
        .unwrap();
        let said = with(&[("AWS_CONFIG_FILE", file.path().to_str().unwrap())]).await;
        assert_eq!(said == "sent", sent, "{url}: {said}");
        assert_eq!(trap.has_a_signature(), sent, "{url}");
    }
}

/// A proxy is asked for a tunnel and nothing else: what is signed goes through TLS, to who can prove who it is.
#[tokio::test]
async fn a_proxy_of_the_environment_sees_no_signature() {
    let trap = Trap::on(HERE).await;
    let proxy = format!("http://{}", trap.address);
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let said = with(&[(variable, &proxy)]).await;
        assert!(said.starts_with("refused: "), "{said}");
    }
    assert!(trap.connections() >= 3, "it was asked");
    let text = String::from_utf8_lossy(&trap.caught.lock().unwrap().bytes).into_owned();
    assert!(
        text.contains("CONNECT dynamodb.eu-west-1.amazonaws.com:443 HTTP/1.1"),
        "{text}"
    );
    assert!(!trap.has_a_signature());

    // Plain http to this machine does not go through a proxy at all.
    let server = Trap::on(HERE).await;
    let before = trap.connections();
    let url = format!("http://{}", server.address);
    let said = with(&[
        ("AWS_ENDPOINT_URL", &url),
        ("HTTP_PROXY", &proxy),
        ("ALL_PROXY", &proxy),
    ])
    .await;
    assert_eq!((said.as_str(), trap.connections()), ("sent", before));
    assert!(server.has_a_signature());
}
