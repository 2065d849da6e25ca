use proc_macro2::Ident;
use quote::ToTokens;

use super::super::model::{Index, Key, Managed};
use super::super::parse::{Whole, Written};
use crate::context::Context;
use crate::field::Field;
use crate::symbol::SCHEMA_VERSION;

/// Where items say which version their form has.
const SCHEMA_VERSION_ATTRIBUTE: &str = "_v";

/// The fields that are looked after.
pub(super) fn check(written: &Written, keys: &[&Key], indexes: &[Index], context: &mut Context) -> Managed {
    let fields = &written.fields;
    for field in fields {
        one_each(field, context);
        of_all_variants(field, context);
    }
    whole(&written.whole, fields, context);
    if let (Some(_), Some(write_id)) = (&written.whole.schema_version, &written.write_id)
        && write_id
            .attribute
            .as_ref()
            .is_some_and(|name| name.value() == SCHEMA_VERSION_ATTRIBUTE)
    {
        let message =
            format!("`{SCHEMA_VERSION_ATTRIBUTE}` is where the schema version goes: give the write id another name");
        context.error(&write_id.setting, message);
    }
    only("created_at", fields, |field| field.managed.created_at.as_ref(), context);
    let managed = Managed {
        version: only("version", fields, |field| field.managed.version.as_ref(), context),
        updated_at: only("updated_at", fields, |field| field.managed.updated_at.as_ref(), context),
        expires: only("expires", fields, expires, context),
    };
    let in_key = |position: usize| keys.iter().any(|key| key.fields().contains(&position));
    let in_index = |position: usize| {
        let keys = indexes
            .iter()
            .flat_map(|index| index.partition.iter().chain(&index.sort));
        keys.flat_map(Key::fields).any(|field| field == position)
    };
    if let Some(position) = managed.version
        && let Some(token) = &fields[position].managed.version
        && (in_key(position) || in_index(position))
    {
        let name = &fields[position].name;
        let message = format!("`{name}` grows with every write, updates too, and cannot be part of a key");
        context.error(token, message);
    }
    if let Some(position) = managed.updated_at
        && let Some(token) = &fields[position].managed.updated_at
        && in_key(position)
    {
        let name = &fields[position].name;
        let message = format!("`{name}` changes with every write and cannot be part of the primary key, which stays");
        context.error(token, message);
    }
    if let Some(position) = managed.expires
        && let Some(form) = fields[position].storage.other_than_seconds()
    {
        context.error(
            form,
            "DynamoDB wants the time an item expires in whole seconds: leave this out",
        );
    }
    if let Some(position) = managed.expires
        && let Some(key_only) = &fields[position].key_only
    {
        context.error(
            key_only,
            "DynamoDB reads the time an item expires from an attribute of its own: leave this out",
        );
    }
    managed
}

/// Reports a field whose value is looked after twice.
fn one_each(field: &Field, context: &mut Context) {
    let mut tokens = field.managed.tokens();
    if let Some(first) = tokens.next() {
        for token in tokens {
            let message = format!(
                "`{}` is marked twice, `{first}` and `{token}`: a field is one of them",
                field.name
            );
            context.error(token, message);
        }
    }
}

/// Reports a field that not all variants of an enum have.
fn of_all_variants(field: &Field, context: &mut Context) {
    let managed = field.managed.tokens().next().map(ToTokens::to_token_stream);
    let validate = field.managed.validate.as_ref().map(ToTokens::to_token_stream);
    if let (true, Some(token)) = (field.partial, managed.or(validate)) {
        let message = format!(
            "`{}` is looked after by every statement, so all variants have it, written alike",
            field.name
        );
        context.error(token, message);
    }
}

/// Reports options of the struct that do not go together.
fn whole(whole: &Whole, fields: &[Field], context: &mut Context) {
    let is_taken = |field: &&Field| field.is_stored() && field.attribute == SCHEMA_VERSION_ATTRIBUTE;
    if let (Some(version), Some(field)) = (&whole.schema_version, fields.iter().find(is_taken)) {
        let message = format!(
            "`{}` would be stored as `{SCHEMA_VERSION_ATTRIBUTE}`, where the schema version goes: give it another name with `rename = \"..\"`",
            field.name
        );
        context.error(&version.literal, message);
    }
    match (&whole.schema_version, &whole.upcast) {
        (None, Some(upcast)) => {
            let message = format!(
                "`upcast` needs the number of the form it leads to: `{}`",
                SCHEMA_VERSION.form
            );
            context.error(upcast, message);
        }
        (Some(version), Some(upcast)) if version.number == 1 => {
            context.error(
                upcast,
                "there is nothing older than version 1: `upcast` comes with version 2",
            );
        }
        _ => {}
    }
}

fn expires(field: &Field) -> Option<&Ident> {
    field.managed.expires.as_ref().map(|expires| &expires.token)
}

/// The field that is marked so; a second one is reported.
fn only(
    option: &str,
    fields: &[Field],
    token: impl Fn(&Field) -> Option<&Ident>,
    context: &mut Context,
) -> Option<usize> {
    let mut marked = fields.iter().enumerate().filter(|(_, field)| token(field).is_some());
    let first = marked.next();
    if let Some((first, _)) = first {
        for (_, second) in marked {
            let message = format!(
                "`{option}` is on two fields, `{}` and `{}`: an entity has one",
                fields[first].name, second.name
            );
            context.error(token(second), message);
        }
    }
    first.map(|(position, _)| position)
}
