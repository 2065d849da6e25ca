use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::super::model::Model;
use crate::field::Field;
use crate::span::respan;

/// The value of `Schema::managed`, if there is something to say.
pub(super) fn schema(model: &Model, private: &TokenStream) -> Option<TokenStream> {
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
pub(super) fn methods(model: &Model, private: &TokenStream) -> TokenStream {
    let version = model
        .managed
        .version
        .map(|position| version(&model.fields[position], private));
    let expired = model
        .managed
        .expires
        .map(|position| expired(&model.fields[position], private));
    let updated = model
        .managed
        .updated_at
        .map(|position| updated_at(&model.fields[position], private));
    let manage = manage(model, private);
    quote!(#version #expired #updated #manage)
}

fn version(field: &Field, private: &TokenStream) -> TokenStream {
    let (member, ty) = (&field.member, &field.ty);
    quote_spanned! {Span::mixed_site()=>
        fn __version(&self) -> i128 {
            <#ty as #private::Version>::number(self.#member)
        }
    }
}

fn expired(field: &Field, private: &TokenStream) -> TokenStream {
    let (member, ty) = (&field.member, &field.ty);
    quote_spanned! {Span::mixed_site()=>
        fn __is_expired(&self, now: i64) -> bool {
            <#ty as #private::Expiry>::is_over(&self.#member, now)
        }
    }
}

/// The time in the form of the field, of what an `Option` holds.
fn updated_at(field: &Field, private: &TokenStream) -> TokenStream {
    let (formed, site) = (field.formed(), Span::mixed_site());
    let bound = match field.form(private) {
        Some(form) => quote_spanned!(site=> <#form as #private::form::Form<#formed>>::bound(&time)),
        None => quote_spanned!(site=> <#formed as #private::Attribute>::bound(&time)),
    };
    quote_spanned! {Span::mixed_site()=>
        fn __updated_at(now: ::std::time::SystemTime) -> #private::Result<::core::option::Option<#private::Bound>> {
            let time = <#formed as #private::Stamp>::at(now)?;
            ::core::result::Result::Ok(::core::option::Option::Some(#bound?))
        }
    }
}

fn manage(model: &Model, private: &TokenStream) -> Option<TokenStream> {
    let site = Span::mixed_site();
    let statements: Vec<_> = model
        .fields
        .iter()
        .filter_map(|field| {
            let (member, ty, name) = (&field.member, &field.ty, &field.name);
            let managed = &field.managed;
            if let Some(id) = &managed.id {
                let kind = Ident::new(id.kind, site);
                return Some(quote_spanned!(site=> #private::fill_id::<#private::#kind, #ty>(&mut self.#member);));
            }
            let statement = if managed.version.is_some() {
                quote_spanned!(site=> #private::count::<#ty>(&mut self.#member))
            } else if managed.created_at.is_some() {
                quote_spanned!(site=> <#ty as #private::Stamp>::fill(&mut self.#member, now))
            } else if managed.updated_at.is_some() {
                quote_spanned!(site=> #private::stamp::<#ty>(&mut self.#member, now))
            } else {
                let after = managed.expires.as_ref()?.after?;
                let after = quote_spanned!(site=> ::core::time::Duration::from_secs(#after));
                quote_spanned!(site=> <#ty as #private::Expiry>::fill(&mut self.#member, now, #after))
            };
            Some(quote_spanned!(site=> #statement.map_err(|error| error.at(#name))?;))
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

/// What only the compiler can check of managed fields: named for their bounds, with the caret on the option.
pub(super) fn checks(model: &Model, private: &TokenStream) -> TokenStream {
    let bound = |field: &Field, token: &Ident, of_trait: &str, method: &str| {
        let site = token.span();
        let (private, ty) = (respan(private, site), respan(&field.ty, site));
        let (of_trait, method) = (Ident::new(of_trait, site), Ident::new(method, site));
        quote_spanned!(site=> const _: () = { let _ = <#ty as #private::#of_trait>::#method; };)
    };
    let mut checks = TokenStream::new();
    for field in &model.fields {
        let managed = &field.managed;
        let stamps = managed.created_at.iter().chain(&managed.updated_at);
        checks.extend(stamps.map(|token| bound(field, token, "Stamp", "at")));
        checks.extend(
            managed
                .version
                .iter()
                .map(|token| bound(field, token, "Version", "next")),
        );
        if let Some(expires) = &managed.expires {
            checks.extend(bound(field, &expires.token, "Expiry", "at"));
            let site = expires.token.span();
            let (name, kind) = (&field.name, respan(&field.kind(private), site));
            let private = respan(private, site);
            checks.extend(quote_spanned!(site=> static EXPIRES: () = #private::check_expires(#name, #kind);));
        }
        if let Some(id) = &managed.id {
            let site = id.token.span();
            let (private, ty, kind) = (
                respan(private, site),
                respan(&field.ty, site),
                Ident::new(id.kind, site),
            );
            checks.extend(quote_spanned!(site=>
                const _: () = { let _ = <#ty as #private::GeneratedId<#private::#kind>>::generate; };
            ));
        }
    }
    checks
}
