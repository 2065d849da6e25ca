//! What a scan macro leaves at its call site.

use super::choice::check;
use super::fault::Kind;
use super::{Asked, Fault, Place};
use crate::expression::Clause;
use crate::schema::{Schema, Scope};

/// A scan whose conditions the compiler has looked at: every one is a filter, those on keys included.
///
/// A macro writes one call for each thing a fault may be reported at, as for [`Planned`](super::Planned).
#[derive(Clone, Copy, Debug)]
pub struct Scanned<const N: usize> {
    schema: &'static Schema,
    clauses: [Clause; N],
    asked: Asked,
    fault: Option<Fault>,
}

impl<const N: usize> Scanned<N> {
    /// Looks at a scan.
    #[must_use]
    pub const fn new(schema: &'static Schema, clauses: [Clause; N], asked: Asked) -> Self {
        let fault = fault(schema, &clauses, &asked);
        Self {
            schema,
            clauses,
            asked,
            fault,
        }
    }

    /// Reports what is wrong with the scan as a whole.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn entity(&self) {
        self.report(Place::Entity);
    }

    /// Reports what is wrong with the condition at this position.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn condition(&self, position: u8) {
        self.report(Place::Clause(position));
    }

    /// Reports what is wrong with the index that is asked for.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn index(&self) {
        self.report(Place::Index);
    }

    /// Reports a consistent read that cannot be.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn consistent(&self) {
        self.report(Place::Consistent);
    }

    #[track_caller]
    const fn report(&self, place: Place) {
        if let Some(fault) = &self.fault
            && fault.place().is(place)
        {
            panic!("{}", fault.message(self.schema, &self.asked).as_str());
        }
    }

    /// The conditions.
    #[must_use]
    pub const fn clauses(&self) -> [Clause; N] {
        self.clauses
    }
}

const fn fault(schema: &Schema, clauses: &[Clause], asked: &Asked) -> Option<Fault> {
    if let Err(fault) = check(clauses) {
        return Some(fault);
    }
    let mut index = 0;
    if let Some(name) = asked.index {
        match schema.position(name) {
            Some(position) => index = position,
            None => return Some(Fault::new(Kind::UnknownIndex, Place::Index)),
        }
    }
    if asked.consistent && matches!(schema.indexes()[index].scope(), Scope::Global) {
        return Some(Fault::new(Kind::Global { index: index as u8 }, Place::Consistent));
    }
    let mut at = 0;
    while at < clauses.len() {
        if let Clause::Leaf(leaf) = &clauses[at]
            && (leaf.field.index as usize) < schema.fields().len()
            && schema.fields()[leaf.field.index as usize].is_key_only()
        {
            let (index, clause) = (index as u8, at as u8);
            return Some(Fault::new(Kind::KeyOnly { index, clause }, Place::Clause(clause)));
        }
        if let Clause::Leaf(leaf) = &clauses[at]
            && !schema.indexes[index].copies(schema, leaf.field.attribute)
        {
            let (index, name) = (index as u8, leaf.field.attribute);
            return Some(Fault::new(Kind::ScanLacks { index, name }, Place::Clause(at as u8)));
        }
        at += 1;
    }
    None
}
