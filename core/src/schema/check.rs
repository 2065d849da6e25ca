//! Checks of a schema that run while compiling; what they refuse is reported at the field that caused it.

use super::message::Message;
use crate::codec::Kind;

/// Refuses a key field of a type that DynamoDB has no keys of.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_key_kind(field: &'static str, kind: Kind, optional: bool) {
    if optional {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` is part of the primary key and cannot be optional: every item has its whole key")
                .as_str()
        );
    }
    if !kind.is_key() {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` cannot be part of a key: DynamoDB's keys are strings, numbers or binary, this field is ")
                .push(kind.words())
                .as_str()
        );
    }
}

/// Refuses a number without a width in a sort key template.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_sort_placeholder(field: &'static str, kind: Kind, width: u8) {
    if matches!(kind, Kind::N) && width == 0 {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push("` is a number in a sort key template and would sort as text: 10 before 9\n  help: pad it, `{")
                .push(field)
                .push(":020}`")
                .as_str()
        );
    }
}
