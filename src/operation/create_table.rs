use ddbx_core::codec::Writer;
use ddbx_core::limits::LOCAL_INDEXES;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::members::Members as _;
use super::table::{
    AttributeTypes, Billing, GlobalIndex, KeySchema, KeyType, LocalIndex, TableOutput, TableSettings, VectorIndex,
    request, table_settings,
};
use crate::executor::Executor;

/// Creates a table, paid for what is used unless its capacity is [provisioned](Self::provisioned).
///
/// The table can be used when its status is [`Active`](super::TableStatus::Active): see
/// [`DescribeTable`](super::DescribeTable). `AttributeDefinitions` follow from the keys of the table and its indexes.
/// Items that expire are asked for with [`UpdateTimeToLive`](super::UpdateTimeToLive).
///
/// Source: [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html).
///
/// ```
/// use ddbx::{Pool, ops};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// let by_status = ops::GlobalIndex::new("by_status").partition_key("status", ops::KeyType::S);
/// let created = ops::CreateTable::new("orders")
///     .partition_key("customer", ops::KeyType::S)
///     .sort_key("n", ops::KeyType::N)
///     .global_index(by_status)
///     .send(&pool)
///     .await?;
/// assert_eq!(created.table.partition_key, [("customer".to_owned(), ops::KeyType::S)]);
/// assert_eq!(created.table.global_indexes[0].name, "by_status");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct CreateTable {
    table: TableName,
    key: KeySchema,
    global_indexes: Vec<GlobalIndex>,
    local_indexes: Vec<LocalIndex>,
    vector_indexes: Vec<VectorIndex>,
    settings: TableSettings,
    tags: Vec<(String, String)>,
    resource_policy: Option<String>,
    global_table_source: Option<String>,
}

impl CreateTable {
    /// A table of this name.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            key: KeySchema::default(),
            global_indexes: Vec::new(),
            local_indexes: Vec::new(),
            vector_indexes: Vec::new(),
            settings: TableSettings {
                billing: Some(Billing::OnDemand),
                ..TableSettings::default()
            },
            tags: Vec::new(),
            resource_policy: None,
            global_table_source: None,
        }
    }

    /// The attribute of its partition key.
    pub fn partition_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.key.partition.push((attribute.into(), key_type));
        self
    }

    /// The attribute of its sort key; without one, a partition has one item.
    pub fn sort_key(mut self, attribute: impl Into<String>, key_type: KeyType) -> Self {
        self.key.sort.push((attribute.into(), key_type));
        self
    }

    /// With this global index.
    pub fn global_index(mut self, index: GlobalIndex) -> Self {
        self.global_indexes.push(index);
        self
    }

    /// With this local index; it cannot be added later.
    pub fn local_index(mut self, index: LocalIndex) -> Self {
        self.local_indexes.push(index);
        self
    }

    /// With this vector index.
    pub fn vector_index(mut self, index: VectorIndex) -> Self {
        self.vector_indexes.push(index);
        self
    }

    table_settings! {}

    /// Protected from being deleted, until [`UpdateTable`](super::UpdateTable) takes the protection away.
    pub fn deletion_protection(mut self) -> Self {
        self.settings.deletion_protection = Some(true);
        self
    }

    /// With this tag.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// With this policy of who may do what with it, as JSON.
    pub fn resource_policy(mut self, policy: impl Into<String>) -> Self {
        self.resource_policy = Some(policy.into());
        self
    }

    /// As a replica of the table with this ARN, in another account (`GlobalTableSourceArn`).
    pub fn global_table_source(mut self, arn: impl Into<String>) -> Self {
        self.global_table_source = Some(arn.into());
        self
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// No partition key, or a key with more attributes than it may have; an attribute with two types; two indexes of
    /// one name; more than five local indexes.
    pub fn into_request(self) -> Result<Request, Error> {
        let named = |error: Error| error.in_operation(Operation::CreateTable).on_table(&self.table);
        let types = self.check().map_err(named)?;
        let local_keys: Vec<KeySchema> = self
            .local_indexes
            .iter()
            .map(|index| index.key(&self.key.partition))
            .collect::<Result<_, _>>()
            .map_err(named)?;
        let table = self.table.clone();
        Ok(request(Operation::CreateTable, table, |writer| {
            self.write(&types, &local_keys, writer);
        }))
    }

    /// Refuses what contradicts itself.
    fn check(&self) -> Result<AttributeTypes, Error> {
        self.key.check("the table", 1, 1)?;
        let mut types = AttributeTypes::default();
        types.add("the table", self.key.attributes())?;
        if self.local_indexes.len() > LOCAL_INDEXES {
            return Err(Error::invalid(format!(
                "{} local indexes were given, DynamoDB takes at most {LOCAL_INDEXES}; make some of them global",
                self.local_indexes.len(),
            )));
        }
        for index in &self.local_indexes {
            types.add(&index.place(), &index.sort)?;
        }
        for index in &self.global_indexes {
            index.define(&mut types)?;
        }
        for index in &self.vector_indexes {
            index.define(&mut types)?;
        }
        let local = self.local_indexes.iter().map(|index| &index.name);
        let global = self.global_indexes.iter().map(|index| &index.name);
        let mut names: Vec<&String> = local
            .chain(global)
            .chain(self.vector_indexes.iter().map(|index| &index.name))
            .collect();
        names.sort();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Error::invalid(format!(
                "two indexes are named `{}`",
                pair[0].escape_debug()
            ))),
            None => Ok(types),
        }
    }

    fn write(&self, types: &AttributeTypes, local_keys: &[KeySchema], writer: &mut Writer) {
        self.key.write(writer);
        types.write(writer);
        writer.array(
            "LocalSecondaryIndexes",
            self.local_indexes.iter().zip(local_keys),
            |writer, (index, key)| {
                index.write(key, writer);
            },
        );
        writer.array("GlobalSecondaryIndexes", &self.global_indexes, |writer, index| {
            index.write(writer);
        });
        writer.array("VectorIndexes", &self.vector_indexes, |writer, index| {
            index.write(writer);
        });
        self.settings.write(false, writer);
        writer.array("Tags", &self.tags, |writer, (key, value)| {
            writer.element(|writer| {
                writer.text("Key", key);
                writer.text("Value", value);
            });
        });
        writer.optional_text("ResourcePolicy", self.resource_policy.as_deref());
        writer.optional_text("GlobalTableSourceArn", self.global_table_source.as_deref());
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request: a table of this name exists.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<TableOutput, Error> {
        TableOutput::fetch(executor, self.into_request()?).await
    }
}
