//! An entity that is an enum.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{DataEnum, Fields, FieldsNamed, LitStr, Token};

use crate::context::Context;
use crate::field::{self, Defaults, Field};
use crate::rename::{self, Case};
use crate::setting::Settings;
use crate::symbol::{ENTITY_FIELD, ENTITY_VARIANT, TAG};

/// A variant as its author wrote it.
pub(in super::super) struct Variant {
    pub(in super::super) ident: Ident,
    /// What its items are called, if that is written.
    pub(in super::super) written_tag: Option<LitStr>,
    pub(in super::super) fields: Vec<Field>,
}

impl Variant {
    /// What its items are called.
    pub(in super::super) fn tag(&self) -> String {
        let name = || self.ident.unraw().to_string();
        self.written_tag.as_ref().map_or_else(name, LitStr::value)
    }
}

/// How the fields of all variants are read.
pub(super) struct Reading<'a> {
    pub(super) entity: &'a Ident,
    pub(super) defaults: &'a Defaults,
    pub(super) case: Option<Case>,
    pub(super) deny_unknown: Option<&'a Ident>,
}

/// The variants, with their fields.
pub(super) fn parse(
    data: &DataEnum,
    reading: &Reading<'_>,
    complete: &mut bool,
    context: &mut Context,
) -> Vec<Variant> {
    let mut variants = Vec::new();
    for variant in &data.variants {
        let mut settings = Settings::of(&variant.attrs, "entity", &ENTITY_VARIANT, context);
        let written_tag = settings.string(&TAG, context);
        *complete &= settings.complete;
        let Fields::Named(fields) = &variant.fields else {
            let message = format!(
                "a variant of an entity has named fields, those of its key at least: `{} {{ id: String }}`",
                variant.ident
            );
            context.error(&variant.ident, message);
            *complete = false;
            continue;
        };
        let mut fields = reading.fields(fields, context);
        fields
            .iter_mut()
            .for_each(|field| field.storage.of_variant(&variant.ident));
        *complete &= fields.iter().all(|field| field.complete);
        field::duplicates(&fields, context);
        field::check_inlined(&fields, reading.deny_unknown, context);
        variants.push(Variant {
            ident: variant.ident.clone(),
            written_tag,
            fields,
        });
    }
    variants
}

/// The fields that the entity has: first those that all variants have alike, then those of some.
pub(super) fn merge(data: &DataEnum, reading: &Reading<'_>) -> Vec<Field> {
    // What is wrong with a variant without names was said.
    let named = |variant: &'_ syn::Variant| match &variant.fields {
        Fields::Named(fields) => Some((variant.ident.clone(), fields.named.iter().cloned().collect())),
        Fields::Unnamed(_) | Fields::Unit => None,
    };
    let all: Vec<(Ident, Vec<syn::Field>)> = data.variants.iter().filter_map(named).collect();
    let is_in = |variant: &[syn::Field], field: &syn::Field| variant.iter().any(|other| is_alike(other, field));
    let is_common = |field: &syn::Field| all.iter().all(|(_, variant)| is_in(variant, field));
    let first = all.first().into_iter().flat_map(|(_, fields)| fields);
    let mut merged = reading.merged(first.filter(|field| is_common(field)));
    let mut seen: Vec<&syn::Field> = Vec::new();
    for (variant, fields) in &all {
        let partial = fields.iter().filter(|field| !is_common(field));
        let partial: Vec<_> = partial
            .filter(|field| !seen.iter().any(|other| is_alike(other, field)))
            .collect();
        seen.extend(&partial);
        for mut field in reading.merged(partial.into_iter()) {
            field.storage.of_variant(variant);
            field.partial = true;
            merged.push(field);
        }
    }
    merged
}

/// Whether two fields have the same name and type, and the same options.
fn is_alike(left: &syn::Field, right: &syn::Field) -> bool {
    let options = |field: &syn::Field| -> Vec<String> {
        let options = field.attrs.iter().filter(|option| option.path().is_ident("entity"));
        options.map(|option| option.to_token_stream().to_string()).collect()
    };
    left.ident == right.ident
        && left.ty.to_token_stream().to_string() == right.ty.to_token_stream().to_string()
        && options(left) == options(right)
}

impl Reading<'_> {
    fn fields(&self, fields: &FieldsNamed, context: &mut Context) -> Vec<Field> {
        let mut fields = field::parse(self.entity, fields, "entity", &ENTITY_FIELD, self.defaults, context);
        rename::rename_all(&mut fields, self.case);
        fields
    }

    /// What is wrong with these fields was said of their variants.
    fn merged<'a>(&self, fields: impl Iterator<Item = &'a syn::Field>) -> Vec<Field> {
        let named: Punctuated<syn::Field, Token![,]> = fields.cloned().collect();
        let brace_token = syn::token::Brace::default();
        self.fields(&FieldsNamed { brace_token, named }, &mut Context::new())
    }
}
