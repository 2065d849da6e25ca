use ddbx_core::Error;
use ddbx_core::expression::Node;
use ddbx_core::schema::{FieldDef, Schema};

/// Refuses a condition on a field that has no attribute: DynamoDB would take it for one that is missing.
pub(super) fn refuse(schema: &Schema, node: &Node) -> Result<(), Error> {
    find(schema, node).map_or(Ok(()), |field| {
        Err(Error::invalid(format!(
            "`{}` of `{}` is stored in the key only, and a condition has no attribute of it to test: the key of the statement says what it is; without `key_only` it has an attribute",
            field.name(),
            schema.entity(),
        )))
    })
}

/// A field without an attribute that a condition is on.
pub(super) fn find(schema: &Schema, node: &Node) -> Option<&'static FieldDef> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().find_map(|node| find(schema, node)),
        Node::Not(node) => find(schema, node),
        Node::Leaf { field, .. } => {
            let field = schema.fields().get(usize::from(field.index));
            field.filter(|field| field.is_key_only())
        }
    }
}
