use ddbx_core::codec::Writer;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation, Request};

use super::members::Members as _;
use super::table::{
    AttributeTypes, Billing, GlobalIndex, GlobalIndexUpdate, KeyType, MultiRegionConsistency, Replica, TableOutput,
    TableSettings, VectorIndex, request, table_settings,
};
use crate::executor::Executor;

/// Changes a table, its indexes or its replicas.
///
/// DynamoDB takes one kind of change at a time, and one new or deleted index; a new index is
/// [backfilled](super::IndexDescription::backfilling) before it is active. The attributes of a new index's key are
/// defined from it.
///
/// Source: [UpdateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html).
///
/// ```
/// use ddbx::{Pool, ops};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// # let pool = Pool::connect("dynamodb::memory:").await?;
/// # ops::CreateTable::new("orders").partition_key("id", ops::KeyType::S).send(&pool).await?;
/// let by_status = ops::GlobalIndex::new("by_status").partition_key("status", ops::KeyType::S);
/// let updated = ops::UpdateTable::new("orders").create_index(by_status).send(&pool).await?;
/// assert_eq!(updated.table.global_indexes[0].name, "by_status");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until it is sent: `.send(&pool).await`"]
pub struct UpdateTable {
    table: TableName,
    attributes: Vec<(String, KeyType)>,
    settings: TableSettings,
    indexes: Vec<IndexChange>,
    disassociation_protection: Option<bool>,
    replicas: Vec<Replica>,
    /// Regions, each with what is done with it.
    witnesses: Vec<(&'static str, String)>,
    consistency: Option<MultiRegionConsistency>,
}

#[derive(Clone, Debug)]
enum IndexChange {
    Create(GlobalIndex),
    CreateVector(VectorIndex),
    Delete(String),
    DeleteVector(String),
    Update(GlobalIndexUpdate),
}

impl UpdateTable {
    /// Of this name.
    pub fn new(table: impl Into<TableName>) -> Self {
        Self {
            table: table.into(),
            attributes: Vec::new(),
            settings: TableSettings::default(),
            indexes: Vec::new(),
            disassociation_protection: None,
            replicas: Vec::new(),
            witnesses: Vec::new(),
            consistency: None,
        }
    }

    fn change(mut self, change: IndexChange) -> Self {
        self.indexes.push(change);
        self
    }

    /// Adds a global index.
    pub fn create_index(self, index: GlobalIndex) -> Self {
        self.change(IndexChange::Create(index))
    }

    /// Changes the settings of a global index.
    pub fn update_index(self, update: GlobalIndexUpdate) -> Self {
        self.change(IndexChange::Update(update))
    }

    /// Deletes a global index.
    pub fn delete_index(self, name: impl Into<String>) -> Self {
        self.change(IndexChange::Delete(name.into()))
    }

    /// Adds a vector index.
    pub fn create_vector_index(self, index: VectorIndex) -> Self {
        self.change(IndexChange::CreateVector(index))
    }

    /// Deletes a vector index.
    pub fn delete_vector_index(self, name: impl Into<String>) -> Self {
        self.change(IndexChange::DeleteVector(name.into()))
    }

    /// Defines an attribute (`AttributeDefinitions`): for servers that want those of the table's own key, too.
    pub fn attribute(mut self, name: impl Into<String>, key_type: KeyType) -> Self {
        self.attributes.push((name.into(), key_type));
        self
    }

    /// Is paid for what is used.
    pub fn on_demand(mut self) -> Self {
        self.settings.billing = Some(Billing::OnDemand);
        self.settings.provisioned = None;
        self
    }

    table_settings! {}

    /// Turns the stream off.
    pub fn no_stream(mut self) -> Self {
        self.settings.stream = Some(None);
        self
    }

    /// Whether it is protected from being deleted.
    pub fn deletion_protection(mut self, protected: bool) -> Self {
        self.settings.deletion_protection = Some(protected);
        self
    }

