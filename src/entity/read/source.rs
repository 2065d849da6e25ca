//! A query that is ready: what each of its requests holds.

use std::time::SystemTime;

use ddbx_core::codec::{self, Bound, CodecError, Writer};
use ddbx_core::expression::{Clause, Listed, NULL, Operand, Values, write_values};
use ddbx_core::plan::{Access, Asked, Lowering, Plan, Statement};
use ddbx_core::request::TableName;
use ddbx_core::schema::{Index, Schema, Scope};
use ddbx_core::{Error, Operation, Request};

use super::prepared::{Content, NOW, Prepared, Purpose, is_sorted_by_expiry};
use super::projected::{self, Projected};
use super::rows::RowTest;
use crate::entity::expired::expiry;
use crate::entity::tag;
use crate::executor::Executor;
use crate::ops::{Capacity, Cursor, Members as _, Progress, Returns};

/// Conditions with their plan.
#[derive(Debug)]
pub(crate) enum Planning {
    /// By the compiler.
    Constant(&'static Statement<Prepared>),
    /// By a builder.
    Built(Box<Built>),
}

/// Conditions that a builder was given, and their plan.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) schema: &'static Schema,
    pub(crate) plan: Plan,
    pub(crate) asked: Asked,
    pub(crate) clauses: Vec<Clause>,
}

impl Planning {
    pub(crate) fn schema(&self) -> &'static Schema {
        match self {
            Self::Built(built) => built.schema,
            Self::Constant(statement) => statement.schema(),
        }
    }

    pub(crate) fn plan(&self) -> &Plan {
        match self {
            Self::Built(built) => &built.plan,
            Self::Constant(statement) => statement.plan(),
        }
    }

    pub(crate) fn asked(&self) -> &Asked {
        match self {
            Self::Built(built) => &built.asked,
            Self::Constant(statement) => statement.asked(),
        }
    }

    pub(crate) fn clauses(&self) -> &[Clause] {
        match self {
            Self::Built(built) => &built.clauses,
            Self::Constant(statement) => statement.clauses(),
        }
    }
}

/// What was prepared: once for a call site, or for this query alone.
#[derive(Debug)]
enum Text {
    Own(Box<Prepared>),
    Shared(&'static Prepared),
}

/// A query that is ready.
#[derive(Debug)]
pub(crate) struct Source {
    table: TableName,
    planning: Planning,
    values: Values,
    text: Text,
    /// The values of the `is_in` on the partition key, each once; empty for one partition.
    partitions: Vec<Bound>,
    /// What an item must be to be shown.
    pub(crate) test: RowTest,
    /// What its place in the index must be, of one that is read from the table.
    pub(crate) index_test: RowTest,
    hydrates: bool,
    /// Whether nothing can lie between the bounds of its sort key.
    is_nowhere: bool,
    /// The attributes of those items; all without.
    pub(super) table_projection: Option<Vec<&'static str>>,
    now: SystemTime,
    descending: bool,
    returns: Returns,
}

/// How a query reads, besides its plan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) purpose: Purpose,
    pub(crate) descending: bool,
    pub(crate) last_partition_first: bool,
    pub(crate) returns: Returns,
}

impl Source {
    pub(crate) fn new(
        planning: Planning,
        values: codec::Result<Values>,
        manner: Manner,
        executor: &(impl Executor + ?Sized),
    ) -> Result<Self, Error> {
        let schema = planning.schema();
        let table = executor.table(schema);
        let operation = match planning.plan().access() {
            Access::Get => Operation::GetItem,
            Access::Query => Operation::Query,
        };
        Self::prepare(table.clone(), planning, values, manner, executor.now())
            .map_err(|error| error.in_operation(operation).on_table(&table))
    }

