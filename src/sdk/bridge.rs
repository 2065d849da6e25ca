use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use bytes::{Bytes, BytesMut};
use ddbx_core::{Error, ErrorKind, Operation, Request, safety};
use http_body_util::BodyExt as _;

use super::answer;
use super::tables;
use crate::Executor;

/// What the SDK takes for an HTTP client: it hands the SDK's requests to an executor.
///
/// Of a request only the operation and the body are taken. Its address, its headers and a signature, if somebody
/// switched signing back on, are left behind: the pool has its own.
#[derive(Debug)]
pub(super) struct Bridge {
    /// The same for all settings: the time limits in them are the pool's business.
    connector: SharedHttpConnector,
}

impl Bridge {
    pub(super) fn new(executor: impl Executor + 'static) -> Self {
        let executor: Arc<dyn Executor> = Arc::new(executor);
        Self {
            connector: SharedHttpConnector::new(Connector(executor)),
        }
    }
}

impl HttpClient for Bridge {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        self.connector.clone()
    }
}

struct Connector(Arc<dyn Executor>);

impl HttpConnector for Connector {
    fn call(&self, mut http: HttpRequest) -> HttpConnectorFuture {
        let executor = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let answer = match request(&mut http).await {
                Ok(request) => {
                    // What is left of the SDK's request need not live as long as ours.
                    drop(http);
                    executor.execute(request).await
                }
                Err(error) => Err(error),
            };
            answer::write(answer)
        })
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}

/// The SDK's request as ours.
async fn request(http: &mut HttpRequest) -> Result<Request, Error> {
    let operation = operation(http)?;
    let body = whole(http.take_body())
        .await
        .map_err(|error| error.in_operation(operation))?;
    let tables = tables::named_in(&body);
    let safety = safety::of_body(operation, &body);
    Ok(Request::new(operation, body).on(tables).with_safety(safety))
}

fn operation(http: &HttpRequest) -> Result<Operation, Error> {
    let Some(target) = http.headers().get("x-amz-target") else {
        let message = "a request without the header `x-amz-target`, which names the operation: only DynamoDB's \
                       requests can go through a pool";
        return Err(Error::invalid(message));
    };
    Operation::from_target(target).ok_or_else(|| {
        let target = target.escape_debug();
        let message = format!("`{target}` is no operation of DynamoDB's that this version of ddbx knows");
        Error::new(ErrorKind::Unsupported, message)
    })
}

/// The body, without a copy where it is in one piece, as the SDK's own bodies are.
async fn whole(mut body: SdkBody) -> Result<Bytes, Error> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Error::invalid("the body cannot be read").with_source(error))?;
        // Trailers are no part of it.
        let Ok(data) = frame.into_data() else { continue };
        if first.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&first);
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}
