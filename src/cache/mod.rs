//! What is kept in memory on request: descriptions of tables, and whole small tables.
//!
//! Nothing is kept unless one of these is made; statements never ask them. Each is valid for a time, can be refreshed, and
//! asks once for all who wait for it.

mod descriptions;
mod slot;
mod whole;

pub use descriptions::Descriptions;
pub use whole::WholeTable;
