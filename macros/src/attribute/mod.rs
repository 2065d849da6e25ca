//! `#[derive(Attribute)]`.

mod expand;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::DeriveInput;

pub(crate) use expand::{of_variant, pattern};

use crate::context::Context;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = context.take(syn::parse2::<DeriveInput>(input)) else {
        return context.into_tokens();
    };
    let attribute = parse::parse(&input, &mut context);
    let implementation = match &attribute.shape {
        Some(shape) if context.is_clean() => expand::expand(&attribute, shape),
        // An attribute type all the same: else every entity that uses it would be several further errors.
        _ => expand::stub(&attribute, &input),
    };
    let errors = context.into_tokens();
    quote::quote!(#errors #implementation)
}
