//! The peer's side: the official client, its defaults untouched, over a connection that answers from memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextRef,
    BeforeSerializationInterceptorContextRef, BeforeTransmitInterceptorContextRef,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;

use crate::Result;
use crate::order::{Order, TABLE};
use crate::race::cpu_time;

/// An item as the SDK has it.
pub type Map = HashMap<String, AttributeValue>;

/// The official client, and what it does inside.
#[derive(Debug)]
pub struct Sdk {
    client: Client,
    spent: Arc<Spent>,
    sent: Arc<Mutex<Bytes>>,
}

impl Sdk {
    /// A client to which every answer is this body.
    #[must_use]
    pub fn answering(body: &Bytes) -> Self {
        let (spent, sent) = (Arc::<Spent>::default(), Arc::default());
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("akid", "secret", None, None, "benchmark"))
            .http_client(Canned {
                body: body.clone(),
                sent: Arc::clone(&sent),
            })
            .interceptor(Stopwatch(Arc::clone(&spent)))
            .build();
        Self {
            client: Client::from_conf(config),
            spent,
            sent,
        }
    }

    /// A `GetItem`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn get(&self) -> Result<Option<Map>> {
        let key = AttributeValue::S("c-000001".into());
        let get = self.client.get_item().table_name(TABLE).key("customer", key);
        Ok(get.key("number", AttributeValue::N("1".into())).send().await?.item)
    }

    /// A `Query`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn query(&self) -> Result<Vec<Map>> {
        let value = AttributeValue::S("c-000001".into());
        let query = self
            .client
            .query()
            .table_name(TABLE)
            .key_condition_expression("customer = :customer");
        let page = query.expression_attribute_values(":customer", value).send().await?;
        Ok(page.items.unwrap_or_default())
    }

    /// A `BatchWriteItem`, the whole call.
    ///
    /// # Errors
    ///
    /// Those of the call.
    pub async fn batch(&self, puts: Vec<WriteRequest>) -> Result<()> {
        self.client.batch_write_item().request_items(TABLE, puts).send().await?;
        Ok(())
    }

    /// The time spent between input and request bytes since this was last asked.
    #[must_use]
    pub fn take_serialization(&self) -> Duration {
        self.spent.serialization.take()
    }

    /// The time spent between response bytes and output since this was last asked.
    #[must_use]
    pub fn take_deserialization(&self) -> Duration {
        self.spent.deserialization.take()
    }

    /// The body of the last request.
    #[must_use]
    pub fn last_body(&self) -> Bytes {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Orders as the SDK's input, by `serde_dynamo`.
///
/// # Errors
///
/// An order that cannot be stored.
pub fn puts(orders: &[Order]) -> Result<Vec<WriteRequest>> {
    let mut puts = Vec::with_capacity(orders.len());
    for order in orders {
        let put = PutRequest::builder()
            .set_item(Some(serde_dynamo::to_item(order)?))
            .build()?;
        puts.push(WriteRequest::builder().put_request(put).build());
    }
    Ok(puts)
}

/// Orders from the SDK's output, by `serde_dynamo`.
///
/// # Errors
///
/// An item that is no order.
pub fn orders(items: Vec<Map>) -> Result<Vec<Order>> {
    Ok(serde_dynamo::from_items(items)?)
}

#[derive(Clone, Debug)]
struct Canned {
    body: Bytes,
    sent: Arc<Mutex<Bytes>>,
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().map(Bytes::copy_from_slice).unwrap_or_default();
        *self.sent.lock().unwrap_or_else(PoisonError::into_inner) = body;
        let ok = StatusCode::try_from(200_u16).map(|ok| HttpResponse::new(ok, SdkBody::from(self.body.clone())));
        HttpConnectorFuture::ready(Ok(ok.unwrap_or_else(|_| unreachable!("200 is a status"))))
    }
}

/// Times the two steps that are the codec's work: the rest of a call, as signing, does not count.
#[derive(Debug)]
struct Stopwatch(Arc<Spent>);

#[derive(Debug, Default)]
struct Spent {
    serialization: Lap,
    deserialization: Lap,
}

#[derive(Debug, Default)]
struct Lap {
    begun: Mutex<Option<Duration>>,
    nanoseconds: AtomicU64,
}

impl Lap {
    fn begin(&self) {
        *self.begun.lock().unwrap_or_else(PoisonError::into_inner) = Some(cpu_time());
    }

    fn end(&self) {
        let ended = cpu_time();
        if let Some(begun) = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let nanoseconds = (ended - begun).as_nanos() as u64;
            self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        }
    }

    fn take(&self) -> Duration {
        Duration::from_nanos(self.nanoseconds.swap(0, Ordering::Relaxed))
    }
}

#[dyn_dispatch_hint]
impl Intercept for Stopwatch {
    fn name(&self) -> &'static str {
        "Stopwatch"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> std::result::Result<(), BoxError> {
        self.0.serialization.begin();
        Ok(())
    }

    fn read_after_serialization(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> std::result::Result<(), BoxError> {
        self.0.serialization.end();
        Ok(())
    }

    fn read_before_deserialization(
        &self,
        _: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> std::result::Result<(), BoxError> {
        self.0.deserialization.begin();
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        _: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> std::result::Result<(), BoxError> {
        self.0.deserialization.end();
        Ok(())
    }
}
