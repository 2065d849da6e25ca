use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Request, Response};
use http::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use http_body_util::Full;
use tower::Service;

use super::Network;
use crate::transport::attempt::judge;
use crate::transport::connection::{Broken, RawAnswer};
use crate::transport::endpoint::Endpoint;
use crate::transport::sign::{CONTENT_TYPE as CONTENT_TYPE_JSON, Credentials, Signable};
use crate::transport::slots::Loan;

const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-crc32");
const DATE_SENT: HeaderName = HeaderName::from_static("x-amz-date");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// One attempt at a request, on a connection it has.
#[derive(Debug)]
pub(super) struct Attempt<'a> {
    network: &'a Network,
    credentials: &'a Arc<Credentials>,
    endpoint: &'a Arc<Endpoint>,
    loan: Option<Loan>,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(
        network: &'a Network,
        credentials: &'a Arc<Credentials>,
        endpoint: &'a Arc<Endpoint>,
        loan: Loan,
    ) -> Self {
        Self {
            network,
            credentials,
            endpoint,
            loan: Some(loan),
        }
    }

    fn message(&self, request: &Request) -> Result<http::Request<Full<Bytes>>, Error> {
        let network = self.network;
        let at = network.skew.apply(network.clock.wall());
        let target = request.operation.target();
        let host = &self.endpoint.authority;
        let mut values = BytesMut::with_capacity(512);
        let signed = self.endpoint.signer.sign(
            self.credentials,
            Signable {
                host: host.to_str().unwrap_or_default(),
                target,
                body: &request.body,
                at,
            },
            &mut values,
        );
        let values = values.freeze();
        let value = |bytes: Bytes| HeaderValue::from_maybe_shared(bytes).map_err(|error| unsendable(request, error));
        let mut authorization = value(values.slice(signed.authorization))?;
        authorization.set_sensitive(true);

        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(HOST, host.clone());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE_JSON));
        headers.insert(TARGET, HeaderValue::from_static(target));
        headers.insert(DATE_SENT, value(values.slice(signed.date))?);
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(
            USER_AGENT,
            HeaderValue::from_static(concat!("ddbx/", env!("CARGO_PKG_VERSION"))),
        );
        if let Some(token) = self.credentials.session_token() {
            let mut token = HeaderValue::from_str(token).map_err(|error| unsendable(request, error))?;
            token.set_sensitive(true);
            headers.insert(SESSION_TOKEN, token);
        }
        let mut message = http::Request::new(Full::new(request.body.clone()));
        *message.method_mut() = Method::POST;
        *message.uri_mut() = Uri::from_static("/");
        *message.headers_mut() = headers;
        Ok(message)
    }

    async fn run(
        network: &'a Network,
        mut loan: Loan,
        message: Result<http::Request<Full<Bytes>>, Error>,
        request: Request,
    ) -> Result<Response, Error> {
        let cap = network.options.caps.of(request.operation);
        let answer = match loan.exchange(message?, cap).await {
            Ok(answer) => answer,
            Err(broken) => return Err(failure(broken, &request)),
        };
        if answer.head.status != 200
            && let Some(date) = answer.head.headers.get(DATE)
        {
            network.skew.see(date.as_bytes(), network.clock.wall());
        }
        let judged = judge(&request, response(answer));
        if let Err(error) = &judged
            && error.kind() == ErrorKind::UnexpectedResponse
        {
            loan.distrust();
        }
        judged
    }
}

impl<'a> Service<Request> for Attempt<'a> {
    type Response = Response;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let Some(loan) = self.loan.take() else {
            unreachable!("an attempt is made once");
        };
        let message = self.message(&request);
        Box::pin(Self::run(self.network, loan, message, request))
    }
}

fn response(RawAnswer { head, body }: RawAnswer) -> Response {
    let mut response = Response::new(head.status.as_u16(), body);
    if let Some(id) = head.headers.get(REQUEST_ID) {
        response = response.with_request_id(String::from_utf8_lossy(id.as_bytes()));
    }
    let checksum = head
        .headers
        .get(CHECKSUM)
        .and_then(|sum| sum.to_str().ok()?.trim().parse().ok());
    match checksum {
        Some(checksum) => response.with_checksum(checksum),
        None => response,
    }
}

fn failure(broken: Broken, request: &Request) -> Error {
    let failed = |kind, class, message: &'static str| Error::failed(kind, class, request, message);
    let (error, source) = match broken {
        Broken::NotSent(source) => {
            let message = "the connection was closed before the request was sent";
            (failed(ErrorKind::Connection, FailureClass::NotSent, message), source)
        }
        Broken::Lost(source) => {
            let message = "the connection broke before the answer was there";
            (failed(ErrorKind::Connection, FailureClass::Ambiguous, message), source)
        }
        Broken::TooLarge(cap) => {
            let message = format!("the answer is larger than {cap} bytes (`PoolOptions::response_limits`)");
            let kind = ErrorKind::UnexpectedResponse;
            return Error::failed(kind, FailureClass::Ambiguous, request, message);
        }
        Broken::Cut { sent } => {
            let class = if sent {
                FailureClass::Ambiguous
            } else {
                FailureClass::NotSent
            };
            (
                failed(
                    ErrorKind::Closed,
                    class,
                    "the pool was closed before the answer was there",
                ),
                None,
            )
        }
    };
    match source {
        Some(source) => error.with_source(source),
        None => error,
    }
}

fn unsendable(request: &Request, error: http::header::InvalidHeaderValue) -> Error {
    let message = "the credentials hold a character that no header can carry; a line break at the end, perhaps";
    Error::failed(ErrorKind::Authentication, FailureClass::NotSent, request, message).with_source(error)
}
