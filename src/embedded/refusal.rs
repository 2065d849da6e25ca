//! Refused requests, in DynamoDB's words.
//!
//! dynoxide's public types read a request's JSON through serde, whose errors are not DynamoDB's. Where dynoxide knows
//! DynamoDB's own message it hands it over as a serde error that begins with a marker, and leaves it to the caller to
//! choose the fault by it. The rest are serde's own words, which may quote the request: they are translated or
//! replaced, so that no item's value gets into a message by this way.

use dynoxide::DynoxideError;
use serde_json::error::Category;
use serde_json::json;

use super::answer::Answer;

/// A request that was not carried out.
pub(super) struct Refusal {
    status: u16,
    body: Vec<u8>,
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Answer {
        Answer::new(refusal.status, refusal.body)
    }
}

impl Refusal {
    /// A body that could not be read as the operation's input.
    pub(super) fn unreadable(operation: &str, error: &serde_json::Error) -> Refusal {
        Refusal::fault(operation, unreadable(error))
    }

    /// A fault that dynoxide reported.
    pub(super) fn fault(operation: &str, fault: DynoxideError) -> Refusal {
        let fault = in_words_of(operation, fault);
        Refusal {
            status: fault.status_code(),
            body: fault.to_json().into_bytes(),
        }
    }

    /// A failure of the engine itself.
    pub(super) fn internal(message: &str) -> Refusal {
        let fault = DynoxideError::InternalServerError(message.to_owned());
        Refusal {
            status: fault.status_code(),
            body: fault.to_json().into_bytes(),
        }
    }

    /// An output that could not be written, after the operation was carried out.
    pub(super) fn unwritable(operation: &str) -> Refusal {
        Refusal::internal(&format!(
            "the embedded engine could not write the answer of {operation}"
        ))
    }

    /// An operation that dynoxide does not have.
    pub(super) fn unknown_operation(operation: &str) -> Refusal {
        Refusal::service(
            400,
            "UnknownOperationException",
            &format!("the embedded engine does not have the operation {operation}"),
        )
    }

    /// A body that DynamoDB would not read to its end.
    pub(super) fn too_large(operation: &str, limit: usize) -> Refusal {
        Refusal::service(
            413,
            "RequestEntityTooLargeException",
            &format!("Request must be smaller than {limit} bytes for the {operation} operation"),
        )
    }

    /// A refusal by AWS's front end, which knows operations but no tables.
    fn service(status: u16, code: &str, message: &str) -> Refusal {
        let body = json!({ "__type": format!("com.amazon.coral.service#{code}"), "message": message });
        Refusal {
            status,
            body: body.to_string().into_bytes(),
        }
    }
}

/// The fault in the form that this operation gives it.
fn in_words_of(operation: &str, fault: DynoxideError) -> DynoxideError {
    match (operation, fault) {
        // These three validate the request as a whole first, and count what they find. dynoxide counts for them
        // wherever it knows the operation, and marks the message where it does not.
        ("PutItem" | "UpdateItem" | "DeleteItem", DynoxideError::EnvelopedValidation(message)) => {
            DynoxideError::ValidationException(format!("1 validation error detected: {message}"))
        }
        // PartiQL writes the item beside a capitalised `Message`.
        ("ExecuteStatement", DynoxideError::ConditionalCheckFailedException(message, Some(item))) => {
            DynoxideError::StatementConditionalCheckFailed(message, item)
        }
        (_, fault) => fault,
    }
}

/// DynamoDB's word for a type of JSON that it did not expect.
const UNEXPECTED_TYPE: &str = "Unexpected value type in payload";

/// DynamoDB's word for an object where it expected something else.
const UNEXPECTED_MAP: &str = "Start of structure or map found where not expected";

/// DynamoDB's words for a value nested deeper than 32 levels. dynoxide counts them; this is for bodies in which
/// `serde_json` stops first, at 128 levels of JSON:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>.
const TOO_DEEP: &str = "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels \
                        beyond supported limit";

/// The fault that an error of serde's stands for.
fn unreadable(error: &serde_json::Error) -> DynoxideError {
    use DynoxideError::{EnvelopedValidation, SerializationException, ValidationException};

    let whole = error.to_string();
    let text = without_position(&whole);
    let marked = |marker| text.strip_prefix(marker).map(str::to_owned);
    // In messages given "as read", the position belongs to the message.
    let as_read = |marker| whole.strip_prefix(marker).map(str::to_owned);

    if let Some(message) = marked("VALIDATION_REQUEST:") {
        return EnvelopedValidation(message);
    }
    if let Some(message) = marked("VALIDATION:").or_else(|| as_read("VALIDATION_AS_READ:")) {
        return ValidationException(message);
    }
    if let Some(message) = marked("SERIALIZATION:").or_else(|| as_read("SERIALIZATION_AS_READ:")) {
        return SerializationException(message);
    }
    if text.starts_with("recursion limit exceeded") {
        return ValidationException(TOO_DEEP.to_owned());
    }
    if error.classify() != Category::Data {
        // Not JSON at all, to which DynamoDB has nothing to say: the message stays empty and is left out.
        return SerializationException(String::new());
    }
    // The first three of these name members and what they take, never an item's value.
    let names_members = [
        "missing field ",
        "unknown variant ",
        "invalid type: null",
        "Supplied AttributeValue ",
    ];
    if names_members.iter().any(|start| text.starts_with(start)) {
        return ValidationException(text.to_owned());
    }
    if text.starts_with("empty AttributeValue") {
        return ValidationException(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes".to_owned(),
        );
    }
    let mismatch = text
        .strip_prefix("invalid type: ")
        .and_then(|types| types.rsplit_once(", expected "));
    SerializationException(match mismatch {
        Some((found, expected)) => type_mismatch(found, expected),
        None => UNEXPECTED_TYPE.to_owned(),
    })
}

/// DynamoDB's words for a value of one type where another was expected. `found` may quote the value.
fn type_mismatch(found: &str, expected: &str) -> String {
    let class = match expected {
        "a string" => "String",
        "a boolean" => "Boolean",
        "a JSON number" | "i32" | "usize" => "Integer",
        "i64" | "u64" => "Long",
        _ if found == "map" => return UNEXPECTED_MAP.to_owned(),
        _ => return UNEXPECTED_TYPE.to_owned(),
    };
    let token = match found.split(' ').next() {
        Some("boolean") if found.contains("true") => "TRUE_VALUE",
        Some("boolean") => "FALSE_VALUE",
        Some("floating") => "DECIMAL_VALUE",
        Some("integer") => "NUMBER_VALUE",
        Some("map") => return UNEXPECTED_MAP.to_owned(),
        Some("sequence") => return format!("Unrecognized collection type class java.lang.{class}"),
        Some("string") if class == "Boolean" => {
            return "Unexpected token received from parser".to_owned();
        }
        Some("string") => "STRING_VALUE",
        _ => return UNEXPECTED_TYPE.to_owned(),
    };
    format!("{token} cannot be converted to {class}")
}

/// The message without the ` at line N column M` that `serde_json` appends.
fn without_position(text: &str) -> &str {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.rsplit_once(" at line ") {
        Some((message, position))
            if position
                .split_once(" column ")
                .is_some_and(|(line, column)| is_number(line) && is_number(column)) =>
        {
            message
        }
        _ => text,
    }
}
