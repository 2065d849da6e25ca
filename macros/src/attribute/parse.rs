//! The shapes an attribute type can have.

mod variants;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields};

use crate::context::Context;
use crate::field::{self, Defaults, Field, handles};
use crate::library::Library;
use crate::rename::{self, Case};
use crate::setting::Settings;
use crate::symbol::{ATTRIBUTE_ENUM, ATTRIBUTE_FIELD, ATTRIBUTE_STRUCT, CRATE, DENY_UNKNOWN, RENAME_ALL};

/// A type that is stored in one attribute.
pub(super) struct Attribute {
    pub(super) name: Ident,
    /// The path of `ddbx`.
    pub(super) library: Library,
    /// None where the type has no shape that can be stored, which was reported.
    pub(super) shape: Option<Shape>,
}

pub(super) enum Shape {
    /// `struct Email(String)`: stored as its inner type.
    Newtype(TokenStream),
    /// Unit variants as numbers.
    Numbers(Vec<Numbered>),
    /// A struct with named fields: a map.
    Struct(Document),
    /// Variants that may carry data: maps.
    Tagged(Tagged),
    /// Unit variants: a string.
    Variants(Vec<Variant>),
}

/// A struct that is stored as a map.
pub(super) struct Document {
    /// What the struct of its handles is called.
    pub(super) handles: Ident,
    pub(super) fields: Vec<Field>,
    pub(super) deny_unknown: bool,
}

/// A variant that is stored as its discriminant.
pub(super) struct Numbered {
    pub(super) ident: Ident,
    /// As messages name it: the variant and, where the macro can tell, its number.
    pub(super) shown: String,
}

/// An enum whose variants are told apart by an attribute of their map.
pub(super) struct Tagged {
    /// The attribute with the name of the variant.
    pub(super) tag: String,
    /// The attribute with its data; `None`: beside the tag.
    pub(super) content: Option<String>,
    /// Whether members that a variant does not name are refused.
    pub(super) deny_unknown: bool,
    pub(super) variants: Vec<Variant>,
}

pub(super) struct Variant {
    pub(super) ident: Ident,
    /// As it is stored.
    pub(super) stored: String,
    pub(super) body: Body,
}

/// What a variant carries.
pub(super) enum Body {
    /// `Invoice { number: u32 }`
    Fields(Vec<Field>),
    /// `Card(Card)`
    Newtype(TokenStream),
    Unit,
}

pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Attribute {
    let place = if matches!(input.data, Data::Enum(_)) {
        &ATTRIBUTE_ENUM
    } else {
        &ATTRIBUTE_STRUCT
    };
    let mut settings = Settings::of(&input.attrs, "attribute", place, context);
    let library = Library::called(settings.path(&CRATE, context));
    let defaults = Defaults::take(&mut settings, context);
    let shape = shape(input, &mut settings, &defaults, context);
    Attribute {
        name: input.ident.clone(),
        library,
        shape,
    }
}

fn shape(input: &DeriveInput, settings: &mut Settings, defaults: &Defaults, context: &mut Context) -> Option<Shape> {
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "an attribute type cannot be generic: derive it for each type that is stored",
        );
        return None;
    }
    match &input.data {
        Data::Enum(data) => variants::parse(input, data, settings, context),
        Data::Struct(data) => members(input, &data.fields, settings, defaults, context),
        Data::Union(data) => {
            context.error(
                data.union_token,
                "a union cannot be stored: ddbx would not know which of its fields it holds",
            );
            None
        }
    }
}

fn members(
    input: &DeriveInput,
    fields: &Fields,
    settings: &mut Settings,
    defaults: &Defaults,
    context: &mut Context,
) -> Option<Shape> {
    match fields {
        Fields::Named(fields) => {
            let case = Case::take(settings, context);
            let mut fields = field::parse(&input.ident, fields, "attribute", &ATTRIBUTE_FIELD, defaults, context);
            rename::rename_all(&mut fields, case);
            field::duplicates(&fields, context);
            let deny_unknown = settings.flag(&DENY_UNKNOWN, context);
            field::check_inlined(&fields, deny_unknown.as_ref(), context);
            Some(Shape::Struct(Document {
                handles: handles::name(input),
                fields,
                deny_unknown: deny_unknown.is_some(),
            }))
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
            if let Some(setting) = settings.take(&RENAME_ALL) {
                context.error(
                    setting.name,
                    "a newtype has no names to change: it is stored as its own type",
                );
            }
            if let Some(deny_unknown) = settings.flag(&DENY_UNKNOWN, context) {
                context.error(
                    deny_unknown,
                    "a newtype has no names that could be unknown: it is stored as its own type",
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
