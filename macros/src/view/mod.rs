//! `#[derive(View)]`.

mod expand;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::{DeriveInput, Path};

use crate::context::Context;
use crate::library::Library;

/// A view as its author wrote it, checked.
struct View {
    ident: Ident,
    /// The path of `ddbx`.
    library: Library,
    entity: Path,
    fields: Vec<Viewed>,
}

/// A field of a view.
struct Viewed {
    member: Ident,
    /// Its type, in which `Self` is replaced by the name of the struct.
    ty: TokenStream,
    /// The field of the entity, as written: its own name, if it says no other.
    from: Ident,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = context.take(syn::parse2::<DeriveInput>(input)) else {
        return context.into_tokens();
    };
    // A faulty view is one all the same: else every read of it would be a further error.
    let implementation = parse::parse(&input, &mut context).map(|view| expand::expand(&view, context.is_clean()));
    let errors = context.into_tokens();
    quote::quote!(#errors #implementation)
}
