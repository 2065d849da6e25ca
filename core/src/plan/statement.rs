//! What a query macro leaves at its call site.

use std::fmt;
use std::sync::OnceLock;

use super::{Asked, Fault, Place, Plan};
use crate::expression::Clause;
use crate::schema::Schema;

/// A query that the compiler has planned, or found a fault in.
///
/// A macro writes one call for each thing a fault may be reported at, with the span of that thing: the call whose fault
/// it is fails, and rustc shows the message there.
///
/// It is passed by value: where a constant borrows, the compiler looks into all types of it for what may change.
#[derive(Clone, Copy, Debug)]
pub struct Planned<const N: usize> {
    schema: &'static Schema,
    asked: Asked,
    plan: Result<Plan, Fault>,
    clauses: [Clause; N],
}

impl<const N: usize> Planned<N> {
    /// Plans a query.
    #[must_use]
    pub const fn new(schema: &'static Schema, clauses: [Clause; N], asked: Asked) -> Self {
        let plan = Plan::of(schema, &clauses, &asked);
        Self {
            schema,
            asked,
            plan,
            clauses,
        }
    }

    /// Whether there is something to report.
    #[must_use]
    pub const fn is_faulty(self) -> bool {
        self.plan.is_err()
    }

    /// Reports what is wrong with the query as a whole.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn entity(self) {
        self.report(Place::Entity);
    }

    /// Reports what is wrong with the condition at this position.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn condition(self, position: u8) {
        self.report(Place::Clause(position));
    }

    /// Reports what is wrong with the index that is asked for.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn index(self) {
        self.report(Place::Index);
    }

    /// Reports a consistent read that cannot be.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn consistent(self) {
        self.report(Place::Consistent);
    }

    /// Reports a view of more than can be read.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn view(self) {
        self.report(Place::View);
    }

    #[track_caller]
    const fn report(self, place: Place) {
        if let Err(fault) = self.plan
            && fault.place().is(place)
        {
            panic!("{}", fault.message(self.schema, &self.asked).as_str());
        }
    }
}

impl Place {
    pub(super) const fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Clause(left), Self::Clause(right)) => left == right,
            (Self::Consistent, Self::Consistent)
            | (Self::Entity, Self::Entity)
            | (Self::Index, Self::Index)
            | (Self::View, Self::View) => true,
            _ => false,
        }
    }
}

/// A query with its plan, and what was prepared of it once: a `P`.
pub struct Statement<P, C: ?Sized = [Clause]> {
    schema: &'static Schema,
    asked: Asked,
    plan: Plan,
    prepared: OnceLock<P>,
    clauses: C,
}

impl<P, const N: usize> Statement<P, [Clause; N]> {
    /// The statement of a query that has a plan.
    ///
    /// # Panics
    ///
    /// When compiling: of one that has none.
    #[must_use]
    pub const fn of(planned: Planned<N>) -> Self {
        let Ok(plan) = planned.plan else {
            panic!("the query has no plan");
        };
        Self {
            schema: planned.schema,
            asked: planned.asked,
            plan,
            prepared: OnceLock::new(),
            clauses: planned.clauses,
        }
    }
}

impl<P> Statement<P> {
    /// The entity.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The plan.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What was asked besides the conditions.
    #[must_use]
    pub const fn asked(&self) -> &Asked {
        &self.asked
    }

    /// The conditions.
    #[must_use]
    pub const fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// What was prepared, made by the first who asks.
    pub fn prepared(&self, prepare: impl FnOnce(&Self) -> P) -> &P {
        self.prepared.get_or_init(|| prepare(self))
    }
}

impl<P> fmt::Debug for Statement<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement")
            .field("entity", &self.schema().entity())
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}
