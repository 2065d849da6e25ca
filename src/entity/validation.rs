//! What an entity says of valid values, asked before it is written.

use ddbx_core::Error;
use ddbx_core::codec::Bound;
use ddbx_core::error::BoxError;

use super::Entity;

/// A value that is not valid: of a field, or of several together.
#[derive(Debug)]
pub struct Refusal {
    field: Option<&'static str>,
    cause: BoxError,
}

/// The verdict of a validator, on a field or on the whole entity. Called by the code of `#[derive(Entity)]`.
///
/// # Errors
///
/// Those of the validator.
pub fn valid<C: Into<BoxError>>(field: Option<&'static str>, verdict: Result<(), C>) -> Result<(), Refusal> {
    verdict.map_err(|cause| Refusal {
        field,
        cause: cause.into(),
    })
}

/// Refuses an entity that is not valid.
pub(super) fn of_entity<E: Entity>(entity: &E) -> Result<(), Error> {
    entity.__validate().map_err(refused::<E>)
}

/// Refuses a value that a field is set to, if it is not valid.
pub(super) fn of_field<E: Entity>(field: u16, value: &Bound) -> Result<(), Error> {
    E::__validate_field(field, value).map_err(refused::<E>)
}

fn refused<E: Entity>(refusal: Refusal) -> Error {
    let entity = E::SCHEMA.entity();
    let message = match refusal.field {
        Some(field) => format!("`{field}` of this `{entity}` is not valid"),
        None => format!("this `{entity}` is not valid"),
    };
    Error::invalid(message).with_source(refusal.cause)
}

/// An entity with rules of the garde crate: one that is marked `garde`.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, garde::Validate)]
/// #[entity(table = "people", garde)]
/// struct Person {
///     #[entity(pk)]
///     #[garde(length(min = 1))]
///     id: String,
///     #[garde(range(max = 150))]
///     age: u8,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(Person,)>().await?;
/// let put = ddbx::put(Person { id: "ann".into(), age: 200 }).execute(&pool).await;
/// assert!(put.is_err_and(|error| error.is_invalid()));
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "garde-0_23")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is marked `garde`, and has no rules",
    label = "no rules",
    note = "add `#[derive(garde::Validate)]`, with a context that has a default"
)]
pub trait GardeRules {
    /// Asks them.
    ///
    /// # Errors
    ///
    /// The values that break them.
    fn ask(&self) -> Result<(), garde::Report>;
}

#[cfg(feature = "garde-0_23")]
#[diagnostic::do_not_recommend]
impl<T: garde::Validate<Context: Default>> GardeRules for T {
    fn ask(&self) -> Result<(), garde::Report> {
        self.validate()
    }
}
