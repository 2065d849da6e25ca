//! What a plan says of the key, for people.

use ddbx_core::expression::{Clause, Operator};
use ddbx_core::plan::{Bounds, End, SortUse};
use ddbx_core::schema::{Index, Key, Part, Schema};

/// A line for each attribute of the key that something is said of.
pub(super) fn describe(schema: &Schema, index: &Index, clauses: &[Clause]) -> Vec<String> {
    let mut lines: Vec<String> = index.partition().iter().map(equal).collect();
    for key in index.sort() {
        match SortUse::of(schema, key, clauses) {
            SortUse::Unknown => break,
            SortUse::Equal => lines.push(equal(key)),
            SortUse::Range { part, bounds } => {
                lines.push(range(schema, key, part.into(), bounds, clauses));
                break;
            }
        }
    }
    lines
}

/// An attribute of a key, and what it is made of.
pub(super) fn equal(key: &Key) -> String {
    if key.is_field() {
        return format!("{} = …", key.attribute());
    }
    format!("{} = {key}", key.attribute())
}

fn range(schema: &Schema, key: &Key, part: usize, bounds: Bounds, clauses: &[Clause]) -> String {
    let Some(Part::Field { index, .. }) = key.parts().get(part) else {
        return equal(key);
    };
    let name = schema.fields()[usize::from(*index)].name();
    let attribute = key.attribute();
    let condition = match bounds {
        Bounds::Open => {
            return format!(
                "{attribute} in {key}, where it begins with {}",
                before(schema, key, part)
            );
        }
        Bounds::BeginsWith(_) => format!("{name} begins with …"),
        Bounds::Between(from, to) => match (from, to) {
            (Some(from), Some(to)) if is_between(from, clauses) && from.clause == to.clause => {
                format!("{name} between … and …")
            }
            (from, to) => {
                let ends = [from.map(|end| (">", end)), to.map(|end| ("<", end))];
                let ends = ends.into_iter().flatten().map(|(sign, end)| {
                    let or_equal = if end.strict { "" } else { "=" };
                    format!("{name} {sign}{or_equal} …")
                });
                ends.collect::<Vec<_>>().join(" and ")
            }
        },
    };
    if key.is_field() {
        return condition.replacen(name, attribute, usize::MAX);
    }
    format!("{attribute} in {key}, where {condition}")
}

/// The start of a template, with its placeholders as they are called.
fn before(schema: &Schema, key: &Key, part: usize) -> String {
    let parts = key.parts()[..part].iter().map(|part| match *part {
        Part::Literal(text) => text.to_owned(),
        Part::Field { index, .. } => format!("{{{}}}", schema.fields()[usize::from(index)].name()),
    });
    parts.collect()
}

fn is_between(end: End, clauses: &[Clause]) -> bool {
    matches!(clauses[usize::from(end.clause)], Clause::Leaf(leaf) if leaf.operator == Operator::Between)
}
