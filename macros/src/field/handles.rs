//! The struct of field handles: struct fields, because rustc then knows similar names, and because fields and methods of
//! the same name do not collide.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::DeriveInput;

use super::Field;
use crate::library::Library;

/// The name of the struct. Rustc shows it (``no field `idd` on type `UserFields` ``), so it is one that can be read; and
/// it shadows types of that name, so it must not be one that the input uses.
pub(crate) fn name(input: &DeriveInput) -> Ident {
    let mut used = HashSet::new();
    collect_names(input.to_token_stream(), &mut used);
    let mut name = format!("{}Fields", syn::ext::IdentExt::unraw(&input.ident));
    while used.contains(&name) {
        name.push('_');
    }
    Ident::new(&name, proc_macro2::Span::call_site())
}

fn collect_names(tokens: TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_names(group.stream(), names),
            TokenTree::Ident(ident) => drop(names.insert(ident.to_string())),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The struct.
pub(crate) fn declare<'a>(
    name: &Ident,
    owner: &Ident,
    fields: impl Iterator<Item = &'a Field>,
    private: &Library,
) -> TokenStream {
    let fields = fields.map(|field| {
        let (member, ty) = (&field.member, field.stored_type(private));
        let site = field.handle_site();
        let private = private.at(site);
        quote_spanned!(site=> pub #member: #private::Field<#owner, #ty>,)
    });
    quote! {
        #[doc(hidden)]
        pub struct #name { #(#fields)* }
    }
}

/// Its value, of fields with their numbers; `reader` adds how one is read that is not read as its type says.
pub(crate) fn value<'a>(
    name: &Ident,
    fields: impl Iterator<Item = (u16, &'a Field)>,
    reader: impl Fn(&Field) -> Option<TokenStream>,
    private: &Library,
) -> TokenStream {
    let fields = fields.map(|(number, field)| {
        let (member, attribute, reader) = (&field.member, &field.attribute, reader(field));
        quote!(#member: #private::Field::new(#number, #attribute)#reader,)
    });
    quote!(#name { #(#fields)* })
}
