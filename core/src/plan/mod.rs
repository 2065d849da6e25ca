//! The planner: which index serves a query, which conditions become its key condition, and which its filter.
//!
//! It is a constant function: the query macros run it in the compiler, builders when they are sent, and both get the
//! same plan or the same message.
//!
//! ```
//! use ddbx_core::codec::Kind;
//! use ddbx_core::expression::Field;
//! use ddbx_core::plan::{Access, Asked, Plan, Told};
//! use ddbx_core::schema::{FieldDef, Index, Key, Part, Schema};
//!
//! struct Order;
//! const CUSTOMER: Field<Order, String> = Field::new(0, "customer");
//! const TOTAL: Field<Order, u32> = Field::new(1, "total");
//! static SCHEMA: Schema = Schema::new(
//!     "Order",
//!     "orders",
//!     &[FieldDef::new("customer", "customer", Kind::S, false), FieldDef::new("total", "total", Kind::N, false)],
//!     &[Index::primary(
//!         &[Key::template("pk", "CUSTOMER#{customer}", "#", &[Part::Literal("CUSTOMER#"), Part::field(0)])],
//!         &[Key::template("sk", "ORDER#{total:010}", "#", &[Part::Literal("ORDER#"), Part::field(1)])],
//!     )],
//! );
//!
//! const PLAN: Plan = match Plan::of(&SCHEMA, &[CUSTOMER.path().is_equal(Told::NOTHING, 0, 0)], &Asked::NOTHING) {
//!     Ok(plan) => plan,
//!     Err(_) => panic!("no index serves it"),
//! };
//! assert_eq!(PLAN.access(), Access::Query);
//! assert_eq!(PLAN.index(&SCHEMA).name(), "primary");
//!
//! let scan = Plan::of(&SCHEMA, &[TOTAL.path().is_greater(Told::NOTHING, 0, 0)], &Asked::NOTHING).unwrap_err();
//! let message = scan.message(&SCHEMA, &Asked::NOTHING);
//! assert!(message.as_str().starts_with("this query on `Order` would scan table `orders`"));
//! ```

mod binding;
mod choice;
mod difference;
mod fault;
mod key;
mod lacking;
mod lowering;
mod mask;
mod matching;
mod misplaced;
mod needs;
mod range;
mod scan;
mod sort;
mod statement;

#[cfg(test)]
mod tests;

pub use fault::{Fault, Place};
pub use key::KeyFields;
pub use lowering::{Excluded, Lowering};
pub use mask::Mask;
pub use sort::{Bounds, End, SortUse};
pub use statement::{Planned, Statement, Told, conditions, planned, scanned, statement};

use crate::schema::{Index, Schema};

/// What is asked of a query besides its conditions, where it matters to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The index to use, whatever else would serve.
    pub index: Option<&'static str>,
    /// Whether it must read what every write before has left.
    pub consistent: bool,
    /// Whether what an index does not copy is read from the table.
    pub hydrate: bool,
    /// The fields to read, by their positions in [`Schema::fields`]; all without.
    pub fields: Option<&'static [u16]>,
}

impl Asked {
    /// Nothing but the conditions.
    pub const NOTHING: Self = Self {
        index: None,
        consistent: false,
        hydrate: false,
        fields: None,
    };

    /// The same, on this index.
    #[must_use]
    pub const fn on_index(mut self, name: &'static str) -> Self {
        self.index = Some(name);
        self
    }

    /// The same, reading consistently.
    #[must_use]
    pub const fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// The same, with whole items from the table where an index does not copy all of them.
    #[must_use]
    pub const fn hydrated(mut self) -> Self {
        self.hydrate = true;
        self
    }

    /// The same, reading these fields only.
    #[must_use]
    pub const fn selecting(mut self, fields: &'static [u16]) -> Self {
        self.fields = Some(fields);
        self
    }

    /// The same, reading what is selected: some fields, or all.
    #[must_use]
    pub const fn of_selection(mut self, fields: Option<&'static [u16]>) -> Self {
        self.fields = fields;
        self
    }
}

/// The index and the part that each condition plays in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    access: Access,
    index: u8,
    key: Mask,
    filter: Mask,
    fan_out: Option<u8>,
    hydrate: bool,
}

/// Which operation reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// One `GetItem`: the whole primary key is known, and nothing else is asked.
    Get,
    /// A Query.
    Query,
}

impl Plan {
    /// What stands where there is none.
    const NONE: Self = Self {
        access: Access::Query,
        index: 0,
        key: Mask::NONE,
        filter: Mask::NONE,
        fan_out: None,
        hydrate: false,
    };

    /// Which operation reads.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// The index.
    #[must_use]
    pub const fn index(&self, schema: &Schema) -> &'static Index {
        &schema.indexes()[self.index as usize]
    }

    /// The conditions that the key condition is made of, by their positions.
    #[must_use]
    pub const fn key(&self) -> Mask {
        self.key
    }

    /// The conditions that the filter is made of, by their positions: those of the top, groups with all that is in them.
    #[must_use]
    pub const fn filter(&self) -> Mask {
        self.filter
    }

    /// The `is_in` on a field of the partition key: one query for each of its values.
    #[must_use]
    pub const fn fan_out(&self) -> Option<u8> {
        self.fan_out
    }

    /// Whether items are read from the table, because the index does not copy what is asked for.
    #[must_use]
    pub const fn hydrates(&self) -> bool {
        self.hydrate
    }
}
