//! `#[derive(Collection)]`.

mod expand;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::DeriveInput;

use crate::context::Context;
use crate::library::Library;

/// A collection as its author wrote it, checked.
struct Collection {
    ident: Ident,
    /// The path of `ddbx`.
    library: Library,
    members: Vec<Member>,
}

/// A variant that holds an entity.
struct Member {
    variant: Ident,
    entity: TokenStream,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = context.take(syn::parse2::<DeriveInput>(input)) else {
        return context.into_tokens();
    };
    let collection = parse::parse(&input, &mut context);
    // A faulty collection is one all the same: else every query of it would be a further error.
    let is_type = input.generics.params.is_empty();
    let implementation = is_type.then(|| expand::expand(&collection, context.is_clean()));
    let errors = context.into_tokens();
    quote::quote!(#errors #implementation)
}
