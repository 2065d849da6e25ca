use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::super::parse::Variant;
use crate::library::Library;
use crate::word;

/// An enum of unit variants is a string.
pub(super) fn expand(name: &Ident, variants: &[Variant], private: &Library) -> TokenStream {
    let rust = name.unraw().to_string();
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let stored: Vec<_> = variants.iter().map(|variant| &variant.stored).collect();
    let known = word::list(stored.iter().map(|stored| stored.as_str()));
    let unknown = format!("unknown variant; `{rust}` knows {known}");
    quote_spanned! {Span::mixed_site()=>
        const fn stored(value: &#name) -> &'static str {
            match value {
                #(#name::#idents => #stored,)*
            }
        }

        fn named(name: &::core::primitive::str) -> #private::Result<#name> {
            match name {
                #(#stored => ::core::result::Result::Ok(#name::#idents),)*
                _ => ::core::result::Result::Err(#private::CodecError::custom(#unknown)),
            }
        }

        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::S;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                writer.s(stored(self));
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                named(&parser.s(#rust)?)
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;

            fn bound(&self) -> #private::Result<#private::Bound> {
                ::core::result::Result::Ok(#private::Bound::S(::std::borrow::ToOwned::to_owned(stored(self))))
            }
        }

        #[automatically_derived]
        impl #private::KeyAttribute for #name {
            fn key_part(&self) -> #private::Result<#private::KeyPart<'_>> {
                ::core::result::Result::Ok(#private::KeyPart::S(stored(self)))
            }
        }

        #[automatically_derived]
        impl #private::FromKey for #name {
            fn from_key(text: &str) -> #private::Result<Self> {
                named(text)
            }
        }

        #[automatically_derived]
        impl #private::Ordered for #name {
            type Of = Self;
        }

        #[automatically_derived]
        impl #private::SetMember for #name {
            const SET: #private::Kind = #private::Kind::Ss;

            fn write_member(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                writer.string(stored(self));
                ::core::result::Result::Ok(())
            }

            fn read_member(parser: &mut #private::Parser<'_>) -> #private::Result<Self> {
                named(&parser.string()?)
            }
        }
    }
}
