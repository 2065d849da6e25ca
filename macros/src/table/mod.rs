//! `#[derive(Table)]`.

mod expand;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use syn::DeriveInput;

use crate::context::Context;
use crate::field::Defaults;
use crate::library::Library;
use crate::projection::Projection;

/// A table as its author wrote it, checked.
struct Table {
    ident: Ident,
    /// The path of `ddbx`.
    library: Library,
    name: String,
    partition: String,
    sort: Option<String>,
    tag: Option<String>,
    ttl: Option<String>,
    /// Units of read and write capacity.
    provisioned: Option<(u64, u64)>,
    /// Whether its entities may be scanned.
    allow_scan: bool,
    indexes: Vec<Index>,
    /// How its entities store fields.
    defaults: Defaults,
}

/// An index of it.
struct Index {
    name: String,
    local: bool,
    partition: Vec<String>,
    sort: Vec<String>,
    projection: Projection,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = context.take(syn::parse2::<DeriveInput>(input)) else {
        return context.into_tokens();
    };
    let table = parse::parse(&input, &mut context);
    // A faulty table is one all the same: else every entity in it would be a further error.
    let is_type = input.generics.params.is_empty();
    let implementation = is_type.then(|| expand::expand(&table));
    let errors = context.into_tokens();
    quote::quote!(#errors #implementation)
}
