//! The types and functions of a field that has a storage form.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};

use super::super::Field;
use super::{Form, Kind};
use crate::span::respan;

impl Field {
    /// The type that the form is of: what an `Option` holds.
    pub(in super::super) fn formed(&self) -> &TokenStream {
        self.storage.optional.as_ref().unwrap_or(&self.ty)
    }

    /// The type of the form, for a field that has one; `lenient` is part of it.
    pub(in super::super) fn form(&self, private: &TokenStream) -> Option<TokenStream> {
        let form = self.storage.form.as_ref()?;
        let site = Span::mixed_site().located_at(form.token.span());
        let private = respan(private, site);
        let mut path = match &form.kind {
            Kind::Ours(name) => {
                let name = Ident::new(name, site);
                quote_spanned!(site=> #private::form::#name)
            }
            Kind::With(_) => self.with_form().into_token_stream(),
        };
        if self.storage.lenient.is_some() {
            path = quote_spanned!(site=> #private::form::Lenient<#path>);
        }
        Some(path)
    }

    /// The type whose attribute the field is: its own, or one that is stored in the field's form.
    pub(crate) fn stored_type(&self, private: &TokenStream) -> TokenStream {
        let (Some(form), Some(path)) = (&self.storage.form, self.form(private)) else {
            return self.ty.clone();
        };
        let site = Span::mixed_site().located_at(form.token.span());
        let private = respan(private, site);
        let formed = self.formed();
        match self.storage.optional {
            None => quote_spanned!(site=> #private::form::As<#formed, #path>),
            Some(_) => quote_spanned!(site=> ::core::option::Option<#private::form::As<#formed, #path>>),
        }
    }

    /// The function that makes the field a part of a key, if it has a form.
    pub(crate) fn form_key_part(&self, private: &TokenStream) -> Option<TokenStream> {
        let (form, path) = (self.storage.form.as_ref()?, self.form(private)?);
        let site = Span::mixed_site().located_at(form.token.span());
        let (private, formed) = (respan(private, site), self.formed());
        Some(quote_spanned!(site=> <#path as #private::form::KeyForm<#formed>>::key_part))
    }

    /// The name of the type that stands for `with = module`.
    fn with_form(&self) -> Ident {
        format_ident!("__With_{}", self.name)
    }
}

/// The types that stand for the modules of `with = module`.
pub(crate) fn with_forms(fields: &[Field], private: &TokenStream) -> TokenStream {
    let mut forms = TokenStream::new();
    for field in fields.iter().filter(|field| field.is_stored()) {
        let Some(Form {
            kind: Kind::With(module),
            ..
        }) = &field.storage.form
        else {
            continue;
        };
        let (name, formed) = (field.with_form(), field.formed());
        forms.extend(quote_spanned! {Span::mixed_site()=>
            #[allow(missing_docs, non_camel_case_types)]
            pub enum #name {}

            #[automatically_derived]
            impl #private::form::Form<#formed> for #name {
                const KIND: #private::Kind = #module::KIND;

                fn encode(value: &#formed, writer: &mut #private::Writer) -> #private::Result<()> {
                    #module::encode(value, writer)
                }

                fn decode(parser: &mut #private::Parser<'_>) -> #private::Result<#formed> {
                    #module::decode(parser)
                }
            }
        });
    }
    forms
}
