//! The peer: the official SDK, with its own retries.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use ddbx::testing::ledger::LedgerServer;

/// Its client for this server. Everything is by default, but the delays are short, and there is a limit on an attempt,
/// without which it would wait for ever.
pub(crate) fn client(server: &LedgerServer) -> Client {
    let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let limit = TimeoutConfig::builder().operation_attempt_timeout(Duration::from_millis(150));
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("akid", "secret", None, None, "test"))
        .endpoint_url(format!("http://{}", server.address()))
        .retry_config(retries)
        .timeout_config(limit.build());
    Client::from_conf(config.build())
}

pub(crate) fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub(crate) fn n(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
