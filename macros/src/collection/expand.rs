use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::{Collection, Member};
use crate::library::Library;

/// The implementation; `clean` adds what would repeat what was reported.
pub(super) fn expand(collection: &Collection, clean: bool) -> TokenStream {
    let Collection {
        ident,
        library,
        members,
    } = collection;
    let private = &library.private();
    let name = ident.unraw().to_string();
    let schemas = members.iter().map(|Member { entity, .. }| {
        // The caret of what is no entity belongs on it.
        let site = Span::mixed_site().located_at(entity.span());
        quote_spanned!(site=> <#entity as #library::Entity>::SCHEMA)
    });
    let read = if clean {
        read(collection, private)
    } else {
        quote!(::core::result::Result::Err(#private::CodecError::custom("")))
    };
    let checks = clean.then(|| checks(collection, private));
    let queried = queried(collection, private);
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code, deprecated, unused_variables)]
        const _: () = {
            #[automatically_derived]
            impl #library::Collection for #ident {
                const NAME: &'static str = #name;
                const MEMBERS: &'static [&'static #private::Schema] = &[#(#schemas),*];
            }

            #[automatically_derived]
            impl<'de> #private::DecodeItem<'de> for #ident {
                fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                    #read
                }
            }

            #queried
            #checks
        };
    }
}

/// What makes it one that `query!` takes. Its fields are called as the first entity's.
fn queried(collection: &Collection, private: &Library) -> Option<TokenStream> {
    let Collection {
        ident,
        library,
        members,
    } = collection;
    let first = &members.first()?.entity;
    // Where it is less visible than the collection, the caret belongs on it.
    let site = Span::mixed_site().located_at(first.span());
    let first = quote_spanned!(site=> type Entity = #first;);
    let site = Span::mixed_site();
    Some(quote_spanned! {site=>
        #[automatically_derived]
        impl #library::Queried for #ident {
            #first
            const DESCRIPTION: &'static #private::Schema = {
                const MEMBERS: &[&#private::Schema] = <#ident as #library::Collection>::MEMBERS;
                const INDEXES: usize = #private::common_count(MEMBERS);
                static SORTS: [[#private::Key; 4]; INDEXES] = #private::opaque_sorts(MEMBERS);
                static COMMON: [#private::Index; INDEXES] = #private::common_indexes(MEMBERS, &SORTS);
                static TAGS: [&str; #private::tag_count(MEMBERS)] = #private::all_tags(MEMBERS);
                static SCHEMA: #private::Schema = #private::Schema::of_collection(
                    <#ident as #library::Collection>::NAME,
                    MEMBERS,
                    &COMMON,
                    &TAGS,
                );
                &SCHEMA
            };
        }

        #[automatically_derived]
        impl #library::Selection<Self> for #ident {
            const SELECTED: ::core::option::Option<&'static [u16]> = ::core::option::Option::None;
        }
    })
}

/// Reads the item as the entity that its tag says. The last one needs no number: `member` gives none beyond.
fn read(Collection { library, members, .. }: &Collection, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let arms = members
        .iter()
        .enumerate()
        .map(|(position, Member { variant, entity })| {
            let pattern = if position + 1 == members.len() {
                quote!(_)
            } else {
                quote!(#position)
            };
            let here = site.located_at(entity.span());
            let decode = quote_spanned!(here=> <#entity as #library::Entity>::__decode);
            quote_spanned!(site=> #pattern => #decode(parser).map(Self::#variant),)
        });
    quote_spanned!(site=> match #private::member::<Self>(parser)? { #(#arms)* })
}

/// What only the compiler can check: a static for each member, so that two mistakes are two errors. As in the checks of
/// entities, all tokens of a call stand where the user's token does.
fn checks(collection: &Collection, private: &Library) -> TokenStream {
    let Collection {
        ident,
        library,
        members,
    } = collection;
    members
        .iter()
        .enumerate()
        .map(|(position, Member { entity, .. })| {
            let site = entity.span();
            let label = format_ident!("MEMBER_{position}", span = site);
            let (library, private, mut name) = (library.at(site), private.at(site), ident.clone());
            name.set_span(site);
            quote_spanned! {site=>
                static #label: () = #private::check_member(<#name as #library::Collection>::MEMBERS, #position);
            }
        })
        .collect()
}
