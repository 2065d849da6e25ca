use ddbx_core::expression::Expressions;
use ddbx_core::schema::{Key, Schema};

use crate::entity::expired::Expired;
use crate::entity::tag;
use crate::ops::Expression;

/// The attributes that these fields of the entity are read from, each once: their own, those of their aliases, and the keys
/// that hold what is stored in them only.
pub(in crate::entity) fn projection_attributes(schema: &'static Schema, fields: &[u16]) -> Vec<&'static str> {
    let mut attributes = Vec::with_capacity(fields.len());
    for &index in fields {
        let Some(field) = schema.fields().get(usize::from(index)) else {
            continue;
        };
        if field.is_key_only() {
            add(&mut attributes, schema.key_of(index).map(Key::attribute));
        } else {
            add(&mut attributes, Some(field.attribute()));
            add(&mut attributes, field.aliases().iter().copied());
        }
    }
    attributes
}

/// Adds the attributes by which an item is the entity's, and is not over: for reads whose filter does not ask for them.
pub(in crate::entity) fn tested_attributes(
    schema: &'static Schema,
    expiry: Option<Expired>,
    attributes: &mut Vec<&'static str>,
) {
    add(attributes, tag::shared(schema).map(|tags| tags.attribute()));
    add(attributes, expiry.map(Expired::attribute));
}

/// DynamoDB refuses a projection that names an attribute twice.
pub(in crate::entity) fn add(attributes: &mut Vec<&'static str>, further: impl IntoIterator<Item = &'static str>) {
    for attribute in further {
        if !attributes.contains(&attribute) {
            attributes.push(attribute);
        }
    }
}

/// The text of a projection of these attributes.
pub(crate) fn project(attributes: &[&'static str], expressions: &mut Expressions) -> Expression {
    let names: Vec<_> = attributes.iter().map(|attribute| expressions.name(attribute)).collect();
    Expression::composed(names.join(", "))
}
