use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::super::parse::Document;
use crate::field::{self, Decoding, Encoding, Unnamed, handles};
use crate::library::Library;

/// A struct with named fields is a map.
pub(super) fn expand(name: &Ident, document: &Document, private: &Library) -> TokenStream {
    let Document {
        handles,
        fields,
        deny_unknown,
    } = document;
    let rust = name.unraw().to_string();
    let members = Encoding::of(fields.iter().filter(|field| field.is_stored()), private).statements();
    let unnamed = Unnamed {
        deny: *deny_unknown,
        known: quote_spanned!(Span::mixed_site()=> |_: &::core::primitive::str| false),
    };
    let (start, inlined) = field::encode_inlined(fields, &unnamed.known, private);
    let decoding = Decoding::of(fields, &unnamed, private);
    let slots = decoding.slots(private);
    let Decoding { declare, result, .. } = decoding;
    let names = field::members(fields, private);
    let strict = deny_unknown.then(|| quote_spanned!(Span::mixed_site()=> .strict()));
    let checks = field::flatten_checks(fields, "", &[], None, private);
    let forms = field::with_forms(fields, private);
    let stored = || fields.iter().filter(|field| field.is_stored());
    let declared = handles::declare(handles, name, stored(), private);
    let values = handles::value(handles, (0..).zip(stored()), |_| None, private);
    quote_spanned! {Span::mixed_site()=>
        #forms
        #checks
        #declared

        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::M;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                writer.begin_map()?;
                #start
                #members
                #inlined
                writer.end_map();
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                #declare
                #slots.map(parser, #rust)?;
                #result
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;
        }

        #[automatically_derived]
        impl #private::Document for #name {
            type Fields = #handles;

            const FIELDS: &'static #handles = &#values;
        }

        #[automatically_derived]
        impl #private::Flatten for #name {
            const MEMBERS: &'static #private::Members = &#names #strict;
        }

        #[automatically_derived]
        impl #private::BesideTag for #name {
            const MEMBERS: &'static #private::Members = <Self as #private::Flatten>::MEMBERS;
        }
    }
}
