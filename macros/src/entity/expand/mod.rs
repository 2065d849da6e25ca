//! What `#[derive(Entity)]` writes.

mod checks;
mod codec;
mod schema;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::model::Model;
use crate::field;
use crate::span::respan;

/// The implementation; `clean` adds the checks that run in the compiler, which would repeat what was reported.
pub(super) fn expand(model: &Model, clean: bool) -> TokenStream {
    let library = &model.library;
    let private = &quote!(#library::__private);
    let handles = handles(model, private);
    let entity = entity(model, clean, private);
    let codec = codec::expand(model, private);
    let forms = field::with_forms(&model.fields, private);
    let checks = clean.then(|| checks::expand(model, private));
    // The block keeps our names to ourselves. Lints look at the user's tokens inside it as if they were written here.
    quote! {
        #[allow(
            dead_code, deprecated, missing_debug_implementations, non_snake_case, private_interfaces, unnameable_types,
            unreachable_patterns, unreachable_pub, unused_mut
        )]
        const _: () = {
            #forms
            #handles
            #entity
            #codec
            #checks
        };
    }
}

/// The struct of field handles: struct fields, because rustc then knows similar names, and because fields and methods
/// of the same name do not collide.
fn handles(model: &Model, private: &TokenStream) -> TokenStream {
    let (name, handles) = (&model.name, &model.handles);
    let fields = model.stored().map(|(_, field)| {
        let (member, ty) = (&field.member, field.stored_type(private));
        let site = field.handle_site();
        let private = respan(private, site);
        quote_spanned!(site=> pub #member: #private::Field<#name, #ty>,)
    });
    quote! {
        #[doc(hidden)]
        pub struct #handles { #(#fields)* }
    }
}

fn entity(model: &Model, clean: bool, private: &TokenStream) -> TokenStream {
    let Model {
        name,
        handles,
        library,
        fields,
        ..
    } = model;
    let schema = schema::expand(model, private);
    let handle_values = model.stored().map(|(position, field)| {
        let (member, attribute, number) = (&field.member, &field.attribute, model.number(position));
        quote!(#member: #private::Field::new(#number, #attribute),)
    });
    let key_fields = model.key_fields();
    let key_types = key_fields.iter().map(|position| fields[*position].stored_type(private));
    // Of the entity, too: rustc refuses a public entity a key of a private type.
    let key = if clean {
        quote_spanned!(name.span()=> type Key = (#(#key_types,)*);)
    } else {
        // Any key fits it: what is wrong was said already.
        quote!(type Key = #private::Faulty;)
    };
    let parts = model.fields_of_all_keys();
    let parts = parts.iter().map(|position| {
        let (field, number) = (&fields[*position], model.number(*position));
        let (member, part) = (&field.member, field.key_part(private));
        quote_spanned!(Span::mixed_site()=> #number => #part(&self.#member),)
    });
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #library::Entity for #name {
            type Fields = #handles;
            #key

            const SCHEMA: &'static #private::Schema = #schema;
            const FIELDS: &'static #handles = &#handles { #(#handle_values)* };

            fn __key_part(&self, field: u16) -> #private::Result<#private::KeyPart<'_>> {
                match field {
                    #(#parts)*
                    _ => #private::not_a_key_field(field),
                }
            }
        }
    }
}
