/// A type that is a date without a time: what the storage form `days` is for.
///
/// Implemented, with their features, for the dates of chrono, jiff and time.
///
/// ```
/// use ddbx_core::codec::{CalendarDate, form::{As, Days}, to_vec};
///
/// #[derive(Clone, Copy)]
/// struct Day(i32);
///
/// impl CalendarDate for Day {
///     const RUST: &'static str = "Day";
///
///     fn to_days(&self) -> i32 {
///         self.0
///     }
///
///     fn from_days(days: i32) -> Option<Self> {
///         Some(Self(days))
///     }
/// }
///
/// assert_eq!(to_vec(&As::<Day, Days>::new(Day(-1)))?, br#"{"N":"-1"}"#);
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`days` is a storage form of dates without a time, and `{Self}` is none",
    label = "`{Self}` is no date",
    note = "the dates of chrono, jiff and time are, with the features `chrono-0_4`, `jiff-1` and `time-0_3`"
)]
pub trait CalendarDate: Sized {
    /// The name of the type, in messages.
    const RUST: &'static str;

    /// The days since 1970-01-01, below zero before.
    fn to_days(&self) -> i32;

    /// The date that many days after 1970-01-01; `None` if the type has none.
    fn from_days(days: i32) -> Option<Self>;
}
