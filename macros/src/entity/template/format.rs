use crate::library::Library;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

/// What stands behind the colon of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Format {
    /// `:escape`
    Escaped,
    /// `:i64`
    Offset(&'static str),
    /// `:010`
    Padded(u8),
    /// Nothing.
    Plain,
}

/// DynamoDB's numbers have 38 digits; one more for what else an `i128` can hold.
const WIDEST: u8 = 39;

/// As users write them, and as the schema calls them.
const INTEGERS: [(&str, &str); 8] = [
    ("i8", "I8"),
    ("i16", "I16"),
    ("i32", "I32"),
    ("i64", "I64"),
    ("u8", "U8"),
    ("u16", "U16"),
    ("u32", "U32"),
    ("u64", "U64"),
];

impl Format {
    pub(super) fn parse(format: &str) -> Option<Self> {
        if format == "escape" {
            return Some(Self::Escaped);
        }
        INTEGERS
            .iter()
            .find(|(integer, _)| *integer == format)
            .map(|(integer, _)| Self::Offset(integer))
            .or_else(|| width(format).map(Self::Padded))
    }

    /// What may be written in the place of `{inside}`, which is no placeholder of the field `name`.
    pub(super) fn expected(inside: &str, name: &str) -> String {
        format!(
            "`{{{inside}}}` is no placeholder: write `{{{name}}}`, `{{{name}:010}}` for a number padded with zeros to 10 digits (1 to {WIDEST}), `{{{name}:i64}}` for an integer that may be negative (i8 to i64, u8 to u64), or `{{{name}:escape}}` for text that may contain separators"
        )
    }

    /// Whether a value may be as long as it likes, so that something must say where it ends.
    pub(super) fn has_any_width(self) -> bool {
        matches!(self, Self::Escaped | Self::Plain)
    }

    /// The format in the schema.
    pub(in super::super) fn expand(self, private: &Library) -> TokenStream {
        match self {
            Self::Escaped => quote!(#private::Format::Escaped),
            Self::Offset(integer) => {
                let variant = INTEGERS
                    .iter()
                    .find(|(name, _)| *name == integer)
                    .map(|(_, variant)| variant);
                let variant = variant.map(|variant| Ident::new(variant, Span::call_site()));
                quote!(#private::Format::Offset(#private::Integer::#variant))
            }
            Self::Padded(width) => quote!(#private::Format::Padded(#width)),
            Self::Plain => quote!(#private::Format::Plain),
        }
    }
}

fn width(format: &str) -> Option<u8> {
    let digits = format.strip_prefix('0')?;
    // `parse` would take a sign, too.
    let width = digits
        .parse()
        .ok()
        .filter(|_| digits.starts_with(|digit: char| digit.is_ascii_digit()))?;
    (1..=WIDEST).contains(&width).then_some(width)
}
