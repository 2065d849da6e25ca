use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use ddbx_core::codec::Writer;
use ddbx_core::{Error, Operation};

use super::slot::Slot;
use crate::executor::Executor as _;
use crate::{Entity, IntoKey, Pool};

/// A small table, all of it: read by one scan, and kept for a time.
///
/// For tables that hardly change and are asked all the time: currencies, countries, settings. It is the whole table or
/// nothing: one that has grown beyond the bound is an error, never half of it. In a table that entities share it is those of
/// one entity.
///
/// Cloned, it is the same: a service keeps one beside its pool.
///
/// ```
/// use ddbx::cache::WholeTable;
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity)]
/// #[entity(table = "currencies", pk = "CURRENCY#{code}")]
/// struct Currency {
///     code: String,
///     digits: u8,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Currency,)>().await?;
/// for (code, digits) in [("EUR", 2), ("JPY", 0)] {
///     ddbx::put(Currency { code: code.into(), digits }).execute(&pool).await?;
/// }
///
/// let currencies = WholeTable::<Currency>::new(&pool, 500);
/// assert_eq!(currencies.all().await?.len(), 2);
/// assert_eq!(currencies.get("JPY").await?.map(|yen| yen.digits), Some(0));
///
/// // What was written since is not seen until it is reloaded, or too old.
/// ddbx::put(Currency { code: "USD".into(), digits: 2 }).execute(&pool).await?;
/// assert!(currencies.get("USD").await?.is_none());
/// currencies.reload().await?;
/// assert!(currencies.get("USD").await?.is_some());
/// # Ok(())
/// # }
/// ```
pub struct WholeTable<E> {
    pool: Pool,
    most: usize,
    valid_for: Duration,
    slot: Arc<Slot<Entities<E>>>,
    entity: PhantomData<fn() -> E>,
}

/// The entities of a table, by their keys.
struct Entities<E> {
    all: Arc<[Arc<E>]>,
    by_key: HashMap<Vec<u8>, usize>,
}

impl<E: Entity> WholeTable<E> {
    /// How long it is kept, unless it is said.
    pub const VALID_FOR: Duration = Duration::from_secs(60);

    /// The entities of this pool's table, `most` at most. Nothing is read yet.
    #[must_use]
    pub fn new(pool: &Pool, most: usize) -> Self {
        Self {
            pool: pool.clone(),
            most,
            valid_for: Self::VALID_FOR,
            slot: Arc::new(Slot::new()),
            entity: PhantomData,
        }
    }

    /// How long it is kept. Default: 1 minute.
    #[must_use]
    pub fn valid_for(mut self, lifetime: Duration) -> Self {
        self.valid_for = lifetime;
        self
    }

    /// All of them, in no order.
    ///
    /// # Errors
    ///
    /// Those of the scan, and a table that has more entities than the bound.
    pub async fn all(&self) -> Result<Arc<[Arc<E>]>, Error> {
        Ok(Arc::clone(&self.entities().await?.all))
    }

    /// The one with this key.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Self::all), and a value that no key can hold.
    pub async fn get(&self, key: impl IntoKey<E::Key>) -> Result<Option<Arc<E>>, Error> {
        let key = crate::entity::encode_key::<E>(key.into_key()).map_err(Error::encode)?;
        let entities = self.entities().await?;
        let found = entities.by_key.get(&key).and_then(|&at| entities.all.get(at));
        Ok(found.map(Arc::clone))
    }

    /// Reads the table anew, whatever is known.
    ///
    /// # Errors
    ///
    /// Those of [`all`](Self::all).
    pub async fn reload(&self) -> Result<(), Error> {
        self.slot.clear().await;
        self.entities().await.map(drop)
    }

    async fn entities(&self) -> Result<Arc<Entities<E>>, Error> {
        let clock = self.pool.clock();
        self.slot.get(|| clock.now(), self.valid_for, self.load()).await
    }

    async fn load(&self) -> Result<Entities<E>, Error> {
        let scan = crate::scan::<E>()
            .allow_scan()
            .take(self.most.saturating_add(1))
            .all_pages();
        let all = scan.fetch_all(&self.pool).await?;
        if all.len() > self.most {
            return Err(Error::invalid(format!(
                "there are more than {} of `{}`, which is no small table to keep whole: raise the bound, or query it",
                self.most,
                E::SCHEMA.entity(),
            ))
            .in_operation(Operation::Scan)
            .on_table(self.pool.table(E::SCHEMA)));
        }
        let mut by_key = HashMap::with_capacity(all.len());
        for (position, entity) in all.iter().enumerate() {
            let mut writer = Writer::new();
            entity.write_key(&mut writer).map_err(Error::encode)?;
            by_key.insert(writer.into_vec(), position);
        }
        Ok(Entities {
            all: all.into_iter().map(Arc::new).collect(),
            by_key,
        })
    }
}

impl<E> Clone for WholeTable<E> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            most: self.most,
            valid_for: self.valid_for,
            slot: Arc::clone(&self.slot),
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Debug for WholeTable<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WholeTable")
            .field("most", &self.most)
            .field("valid_for", &self.valid_for)
            .finish_non_exhaustive()
    }
}
