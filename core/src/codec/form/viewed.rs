use super::As;

/// The type of a view's field, for a field that its entity has as a `T`.
#[diagnostic::on_unimplemented(
    message = "the entity has this field as `{T}`, and its view as `{Self}`",
    label = "this is `{Self}`, the entity's field is `{T}`",
    note = "the fields of a view have the types that they have in the entity"
)]
pub trait Viewed<T> {
    /// The value, out of what it is stored as.
    fn viewed(stored: T) -> Self;
}

impl<T> Viewed<T> for T {
    fn viewed(stored: T) -> Self {
        stored
    }
}

#[diagnostic::do_not_recommend]
impl<T, F> Viewed<As<T, F>> for T {
    fn viewed(stored: As<T, F>) -> Self {
        stored.into_inner()
    }
}

#[diagnostic::do_not_recommend]
impl<T, F> Viewed<Option<As<T, F>>> for Option<T> {
    fn viewed(stored: Option<As<T, F>>) -> Self {
        stored.map(As::into_inner)
    }
}

/// The value as what its field is to statements: itself, or in the field's form. What [`Viewed`] takes back.
#[must_use]
pub fn stored<T, S: From<T>>(value: T) -> S {
    S::from(value)
}
