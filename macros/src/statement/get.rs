//! `get!(Order { customer, number }, consistent)`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Token, braced};

use super::input;
use super::options::Options;
use super::query::between;
use crate::condition::{Described, handle};
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
        let name = input.parse()?;
        let value = if input.peek(Token![:]) {
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
        input.parse::<Token![,]>()?;
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
    let private = quote!(#library::__private);
    let selected = options.selected(&entity);
    let handles: Vec<_> = fields
        .iter()
        .map(|field| handle(Described::Entity, &entity, &field.name, &library))
        .collect();
    let values: Vec<_> = fields
        .iter()
        .zip(&handles)
        .map(|(field, handle)| match (&field.name, &field.value) {
            (_, Some(value)) => quote_spanned!(value.span()=> #handle.path().equal_value(#value)),
            // The variable is borrowed, not moved.
            (name, None) => quote_spanned!(name.span()=> #handle.path().equal_value(&#name)),
        })
        .collect();
    if !context.is_clean() {
        let errors = context.into_tokens();
        return quote!({ #errors #private::keyless::<#entity, #selected, _>([#(#values),*]) });
    }
    let count = fields.len();
    let schema = Described::Entity.schema(&entity, &library);
    let of_entity = between("KEY", "entity", None, entity.span(), entity.segments.last().span());
    let of_fields = fields.iter().enumerate().map(|(position, field)| {
        let position = u8::try_from(position).unwrap_or(u8::MAX);
        between("KEY", "field", Some(position), field.name.span(), field.name.span())
    });
    let consistent = options.consistent().map(|_| quote!(.consistent()));
    let get = match options.select() {
        Some(view) => quote!(.select::<#view>()),
        None => TokenStream::new(),
    };
    quote! {
        #private::get::<#entity, #count>({
            const KEY: #private::KeyFields<#count> =
                #private::KeyFields::new(#schema, [#(#handles.reference().index),*]);
            static ORDER: [u8; #count] = {
                #of_entity
                #(#of_fields)*
                KEY.order()
            };
            &ORDER
        }, [#(#values),*]) #get #consistent
    }
}
