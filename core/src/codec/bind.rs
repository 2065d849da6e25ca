use std::borrow::Cow;

use bytes::Bytes;

use super::{Attribute, Bound, Result, Target};
use crate::expression::Operand;

/// A Rust value that may be given for an attribute of type `T`: a `&str` for a `String`, `100` for any integer.
///
/// There is exactly one integer type per target, so that literals stay unambiguous; a `u32` variable for a `u64`
/// field is converted by its owner.
#[diagnostic::on_unimplemented(
    message = "expected a value for an attribute of type `{T}`, found `{Self}`",
    label = "this is `{Self}`, the attribute is `{T}`"
)]
pub trait Bind<T: ?Sized> {
    /// The value in the form a statement carries.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`](super::Encode::encode).
    fn bind(self) -> Result<Bound>;

    /// The same, of a value for this target. Not inlined: a call site has one for each of its values.
    ///
    /// # Errors
    ///
    /// Those of [`bind`](Self::bind).
    #[doc(hidden)]
    #[inline(never)]
    fn bind_for(_: Target<T>, value: Self) -> Result<Operand>
    where
        Self: Sized,
    {
        value.bind().map(Operand::One)
    }
}

/// Values that may be given for an attribute of type `T`: an array, a `Vec`, whatever can be iterated over.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "expected a list of values for an attribute of type `{T}`, found `{Self}`",
    label = "this is `{Self}`, the attribute is `{T}`"
)]
pub trait BindAll<T: ?Sized> {
    /// Each in the form a statement carries.
    ///
    /// # Errors
    ///
    /// Those of [`Bind::bind`].
    fn bind_for(target: Target<T>, values: Self) -> Result<Operand>;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized, V: IntoIterator<Item: Bind<T>>> BindAll<T> for V {
    #[inline(never)]
    fn bind_for(_: Target<T>, values: Self) -> Result<Operand> {
        let bound: Result<_> = values.into_iter().map(Bind::bind).collect();
        bound.map(Operand::Many)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> Bind<T> for T {
    fn bind(self) -> Result<Bound> {
        self.bound()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> Bind<T> for &T {
    fn bind(self) -> Result<Bound> {
        self.bound()
    }
}

macro_rules! bind_strings {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bind<String> for $type {
            fn bind(self) -> Result<Bound> {
                Ok(Bound::S(self.into()))
            }
        }
    )*};
}

bind_strings!(&str Cow<'_, str> Box<str> char);

/// What is borrowed: a variable that a macro names stays its owner's.
macro_rules! bind_borrowed_strings {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bind<String> for &$type {
            fn bind(self) -> Result<Bound> {
                Ok(Bound::S(self.to_string()))
            }
        }
    )*};
}

bind_borrowed_strings!(&str Cow<'_, str> Box<str> char);

macro_rules! bind_bytes {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bind<Vec<u8>> for $type {
            fn bind(self) -> Result<Bound> {
                Ok(Bound::B(Bytes::from(self)))
            }
        }
    )*};
}

bind_bytes!(Bytes Box<[u8]>);

#[diagnostic::do_not_recommend]
impl Bind<Vec<u8>> for &[u8] {
    fn bind(self) -> Result<Bound> {
        Ok(Bound::B(Bytes::copy_from_slice(self)))
    }
}

#[diagnostic::do_not_recommend]
impl Bind<Vec<u8>> for &&[u8] {
    fn bind(self) -> Result<Bound> {
        Ok(Bound::B(Bytes::copy_from_slice(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Bind<Vec<u8>> for &[u8; N] {
    fn bind(self) -> Result<Bound> {
        Ok(Bound::B(Bytes::copy_from_slice(self)))
    }
}

macro_rules! bind_integer_literal {
    ($($type:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Bind<$type> for i32 {
            fn bind(self) -> Result<Bound> {
                Ok(Bound::Int(self.into()))
            }
        }
    )*};
}

bind_integer_literal!(f32 f64 crate::Number);
