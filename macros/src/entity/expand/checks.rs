use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::super::model::{Key, Model};
use super::super::template::Part;
use crate::field::Field;
use crate::span::respan;

/// What only the compiler can check, because it depends on the types of fields.
///
/// Each check is a static of its own, so that two mistakes are two errors. Named, and no `const`: for an anonymous one,
/// or a `const` that something uses, rustc adds lines that help nobody. An error's caret covers the call in the static,
/// if all of its tokens stand where the user's token does; with the hygiene of that token, rustc does not speak of macros.
pub(super) fn expand(model: &Model, private: &TokenStream) -> TokenStream {
    let partition = key(model, &model.partition, "PARTITION_KEY", false, private);
    let sort = model
        .sort
        .iter()
        .map(|sort| key(model, sort, "SORT_KEY", true, private));
    quote!(#partition #(#sort)*)
}

fn key(model: &Model, key: &Key, label: &str, sorts: bool, private: &TokenStream) -> TokenStream {
    let (literal, parts) = match key {
        Key::Field(position) => return key_type(&model.fields[*position], label, private),
        Key::Template { literal, parts, .. } => (literal, parts),
    };
    let mut checks = TokenStream::new();
    for (position, part) in parts.iter().enumerate() {
        let Part::Placeholder { field, width } = part else {
            continue;
        };
        let (field, label) = (&model.fields[*field], format!("{label}_{position}"));
        checks.extend(key_type(field, &label, private));
        checks.extend(placeholder(field, *width, sorts, &label, literal.span(), private));
    }
    checks
}

/// Refuses a type that is none of a key.
fn key_type(field: &Field, label: &str, private: &TokenStream) -> TokenStream {
    let Field { member, name, .. } = field;
    let check = format_ident!("{label}_TYPE");
    let (kind, optional) = (field.kind(private), field.optional(private));
    // The method is named for its bound: where that fails, rustc reports it, once for here and the method's use, and
    // does not run the check.
    let bound = field.key_part(private).map(|bound| quote!(let _ = #bound;));
    let site = member.span();
    let private = respan(private, site);
    quote_spanned! {site=>
        static #check: () = {
            #bound
            #private::check_key_kind(#name, #kind, #optional);
        };
    }
}

/// Refuses a type that a template cannot write, or that would not sort.
fn placeholder(field: &Field, width: u8, sorts: bool, label: &str, site: Span, private: &TokenStream) -> TokenStream {
    let name = &field.name;
    let kind = respan(&field.kind(private), site);
    let private = respan(private, site);
    let text = format_ident!("{label}_TEXT");
    let binary = format!(
        "`{name}` is binary and cannot stand in a key template: store it as text, or let it be the key by itself"
    );
    let digits = format_ident!("{label}_DIGITS");
    let check = match (width, sorts) {
        (1.., _) => {
            let message =
                format!("`{name}` is padded with zeros in a key template, but is not a number: write `{{{name}}}`");
            quote_spanned! {site=>
                static #digits: () = if !::core::matches!(#kind, #private::Kind::N) { ::core::panic!("{}", #message) };
            }
        }
        (0, true) => {
            quote_spanned!(site=> static #digits: () = #private::check_sort_placeholder(#name, #kind, #width);)
        }
        (0, false) => TokenStream::new(),
    };
    quote_spanned! {site=>
        static #text: () = if ::core::matches!(#kind, #private::Kind::B) { ::core::panic!("{}", #binary) };
        #check
    }
}
