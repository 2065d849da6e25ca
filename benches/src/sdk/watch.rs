//! What the SDK does inside of a call: over a connection that answers from memory, by the CPU time of its steps.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
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

use super::{Sdk, config};
use crate::race::cpu_time;

/// Looks into the calls of a client.
#[derive(Debug)]
pub struct Watch {
    spent: Arc<Spent>,
    sent: Arc<Mutex<Bytes>>,
}

impl Sdk {
    /// A client to which every answer is this body.
    #[must_use]
    pub fn answering(body: &Bytes) -> (Self, Watch) {
        let (spent, sent) = (Arc::<Spent>::default(), Arc::default());
        let config = config()
            .http_client(Canned {
                body: body.clone(),
                sent: Arc::clone(&sent),
            })
            .interceptor(Stopwatch(Arc::clone(&spent)))
            .build();
        (Self(Client::from_conf(config)), Watch { spent, sent })
    }
}

impl Watch {
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
