use super::super::model::{Index, Key, Table};
use crate::context::Context;
use crate::field::Field;

/// Reports fields marked `key_only` that could not be read back, and options of them that say how an attribute is read.
pub(super) fn check(keys: &[&Key], indexes: &[Index], table: &Table, fields: &[Field], context: &mut Context) {
    for (position, field) in fields.iter().enumerate() {
        let (Some(token), name) = (&field.key_only, &field.name) else {
            continue;
        };
        if let Some(message) = no_place(position, name, keys, indexes, table) {
            context.error(token, message);
            continue;
        }
        if field.renamed {
            let message =
                format!("`{name}` is stored in the key only and has no attribute to name: leave `rename` out");
            context.error(token, message);
        }
        let options = [&field.storage.lenient, &field.storage.null];
        for option in options.into_iter().flatten() {
            let message = format!(
                "`{name}` is stored in the key only, and a key is written and read one way: leave `{option}` out"
            );
            context.error(option, message);
        }
    }
}

/// Why the field is not stored where `key_only` says.
fn no_place(field: usize, name: &str, keys: &[&Key], indexes: &[Index], table: &Table) -> Option<String> {
    let is_field = |key: &&Key| matches!(key, Key::Field(position) if *position == field);
    let holds = |key: &Key| matches!(key, Key::Template { .. }) && key.fields().contains(&field);
    let index = |is_it: &dyn Fn(&Key) -> bool| {
        let mut indexes = indexes.iter();
        indexes.find(|index| index.partition.iter().chain(&index.sort).any(is_it))
    };
    if keys.iter().any(|key| holds(key)) {
        let is_attribute = matches!(table, Table::Own(_))
            .then(|| index(&|key| is_field(&key)))
            .flatten();
        return is_attribute.map(|index| {
            let index = index.table_name();
            format!(
                "`{name}` is stored in the key only, and index `{index}` goes by an attribute of it: write a template there, \"{{{name}}}\""
            )
        });
    }
    if keys.iter().any(is_field) {
        return Some(match table {
            Table::Own(_) => format!("`{name}` is a key by itself and stored once already: leave `key_only` out"),
            Table::Shared { .. } => format!(
                "`{name}` is a key as it is, and no placeholder that it could be read out of: write the template \"{{{name}}}\""
            ),
        });
    }
    Some(match index(&holds) {
        Some(index) => format!(
            "`{name}` is a placeholder of index `{}` alone, and would be lost where an item is not in it: `key_only` is for placeholders of `pk` and `sk`",
            index.table_name()
        ),
        None => format!(
            "`{name}` is no placeholder of the key, and would be stored nowhere: `key_only` is for those of `pk` and `sk`, `pk = \"{}#{{{name}}}\"`",
            name.to_uppercase()
        ),
    })
}
