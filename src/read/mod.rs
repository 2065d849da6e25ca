//! What stands in the types of queries and scans: what they make of the items that they find.

mod shape;

#[doc(hidden)]
pub use shape::RawItem;
pub use shape::{Shape, Whole};

pub use crate::entity::{Plucked, Sortable, Sorted};
