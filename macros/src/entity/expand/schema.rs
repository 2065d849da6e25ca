use crate::library::Library;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::model::{Index, Key, Model, Role, Table};
use super::super::parse::Variant;
use super::super::template::{Format, Part, literals, separators};
use super::managed;

/// The value of `Entity::SCHEMA`.
pub(super) fn expand(model: &Model, private: &Library) -> TokenStream {
    let name = model.name.unraw().to_string();
    let fields = model.stored().map(|(position, field)| {
        let (name, attribute) = (&field.name, &field.attribute);
        let kind = field.kind(private);
        let optional = if field.default.is_some() || field.partial {
            quote!(true)
        } else {
            field.optional(private)
        };
        let secret = field.managed.sensitive.as_ref().map(|_| quote!(.with_secret_values()));
        let default = field.default.as_ref().map(|_| quote!(.with_default()));
        let key_only = field.key_only.iter().map(|_| quote!(.in_key_only()));
        let aliases = &field.aliases;
        let aliases = (!aliases.is_empty()).then(|| quote!(.with_aliases(&[#(#aliases),*])));
        let form = field.form_name().map(|name| quote!(.in_form(#name)));
        let width = model.has_width(position).then(|| field.key_width(private));
        let width = width.map(|width| quote!(.with_width(#width)));
        quote!(#private::FieldDef::new(#name, #attribute, #kind, #optional)#default #secret #(#key_only)* #width #aliases #form,)
    });
    let (table, place) = match &model.table {
        Table::Own(name) if model.variants.is_empty() => (quote!(#name), TokenStream::new()),
        Table::Own(name) => {
            let (attribute, tags) = (&model.tag_attribute, model.variants.iter().map(Variant::tag));
            let tags = quote!(#private::Tags::new(#attribute, &[#(#tags),*]));
            (quote!(#name), quote!(.with_tags(#tags)))
        }
        Table::Shared { tags, .. } => {
            let shared = shared(model);
            (quote!(#shared.name()), quote!(.in_table(#shared, &[#(#tags),*])))
        }
    };
    let partition = key(model, Role::Partition, &model.partition, private);
    let sort = model.sort.iter().map(|sort| key(model, Role::Sort, sort, private));
    let indexes = model.indexes.iter().map(|written| index(model, written, private));
    let scans = model.whole.allow_scan.then(|| quote!(.with_scans()));
    let write_id = model
        .write_id
        .iter()
        .map(|attribute| quote!(.with_write_id(#attribute)));
    let managed = managed::schema(model, private);
    let of_variants = model.variants.iter().flat_map(|variant| &variant.fields);
    let has_others = model
        .fields
        .iter()
        .chain(of_variants)
        .any(|field| field.inlined.is_some());
    let others = has_others.then(|| quote!(.with_other_attributes()));
    // A static, so that there is one of it; types are named beside it, so its name is one that no type uses.
    quote! {{
        static __SCHEMA: #private::Schema = #private::Schema::new(
            #name,
            #table,
            &[#(#fields)*],
            &[#private::Index::primary(&[#partition], &[#(#sort),*]), #(#indexes,)*],
        )#place #(#write_id)* #managed #others #scans;
        &__SCHEMA
    }}
}

/// The schema of a shared table, with the caret of a struct that is none on its name.
pub(super) fn shared(model: &Model) -> TokenStream {
    let Table::Shared { path, .. } = &model.table else {
        unreachable!("asked of shared tables only")
    };
    let library = &model.library;
    let site = Span::mixed_site().located_at(path.span());
    quote_spanned!(site=> <#path as #library::Table>::SCHEMA)
}

fn index(model: &Model, index: &Index, private: &Library) -> TokenStream {
    let name = index.table_name();
    let keys = |keys: &[Key], sort| -> Vec<TokenStream> {
        keys.iter()
            .enumerate()
            .map(|(position, written)| {
                let role = Role::Index {
                    name: &name,
                    sort,
                    position,
                };
                key(model, role, written, private)
            })
            .collect()
    };
    let (partition, sort) = (keys(&index.partition, false), keys(&index.sort, true));
    let primary = key(model, Role::Partition, &model.partition, private);
    let projection = index.projection.as_ref().map(|projection| projection.expand(private));
    match &model.table {
        Table::Own(_) if index.local => quote!(#private::Index::local(#name, &[#primary], &[#(#sort),*])#projection),
        Table::Own(_) => quote!(#private::Index::global(#name, &[#(#partition),*], &[#(#sort),*])#projection),
        Table::Shared { .. } => {
            let shared = shared(model);
            quote!(#private::Index::of(#shared, #name, &[#primary], &[#(#partition),*], &[#(#sort),*]))
        }
    }
}

/// The attribute that a key's value goes into.
pub(super) fn attribute(model: &Model, role: Role<'_>, key: &Key) -> TokenStream {
    match (&model.table, key) {
        (Table::Own(_), Key::Field(position)) => model.fields[*position].attribute.to_token_stream(),
        (Table::Own(_), Key::Template { .. }) => role.attribute().to_token_stream(),
        (Table::Shared { .. }, _) => {
            let shared = shared(model);
            match role {
                Role::Partition => quote!(#shared.partition()),
                Role::Sort => quote!(#shared.sort_attribute()),
                Role::Index { name, sort, position } => quote!(#shared.index_attribute(#name, #sort, #position)),
            }
        }
    }
}

fn key(model: &Model, role: Role<'_>, key: &Key, private: &Library) -> TokenStream {
    let attribute = attribute(model, role, key);
    match key {
        Key::Field(position) => {
            let (field, number) = (&model.fields[*position], model.number(*position));
            let kind = field.kind(private);
            quote!(#private::Key::field(#attribute, #kind, &[#private::Part::field(#number)]))
        }
        Key::Template { literal, parts } => {
            let template = literal.value();
            let separators = separators(literals(parts));
            let parts = parts.iter().map(|part| match part {
                Part::Literal(text) => quote!(#private::Part::Literal(#text),),
                Part::Placeholder { field, format } => {
                    let number = model.number(*field);
                    match format {
                        Format::Plain => quote!(#private::Part::field(#number),),
                        _ => {
                            let format = format.expand(private);
                            quote!(#private::Part::Field { index: #number, format: #format },)
                        }
                    }
                }
            });
            quote!(#private::Key::template(#attribute, #template, #separators, &[#(#parts)*]))
        }
    }
}
