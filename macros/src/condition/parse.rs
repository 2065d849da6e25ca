use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, UnOp};

use super::{Condition, Leaf, Operator, Subject};
use crate::context::Context;
use crate::word;

impl Condition {
    /// The condition that an expression says. What is wrong in it is reported, and the rest of it kept.
    pub(crate) fn of(expression: Expr, context: &mut Context) -> Option<Self> {
        match expression {
            Expr::Group(group) => Self::of(*group.expr, context),
            Expr::Paren(inner) => Self::of(*inner.expr, context),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                Some(Self::Not(Box::new(Self::of(*unary.expr, context)?)))
            }
            Expr::Binary(binary) => match binary.op {
                BinOp::And(_) => Self::joined(*binary.left, *binary.right, Self::And, context),
                BinOp::Or(_) => Self::joined(*binary.left, *binary.right, Self::Or, context),
                operator => compared(*binary.left, operator, *binary.right, context).map(Self::Leaf),
            },
            Expr::MethodCall(call) => called(call, context).map(Self::Leaf),
            Expr::Assign(assign) => {
                context.error(assign.eq_token, "`=` assigns; compare with `==`");
                None
            }
            other => {
                context.error(&other, no_condition(&other));
                None
            }
        }
    }

    fn joined(left: Expr, right: Expr, join: fn(Vec<Self>) -> Self, context: &mut Context) -> Option<Self> {
        let (left, right) = (Self::of(left, context), Self::of(right, context));
        match (left, right) {
            (Some(left), Some(right)) => {
                let mut all = Vec::new();
                for side in [left, right] {
                    // `a && b && c` is one list.
                    match (side, join(Vec::new())) {
                        (Self::And(inner), Self::And(_)) | (Self::Or(inner), Self::Or(_)) => all.extend(inner),
                        (side, _) => all.push(side),
                    }
                }
                Some(join(all))
            }
            // The rest is checked all the same.
            (one, other) => one.or(other),
        }
    }
}

/// What is said of an expression that is no condition.
fn no_condition(expression: &Expr) -> String {
    match expression {
        Expr::Path(path) if path.path.get_ident().is_some() => {
            let field = path.to_token_stream();
            format!("a field alone is no condition: say `{field} == true`, or `{field}.exists()`")
        }
        Expr::Let(_) => "a pattern is no condition: compare with `==`".to_owned(),
        Expr::Field(_) | Expr::Index(_) => {
            let path = Subject::of(expression.clone(), &mut Context::new());
            let path = path.map_or_else(|| "address.open".to_owned(), |path| path.shown());
            format!("a field alone is no condition: say `{path} == true`, or `{path}.exists()`")
        }
        _ => "a condition begins with a field: `total > 100`, `note.exists()`".to_owned(),
    }
}

fn compared(left: Expr, operator: BinOp, right: Expr, context: &mut Context) -> Option<Leaf> {
    let (first, last) = (edge(&left, false), edge(&right, true));
    let Some(known) = Operator::of(&operator) else {
        context.error(
            operator,
            "conditions know `==  !=  <  <=  >  >=  &&  ||  !` and the methods of fields",
        );
        return None;
    };
    if let Some(written) = qualified(&left) {
        context.error(&left, format!("a field is named alone, without a path: `{written}`"));
        return None;
    }
    if let Expr::Reference(_) = peeled(&left) {
        context.error(&left, "a condition begins with a field, by its name alone");
        return None;
    }
    if is_value(&left) {
        let message = if is_value(&right) || !matches!(peeled(&right), Expr::Path(_) | Expr::Field(_) | Expr::Index(_))
        {
            "a condition begins with a field: `total > 100`".to_owned()
        } else {
            format!(
                "the field stands on the left: `{} {} ..`",
                shown(&right),
                known.turned().sign()
            )
        };
        context.error(&left, message);
        return None;
    }
    let subject = Subject::of(left, context)?;
    if let Some(message) = no_value(&right, &subject, known) {
        context.error(peeled(&right), message);
        return None;
    }
    Some(Leaf {
        subject,
        operator: known,
        site: operator.span(),
        values: vec![right],
        first,
        last,
    })
}

