use std::sync::Arc;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::ErrorKind as RetryKind;
use ddbx_core::error::FailureClass;
use ddbx_core::fault::Nature;
use ddbx_core::{Error, ErrorKind, Outcome, Response};

use super::failure::Failure;

/// Our answer as the SDK's: what the server said, or why nothing was heard of it.
pub(super) fn write(answer: Result<Response, Error>) -> Result<HttpResponse, ConnectorError> {
    match answer {
        Ok(response) => of(&response).ok_or_else(|| unusual(response.status)),
        Err(error) => match error
            .response()
            .filter(|response| is_told(&error, response))
            .and_then(of)
        {
            // The SDK makes its own error of what the server said, and ours goes along.
            Some(mut http) => {
                http.add_extension(Failure(Arc::new(error)));
                Ok(http)
            }
            None => Err(failed(error)),
        },
    }
}

/// Whether the SDK reads in the last answer what became of the request.
///
/// In a refusal of the last attempt it does not, where an attempt before it may have been carried out: a put may have
/// made the very item that its repeat was refused for. Nothing but our error says so. An answer that leaves it open by
/// itself hides nothing. And all of 2xx is success to the SDK, while DynamoDB's is 200.
fn is_told(error: &Error, response: &Response) -> bool {
    let is_open = || match error.fault() {
        Some(fault) => fault.nature() == Nature::Ambiguous,
        None => response.status >= 500,
    };
    !(200..300).contains(&response.status) && (error.outcome() != Outcome::Unknown || is_open())
}

fn of(response: &Response) -> Option<HttpResponse> {
    let status = StatusCode::try_from(response.status).ok()?;
    let mut http = HttpResponse::new(status, SdkBody::from(response.body.clone()));
    if let Some(id) = &response.request_id {
        // An id that is no header's value is nothing that AWS can be asked about.
        let _ = http
            .headers_mut()
            .try_insert("x-amzn-requestid", id.as_str().to_owned());
    }
    Some(http)
}

fn unusual(status: u16) -> ConnectorError {
    let message = format!("the answer has the status {status}, which HTTP does not have");
    failed(Error::new(ErrorKind::UnexpectedResponse, message).with_outcome(Outcome::Unknown))
}

/// The SDK's form of an error that no answer came with.
fn failed(error: Error) -> ConnectorError {
    let not_sent = error.class() == Some(FailureClass::NotSent);
    let kind = error.kind();
    let source = error.into();
    let error = match kind {
        ErrorKind::PoolTimeout | ErrorKind::Timeout => ConnectorError::timeout(source),
        ErrorKind::Connection | ErrorKind::UnexpectedResponse => ConnectorError::io(source),
        ErrorKind::Authentication
        | ErrorKind::Configuration
        | ErrorKind::Encode
        | ErrorKind::Invalid
        | ErrorKind::Unsupported => ConnectorError::user(source),
        ErrorKind::Throttled => ConnectorError::other(source, Some(RetryKind::ThrottlingError)),
        _ => ConnectorError::other(source, None),
    };
    if not_sent { error.never_connected() } else { error }
}
