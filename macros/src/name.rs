//! DynamoDB's rules for names.
//!
//! Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>.

use syn::LitStr;

use crate::context::Context;

const MOST_BYTES: usize = 255;

/// A table's name; a prefix may still make it longer, so that a short one is no mistake yet.
pub(crate) fn check_table(literal: &LitStr, context: &mut Context) {
    if !is_name(&literal.value(), 1) {
        context.error(
            literal,
            "the name of a table has letters, digits, `_`, `-` and `.`, and 255 of them at most",
        );
    }
}

pub(crate) fn check_index(literal: &LitStr, context: &mut Context) {
    if !is_name(&literal.value(), 3) {
        context.error(
            literal,
            "the name of an index has letters, digits, `_`, `-` and `.`, 3 to 255 of them",
        );
    }
}

pub(crate) fn check_attribute(literal: &LitStr, context: &mut Context) {
    if !(1..=MOST_BYTES).contains(&literal.value().len()) {
        context.error(literal, "the name of an attribute of a key has 1 to 255 bytes");
    }
}

fn is_name(name: &str, least: usize) -> bool {
    let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    (least..=MOST_BYTES).contains(&name.len()) && name.chars().all(allowed)
}
