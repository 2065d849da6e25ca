use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::FieldsNamed;
use syn::ext::IdentExt;

use super::{Default, Defaults, Field, Inlined, managed, storage};
use crate::context::Context;
use crate::setting::Settings;
use crate::symbol::{ALIAS, DEFAULT, FIELD_PK, FIELD_SK, KEY_ONLY, Place, RENAME, SKIP};

/// The fields of the struct `owner`, whose options are in attributes called `attribute`; where they say nothing of how
/// they are stored, `defaults` does.
pub(crate) fn parse(
    owner: &Ident,
    fields: &FieldsNamed,
    attribute: &str,
    place: &Place,
    defaults: &Defaults,
    context: &mut Context,
) -> Vec<Field> {
    let mut parsed = Vec::with_capacity(fields.named.len());
    for field in &fields.named {
        let Some(member) = &field.ident else {
            unreachable!("`FieldsNamed` holds named fields")
        };
        let name = member.unraw().to_string();
        let mut settings = Settings::of(&field.attrs, attribute, place, context);
        let inlined = Inlined::parse(&mut settings, context);
        let renamed = settings.string(&RENAME, context).and_then(|renamed| {
            if renamed.value().is_empty() {
                context.error(renamed, "the name of an attribute cannot be empty");
                return None;
            }
            Some(renamed.value())
        });
        let skip = settings.flag(&SKIP, context);
        let aliases = settings.strings(&ALIAS, context);
        for alias in &aliases {
            if let Some(skip) = &skip {
                context.error(alias, format!("`{name}` has `{skip}`: what is not stored is not read"));
            } else if alias.value().is_empty() {
                context.error(alias, "the name of an attribute cannot be empty");
            }
        }
        let of_type = Defaults::default();
        let defaults = if inlined.is_some() { &of_type } else { defaults };
        let mut storage = storage::parse(&mut settings, &field.ty, defaults, context);
        storage.optional = storage.optional.map(|optional| without_self(optional, owner));
        if let (Some(skip), Some(form)) = (&skip, storage.option()) {
            context.error(
                form,
                format!("`{name}` has `{skip}`: what is not stored has no storage form"),
            );
        }
        let managed = managed::parse(&mut settings, context);
        if let (Some(skip), Some(token)) = (&skip, managed.tokens().next()) {
            context.error(
                token,
                format!("`{name}` has `{skip}`: what is not stored is not looked after"),
            );
        }
        if managed.expires.is_some() {
            storage.as_seconds(&field.ty);
        }
        let mut default = settings
            .take(&DEFAULT)
            .and_then(|setting| Default::parse(&setting, owner, context));
        if managed.version.is_some() {
            // An item that was stored before there were versions has none.
            default = default.or(Some(Default::Trait));
        }
        parsed.push(Field {
            member: member.clone(),
            renamed: renamed.is_some(),
            attribute: renamed.unwrap_or_else(|| name.clone()),
            name,
            ty: without_self(field.ty.to_token_stream(), owner),
            aliases,
            default,
            pk: settings.flag(&FIELD_PK, context),
            sk: settings.flag(&FIELD_SK, context),
            key_only: settings.flag(&KEY_ONLY, context),
            skip,
            inlined,
            storage,
            managed,
            partial: false,
            complete: settings.complete,
        });
    }
    parsed
}

/// Reports fields that are stored, or read, under a name of an earlier one.
pub(crate) fn duplicates(fields: &[Field], context: &mut Context) {
    let stored: Vec<_> = fields.iter().filter(|field| field.is_attribute()).collect();
    for (position, field) in stored.iter().enumerate() {
        if let Some(earlier) = stored[..position]
            .iter()
            .find(|earlier| earlier.attribute == field.attribute)
        {
            let message = format!(
                "`{}` and `{}` are both stored as `{}`: give one of them another name with `rename = \"..\"`",
                earlier.name, field.name, field.attribute
            );
            context.error(&field.member, message);
        }
        for (number, alias) in field.aliases.iter().enumerate() {
            let name = alias.value();
            let is_given = field.aliases[..number].iter().any(|earlier| earlier.value() == name);
            let message = if is_given {
                format!("`{name}` is an alias of `{}` already", field.name)
            } else if let Some(other) = stored.iter().find(|other| other.attribute == name) {
                format!("`{}` is stored as `{name}`: an alias is another name", other.name)
            } else if let Some(other) = stored[..position]
                .iter()
                .find(|other| other.names().any(|other| other == name))
            {
                format!("`{name}` is an alias of `{}` already", other.name)
            } else {
                continue;
            };
            context.error(alias, message);
        }
    }
}

/// `tokens` with `Self` spelled out.
pub(crate) fn without_self(tokens: TokenStream, owner: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let mut named = owner.clone();
                named.set_span(ident.span());
                named.into()
            }
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), without_self(group.stream(), owner));
                replaced.set_span(group.span());
                replaced.into()
            }
            other => other,
        })
        .collect()
}
