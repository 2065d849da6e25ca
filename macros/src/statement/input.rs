use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Path, Token, parenthesized};

use super::options::method;
use crate::context::Context;
use crate::library::Library;
use crate::symbol::Place;

/// What syn puts before its messages, and before ours, where nothing follows.
const AT_END: &str = "unexpected end of input";

/// What all statements begin with: the path of the library, which `macro_rules!` knows, and the entity.
pub(super) struct Input<T> {
    pub(super) library: Library,
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
        let named = input.call(Path::parse_mod_style).map_err(|error| {
            let shown = format!("the name of an entity comes first: `{usage}`");
            syn::Error::new(error.span(), shown)
        })?;
        if input.peek(Token![<]) {
            return Err(input.error("an entity has no parameters here: name it alone"));
        }
        // Of what something else follows, it is not known that it is an entity.
        if input.is_empty() || input.peek(Token![,]) || input.peek(syn::token::Brace) {
            entity = Some(named);
        }
        after = rest(input)?;
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        context.push(located(error, end));
    }
    Some(Input {
        library: library.into(),
        entity: entity?,
        rest: after,
    })
}

/// Reads conditions and options: `, customer == id, consistent`.
pub(super) fn asked(input: ParseStream<'_>, usage: &str, place: &Place) -> syn::Result<Asked> {
    let mut asked = Asked::default();
    if input.is_empty() {
        return Ok(asked);
    }
    comma(input, usage)?;
    if !is_option(input, place) && !input.is_empty() {
        asked.condition = Some(input.parse().map_err(unchained)?);
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

/// What syn says of `1 < total < 9`, and the way out.
fn unchained(error: syn::Error) -> syn::Error {
    if error.to_string() != "comparison operators cannot be chained" {
        return error;
    }
    let ours = "comparisons are not chained: join two by `&&`, or say `total.between(1, 9)`";
    syn::Error::new(error.span(), ours)
}

/// Reads the comma between the entity and what is asked of it.
pub(super) fn comma(input: ParseStream<'_>, usage: &str) -> syn::Result<()> {
    let found = input.parse::<Option<Token![,]>>()?;
    found
        .map(drop)
        .ok_or_else(|| input.error(format!("a comma stands behind the entity: `{usage}`")))
}

/// Reads the comma in front of the options.
pub(super) fn comma_before_options(input: ParseStream<'_>) -> syn::Result<()> {
    let found = input.parse::<Option<Token![,]>>()?;
    found
        .map(drop)
        .ok_or_else(|| input.error("options follow behind a comma"))
}

/// Whether an option is next: one of its names, or of the methods that are taken for one, alone or with a value.
fn is_option(input: ParseStream<'_>, place: &Place) -> bool {
    let ahead = input.fork();
    let Ok(name) = ahead.parse::<syn::Ident>() else {
        return false;
    };
    let is_known = place.names().any(|known| name == known) || method(&name).is_some();
    is_known && (ahead.is_empty() || ahead.peek(Token![,]) || (ahead.peek(Token![=]) && !ahead.peek(Token![==])))
}

/// The last token that was written, and how it reads: an operator of several characters is one. The first of all is the
/// path of the library, which the user did not write.
fn last(tokens: &TokenStream) -> Option<(Span, String)> {
    let mut text = String::new();
    let mut span = None;
    for token in tokens.clone().into_iter().skip(1) {
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
    let Some(ours) = message.strip_prefix(AT_END) else {
        return error;
    };
    match end {
        // What a parser expects next is of no interest to whoever has not said yet what it is about.
        Some((span, text)) if ours.starts_with(", expected") => {
            syn::Error::new(span, format!("something is missing behind `{text}`"))
        }
        Some((span, _)) => syn::Error::new(span, ours.trim_start_matches(", ")),
        None => syn::Error::new(error.span(), ours.trim_start_matches(", ")),
    }
}
