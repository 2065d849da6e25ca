use ddbx_core::codec::DecodeOwned;
use ddbx_core::schema::Schema;

use crate::entity::Entity;

/// What [`query!`](crate::query!) reads: every [`Entity`], and every [`Collection`](trait@crate::Collection) of them.
/// Implemented by their derives.
// Its items have names of their own, so that `Order::SCHEMA` is one thing where all traits are imported.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "not an entity",
    note = "add `#[derive(Entity)]`"
)]
pub trait Queried: DecodeOwned {
    #[doc(hidden)]
    type __Fields: 'static;

    #[doc(hidden)]
    const __FIELDS: &'static Self::__Fields;

    #[doc(hidden)]
    const __SCHEMA: &'static Schema;
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Queried for E {
    type __Fields = E::Fields;

    const __FIELDS: &'static E::Fields = E::FIELDS;

    const __SCHEMA: &'static Schema = E::SCHEMA;
}
