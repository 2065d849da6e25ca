//! What `#[derive(Entity)]` writes.

mod checks;
mod codec;
mod managed;
mod reader;
mod schema;
mod variants;
mod whole;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::model::Model;
use crate::field::{self, Field, handles};
use crate::library::Library;

/// The implementation; `clean` adds the checks that run in the compiler, which would repeat what was reported.
pub(super) fn expand(model: &Model, clean: bool) -> TokenStream {
    let library = &model.library;
    // A name for the block: the whole path is six tokens in each line, which the compiler takes one by one.
    let (of_macros, private) = (library.private(), &Library::from(quote!(__ddbx)));
    let of_handles = model.stored().filter(|(_, field)| !field.partial);
    let handles = handles::declare(&model.handles, &model.name, of_handles.map(|(_, field)| field), private);
    let entity = entity(model, clean, private);
    let codec = match &model.variants[..] {
        [] => codec::expand(model, private),
        _ => variants::expand(model, clean, private),
    };
    let forms = field::with_forms(model.common(), private);
    let forms_of_variants = model
        .variants
        .iter()
        .map(|variant| field::with_forms(&variant.fields, private));
    let checks = clean.then(|| checks::expand(model, private));
    // The block keeps our names to ourselves. Lints look at the user's tokens inside it as if they were written here.
    quote! {
        #[allow(
            dead_code, deprecated, missing_debug_implementations, non_snake_case, private_interfaces, unnameable_types,
            unreachable_patterns, unreachable_pub, unused_mut
        )]
        const _: () = {
            use #of_macros as __ddbx;
            #forms
            #(#forms_of_variants)*
            #handles
            #entity
            #codec
            #checks
        };
    }
}

fn entity(model: &Model, clean: bool, private: &Library) -> TokenStream {
    let Model {
        name,
        handles,
        library,
        fields,
        ..
    } = model;
    let schema = schema::expand(model, private);
    let common = model.stored().filter(|(_, field)| !field.partial);
    let common = common.map(|(position, field)| (model.number(position), field));
    let handle_values = handles::value(
        handles,
        common,
        |field| clean.then(|| reader::expand(field, private)),
        private,
    );
    let key_fields = model.key_fields();
    let key_types = key_fields.iter().map(|position| fields[*position].stored_type(private));
    // Of the entity, too: rustc refuses a public entity a key of a private type.
    let key = if clean {
        quote_spanned!(name.span()=> type Key = (#(#key_types,)*);)
    } else {
        // Any key fits it: what is wrong was said already.
        quote!(type Key = #private::Faulty;)
    };
    let hooks = whole::hooks(model, clean, private);
    let (managed, whole) = if clean {
        (managed::methods(model, private), whole::methods(model, private))
    } else {
        Default::default()
    };
    let parts = if model.variants.is_empty() || clean {
        model.fields_of_all_keys()
    } else {
        Vec::new()
    };
    let parts = parts.iter().map(|position| {
        let (field, number) = (&fields[*position], model.number(*position));
        let part = field.key_part(private);
        let value = place(model, field, &quote!(&));
        quote_spanned!(Span::mixed_site()=> #number => #part(#value),)
    });
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #library::Entity for #name {
            type Fields = #handles;
            #key
            #hooks

            const SCHEMA: &'static #private::Schema = #schema;
            const FIELDS: &'static #handles = &#handle_values;

            fn __key_part(&self, field: u16) -> #private::Result<#private::KeyPart<'_>> {
                match field {
                    #(#parts)*
                    _ => #private::not_a_key_field(field),
                }
            }

            #managed
            #whole
        }
    }
}

/// A reference to a field, `&` or `&mut`, that all variants have where it is one of an enum.
fn place(model: &Model, field: &Field, reference: &TokenStream) -> TokenStream {
    let (member, site) = (&field.member, Span::mixed_site());
    if model.variants.is_empty() {
        return quote_spanned!(site=> #reference self.#member);
    }
    let variants = model.variants.iter().map(|variant| &variant.ident);
    quote_spanned!(site=> match self { #(Self::#variants { #member: value, .. })|* => value })
}
