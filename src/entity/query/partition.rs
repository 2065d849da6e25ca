//! The partition of a query by its values alone: where the fields are not known by their names.

use ddbx_core::Error;
use ddbx_core::codec::{self, Bound, CodecError};
use ddbx_core::expression::{Clause, Clauses, Comparison, FieldRef, Leaf, Operand, Operator, Part};
use ddbx_core::plan::Asked;
use ddbx_core::schema::{Key, Schema};

/// Binds the fields of the partition key, in the order of their placeholders, to these values; the query is by the index
/// that they are of.
pub(super) fn bind(
    schema: &'static Schema,
    values: codec::Result<Vec<Bound>>,
    clauses: &mut Clauses,
    asked: &mut Asked,
) -> Result<(), Error> {
    let values = values.map_err(|error| Error::encode(error.of(schema.entity())))?;
    let name = *asked.index.get_or_insert(schema.primary().name());
    // An index of another name is told by the planner.
    let Some(index) = schema.index(name) else { return Ok(()) };
    let mut fields: Vec<u16> = Vec::new();
    for field in index.partition().iter().flat_map(Key::fields) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if fields.len() != values.len() {
        return Err(Error::invalid(format!(
            "the partition of `{}` takes one value for each of its {} fields, and {} were given\n  {index}",
            schema.entity(),
            fields.len(),
            values.len(),
        )));
    }
    for (index, value) in fields.into_iter().zip(values) {
        let field = &schema.fields()[usize::from(index)];
        if field.kind() != value.kind() {
            let message = format!(
                "it is {} in the partition key, and {} was given",
                field.kind(),
                value.kind()
            );
            let error = CodecError::custom(message).at(field.attribute());
            return Err(Error::encode(error.of(schema.entity())));
        }
        let too_many = || Error::invalid("a statement takes at most 64 conditions");
        clauses.entries.push(Clause::Leaf(Leaf {
            field: FieldRef {
                index,
                attribute: field.attribute(),
            },
            part: Part::WHOLE,
            operator: Operator::Compare(Comparison::Equal),
            value: u8::try_from(clauses.values.len()).map_err(|_| too_many())?,
        }));
        clauses.values.push(Operand::One(value));
    }
    Ok(())
}
