mod decoding;
mod members;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

pub(crate) use decoding::{Decoding, cast};

pub(crate) use members::{Unnamed, encode_inlined, flatten_checks, members};

use super::Field;
use crate::library::Library;

/// How fields are written.
pub(crate) struct Encoding {
    /// Names the functions that write forms, so that a form that does not fit its type is reported where it is written.
    pub(crate) bounds: TokenStream,
    /// The members, as a list of names and values.
    pub(crate) members: TokenStream,
}

impl Encoding {
    pub(crate) fn of<'a>(fields: impl Iterator<Item = &'a Field>, private: &Library) -> Self {
        let (mut bounds, mut members) = (TokenStream::new(), TokenStream::new());
        for field in fields {
            let quoted = quoted(&field.attribute);
            let site = Span::mixed_site();
            let (ty, value) = match formed_value(field, private) {
                Some(value) => {
                    // An argument that stands where the form does is no second error of it.
                    let here = field.form(private).map_or(site, |form| form.span());
                    if let Some(encode) = field.form_item("encode", private) {
                        bounds.extend(quote_spanned!(here=> let _ = #encode;));
                    }
                    (quote_spanned!(here=> _), quote_spanned!(here=> &#value))
                }
                None => {
                    let (ty, member) = (&field.ty, &field.member);
                    (ty.clone(), quote_spanned!(site=> &self.#member))
                }
            };
            let here = site.located_at(ty.span());
            members.extend(quote_spanned!(here=> (#quoted, <#ty as #private::Encode>::member(#value)),));
        }
        Self {
            bounds,
            members: quote_spanned!(Span::mixed_site()=> &[#members]),
        }
    }

    /// The statements that use `writer` and may return early.
    pub(crate) fn statements(&self) -> TokenStream {
        let Self { bounds, members } = self;
        quote_spanned!(Span::mixed_site()=> #bounds writer.fields(#members)?;)
    }
}

/// What is written in the place of a field that is not stored as its type says.
fn formed_value(field: &Field, private: &Library) -> Option<TokenStream> {
    let (member, site) = (&field.member, Span::mixed_site());
    let here = field.form(private).map_or(site, |form| form.span());
    let at_form = &private.at(here);
    let own = quote_spanned!(site=> &self.#member);
    let inside = quote_spanned!(here=> ::core::option::Option::as_ref(#own));
    let borrowed = field.form(private).map(|form| {
        let formed = field.formed();
        quote_spanned!(here=> #at_form::form::Borrowed::<#formed, #form>::new)
    });
    let value = match (&borrowed, &field.storage.optional) {
        (None, _) => inside,
        (Some(borrowed), None) => return Some(quote_spanned!(here=> #borrowed(#own))),
        (Some(borrowed), Some(_)) => quote_spanned!(here=> ::core::option::Option::map(#inside, #borrowed)),
    };
    match field.storage.null {
        Some(_) => Some(quote_spanned!(here=> #at_form::form::OrNull(#value))),
        None => borrowed.map(|_| value),
    }
}

/// The attribute's name as JSON, its colon included.
pub(crate) fn quoted(attribute: &str) -> String {
    let mut json = String::with_capacity(attribute.len() + 3);
    json.push('"');
    for character in attribute.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\0'..='\x1f' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push_str("\":");
    json
}
