use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, Lit, Member, UnOp};

use super::{Condition, Leaf, Operator, Step, Subject};
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
    if is_value(&left) {
        let message = if is_value(&right) {
            "a condition begins with a field: `total > 100`".to_owned()
        } else {
            format!("the field stands on the left: `{} {} ..`", shown(&right), turned(known))
        };
        context.error(&left, message);
        return None;
    }
    let subject = Subject::of(left, context)?;
    if let Some(message) = no_value(&right, &subject, known) {
        context.error(&right, message);
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
        Expr::Path(path) if path.path.is_ident("None") => Some(match operator {
            Operator::NotEqual => format!("`None` is not stored: say `{field}.exists()`"),
            _ => format!("`None` is not stored: say `{field}.not_exists()`"),
        }),
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Path(path), Some(inner)) if path.path.is_ident("Some") => Some(format!(
                "an attribute that is there is its value: leave `Some` out, `{field} == {}`",
                shown(inner)
            )),
            _ => None,
        },
        _ => None,
    }
}

fn called(call: ExprMethodCall, context: &mut Context) -> Option<Leaf> {
    let (first, last) = (edge(&call.receiver, false), call.paren_token.span.close());
    let name = call.method.to_string();
    let known = Operator::METHODS.iter().find(|(known, ..)| *known == name);
    let Some((_, operator, form)) = known else {
        let names = || Operator::METHODS.iter().map(|(name, ..)| *name).chain(["size"]);
        let message = match word::nearest(&name, names()) {
            _ if name == "size" => "`size()` is a number to compare: `tags.size() > 3`".to_owned(),
            Some(nearest) => format!("no condition `{name}`: did you mean `{nearest}`?"),
            None => format!("no condition `{name}`; there are {}", word::list(names())),
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

impl Subject {
    fn of(expression: Expr, context: &mut Context) -> Option<Self> {
        match expression {
            Expr::Group(group) => Self::of(*group.expr, context),
            Expr::Paren(inner) => Self::of(*inner.expr, context),
            Expr::Path(path) => match path.path.get_ident() {
                Some(field) if path.qself.is_none() => Some(Self {
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
    fn shown(&self) -> String {
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

fn element(index: &Expr, context: &mut Context) -> Option<Step> {
    if let Expr::Group(group) = index {
        return element(&group.expr, context);
    }
    if let Expr::Lit(literal) = index {
        match &literal.lit {
            Lit::Int(position) => match position.base10_parse() {
                Ok(position) => return Some(Step::Element(position, literal.span())),
                Err(error) => context.push(error),
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

/// Whether an expression can only be a value.
fn is_value(expression: &Expr) -> bool {
    match expression {
        Expr::Group(group) => is_value(&group.expr),
        Expr::Paren(inner) => is_value(&inner.expr),
        Expr::Lit(_) | Expr::Call(_) | Expr::Macro(_) | Expr::Struct(_) | Expr::Reference(_) | Expr::Array(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_) | UnOp::Deref(_)),
        Expr::Path(path) => path.path.segments.len() > 1,
        _ => false,
    }
}

/// The operator between the same two sides, turned around.
fn turned(operator: Operator) -> &'static str {
    match operator {
        Operator::Greater => "<",
        Operator::GreaterOrEqual => "<=",
        Operator::Less => ">",
        Operator::LessOrEqual => ">=",
        Operator::NotEqual => "!=",
        _ => "==",
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
