//! What a scan reads of the entities that it finds.

use ddbx_core::codec::Decode;
use ddbx_core::codec::form::Plain;
use ddbx_core::expression::Field;

use super::Scan;
use crate::entity::read::Plucked;
use crate::entity::{Entity, Selection};
use crate::read::{Shape, Whole};

impl<E: Entity, H, T: Send + 'static, S: Shape<T>> Scan<E, H, T, S> {
    /// Reads a [view](derive@crate::View) of the entities: only its fields are transferred. All is read and paid for, but of
    /// an index that covers the view, it is the index's items, which are smaller.
    ///
    /// ```
    /// use ddbx::{Entity, Pool, View};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "users", allow_scan)]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    ///     name: String,
    ///     photo: Vec<u8>,
    /// }
    ///
    /// #[derive(View, Debug, PartialEq)]
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
    /// let users = ddbx::scan::<User>().select::<UserName>().all_pages().fetch_all(&pool).await?;
    /// assert_eq!(users, [UserName { name: "Ann".into() }]);
    ///
    /// let names = ddbx::scan::<User>().pluck(|user| user.name).all_pages().fetch_all(&pool).await?;
    /// assert_eq!(names, ["Ann"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<V: Selection<E>>(mut self) -> Scan<E, H, V> {
        self.parts.fields = V::SELECTED;
        Scan::new(self.parts, Whole)
    }

    /// Reads one field of the entities: see [`Query::pluck`](crate::Query::pluck).
    pub fn pluck<F, U>(mut self, field: impl FnOnce(&'static E::Fields) -> Field<E, F>) -> Scan<E, H, U, Plucked<E, F>>
    where
        F: for<'de> Decode<'de> + Plain<U> + 'static,
        U: Send + 'static,
    {
        let plucked = Plucked::new(field);
        self.parts.fields = plucked.selected();
        Scan::new(self.parts, plucked)
    }
}
