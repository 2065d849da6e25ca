use std::fmt;
use std::time::Duration;

use ddbx_core::codec::Writer;
use ddbx_core::fault::{CancellationCode, FaultCode, ThrottleScope, ThrottledResource, ThrottlingReason};
use ddbx_core::{Operation, Request, Response};

use super::body;

/// An answer that DynamoDB could have given, to the byte: what reads it is tested too.
///
/// ```
/// use ddbx_core::fault::ThrottlingReason;
/// use ddbx_core::{Error, Operation, Request};
/// use ddbx_middleware::chaos::Answer;
/// use std::time::Duration;
///
/// let answer = Answer::throttled(ThrottlingReason::IndexWriteKeyRangeThroughputExceeded)
///     .about("arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by_status")
///     .asking_to_wait(Duration::from_millis(80));
///
/// let request = Request::new(Operation::PutItem, "{}").on("orders");
/// let error = Error::from_response(&request, &answer.to(&request));
/// assert!(error.is_throttled());
/// assert_eq!(error.retry_after(), Some(Duration::from_millis(80)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an answer answers nothing by itself: `chaos.next(1, answer)`"]
pub struct Answer {
    text: Text,
    wait: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Text {
    Cancelled(Box<[CancellationCode]>),
    Conflict,
    Fault(FaultCode, u16, &'static str),
    Forged(u16, Box<str>),
    Throttled(ThrottlingReason, Option<Box<str>>),
}

impl Answer {
    /// `ProvisionedThroughputExceededException` with this reason, or `RequestLimitExceeded` where the account's quota is
    /// the reason. It names the ARN of the request's first table, or of the index that the request names.
    pub fn throttled(reason: ThrottlingReason) -> Self {
        Self::new(Text::Throttled(reason, None))
    }

    /// A throttle of the table or index with this ARN.
    pub fn about(mut self, arn: impl Into<Box<str>>) -> Self {
        if let Text::Throttled(_, resource) = &mut self.text {
            *resource = Some(arn.into());
        }
        self
    }

    /// The answer with a wait that it asks for (`x-amz-retry-after`).
    pub fn asking_to_wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }

    /// `InternalServerError`, HTTP 500.
    pub const fn internal_error() -> Self {
        Self::fault(
            FaultCode::InternalServerError,
            500,
            "The request processing has failed because of an unknown error.",
        )
    }

    /// `ServiceUnavailable`, HTTP 503.
    pub const fn unavailable() -> Self {
        Self::fault(FaultCode::ServiceUnavailable, 503, "The service cannot answer now.")
    }

    /// `AccessDeniedException`.
    pub const fn access_denied() -> Self {
        Self::fault(
            FaultCode::AccessDenied,
            400,
            "The caller is not authorized to perform this operation.",
        )
    }

    /// `TransactionInProgressException`: of transactions that write.
    pub const fn in_progress() -> Self {
        Self::fault(
            FaultCode::TransactionInProgress,
            400,
            "The transaction with the given request token is already in progress.",
        )
    }

    /// `ConditionalCheckFailedException`: of writes of one item.
    pub const fn condition_failed() -> Self {
        Self::fault(FaultCode::ConditionalCheckFailed, 400, "The conditional request failed")
    }

    /// `TransactionConflictException` of writes of one item; a transaction is cancelled for the conflict of its first
    /// action.
    pub const fn conflict() -> Self {
        Self::new(Text::Conflict)
    }

    /// `TransactionCanceledException`, with one reason for each action, in their order: of transactions.
    ///
    /// Reasons that are too few are filled up with `None`; of too many, those at the end are left out.
    pub fn cancelled(reasons: impl IntoIterator<Item = CancellationCode>) -> Self {
        Self::new(Text::Cancelled(reasons.into_iter().collect()))
    }

    /// Any status and body.
    pub fn forged(status: u16, body: impl Into<Box<str>>) -> Self {
        Self::new(Text::Forged(status, body.into()))
    }

    const fn fault(code: FaultCode, status: u16, message: &'static str) -> Self {
        Self::new(Text::Fault(code, status, message))
    }

    const fn new(text: Text) -> Self {
        Self { text, wait: None }
    }

    /// Whether DynamoDB gives this answer to the operation.
    pub(super) fn fits(&self, operation: Operation) -> bool {
        match &self.text {
            Text::Cancelled(_) => is_transaction(operation),
            Text::Conflict => is_transaction(operation) || writes_one_item(operation),
            Text::Fault(FaultCode::TransactionInProgress, ..) => {
                is_transaction(operation) && operation != Operation::TransactGetItems
            }
            Text::Fault(FaultCode::ConditionalCheckFailed, ..) => writes_one_item(operation),
            Text::Throttled(..) => operation.uses_capacity(),
            Text::Fault(..) | Text::Forged(..) => true,
        }
    }

    /// The answer to this request.
    #[must_use]
    pub fn to(&self, request: &Request) -> Response {
        let (status, body) = match &self.text {
            Text::Cancelled(reasons) => (400, cancelled(reasons, request)),
            Text::Conflict if is_transaction(request.operation) => {
                (400, cancelled(&[CancellationCode::TransactionConflict], request))
            }
            Text::Conflict => {
                let message = "Transaction is ongoing for the item";
                (400, error(&FaultCode::TransactionConflict, message, |_| ()))
            }
            Text::Fault(code, status, message) => (*status, error(code, message, |_| ())),
            Text::Forged(status, body) => (*status, body.as_bytes().to_vec()),
            Text::Throttled(reason, resource) => (400, throttled(reason, resource.as_deref(), request)),
        };
        let response = Response::new(status, body);
        match self.wait {
            Some(wait) => response.with_retry_after(wait),
            None => response,
        }
    }
}

/// The body of an error, with what `more` adds to it.
fn error(code: &FaultCode, message: &str, more: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut body = Writer::new();
    body.begin_object();
    body.key("__type");
    body.string(&format!("com.amazonaws.dynamodb.v20120810#{}", code.name()));
    body.key("message");
    body.string(message);
    more(&mut body);
    body.end_object();
    body.into_vec()
}

fn throttled(reason: &ThrottlingReason, resource: Option<&str>, request: &Request) -> Vec<u8> {
    let (code, message) = match reason.scope() {
        Some(ThrottleScope::Account) => (
            FaultCode::RequestLimitExceeded,
            "Throughput exceeds the current throughput quota for your account.",
        ),
        Some(ThrottleScope::KeyRange | ThrottleScope::OnDemandMaximum | ThrottleScope::Provisioned) | None => (
            FaultCode::ProvisionedThroughputExceeded,
            "The level of configured provisioned throughput for the table or index was exceeded.",
        ),
    };
    error(&code, message, |body| {
        body.key("ThrottlingReasons");
        body.begin_array();
        body.begin_object();
        body.key("reason");
        body.string(reason.name());
        if let Some(arn) = resource.map(str::to_owned).or_else(|| arn(reason, request)) {
            body.key("resource");
            body.string(&arn);
        }
        body.end_object();
        body.end_array();
    })
}

/// The ARN of what was throttled, as far as the request names it.
fn arn(reason: &ThrottlingReason, request: &Request) -> Option<String> {
    let table = request.tables.iter().next()?;
    let table = if table.starts_with("arn:") {
        table.to_string()
    } else {
        format!("arn:aws:dynamodb:us-east-1:000000000000:table/{}", &**table)
    };
    if reason.resource() != Some(ThrottledResource::Index) {
        return Some(table);
    }
    let index = body::string_member(&request.body, "IndexName")?;
    Some(format!("{table}/index/{index}"))
}

fn cancelled(reasons: &[CancellationCode], request: &Request) -> Vec<u8> {
    let actions = body::count_of(&request.body, &["TransactItems", "TransactStatements"]);
    let reasons: Vec<&CancellationCode> = (0..actions.unwrap_or(reasons.len()))
        .map(|action| reasons.get(action).unwrap_or(&CancellationCode::None))
        .collect();
    let names: Vec<&str> = reasons.iter().map(|code| code.name()).collect();
    let message = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        names.join(", ")
    );
    error(&FaultCode::TransactionCanceled, &message, |body| {
        body.key("CancellationReasons");
        body.begin_array();
        for code in reasons {
            body.begin_object();
            body.key("Code");
            body.string(code.name());
            body.end_object();
        }
        body.end_array();
    })
}

fn is_transaction(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::ExecuteTransaction | Operation::TransactGetItems | Operation::TransactWriteItems
    )
}

fn writes_one_item(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::DeleteItem | Operation::ExecuteStatement | Operation::PutItem | Operation::UpdateItem
    )
}

/// What it says, in a few words.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Text::Cancelled(_) => write!(f, "{}", FaultCode::TransactionCanceled),
            Text::Conflict => write!(f, "{}", FaultCode::TransactionConflict),
            Text::Fault(code, ..) => write!(f, "{code}"),
            Text::Forged(status, _) => write!(f, "HTTP {status}"),
            Text::Throttled(reason, _) => write!(f, "throttled ({reason})"),
        }
    }
}
