//! The macros of [ddbx](https://docs.rs/ddbx).
//!
//! Use them through the `ddbx` crate. What users read about a macro stands on its re-export there, where the links
//! resolve and the examples run; this crate cannot see `ddbx`, so prose written here would be neither.
//!
//! Each macro goes the same way: parse what was written, check it and build a model, expand the model. Everything
//! a macro generates is reached through one hidden module, `ddbx::__private`.

#![expect(missing_docs, reason = "a sentence here would end the page of each re-export")]

mod attribute;
mod collection;
mod condition;
mod context;
mod entity;
mod field;
mod library;
mod name;
mod projection;
mod rename;
mod setting;
mod span;
mod statement;
mod symbol;
mod table;
mod test;
mod view;
mod word;

use proc_macro::TokenStream;

#[proc_macro_derive(Attribute, attributes(attribute))]
pub fn derive_attribute(input: TokenStream) -> TokenStream {
    attribute::derive(input.into()).into()
}

#[proc_macro_derive(Collection, attributes(collection))]
pub fn derive_collection(input: TokenStream) -> TokenStream {
    collection::derive(input.into()).into()
}

#[proc_macro_derive(Entity, attributes(entity))]
pub fn derive_entity(input: TokenStream) -> TokenStream {
    entity::derive(input.into()).into()
}

#[proc_macro_derive(Table, attributes(table))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    table::derive(input.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn get(tokens: TokenStream) -> TokenStream {
    statement::get(tokens.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn get_many(tokens: TokenStream) -> TokenStream {
    statement::get_many(tokens.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn query(tokens: TokenStream) -> TokenStream {
    statement::query(tokens.into()).into()
}

#[doc(hidden)]
#[proc_macro]
pub fn scan(tokens: TokenStream) -> TokenStream {
    statement::scan(tokens.into()).into()
}

#[proc_macro_derive(View, attributes(view))]
pub fn derive_view(input: TokenStream) -> TokenStream {
    view::derive(input.into()).into()
}

#[proc_macro_attribute]
pub fn test(options: TokenStream, function: TokenStream) -> TokenStream {
    test::expand(options.into(), function.into()).into()
}
