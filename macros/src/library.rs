use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Path;

use crate::span::{locate, respan};

/// A path into the library: how it is called, or its module for the code of macros.
///
/// It stands in every line that is written. As a list of tokens it is put there token by token; a `TokenStream` would ask
/// the compiler three things each time, which was half of the time that the macros took.
#[derive(Clone)]
pub(crate) struct Library(Vec<TokenTree>);

impl Library {
    /// As `crate = path` says, or as it is called where nothing is said.
    pub(crate) fn called(path: Option<Path>) -> Self {
        path.map_or_else(|| quote!(::ddbx), ToTokens::into_token_stream).into()
    }

    /// The module for the code of macros.
    pub(crate) fn private(&self) -> Self {
        quote!(#self::__private).into()
    }

    /// The same, as if it were written at `span`.
    pub(crate) fn at(&self, span: Span) -> Self {
        let moved = self.0.iter().map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), respan(&group.stream(), span));
                moved.set_span(span);
                moved.into()
            }
            other => {
                let mut moved = other.clone();
                moved.set_span(span);
                moved
            }
        });
        Self(moved.collect())
    }

    /// The same, shown at `span`, with names resolved as they are where they were written.
    pub(crate) fn located(&self, span: Span) -> Self {
        locate(self, span).into()
    }
}

impl From<TokenStream> for Library {
    fn from(path: TokenStream) -> Self {
        Self(path.into_iter().collect())
    }
}

impl ToTokens for Library {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}

#[cfg(test)]
impl std::fmt::Display for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.to_token_stream().fmt(f)
    }
}
