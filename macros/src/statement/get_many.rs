//! `get_many!(Order, keys, consistent)`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::parse::ParseStream;
use syn::spanned::Spanned;

use super::input;
use super::options::Options;
use crate::context::Context;
use crate::symbol::GET_MANY;

const USAGE: &str = "get_many!(Order, keys)";

/// What stands behind the entity.
#[derive(Default)]
struct Keys {
    keys: Option<Expr>,
    options: TokenStream,
}

fn keys(input: ParseStream<'_>) -> syn::Result<Keys> {
    if input.is_empty() {
        return Err(input.error(format!("which keys? `{USAGE}`")));
    }
    input::comma(input, USAGE)?;
    if input.is_empty() {
        return Err(input.error(format!("which keys? `{USAGE}`")));
    }
    let mut keys = Keys {
        keys: Some(input.parse()?),
        options: TokenStream::new(),
    };
    if !input.is_empty() {
        input::comma_before_options(input)?;
        keys.options = input.parse()?;
    }
    Ok(keys)
}

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = input::read(tokens, USAGE, keys, &mut context) else {
        return context.into_tokens();
    };
    let (library, entity) = (input.library, input.entity);
    let options = Options::parse(input.rest.options, &GET_MANY, &mut context);
    let (Some(keys), true) = (input.rest.keys, context.is_clean()) else {
        return context.into_tokens();
    };
    let select = options.select().map(|view| quote!(.select::<#view>()));
    let consistent = options.consistent().map(|_| quote!(.consistent()));
    // What rustc says of the call is shown at the entity, not at the whole macro.
    let site = Span::mixed_site().located_at(entity.span());
    let library = library.located(site);
    let get_many = quote_spanned!(site=> #library::get_many::<#entity>);
    quote!(#get_many(#keys) #select #consistent)
}
