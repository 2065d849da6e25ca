use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::super::model::{Key, Model};
use super::super::template::{Part, separators};
use super::constant;

/// The value of `Entity::SCHEMA`.
pub(super) fn expand(model: &Model, private: &TokenStream) -> TokenStream {
    let name = model.name.unraw().to_string();
    let table = &model.table;
    let fields = model.stored().map(|(_, field)| {
        let (name, attribute) = (&field.name, &field.attribute);
        let kind = constant(&field.ty, "KIND", private);
        let optional = match field.default {
            Some(_) => quote!(true),
            None => constant(&field.ty, "OPTIONAL", private),
        };
        quote!(#private::FieldDef::new(#name, #attribute, #kind, #optional),)
    });
    let partition = key(model, &model.partition, private);
    let sort = model.sort.iter().map(|sort| key(model, sort, private));
    let write_id = model
        .write_id
        .iter()
        .map(|attribute| quote!(.with_write_id(#attribute)));
    // A static, so that there is one of it; types are named beside it, so its name is one that no type uses.
    quote! {{
        static __SCHEMA: #private::Schema = #private::Schema::new(
            #name,
            #table,
            &[#(#fields)*],
            &[#private::Index::primary(&[#partition], &[#(#sort),*])],
        )#(#write_id)*;
        &__SCHEMA
    }}
}

fn key(model: &Model, key: &Key, private: &TokenStream) -> TokenStream {
    match key {
        Key::Field(position) => {
            let (field, number) = (&model.fields[*position], model.number(*position));
            let attribute = &field.attribute;
            let kind = constant(&field.ty, "KIND", private);
            quote!(#private::Key::field(#attribute, #kind, &[#private::Part::field(#number)]))
        }
        Key::Template {
            attribute,
            literal,
            parts,
        } => {
            let template = literal.value();
            let separators = separators(parts.iter().filter_map(|part| match part {
                Part::Literal(text) => Some(text.as_str()),
                Part::Placeholder { .. } => None,
            }));
            let parts = parts.iter().map(|part| match part {
                Part::Literal(text) => quote!(#private::Part::Literal(#text),),
                Part::Placeholder { field, width: 0 } => {
                    let number = model.number(*field);
                    quote!(#private::Part::field(#number),)
                }
                Part::Placeholder { field, width } => {
                    let number = model.number(*field);
                    quote!(#private::Part::Field { index: #number, width: #width },)
                }
            });
            quote!(#private::Key::template(#attribute, #template, #separators, &[#(#parts)*]))
        }
    }
}
