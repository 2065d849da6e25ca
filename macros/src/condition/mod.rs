//! Conditions as Rust expressions, with fields on the left: `customer == id && total > 100`.

mod described;
mod expand;
mod operator;
mod parse;
mod subject;

#[cfg(test)]
mod tests;

use proc_macro2::Span;
use syn::Expr;

pub(crate) use described::Described;
pub(crate) use expand::{Expanded, handle, value};
pub(crate) use operator::{Operator, Takes};
use subject::{Step, Subject};

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
    pub(super) subject: Subject,
    pub(crate) operator: Operator,
    /// Where the operator is written: its type errors belong there.
    pub(crate) site: Span,
    pub(crate) values: Vec<Expr>,
    /// Where it begins and ends: what the planner says of it is shown there.
    pub(crate) first: Span,
    pub(crate) last: Span,
}
