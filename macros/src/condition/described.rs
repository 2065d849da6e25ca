use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::span::locate;

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
    pub(crate) fn schema(self, entity: &Path, library: &TokenStream) -> TokenStream {
        let (site, library) = self::site(entity, library);
        match self {
            Self::Entity => quote_spanned!(site=> <#entity as #library::Entity>::SCHEMA),
            Self::Queried => quote_spanned!(site=> <#entity as #library::Queried>::DESCRIPTION),
        }
    }

    /// The handles of the fields. What has none is told once, at its name.
    pub(super) fn fields(self, entity: &Path, library: &TokenStream) -> TokenStream {
        let (site, library) = self::site(entity, library);
        let entity = match self {
            Self::Entity => quote!(#entity),
            Self::Queried => quote_spanned!(site=> <#entity as #library::Queried>::Entity),
        };
        quote_spanned!(site=> <#entity as #library::Entity>::FIELDS)
    }
}

/// Where the entity is named, and the library as it is called there. An error at what the user wrote tells nothing of macros.
fn site(entity: &Path, library: &TokenStream) -> (Span, TokenStream) {
    let site = entity.span();
    (site, locate(library, site))
}
