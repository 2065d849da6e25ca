//! Compares what was written with itself, and reports what does not fit.

mod alias;
mod index;
mod key_only;
mod managed;
mod variants;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::LitStr;
use syn::ext::IdentExt;

use super::model::{Key, Model, Role, Table};
use super::parse::{Source, Table as WrittenTable, Variant, WriteId, Written};
use super::template::{self, Part};
use crate::context::Context;
use crate::field::{self, Field};
use crate::name;
use crate::symbol::{PK, SK, Symbol};
use crate::word;

/// The model of the entity. When errors were reported it is one that expands, so that they stay the only errors.
pub(super) fn check(mut written: Written, context: &mut Context) -> Model {
    let table = table(&written, context);
    let partition = key(
        &PK,
        written.pk.as_ref(),
        &written.fields,
        |field| field.pk.as_ref(),
        context,
    );
    let sort = key(
        &SK,
        written.sk.as_ref(),
        &written.fields,
        |field| field.sk.as_ref(),
        context,
    );

    let partition_given = written.pk.is_some() || written.fields.iter().any(|field| field.pk.is_some());
    if !partition_given && written.complete {
        match sort_token(&written) {
            Some(token) => context.error(
                token,
                "an `sk` without a `pk`: the sort key is the second part of a key",
            ),
            None => context.error(
                &written.name,
                format!(
                    "no partition key: put `#[entity(pk)]` on a field, or `{}` on the struct",
                    PK.form
                ),
            ),
        }
    }
    if let (Some(Key::Field(partition)), Some(Key::Field(sort))) = (&partition, &sort)
        && partition == sort
    {
        let Field { member, name, .. } = &written.fields[*partition];
        context.error(
            member,
            format!("`{name}` cannot be both the partition key and the sort key"),
        );
    }
    if written.variants.is_empty() {
        field::duplicates(&written.fields, context);
    }
    let keys: Vec<_> = [&partition, &sort].into_iter().flatten().collect();
    key_fields(&keys, &written.fields, context);
    if let Table::Own(_) = table {
        alias::refuse_of_keys(&keys, &written.fields, context);
    }
    let indexes = index::check(std::mem::take(&mut written.indexes), &table, &written.fields, context);
    let keys_given = usize::from(partition_given) + usize::from(sort_token(&written).is_some());
    // A key with a mistake may hold any field.
    if keys.len() == keys_given && written.complete {
        key_only::check(&keys, &indexes, &table, &written.fields, context);
    }
    if let Table::Own(_) = table {
        let primary = [(Role::Partition, &partition), (Role::Sort, &sort)];
        let primary = primary
            .into_iter()
            .filter_map(|(role, key)| Some((role.attribute(), key.as_ref()?)));
        let attributes: Vec<_> = primary.chain(index::attributes(&indexes)).collect();
        template_attributes(&attributes, &written.fields, context);
        variants::beside_keys(&written, &attributes, context);
    }
    let write_id = written
        .write_id
        .as_ref()
        .map(|write_id| write_id_attribute(write_id, &table, &keys, &written.fields, context));
    let tag_attribute = variants::check(&written, &table, write_id.as_deref(), context);

    let managed = managed::check(&written, &keys, &indexes, context);

    Model {
        name: written.name,
        handles: written.handles,
        library: written.library,
        table,
        fields: written.fields,
        variants: written.variants,
        tag_attribute,
        partition: partition.unwrap_or_else(|| Key::Template {
            literal: LitStr::new("?", Span::call_site()),
            parts: vec![Part::Literal("?".to_owned())],
        }),
        sort,
        indexes,
        deny_unknown: written.deny_unknown,
        write_id,
        managed,
        whole: written.whole,
    }
}

/// The table: its name by DynamoDB's rules, or the struct that describes it.
fn table(written: &Written, context: &mut Context) -> Table {
    match &written.table {
        Some(WrittenTable::Own(literal)) => {
            name::check_table(literal, context);
            if let Some(tag) = &written.tag {
                let message = "items of a table of the entity's own have no tag: there is nothing else in it";
                context.error(tag, message);
            }
            Table::Own(literal.value())
        }
        Some(WrittenTable::Shared(path)) => {
            let tag = written.tag.as_ref().map(LitStr::value);
            if let (Some(literal), Some("")) = (&written.tag, tag.as_deref()) {
                context.error(literal, "a tag cannot be empty");
            }
            Table::Shared {
                path: path.clone(),
                tags: match &written.variants[..] {
                    [] => vec![tag.unwrap_or_else(|| written.name.unraw().to_string())],
                    variants => variants.iter().map(Variant::tag).collect(),
                },
            }
        }
        None => {
            if written.complete {
                context.error(
                    &written.name,
                    format!("no table: add `#[entity({})]`", "table = \"users\""),
                );
            }
            Table::Own(String::new())
        }
    }
}

/// The token to blame for a sort key.
fn sort_token(written: &Written) -> Option<TokenStream> {
    match &written.sk {
        Some(Source::Field(field)) => Some(field.to_token_stream()),
        Some(Source::Template(literal)) => Some(literal.to_token_stream()),
        None => written
            .fields
            .iter()
            .find_map(|field| field.sk.as_ref())
            .map(ToTokens::to_token_stream),
    }
}

