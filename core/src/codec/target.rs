use std::marker::PhantomData;

/// What a value is given for: an attribute of type `T`.
///
/// The macros bind values by associated functions of traits that take it. Of a bound that such a function has by its
/// trait, rustc shows the message alone; of one that is written at a function, also the function.
pub struct Target<T: ?Sized>(PhantomData<fn() -> T>);

impl<T: ?Sized> Target<T> {
    /// The only one of its type.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: ?Sized> std::fmt::Debug for Target<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Target")
    }
}
