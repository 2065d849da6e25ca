use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::super::model::Model;
use crate::field::{self, Decoding, Unnamed};

/// The item's writer and reader.
pub(super) fn expand(model: &Model, private: &TokenStream) -> TokenStream {
    let name = &model.name;
    let entity = name.unraw().to_string();
    // A field that is a key by itself is written with the keys.
    let members = field::encode(
        model
            .stored()
            .filter(|(position, _)| !model.is_key_attribute(*position))
            .map(|(_, field)| field),
        private,
    );
    let library = &model.library;
    let unnamed = Unnamed {
        deny: model.deny_unknown,
        known: quote_spanned!(Span::mixed_site()=>
            |name: &::core::primitive::str| <Self as #library::Entity>::SCHEMA.manages(name)
        ),
    };
    let (start, inlined) = field::encode_inlined(&model.fields, &unnamed.known, private);
    let Decoding { slots, member, result } = Decoding::of(&model.fields, &unnamed, private);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #private::EncodeItem for #name {
            fn encode_item(&self, writer: &mut #private::Writer) -> #private::Result<()> {
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

        #[automatically_derived]
        impl<'de> #private::DecodeItem<'de> for #name {
            fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                let mut decode = || -> #private::Result<Self> {
                    #slots
                    parser.begin_object()?;
                    while let ::core::option::Option::Some(name) = parser.next_key()? {
                        let read = #member;
                        read?;
                    }
                    #result
                };
                decode().map_err(|error| error.of(#entity))
            }
        }
    }
}
