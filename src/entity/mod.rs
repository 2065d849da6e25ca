//! Typed entities: structs that are items of a table, and the statements over them.

mod change;
mod cloned;
mod collection;
mod condition;
mod delete;
mod delete_entity;
mod exactly_once;
mod expired;
mod explain;
mod get;
mod get_many;
mod hooks;
mod id;
mod introspection;
mod key;
mod key_only;
mod meaning;
mod projection;
mod put;
mod query;
mod read;
mod reindex;
mod repeats;
mod scan;
mod sealed;
mod shape;
mod stale;
mod table;
mod tables;
mod tag;
mod time_to_live;
mod upcast;
mod update;
mod validation;
mod view;
mod write_id;

pub use collection::{Collection, CollectionQuery, collection, member};
pub use delete::{Delete, DeleteReturning, delete};
pub use delete_entity::{DeleteEntity, delete_entity};
pub use exactly_once::ExactlyOnce;
pub use explain::{Estimate, Explanation, IndexWrite, ScanEstimate, WriteEstimate, WriteExplanation, WriteUnits};
pub use get::{Get, get, get_by};
pub use get_many::{Answer, Answers, GetMany, GetManyReport, get_many, get_many_from};
pub use hooks::{HookSet, Hooks, Moment, NoHooks, OwnHooks, after_read};
pub use id::{GeneratedId, UlidKind, UuidV7, fill as fill_id};
pub(crate) use key::encode as encode_key;
pub use key::{Faulty, IntoKey, write_all_keys, write_item, write_item_keys};
pub use put::{Put, PutReturning, put};
pub use query::{PlannedQuery, Queried, Query, WithValues, query, with_values};
pub use read::{Found, Plucked, Prepared, ReadInfo, Sortable, Sorted};
pub(crate) use scan::scan_of;
pub use scan::{ParallelScan, Scan, scan};
pub use sealed::Sealed;
pub use stale::retry_on_stale;
pub use table::Table;
pub use tables::Entities;
pub use tag::read_variant;
pub use upcast::{SCHEMA_VERSION, no_upcast, read_again, upcast};
pub use update::{Update, UpdateReturning, update};
#[cfg(feature = "garde-0_23")]
pub use validation::GardeRules;
pub use validation::{Refusal, valid};
pub(crate) use view::project;
pub use view::{Selection, View, is_called, read_field, settle_field, slot};

use std::time::SystemTime;

