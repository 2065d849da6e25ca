//! Members that no field names: those of flattened fields, and the rest.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::super::{Field, Inlined};
use crate::library::Library;
use crate::span::respan;

/// What becomes of members that no field names.
pub(crate) struct Unnamed {
    /// Whether the struct refuses them.
    pub(crate) deny: bool,
    /// A function that says which of them are known all the same.
    pub(crate) known: TokenStream,
}

impl Unnamed {
    #[cfg(test)]
    pub(crate) fn ignored() -> Self {
        Self {
            deny: false,
            known: TokenStream::new(),
        }
    }

    /// Whether they have to be looked at.
    pub(super) fn is_collected(&self, fields: &[Field]) -> bool {
        self.deny || fields.iter().any(|field| field.inlined.is_some())
    }

    /// What stands after all members were taken note of: it reads the flattened fields, then those that are left.
    pub(super) fn settle(&self, fields: &[Field], private: &Library) -> TokenStream {
        let site = Span::mixed_site();
        let known = &self.known;
        let flattened = flattened(fields).map(|(field, prefix)| {
            let (value, inner) = (inlined_value(field), field.formed());
            let read = match field.storage.optional {
                Some(_) => quote!(flatten_option),
                None => quote!(flatten),
            };
            let members = members_of(field, private);
            quote_spanned!(site=> let #value = unread.#read::<#inner>(#prefix, #members)?;)
        });
        let rest = fields.iter().filter(|field| is_rest(field)).map(|field| {
            let (value, ty) = (inlined_value(field), &field.ty);
            let bound = rest_bound(field, private);
            quote_spanned!(site=> #bound let #value = unread.rest::<#ty>(#known)?;)
        });
        let deny = self.deny.then(|| quote_spanned!(site=> unread.deny(#known)?;));
        quote!(#(#flattened)* #(#rest)* #deny)
    }
}

/// Writes the members that stand in the place of fields, the rest last: statements that follow those of
/// [`encode`](super::encode), and one that goes before all.
pub(crate) fn encode_inlined(fields: &[Field], known: &TokenStream, private: &Library) -> (TokenStream, TokenStream) {
    let site = Span::mixed_site();
    let flattened = flattened(fields).map(|(field, prefix)| {
        let (member, inner) = (&field.member, field.formed());
        match field.storage.optional {
            Some(_) => quote_spanned! {site=>
                if let ::core::option::Option::Some(value) = &self.#member {
                    writer.flatten::<#inner>(#prefix, value)?;
                }
            },
            None => quote_spanned!(site=> writer.flatten::<#inner>(#prefix, &self.#member)?;),
        }
    });
    let flattened = quote!(#(#flattened)*);
    let Some(rest) = fields.iter().find(|field| is_rest(field)) else {
        return (TokenStream::new(), flattened);
    };
    let (member, ty, members) = (&rest.member, &rest.ty, members(fields, private));
    let bound = rest_bound(rest, private);
    let rest = quote_spanned! {site=>
        #bound
        const __MEMBERS: &#private::Members = &#members;
        writer.rest::<#ty>(&self.#member, start, __MEMBERS, #known)?;
    };
    (
        quote_spanned!(site=> let start = writer.len();),
        quote!(#flattened #rest),
    )
}

/// The names that the fields are read under.
fn names(fields: &[Field]) -> Vec<String> {
    fields.iter().flat_map(Field::names).collect()
}

/// The value of the type `Members` for the fields.
pub(crate) fn members(fields: &[Field], private: &Library) -> TokenStream {
    let names = names(fields);
    let parts: Vec<_> = flattened(fields)
        .map(|(field, prefix)| part(field, prefix, private))
        .collect();
    let flattened = (!parts.is_empty()).then(|| quote!(.with_flattened(&[#(#parts),*])));
    let rest = fields.iter().any(is_rest).then(|| quote!(.with_rest()));
    quote_spanned!(Span::mixed_site()=> #private::Members::new(&[#(#names),*])#flattened #rest)
}

/// Refuses, when compiling, flattened fields whose members are stored where something else is: another member, one of
/// `names`, or an attribute of the schema. Each check is a static of its own, `label` before its name.
pub(crate) fn flatten_checks(
    fields: &[Field],
    label: &str,
    further: &[&str],
    schema: Option<&TokenStream>,
    private: &Library,
) -> TokenStream {
    let mut checks = TokenStream::new();
    let (mut names, mut earlier) = (names(fields), Vec::new());
    names.extend(further.iter().map(|name| (*name).to_owned()));
    for (position, (field, prefix)) in flattened(fields).enumerate() {
        // With the hygiene of the field, so that rustc does not speak of macros.
        let site = field.member.span();
        let check = format_ident!("{label}FLATTEN_{position}", span = site);
        let (name, here) = (&field.name, private.at(site));
        let inner = respan(field.formed(), site);
        let schema = match schema {
            Some(schema) => {
                let schema = respan(schema, site);
                quote_spanned!(site=> ::core::option::Option::Some(#schema))
            }
            None => quote_spanned!(site=> ::core::option::Option::None),
        };
        let members = members_of(field, private);
        checks.extend(quote_spanned! {site=>
            #[allow(dead_code, non_upper_case_globals)]
            static #check: () = #here::check_flattened(
                #name,
                #prefix,
                <#inner as #here::Type>::OPTIONAL,
                #members,
                &#here::Beside { schema: #schema, names: &[#(#names),*], flattened: &[#(#earlier),*] },
            );
        });
        earlier.push(part(field, prefix, private));
    }
    checks
}

/// The local that holds the value of an inlined field.
pub(super) fn inlined_value(field: &Field) -> Ident {
    // Of two locals with one name, hygiene tells apart the user's, not ours.
    format_ident!("inlined_{}", field.name, span = Span::mixed_site())
}

fn flattened(fields: &[Field]) -> impl Iterator<Item = (&Field, &String)> {
    fields.iter().filter_map(|field| match &field.inlined {
        Some(Inlined::Flatten { prefix, .. }) => Some((field, prefix)),
        Some(Inlined::Rest { .. }) | None => None,
    })
}

fn is_rest(field: &Field) -> bool {
    field.inlined.as_ref().is_some_and(Inlined::is_rest)
}

/// A prefix and the members that stand behind it.
fn part(field: &Field, prefix: &str, private: &Library) -> TokenStream {
    let members = members_of(field, private);
    quote!((#prefix, #members))
}

/// The members of a flattened field, with the caret of a type that has none on the type.
fn members_of(field: &Field, private: &Library) -> TokenStream {
    let inner = field.formed();
    let site = Span::mixed_site().located_at(inner.span());
    quote_spanned!(site=> <#inner as #private::Flatten>::MEMBERS)
}

/// Names the function that keeps the rest, so that a type that cannot is reported where it is written.
fn rest_bound(field: &Field, private: &Library) -> TokenStream {
    let ty = &field.ty;
    let site = Span::mixed_site().located_at(ty.span());
    quote_spanned!(site=> let _ = <#ty as #private::Rest<'_>>::keep;)
}
