//! `#[derive(Entity)]`.

mod check;
mod expand;
mod model;
mod parse;
mod template;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::context::Context;

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = context.take(syn::parse2::<DeriveInput>(input)) else {
        return context.into_tokens();
    };
    let model = parse::parse(&input, &mut context).map(|written| check::check(written, &mut context));
    // A faulty entity is one all the same: else every statement that uses it would be a further error.
    let implementation = model
        .map(|model| expand::expand(&model, context.is_clean()))
        .unwrap_or_default();
    let errors = context.into_tokens();
    quote::quote!(#errors #implementation)
}
