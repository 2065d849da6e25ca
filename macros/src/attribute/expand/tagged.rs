use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::parse::{Body, Tagged, Variant};
use crate::field::{self, Decoding, Encoding, Field, Unnamed};
use crate::library::Library;
use crate::word;

/// An enum whose variants carry data is a map, in which the tag says what the rest is.
pub(super) fn expand(name: &Ident, tagged: &Tagged, private: &Library) -> TokenStream {
    let rust = name.unraw().to_string();
    let Tagged { tag, variants, .. } = tagged;
    let known = word::list(variants.iter().map(|variant| variant.stored.as_str()));
    let unknown = format!("unknown variant; `{rust}` knows {known}");
    let untagged = format!("the tag is missing, which says what the map is; `{rust}` knows {known}");
    let encode = variants.iter().map(|variant| encode(variant, tagged, private));
    let decode = variants.iter().map(|variant| decode(variant, tagged, &rust, private));
    let checks = variants.iter().map(|variant| check(variant, tagged, private));
    let members = members(tagged, private);
    let forms = variants.iter().map(|variant| match &variant.body {
        Body::Fields(fields) => field::with_forms(fields, private),
        Body::Newtype(_) | Body::Unit => TokenStream::new(),
    });
    quote_spanned! {Span::mixed_site()=>
        #(#forms)*
        #(#checks)*

        #[automatically_derived]
        impl #private::Type for #name {
            const KIND: #private::Kind = #private::Kind::M;
        }

        #[automatically_derived]
        impl #private::Encode for #name {
            fn encode(&self, writer: &mut #private::Writer) -> #private::Result<()> {
                writer.begin_map()?;
                match self {
                    #(#encode)*
                }
                writer.end_map();
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl<'de> #private::Decode<'de> for #name {
            fn decode(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                match &*#private::read_tag(parser, #rust, #tag, #untagged)? {
                    #(#decode)*
                    _ => ::core::result::Result::Err(#private::CodecError::custom(#unknown).at(#tag)),
                }
            }
        }

        #[automatically_derived]
        impl #private::Attribute for #name {
            type Cmp = Self;
        }

        #[automatically_derived]
        impl #private::Flatten for #name {
            const MEMBERS: &'static #private::Members = &#members;
        }
    }
}

