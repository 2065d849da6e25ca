use std::time::Duration;

use ddbx_core::limits::{TABLE_NAME_MAX_CHARS, TABLE_NAME_MIN_CHARS};
use ddbx_core::request::TableName;
use ddbx_core::schema::{Schema, TableSchema};
use ddbx_core::{Error, ErrorKind};

use super::shape::TableShape;
use super::{Entity, time_to_live};
use crate::executor::Executor;
use crate::ops::{CreateTable, DescribeTable, TableDescription, TableStatus};
use crate::pool::Pool;

/// How long creating a table may take until it is ready. DynamoDB needs seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// Some entities: a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of entities",
    label = "not a tuple of entities",
    note = "one entity is a tuple, too: `({Self},)`"
)]
pub trait Entities {
    /// Their schemas, in the order of the tuple.
    fn schemas() -> Vec<&'static Schema>;
}

macro_rules! tuples {
    ($(($($entity:ident)*))*) => {$(
        impl<$($entity: Entity),*> Entities for ($($entity,)*) {
            fn schemas() -> Vec<&'static Schema> {
                vec![$($entity::SCHEMA),*]
            }
        }
    )*};
}

tuples! {
    ()
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
}

impl Pool {
    /// Creates the tables of these entities with their indexes, and waits until they are ready. They are billed on demand,
    /// unless a shared table has capacity provisioned. Where an entity expires, the table's items do.
    ///
    /// A table that exists already is left as it is, if it has the same key and the indexes, which copy the same attributes.
    /// Entities of one table must agree on all of it.
    ///
    /// ```
    /// use ddbx::{Entity, Pool};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users")]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(User,)>().await?;
    /// pool.create_tables::<(User,)>().await?; // nothing left to do
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Entities that disagree, a table that exists with another key, the errors of the requests, a table that is not
    /// ready within two minutes.
    pub async fn create_tables<E: Entities>(&self) -> Result<(), Error> {
        // All are compared before the first one is created.
        let mut tables: Vec<(&'static Schema, TableShape)> = Vec::new();
        for schema in E::schemas() {
            self.check_name(schema)?;
            match tables.iter_mut().find(|(first, _)| first.table() == schema.table()) {
                Some((first, shape)) => shape
                    .join(first, schema)
                    .map_err(|error| error.on_table(self.table(schema)))?,
                None => tables.push((schema, TableShape::of(schema))),
            }
        }
        let mut expiring = Vec::new();
        for (first, _) in &tables {
            let mut schemas = E::schemas();
            schemas.retain(|schema| schema.table() == first.table());
            let attribute = time_to_live::attribute(&schemas);
            expiring.push(attribute.map_err(|error| error.on_table(self.table(first)))?);
        }
        for ((schema, mut shape), expires) in tables.into_iter().zip(expiring) {
            shape.complete(schema);
            self.create_table(schema, &shape).await?;
            if let Some(attribute) = expires {
                self.have_items_expire(&self.table(schema), attribute).await?;
            }
        }
        Ok(())
    }

    fn check_name(&self, schema: &'static Schema) -> Result<(), Error> {
        let table = self.table(schema);
        // An ARN is longer, and names a table that is there.
        if (TABLE_NAME_MIN_CHARS..=TABLE_NAME_MAX_CHARS).contains(&table.len()) || table.starts_with("arn:") {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "the table of `{}` cannot be called so: a name has {TABLE_NAME_MIN_CHARS} to {TABLE_NAME_MAX_CHARS} characters, with the pool's prefix",
            schema.entity(),
        ))
        .on_table(table))
    }

    async fn create_table(&self, schema: &'static Schema, shape: &TableShape) -> Result<(), Error> {
        let table = self.table(schema);
        let provisioned = schema.table_schema().and_then(TableSchema::provisioned);
        match shape.create(CreateTable::new(&table), provisioned).send(self).await {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ResourceInUse => {}
            Err(error) => return Err(error),
        }
        let description = self.wait_until_active(&table).await?;
        shape.check(schema, &description).map_err(|error| error.on_table(table))
    }

    async fn wait_until_active(&self, table: &TableName) -> Result<TableDescription, Error> {
        let clock = self.clock();
        let end = clock.now() + PATIENCE;
        let mut pause = Duration::from_millis(50);
        loop {
            let status = match DescribeTable::new(table).send(self).await {
                Ok(output) if output.table.status == TableStatus::Active => return Ok(output.table),
                Ok(output) => output.table.status.to_string(),
                // Just after it was created, a table may not be known everywhere yet.
                Err(error) if error.is_table_not_found() => "unknown".to_owned(),
                Err(error) => return Err(error),
            };
            if clock.now() + pause > end {
                let message = format!(
                    "the table is not ready after {} seconds: its status is {status}",
                    PATIENCE.as_secs()
                );
                return Err(Error::new(ErrorKind::Timeout, message).on_table(table));
            }
            clock.sleep_until(clock.now() + pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }
}
