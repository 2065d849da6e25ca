use super::Schema;
use super::message::Message;

/// Refuses a view of an entity whose older items are brought to the form of now: that takes whole items.
///
/// # Panics
///
/// When compiling, with the message the user reads.
#[track_caller]
pub const fn check_view(schema: &Schema) {
    if schema.schema_version().is_some() {
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(schema.entity())
                .push("` has a `schema_version`, and no views: an older item is brought to the form of now as a whole\n  help: read the entity and take from it what is needed")
                .as_str()
        );
    }
}
