/// The types a version may have: integers.
///
/// ```
/// use ddbx_core::managed::Version;
///
/// assert_eq!(7_u64.next(), Some(8));
/// assert_eq!(u8::MAX.next(), None);
/// assert_eq!(3_i32.number(), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "a version is an integer, and `{Self}` is none",
    label = "not an integer",
    note = "use `u64`: an entity that was never stored has version 0"
)]
pub trait Version: Copy {
    /// As a number that every type of version fits.
    fn number(self) -> i128;

    /// The version after this one; `None` if the type has no larger number.
    fn next(self) -> Option<Self>;
}

macro_rules! versions {
    ($($integer:ty)*) => {$(
        impl Version for $integer {
            fn number(self) -> i128 {
                self.into()
            }

            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
        }
    )*};
}

versions! { u8 u16 u32 u64 i8 i16 i32 i64 }
