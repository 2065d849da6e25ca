use super::Schema;
use super::message::Message;
use super::table::same;
use crate::codec::Kind;

/// Refuses a time of expiry that is not stored as DynamoDB wants it.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_expires(field: &'static str, kind: Kind) {
    if !matches!(kind, Kind::N) {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(field)
                .push(
                    "` says when the item expires, which DynamoDB reads from a number of whole seconds; this field is "
                )
                .push(kind.words())
                .push("\n  help: mark it `unix(truncate)`, too")
                .as_str()
        );
    }
}

/// Refuses a time of expiry in another attribute than that of its table.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_expires_attribute(schema: &Schema) {
    let (Some(table), Some(field)) = (schema.table_schema(), schema.expires()) else {
        return;
    };
    let message = match table.ttl() {
        Some(ttl) if same(ttl, field.attribute()) => return,
        Some(ttl) => Message::new()
            .push("items of table `")
            .push(table.name())
            .push("` expire by `")
            .push(ttl)
            .push("`, and `")
            .push(field.name())
            .push("` is stored as `")
            .push(field.attribute())
            .push("`\n  help: `rename = \"")
            .push(ttl)
            .push("\"`"),
        None => Message::new()
            .push("items of table `")
            .push(table.name())
            .push("` do not expire\n  help: add `ttl = \"")
            .push(field.attribute())
            .push("\"` to the table"),
    };
    panic!("{}", message.as_str());
}
