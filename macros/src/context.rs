//! The errors of one expansion, collected so that two mistakes are two errors.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Collects errors while a macro goes on.
#[derive(Default)]
pub(crate) struct Context {
    errors: Option<syn::Error>,
}

impl Context {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reports `message` at `tokens`.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports an error of the parser.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    /// The value, or nothing and the error reported.
    pub(crate) fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.errors.is_none()
    }

    /// The errors as what the macro expands to; nothing when there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.errors.map(|errors| errors.to_compile_error()).unwrap_or_default()
    }

    /// The messages, in the order they were reported.
    #[cfg(test)]
    pub(crate) fn into_messages(self) -> Vec<String> {
        self.errors
            .into_iter()
            .flatten()
            .map(|error| error.to_string())
            .collect()
    }
}
