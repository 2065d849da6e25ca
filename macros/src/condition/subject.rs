use proc_macro2::{Ident, Span};
use syn::{Expr, ExprMethodCall, Lit, LitStr, Member};

use super::parse::meant;
use crate::context::Context;

/// What is tested.
pub(crate) struct Subject {
    pub(super) field: Ident,
    pub(super) path: Vec<Step>,
    /// Where `size` is written.
    pub(super) size: Option<Span>,
}

/// A step below a field.
pub(super) enum Step {
    /// `[0]`
    Element(u32, Span),
    /// `["name"]`, of a map.
    Entry(LitStr),
    /// `.city`
    Member(Ident),
}

impl Subject {
    pub(super) fn of(expression: Expr, context: &mut Context) -> Option<Self> {
        match expression {
            Expr::Group(group) => Self::of(*group.expr, context),
            Expr::Paren(inner) => Self::of(*inner.expr, context),
            Expr::Path(path) => match path.path.get_ident() {
                Some(field) if path.qself.is_none() && field != "self" => Some(Self {
                    field: field.clone(),
                    path: Vec::new(),
                    size: None,
                }),
                _ => {
                    context.error(&path, "a condition begins with a field, by its name alone");
                    None
                }
            },
            Expr::Field(field) => {
                let mut subject = Self::of(*field.base, context)?;
                match field.member {
                    Member::Named(member) => subject.below(Step::Member(member), context),
                    Member::Unnamed(index) => {
                        context.error(
                            &index,
                            format!("elements are numbered in brackets: `[{}]`", index.index),
                        );
                        None
                    }
                }
            }
            Expr::Index(index) => {
                let mut subject = Self::of(*index.expr, context)?;
                let step = element(&index.index, context)?;
                subject.below(step, context)
            }
            Expr::MethodCall(call) if call.method == "size" && call.args.is_empty() => {
                let mut subject = Self::of(*call.receiver, context)?;
                if subject.size.is_some() {
                    context.error(&call.method, "a size has no size");
                    return None;
                }
                subject.size = Some(call.method.span());
                Some(subject)
            }
            Expr::MethodCall(call) => {
                context.error(&call.method, no_size(&call));
                None
            }
            other => {
                context.error(
                    &other,
                    "a condition begins with a field: `total > 100`, `address.city == \"Oslo\"`",
                );
                None
            }
        }
    }

    fn below(&mut self, step: Step, context: &mut Context) -> Option<Self> {
        if let Some(size) = self.size {
            context.push(syn::Error::new(size, "a size has nothing below it: name it last"));
            return None;
        }
        self.path.push(step);
        Some(Self {
            field: self.field.clone(),
            path: std::mem::take(&mut self.path),
            size: None,
        })
    }

    /// As it was written.
    pub(super) fn shown(&self) -> String {
        let mut shown = self.field.to_string();
        for step in &self.path {
            match step {
                Step::Element(position, _) => shown.push_str(&format!("[{position}]")),
                Step::Entry(name) => shown.push_str(&format!("[\"{}\"]", name.value())),
                Step::Member(member) => shown.push_str(&format!(".{member}")),
            }
        }
        shown
    }
}

/// What is said of a method in the middle of a condition: `size()` alone stands there.
fn no_size(call: &ExprMethodCall) -> String {
    let name = &call.method;
    match meant(&name.to_string()) {
        _ if name == "size" => "`size` takes no value: `tags.size() > 3`".to_owned(),
        Some(form) => format!("no condition `{name}`: say `{form}`"),
        None => format!("`{name}` cannot be asked of an attribute: only `size()` is compared, `tags.size() > 3`"),
    }
}

fn element(index: &Expr, context: &mut Context) -> Option<Step> {
    if let Expr::Group(group) = index {
        return element(&group.expr, context);
    }
    if matches!(index, Expr::Unary(_) | Expr::Range(_)) {
        context.error(index, "one element is named, counted from zero: `items[0]`");
        return None;
    }
    if let Expr::Lit(literal) = index {
        match &literal.lit {
            Lit::Int(position) => match position.base10_parse() {
                Ok(position) => return Some(Step::Element(position, literal.lit.span())),
                Err(_) => context.error(position, "a list has no element of this number"),
            },
            Lit::Str(name) => return Some(Step::Entry(name.clone())),
            other => context.error(other, "a list is indexed by a number, a map by a string"),
        }
        return None;
    }
    context.error(
        index,
        "the text of a query is constant: write the position out, `items[0]`, or use the builder, `.element(position)`",
    );
    None
}
