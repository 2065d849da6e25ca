//! Where tokens stand, for the carets of errors.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// `tokens` as if they were written at `span`.
pub(crate) fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), respan(&group.stream(), span));
                moved.set_span(span);
                moved.into()
            }
            mut other => {
                other.set_span(span);
                other
            }
        })
        .collect()
}