    /// Whether its replicas are protected from being disassociated.
    pub fn disassociation_protection(mut self, protected: bool) -> Self {
        self.disassociation_protection = Some(protected);
        self
    }

    /// Adds, changes or deletes a replica in another region.
    pub fn replica(mut self, replica: Replica) -> Self {
        self.replicas.push(replica);
        self
    }

    /// Adds a region that only keeps its writes, for strong consistency.
    pub fn create_witness(mut self, region: impl Into<String>) -> Self {
        self.witnesses.push(("Create", region.into()));
        self
    }

    /// Deletes a region that only keeps its writes.
    pub fn delete_witness(mut self, region: impl Into<String>) -> Self {
        self.witnesses.push(("Delete", region.into()));
        self
    }

    /// What a read in another region sees.
    pub fn multi_region_consistency(mut self, consistency: MultiRegionConsistency) -> Self {
        self.consistency = Some(consistency);
        self
    }

    /// The request, not sent.
    ///
    /// # Errors
    ///
    /// A new index without a partition key, or with too many attributes in its key; an attribute with two types.
    pub fn into_request(self) -> Result<Request, Error> {
        let types = self
            .types()
            .map_err(|error| error.in_operation(Operation::UpdateTable).on_table(&self.table))?;
        let table = self.table.clone();
        Ok(request(Operation::UpdateTable, table, |writer| {
            self.write(&types, writer);
        }))
    }

    fn types(&self) -> Result<AttributeTypes, Error> {
        let mut types = AttributeTypes::default();
        types.add("the table", &self.attributes)?;
        for change in &self.indexes {
            match change {
                IndexChange::Create(index) => index.define(&mut types)?,
                IndexChange::CreateVector(index) => index.define(&mut types)?,
                IndexChange::Delete(_) | IndexChange::DeleteVector(_) | IndexChange::Update(_) => {}
            }
        }
        Ok(types)
    }

    fn write(&self, types: &AttributeTypes, writer: &mut Writer) {
        types.write(writer);
        self.settings.write(true, writer);
        let (vector, global): (Vec<_>, Vec<_>) = self.indexes.iter().partition(|change| change.is_vector());
        writer.array("GlobalSecondaryIndexUpdates", global, |writer, change| {
            change.write(writer);
        });
        writer.array("VectorIndexUpdates", vector, |writer, change| change.write(writer));
        if let Some(protected) = self.disassociation_protection {
            writer.flag("DisassociationProtectionEnabled", protected);
        }
        let consistency = self.consistency.as_ref().map(MultiRegionConsistency::as_str);
        writer.optional_text("MultiRegionConsistency", consistency);
        writer.array("ReplicaUpdates", &self.replicas, |writer, replica| {
            replica.write(writer);
        });
        writer.array(
            "GlobalTableWitnessUpdates",
            &self.witnesses,
            |writer, (verb, region)| {
                writer.element(|writer| writer.object(verb, |writer| writer.text("RegionName", region)));
            },
        );
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Those of [`into_request`](Self::into_request) and of the request: the table is being changed already.
    pub async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<TableOutput, Error> {
        TableOutput::fetch(executor, self.into_request()?).await
    }
}

impl IndexChange {
    fn is_vector(&self) -> bool {
        matches!(self, Self::CreateVector(_) | Self::DeleteVector(_))
    }

    /// `{"Create":{…}}`
    fn write(&self, writer: &mut Writer) {
        writer.element(|writer| match self {
            Self::Create(index) => {
                writer.key("Create");
                index.write(writer);
            }
            Self::CreateVector(index) => {
                writer.key("Create");
                index.write(writer);
            }
            Self::Update(update) => {
                writer.key("Update");
                update.write(writer);
            }
            Self::Delete(name) | Self::DeleteVector(name) => {
                writer.object("Delete", |writer| writer.text("IndexName", name));
            }
        });
    }
}
