//! Conditions as Rust expressions, with fields on the left: `customer == id && total > 100`.

mod described;
mod expand;
mod operator;
mod parse;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span};
use syn::{Expr, LitStr};

pub(crate) use described::Described;
pub(crate) use expand::{Expanded, handle};
pub(crate) use operator::Operator;

/// A condition that was understood.
pub(crate) enum Condition {
    /// All must hold.
    And(Vec<Self>),
    /// One field is tested.
    Leaf(Leaf),
    /// It must not hold.
    Not(Box<Self>),
    /// One must hold.
    Or(Vec<Self>),
}

/// A test of one field.
pub(crate) struct Leaf {
    pub(crate) subject: Subject,
    pub(crate) operator: Operator,
    /// Where the operator is written: its type errors belong there.
    pub(crate) site: Span,
    pub(crate) values: Vec<Expr>,
    /// Where it begins and ends: what the planner says of it is shown there.
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// What is tested.
pub(crate) struct Subject {
    pub(crate) field: Ident,
    pub(crate) path: Vec<Step>,
    /// Where `size` is written.
    pub(crate) size: Option<Span>,
}

/// A step below a field.
pub(crate) enum Step {
    /// `[0]`
    Element(u32, Span),
    /// `["name"]`, of a map.
    Entry(LitStr),
    /// `.city`
    Member(Ident),
}
