use syn::LitStr;

use super::super::model::{Key, Table};
use super::super::parse::Written;
use crate::context::Context;
use crate::name;

const DEFAULT: &str = "_type";

/// What the variants of an enum must agree on; the attribute of its tag, for a table of its own.
pub(super) fn check(written: &Written, table: &Table, write_id: Option<&str>, context: &mut Context) -> String {
    tags(written, context);
    let attribute = attribute(written);
    match (table, &written.tag_in) {
        (Table::Own(_), Some(literal)) => name::check_attribute(literal, context),
        (Table::Shared { .. }, Some(literal)) => context.error(
            literal,
            "the table says where its items say what they are: leave this out",
        ),
        (_, None) => {}
    }
    if written.variants.is_empty() || matches!(table, Table::Shared { .. }) {
        return attribute;
    }
    let way_out = "give the tag another name with `tag_attribute = \"..\"`";
    let mut stored = written.fields.iter().filter(|field| field.is_stored());
    if let Some(field) = stored.find(|field| field.attribute == attribute) {
        let message = format!(
            "`{}` would be stored as `{attribute}`, where the tag goes: give it another name with `rename = \"..\"`, or {way_out}",
            field.name
        );
        context.error(&field.member, message);
    }
    if let (Some(write_id), true) = (&written.write_id, write_id == Some(&attribute)) {
        context.error(
            &write_id.setting,
            format!("`{attribute}` is where the tag goes: {way_out}"),
        );
    }
    attribute
}

/// Refuses a tag that would be stored where the value of a key template goes.
pub(super) fn beside_keys(written: &Written, keys: &[(String, &Key)], context: &mut Context) {
    let attribute = attribute(written);
    let is_taken = |(key, written): &(String, &Key)| *key == attribute && matches!(written, Key::Template { .. });
    if let (Some(literal), true) = (&written.tag_in, keys.iter().any(is_taken)) {
        let message = format!("`{attribute}` is where the value of a key template goes: give the tag another name");
        context.error(literal, message);
    }
}

fn attribute(written: &Written) -> String {
    written.tag_in.as_ref().map_or(DEFAULT.to_owned(), LitStr::value)
}

/// Items say which variant they are.
fn tags(written: &Written, context: &mut Context) {
    for (position, variant) in written.variants.iter().enumerate() {
        let tag = variant.tag();
        if let (Some(literal), "") = (&variant.written_tag, tag.as_str()) {
            context.error(literal, "a tag cannot be empty");
        }
        let earlier = written.variants[..position].iter().find(|earlier| earlier.tag() == tag);
        if let Some(earlier) = earlier {
            let message = format!(
                "items of `{}` and of `{}` both have the tag `{tag}`: give one of them another with `tag = \"..\"`",
                earlier.ident, variant.ident
            );
            match &variant.written_tag {
                Some(literal) => context.error(literal, message),
                None => context.error(&variant.ident, message),
            }
        }
    }
}
