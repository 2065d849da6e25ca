use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Path};

use crate::context::Context;
use crate::setting::Settings;
use crate::span::locate;
use crate::symbol::{CONSISTENT, HYDRATE, Place, SELECT, STATEMENT_INDEX};

/// What is asked besides the conditions.
#[derive(Default)]
pub(super) struct Options {
    index: Option<LitStr>,
    consistent: Option<Ident>,
    hydrate: Option<Ident>,
    select: Option<Path>,
}

impl Options {
    pub(super) fn parse(tokens: TokenStream, place: &Place, context: &mut Context) -> Self {
        let mut settings = Settings::parse(tokens, place, context);
        Self {
            index: settings.string(&STATEMENT_INDEX, context),
            consistent: settings.flag(&CONSISTENT, context),
            hydrate: settings.flag(&HYDRATE, context),
            select: settings.path(&SELECT, context),
        }
    }

    /// The constant that the planner is given.
    pub(super) fn asked(&self, library: &TokenStream) -> TokenStream {
        let index = self.index.iter().map(|index| quote!(.on_index(#index)));
        let consistent = self.consistent.iter().map(|_| quote!(.consistent()));
        let hydrate = self.hydrate.iter().map(|_| quote!(.hydrated()));
        let select = self.select.iter().map(|view| {
            let site = Span::mixed_site().located_at(view.span());
            let library = locate(library, site);
            quote_spanned!(site=> .selecting(<#view as #library::View>::FIELDS))
        });
        quote!(#library::__private::Asked::NOTHING #(#index)* #(#consistent)* #(#hydrate)* #(#select)*)
    }

    /// The calls that report what the planner says of them, each where it is written.
    pub(super) fn reports(&self, plan: &str) -> TokenStream {
        let index = self.index.iter().map(|index| report(plan, "index", index.span()));
        let consistent = self
            .consistent
            .iter()
            .map(|ident| report(plan, "consistent", ident.span()));
        quote!(#(#index)* #(#consistent)*)
    }

    /// The type that is read: the view, or the entity.
    pub(super) fn selected(&self, entity: &Path) -> TokenStream {
        match &self.select {
            Some(view) => quote!(#view),
            None => quote!(#entity),
        }
    }

    pub(super) fn index(&self) -> Option<&LitStr> {
        self.index.as_ref()
    }

    pub(super) fn select(&self) -> Option<&Path> {
        self.select.as_ref()
    }

    pub(super) fn consistent(&self) -> Option<&Ident> {
        self.consistent.as_ref()
    }
}

/// `PLAN.method();`, written at `site`.
pub(super) fn report(plan: &str, method: &str, site: Span) -> TokenStream {
    let (plan, method) = (Ident::new(plan, site), Ident::new(method, site));
    quote_spanned!(site=> #plan.#method();)
}