/// The key that is written as `symbol`, on the struct or on a field.
fn key(
    symbol: &Symbol,
    source: Option<&Source>,
    fields: &[Field],
    flag: impl Fn(&Field) -> Option<&Ident>,
    context: &mut Context,
) -> Option<Key> {
    let mut flagged = fields
        .iter()
        .enumerate()
        .filter_map(|(position, field)| Some((position, flag(field)?)));
    let first = flagged.next();
    for (position, token) in flagged.by_ref() {
        if let Some((first, _)) = first {
            let message = format!(
                "`{}` is on two fields, `{}` and `{}`: a key of several fields is a template, `{} = \"{{{}}}#{{{}}}\"`",
                symbol.name,
                fields[first].name,
                fields[position].name,
                symbol.name,
                fields[first].name,
                fields[position].name
            );
            context.error(token, message);
        }
    }
    match (source, first) {
        (Some(_), Some((_, token))) => {
            context.error(
                token,
                format!("`{}` is given twice, on the struct and here", symbol.name),
            );
            None
        }
        (Some(Source::Field(name)), None) => find(fields, &name.unraw().to_string(), context, name).map(Key::Field),
        (Some(Source::Template(literal)), None) => template_key(symbol.name, literal, fields, context),
        (None, Some((position, token))) => of_a_key(fields, position, context, token).map(Key::Field),
        (None, None) => None,
    }
}

fn template_key(option: &str, literal: &LitStr, fields: &[Field], context: &mut Context) -> Option<Key> {
    let text = literal.value();
    let written = match template::parse(&text) {
        Ok(parts) => parts,
        Err(message) => {
            context.error(literal, message);
            return None;
        }
    };
    if fields.iter().any(|field| field.name == text) {
        let message = format!(
            "\"{text}\" is a constant key, the same for every item: the field is `{option} = {text}`, a template of it `\"{{{text}}}\"`"
        );
        context.error(literal, message);
    }
    // Every placeholder is looked up, also after one was not found.
    let parts: Vec<_> = written
        .into_iter()
        .map(|part| match part {
            Part::Literal(text) => Some(Part::Literal(text)),
            Part::Placeholder { field, format } => {
                find(fields, &field, context, literal).map(|field| Part::Placeholder { field, format })
            }
        })
        .collect();
    let parts = parts.into_iter().collect::<Option<_>>()?;
    Some(Key::Template {
        literal: literal.clone(),
        parts,
    })
}

fn find(fields: &[Field], name: &str, context: &mut Context, token: impl ToTokens) -> Option<usize> {
    let Some(position) = fields.iter().position(|field| field.name == name) else {
        let known = fields.iter().map(|field| field.name.as_str());
        context.error(token, format!("no field `{name}`{}", word::did_you_mean(name, known)));
        return None;
    };
    of_a_key(fields, position, context, token)
}

/// The field at `position`, unless it can be part of no key: not every item of an enum has it, or it is stored in no
/// attribute of its own.
fn of_a_key(fields: &[Field], position: usize, context: &mut Context, token: impl ToTokens) -> Option<usize> {
    let field = &fields[position];
    if field.partial {
        let message = format!(
            "`{}` is not in every variant alike: a key is made of fields that all of them have, of the same type, written alike, with the same options",
            field.name
        );
        context.error(token, message);
        return None;
    }
    if let Some(inlined) = &field.inlined {
        context.error(token, inlined.no_key(&field.name));
        return None;
    }
    Some(position)
}

/// Reports options that a field of a key cannot have.
fn key_fields(keys: &[&Key], fields: &[Field], context: &mut Context) {
    let in_key = |position: usize| keys.iter().any(|key| key.fields().contains(&position));
    for (position, field) in fields.iter().enumerate() {
        let Field { name, member, .. } = field;
        if !in_key(position) {
            continue;
        }
        if let Some(skip) = &field.skip {
            context.error(skip, format!("`{name}` is part of the key and cannot be skipped"));
        } else if field.default.is_some() && field.managed.version.is_none() {
            context.error(
                member,
                format!("`{name}` is part of the key and needs no default: every item has its whole key"),
            );
        }
    }
}

/// Reports fields that would be stored where a template's value goes.
fn template_attributes(keys: &[(String, &Key)], fields: &[Field], context: &mut Context) {
    for (attribute, key) in keys {
        let Key::Template { .. } = key else { continue };
        if let Some(field) = fields
            .iter()
            .find(|field| field.is_attribute() && field.attribute == *attribute)
        {
            let message = format!(
                "`{}` would be stored as `{attribute}`, where the value of the key template goes: give it another name with `rename = \"..\"`",
                field.name
            );
            context.error(&field.member, message);
        }
        alias::refuse(fields, attribute, "the value of the key template goes", context);
    }
}

/// The attribute of the write id: one of its own.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>.
fn write_id_attribute(
    write_id: &WriteId,
    table: &Table,
    keys: &[&Key],
    fields: &[Field],
    context: &mut Context,
) -> String {
    const DEFAULT: &str = "_w";
    const MOST_BYTES: usize = 255;
    let attribute = write_id.attribute.as_ref().map_or(DEFAULT.to_owned(), LitStr::value);
    if attribute.is_empty() || attribute.len() > MOST_BYTES {
        context.error(&write_id.setting, "the name of an attribute has 1 to 255 bytes");
    }
    let way_out = "give the write id another name, `write_id = \"..\"`";
    if let Some(field) = fields
        .iter()
        .find(|field| field.is_attribute() && field.attribute == attribute)
    {
        let message = format!("`{attribute}` is where `{}` is stored: {way_out}", field.name);
        context.error(&write_id.setting, message);
    }
    alias::refuse(fields, &attribute, "the write id goes", context);
    let roles = [Role::Partition, Role::Sort];
    let is_key = |(key, role): (&&Key, Role<'_>)| matches!(key, Key::Template { .. }) && role.attribute() == attribute;
    if matches!(table, Table::Own(_)) && keys.iter().zip(roles).any(is_key) {
        let message = format!("`{attribute}` is where the value of the key template goes: {way_out}");
        context.error(&write_id.setting, message);
    }
    attribute
}
