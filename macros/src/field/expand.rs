use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned;

use super::{Default, Field};

/// Writes the given fields as members: statements that use `writer` and may return early.
pub(crate) fn encode<'a>(fields: impl Iterator<Item = &'a Field>) -> TokenStream {
    fields
        .map(
            |Field {
                 member, ty, attribute, ..
             }| {
                let quoted = quoted(attribute);
                quote_spanned!(Span::mixed_site()=> writer.field::<#ty>(#quoted, &self.#member)?;)
            },
        )
        .collect()
}

/// The pieces of a decoder over fields.
pub(crate) struct Decoding {
    /// Declares one local for each stored field.
    pub(crate) locals: TokenStream,
    /// The arms of a `match` on the attribute's name that read from `parser`.
    pub(crate) arms: TokenStream,
    /// The fields of the struct's literal, taken from the locals.
    pub(crate) values: TokenStream,
}

impl Decoding {
    pub(crate) fn of(fields: &[Field], private: &TokenStream) -> Self {
        let mut this = Self {
            locals: TokenStream::new(),
            arms: TokenStream::new(),
            values: TokenStream::new(),
        };
        for (position, field) in fields.iter().enumerate() {
            let Field {
                member, ty, attribute, ..
            } = field;
            let site = Span::mixed_site();
            let fallback = match &field.default {
                Some(Default::Function(function)) => quote_spanned!(site=> #function()),
                Some(Default::Trait) | None => {
                    // The caret of an error belongs on the field's type.
                    let site = site.located_at(ty.span());
                    quote_spanned!(site=> <#ty as ::core::default::Default>::default())
                }
            };
            if !field.is_stored() {
                this.values.extend(quote_spanned!(site=> #member: #fallback,));
                continue;
            }
            // Not named after the field: locals of a macro can be told apart from its user's, but not from each other.
            let local = format_ident!("field_{position}", span = site);
            this.locals.extend(quote_spanned!(site=>
                let mut #local: ::core::option::Option<#ty> = ::core::option::Option::None;
            ));
            this.arms.extend(quote_spanned!(site=>
                #attribute => #local = ::core::option::Option::Some(parser.field::<#ty>(#attribute)?),
            ));
            this.values.extend(match field.default {
                Some(_) => quote_spanned!(site=> #member: match #local {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => #fallback,
                },),
                None => quote_spanned!(site=> #member: #private::required::<#ty>(#local, #attribute)?,),
            });
        }
        this
    }
}

/// The attribute's name as JSON, its colon included.
pub(super) fn quoted(attribute: &str) -> String {
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
