use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use crate::field::{self, Decoding, Field};

/// A struct with named fields is a map.
pub(super) fn expand(name: &Ident, fields: &[Field], private: &TokenStream) -> TokenStream {
    let rust = name.unraw().to_string();
    let members = field::encode(fields.iter().filter(|field| field.is_stored()), private);
    let names = fields
        .iter()
        .filter(|field| field.is_stored())
        .map(|field| &field.attribute);
    let Decoding {
        slots, member, result, ..
    } = Decoding::of(fields, private);
    let forms = field::with_forms(fields, private);
    quote_spanned! {Span::mixed_site()=>
        #forms

        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::M;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                writer.begin_map()?;
                #members
                writer.end_map();
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                #slots
                parser.map(#rust, |parser, name| #member)?;
                #result
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;
        }

        #[automatically_derived]
        impl #private::Document for #name {
            const NAMES: &'static [&'static str] = &[#(#names),*];
        }
    }
}
