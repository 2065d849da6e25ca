use ddbx_core::schema::TableSchema;

/// A table that several entities share. Implemented by `#[derive(Table)]`.
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
    /// The constant description.
    const SCHEMA: &'static TableSchema;
}
