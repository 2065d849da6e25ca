mod field;
mod found;
mod projection;

pub use field::{is_called, read_field, settle_field, slot};
pub(super) use found::Found;
pub(crate) use projection::project;
pub(super) use projection::{add, projection_attributes, tested_attributes};

use ddbx_core::codec::DecodeOwned;

use super::Entity;

/// Some of the fields of an entity. Implemented by `#[derive(View)]`.
///
/// ```
/// use ddbx::{Entity, View};
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     photo: Vec<u8>,
///     name: Option<String>,
/// }
///
/// #[derive(View)]
/// #[view(User)]
/// struct UserName {
///     name: Option<String>,
/// }
///
/// assert_eq!(UserName::FIELDS, [2]);
/// assert_eq!(User::SCHEMA.fields()[2].name(), "name");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "not a view",
    note = "add `#[derive(View)]`, and `#[view(Order)]` with its entity"
)]
pub trait View: Selection<Self::Entity> {
    /// The entity whose fields these are.
    // Without the bound, which the derive's own code needs in any case: else what is no entity is two errors.
    type Entity;

    /// Which of the entity's fields it reads: their indexes in [`Schema::fields`](crate::schema::Schema::fields), in the
    /// order of the struct.
    const FIELDS: &'static [u16];
}

/// What a read of entities gives: the entity `E` itself, or a [`View`] of it.
///
/// Every entity is a selection of itself, and `#[derive(View)]` makes a view one of its entity; others are not meant to be.
/// Code that is generic over what it reads is so over this:
///
/// ```
/// use ddbx::{Entity, Error, Pool, Selection};
///
/// async fn find<E: Entity<Key = (String,)>, V: Selection<E>>(pool: &Pool, id: &str) -> Result<Option<V>, Error> {
///     ddbx::get::<E>(id).select::<V>().fetch_optional(pool).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view of `{E}`",
    label = "not a view of `{E}`",
    note = "a view of it has `#[derive(View)]` and `#[view({E})]`"
)]
pub trait Selection<E>: DecodeOwned {
    /// Which of the entity's fields are read; `None`: the whole item.
    const SELECTED: Option<&'static [u16]>;

    /// Whether its time is over, by this time in seconds since 1970. A view need not know its time: whoever reads one looks
    /// at the item.
    #[doc(hidden)]
    fn __is_over(&self, _now: i64) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Selection<E> for E {
    const SELECTED: Option<&'static [u16]> = None;

    fn __is_over(&self, now: i64) -> bool {
        self.__is_expired(now)
    }
}
