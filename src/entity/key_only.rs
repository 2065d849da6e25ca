use ddbx_core::Error;
use ddbx_core::expression::Node;
use ddbx_core::schema::Schema;

/// Refuses a condition on a field that has no attribute: DynamoDB would take it for one that is missing.
pub(super) fn refuse(schema: &Schema, node: &Node) -> Result<(), Error> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().try_for_each(|node| refuse(schema, node)),
        Node::Not(node) => refuse(schema, node),
        Node::Leaf { field, .. } => match schema.fields().get(usize::from(field.index)) {
            Some(found) if found.is_key_only() => Err(Error::invalid(format!(
                "`{}` of `{}` is stored in the key only, and a condition has no attribute of it to test: the key of the statement says what it is; without `key_only` it has an attribute",
                found.name(),
                schema.entity(),
            ))),
            _ => Ok(()),
        },
    }
}
