use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Index, Path};

use super::{View, Viewed};
use crate::library::Library;
use crate::span::respan;

/// The implementation; one that is not `clean` lacks fields, and reads nothing.
pub(super) fn expand(view: &View, clean: bool) -> TokenStream {
    let View {
        ident, library, entity, ..
    } = view;
    let private = &library.private();
    let (fields, read) = if clean {
        (fields(view), read(view, private))
    } else {
        let nothing = quote!(::core::result::Result::Err(#private::CodecError::custom("")));
        (Vec::new(), nothing)
    };
    let check = clean.then(|| check(view, private));
    quote_spanned! {Span::mixed_site()=>
        #[allow(dead_code, deprecated, unused_variables)]
        const _: () = {
            #[automatically_derived]
            impl #library::View for #ident {
                type Entity = #entity;
                const FIELDS: &'static [u16] = &[#(#fields.reference().index),*];
            }

            #[automatically_derived]
            impl #library::Selection<#entity> for #ident {
                const SELECTED: ::core::option::Option<&'static [u16]> =
                    ::core::option::Option::Some(<Self as #library::View>::FIELDS);
            }

            #[automatically_derived]
            impl<'de> #private::DecodeItem<'de> for #ident {
                fn decode_item(parser: &mut #private::Parser<'de>) -> #private::Result<Self> {
                    #read
                }
            }

            #check
        };
    }
}

/// The entity's handles of the fields, each with the caret of a field that it does not have on its name, and that of what
/// is no entity on the entity.
fn fields(
    View {
        library,
        entity,
        fields,
        ..
    }: &View,
) -> Vec<TokenStream> {
    let here = Span::mixed_site().located_at(last(entity));
    let handles = quote_spanned!(here=> <#entity as #library::Entity>::FIELDS);
    let handle = |Viewed { from, .. }: &Viewed| quote_spanned!(from.span()=> #handles.#from);
    fields.iter().map(handle).collect()
}

/// Reads the fields that are there, then settles those that are not.
///
/// As in the decoder of an entity, all slots are one tuple, and what is done per field is a call of a function. How the
/// entity stores a field is not known here; its handle is a constant that knows it, so that nothing of that is left at run
/// time.
fn read(view: &View, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let name = view.ident.unraw().to_string();
    let handles = fields(view);
    let places: Vec<_> = (0..view.fields.len())
        .map(|index| Index::from(index).clone())
        .map(|index| Index { span: site, ..index })
        .collect();
    let values: Vec<_> = (0..view.fields.len())
        .map(|number| format_ident!("value_{number}", span = site))
        .collect();
    let members = view
        .fields
        .iter()
        .zip(&values)
        .map(|(Viewed { member, ty, .. }, value)| {
            let here = site.located_at(ty.span());
            let value = respan(&quote!(#value), here);
            let viewed = quote_spanned!(here=> <#ty as #private::form::Viewed<_>>::viewed(#value));
            quote_spanned!(site=> #member: #viewed,)
        });
    quote_spanned! {site=>
        let mut decode = || -> #private::Result<Self> {
            let fields = (#(#handles,)*);
            let mut slots = (#(#private::slot(&fields.#places),)*);
            let item = ::core::clone::Clone::clone(&*parser);
            parser.begin_object()?;
            while let ::core::option::Option::Some(name) = parser.next_key()? {
                let read = #(if #private::is_called(&fields.#places, &name) {
                    #private::read_field(&fields.#places, parser, &mut slots.#places)
                } else)* {
                    parser.skip_value()
                };
                read?;
            }
            let mut missing = ::core::option::Option::None;
            #(#private::settle_field(&fields.#places, &item, &mut slots.#places, &mut missing)?;)*
            match slots {
                (#(::core::option::Option::Some(#values),)*) => ::core::result::Result::Ok(Self { #(#members)* }),
                // Taken as a whole, and so dropped: else each slot is dropped, or not, by itself, in code of its own.
                _slots => ::core::result::Result::Err(#private::missing(missing)),
            }
        };
        decode().map_err(|error| error.of(#name))
    }
}

/// Where the name of the entity is, without the modules before it.
fn last(entity: &Path) -> Span {
    entity.segments.last().map_or_else(Span::call_site, Spanned::span)
}

/// What only the compiler can check.
fn check(View { library, entity, .. }: &View, private: &Library) -> TokenStream {
    let site = last(entity);
    let (library, private) = (library.at(site), private.at(site));
    quote_spanned!(site=> static ENTITY: () = #private::check_view(<#entity as #library::Entity>::SCHEMA);)
}
