use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, Variant};

use super::{Collection, Member};
use crate::context::Context;
use crate::field;
use crate::library::Library;
use crate::setting::Settings;
use crate::symbol::{COLLECTION, CRATE};

pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Collection {
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "a collection cannot be generic: its entities are of one table",
        );
    }
    let mut settings = Settings::of(&input.attrs, "collection", &COLLECTION, context);
    let library = Library::called(settings.path(&CRATE, context));
    Collection {
        ident: input.ident.clone(),
        library,
        members: members(input, context),
    }
}

fn members(input: &DeriveInput, context: &mut Context) -> Vec<Member> {
    let message = "a collection is an enum with one entity in each variant: `enum CustomerItem { Customer(Customer), Order(Order) }`";
    match &input.data {
        Data::Enum(data) if data.variants.is_empty() => context.error(&input.ident, message),
        Data::Enum(data) => {
            return data
                .variants
                .iter()
                .filter_map(|variant| member(input, variant, context))
                .collect();
        }
        Data::Struct(data) => context.error(data.struct_token, message),
        Data::Union(data) => context.error(data.union_token, message),
    }
    Vec::new()
}

fn member(input: &DeriveInput, variant: &Variant, context: &mut Context) -> Option<Member> {
    let name = &variant.ident;
    let fields = variant.fields.iter().flat_map(|field| &field.attrs);
    for option in variant.attrs.iter().chain(fields) {
        if option.path().is_ident("collection") {
            context.error(
                option,
                "a variant of a collection has no options: its entity says what its items are",
            );
        }
    }
    let message = format!("a variant of a collection holds one entity: `{name}(Order)`");
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            return Some(Member {
                variant: name.clone(),
                entity: field::without_self(fields.unnamed[0].ty.to_token_stream(), &input.ident),
            });
        }
        Fields::Unnamed(fields) => context.error(fields, message),
        Fields::Named(fields) => context.error(fields, message),
        Fields::Unit => context.error(name, message),
    }
    None
}
