use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ddbx_core::Error;
use ddbx_core::request::TableName;

use super::slot::Slot;
use crate::executor::Executor as _;
use crate::ops::{DescribeTable, TableDescription};
use crate::{Entity, Pool};

/// The descriptions of tables, each asked for once and kept for a time.
///
/// Cloned, it is the same: a service keeps one beside its pool.
///
/// ```
/// use ddbx::cache::Descriptions;
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
/// struct Order {
///     customer: String,
///     number: u32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Order,)>().await?;
///
/// let tables = Descriptions::new(&pool);
/// let orders = tables.of::<Order>().await?;
/// assert_eq!(orders.partition_key[0].0, "pk");
///
/// // How large its items are, for estimates.
/// let query = ddbx::query!(Order, customer == "ann");
/// println!("{}", query.explain(&pool)?.with_table(&orders));
///
/// // After an index was added.
/// tables.refresh::<Order>().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Descriptions {
    pool: Pool,
    valid_for: Duration,
    slots: Arc<Mutex<HashMap<TableName, Arc<Slot<TableDescription>>>>>,
}

impl Descriptions {
    /// How long a description is kept, unless it is said.
    pub const VALID_FOR: Duration = Duration::from_secs(5 * 60);

    /// Of the tables of this pool.
    #[must_use]
    pub fn new(pool: &Pool) -> Self {
        Self {
            pool: pool.clone(),
            valid_for: Self::VALID_FOR,
            slots: Arc::default(),
        }
    }

    /// How long a description is kept. Default: 5 minutes.
    #[must_use]
    pub fn valid_for(mut self, lifetime: Duration) -> Self {
        self.valid_for = lifetime;
        self
    }

    /// The table of an entity.
    ///
    /// # Errors
    ///
    /// Those of [`DescribeTable`].
    pub async fn of<E: Entity>(&self) -> Result<Arc<TableDescription>, Error> {
        self.table(self.pool.table(E::SCHEMA)).await
    }

    /// The table of this name, as DynamoDB knows it.
    ///
    /// # Errors
    ///
    /// Those of [`DescribeTable`].
    pub async fn table(&self, name: impl Into<TableName>) -> Result<Arc<TableDescription>, Error> {
        let name = name.into();
        let slot = self.slot(&name);
        let load = async {
            DescribeTable::new(&name)
                .send(&self.pool)
                .await
                .map(|output| output.table)
        };
        let clock = self.pool.clock();
        slot.get(|| clock.now(), self.valid_for, load).await
    }

    /// Asks anew about the table of an entity, whatever is known.
    ///
    /// # Errors
    ///
    /// Those of [`DescribeTable`].
    pub async fn refresh<E: Entity>(&self) -> Result<Arc<TableDescription>, Error> {
        self.refresh_table(self.pool.table(E::SCHEMA)).await
    }

    /// Asks anew about the table of this name, whatever is known.
    ///
    /// # Errors
    ///
    /// Those of [`DescribeTable`].
    pub async fn refresh_table(&self, name: impl Into<TableName>) -> Result<Arc<TableDescription>, Error> {
        let name = name.into();
        self.slot(&name).clear().await;
        self.table(name).await
    }

    fn slot(&self, name: &TableName) -> Arc<Slot<TableDescription>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(name.clone()).or_insert_with(|| Arc::new(Slot::new())))
    }
}

impl fmt::Debug for Descriptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Descriptions")
            .field("valid_for", &self.valid_for)
            .finish_non_exhaustive()
    }
}
