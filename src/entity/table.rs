use ddbx_core::codec::form::{BinaryForm, BooleanForm, DateForm, TimestampForm};
use ddbx_core::schema::TableSchema;

/// A table that several entities share. Implemented by `#[derive(Table)]`, and not to be implemented by hand.
///
/// ```
/// use ddbx::Table;
///
/// #[derive(Table)]
/// #[table(name = "shop", sk = "sk", index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
/// struct Shop;
///
/// assert_eq!((Shop::SCHEMA.name(), Shop::SCHEMA.partition()), ("shop", "pk"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "add `#[derive(Table)]`, or name the table of the entity's own: `table = \"users\"`"
)]
pub trait Table {
    /// How its entities store timestamps.
    #[doc(hidden)]
    type Timestamps: TimestampForm;

    /// How its entities store dates.
    #[doc(hidden)]
    type Dates: DateForm;

    /// How its entities store booleans.
    #[doc(hidden)]
    type Booleans: BooleanForm;

    /// How its entities store binary.
    #[doc(hidden)]
    type Binary: BinaryForm;

    /// The constant description.
    const SCHEMA: &'static TableSchema;
}
