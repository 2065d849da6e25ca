use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Path};

use crate::context::Context;
use crate::library::Library;
use crate::setting::Settings;
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
        let mut settings = Settings::parse(options(tokens, place, context), place, context);
        Self {
            index: settings.string(&STATEMENT_INDEX, context),
            consistent: settings.flag(&CONSISTENT, context),
            hydrate: settings.flag(&HYDRATE, context),
            select: settings.path(&SELECT, context),
        }
    }

    /// The constant that the planner is given.
    pub(super) fn asked(&self, entity: &Path, library: &Library) -> TokenStream {
        let index = self.index.iter().map(|index| quote!(.on_index(#index)));
        let consistent = self.consistent.iter().map(|_| quote!(.consistent()));
        let hydrate = self.hydrate.iter().map(|_| quote!(.hydrated()));
        let select = self.select.iter().map(|_| {
            let selection = self.selection(entity, library);
            quote!(.of_selection(#selection))
        });
        quote!(#library::__private::Asked::NOTHING #(#index)* #(#consistent)* #(#hydrate)* #(#select)*)
    }

    /// The fields that are read, of a view that is one of the entity.
    pub(super) fn selection(&self, entity: &Path, library: &Library) -> TokenStream {
        let Some(view) = &self.select else {
            return quote!(#library::__private::ALL_FIELDS);
        };
        let site = Span::mixed_site().located_at(view.span());
        let library = library.located(site);
        quote_spanned!(site=> <#view as #library::Selection<#entity>>::SELECTED)
    }

    /// The calls that report what the planner says of them, each where it is written.
    pub(super) fn reports(&self) -> TokenStream {
        let index = self
            .index
            .iter()
            .map(|index| report("index", None, index.span(), index.span()));
        let consistent = self.consistent.iter();
        let consistent = consistent.map(|ident| report("consistent", None, ident.span(), ident.span()));
        let view = self.select.iter().map(|view| {
            let (first, last) = ends(view);
            report("view", None, first, last)
        });
        let any = self.index.is_some() || self.consistent.is_some() || self.select.is_some();
        let site = Span::mixed_site();
        let told = any.then(|| quote_spanned!(site=> let told = plan.told;));
        quote!(#told #(#index;)* #(#consistent;)* #(#view;)*)
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

/// What changes no plan is said by methods, each of which is written so.
const METHODS: &[(&str, &str)] = &[
    ("ascending", "ascending()"),
    ("descending", "descending()"),
    ("include_expired", "include_expired()"),
    ("limit", "take(20)"),
    ("max_pages", "max_pages(5)"),
    ("max_scanned", "max_scanned(1000)"),
    ("page_size", "page_size(100)"),
    ("start_at", "start_at(cursor)"),
    ("take", "take(20)"),
];

/// How the method is written that says what this name is for.
pub(super) fn method(name: &Ident) -> Option<&'static str> {
    METHODS.iter().find(|(known, _)| name == known).map(|(_, form)| *form)
}

/// The options without what stands among them and is none: the name of a method, a condition.
fn options(tokens: TokenStream, place: &Place, context: &mut Context) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut options = TokenStream::new();
    for written in tokens.split_inclusive(|token| is(token, ',')) {
        match written {
            [TokenTree::Ident(name), ..] if method(name).is_some() => {
                let (form, name_of_macro) = (method(name).unwrap_or_default(), place.name.trim_matches('`'));
                context.error(
                    name,
                    format!("`{name}` is said by a method: `{name_of_macro}(..).{form}`"),
                );
            }
            [first, ..] if is_condition(written) => {
                context.error(first, "conditions stand before the options, joined by `&&` or `||`");
            }
            _ => options.extend(written.iter().cloned()),
        }
    }
    options
}

/// Whether this is no option, whatever else is wrong with it: `name == ..`, `name.method()`, `&& ..`.
fn is_condition(written: &[TokenTree]) -> bool {
    match written {
        [TokenTree::Ident(_), equal, after, ..] if is(equal, '=') => is(after, '='),
        [TokenTree::Ident(_), TokenTree::Punct(punct), ..] => !matches!(punct.as_char(), ',' | '='),
        [TokenTree::Punct(punct), ..] => punct.as_char() != ',',
        _ => false,
    }
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Where a path begins and ends.
pub(super) fn ends(path: &Path) -> (Span, Span) {
    let first = path.segments.first().map_or_else(|| path.span(), Spanned::span);
    (first, path.segments.last().span())
}

/// `told.method(position)`, whose first token stands at `first` and the last at `last`: the caret goes from one to the
/// other.
///
/// The first is a parenthesis: a variable is known by a name that comes from the same place only.
pub(super) fn report(method: &str, position: Option<u8>, first: Span, last: Span) -> TokenStream {
    let (told, method) = (Ident::new("told", Span::mixed_site()), Ident::new(method, last));
    let subject = quote_spanned!(first=> (#told));
    let argument = quote_spanned!(last=> (#position));
    quote!(#subject.#method #argument)
}
