//! `get!(Order { customer, number }, consistent)`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Token, braced};

use super::input;
use super::options::{Options, report};
use crate::condition::{Described, Takes, handle, value};
use crate::context::Context;
use crate::symbol::GET;

const USAGE: &str = "get!(Order { customer, number })";

/// What stands behind the entity.
#[derive(Default)]
struct Key {
    fields: Vec<KeyField>,
    options: TokenStream,
}

/// `number: 7`, or `number` for the variable of that name.
struct KeyField {
    name: Ident,
    value: Option<Expr>,
}

impl Parse for KeyField {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![..]) {
            return Err(input.error("a key is named whole: leave `..` out"));
        }
        let name: Ident = input.call(Ident::parse).map_err(|error| {
            let shown = format!("the fields of a key are named, as in `{USAGE}`");
            syn::Error::new(error.span(), shown)
        })?;
        let value = if input.peek(Token![=]) {
            return Err(input.error(format!("the value of a field stands behind a colon: `{name}: ..`")));
        } else if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        Ok(Self { name, value })
    }
}

fn key(input: ParseStream<'_>) -> syn::Result<Key> {
    if !input.peek(syn::token::Brace) {
        return Err(input.error(format!("the key stands in braces: `{USAGE}`")));
    }
    let inner;
    braced!(inner in input);
    let fields = Punctuated::<KeyField, Token![,]>::parse_terminated(&inner)?;
    let mut key = Key {
        fields: fields.into_iter().collect(),
        options: TokenStream::new(),
    };
    if !input.is_empty() {
        input::comma_before_options(input)?;
        key.options = input.parse()?;
    }
    Ok(key)
}

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let Some(input) = input::read(tokens, USAGE, key, &mut context) else {
        return context.into_tokens();
    };
    let (library, entity) = (input.library, input.entity);
    let Key { fields, options } = input.rest;
    for (position, field) in fields.iter().enumerate() {
        if fields[..position].iter().any(|earlier| earlier.name == field.name) {
            context.error(&field.name, format!("`{}` is given twice", field.name));
        }
    }
    let options = Options::parse(options, &GET, &mut context);
    let private = library.private();
    let selected = options.selected(&entity);
    let handles: Vec<_> = fields
        .iter()
        .map(|field| handle(Described::Entity, &entity, &field.name, &library))
        .collect();
    let values: Vec<_> = fields
        .iter()
        .zip(&handles)
        .map(|(field, handle)| {
            let (site, handle) = (field.name.span(), quote!(#handle.path()));
            let given = match (&field.name, &field.value) {
                (_, Some(value)) => value.to_token_stream(),
                // The variable is borrowed, not moved. As one token, it is shown as one.
                (name, None) => {
                    let ours = Span::mixed_site().located_at(site);
                    grouped(quote_spanned!(ours=> &#name), site)
                }
            };
            value(&handle, Takes::Compared, site, &given, &library)
        })
        .collect();
    if !context.is_clean() {
        let errors = context.into_tokens();
        let selection = options.selection(&entity, &library);
        return quote!({ #errors #private::keyless::<#entity, #selected, _>(#selection, [#(#values),*]) });
    }
    let count = fields.len();
    let schema = Described::Entity.schema(&entity, &library);
    let of_entity = report("entity", None, entity.span(), entity.segments.last().span());
    let of_fields = fields.iter().enumerate().map(|(position, field)| {
        let position = u8::try_from(position).unwrap_or(u8::MAX);
        report("field", Some(position), field.name.span(), field.name.span())
    });
    let (consistent, selection) = (options.consistent().is_some(), options.selection(&entity, &library));
    quote_spanned! {Span::mixed_site()=>
        #private::get::<#entity, #selected, #count>(#schema, #selection, #consistent, {
            static ORDER: [u8; #count] = {
                let told = #private::KeyFields::new(#schema, [#(#handles.reference().index),*]);
                #of_entity;
                #(#of_fields;)*
                told.order()
            };
            &ORDER
        }, [#(#values),*])
    }
}

/// An expression as one token.
fn grouped(expression: TokenStream, site: Span) -> TokenStream {
    let mut group = Group::new(Delimiter::None, expression);
    group.set_span(site);
    group.into_token_stream()
}
