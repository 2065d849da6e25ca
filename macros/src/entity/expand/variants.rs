//! The writer and reader of an enum.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::super::model::{Model, Table};
use super::super::parse::Variant;
use super::codec::{Keys, keys, unnamed};
use super::schema::shared;
use super::whole;
use crate::attribute::{of_variant, pattern};
use crate::field::{self, Decoding, Encoding, Field};
use crate::library::Library;
use crate::word;

/// The implementation; one that is not `clean` lacks variants, and does nothing.
pub(super) fn expand(model: &Model, clean: bool, private: &Library) -> TokenStream {
    let name = &model.name;
    if !clean {
        return stub(name, private);
    }
    let entity = name.unraw().to_string();
    let attribute = match &model.table {
        Table::Own(_) => {
            let attribute = &model.tag_attribute;
            quote!(#attribute)
        }
        Table::Shared { .. } => {
            let shared = shared(model);
            quote!(#shared.tag())
        }
    };
    let tags: Vec<_> = model.variants.iter().map(Variant::tag).collect();
    let known = word::list(tags.iter().map(String::as_str));
    let unknown = format!("unknown tag; `{entity}` knows {known}");
    let untagged = format!("no tag says which variant the item is; `{entity}` knows {known}");
    let encode = model.variants.iter().map(|variant| encode(model, variant, private));
    let decode = model
        .variants
        .iter()
        .map(|variant| decode(model, variant, &entity, private));
    let decoded = whole::after_read(model, quote_spanned!(Span::mixed_site()=> decode()), private);
    let upcast = whole::upcast(model, private);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #private::EncodeItem for #name {
            #[allow(unused_variables)]
            fn encode_item(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                let mut encode = || -> #private::Result<()> {
                    #private::write_all_keys(self, writer)?;
                    writer.key(#attribute);
                    match self {
                        #(#encode)*
                    }
                    ::core::result::Result::Ok(())
                };
                encode().map_err(|error| error.of(#entity))
            }
        }

        #[automatically_derived]
        impl<'de> #private::DecodeItem<'de> for #name {
            fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                #upcast
                let mut decode = || -> #private::Result<Self> {
                    match &*#private::read_variant(parser, #attribute, #untagged)? {
                        #(#decode)*
                        _ => ::core::result::Result::Err(#private::CodecError::custom(#unknown).at(#attribute)),
                    }
                };
                #decoded.map_err(|error| error.of(#entity))
            }
        }
    }
}

/// What stands for an enum whose errors were reported.
fn stub(name: &Ident, private: &Library) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        impl #private::EncodeItem for #name {
            fn encode_item(&self, _: &mut #private::Writer) -> #private::Result<()> {
                ::core::result::Result::Err(#private::CodecError::custom(""))
            }
        }
        impl<'de> #private::DecodeItem<'de> for #name {
            fn decode_item(_: &mut #private::Parser<'de>) -> #private::Result<Self> {
                ::core::result::Result::Err(#private::CodecError::custom(""))
            }
        }
    }
}

/// The arm that writes a variant's tag and members. A field that is a key by itself is written with the keys.
fn encode(model: &Model, variant: &Variant, private: &Library) -> TokenStream {
    let Variant { ident, fields, .. } = variant;
    let is_key = |field: &Field| {
        let position = model.common().iter().position(|common| common.member == field.member);
        position.is_some_and(|position| model.is_key_attribute(position))
    };
    let written = fields.iter().filter(|field| field.is_attribute() && !is_key(field));
    let (start, inlined) = field::encode_inlined(fields, &unnamed(model).known, private);
    let members = Encoding::of(written, private).statements();
    let members = of_variant(quote!(#members #inlined), ident, fields);
    let (tag, pattern) = (variant.tag(), pattern(fields));
    quote_spanned!(Span::mixed_site()=> Self::#ident { #pattern .. } => {
        writer.s(#tag);
        #start
        #members
    })
}

/// The arm that reads a variant.
fn decode(model: &Model, variant: &Variant, entity: &str, private: &Library) -> TokenStream {
    let Variant { ident, fields, .. } = variant;
    let tag = variant.tag();
    let mut decoding = Decoding::of(fields, &unnamed(model), private);
    // What is in a key is in all variants.
    let common = |position: usize| {
        model
            .common()
            .iter()
            .position(|field| field.member == fields[position].member)
    };
    let key_only = decoding.key_only.iter();
    let key_only: Vec<_> = key_only
        .filter_map(|(position, slot)| Some((common(*position)?, slot.clone())))
        .collect();
    let Keys {
        texts,
        places,
        fields: of_keys,
    } = keys(model, &key_only, private);
    for (name, place) in places {
        decoding.add(name, place);
    }
    let (slots, declare) = (decoding.slots(private), &decoding.declare);
    let result = of_variant(decoding.result, ident, fields);
    quote_spanned!(Span::mixed_site()=> #tag => {
        #declare
        #texts
        #slots.item(parser, #entity)?;
        #of_keys
        #result
    })
}
