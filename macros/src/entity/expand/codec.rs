use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::model::{Model, Role};
use super::{schema, whole};
use crate::field::{self, Decoding, Encoding, Unnamed};
use crate::library::Library;

/// The item's writer and reader.
pub(super) fn expand(model: &Model, private: &Library) -> TokenStream {
    let (name, entity) = (&model.name, model.name.unraw().to_string());
    let (encode, decode) = (encode(model, &entity, private), decode(model, &entity, private));
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #private::EncodeItem for #name {
            fn encode_item(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                #encode
            }
        }

        #[automatically_derived]
        impl<'de> #private::DecodeItem<'de> for #name {
            fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                #decode
            }
        }
    }
}

fn encode(model: &Model, entity: &str, private: &Library) -> TokenStream {
    // A field that is a key by itself is written with the keys.
    let written = model
        .stored()
        .filter(|(position, field)| field.is_attribute() && !model.is_key_attribute(*position));
    let encoding = Encoding::of(written.map(|(_, field)| field), private);
    let (start, inlined) = field::encode_inlined(&model.fields, &unnamed(model).known, private);
    if inlined.is_empty() {
        let Encoding { bounds, members } = encoding;
        return quote_spanned!(Span::mixed_site()=> #bounds #private::write_item(self, writer, #members));
    }
    let members = encoding.statements();
    quote_spanned! {Span::mixed_site()=>
        let mut encode = || -> #private::Result<()> {
            #start
            #private::write_item_keys(self, writer)?;
            #members
            #inlined
            ::core::result::Result::Ok(())
        };
        encode().map_err(|error| error.of(#entity))
    }
}

fn decode(model: &Model, entity: &str, private: &Library) -> TokenStream {
    let unnamed = unnamed(model);
    let mut decoding = Decoding::of(&model.fields, &unnamed, private);
    let Keys { texts, places, fields } = keys(model, &decoding.key_only, private);
    for (name, place) in places {
        decoding.add(name, place);
    }
    let (slots, upcast) = (decoding.slots(private), whole::upcast(model, private));
    let Decoding {
        declare,
        result,
        only_slots,
        ..
    } = &decoding;
    let decoded = whole::after_read(model, quote_spanned!(Span::mixed_site()=> decode()), private);
    let statements = quote_spanned! {Span::mixed_site()=>
        #declare
        #texts
        #slots.item(parser, #entity)?;
        #fields
        #result
    };
    if *only_slots && model.whole.hooks.is_none() {
        return quote!(#upcast #statements);
    }
    quote_spanned! {Span::mixed_site()=>
        #upcast
        let mut decode = || -> #private::Result<Self> { #statements };
        #decoded.map_err(|error| error.of(#entity))
    }
}

/// What becomes of attributes that no field names.
pub(super) fn unnamed(model: &Model) -> Unnamed {
    let library = &model.library;
    Unnamed {
        deny: model.deny_unknown,
        known: quote_spanned!(Span::mixed_site()=>
            |name: &::core::primitive::str| <Self as #library::Entity>::SCHEMA.manages(name)
        ),
    }
}

/// The statements that take fields marked `key_only` out of the keys.
#[derive(Default)]
pub(super) struct Keys {
    /// Declares the texts of the keys.
    pub(super) texts: TokenStream,
    /// The attributes of the keys, and the places that they are read into.
    pub(super) places: Vec<(TokenStream, TokenStream)>,
    /// Fills the slots of the fields.
    pub(super) fields: TokenStream,
}

pub(super) fn keys(model: &Model, key_only: &[(usize, TokenStream)], private: &Library) -> Keys {
    let (name, library, site) = (&model.name, &model.library, Span::mixed_site());
    let mut keys = Keys::default();
    let mut known = Vec::new();
    for (position, slot) in key_only {
        let Some((role, key)) = model.holder(*position) else {
            continue;
        };
        let (text, of) = match role {
            Role::Sort => ("sort_text", quote_spanned!(site=> sort)),
            _ => ("partition_text", quote_spanned!(site=> partition)),
        };
        let text_of_key = Ident::new(text, site);
        if !known.contains(&text) {
            known.push(text);
            let attribute = schema::attribute(model, role, key);
            keys.texts
                .extend(quote_spanned!(site=> let mut #text_of_key = #private::key_text();));
            keys.places
                .push((attribute, quote_spanned!(site=> #text_of_key.slot())));
        }
        let (field, number) = (&model.fields[*position], model.number(*position));
        let read = field.key_reader(private);
        // An argument by itself would be a second error of a type that cannot be read back.
        let read = quote_spanned!(read.span()=> |text: &str| #read(text));
        keys.fields.extend(quote_spanned! {site=>
            #slot = ::core::option::Option::Some(#private::read_key_only(
                <#name as #library::Entity>::SCHEMA,
                &<#name as #library::Entity>::SCHEMA.primary().#of()[0],
                &#text_of_key.value,
                #number,
                #read,
            )?);
        });
    }
    keys
}
