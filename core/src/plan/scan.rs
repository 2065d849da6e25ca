//! What the compiler looks at in a scan.

use super::choice::check;
use super::fault::Kind;
use super::{Asked, Fault, Place};
use crate::expression::Clause;
use crate::schema::{Schema, Scope};

/// What is wrong with a scan: every condition of it is a filter, those on keys included.
pub(super) const fn fault(schema: &Schema, clauses: &[Clause], asked: &Asked) -> Option<Fault> {
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
