use ddbx_core::expression::{Clause, Listed, Names, Operand, Values};
use ddbx_core::plan::{Access, Lowering, Plan};
use ddbx_core::schema::{Key, Schema, Scope};
use ddbx_core::{Error, Operation, codec};

use super::{Explanation, FILTER_NOTE, GLOBAL_NOTE, asked_besides, estimate, key, sparse_note, text};
use crate::entity::read::{Planning, Reading};
use crate::entity::view;
use crate::executor::Executor;

/// Explains a query that has a plan.
pub(in crate::entity) fn explain(
    planning: &Planning,
    values: &codec::Result<Values>,
    reading: &Reading,
    executor: &(impl Executor + ?Sized),
) -> Result<Explanation, Error> {
    let (schema, plan, clauses) = (planning.schema(), planning.plan(), planning.clauses());
    let table = executor.table(schema);
    let operation = match plan.access() {
        Access::Get => Operation::GetItem,
        Access::Query => Operation::Query,
    };
    let values: &[Operand] = values.as_deref().map_err(|error| {
        Error::encode(error.clone().of(schema.entity()))
            .in_operation(operation)
            .on_table(&table)
    })?;
    let index = plan.index(schema);
    let filter = filter(schema, plan, clauses, values, reading);
    // A filter drops items after they were read: more are read than are returned.
    let take = reading.paging.take.filter(|_| filter.is_none());
    let limits = [
        reading.paging.page_size.map(u64::from),
        reading.paging.max_scanned,
        take.map(|take| take as u64),
    ];
    Ok(Explanation {
        entity: schema.entity(),
        table: table.to_string(),
        operation,
        index: Some(index.name()).filter(|_| index.scope() != Scope::Primary),
        key: key::describe(schema, index, clauses),
        notes: notes(schema, plan, clauses, values, filter.is_some()),
        order: index.sort().first().map(Key::attribute),
        descending: reading.descending,
        projection: planning
            .asked()
            .fields
            .map(|fields| view::projection_attributes(schema, fields)),
        hydrates: plan.hydrates(),
        consistent: planning.asked().consistent,
        partitions: partitions(plan, clauses, values),
        limit: limits.into_iter().flatten().min(),
        most: (None, None),
        filter,
        segments: None,
        scan_policy: None,
        item_bytes: None,
        whole: None,
        usd_per_million_units: estimate::USD_PER_MILLION_UNITS,
    })
}

fn filter(
    schema: &'static Schema,
    plan: &Plan,
    clauses: &[Clause],
    values: &[Operand],
    reading: &Reading,
) -> Option<String> {
    if plan.access() == Access::Get {
        return None;
    }
    let (mut names, mut text) = (Names::default(), String::new());
    let listed = Listed {
        clauses,
        values,
        first: 0,
    };
    let mut besides = asked_besides(schema, reading.sees_expired).peekable();
    names.write(listed, |at| plan.filter().has(at), besides.peek().is_some(), &mut text);
    let mut all: Vec<String> = Some(text::plain(&text, names.attributes()))
        .filter(|text| !text.is_empty())
        .into_iter()
        .collect();
    all.extend(besides);
    Some(all.join(" AND ")).filter(|text| !text.is_empty())
}

fn partitions(plan: &Plan, clauses: &[Clause], values: &[Operand]) -> usize {
    let list = plan.fan_out().and_then(|at| match clauses[usize::from(at)] {
        Clause::Leaf(leaf) => values.get(usize::from(leaf.value))?.count(),
        Clause::Group { .. } => None,
    });
    list.unwrap_or(1)
}

fn notes(
    schema: &'static Schema,
    plan: &Plan,
    clauses: &[Clause],
    values: &[Operand],
    has_filter: bool,
) -> Vec<String> {
    let (index, mut notes) = (plan.index(schema), Vec::new());
    if has_filter {
        notes.push(FILTER_NOTE.to_owned());
    }
    if index.scope() == Scope::Global {
        notes.push(GLOBAL_NOTE.to_owned());
    }
    notes.extend(sparse_note(schema, index));
    let lowering = Lowering {
        schema,
        plan,
        clauses,
        values,
    };
    if lowering.excludes() {
        notes.push("an end of the range is read, and left out of what is returned".to_owned());
    }
    if plan.hydrates() {
        notes.push(
            match index.scope() {
                Scope::Local => "DynamoDB reads each item from the table, too: half a read unit or more for each",
                _ => "each item is read from the table, too, by BatchGetItem: a read unit or more for each",
            }
            .to_owned(),
        );
    }
    notes
}
