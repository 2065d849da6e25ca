//! The three shapes an attribute type can have.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields};

use super::rename::Case;
use crate::context::Context;
use crate::field::{self, Defaults, Field};
use crate::setting::Settings;
use crate::symbol::{ATTRIBUTE_ENUM, ATTRIBUTE_FIELD, ATTRIBUTE_STRUCT, ATTRIBUTE_VARIANT, CRATE, RENAME, RENAME_ALL};

/// A type that is stored in one attribute.
pub(super) struct Attribute {
    pub(super) name: Ident,
    /// The path of `ddbx`.
    pub(super) library: TokenStream,
    /// None where the type has no shape that can be stored, which was reported.
    pub(super) shape: Option<Shape>,
}

pub(super) enum Shape {
    /// `struct Email(String)`: stored as its inner type.
    Newtype(TokenStream),
    /// A struct with named fields: a map.
    Struct(Vec<Field>),
    /// Unit variants: a string.
    Variants(Vec<Variant>),
}

pub(super) struct Variant {
    pub(super) ident: Ident,
    /// As it is stored.
    pub(super) stored: String,
}

pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Attribute {
    let place = if matches!(input.data, Data::Enum(_)) {
        &ATTRIBUTE_ENUM
    } else {
        &ATTRIBUTE_STRUCT
    };
    let mut settings = Settings::of(&input.attrs, "attribute", place, context);
    let library = settings
        .path(&CRATE, context)
        .map_or_else(|| quote!(::ddbx), ToTokens::into_token_stream);
    let case = settings
        .string(&RENAME_ALL, context)
        .and_then(|literal| Case::parse(&literal, context));
    let defaults = Defaults::take(&mut settings, context);
    let shape = shape(input, case, &defaults, context);
    Attribute {
        name: input.ident.clone(),
        library,
        shape,
    }
}

fn shape(input: &DeriveInput, case: Option<Case>, defaults: &Defaults, context: &mut Context) -> Option<Shape> {
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "an attribute type cannot be generic: derive it for each type that is stored",
        );
        return None;
    }
    match &input.data {
        Data::Enum(data) => variants(input, data, case, context).map(Shape::Variants),
        Data::Struct(data) => members(input, &data.fields, defaults, context),
        Data::Union(data) => {
            context.error(
                data.union_token,
                "a union cannot be stored: ddbx would not know which of its fields it holds",
            );
            None
        }
    }
}

fn members(input: &DeriveInput, fields: &Fields, defaults: &Defaults, context: &mut Context) -> Option<Shape> {
    match fields {
        Fields::Named(fields) => {
            let fields = field::parse(&input.ident, fields, "attribute", &ATTRIBUTE_FIELD, defaults, context);
            field::duplicates(&fields, context);
            Some(Shape::Struct(fields))
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let inner = &fields.unnamed[0];
            for option in inner.attrs.iter().filter(|found| found.path().is_ident("attribute")) {
                context.error(
                    option,
                    "the field of a newtype has no options: it is stored as its own type",
                );
            }
            if !defaults.is_empty() {
                context.error(
                    &input.ident,
                    "a newtype has no fields to give a storage form: name it in the type, `struct Seen(As<SystemTime, Unix>)`",
                );
            }
            Some(Shape::Newtype(inner.ty.to_token_stream()))
        }
        Fields::Unnamed(fields) => {
            context.error(fields, "a tuple struct has one field, `struct Email(String)`; several fields need names: `struct Address { city: String }`");
            None
        }
        Fields::Unit => {
            context.error(
                &input.ident,
                "a struct without fields has nothing to store: give it one, `struct Email(String)`",
            );
            None
        }
    }
}

fn variants(input: &DeriveInput, data: &DataEnum, case: Option<Case>, context: &mut Context) -> Option<Vec<Variant>> {
    if data.variants.is_empty() {
        context.error(
            &input.ident,
            "an enum without variants has nothing to store: give it one, `enum Status { Open }`",
        );
        return None;
    }
    let mut variants: Vec<Variant> = Vec::with_capacity(data.variants.len());
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!(
                "`{}` carries data: an enum that is an attribute has unit variants only, `enum {} {{ Open, Paid }}`",
                variant.ident, input.ident
            );
            context.error(&variant.fields, message);
        }
        let mut settings = Settings::of(&variant.attrs, "attribute", &ATTRIBUTE_VARIANT, context);
        let name = variant.ident.unraw().to_string();
        let stored = match settings.string(&RENAME, context) {
            Some(renamed) => {
                if renamed.value().is_empty() {
                    context.error(&renamed, "the name of a variant cannot be empty");
                }
                renamed.value()
            }
            None => case.map_or_else(|| name.clone(), |case| case.apply(&name)),
        };
        if let Some(earlier) = variants.iter().find(|earlier| earlier.stored == stored) {
            let message = format!(
                "`{}` and `{name}` are both stored as `{stored}`: give one of them another name with `rename = \"..\"`",
                earlier.ident
            );
            context.error(&variant.ident, message);
        }
        variants.push(Variant {
            ident: variant.ident.clone(),
            stored,
        });
    }
    Some(variants)
}
