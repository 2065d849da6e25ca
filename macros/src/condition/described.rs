use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::library::Library;

/// The trait that describes what a statement takes.
#[derive(Clone, Copy)]
pub(crate) enum Described {
    /// One entity.
    Entity,
    /// One, or a collection of several.
    Queried,
}

impl Described {
    /// The schema, with the caret of what has none on its name.
    pub(crate) fn schema(self, entity: &Path, library: &Library) -> TokenStream {
        let (first, last, library) = ends(entity, library);
        let of = quote_spanned!(first=> <);
        let schema = match self {
            Self::Entity => quote_spanned!(last=> as #library::Entity>::SCHEMA),
            Self::Queried => quote_spanned!(last=> as #library::Queried>::DESCRIPTION),
        };
        quote!(#of #entity #schema)
    }

    /// The handles of the fields. What has none is told once, at its name.
    pub(super) fn fields(self, entity: &Path, library: &Library) -> TokenStream {
        let (first, last, library) = ends(entity, library);
        let of = quote_spanned!(first=> <);
        let entity = match self {
            Self::Entity => quote!(#entity),
            Self::Queried => {
                let queried = quote_spanned!(last=> as #library::Queried>::Entity);
                quote!(#of #entity #queried)
            }
        };
        let fields = quote_spanned!(last=> as #library::Entity>::FIELDS);
        quote!(#of #entity #fields)
    }
}

/// Where the name of the entity begins and ends, and the library as it is called there.
///
/// Of two errors on one type the compiler keeps back the one that follows from the other, if both have one span: what is
/// asked of the entity goes from its first word to its last, as its name does. They are the spans of its author, for else
/// the compiler would add that the error comes from a macro, by a name that is not known outside.
fn ends(entity: &Path, library: &Library) -> (Span, Span, Library) {
    let first = match &entity.leading_colon {
        Some(colon) => colon.spans[0],
        None => entity.segments.first().map_or_else(|| entity.span(), Spanned::span),
    };
    let last = entity.segments.last().map_or_else(|| entity.span(), Spanned::span);
    (first, last, library.located(last))
}