    fn prepare(
        table: TableName,
        planning: Planning,
        values: codec::Result<Values>,
        mut manner: Manner,
        now: SystemTime,
    ) -> Result<Self, Error> {
        let (schema, plan) = (planning.schema(), *planning.plan());
        let index = plan.index(schema);
        if manner.descending && index.sort().is_empty() && plan.access() == Access::Query {
            return Err(Error::invalid(format!(
                "{index} of `{}` has no sort key, so there is no order to descend in",
                schema.entity()
            )));
        }
        let values = values.map_err(|error| Error::encode(error.of(schema.entity())))?;
        let lowering = Lowering {
            schema,
            plan: &plan,
            clauses: planning.clauses(),
            values: &values,
        };
        let is_nowhere = plan.access() == Access::Query && lowering.is_empty_range().map_err(Error::encode)?;
        let excluded = if lowering.excludes() {
            // What is left out is left out here: the items must come.
            if manner.purpose.content == Content::Count {
                manner.purpose.content = Content::Keys;
            }
            lowering.excluded().map_err(Error::encode)?
        } else {
            Vec::new()
        };
        let looks_at_expiry = !manner.purpose.sees_expired && is_sorted_by_expiry(schema, index);
        if manner.purpose.content == Content::Count && plan.access() == Access::Get {
            // GetItem counts nothing: what tells whether the item is there comes.
            manner.purpose.content = Content::Rows(Some(&[]));
        } else if manner.purpose.content == Content::Count && looks_at_expiry {
            manner.purpose.content = Content::Keys;
        }
        if manner.purpose.content == Content::Count && plan.hydrates() && !tells_what_it_has(schema, index) {
            manner.purpose.content = Content::Keys;
        }
        let is_count = manner.purpose.content == Content::Count;
        // A local index has DynamoDB read the table.
        let hydrates = plan.hydrates() && !is_count && index.scope() == Scope::Global;
        let content = manner.purpose.content;
        if hydrates {
            manner.purpose.content = Content::Keys;
        } else if content == Content::Rows(None) {
            // Whole items have their keys.
            manner.purpose.gives_cursors = false;
        }
        let is_usual = content == Content::Rows(planning.asked().fields)
            && !manner.purpose.sees_expired
            && !manner.purpose.gives_cursors;
        let sees_all = plan.access() == Access::Query && (is_count || !plan.hydrates());
        let expiry = expiry(
            schema,
            now,
            manner.purpose.sees_expired || (sees_all && !looks_at_expiry),
        );
        let (excluded, of_index) = if hydrates {
            (Vec::new(), excluded)
        } else {
            (excluded, Vec::new())
        };
        let test = RowTest::new(schema, !sees_all, expiry, excluded);
        let index_test = RowTest::new(schema, false, None, of_index);
        let mut partitions =
            partitions(&planning, &values).map_err(|error| Error::encode(error.of(schema.entity())))?;
        if manner.last_partition_first {
            partitions.reverse();
        }
        let has_lists = values.iter().any(|value| value.count().is_some());
        let table_projection = hydrates.then(|| projected::of_table(schema, content, &test)).flatten();
        let prepare = |values| {
            let projected = Projected {
                schema,
                plan: &plan,
                purpose: manner.purpose,
                test: if hydrates { &index_test } else { &test },
                is_key: hydrates,
            };
            let attributes = projected.attributes();
            Prepared::new(
                schema,
                &plan,
                planning.clauses(),
                values,
                manner.purpose,
                attributes.as_deref(),
            )
        };
        let text = match &planning {
            Planning::Constant(statement) if is_usual && !has_lists => {
                Text::Shared(statement.prepared(|_| prepare(&[])))
            }
            _ => Text::Own(Box::new(prepare(&values))),
        };
        let this = Self {
            table,
            planning,
            values,
            text,
            partitions,
            test,
            index_test,
            hydrates,
            is_nowhere,
            table_projection,
            now,
            descending: manner.descending,
            returns: manner.returns,
        };
        // A value that no key can hold in one of the partitions is told before another is read.
        for partition in this.partitions.iter().skip(1) {
            let mut writer = Writer::new();
            this.lowering()
                .write_key_values(Some(partition), &mut writer)
                .map_err(Error::encode)?;
        }
        Ok(this)
    }

