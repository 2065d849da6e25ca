//! What `#[derive(Attribute)]` writes.

mod document;
mod newtype;
mod numbers;
mod tagged;
mod variants;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput};

use super::parse::{Attribute, Shape};
pub(crate) use tagged::{of_variant, pattern};

pub(super) fn expand(Attribute { name, library, .. }: &Attribute, shape: &Shape) -> TokenStream {
    let private = &library.private();
    let implementation = match shape {
        Shape::Newtype(inner) => newtype::expand(name, inner, private),
        Shape::Numbers(variants) => numbers::expand(name, variants, private),
        Shape::Struct(document) => document::expand(name, document, private),
        Shape::Tagged(tagged) => tagged::expand(name, tagged, private),
        Shape::Variants(variants) => variants::expand(name, variants, private),
    };
    quote! {
        #[allow(
            dead_code, deprecated, missing_debug_implementations, non_snake_case, private_interfaces, unnameable_types,
            unreachable_patterns, unreachable_pub, unused_mut
        )]
        const _: () = { #implementation };
    }
}

/// What stands for an attribute type whose errors were reported.
pub(super) fn stub(Attribute { name, library, .. }: &Attribute, input: &DeriveInput) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let kind = match input.data {
        Data::Struct(_) | Data::Union(_) => quote!(M),
        Data::Enum(_) => quote!(S),
    };
    let private = library.private();
    quote_spanned! {Span::mixed_site()=>
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::#kind;
        }
        impl #private::Encode for #name {
            fn encode(&self, _: &mut #private::Writer) -> #private::Result<()> {
                ::core::result::Result::Err(#private::CodecError::custom(""))
            }
        }
        impl<'de> #private::Decode<'de> for #name {
            fn decode(_: &mut #private::Parser<'de>) -> #private::Result<Self> {
                ::core::result::Result::Err(#private::CodecError::custom(""))
            }
        }
        impl #private::Attribute for #name {
            type Cmp = Self;
        }
        impl #private::Flatten for #name {
            const MEMBERS: &'static #private::Members = &#private::Members::new(&[]);
        }
        impl #private::BesideTag for #name {
            const MEMBERS: &'static #private::Members = &#private::Members::new(&[]);
        }
    }
}
