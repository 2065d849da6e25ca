//! The SDK's own client, over a connection that only notes what it would have sent.

use std::sync::{Arc, Mutex};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{Builder, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;

use crate::Seen;

#[derive(Clone, Debug, Default)]
struct Note(Arc<Mutex<Option<Seen>>>);

impl HttpConnector for Note {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let headers = request.headers();
        let place = request.uri().trim_end_matches('/');
        let seen = Seen::new(
            place,
            headers.get("authorization").unwrap(),
            headers.get("x-amz-security-token"),
        );
        *self.0.lock().unwrap() = Some(seen);
        let response = HttpResponse::new(200.try_into().unwrap(), SdkBody::from(r#"{"TableNames":[]}"#));
        HttpConnectorFuture::ready(Ok(response))
    }
}

impl HttpClient for Note {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// Where the SDK's client sends a request, with this configuration.
pub(crate) async fn sends(config: &SdkConfig) -> Seen {
    let note = Note::default();
    let config = Builder::from(config).http_client(note.clone()).build();
    let client = aws_sdk_dynamodb::Client::from_conf(config);
    client.list_tables().send().await.unwrap();
    note.0.lock().unwrap().take().unwrap()
}
