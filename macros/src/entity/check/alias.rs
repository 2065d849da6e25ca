use super::super::model::Key;
use crate::context::Context;
use crate::field::Field;

/// Refuses aliases of fields that are keys as they are.
pub(super) fn refuse_of_keys(keys: &[&Key], fields: &[Field], context: &mut Context) {
    for key in keys {
        let Key::Field(position) = key else { continue };
        let Field { name, aliases, .. } = &fields[*position];
        for alias in aliases {
            let message = format!(
                "`{name}` is the key itself and has no alias: an item without the attribute could not be in the table"
            );
            context.error(alias, message);
        }
    }
}

/// Refuses an alias that is the name of something else.
pub(super) fn refuse(fields: &[Field], attribute: &str, what: &str, context: &mut Context) {
    for alias in fields.iter().flat_map(|field| &field.aliases) {
        if alias.value() == attribute {
            context.error(
                alias,
                format!("`{attribute}` is where {what}: an alias is another name"),
            );
        }
    }
}
