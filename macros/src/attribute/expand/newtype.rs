use crate::library::Library;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// A newtype is stored, bound and ordered as its inner type, and compared with itself only.
pub(super) fn expand(name: &Ident, inner: &TokenStream, private: &Library) -> TokenStream {
    // The caret of an inner type that cannot be stored belongs on that type.
    let site = Span::mixed_site().located_at(inner.span());
    let codec = quote_spanned! {site=>
        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = <#inner as #private::Type>::KIND;
            const OPTIONAL: bool = <#inner as #private::Type>::OPTIONAL;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            #[inline]
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                <#inner as #private::Encode>::encode(&self.0, writer)
            }

            #[inline]
            fn is_absent(&self) -> bool {
                <#inner as #private::Encode>::is_absent(&self.0)
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            #[inline]
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                <#inner as #private::Decode<'de>>::decode(parser).map(Self)
            }

            fn absent() -> ::core::option::Option<Self> {
                <#inner as #private::Decode<'de>>::absent().map(Self)
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;

            fn bound(&self) -> #private::Result<#private::Bound> {
                <#inner as #private::Attribute>::bound(&self.0)
            }
        }
    };
    let key = conditional(
        inner,
        name,
        &format_ident!("KeyAttribute"),
        private,
        &quote_spanned! {Span::mixed_site()=>
            const WIDTH: usize = <#inner as #private::KeyAttribute>::WIDTH;

            fn key_part(&self) -> #private::Result<#private::KeyPart<'_>> {
                <#inner as #private::KeyAttribute>::key_part(&self.0)
            }
        },
    );
    let from_key = conditional(
        inner,
        name,
        &format_ident!("FromKey"),
        private,
        &quote_spanned! {Span::mixed_site()=>
            fn from_key(text: &str) -> #private::Result<Self> {
                <#inner as #private::FromKey>::from_key(text).map(Self)
            }
        },
    );
    let of = quote_spanned!(Span::mixed_site()=> type Of = Self;);
    let markers = [("Numeric", &TokenStream::new()), ("Ordered", &of), ("Prefix", &of)]
        .map(|(marker, members)| conditional(inner, name, &format_ident!("{marker}"), private, members));
    quote!(#codec #key #from_key #(#markers)*)
}

/// An implementation for those newtypes whose inner type has one. The lifetime that nothing uses keeps rustc from
/// deciding the bound here, where one that does not hold would be an error.
fn conditional(inner: &TokenStream, name: &Ident, of: &Ident, private: &Library, members: &TokenStream) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #private::#of for #name
        where
            for<'undecided> #inner: #private::#of,
        {
            #members
        }
    }
}
