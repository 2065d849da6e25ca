use ddbx_core::schema::Schema;

use crate::entity::Entity;

/// What [`query!`](crate::query!) reads: every [`Entity`], and every [`Collection`](trait@crate::Collection) of them.
/// Implemented by their derives.
// Its items have names of their own, so that `Order::SCHEMA` is one thing where all traits are imported.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an entity nor a collection of them",
    label = "not an entity",
    note = "add `#[derive(Entity)]`, or `#[derive(Collection)]` to an enum with one entity in each variant"
)]
pub trait Queried {
    /// Conditions call the fields as this entity does: itself, or the first one. That it is one is said of the variant.
    #[doc(hidden)]
    type Entity;

    #[doc(hidden)]
    const DESCRIPTION: &'static Schema;
}

#[diagnostic::do_not_recommend]
impl<E: Entity> Queried for E {
    type Entity = E;

    const DESCRIPTION: &'static Schema = E::SCHEMA;
}
