use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Path, Token, parenthesized};

use crate::context::Context;
use crate::symbol::Place;

/// What all statements begin with: the path of the library, which `macro_rules!` knows, and the entity.
pub(super) struct Input<T> {
    pub(super) library: TokenStream,
    pub(super) entity: Path,
    pub(super) rest: T,
}

/// What stands behind the entity of a query or a scan.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) condition: Option<Expr>,
    pub(super) options: TokenStream,
}

/// Reads a statement; `rest` what follows the entity.
pub(super) fn read<T: Default>(
    tokens: TokenStream,
    usage: &str,
    rest: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
    context: &mut Context,
) -> Option<Input<T>> {
    let (mut library, mut entity, mut after) = (TokenStream::new(), None, T::default());
    let end = last(&tokens);
    let parser = |input: ParseStream<'_>| {
        let inner;
        parenthesized!(inner in input);
        library = inner.parse()?;
        if input.is_empty() {
            return Err(input.error(format!("name an entity: `{usage}`")));
        }
        entity = Some(input.call(Path::parse_mod_style).or_else(|error| {
            let shown = format!("the name of an entity comes first: `{usage}`");
            Err(syn::Error::new(error.span(), shown))
        })?);
        after = rest(input)?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        context.push(located(error, end));
    }
    Some(Input {
        library,
        entity: entity?,
        rest: after,
    })
}

/// Reads conditions and options: `, customer == id, consistent`.
pub(super) fn asked(input: ParseStream<'_>, place: &Place) -> syn::Result<Asked> {
    let mut asked = Asked::default();
    if input.is_empty() {
        return Ok(asked);
    }
    input.parse::<Token![,]>()?;
    if !is_option(input, place) && !input.is_empty() {
        asked.condition = Some(input.parse()?);
        if input.is_empty() {
            return Ok(asked);
        }
        if !input.peek(Token![,]) {
            return Err(input.error("conditions are joined by `&&` or `||`, and options follow behind a comma"));
        }
        input.parse::<Token![,]>()?;
    }
    asked.options = input.parse()?;
    Ok(asked)
}

/// Whether an option is next: one of its names, alone or with a value.
fn is_option(input: ParseStream<'_>, place: &Place) -> bool {
    let ahead = input.fork();
    let Ok(name) = ahead.parse::<syn::Ident>() else {
        return false;
    };
    let is_known = place.names().any(|known| name == known);
    is_known && (ahead.is_empty() || ahead.peek(Token![,]) || (ahead.peek(Token![=]) && !ahead.peek(Token![==])))
}

/// The last token that was written, and how it reads: an operator of several characters is one.
fn last(tokens: &TokenStream) -> Option<(Span, String)> {
    let mut text = String::new();
    let mut span = None;
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) => {
                if text.chars().any(|character| !character.is_ascii_punctuation()) {
                    text.clear();
                }
                text.push(punct.as_char());
            }
            other => text = other.to_string(),
        }
        span = Some(token.span());
    }
    Some((span?, text))
}

/// An error at the end of the input, which has no place of its own, at what was written last.
fn located(error: syn::Error, end: Option<(Span, String)>) -> syn::Error {
    let message = error.to_string();
    match end {
        Some((span, text)) if message.starts_with("unexpected end of input") => {
            syn::Error::new(span, format!("something is missing behind `{text}`"))
        }
        _ => error,
    }
}
