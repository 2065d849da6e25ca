use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::model::{Model, Table};
use super::place;
use crate::field::Field;
use crate::library::Library;
use crate::span::respan;

/// The value of `Schema::managed`, if there is something to say.
pub(super) fn schema(model: &Model, private: &Library) -> Option<TokenStream> {
    let number = |position: Option<usize>| match position {
        Some(position) => {
            let number = model.number(position);
            quote!(::core::option::Option::Some(#number))
        }
        None => quote!(::core::option::Option::None),
    };
    let managed = &model.managed;
    let schema_version = model.whole.schema_version.as_ref();
    if managed.version.is_none()
        && managed.expires.is_none()
        && managed.updated_at.is_none()
        && schema_version.is_none()
    {
        return None;
    }
    let (version, expires, updated_at) = (
        number(managed.version),
        number(managed.expires),
        number(managed.updated_at),
    );
    let schema_version = match schema_version {
        Some(version) => {
            let number = version.number;
            quote!(::core::option::Option::Some((#private::SCHEMA_VERSION, #number)))
        }
        None => quote!(::core::option::Option::None),
    };
    Some(quote!(.with_managed(#private::Managed {
        version: #version,
        expires: #expires,
        updated_at: #updated_at,
        schema_version: #schema_version,
    })))
}

/// The methods of `Entity` that are about managed fields, where they do something.
pub(super) fn methods(model: &Model, private: &Library) -> TokenStream {
    let version = model
        .managed
        .version
        .map(|position| version(model, &model.fields[position], private));
    let expired = model
        .managed
        .expires
        .map(|position| expired(model, &model.fields[position], private));
    let updated = model
        .managed
        .updated_at
        .map(|position| updated_at(&model.fields[position], private));
    let manage = manage(model, private);
    quote!(#version #expired #updated #manage)
}

fn version(model: &Model, field: &Field, private: &Library) -> TokenStream {
    let value = place(model, field, &quote!(&));
    let (next, number) = (
        at_type(&field.ty, &quote!(#private::Version), "next"),
        at_type(&field.ty, &quote!(#private::Version), "number"),
    );
    quote_spanned! {Span::mixed_site()=>
        fn __version(&self) -> i128 {
            let _ = #next;
            #number(*#value)
        }
    }
}

fn expired(model: &Model, field: &Field, private: &Library) -> TokenStream {
    let value = place(model, field, &quote!(&));
    let is_over = at_type(&field.ty, &quote!(#private::Expiry), "is_over");
    quote_spanned! {Span::mixed_site()=>
        fn __is_expired(&self, now: i64) -> bool {
            #is_over(#value, now)
        }
    }
}

/// The time in the form of the field, of what an `Option` holds.
fn updated_at(field: &Field, private: &Library) -> TokenStream {
    let (formed, site) = (field.formed(), Span::mixed_site());
    let bound = match field.form(private) {
        Some(form) => quote_spanned!(site=> <#form as #private::form::Form<#formed>>::bound(&time)),
        None => quote_spanned!(site=> <#formed as #private::Attribute>::bound(&time)),
    };
    let (at, _) = stamp(field, private);
    quote_spanned! {Span::mixed_site()=>
        fn __updated_at(now: ::std::time::SystemTime) -> #private::Result<::core::option::Option<#private::Bound>> {
            let time = #at(now)?;
            ::core::result::Result::Ok(::core::option::Option::Some(#bound?))
        }
    }
}

fn manage(model: &Model, private: &Library) -> Option<TokenStream> {
    let site = Span::mixed_site();
    let statements: Vec<_> = model
        .fields
        .iter()
        .filter(|field| !field.partial)
        .filter_map(|field| Some((field, statement(model, field, private)?)))
        .map(|(field, statement)| {
            let name = &field.name;
            quote_spanned!(site=> #statement.map_err(|error| error.at(#name))?;)
        })
        .collect();
    (!statements.is_empty()).then(|| {
        quote_spanned! {site=>
            fn __manage(&mut self, now: ::std::time::SystemTime) -> #private::Result<()> {
                let _ = now;
                #(#statements)*
                ::core::result::Result::Ok(())
            }
        }
    })
}

/// Sets one field. What its type must be able to do is named first: where it cannot, rustc says so there, and once.
fn statement(model: &Model, field: &Field, private: &Library) -> Option<TokenStream> {
    let (ty, managed, site) = (&field.ty, &field.managed, Span::mixed_site());
    let value = place(model, field, &quote!(&mut));
    if let Some(id) = &managed.id {
        let kind = Ident::new(id.kind, site);
        let generate = at_type(ty, &quote!(#private::GeneratedId<#private::#kind>), "generate");
        return Some(quote_spanned!(site=> {
            let _ = #generate;
            #private::fill_id::<#private::#kind, #ty>(#value, now)
        }));
    }
    if managed.version.is_some() {
        let next = at_type(ty, &quote!(#private::Version), "next");
        return Some(quote_spanned!(site=> {
            let _ = #next;
            #private::count::<#ty>(#value)
        }));
    }
    if managed.created_at.is_some() || managed.updated_at.is_some() {
        let (at, fill) = stamp(field, private);
        let is_optional = field.storage.optional.is_some();
        return Some(match (managed.created_at.is_some(), is_optional) {
            (true, true) => quote_spanned!(site=> match #value {
                ::core::option::Option::Some(time) => #fill(time, now),
                none => #at(now).map(|time| *none = ::core::option::Option::Some(time)),
            }),
            (true, false) => quote_spanned!(site=> #fill(#value, now)),
            (false, true) => {
                quote_spanned!(site=> #at(now).map(|time| *#value = ::core::option::Option::Some(time)))
            }
            (false, false) => quote_spanned!(site=> #at(now).map(|time| *#value = time)),
        });
    }
    let after = managed.expires.as_ref()?.after?;
    let fill = at_type(ty, &quote!(#private::Expiry), "fill");
    Some(quote_spanned!(site=> #fill(#value, now, ::core::time::Duration::from_secs(#after))))
}

/// The functions that make the time of a write, and that set it if nobody has.
fn stamp(field: &Field, private: &Library) -> (TokenStream, TokenStream) {
    let (formed, site) = (field.formed(), Span::mixed_site());
    let of_type = |method| at_type(formed, &quote!(#private::Stamp), method);
    match field.form(private) {
        None => (of_type("at"), of_type("fill")),
        Some(form) => (
            quote_spanned!(site=> #private::stamp::<#formed, #form>),
            quote_spanned!(site=> #private::fill_stamp::<#formed, #form>),
        ),
    }
}

/// `<Type as Trait>::method`, with the caret of a type that has none on the type.
fn at_type(ty: &TokenStream, of_trait: &TokenStream, method: &str) -> TokenStream {
    let site = Span::mixed_site().located_at(ty.span());
    let (of_trait, method) = (respan(of_trait, site), Ident::new(method, site));
    quote_spanned!(site=> <#ty as #of_trait>::#method)
}

/// What only the compiler can check of the time of expiry.
pub(super) fn checks(model: &Model, private: &Library) -> TokenStream {
    let Some(field) = model.managed.expires.map(|position| &model.fields[position]) else {
        return TokenStream::new();
    };
    let Some(expires) = &field.managed.expires else {
        return TokenStream::new();
    };
    let site = expires.token.span();
    let (name, kind) = (&field.name, respan(&field.kind(private), site));
    let private = private.at(site);
    let attribute = matches!(model.table, Table::Shared { .. }).then(|| {
        let (library, entity) = (model.library.at(site), respan(&model.name.to_token_stream(), site));
        quote_spanned!(site=>
            static EXPIRES_ATTRIBUTE: () = #private::check_expires_attribute(<#entity as #library::Entity>::SCHEMA);
        )
    });
    // Where the bound fails, the check does not run.
    let bound = at_type(&field.ty, &quote!(#private::Expiry), "is_over");
    quote_spanned! {site=>
        static EXPIRES: () = {
            let _ = #bound;
            #private::check_expires(#name, #kind);
        };
        #attribute
    }
}
