//! Options as they are written inside an attribute: `name`, `name = value` and `name(..)`.

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, ExprLit, ExprPath, Ident, Lit, LitInt, LitStr, Meta, Path, Token, parenthesized, token};

use crate::context::Context;
use crate::symbol::{Place, Symbol};

/// One option of an attribute.
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

/// What stands after the name of an option.
pub(crate) enum Value {
    /// `name = expression`
    Expr(Expr),
    /// `name(..)`
    List(TokenStream),
    /// `name`
    None,
}

/// The options of one place, each at most once and all of them known.
pub(crate) struct Settings {
    settings: Vec<Setting>,
    /// Whether everything written was understood. Where it was not, nothing can be called missing.
    pub(crate) complete: bool,
}

impl Settings {
    /// The options of the attributes called `attribute`.
    pub(crate) fn of(attributes: &[Attribute], attribute: &str, place: &Place, context: &mut Context) -> Self {
        let mut this = Self {
            settings: Vec::new(),
            complete: true,
        };
        for meta in attributes
            .iter()
            .map(|found| &found.meta)
            .filter(|meta| meta.path().is_ident(attribute))
        {
            match meta {
                Meta::List(list) => this.read(list.tokens.clone(), place, context),
                Meta::Path(_) | Meta::NameValue(_) => {
                    context.error(
                        meta,
                        format!("{} takes options in parentheses: {}", place.name, forms(place)),
                    );
                    this.complete = false;
                }
            }
        }
        this
    }

    /// The options of an attribute macro.
    pub(crate) fn parse(options: TokenStream, place: &Place, context: &mut Context) -> Self {
        let mut this = Self {
            settings: Vec::new(),
            complete: true,
        };
        this.read(options, place, context);
        this
    }

    fn read(&mut self, options: TokenStream, place: &Place, context: &mut Context) {
        let mut read = Vec::new();
        let parser = |input: ParseStream<'_>| {
            // Not `parse_terminated`: what came before a mistake is kept.
            while !input.is_empty() {
                let setting = input.parse::<Setting>()?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
                read.push(setting);
            }
            Ok(())
        };
        self.complete &= context.take(syn::parse::Parser::parse2(parser, options)).is_some();
        for setting in read {
            let name = setting.name.unraw().to_string();
            let known = place.symbols.iter().find(|known| known.name == name);
            let is_index = place.has_indexes && matches!(setting.value, Value::List(_));
            if known.is_none() && !is_index {
                context.error(&setting.name, place.unknown(&name));
                self.complete = false;
            } else if known.is_none_or(|known| !known.repeats)
                && self.settings.iter().any(|earlier| earlier.name == setting.name)
            {
                context.error(&setting.name, format!("`{name}` is given twice"));
            } else {
                self.settings.push(setting);
            }
        }
    }

    /// Takes an option out.
    pub(crate) fn take(&mut self, symbol: &Symbol) -> Option<Setting> {
        let position = self
            .settings
            .iter()
            .position(|setting| setting.name.unraw() == symbol.name)?;
        Some(self.settings.remove(position))
    }

    /// Gives back what was taken out.
    pub(crate) fn put_back(&mut self, setting: Setting) {
        self.settings.push(setting);
    }

    /// What is left: the keys of indexes, after all options were taken.
    pub(crate) fn rest(&mut self) -> Vec<Setting> {
        std::mem::take(&mut self.settings)
    }

    /// An option that takes no value: its name, when it is given.
    pub(crate) fn flag(&mut self, symbol: &Symbol, context: &mut Context) -> Option<Ident> {
        let setting = self.take(symbol)?;
        if !matches!(setting.value, Value::None) {
            context.error(&setting, format!("`{}` takes no value here", symbol.name));
        }
        Some(setting.name)
    }

    /// An option that takes a string.
    pub(crate) fn string(&mut self, symbol: &Symbol, context: &mut Context) -> Option<LitStr> {
        let setting = self.take(symbol)?;
        let string = setting.string();
        if string.is_none() {
            context.error(setting, format!("`{}` takes a string: `{}`", symbol.name, symbol.form));
            self.complete = false;
        }
        string
    }

    /// An option that takes a string and may be written several times.
    pub(crate) fn strings(&mut self, symbol: &Symbol, context: &mut Context) -> Vec<LitStr> {
        let mut strings = Vec::new();
        while self.settings.iter().any(|setting| setting.name.unraw() == symbol.name) {
            strings.extend(self.string(symbol, context));
        }
        strings
    }

    /// An option that takes a path.
    pub(crate) fn path(&mut self, symbol: &Symbol, context: &mut Context) -> Option<Path> {
        let setting = self.take(symbol)?;
        let path = setting.path();
        if path.is_none() {
            context.error(
                setting,
                format!("`{}` takes a path without quotes: `{}`", symbol.name, symbol.form),
            );
            self.complete = false;
        }
        path
    }
}

impl Setting {
    pub(crate) fn string(&self) -> Option<LitStr> {
        match self.expression()? {
            Expr::Lit(ExprLit {
                lit: Lit::Str(string), ..
            }) => Some(string.clone()),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<LitInt> {
        match self.expression()? {
            Expr::Lit(ExprLit {
                lit: Lit::Int(integer), ..
            }) => Some(integer.clone()),
            _ => None,
        }
    }

    pub(crate) fn path(&self) -> Option<Path> {
        match self.expression()? {
            Expr::Path(ExprPath { qself: None, path, .. }) => Some(path.clone()),
            _ => None,
        }
    }

    /// What stands behind the `=`.
    pub(crate) fn expression(&self) -> Option<&Expr> {
        let Value::Expr(expression) = &self.value else {
            return None;
        };
        let mut expression = expression;
        // A value that came through the user's own `macro_rules!` is wrapped.
        while let Expr::Group(group) = expression {
            expression = &group.expr;
        }
        Some(expression)
    }
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // `crate` is an option too.
        let name = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Expr(input.parse()?)
        } else if input.peek(token::Paren) {
            let list;
            parenthesized!(list in input);
            Value::List(list.parse()?)
        } else {
            Value::None
        };
        Ok(Self { name, value })
    }
}

/// What the user wrote, for the caret of an error: the value, or the name where there is none.
impl ToTokens for Setting {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.value {
            Value::Expr(expression) => expression.to_tokens(tokens),
            Value::List(list) if !list.is_empty() => list.to_tokens(tokens),
            Value::List(_) | Value::None => self.name.to_tokens(tokens),
        }
    }
}

fn forms(place: &Place) -> String {
    place
        .symbols
        .iter()
        .map(|symbol| format!("`{}`", symbol.form))
        .collect::<Vec<_>>()
        .join(", ")
}