/// Why something is not compared with: nothing is not stored, and what is there is stored as itself.
fn no_value(value: &Expr, subject: &Subject, operator: Operator) -> Option<String> {
    let field = subject.shown();
    match value {
        Expr::Group(group) => no_value(&group.expr, subject, operator),
        Expr::Path(path) if is_of_option(&path.path, "None") => Some(match operator {
            Operator::NotEqual => format!("`None` is not stored: say `{field}.exists()`"),
            _ => format!("`None` is not stored: say `{field}.not_exists()`"),
        }),
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Path(path), Some(inner)) if is_of_option(&path.path, "Some") => Some(format!(
                "an attribute that is there is its value: leave `Some` out, `{field} {} {}`",
                operator.sign(),
                shown(inner)
            )),
            _ => None,
        },
        _ => None,
    }
}

/// Whether this is a variant of `Option`, with or without its name.
fn is_of_option(path: &syn::Path, variant: &str) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|name| name == variant) && names.next().is_none_or(|name| name == "Option")
}

/// What is written for a method that Rust's own types have, or our builders.
pub(super) fn meant(method: &str) -> Option<&'static str> {
    Some(match method {
        "starts_with" => "name.begins_with(\"A\")",
        "is_none" => "note.not_exists()",
        "is_some" => "note.exists()",
        "len" | "count" => "tags.size() > 3",
        "is_empty" => "tags.size() == 0",
        "eq" => "total == 5",
        "ne" => "total != 5",
        "lt" => "total < 5",
        "le" => "total <= 5",
        "gt" => "total > 5",
        "ge" => "total >= 5",
        _ => return None,
    })
}

fn called(call: ExprMethodCall, context: &mut Context) -> Option<Leaf> {
    let (first, last) = (edge(&call.receiver, false), call.paren_token.span.close());
    let name = call.method.to_string();
    let known = Operator::METHODS.iter().find(|(known, ..)| *known == name);
    let Some((_, operator, form)) = known else {
        let names = || Operator::METHODS.iter().map(|(name, ..)| *name).chain(["size"]);
        let message = match (meant(&name), word::nearest(&name, names())) {
            _ if name == "size" => "`size()` is a number to compare: `tags.size() > 3`".to_owned(),
            (Some(form), _) => format!("no condition `{name}`: say `{form}`"),
            (None, Some(nearest)) => format!("no condition `{name}`: did you mean `{nearest}`?"),
            (None, None) => format!("no condition `{name}`; there are {}", word::list(names())),
        };
        context.error(&call.method, message);
        return None;
    };
    let values: Vec<Expr> = call.args.into_iter().collect();
    if values.len() != operator.values() || call.turbofish.is_some() {
        let count = match operator.values() {
            0 => "no value",
            1 => "one value",
            _ => "two values",
        };
        context.error(&call.method, format!("`{name}` takes {count}: `{form}`"));
        return None;
    }
    let subject = Subject::of(*call.receiver, context)?;
    if subject.size.is_some() && !operator.is_of_sizes() {
        context.error(
            &call.method,
            "a size is a number: compare it, or say `.size().between(1, 9)`",
        );
        return None;
    }
    Some(Leaf {
        subject,
        operator: *operator,
        site: call.method.span(),
        values,
        first,
        last,
    })
}

/// The field that is named by a path: `Order::total`.
fn qualified(expression: &Expr) -> Option<&syn::Ident> {
    match peeled(expression) {
        Expr::Path(path) if path.path.segments.len() > 1 => {
            let last = path.path.segments.last().map(|segment| &segment.ident);
            last.filter(|name| name.to_string().starts_with(|first: char| first.is_lowercase()))
        }
        _ => None,
    }
}

/// An expression without what is around it.
fn peeled(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => peeled(&group.expr),
        Expr::Paren(inner) => peeled(&inner.expr),
        other => other,
    }
}

/// Whether an expression can only be a value.
fn is_value(expression: &Expr) -> bool {
    match peeled(expression) {
        Expr::Lit(_) | Expr::Call(_) | Expr::Macro(_) | Expr::Struct(_) | Expr::Reference(_) | Expr::Array(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_) | UnOp::Deref(_)),
        Expr::Binary(_) => true,
        Expr::Path(path) => path.path.segments.len() > 1,
        _ => false,
    }
}

/// An expression in a message.
fn shown(expression: &Expr) -> String {
    let text = expression.to_token_stream().to_string();
    if text.len() > 30 { "..".to_owned() } else { text }
}

/// The span of the first or the last token.
fn edge(expression: &Expr, last: bool) -> Span {
    let tokens: TokenStream = expression.to_token_stream();
    let mut tokens = tokens.into_iter();
    let token = if last { tokens.last() } else { tokens.next() };
    token.map_or_else(Span::call_site, |token| token.span())
}
