use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
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
        let names = ["SCHEMA", "__SCHEMA"];
        self.item(names, entity, library)
    }

    /// The handles of the fields. What has none is told once, at its name.
    pub(super) fn fields(self, entity: &Path, library: &TokenStream) -> TokenStream {
        let names = ["FIELDS", "__FIELDS"];
        self.item(names, entity, library)
    }

    fn item(self, names: [&str; 2], entity: &Path, library: &TokenStream) -> TokenStream {
        let site = Span::mixed_site().located_at(entity.span());
        let library = locate(library, site);
        let (described, item) = match self {
            Self::Entity => ("Entity", names[0]),
            Self::Queried => ("Queried", names[1]),
        };
        let (described, item) = (Ident::new(described, site), Ident::new(item, site));
        quote_spanned!(site=> <#entity as #library::#described>::#item)
    }
}
