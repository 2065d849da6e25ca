//! What the handle of a field says of how it is read, where its type does not say it: views read by it.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::field::{Field, cast, fallback};
use crate::library::Library;

/// The methods to call on the new handle: none for most fields.
pub(super) fn expand(field: &Field, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let mut methods = TokenStream::new();
    if field.storage.lenient.is_some() {
        methods.extend(lenient(field, private));
    }
    if field.default.is_some() {
        let (ty, value) = (&field.ty, fallback(field, private));
        let stored = stored(field, private);
        methods.extend(quote_spanned!(site=> .absent_as(|| {
            let value: #ty = #value;
            #stored
        })));
    }
    if field.key_only.is_some() {
        let (read, stored) = (field.key_reader(private), stored(field, private));
        methods.extend(quote_spanned!(site=> .from_key_by(|text: &::core::primitive::str| {
            let value = #read(text)?;
            ::core::result::Result::Ok(#stored)
        })));
    }
    methods
}

fn lenient(field: &Field, private: &Library) -> TokenStream {
    let (ty, site) = (&field.ty, Span::mixed_site());
    // Said first, as in the decoder: what is wrong with both is then one error.
    let cast = cast(field, private);
    let of_option = field.storage.optional.is_some();
    let item = if of_option { "decode_option" } else { "decode" };
    match field.form_item(item, private) {
        None => quote_spanned!(site=> .read_by(|parser| {
            #cast
            parser.lenient::<#ty>()
        })),
        Some(decode) => {
            let stored = stored(field, private);
            quote_spanned!(site=> .read_by(|parser| {
                #cast
                let value = #decode(parser)?;
                ::core::result::Result::Ok(#stored)
            }))
        }
    }
}

/// The local `value`, of the field's type, as what the handle is of.
fn stored(field: &Field, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    match (field.form(private), &field.storage.optional) {
        (None, _) => quote_spanned!(site=> value),
        (Some(_), None) => quote_spanned!(site=> #private::form::stored(value)),
        (Some(_), Some(_)) => quote_spanned!(site=> ::core::option::Option::map(value, #private::form::stored)),
    }
}