    pub(crate) fn schema(&self) -> &'static Schema {
        self.planning.schema()
    }

    pub(crate) fn plan(&self) -> &Plan {
        self.planning.plan()
    }

    pub(crate) fn table(&self) -> &TableName {
        &self.table
    }

    pub(crate) fn operation(&self) -> Operation {
        match self.plan().access() {
            Access::Get => Operation::GetItem,
            Access::Query => Operation::Query,
        }
    }

    /// How much capacity accounting its requests ask for.
    pub(super) fn capacity(&self) -> Capacity {
        self.returns.capacity
    }

    pub(crate) fn has_filter(&self) -> bool {
        self.text().has_filter()
    }

    /// How many partitions it reads.
    pub(crate) fn partitions(&self) -> u32 {
        u32::try_from(self.partitions.len()).unwrap_or(u32::MAX).max(1)
    }

    /// Whether the index has keys only, and the items are read from the table.
    pub(crate) fn hydrates(&self) -> bool {
        self.hydrates
    }

    /// Whether it reads nothing: an `is_in` without values, or a range without keys.
    pub(crate) fn is_empty(&self) -> bool {
        self.is_nowhere || (self.plan().fan_out().is_some() && self.partitions.is_empty())
    }

    fn text(&self) -> &Prepared {
        match &self.text {
            Text::Own(prepared) => prepared,
            Text::Shared(prepared) => prepared,
        }
    }

    fn lowering(&self) -> Lowering<'_> {
        Lowering {
            schema: self.schema(),
            plan: self.plan(),
            clauses: self.planning.clauses(),
            values: &self.values,
        }
    }

    /// The request for the next page.
    pub(crate) fn request(&self, progress: &Progress) -> Result<Request, Error> {
        let text = self.text();
        let mut writer = Writer::with_capacity(text.members().len() + text.values().len() + 512);
        writer.begin_object();
        writer.text("TableName", &self.table);
        writer.raw(text.members());
        self.write(progress, &mut writer).map_err(|error| {
            Error::encode(error)
                .in_operation(self.operation())
                .on_table(&self.table)
        })?;
        if self.planning.asked().consistent {
            writer.flag("ConsistentRead", true);
        }
        self.returns.write(&mut writer);
        writer.end_object();
        Ok(Request::new(self.operation(), writer.into_vec()).on(&self.table))
    }

    fn write(&self, progress: &Progress, writer: &mut Writer) -> codec::Result<()> {
        let lowering = self.lowering();
        if self.plan().access() == Access::Get {
            writer.key("Key");
            return lowering.write_whole_key(writer);
        }
        if self.descending {
            writer.flag("ScanIndexForward", false);
        }
        let partition = progress.cursor().map_or(0, Cursor::partition);
        let partition = self.partitions.get(partition as usize);
        writer.key("ExpressionAttributeValues");
        writer.begin_object();
        lowering.write_key_values(partition, writer)?;
        self.write_filter_values(writer)?;
        writer.end_object();
        progress.write(writer);
        Ok(())
    }

    fn write_filter_values(&self, writer: &mut Writer) -> codec::Result<()> {
        let (text, plan) = (self.text(), self.plan());
        let listed = Listed {
            clauses: self.planning.clauses(),
            values: &self.values,
            first: 0,
        };
        let tests_null = write_values(listed, |at| plan.filter().has(at), writer)
            .map_err(|error| error.of(self.schema().entity()))?;
        if tests_null {
            writer.key(NULL);
            writer.s("NULL");
        }
        writer.raw(text.values());
        if text.asks_for_time()
            && let Some(expiry) = expiry(self.schema(), self.now, false)
        {
            writer.key(NOW);
            Bound::Int(expiry.now().into()).write(writer);
        }
        Ok(())
    }

    pub(crate) fn key_attributes(&self) -> Vec<&'static str> {
        key_attributes(self.schema(), self.plan().index(self.schema()))
    }
}

/// The attributes that say where an item stands: those of the table's key, and of the index's.
pub(crate) fn key_attributes(schema: &Schema, index: &Index) -> Vec<&'static str> {
    let mut attributes: Vec<&'static str> = Vec::new();
    for key in schema.primary().keys().chain(index.keys()) {
        if !attributes.contains(&key.attribute()) {
            attributes.push(key.attribute());
        }
    }
    attributes
}

/// Whether a filter can leave out neighbours and what has expired.
fn tells_what_it_has(schema: &Schema, index: &Index) -> bool {
    let tags = tag::shared(schema).is_none_or(|tags| index.copies(schema, tags.attribute()));
    let expires = schema.expires();
    tags && expires.is_none_or(|field| index.copies(schema, field.attribute()))
}

/// The values of the `is_in` on the partition key, each once.
fn partitions(planning: &Planning, values: &[Operand]) -> codec::Result<Vec<Bound>> {
    let Some(clause) = planning.plan().fan_out() else {
        return Ok(Vec::new());
    };
    let Clause::Leaf(leaf) = planning.clauses()[usize::from(clause)] else {
        return Err(CodecError::missing());
    };
    let Some(Operand::Many(all)) = values.get(usize::from(leaf.value)) else {
        return Err(CodecError::missing());
    };
    let (mut seen, mut partitions) = (std::collections::HashSet::new(), Vec::with_capacity(all.len()));
    for value in all {
        let mut writer = Writer::new();
        value.write(&mut writer);
        if seen.insert(writer.into_vec()) {
            partitions.push(value.clone());
        }
    }
    Ok(partitions)
}
