use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{DataEnum, DeriveInput, Expr, ExprLit, ExprUnary, Fields, Lit, LitStr, UnOp, Variant as WrittenVariant};

use super::{Body, Numbered, Shape, Tagged, Variant};
use crate::context::Context;
use crate::field::{self, Defaults};
use crate::rename::Case;
use crate::setting::Settings;
use crate::symbol::{
    ATTRIBUTE_FIELD, ATTRIBUTE_VARIANT, CONTENT, DENY_UNKNOWN, NUMBER, RENAME, RENAME_ALL, Symbol, TAG_ATTRIBUTE,
};

/// Where the variant's name and its data go, as written.
struct Places {
    tag: Option<LitStr>,
    content: Option<LitStr>,
}

pub(super) fn parse(
    input: &DeriveInput,
    data: &DataEnum,
    settings: &mut Settings,
    context: &mut Context,
) -> Option<Shape> {
    if data.variants.is_empty() {
        context.error(
            &input.ident,
            "an enum without variants has nothing to store: give it one, `enum Status { Open }`",
        );
        return None;
    }
    if settings.flag(&NUMBER, context).is_some() {
        return Some(Shape::Numbers(numbers(data, settings, context)));
    }
    let case = Case::take(settings, context);
    let places = Places {
        tag: attribute(settings, &TAG_ATTRIBUTE, context),
        content: attribute(settings, &CONTENT, context),
    };
    match (&places.tag, &places.content) {
        (Some(tag), Some(content)) if tag.value() == content.value() => {
            let message = format!("`{}` is the tag already: data has an attribute of its own", tag.value());
            context.error(content, message);
        }
        (None, Some(content)) => {
            let message = format!(
                "`content` needs a `tag`, which says what the content is: `{}, content = \"{}\"`",
                TAG_ATTRIBUTE.form,
                content.value()
            );
            context.error(content, message);
        }
        // What was not understood may have been the tag.
        (None, None) if settings.complete => untagged(data, context),
        _ => {}
    }
    let deny_unknown = settings.flag(&DENY_UNKNOWN, context);
    if let (Some(deny_unknown), None) = (&deny_unknown, &places.tag)
        && settings.complete
    {
        let message = format!(
            "`deny_unknown` is for an enum that is stored as a map: one with `{}`",
            TAG_ATTRIBUTE.form
        );
        context.error(deny_unknown, message);
    }
    let variants = variants(input, data, case, &places, context);
    for variant in &variants {
        if let Body::Fields(fields) = &variant.body {
            field::check_inlined(fields, deny_unknown.as_ref(), context);
        }
    }
    Some(match places.tag {
        None => Shape::Variants(variants),
        Some(tag) => Shape::Tagged(Tagged {
            tag: tag.value(),
            content: places.content.as_ref().map(LitStr::value),
            deny_unknown: deny_unknown.is_some(),
            variants,
        }),
    })
}

/// The name of an attribute.
fn attribute(settings: &mut Settings, symbol: &Symbol, context: &mut Context) -> Option<LitStr> {
    let literal = settings.string(symbol, context)?;
    if literal.value().is_empty() {
        context.error(&literal, "the name of an attribute cannot be empty");
    }
    Some(literal)
}

/// Refuses data where nothing would say which variant it is of.
fn untagged(data: &DataEnum, context: &mut Context) {
    if let Some(variant) = data
        .variants
        .iter()
        .find(|variant| !matches!(variant.fields, Fields::Unit))
    {
        let message = format!(
            "`{}` carries data: say where its name goes, `#[attribute({})]` on the enum, beside the data, or `#[attribute({}, {})]`",
            variant.ident, TAG_ATTRIBUTE.form, TAG_ATTRIBUTE.form, CONTENT.form
        );
        context.error(&variant.fields, message);
    }
}

fn variants(
    input: &DeriveInput,
    data: &DataEnum,
    case: Option<Case>,
    places: &Places,
    context: &mut Context,
) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::with_capacity(data.variants.len());
    for variant in &data.variants {
        let mut settings = Settings::of(&variant.attrs, "attribute", &ATTRIBUTE_VARIANT, context);
        let name = variant.ident.unraw().to_string();
        let stored = match settings.string(&RENAME, context) {
            Some(renamed) => {
                if renamed.value().is_empty() {
                    context.error(&renamed, "the name of a variant cannot be empty");
                }
                renamed.value()
            }
            None => case.map_or_else(|| name.clone(), |case| case.apply(&name)),
        };
        if let Some(earlier) = variants.iter().find(|earlier| earlier.stored == stored) {
            let message = format!(
                "`{}` and `{name}` are both stored as `{stored}`: give one of them another name with `rename = \"..\"`",
                earlier.ident
            );
            context.error(&variant.ident, message);
        }
        variants.push(Variant {
            ident: variant.ident.clone(),
            stored,
            body: body(input, variant, places, context),
        });
    }
    variants
}

