use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::super::parse::Numbered;
use crate::library::Library;
use crate::word;

/// An enum of unit variants is the number of its discriminant.
pub(super) fn expand(name: &Ident, variants: &[Numbered], private: &Library) -> TokenStream {
    let rust = name.unraw().to_string();
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let known = word::list(variants.iter().map(|variant| variant.shown.as_str()));
    let unknown = format!("unknown number; `{rust}` knows {known}");
    quote_spanned! {Span::mixed_site()=>
        const fn number(value: &#name) -> i128 {
            match value {
                #(#name::#idents => #name::#idents as i128,)*
            }
        }

        fn numbered(read: i128) -> #private::Result<#name> {
            #(if read == number(&#name::#idents) {
                return ::core::result::Result::Ok(#name::#idents);
            })*
            ::core::result::Result::Err(#private::CodecError::custom(#unknown))
        }

        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::N;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                #private::Encode::encode(&number(self), writer)
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                numbered(parser.integer(#rust)?)
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;

            fn bound(&self) -> #private::Result<#private::Bound> {
                ::core::result::Result::Ok(#private::Bound::Int(number(self)))
            }
        }

        #[automatically_derived]
        impl #private::KeyAttribute for #name {
            fn key_part(&self) -> #private::Result<#private::KeyPart<'_>> {
                ::core::result::Result::Ok(#private::KeyPart::Int(number(self)))
            }
        }

        #[automatically_derived]
        impl #private::FromKey for #name {
            fn from_key(text: &str) -> #private::Result<Self> {
                numbered(#private::integer_from_key(text, #rust)?)
            }
        }

        #[automatically_derived]
        impl #private::Ordered for #name {
            type Of = Self;
        }

        #[automatically_derived]
        impl #private::SetMember for #name {
            const SET: #private::Kind = #private::Kind::Ns;

            fn write_member(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                #private::Bound::Int(number(self)).write_member(writer)
            }

            fn read_member(parser: &mut #private::Parser<'_>) -> #private::Result<Self> {
                numbered(parser.integer_member(#rust)?)
            }
        }
    }
}
