//! Validation, hooks and older forms: what is about the entity as a whole.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::super::model::Model;
use super::place;
use crate::library::Library;

/// The methods of `Entity` for validation, where there is some.
pub(super) fn methods(model: &Model, private: &Library) -> TokenStream {
    validate(model, private)
}

fn validate(model: &Model, private: &Library) -> TokenStream {
    let site = Span::mixed_site();
    let none = quote!(::core::option::Option::None);
    let (mut of_fields, mut of_values) = (TokenStream::new(), TokenStream::new());
    for (position, field) in model.fields.iter().enumerate() {
        let Some(validator) = &field.managed.validate else {
            continue;
        };
        let (name, here) = (&field.name, site.located_at(validator.span()));
        let value = place(model, field, &quote!(&));
        let verdict = quote_spanned!(here=> #validator(#value));
        of_fields.extend(quote_spanned! {site=>
            #private::valid(::core::option::Option::Some(#name), #verdict)?;
        });
        if field.is_stored() {
            let (number, ty) = (model.number(position), field.stored_type(private));
            // The field's own type, also where an `Option` of it, or a form, is what is stored.
            let value = if field.form(private).is_none() {
                quote_spanned!(site=> value)
            } else if field.storage.optional.is_some() {
                quote_spanned!(site=> ::core::option::Option::map(value, |value| value.into_inner()))
            } else {
                quote_spanned!(site=> value.into_inner())
            };
            let verdict = quote_spanned!(here=> #validator(&value));
            of_values.extend(quote_spanned! {site=>
                #number => match #private::set_value::<#ty>(value) {
                    ::core::option::Option::Some(value) => {
                        let value = #value;
                        #private::valid(::core::option::Option::Some(#name), #verdict)
                    }
                    ::core::option::Option::None => ::core::result::Result::Ok(()),
                },
            });
        }
    }
    let whole = model.whole.validate.as_ref().map(|validator| {
        let here = site.located_at(validator.span());
        let verdict = quote_spanned!(here=> #validator(self));
        quote_spanned!(site=> #private::valid(#none, #verdict)?;)
    });
    let garde = model.whole.garde.as_ref().map(|token| {
        let here = site.located_at(token.span());
        let private = private.at(here);
        let verdict = quote_spanned!(here=> <Self as #private::GardeRules>::ask(self));
        quote_spanned!(site=> #private::valid(#none, #verdict)?;)
    });
    let of_entity = (!of_fields.is_empty() || whole.is_some() || garde.is_some()).then(|| {
        quote_spanned! {site=>
            fn __validate(&self) -> ::core::result::Result<(), #private::Refusal> {
                #of_fields
                #whole
                #garde
                ::core::result::Result::Ok(())
            }
        }
    });
    let of_field = (!of_values.is_empty()).then(|| {
        quote_spanned! {site=>
            fn __validate_field(field: u16, value: &#private::Bound) -> ::core::result::Result<(), #private::Refusal> {
                match field {
                    #of_values
                    _ => ::core::result::Result::Ok(()),
                }
            }
        }
    });
    quote!(#of_entity #of_field)
}

/// The hooks, with the caret of an entity that has none on the option.
pub(super) fn hooks(model: &Model, clean: bool, private: &Library) -> TokenStream {
    match &model.whole.hooks {
        Some(token) if clean => {
            let here = token.span();
            let private = private.at(here);
            quote_spanned!(here=> type Hooks = #private::OwnHooks;)
        }
        _ => quote!(type Hooks = #private::NoHooks;),
    }
}

/// What is done to an entity that was read: `decode` gives it.
pub(super) fn after_read(model: &Model, decode: TokenStream, private: &Library) -> TokenStream {
    if model.whole.hooks.is_none() {
        return decode;
    }
    quote_spanned!(Span::mixed_site()=> #decode.and_then(#private::after_read))
}

/// Reads an item of an older form in the form that it is brought to.
pub(super) fn upcast(model: &Model, private: &Library) -> Option<TokenStream> {
    let version = model.whole.schema_version.as_ref()?;
    let (number, site) = (version.number, Span::mixed_site());
    let upcast = match &model.whole.upcast {
        Some(function) => {
            let here = site.located_at(function.span());
            quote_spanned!(here=> |from, item| #function(from, item).map_err(::core::convert::Into::into))
        }
        None => quote_spanned!(site=> #private::no_upcast),
    };
    let entity = model.name.unraw().to_string();
    // Before all else: what is read again has been through all that follows.
    Some(quote_spanned! {site=>
        match #private::upcast(parser, #number, #upcast) {
            ::core::result::Result::Ok(::core::option::Option::None) => {}
            ::core::result::Result::Ok(::core::option::Option::Some(item)) => return #private::read_again(&item),
            ::core::result::Result::Err(error) => return ::core::result::Result::Err(error.of(#entity)),
        }
    })
}
