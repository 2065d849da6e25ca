use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::super::model::Model;
use super::whole;
use crate::field::{self, Decoding};

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
    let Decoding { slots, member, result } = Decoding::of(&model.fields, private);
    let decoded = whole::after_read(model, quote_spanned!(Span::mixed_site()=> decode()), private);
    let upcast = whole::upcast(model, private);
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #private::EncodeItem for #name {
            fn encode_item(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                let mut encode = || -> #private::Result<()> {
                    #private::write_item_keys(self, writer)?;
                    #members
                    ::core::result::Result::Ok(())
                };
                encode().map_err(|error| error.of(#entity))
            }
        }

        #[automatically_derived]
        impl<'de> #private::DecodeItem<'de> for #name {
            fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                let mut decode = || -> #private::Result<Self> {
                    #upcast
                    #slots
                    parser.begin_object()?;
                    while let ::core::option::Option::Some(name) = parser.next_key()? {
                        let read = #member;
                        read?;
                    }
                    #result
                };
                #decoded.map_err(|error| error.of(#entity))
            }
        }
    }
}
