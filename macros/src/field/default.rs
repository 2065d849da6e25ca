//! What a field reads as whose attribute is missing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprPath, ExprUnary, Lit, LitStr, UnOp};

use super::{Field, without_self};
use crate::context::Context;
use crate::library::Library;
use crate::setting::{Setting, Value};
use crate::span::respan;
use crate::symbol::DEFAULT;

/// Where the value of a missing attribute comes from.
pub(crate) enum Default {
    /// `default = path::to::function`
    Function(TokenStream),
    /// `default = 0`: of an `Option`, what it holds.
    Literal(TokenStream),
    /// `default = "EUR"`: of an `Option`, what it holds.
    Text(LitStr),
    /// `default`: the type's own.
    Trait,
    /// `default = Currency::Eur`, `default = Vec::with_capacity(3)`: any other expression.
    Value(TokenStream),
}

impl Default {
    pub(super) fn parse(setting: &Setting, owner: &Ident, context: &mut Context) -> Option<Self> {
        let Some(expression) = setting.expression() else {
            if let Value::None = setting.value {
                return Some(Self::Trait);
            }
            context.error(
                setting,
                format!("`default` takes nothing, a function or a value: `{}`", DEFAULT.form),
            );
            return None;
        };
        let tokens = without_self(expression.to_token_stream(), owner);
        Some(match expression {
            Expr::Path(path) if is_value(path) => Self::Value(tokens),
            Expr::Path(_) => Self::Function(tokens),
            Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) => Self::Text(text.clone()),
            literal if is_literal(literal) => Self::Literal(tokens),
            _ => Self::Value(tokens),
        })
    }
}

/// Whether a path is written like that of a constant or a variant, not like that of a function.
fn is_value(path: &ExprPath) -> bool {
    let name = path
        .path
        .segments
        .last()
        .map(|segment| segment.ident.unraw().to_string());
    name.is_some_and(|name| name.trim_start_matches('_').starts_with(char::is_uppercase))
}

fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_), expr, ..
        }) => is_literal(expr),
        _ => false,
    }
}

/// What a field without an attribute becomes, with the caret of an error on what was written or on the field's type.
pub(crate) fn fallback(field: &Field, private: &Library) -> TokenStream {
    let optional = |value: TokenStream| match &field.storage.optional {
        Some(inner) => quote_spanned!(Span::mixed_site()=> {
            let value: #inner = #value;
            ::core::option::Option::Some(value)
        }),
        None => value,
    };
    match &field.default {
        Some(Default::Function(function)) => quote_spanned!(function.span()=> #function()),
        Some(Default::Literal(value)) => optional(value.clone()),
        Some(Default::Text(text)) => {
            let site = text.span();
            let (private, formed) = (private.at(site), respan(field.formed(), site));
            optional(quote_spanned!(site=> <#formed as #private::FromText>::from_text(#text)))
        }
        Some(Default::Value(value)) => value.clone(),
        Some(Default::Trait) | None => {
            let ty = &field.ty;
            let site = Span::mixed_site().located_at(ty.span());
            quote_spanned!(site=> <#ty as ::core::default::Default>::default())
        }
    }
}
