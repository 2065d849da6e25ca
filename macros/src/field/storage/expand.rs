//! The types and functions of a field that has a storage form.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::super::Field;
use super::{Form, Kind};
use crate::library::Library;

impl Field {
    /// The type that the form is of: what an `Option` holds.
    pub(crate) fn formed(&self) -> &TokenStream {
        self.storage.optional.as_ref().unwrap_or(&self.ty)
    }

    /// The type of the form, for a field that has one; `lenient` is part of it.
    ///
    /// All of it stands where the option does, with the hygiene of that token: rustc then does not speak of macros.
    pub(crate) fn form(&self, private: &Library) -> Option<TokenStream> {
        let form = self.storage.form.as_ref()?;
        let site = form.token.span();
        let private = private.at(site);
        let mut path = match &form.kind {
            Kind::Ours(name) => {
                let name = Ident::new(name, site);
                quote_spanned!(site=> #private::form::#name)
            }
            Kind::OfTable(table, associated) => {
                let associated = Ident::new(associated, site);
                quote_spanned!(site=> <#table as #private::Table>::#associated)
            }
            Kind::With(_) => self.with_form().into_token_stream(),
        };
        if self.storage.lenient.is_some() {
            path = quote_spanned!(site=> #private::form::Lenient<#path>);
        }
        Some(path)
    }

    /// What the form is called, so that fields which are stored alike are known.
    pub(crate) fn form_name(&self) -> Option<String> {
        let name = match &self.storage.form.as_ref()?.kind {
            Kind::Ours(name) | Kind::OfTable(_, name) => (*name).to_owned(),
            Kind::With(path) => path.to_token_stream().to_string(),
        };
        let lenient = if self.storage.lenient.is_some() { "Lenient " } else { "" };
        Some(format!("{lenient}{name}"))
    }

    /// Names an item of the form. Said first wherever the form is used, it makes all errors of a form that does not fit
    /// the type one.
    pub(crate) fn form_item(&self, item: &str, private: &Library) -> Option<TokenStream> {
        let (form, path) = (self.storage.form.as_ref()?, self.form(private)?);
        let site = form.token.span();
        let (private, formed, item) = (private.at(site), self.formed(), Ident::new(item, site));
        Some(quote_spanned!(site=> <#path as #private::form::Form<#formed>>::#item))
    }

    /// The type whose attribute the field is: its own, or one that is stored in the field's form.
    pub(crate) fn stored_type(&self, private: &Library) -> TokenStream {
        let (Some(form), Some(path)) = (&self.storage.form, self.form(private)) else {
            return self.ty.clone();
        };
        let site = form.token.span();
        let private = private.at(site);
        let formed = self.formed();
        let stored = match form.kind {
            Kind::OfTable(..) => {
                let site = self.handle_site();
                let private = private.at(site);
                quote_spanned!(site=> <#path as #private::form::TableForm<#formed>>::Stored)
            }
            Kind::Ours(_) | Kind::With(_) => quote_spanned!(site=> #private::form::As<#formed, #path>),
        };
        match self.storage.optional {
            None => stored,
            Some(_) => quote_spanned!(site=> ::core::option::Option<#stored>),
        }
    }

    /// Where its handle stands for errors: at the table that says its form, if one does.
    pub(crate) fn handle_site(&self) -> Span {
        match &self.storage.form {
            Some(Form {
                kind: Kind::OfTable(table, _),
                ..
            }) => Span::mixed_site().located_at(table.span()),
            _ => Span::call_site(),
        }
    }

    /// The DynamoDB type, with the caret of an error on the field's type or its form.
    pub(crate) fn kind(&self, private: &Library) -> TokenStream {
        self.form_item("KIND", private)
            .unwrap_or_else(|| constant(&self.ty, "KIND", private))
    }

    /// Whether the type says that it may be missing.
    pub(crate) fn optional(&self, private: &Library) -> TokenStream {
        match (&self.storage.form, &self.storage.optional) {
            (None, _) => constant(&self.ty, "OPTIONAL", private),
            (Some(_), None) => quote!(false),
            (Some(_), Some(_)) => quote!(true),
        }
    }

    /// The function that makes the field a part of a key, with the caret of a field that cannot be one on its type or
    /// its form.
    pub(crate) fn key_part(&self, private: &Library) -> TokenStream {
        let is_option = self.key_only.is_none() && self.storage.form.is_some() && self.storage.optional.is_some();
        self.key_item(if is_option { "option_key_part" } else { "key_part" }, private)
    }

    /// The function that reads a field marked `key_only` out of a key, with the same caret.
    pub(crate) fn key_reader(&self, private: &Library) -> TokenStream {
        self.key_item("from_key", private)
    }

    /// The constant that says how long the texts of its values are in a key.
    pub(crate) fn key_width(&self, private: &Library) -> TokenStream {
        self.key_item("WIDTH", private)
    }

    /// An item of the trait of key types, or of that of key forms.
    fn key_item(&self, item: &str, private: &Library) -> TokenStream {
        let is_key_only = self.key_only.is_some();
        let Some((form, path)) = self.storage.form.as_ref().zip(self.form(private)) else {
            let ty = &self.ty;
            let site = Span::mixed_site().located_at(ty.span());
            let of = Ident::new(if is_key_only { "KeyOnly" } else { "KeyAttribute" }, site);
            let item = Ident::new(item, site);
            return quote_spanned!(site=> <#ty as #private::#of>::#item);
        };
        let site = form.token.span();
        // What a key reads back is what the field holds: of an `Option`, there is no such form.
        let formed = if is_key_only { &self.ty } else { self.formed() };
        let private = private.at(site);
        let of = Ident::new(if is_key_only { "KeyOnlyForm" } else { "KeyForm" }, site);
        let item = Ident::new(item, site);
        quote_spanned!(site=> <#path as #private::form::#of<#formed>>::#item)
    }

    /// The name of the type that stands for `with = module`.
    fn with_form(&self) -> Ident {
        format_ident!("__With_{}_{}", self.storage.variant, self.name)
    }
}

/// A constant of a type, with the caret of an error on the type.
fn constant(ty: &TokenStream, constant: &str, private: &Library) -> TokenStream {
    let site = Span::mixed_site().located_at(ty.span());
    let constant = Ident::new(constant, site);
    quote_spanned!(site=> <#ty as #private::Type>::#constant)
}

/// The types that stand for the modules of `with = module`.
pub(crate) fn with_forms(fields: &[Field], private: &Library) -> TokenStream {
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
        // A module without the item, or with another signature, is reported where it is named.
        let here = module.segments.last().map_or_else(Span::mixed_site, Spanned::span);
        let item = |item| {
            let item = Ident::new(item, here);
            quote_spanned!(here=> #module::#item)
        };
        let (kind, encode, decode) = (item("KIND"), item("encode"), item("decode"));
        forms.extend(quote_spanned! {Span::mixed_site()=>
            #[allow(missing_debug_implementations, missing_docs, non_camel_case_types, unnameable_types, unreachable_pub)]
            pub enum #name {}

            #[automatically_derived]
            impl #private::form::Form<#formed> for #name {
                const KIND: #private::Kind = #kind;

                fn encode(value: &#formed, writer: &mut #private::Writer) -> #private::Result<()> {
                    let encode: fn(&#formed, &mut #private::Writer) -> #private::Result<()> = #encode;
                    encode(value, writer)
                }

                fn decode(parser: &mut #private::Parser<'_>) -> #private::Result<#formed> {
                    let decode: fn(&mut #private::Parser<'_>) -> #private::Result<#formed> = #decode;
                    decode(parser)
                }
            }
        });
    }
    forms
}