use ddbx_core::codec::{self, Bound, DecodeOwned, EncodeItem, KeyPart, Parser, Writer};
use ddbx_core::schema::Schema;
use ddbx_core::{Error, Item};

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

    /// Its hooks: [`NoHooks`](crate::hooks::NoHooks), or those that its [`Hooks`](crate::Hooks) say.
    type Hooks: HookSet<Self>;

    /// The constant description.
    const SCHEMA: &'static Schema;

    /// The handles of the fields.
    const FIELDS: &'static Self::Fields;

    /// The value of a field of the primary key.
    #[doc(hidden)]
    fn __key_part(&self, field: u16) -> codec::Result<KeyPart<'_>>;

    /// The version it was read in; 0 if it has none.
    #[doc(hidden)]
    fn __version(&self) -> i128 {
        0
    }

    /// Whether its time is over, by this time in seconds since 1970.
    #[doc(hidden)]
    fn __is_expired(&self, _now: i64) -> bool {
        false
    }

    /// Fills the fields that the library looks after, for a write at this time.
    #[doc(hidden)]
    fn __manage(&mut self, _now: SystemTime) -> codec::Result<()> {
        Ok(())
    }

    /// The time of the last write, for a write at this time.
    #[doc(hidden)]
    fn __updated_at(_now: SystemTime) -> codec::Result<Option<Bound>> {
        Ok(None)
    }

    /// Asks the validators of all fields, and that of the entity.
    #[doc(hidden)]
    fn __validate(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// Asks the validator of one field.
    #[doc(hidden)]
    fn __validate_field(_field: u16, _value: &Bound) -> Result<(), Refusal> {
        Ok(())
    }

    /// Reads it as one of several. Of this trait, so that a type that is no entity is told in its words only.
    #[doc(hidden)]
    fn __decode(parser: &mut Parser<'_>) -> codec::Result<Self> {
        Self::decode_item(parser)
    }

    /// Writes the primary key as a JSON object: `{"id":{"S":"…"}}`.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    fn write_key(&self, writer: &mut Writer) -> codec::Result<()> {
        key::write(Self::SCHEMA, writer, &mut |field| self.__key_part(field))
    }

    /// The primary key: its attributes and their values.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    ///
    /// # Example
    ///
    /// ```
    /// use ddbx::{Entity, Item};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "shop", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
    /// struct Order {
    ///     customer: String,
    ///     number: u32,
    /// }
    ///
    /// let order = Order { customer: "ann".into(), number: 7 };
    /// assert_eq!(order.key()?, Item::new().with("pk", "CUSTOMER#ann").with("sk", "ORDER#000007"));
    /// # Ok::<(), ddbx::Error>(())
    /// ```
    fn key(&self) -> Result<Item, Error> {
        let mut writer = Writer::new();
        self.write_key(&mut writer).map_err(Error::encode)?;
        introspection::read(&writer.into_vec())
    }

    /// The key that the entity has in the index of this name: its attributes and their values. `None` if the entity is
    /// not in the index, for it lacks a value that the key is made of; `primary` is the table itself.
    ///
    /// # Errors
    ///
    /// A name that none of the entity's indexes has, and a value that no key can hold.
    ///
    /// # Example
    ///
    /// ```
    /// use ddbx::{Entity, Item};
    ///
    /// #[derive(Entity)]
    /// #[entity(table = "parcels", by_courier(pk = "COURIER#{courier}", sk = weight))]
    /// struct Parcel {
    ///     #[entity(pk)]
    ///     id: String,
    ///     courier: Option<String>,
    ///     weight: u32,
    /// }
    ///
    /// let mut parcel = Parcel { id: "p1".into(), courier: Some("eve".into()), weight: 3 };
    /// let key = Item::new().with("by_courier_pk", "COURIER#eve").with("weight", 3);
    /// assert_eq!(parcel.index_key("by_courier")?, Some(key));
    ///
    /// parcel.courier = None;
    /// assert_eq!(parcel.index_key("by_courier")?, None);
    /// assert!(parcel.index_key("by_weight").is_err_and(|error| error.is_invalid()));
    /// # Ok::<(), ddbx::Error>(())
    /// ```
    fn index_key(&self, index: &str) -> Result<Option<Item>, Error> {
        introspection::index_key(self, index)
    }

    /// The item a put stores: all attributes, those of keys and indexes included, but for the id of a
    /// [write](crate::WriteId).
    ///
    /// # Errors
    ///
    /// A value that cannot be stored; it names the field.
    ///
    /// # Example
    ///
    /// ```
    /// use ddbx::{Entity, Item};
    ///
    /// #[derive(Entity, Debug, PartialEq)]
    /// #[entity(table = "users", pk = "USER#{id}")]
    /// struct User {
    ///     id: String,
    ///     name: Option<String>,
    /// }
    ///
    /// let user = User { id: "u1".into(), name: None };
    /// let item = user.to_item()?;
    /// assert_eq!(item, Item::new().with("pk", "USER#u1").with("id", "u1"));
    /// assert_eq!(User::from_item(item)?, user);
    /// # Ok::<(), ddbx::Error>(())
    /// ```
    fn to_item(&self) -> Result<Item, Error> {
        introspection::read(&codec::item_to_vec(self).map_err(Error::encode)?)
    }

    /// The entity of an item.
    ///
    /// # Errors
    ///
    /// An item that does not fit the struct; it names the attribute, never its value.
    ///
    /// # Example
    ///
    /// ```
    /// use ddbx::{Entity, Item};
    ///
    /// #[derive(Entity, Debug)]
    /// #[entity(table = "users")]
    /// struct User {
    ///     #[entity(pk)]
    ///     id: String,
    ///     visits: u32,
    /// }
    ///
    /// let user = User::from_item(Item::new().with("id", "u1").with("visits", 3))?;
    /// assert_eq!(user.visits, 3);
    /// assert!(User::from_item(Item::new().with("id", "u1")).is_err_and(|error| error.is_decode()));
    /// # Ok::<(), ddbx::Error>(())
    /// ```
    fn from_item(item: Item) -> Result<Self, Error> {
        let json = codec::item_to_vec(&item).map_err(Error::encode)?;
        codec::item_from_slice(&json).map_err(Error::decode)
    }
}