/// The value of the type `Members`.
fn members(
    Tagged {
        tag, content, variants, ..
    }: &Tagged,
    private: &Library,
) -> TokenStream {
    let site = Span::mixed_site();
    let variants = variants.iter().map(|Variant { stored, body, .. }| {
        let members = match (body, content) {
            (Body::Unit, _) => quote_spanned!(site=> &#private::Members::new(&[])),
            (Body::Fields(_) | Body::Newtype(_), Some(content)) => {
                quote_spanned!(site=> &#private::Members::new(&[#content]))
            }
            (Body::Fields(fields), None) => {
                let members = field::members(fields, private);
                quote_spanned!(site=> &#members)
            }
            (Body::Newtype(ty), None) => {
                let here = site.located_at(ty.span());
                quote_spanned!(here=> <#ty as #private::BesideTag>::MEMBERS)
            }
        };
        quote_spanned!(site=> (#stored, #members))
    });
    quote_spanned!(site=> #private::Members::new(&[]).with_tag(#tag, &[#(#variants),*]))
}

/// What becomes of members of a variant's map that no field of it names.
fn unnamed(tagged: &Tagged) -> Unnamed {
    let site = Span::mixed_site();
    let tag = &tagged.tag;
    Unnamed {
        deny: tagged.deny_unknown,
        known: match tagged.content {
            None => quote_spanned!(site=> |name: &::core::primitive::str| name == #tag),
            Some(_) => quote_spanned!(site=> |_: &::core::primitive::str| false),
        },
    }
}

/// The arm that writes the members of a variant's map.
fn encode(Variant { ident, stored, body }: &Variant, tagged: &Tagged, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let tag = field::quoted(&tagged.tag);
    let tag = quote_spanned!(site=>
        writer.quoted_key(#tag);
        writer.s(#stored);
    );
    let content = tagged.content.as_ref().map(|content| (content, field::quoted(content)));
    match (body, content) {
        (Body::Unit, _) => quote_spanned!(site=> Self::#ident => { #tag }),
        (Body::Newtype(_), None) => quote_spanned!(site=> Self::#ident(value) => {
            #tag
            writer.members(value)?;
        }),
        (Body::Newtype(ty), Some((_, quoted))) => quote_spanned!(site=> Self::#ident(value) => {
            #tag
            writer.field::<#ty>(#quoted, value)?;
        }),
        (Body::Fields(fields), content) => {
            let pattern = pattern(fields);
            let members = Encoding::of(fields.iter().filter(|field| field.is_stored()), private).statements();
            let (start, inlined) = field::encode_inlined(fields, &unnamed(tagged).known, private);
            let members = of_variant(quote!(#start #members #inlined), ident, fields);
            let members = match content {
                None => members,
                Some((content, quoted)) => quote_spanned!(site=>
                    writer.quoted_key(#quoted);
                    let mut encode = || -> #private::Result<()> {
                        writer.begin_map()?;
                        #members
                        writer.end_map();
                        ::core::result::Result::Ok(())
                    };
                    encode().map_err(|error| error.at(#content))?;
                ),
            };
            quote_spanned!(site=> Self::#ident { #pattern .. } => {
                #tag
                #members
            })
        }
    }
}

/// The arm that reads a variant, whose map is next.
fn decode(Variant { ident, stored, body }: &Variant, tagged: &Tagged, rust: &str, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let deny = tagged.deny_unknown;
    let read_content = |read: TokenStream, absent: TokenStream| {
        let (tag, content) = (&tagged.tag, &tagged.content);
        let read_content = if deny {
            quote_spanned!(site=> read_content_alone)
        } else {
            quote_spanned!(site=> read_content)
        };
        let tag = deny.then(|| quote_spanned!(site=> #tag,));
        quote_spanned!(site=> #private::#read_content(parser, #rust, #tag #content, #read, #absent))
    };
    let read = match body {
        Body::Unit if deny => {
            let tag = &tagged.tag;
            quote_spanned!(site=> #private::read_tag_alone(parser, #rust, #tag).map(|()| Self::#ident))
        }
        Body::Unit => quote_spanned!(site=> parser.skip_value().map(|()| Self::#ident)),
        Body::Newtype(ty) => {
            // Where a type cannot be read, the caret belongs on it.
            let here = site.located_at(ty.span());
            let value = match &tagged.content {
                None => {
                    let tag = &tagged.tag;
                    quote_spanned!(here=> {
                        parser.beside_tag::<#ty>(#rust, #tag, <#ty as #private::BesideTag>::MEMBERS)
                    })
                }
                Some(_) => read_content(
                    quote_spanned!(here=> <#ty as #private::Decode<'de>>::decode),
                    quote_spanned!(site=> <#ty as #private::Decode<'de>>::absent),
                ),
            };
            quote_spanned!(site=> #value.map(Self::#ident))
        }
        Body::Fields(fields) => {
            let decoding = Decoding::of(fields, &unnamed(tagged), private);
            let slots = decoding.slots(private);
            let Decoding { declare, result, .. } = decoding;
            let result = of_variant(result, ident, fields);
            let read = quote_spanned!(site=>
                #declare
                #slots.map(parser, #rust)?;
                #result
            );
            match &tagged.content {
                None => quote_spanned!(site=> { #read }),
                Some(_) => read_content(
                    quote_spanned!(site=> |parser: &mut #private::Parser<'de>| { #read }),
                    quote_spanned!(site=> || ::core::option::Option::None),
                ),
            }
        }
    };
    quote_spanned!(site=> #stored => #read,)
}

/// Refuses, when compiling, members that have the name of the tag or of each other, and what is no struct.
fn check(Variant { ident, body, .. }: &Variant, tagged: &Tagged, private: &Library) -> TokenStream {
    let tag = &tagged.tag;
    let ty = match (body, &tagged.content) {
        (Body::Newtype(ty), None) => ty,
        (Body::Newtype(_), Some(_)) | (Body::Unit, _) => return TokenStream::new(),
        (Body::Fields(fields), content) => {
            let beside: &[&str] = if content.is_none() { &[tag] } else { &[] };
            let label = format!("{}_", ident.unraw());
            return field::flatten_checks(fields, &label, beside, None, private);
        }
    };
    let variant = ident.unraw().to_string();
    // With the hygiene of the type, so that rustc does not speak of macros.
    let site = ty.span();
    let label = format_ident!("BESIDE_{ident}", span = site);
    let private = private.at(site);
    quote_spanned! {site=>
        #[allow(dead_code, non_upper_case_globals)]
        static #label: () = #private::check_beside_tag(
            #variant,
            #tag,
            <#ty as #private::Type>::OPTIONAL,
            <#ty as #private::BesideTag>::MEMBERS,
        );
    }
}

/// Binds the fields that are written.
pub(crate) fn pattern(fields: &[Field]) -> TokenStream {
    let written = fields.iter().enumerate().filter(|(_, field)| field.skip.is_none());
    written
        .map(|(position, Field { member, .. })| {
            let bound = bound(position);
            quote!(#member: #bound,)
        })
        .collect()
}

fn bound(position: usize) -> Ident {
    format_ident!("field_{position}", span = Span::mixed_site())
}

/// What was written for a struct, for a variant with these fields: `self.member` is what the pattern bound, and
/// `Self { .. }` the variant. So every option of a field means here what it means there.
pub(crate) fn of_variant(tokens: TokenStream, variant: &Ident, fields: &[Field]) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut written = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "self" => {
                tokens.next_if(|dot| matches!(dot, TokenTree::Punct(dot) if dot.as_char() == '.'));
                let member = tokens.next();
                let position = fields
                    .iter()
                    .position(|field| matches!(&member, Some(TokenTree::Ident(member)) if *member == field.member));
                let bound = bound(position.unwrap_or_default());
                written.extend(quote!(*#bound));
            }
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), of_variant(group.stream(), variant, fields));
                inside.set_span(group.span());
                written.extend([TokenTree::Group(inside)]);
            }
            token => {
                let is_constructor = matches!(&token, TokenTree::Ident(ident) if ident == "Self")
                    && matches!(tokens.peek(), Some(TokenTree::Group(_)));
                written.extend([token]);
                if is_constructor {
                    written.extend(quote_spanned!(Span::mixed_site()=> ::#variant));
                }
            }
        }
    }
    written
}
