//! What an index copies: `projection = include("total", "note")`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, ExprCall, ExprLit, Lit, LitStr};

use crate::context::Context;
use crate::library::Library;
use crate::setting::{Setting, Settings};
use crate::symbol::PROJECTION;

pub(crate) enum Projection {
    All,
    Include(Vec<String>),
    KeysOnly,
}

/// DynamoDB's limits.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html>.
const MOST_ATTRIBUTES: usize = 20;
const MOST_BYTES: usize = 255;

impl Projection {
    /// The projection and how it is written.
    pub(crate) fn take(settings: &mut Settings, context: &mut Context) -> Option<(Self, TokenStream)> {
        let setting = settings.take(&PROJECTION)?;
        let projection = Self::parse(&setting, context);
        settings.complete &= projection.is_some();
        Some((projection?, setting.to_token_stream()))
    }

    fn parse(setting: &Setting, context: &mut Context) -> Option<Self> {
        match setting.expression() {
            Some(Expr::Path(path)) if path.path.is_ident("all") => Some(Self::All),
            Some(Expr::Path(path)) if path.path.is_ident("keys_only") => Some(Self::KeysOnly),
            Some(Expr::Call(call)) if is_include(call) => {
                let names: Vec<_> = call.args.iter().map(literal).collect();
                match names.into_iter().collect::<Option<Vec<_>>>() {
                    Some(names) => include(setting, &names, context),
                    None => refused(setting, context),
                }
            }
            _ => refused(setting, context),
        }
    }

    /// The method of an index that sets it.
    pub(crate) fn expand(&self, private: &Library) -> TokenStream {
        match self {
            Self::All => TokenStream::new(),
            Self::Include(names) => quote!(.with_projection(#private::Projection::Include(&[#(#names),*]))),
            Self::KeysOnly => quote!(.with_projection(#private::Projection::KeysOnly)),
        }
    }
}

fn is_include(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(path) if path.path.is_ident("include"))
}

fn literal(expression: &Expr) -> Option<&LitStr> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal), ..
        }) => Some(literal),
        _ => None,
    }
}

fn include(setting: &Setting, names: &[&LitStr], context: &mut Context) -> Option<Projection> {
    if names.is_empty() {
        context.error(
            setting,
            "no attribute is included: write `projection = keys_only`, or name some",
        );
        return None;
    }
    if names.len() > MOST_ATTRIBUTES {
        context.error(
            setting,
            format!("an index includes up to {MOST_ATTRIBUTES} attributes beside the keys"),
        );
        return None;
    }
    let mut included: Vec<String> = Vec::new();
    for name in names {
        let value = name.value();
        if !(1..=MOST_BYTES).contains(&value.len()) {
            context.error(name, format!("the name of an attribute has 1 to {MOST_BYTES} bytes"));
        } else if included.contains(&value) {
            context.error(name, format!("`{value}` is included twice"));
        }
        included.push(value);
    }
    Some(Projection::Include(included))
}

fn refused(setting: &Setting, context: &mut Context) -> Option<Projection> {
    let message = format!("`projection` takes what the index copies: `{}`", PROJECTION.form);
    context.error(setting, message);
    None
}
