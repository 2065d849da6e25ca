use std::time::Duration;

use ddbx_core::codec::Kind;
use ddbx_core::limits::{TABLE_NAME_MAX_CHARS, TABLE_NAME_MIN_CHARS};
use ddbx_core::request::TableName;
use ddbx_core::schema::{Key, Schema};
use ddbx_core::{Error, ErrorKind};

use super::Entity;
use crate::executor::Executor;
use crate::ops::{CreateTable, DescribeTable, KeyType, TableDescription, TableStatus};
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
    /// Creates the tables of these entities, billed on demand, and waits until they are ready.
    ///
    /// A table that exists already is left as it is, if it has the same key. Entities of one table must agree on its
    /// key.
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
        let schemas = E::schemas();
        // All are compared before the first one is created.
        for (position, schema) in schemas.iter().enumerate() {
            self.check_name(schema)?;
            let agrees = |earlier: &&&Schema| earlier.table() != schema.table() || shape(earlier) == shape(schema);
            if let Some(earlier) = schemas[..position].iter().find(|earlier| !agrees(earlier)) {
                return Err(Error::invalid(format!(
                    "`{}` and `{}` are in one table and disagree on its key: {} against {}",
                    earlier.entity(),
                    schema.entity(),
                    describe(&shape(earlier)),
                    describe(&shape(schema)),
                ))
                .on_table(self.table(schema)));
            }
        }
        for (position, schema) in schemas.iter().enumerate() {
            if schemas[..position]
                .iter()
                .all(|earlier| earlier.table() != schema.table())
            {
                self.create_table(schema).await?;
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

    async fn create_table(&self, schema: &'static Schema) -> Result<(), Error> {
        let table = self.table(schema);
        let mut create = CreateTable::new(&table);
        for (role, attribute, kind) in shape(schema) {
            create = match role {
                Role::Partition => create.partition_key(attribute, kind),
                Role::Sort => create.sort_key(attribute, kind),
            };
        }
        match create.send(self).await {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::ResourceInUse => {}
            Err(error) => return Err(error),
        }
        let description = self.wait_until_active(&table).await?;
        let (found, expected) = (live_shape(&description), shape(schema));
        if found
            .iter()
            .map(|(role, attribute, kind)| (*role, attribute.as_str(), *kind))
            .ne(expected.iter().copied())
        {
            return Err(Error::invalid(format!(
                "the table exists with another key than `{}` has: {} against {}",
                schema.entity(),
                describe(&found),
                describe(&expected),
            ))
            .on_table(table));
        }
        Ok(())
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Partition,
    Sort,
}

/// The key attributes of the table an entity needs.
fn shape(schema: &Schema) -> Vec<(Role, &'static str, KeyType)> {
    let primary = schema.primary();
    let attribute = |role| move |key: &Key| (role, key.attribute(), key_type(key.kind()));
    let partition = primary.partition().iter().map(attribute(Role::Partition));
    partition
        .chain(primary.sort().iter().map(attribute(Role::Sort)))
        .collect()
}

fn live_shape(description: &TableDescription) -> Vec<(Role, String, KeyType)> {
    let sort = description
        .sort_key
        .iter()
        .map(|(attribute, kind)| (Role::Sort, attribute.clone(), *kind));
    let partition = description
        .partition_key
        .iter()
        .map(|(attribute, kind)| (Role::Partition, attribute.clone(), *kind));
    partition.chain(sort).collect()
}

fn key_type(kind: Kind) -> KeyType {
    match kind {
        Kind::N => KeyType::N,
        Kind::B => KeyType::B,
        // The derive refuses every other type when compiling.
        _ => KeyType::S,
    }
}

fn describe<A: std::fmt::Display>(shape: &[(Role, A, KeyType)]) -> String {
    let attributes: Vec<String> = shape
        .iter()
        .map(|(role, attribute, kind)| {
            let role = match role {
                Role::Partition => "partition",
                Role::Sort => "sort",
            };
            format!("{role} key `{attribute}` ({kind})")
        })
        .collect();
    attributes.join(" and ")
}
