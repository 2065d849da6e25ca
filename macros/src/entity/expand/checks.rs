use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::model::{Key, Model, Table};
use super::super::parse::Variant;
use super::super::template::{Format, Part};
use super::managed;
use crate::field::{self, Field};
use crate::library::Library;
use crate::span::respan;

/// What only the compiler can check, because it depends on the types of fields.
///
/// Each check is a static of its own, so that two mistakes are two errors. Named, and no `const`: for an anonymous one,
/// or a `const` that something uses, rustc adds lines that help nobody. An error's caret covers the call in the static,
/// if all of its tokens stand where the user's token does; with the hygiene of that token, rustc does not speak of macros.
pub(super) fn expand(model: &Model, private: &Library) -> TokenStream {
    let partition = key(model, &model.partition, "PARTITION_KEY", Use::Partition, private);
    let sort = model
        .sort
        .iter()
        .map(|sort| key(model, sort, "SORT_KEY", Use::Sort, private));
    let indexes = model.indexes.iter().enumerate().map(|(number, index)| {
        let partition = index.partition.iter().enumerate().map(|(position, written)| {
            let label = format!("INDEX_{number}_PARTITION_KEY_{position}");
            key(model, written, &label, Use::IndexPartition, private)
        });
        let sort = index.sort.iter().enumerate().map(|(position, written)| {
            let label = format!("INDEX_{number}_SORT_KEY_{position}");
            key(model, written, &label, Use::IndexSort, private)
        });
        quote!(#(#partition)* #(#sort)*)
    });
    let shared = matches!(model.table, Table::Shared { .. }).then(|| shared_table(model, private));
    let attributes = (!model.indexes.is_empty()).then(|| shared_attributes(model, private));
    let managed = managed::checks(model, private);
    let (library, name) = (&model.library, &model.name);
    let schema = quote!(<#name as #library::Entity>::SCHEMA);
    let flattened = if model.variants.is_empty() {
        field::flatten_checks(&model.fields, "", &[], Some(&schema), private)
    } else {
        let of_variant = |variant: &Variant| {
            let label = format!("{}_", variant.ident.unraw());
            field::flatten_checks(&variant.fields, &label, &[], Some(&schema), private)
        };
        model.variants.iter().map(of_variant).collect()
    };
    quote!(#partition #(#sort)* #(#indexes)* #shared #attributes #managed #flattened)
}

/// What a key is for: an index may lack one, a primary key may not; and what sorts has to sort.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Partition,
    Sort,
    IndexPartition,
    IndexSort,
}

impl Use {
    fn sorts(self) -> bool {
        matches!(self, Self::Sort | Self::IndexSort)
    }

    fn is_of_index(self) -> bool {
        matches!(self, Self::IndexPartition | Self::IndexSort)
    }
}

/// What an entity and the table that it shares must agree on. Each is asked of the entity's schema, so that a table that
/// is none is one error.
fn shared_table(model: &Model, private: &Library) -> TokenStream {
    let Table::Shared { path, .. } = &model.table else {
        unreachable!("asked of shared tables only")
    };
    let has_sort = model.sort.is_some();
    let key = asked(
        model,
        path.span(),
        "TABLE_KEY",
        private,
        |private, schema| quote_spanned!(path.span()=> #private::check_table_key(#schema, #has_sort)),
    );
    let indexes = model.indexes.iter().enumerate().map(|(number, index)| {
        let name = index.table_name();
        let (site, partition, sort) = (index.name.span(), index.partition.len(), index.sort.len());
        asked(
            model,
            site,
            &format!("INDEX_{number}"),
            private,
            |private, schema| quote_spanned!(site=> #private::check_index_key(#schema, #name, #partition, #sort)),
        )
    });
    let attributes = model.stored().filter(|(_, field)| field.is_attribute());
    let fields = attributes.map(|(position, field)| {
        let (site, name, attribute) = (field.member.span(), &field.name, &field.attribute);
        let is_key = model
            .keys()
            .any(|key| matches!(key, Key::Field(key) if *key == position));
        asked(model, site, &format!("ATTRIBUTE_{position}"), private, |private, schema| {
            quote_spanned!(site=> #private::check_field_attribute(#schema, #name, #attribute, #is_key))
        })
    });
    let aliases = model.fields.iter().flat_map(|field| &field.aliases).enumerate();
    let aliases = aliases.map(|(position, alias)| {
        let site = alias.span();
        asked(
            model,
            site,
            &format!("ALIAS_{position}"),
            private,
            |private, schema| quote_spanned!(site=> #private::check_alias(#schema, #alias)),
        )
    });
    quote!(#key #(#indexes)* #(#fields)* #(#aliases)*)
}

/// Keys that share an attribute must have the same value there.
fn shared_attributes(model: &Model, private: &Library) -> TokenStream {
    let site = model.name.span();
    asked(
        model,
        site,
        "SHARED_ATTRIBUTES",
        private,
        |private, schema| quote_spanned!(site=> #private::check_shared_attributes(#schema)),
    )
}

/// A check of the entity's schema in a static of its own, with the caret at `site`.
fn asked(
    model: &Model,
    site: Span,
    label: &str,
    private: &Library,
    check: impl FnOnce(Library, TokenStream) -> TokenStream,
) -> TokenStream {
    let label = format_ident!("{label}", span = site);
    let (library, mut name) = (model.library.at(site), model.name.clone());
    name.set_span(site);
    let schema = quote_spanned!(site=> <#name as #library::Entity>::SCHEMA);
    let check = check(private.at(site), schema);
    quote_spanned!(site=> static #label: () = #check;)
}

fn key(model: &Model, key: &Key, label: &str, part_of: Use, private: &Library) -> TokenStream {
    let (literal, parts) = match key {
        Key::Field(position) => return key_type(&model.fields[*position], label, part_of, private),
        Key::Template { literal, parts } => (literal, parts),
    };
    let mut checks = TokenStream::new();
    for (position, part) in parts.iter().enumerate() {
        let Part::Placeholder { field, format } = part else {
            continue;
        };
        let (field, label) = (&model.fields[*field], format!("{label}_{position}"));
        checks.extend(key_type(field, &label, part_of, private));
        checks.extend(placeholder(
            field,
            *format,
            part_of.sorts(),
            &label,
            literal.span(),
            private,
        ));
    }
    checks
}

/// Refuses a type that is none of a key.
fn key_type(field: &Field, label: &str, part_of: Use, private: &Library) -> TokenStream {
    let Field { member, name, .. } = field;
    let check = format_ident!("{label}_TYPE");
    let kind = field.kind(private);
    let optional = if part_of.is_of_index() {
        quote!(false)
    } else {
        field.optional(private)
    };
    // The method is named for its bound: where that fails, rustc reports it, once for here and the method's use, and
    // does not run the check.
    let bound = field.key_part(private);
    let site = member.span();
    let private = private.at(site);
    quote_spanned! {site=>
        static #check: () = {
            let _ = #bound;
            #private::check_key_kind(#name, #kind, #optional);
        };
    }
}

/// Refuses a type that a template cannot write, or that would not sort.
fn placeholder(field: &Field, format: Format, sorts: bool, label: &str, site: Span, private: &Library) -> TokenStream {
    let name = &field.name;
    let kind = respan(&field.kind(private), site);
    let private = private.at(site);
    let text = format_ident!("{label}_TEXT");
    let binary = format!(
        "`{name}` is binary and cannot stand in a key template: store it as text, or let it be the key by itself"
    );
    let label = format_ident!("{label}_FORMAT");
    // Calls, and no `assert!`: the compiler would expand that for every placeholder.
    let only = |check: &str, message: String| {
        let check = Ident::new(check, site);
        quote_spanned!(site=> static #label: () = #private::#check(#kind, #message);)
    };
    let check = match format {
        Format::Escaped => only(
            "check_text",
            format!(
                "`{name}` is escaped in a key template, but is not text: a number has no separators, write `{{{name}:010}}` or `{{{name}:i64}}`"
            ),
        ),
        Format::Offset(integer) => only(
            "check_number",
            format!(
                "`{name}` is written as an integer, {integer}, in a key template, but is not a number: write `{{{name}}}`"
            ),
        ),
        Format::Padded(_) => only(
            "check_number",
            format!("`{name}` is padded with zeros in a key template, but is not a number: write `{{{name}}}`"),
        ),
        Format::Plain if sorts => {
            quote_spanned!(site=> static #label: () = #private::check_sort_placeholder(#name, #kind);)
        }
        Format::Plain => TokenStream::new(),
    };
    // What is read back is no binary: its type was checked.
    let text = field
        .key_only
        .is_none()
        .then(|| quote_spanned!(site=> static #text: () = #private::check_not_binary(#kind, #binary);));
    quote!(#text #check)
}
