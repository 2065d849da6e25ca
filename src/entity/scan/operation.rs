use ddbx_core::expression::{Expressions, Node};
use ddbx_core::schema::{Index, Schema, Scope};
use ddbx_core::{Error, Operation};

use super::super::expired::{Expired, expiry};
use super::super::projection::{self, Reads};
use super::super::read::key_attributes;
use super::super::{Entity, condition, introspection, key_only, tag, view};
use super::permission;
use crate::executor::Executor;
use crate::ops::{self, Cursor, Expression, ManyPages};

/// What a scan was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) conditions: Vec<Node>,
    pub(super) is_allowed: bool,
    pub(super) index: Option<&'static str>,
    pub(super) consistent: bool,
    pub(super) sees_expired: bool,
    pub(super) start: Option<Cursor>,
    pub(super) take: Option<usize>,
    pub(super) page_size: Option<u32>,
    pub(super) max_scanned: Option<u64>,
    pub(super) max_pages: Option<u64>,
    /// The fields to read; all without.
    pub(super) fields: Option<&'static [u16]>,
}

/// What is read of the items that are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Their number.
    Count,
    /// What was asked for.
    Rows,
    /// That, and their keys: what checkpoints between them are made of.
    RowsAndKeys,
}

impl Parts {
    /// The operation that does it, once the executor has let it.
    pub(super) fn operation<E: Entity>(
        self,
        executor: &(impl Executor + ?Sized),
        content: Content,
    ) -> Result<ops::Scan<ManyPages>, Error> {
        let (schema, table) = (E::SCHEMA, executor.table(E::SCHEMA));
        let named = |error: Error| error.in_operation(Operation::Scan).on_table(&table);
        let index = self.index(schema).map_err(named)?;
        let mut expressions = Expressions::new();
        let fields = self.fields.filter(|_| content != Content::Count);
        let reads = match (content, fields) {
            (Content::Count, _) => Reads::Count,
            (_, Some(fields)) => Reads::Fields(fields),
            (_, None) => Reads::Entities,
        };
        let filter = projection::check_for("scan", schema, index, reads)
            .and_then(|()| {
                filter(
                    schema,
                    index,
                    self.conditions,
                    expiry(schema, executor.now(), self.sees_expired),
                )
            })
            .and_then(|filter| write(schema, filter, &mut expressions))
            .map_err(named)?;
        // Asked last: what is counted, and warned of, is sent.
        permission::ask(executor, schema, self.index, self.is_allowed).map_err(named)?;

        let mut operation = ops::Scan::new(&table).start_at(self.start);
        if index.scope() != Scope::Primary {
            operation = operation.index(index.name());
        }
        if let Some(filter) = filter {
            operation = operation.filter(filter);
        }
        if let Some(fields) = fields {
            let mut attributes = view::projection_attributes(schema, fields);
            // An alias need not be there, and DynamoDB refuses to look for it in a global index.
            attributes.retain(|attribute| index.copies(schema, attribute));
            if content == Content::RowsAndKeys {
                view::add(&mut attributes, key_attributes(schema, index));
            }
            operation = operation.projection(view::project(&attributes, &mut expressions));
        }
        condition::fill(operation.placeholders(), &expressions);
        if self.consistent {
            operation = operation.consistent();
        }
        if let Some(entities) = self.take {
            operation = operation.take(entities);
        }
        if let Some(items) = self.page_size {
            operation = operation.page_size(items);
        }
        if let Some(items) = self.max_scanned {
            operation = operation.max_scanned(items);
        }
        Ok(match self.max_pages {
            Some(pages) => operation.max_pages(pages),
            None => operation.all_pages(),
        })
    }

    /// The index that is read.
    pub(super) fn index(&self, schema: &'static Schema) -> Result<&'static Index, Error> {
        let index = match self.index {
            Some(name) => introspection::named(schema, name)?,
            None => schema.primary(),
        };
        if self.consistent && index.scope() == Scope::Global {
            return Err(Error::invalid(format!(
                "index `{}` is global, and DynamoDB reads no global index consistently: leave out `.consistent()`, or scan the table itself",
                index.name(),
            )));
        }
        Ok(index)
    }
}

/// Refuses conditions on what no item of the index has an attribute of.
pub(super) fn check_conditions(schema: &'static Schema, index: &Index, asked: &[Node]) -> Result<(), Error> {
    if let Some(field) = asked.iter().find_map(|node| key_only::find(schema, node)) {
        return Err(Error::invalid(format!(
            "`{}` of `{}` is stored in the key only, and the filter of a scan has no attribute of it to test: query by the key, or look at the entities; without `key_only` it has an attribute",
            field.name(),
            schema.entity(),
        )));
    }
    if let Some(attribute) = asked.iter().find_map(|node| lacking(schema, index, node)) {
        // There, it would be missing of every item.
        return Err(Error::invalid(format!(
            "index `{}` does not copy `{attribute}`, which the filter of this scan on `{}` tests: let the index project it, or scan the table itself",
            index.name(),
            schema.entity(),
        )));
    }
    Ok(())
}

/// What an item must meet: to be asked for, of the entity, and alive.
fn filter(
    schema: &'static Schema,
    index: &Index,
    asked: Vec<Node>,
    expired: Option<Expired>,
) -> Result<Option<Node>, Error> {
    check_conditions(schema, index, &asked)?;
    let mut nodes = asked;
    nodes.extend(tag::shared(schema).map(|tags| tag::test(tags.attribute(), tags.names())));
    nodes.extend(expired.map(Expired::alive));
    if nodes.len() > 1 {
        return Ok(Some(Node::And(nodes)));
    }
    Ok(nodes.pop())
}

/// An attribute that a condition is on, and that the index does not copy.
fn lacking(schema: &Schema, index: &Index, node: &Node) -> Option<&'static str> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().find_map(|node| lacking(schema, index, node)),
        Node::Not(node) => lacking(schema, index, node),
        Node::Leaf { field, .. } => Some(field.attribute).filter(|attribute| !index.copies(schema, attribute)),
    }
}

fn write(schema: &Schema, filter: Option<Node>, expressions: &mut Expressions) -> Result<Option<Expression>, Error> {
    let Some(filter) = filter else { return Ok(None) };
    let text = expressions.condition(filter);
    let text = text.map_err(|error| Error::encode(error.of(schema.entity())))?;
    Ok(Some(Expression::composed(text)))
}
