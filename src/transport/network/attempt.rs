//! One attempt: a signed message on a connection, and what came back.

use std::borrow::Cow;
use std::io::Write as _;
use std::time::Duration;

use bytes::{BufMut as _, Bytes, BytesMut};
use ddbx_core::error::FailureClass;
use ddbx_core::{Error, ErrorKind, Request, Response};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, DATE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use http_body_util::Full;

use super::skew::Skew;
use super::{Network, Ready};
use crate::transport::attempt::judge;
use crate::transport::connection::{Broken, RawAnswer};
use crate::transport::sign::{self, Signable};

const CHECKSUM: HeaderName = HeaderName::from_static("x-amz-crc32");
const DATE_SENT: HeaderName = HeaderName::from_static("x-amz-date");
const RETRY_AFTER: HeaderName = HeaderName::from_static("x-amz-retry-after");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// What a head needs at most, but for a session's token.
const HEAD_VALUES: usize = 512;
const HEADERS: usize = 8;

/// Sends the request and judges its answer.
pub(super) async fn run(network: &Network, ready: &mut Ready, request: &Request) -> Result<Response, Error> {
    let message = message(network, ready, request)?;
    // A server of TLS ends a connection that begins with anything else.
    let perhaps_tls = !ready.endpoint.tls && !ready.loan.has_rested();
    let cap = network.options.caps.of(request.operation);
    let RawAnswer {
        status,
        mut headers,
        body,
    } = ready
        .loan
        .exchange(message, cap)
        .await
        .map_err(|broken| failure(broken, request, perhaps_tls))?;
    if status != 200
        && let Some(date) = headers.get(DATE)
    {
        network.skew.see(date.as_bytes(), network.clock.wall());
    }
    let response = response(status.as_u16(), &headers, body);
    // Its values are parts of the buffer that the next answer is read into.
    headers.clear();
    ready.loan.stationery().headers = headers;
    judge(request, response)
}

fn message(network: &Network, ready: &mut Ready, request: &Request) -> Result<http::Request<Full<Bytes>>, Error> {
    let target = request.operation.target();
    let host = &ready.endpoint.authority;
    let stationery = ready.loan.stationery();
    let mut headers = std::mem::take(&mut stationery.headers);
    headers.reserve(HEADERS);
    stationery.values.reserve(HEAD_VALUES);
    let signed = ready.endpoint.signer.sign(
        &ready.credentials,
        Signable {
            host: host.to_str().unwrap_or_default(),
            target,
            body: &request.body,
            at: Skew::apply(ready.skew, network.clock.wall()),
        },
        &mut stationery.values,
    );
    let length = stationery.values.len();
    // Not that it could: a buffer grows.
    let _ = write!((&mut stationery.values).writer(), "{}", request.body.len());
    let values = BytesMut::split(&mut stationery.values).freeze();
    let value = |bytes: Bytes| HeaderValue::from_maybe_shared(bytes).map_err(|error| unsendable(request, error));
    let mut authorization = value(values.slice(signed.authorization))?;
    authorization.set_sensitive(true);

    headers.insert(HOST, host.clone());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(sign::CONTENT_TYPE));
    headers.insert(CONTENT_LENGTH, value(values.slice(length..))?);
    headers.insert(TARGET, HeaderValue::from_static(target));
    headers.insert(DATE_SENT, value(values.slice(signed.date))?);
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(
        USER_AGENT,
        HeaderValue::from_static(concat!("ddbx/", env!("CARGO_PKG_VERSION"))),
    );
    if let Some(token) = ready.credentials.session_token() {
        let mut token = HeaderValue::from_bytes(token.as_bytes()).map_err(|error| unsendable(request, error))?;
        token.set_sensitive(true);
        headers.insert(SESSION_TOKEN, token);
    }
    let mut message = http::Request::new(Full::new(request.body.clone()));
    *message.method_mut() = Method::POST;
    *message.uri_mut() = Uri::from_static("/");
    *message.headers_mut() = headers;
    Ok(message)
}

fn response(status: u16, headers: &HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(status, body);
    if let Some(id) = request_id(headers) {
        response = response.with_request_id(id);
    }
    let checksum = headers
        .get(CHECKSUM)
        .and_then(|sum| sum.to_str().ok()?.trim().parse().ok());
    if let Some(checksum) = checksum {
        response = response.with_checksum(checksum);
    }
    // In milliseconds. Said twice, or not as a number, it is not heard.
    let mut waits = headers.get_all(RETRY_AFTER).iter();
    let wait = waits.next().and_then(|wait| wait.to_str().ok()?.trim().parse().ok());
    match (wait, waits.next()) {
        (Some(wait), None) => response.with_retry_after(Duration::from_millis(wait)),
        _ => response,
    }
}

/// The server's id; it may be any bytes.
fn request_id(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    let id = headers.get(REQUEST_ID)?;
    Some(String::from_utf8_lossy(id.as_bytes()))
}

fn failure(broken: Broken, request: &Request, perhaps_tls: bool) -> Error {
    let failed = |kind, class, message: &'static str| Error::failed(kind, class, request, message);
    let (error, source, headers) = match broken {
        Broken::NotSent(source) => {
            let message = "the connection was closed before the request was sent";
            let error = failed(ErrorKind::Connection, FailureClass::NotSent, message);
            (error, source, HeaderMap::new())
        }
        Broken::Lost(source, headers) => {
            let message = if perhaps_tls && headers.is_empty() {
                "the connection broke before the answer was there; does the server speak TLS (`dynamodb+https`)?"
            } else {
                "the connection broke before the answer was there"
            };
            let error = failed(ErrorKind::Connection, FailureClass::Ambiguous, message);
            (error, source, headers)
        }
        Broken::TooLarge(cap, headers) => {
            let message = format!("the answer is larger than {cap} bytes (`PoolOptions::response_limits`)");
            let error = Error::failed(ErrorKind::UnexpectedResponse, FailureClass::Ambiguous, request, message);
            (error, None, headers)
        }
        Broken::Cut { sent } => {
            let class = if sent {
                FailureClass::Ambiguous
            } else {
                FailureClass::NotSent
            };
            let message = "the pool was closed before the answer was there";
            (failed(ErrorKind::Closed, class, message), None, HeaderMap::new())
        }
    };
    let error = match source {
        Some(source) => error.with_source(source),
        None => error,
    };
    match request_id(&headers) {
        Some(id) => error.with_request_id(id),
        None => error,
    }
}

fn unsendable(request: &Request, error: http::header::InvalidHeaderValue) -> Error {
    let message = "the credentials hold a character that no header can carry; a line break at the end, perhaps";
    Error::failed(ErrorKind::Authentication, FailureClass::NotSent, request, message).with_source(error)
}
