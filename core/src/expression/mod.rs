//! Expressions: conditions built from an entity's fields, and their text with placeholders.
//!
//! ```
//! use ddbx_core::expression::{Expressions, Field};
//!
//! struct User;
//! let visits: Field<User, u32> = Field::new(0, "visits");
//! let name: Field<User, Option<String>> = Field::new(1, "name");
//!
//! let mut expressions = Expressions::new();
//! let text = expressions.condition(visits.lt(5).and(name.exists()).into())?;
//! assert_eq!(text, "#0 < :0 AND attribute_exists(#1)");
//! # Ok::<(), ddbx_core::codec::CodecError>(())
//! ```

mod clause;
mod condition;
mod constant;
mod field;
mod operators;
mod path;
mod reader;
mod text;
mod values;

#[cfg(test)]
mod tests;

pub use clause::{Clause, Clauses, Join, Leaf, Operand, Operator, check_in};
pub use condition::{Comparison, Condition, FieldRef, Node, Test};
#[doc(hidden)]
pub use constant::{element, entry, kind, members};
pub use field::Field;
pub use path::{Part, PartFault, Path, Size, Step};
pub use reader::Reader;
pub use text::{Expressions, Listed, NULL, Names, write_values};
pub use values::Values;
