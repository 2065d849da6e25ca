//! Who reads the table: ddbx, and the official SDK in both of its retry modes, each as it is by default.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryPartition};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use ddbx::{Item, PoolOptions, ops};
use ddbx_benches::Result;

use super::server::Server;

/// A read of a table, the whole call; whether it succeeded.
pub(super) type Call = Arc<dyn Fn(&'static str) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Client {
    Ddbx,
    Standard,
    Adaptive,
}

impl Client {
    /// A client of its own, that knows nothing of the server yet.
    pub(super) fn of(self, server: &Server) -> Result<Call> {
        match self {
            Self::Ddbx => ddbx(server),
            Self::Standard => Ok(sdk(server, RetryConfig::standard())),
            Self::Adaptive => Ok(sdk(server, RetryConfig::adaptive())),
        }
    }
}

fn ddbx(server: &Server) -> Result<Call> {
    let url = format!("dynamodb+http://127.0.0.1:{}", server.port());
    let pool = PoolOptions::new().connect_lazy(&url)?;
    Ok(Arc::new(move |table| {
        let pool = pool.clone();
        Box::pin(async move {
            ops::GetItem::new(table)
                .key("id", "a")
                .send::<Item>(&pool)
                .await
                .is_ok()
        })
    }))
}

fn sdk(server: &Server, retries: RetryConfig) -> Call {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("akid", "secret", None, None, "benchmark"))
        .endpoint_url(format!("http://127.0.0.1:{}", server.port()))
        .retry_config(retries)
        // Otherwise all clients of a region share what they learnt, and their allowance of repeats.
        .retry_partition(RetryPartition::new(format!("port {}", server.port())));
    let client = aws_sdk_dynamodb::Client::from_conf(config.build());
    Arc::new(move |table| {
        let get = client
            .get_item()
            .table_name(table)
            .key("id", AttributeValue::S("a".into()));
        Box::pin(async move { get.send().await.is_ok() })
    })
}
