use super::As;

/// What a field of an entity is without its storage form, for one that statements take as a `Self`. The other way round than
/// [`Viewed`](super::Viewed), so that a type without a form says by itself what it is.
#[diagnostic::on_unimplemented(
    message = "the entity has this field as `{Self}`, which is not read as `{U}`",
    label = "not read as `{U}`",
    note = "a field is plucked as the type that it has in the entity"
)]
pub trait Plain<U> {
    /// The value, out of what it is stored as.
    fn plain(self) -> U;
}

impl<T> Plain<T> for T {
    fn plain(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, F> Plain<T> for As<T, F> {
    fn plain(self) -> T {
        self.into_inner()
    }
}

#[diagnostic::do_not_recommend]
impl<T, F> Plain<Option<T>> for Option<As<T, F>> {
    fn plain(self) -> Option<T> {
        self.map(As::into_inner)
    }
}
