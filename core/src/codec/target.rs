use std::marker::PhantomData;

/// What a value is given for: an attribute of type `T`.
///
/// The macros bind values by associated functions of traits that take it. Of a bound that such a function has by its
/// trait, rustc shows the message alone; of one that is written at a function, also the function.
pub struct Target<T: ?Sized>(PhantomData<fn() -> T>);

impl<T: ?Sized> Clone for Target<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Target<T> {}

impl<T: ?Sized> Target<T> {
    /// The only one of its type.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: ?Sized> std::fmt::Debug for Target<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Target")
    }
}

/// What is below an attribute of type `T`: how a step into it is taken.
///
/// It is a constant of the trait that has such steps, and for the same reason as [`Target`].
#[derive(Clone, Copy)]
pub struct Below<T, U> {
    step: U,
    of: PhantomData<fn() -> T>,
}

impl<T, U: Copy> Below<T, U> {
    /// The step of this type.
    pub const fn new(step: U) -> Self {
        Self { step, of: PhantomData }
    }

    /// What it is taken with.
    pub const fn step(self) -> U {
        self.step
    }
}

impl<T, U> std::fmt::Debug for Below<T, U> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Below")
    }
}