fn body(input: &DeriveInput, variant: &WrittenVariant, places: &Places, context: &mut Context) -> Body {
    match &variant.fields {
        Fields::Unit => Body::Unit,
        Fields::Named(fields) => {
            let mut fields = field::parse(
                &input.ident,
                fields,
                "attribute",
                &ATTRIBUTE_FIELD,
                &Defaults::default(),
                context,
            );
            for field in &mut fields {
                field.storage.of_variant(&variant.ident);
            }
            field::duplicates(&fields, context);
            if let (Some(tag), None) = (&places.tag, &places.content) {
                beside(&fields, &tag.value(), context);
            }
            Body::Fields(fields)
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let inner = &fields.unnamed[0];
            for option in inner.attrs.iter().filter(|found| found.path().is_ident("attribute")) {
                context.error(
                    option,
                    "the field of a tuple variant has no options: it is stored as its own type",
                );
            }
            Body::Newtype(field::without_self(inner.ty.to_token_stream(), &input.ident))
        }
        Fields::Unnamed(fields) => {
            // An enum without a tag was refused for its data already.
            if places.tag.is_some() {
                let name = &variant.ident;
                let message = format!(
                    "a tuple variant has one field, `{name}(Data)`; several fields need names: `{name} {{ number: u32, .. }}`"
                );
                context.error(fields, message);
            }
            Body::Unit
        }
    }
}

/// Refuses a field that would be stored where the tag goes.
fn beside(fields: &[field::Field], tag: &str, context: &mut Context) {
    for field in fields
        .iter()
        .filter(|field| field.is_stored() && field.attribute == tag)
    {
        let message = format!(
            "`{}` would be stored as `{tag}`, where the tag goes: give it another name with `rename = \"..\"`, or the enum another `tag`",
            field.name
        );
        context.error(&field.member, message);
    }
    for alias in fields.iter().flat_map(|field| &field.aliases) {
        if alias.value() == tag {
            context.error(
                alias,
                format!("`{tag}` is where the tag goes: an alias is another name"),
            );
        }
    }
}

/// The variants of an enum that is stored as numbers.
fn numbers(data: &DataEnum, settings: &mut Settings, context: &mut Context) -> Vec<Numbered> {
    for symbol in [&TAG_ATTRIBUTE, &CONTENT, &RENAME_ALL, &DENY_UNKNOWN] {
        if let Some(setting) = settings.take(symbol) {
            let message = format!(
                "an enum with `number` is stored as its numbers: `{}` has no use here",
                symbol.name
            );
            context.error(setting.name, message);
        }
    }
    let mut next = Some(0);
    let numbered = data.variants.iter().map(|variant| {
        let ident = &variant.ident;
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!(
                "`{ident}` carries data, and a number is all that would be stored: use `#[attribute({})]` on the enum instead of `number`",
                TAG_ATTRIBUTE.form
            );
            context.error(&variant.fields, message);
        }
        let mut settings = Settings::of(&variant.attrs, "attribute", &ATTRIBUTE_VARIANT, context);
        if let Some(rename) = settings.take(&RENAME) {
            let message = format!("`{ident}` is stored as its number: write `{ident} = 3`, not `rename`");
            context.error(rename.name, message);
        }
        let number = match &variant.discriminant {
            Some((_, written)) => literal(written),
            None => next,
        };
        next = number.and_then(|number| number.checked_add(1));
        Numbered {
            ident: ident.clone(),
            shown: match number {
                Some(number) => format!("{ident} = {number}"),
                None => ident.to_string(),
            },
        }
    });
    numbered.collect()
}

/// The number, where it is written as one: for messages alone.
fn literal(written: &Expr) -> Option<i128> {
    match written {
        Expr::Group(group) => literal(&group.expr),
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().ok(),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_), expr, ..
        }) => literal(expr)?.checked_neg(),
        _ => None,
    }
}
