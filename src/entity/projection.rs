use ddbx_core::Error;
use ddbx_core::schema::{Index, Projection, Schema};

use super::tag;

/// What a query reads of the items it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// How many there are.
    Count,
    /// All fields.
    Entities,
    /// These.
    Fields(&'static [u16]),
}

/// Refuses a query on an index that does not have what it reads: what is missing there would read as `None`.
pub(super) fn check(schema: &'static Schema, index: &Index, reads: Reads) -> Result<(), Error> {
    check_for("query", schema, index, reads)
}

/// The same for another statement.
pub(super) fn check_for(statement: &str, schema: &'static Schema, index: &Index, reads: Reads) -> Result<(), Error> {
    let tag = tag::shared(schema).map(|tags| tags.attribute());
    // Without its tag, no item would be found.
    let tag = tag.filter(|attribute| !index.copies(schema, attribute));
    let mut missing: Vec<_> = tag
        .map(|attribute| format!("the tag `{attribute}`"))
        .into_iter()
        .collect();
    // Without its time, an item that has expired would count.
    let expires = schema
        .expires()
        .filter(|field| !index.copies(schema, field.attribute()));
    if let (Reads::Count | Reads::Fields(_), Some(field)) = (reads, expires) {
        missing.push(format!("`{}`", field.name()));
    }
    if let Reads::Fields(fields) = reads {
        let lacks = index.lacks(schema).filter(|lacking| {
            let mut read = fields
                .iter()
                .filter_map(|&field| schema.fields().get(usize::from(field)));
            read.any(|field| field.attribute() == lacking.attribute())
        });
        let lacks = lacks.map(|field| format!("`{}`", field.name()));
        missing.extend(lacks.filter(|name| !missing.contains(name)).collect::<Vec<_>>());
    }
    if reads == Reads::Entities {
        missing.extend(index.lacks(schema).map(|field| format!("`{}`", field.name())));
    }
    // Which attributes those are is not known before an item is read.
    if reads == Reads::Entities && schema.has_other_attributes() && index.projection() != Projection::All {
        missing.push("flattened fields, or the rest,".to_owned());
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "index `{}` does not copy all that this {statement} on `{}` reads: {} would be missing; let the index project them, `projection = all`, or read the keys with `ops::{}` and the items by `get`",
        index.name(),
        schema.entity(),
        missing.join(", "),
        if statement == "scan" { "Scan" } else { "Query" },
    )))
}
