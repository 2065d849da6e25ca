//! What runs in a process of its own.

use std::env;

use aws_config::BehaviorVersion;
use ddbx::executor::Executor as _;
use ddbx::{Error, Operation, Pool, PoolOptions, Request};

use crate::{Seen, sdk};

/// Connects as it is told, sends requests, and prints how it went, and what the SDK would have done.
///
/// Without its variable it has nothing to do.
#[tokio::test]
async fn follows_its_environment() {
    let Ok(how) = env::var("DDBX_PARITY") else { return };
    match run(&how).await {
        Ok(()) => println!("\nDONE"),
        Err(error) => println!("\nERROR {}", chain(&error).escape_debug()),
    }
    if how == "environment" && env::var_os("DDBX_PARITY_SDK").is_some() {
        let Seen {
            place,
            region,
            access_key,
            token,
        } = sdk::sends(&config().await).await;
        println!("SDK {place} {region} {access_key} {}", token.unwrap_or_default());
    }
}

async fn config() -> aws_config::SdkConfig {
    aws_config::defaults(BehaviorVersion::v2026_01_12()).load().await
}

async fn run(how: &str) -> Result<(), Error> {
    let pool = match how {
        "environment" => Pool::from_env().await?,
        "sdk_config" => PoolOptions::new().connect_from_sdk_config(&config().await).await?,
        url => Pool::connect(url).await?,
    };
    let count = env::var("DDBX_PARITY_REQUESTS").map_or(1, |count| count.parse().unwrap());
    let send = || {
        let pool = pool.clone();
        tokio::spawn(async move { pool.execute(Request::new(Operation::ListTables, "{}")).await })
    };
    for request in std::iter::repeat_with(send).take(count).collect::<Vec<_>>() {
        request.await.unwrap()?;
    }
    Ok(())
}

/// The whole chain of causes, as a person reads it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
