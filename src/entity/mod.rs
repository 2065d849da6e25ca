//! Typed entities: structs that are items of a table, and the statements over them.

mod change;
mod condition;
mod delete;
mod exactly_once;
mod get;
mod key;
mod key_only;
mod primary;
mod put;
mod query;
mod reindex;
mod repeats;
mod shape;
mod table;
mod tables;
mod update;
mod write_id;

pub use delete::{Delete, DeleteReturning, delete};
pub use exactly_once::ExactlyOnce;
pub use get::{Get, get};
pub use key::{Faulty, IntoKey, write_item_keys};
pub use put::{Put, PutReturning, put};
pub use query::{Query, query};
pub use table::Table;
pub use tables::Entities;
pub use update::{Update, UpdateReturning, update};

use ddbx_core::codec::{self, DecodeOwned, EncodeItem, KeyPart, Writer};
use ddbx_core::schema::Schema;

/// A struct that is an item of a table. Implemented by `#[derive(Entity)]`.
///
/// ```
/// use ddbx::Entity;
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     name: Option<String>,
/// }
///
/// assert_eq!(User::SCHEMA.table(), "users");
/// assert_eq!(User::SCHEMA.primary().to_string(), "index primary: id");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "add `#[derive(Entity)]`"
)]
pub trait Entity: EncodeItem + DecodeOwned + Sized {
    /// The handles of the fields: a struct with one [`Field`](crate::Field) for each.
    type Fields: 'static;

    /// The types of the fields of the primary key, in the order of their placeholders: a tuple, also of one.
    type Key;

    /// The constant description.
    const SCHEMA: &'static Schema;

    /// The handles of the fields.
    const FIELDS: &'static Self::Fields;

    /// The value of a field of the primary key.
    #[doc(hidden)]
    fn __key_part(&self, field: u16) -> codec::Result<KeyPart<'_>>;

    /// Writes the primary key as a JSON object: `{"id":{"S":"…"}}`.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    fn write_key(&self, writer: &mut Writer) -> codec::Result<()> {
        key::write(Self::SCHEMA, writer, &mut |field| self.__key_part(field))
    }
}
