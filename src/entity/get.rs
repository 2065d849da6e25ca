use std::marker::PhantomData;

use ddbx_core::codec::{self, Bound, CodecError};
use ddbx_core::expression::{Expressions, Operand};
use ddbx_core::schema::Schema;
use ddbx_core::{Error, ErrorKind, Operation};

use super::cloned::cloned;
use super::expired::expiry;
use super::explain::{Explanation, explain_get};
use super::view::{self, Found};
use super::{Entity, IntoKey, Selection, key};
use crate::executor::Executor;
use crate::ops;

/// Reads the entity with this key.
///
/// In a table that entities share, an item that is another entity's is not there, and neither is one without a tag: what a
/// get finds is what a query of the entity shows.
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
///
/// assert!(ddbx::get::<User>("u1").fetch_optional(&pool).await?.is_none());
/// assert!(ddbx::get::<User>("u1").consistent().fetch_one(&pool).await.is_err_and(|error| error.is_not_found()));
/// # Ok(())
/// # }
/// ```
pub fn get<E: Entity>(key: impl IntoKey<E::Key>) -> Get<E> {
    Get {
        key: key.into_key(),
        consistent: false,
        sees_expired: false,
        selection: PhantomData,
    }
}

/// A read by the key whose fields were written in another order: that of the key is `order`.
///
/// The macro asks the types for the schema and for what is selected, each where it is written; a bound here would tell a
/// mistake again.
pub fn get_by<E, V, const N: usize>(
    schema: &'static Schema,
    _selected: Option<&'static [u16]>,
    consistent: bool,
    order: &'static [u8; N],
    values: [codec::Result<Operand>; N],
) -> Get<E, V> {
    let mut values = values.map(Some);
    let in_order = order.iter().zip(schema.key_fields()).map(|(&at, field)| {
        let value = values.get_mut(usize::from(at)).and_then(Option::take);
        let value = value.unwrap_or_else(|| Err(CodecError::missing()));
        match value.map_err(|error| error.at(schema.fields()[usize::from(field)].attribute()))? {
            Operand::One(value) => Ok(value),
            Operand::Many(_) => Err(CodecError::custom("a key has one value for each of its fields")),
        }
    });
    Get {
        key: in_order.collect(),
        consistent,
        sees_expired: false,
        selection: PhantomData,
    }
}

/// A read by key: see [`get`].
#[derive(Debug)]
#[must_use = "a get does nothing until it runs: `.fetch_optional(&pool).await`"]
pub struct Get<E, V = E> {
    key: codec::Result<Vec<Bound>>,
    consistent: bool,
    sees_expired: bool,
    selection: PhantomData<fn() -> (E, V)>,
}

cloned!([E, V] Get<E, V> { key, consistent, sees_expired, selection });

impl<E: Entity, V: Selection<E>> Get<E, V> {
    /// Reads a [view](derive@crate::View) of the entity: only its fields are transferred.
    ///
    /// The read units are those of the whole item.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, View};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users")]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    ///     name: String,
    ///     photo: Vec<u8>,
    /// }
    ///
    /// #[derive(View)]
    /// #[view(User)]
    /// struct UserName {
    ///     name: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// pool.create_tables::<(User,)>().await?;
    /// ddbx::put(User { id: "u1".into(), name: "Ann".into(), photo: vec![0; 1000] }).execute(&pool).await?;
    ///
    /// let user = ddbx::get::<User>("u1").select::<UserName>().fetch_one(&pool).await?;
    /// assert_eq!(user.name, "Ann");
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<W: Selection<E>>(self) -> Get<E, W> {
        let Self {
            key,
            consistent,
            sees_expired,
            selection: _,
        } = self;
        Get {
            key,
            consistent,
            sees_expired,
            selection: PhantomData,
        }
    }

    /// Reads what every write before has left (`ConsistentRead`); twice the read units.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Returns an entity also if it has expired and DynamoDB has not deleted it yet. Without it, it is not there.
    pub fn include_expired(mut self) -> Self {
        self.sees_expired = true;
        self
    }

    /// The entity, if it is there.
    ///
    /// # Errors
    ///
    /// A value that no key can hold, the errors of the request, an item that does not fit what is read.
    pub async fn fetch_optional(self, executor: &(impl Executor + ?Sized)) -> Result<Option<V>, Error> {
        Ok(self.send(executor).await?.item)
    }

    /// The entity.
    ///
    /// # Errors
    ///
    /// Those of [`fetch_optional`](Self::fetch_optional), and [`Error::is_not_found`] if it is not there.
    pub async fn fetch_one(self, executor: &(impl Executor + ?Sized)) -> Result<V, Error> {
        let ops::GetItemOutput { item, info, .. } = self.send(executor).await?;
        item.ok_or_else(|| {
            let message = format!("there is no `{}` with this key", E::SCHEMA.entity());
            let missing = Error::new(ErrorKind::NotFound, message)
                .in_operation(Operation::GetItem)
                .on_table(executor.table(E::SCHEMA))
                .with_attempts(info.attempts);
            match info.request_id {
                Some(id) => missing.with_request_id(id),
                None => missing,
            }
        })
    }

    /// What it will do, and what it costs: nothing is read. An example is at [`Explanation`].
    ///
    /// # Errors
    ///
    /// A value that no key can hold.
    pub fn explain(&self, executor: &(impl Executor + ?Sized)) -> Result<Explanation, Error> {
        let table = executor.table(E::SCHEMA);
        key::encode::<E>(self.key.clone())
            .map_err(|error| Error::encode(error).in_operation(Operation::GetItem).on_table(&table))?;
        Ok(explain_get(E::SCHEMA, &table, V::SELECTED, self.consistent))
    }

    async fn send(self, executor: &(impl Executor + ?Sized)) -> Result<ops::GetItemOutput<V>, Error> {
        let table = executor.table(E::SCHEMA);
        let expiry = expiry(E::SCHEMA, executor.now(), self.sees_expired);
        let mut operation = ops::GetItem::new(&table).encoded_key(key::encode::<E>(self.key).map_err(Error::encode));
        if self.consistent {
            operation = operation.consistent();
        }
        if let Some(fields) = V::SELECTED {
            let (mut expressions, mut attributes) =
                (Expressions::new(), view::projection_attributes(E::SCHEMA, fields));
            view::tested_attributes(E::SCHEMA, expiry, &mut attributes);
            operation = operation.projection(view::project(&attributes, &mut expressions));
            for (placeholder, attribute) in expressions.names() {
                operation = operation.name(&placeholder, attribute);
            }
        }
        let output = operation.send::<Found<E, V>>(executor).await?;
        let item = output.item.and_then(|found| found.alive(expiry));
        Ok(ops::GetItemOutput {
            item,
            info: output.info,
        })
    }
}
