//! What a query macro leaves at its call site.

use std::fmt;
use std::sync::OnceLock;

use super::{Asked, Fault, Place, Plan, scan};
use crate::expression::Clause;
use crate::schema::Schema;

/// A query or a scan that the compiler has planned, or found a fault in.
///
/// It is passed by value: where a constant borrows, the compiler looks into all types of it for what may change.
#[derive(Clone, Copy, Debug)]
pub struct Planned<const N: usize> {
    /// Whether no condition is at fault; else they are to be called again.
    pub is_settled: bool,
    /// What they are told then, and what is told behind them.
    pub told: Told,
    schema: &'static Schema,
    asked: Asked,
    plan: Plan,
    clauses: [Clause; N],
}

/// What is told to each part of a statement: that one is at fault, and why.
///
/// A macro writes each condition as a call with the span of that condition. If one of them is at fault, all are called
/// again: that one fails then, and rustc shows the message there. Reports apart from these calls would be one more call for
/// each condition, which the compiler has to look at though it never runs.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The position of the condition at fault.
    pub(crate) at: u8,
    fault: Option<(Fault, &'static Schema, Asked)>,
}

/// Plans a query.
///
/// # Panics
///
/// When compiling, with the message of what is wrong with the query as a whole.
#[must_use]
#[track_caller]
pub const fn planned<const N: usize>(schema: &'static Schema, clauses: [Clause; N], asked: Asked) -> Planned<N> {
    match Plan::of(schema, &clauses, &asked) {
        Ok(plan) => Planned {
            is_settled: true,
            told: Told::NOTHING,
            schema,
            asked,
            plan,
            clauses,
        },
        Err(fault) => faulty(schema, clauses, asked, fault),
    }
}

/// Looks at a scan.
///
/// # Panics
///
/// When compiling, with the message of what is wrong with the scan as a whole.
#[must_use]
#[track_caller]
pub const fn scanned<const N: usize>(schema: &'static Schema, clauses: [Clause; N], asked: Asked) -> Planned<N> {
    match scan::fault(schema, &clauses, &asked) {
        None => Planned {
            is_settled: true,
            told: Told::NOTHING,
            schema,
            asked,
            plan: Plan::NONE,
            clauses,
        },
        Some(fault) => faulty(schema, clauses, asked, fault),
    }
}

#[track_caller]
const fn faulty<const N: usize>(
    schema: &'static Schema,
    clauses: [Clause; N],
    asked: Asked,
    fault: Fault,
) -> Planned<N> {
    let mut told = Told {
        at: Told::NOWHERE,
        fault: Some((fault, schema, asked)),
    };
    told.report_at(Place::Entity);
    // Of a condition that cannot tell it, it is reported behind all of them.
    if let Place::Clause(position) = fault.place()
        && matches!(clauses[position as usize], Clause::Leaf(_))
    {
        told.at = position;
    }
    Planned {
        is_settled: told.at == Told::NOWHERE,
        told,
        schema,
        asked,
        plan: Plan::NONE,
        clauses,
    }
}

/// The statement of a query that has a plan.
///
/// # Panics
///
/// When compiling: of one that has none.
#[must_use]
#[track_caller]
pub const fn statement<P, const N: usize>(planned: Planned<N>) -> Statement<P, [Clause; N]> {
    planned.told.report();
    Statement {
        schema: planned.schema,
        asked: planned.asked,
        plan: planned.plan,
        prepared: OnceLock::new(),
        clauses: planned.clauses,
    }
}

/// The conditions of a scan.
///
/// # Panics
///
/// When compiling: of one that has a fault.
#[must_use]
#[track_caller]
pub const fn conditions<const N: usize>(scanned: Planned<N>) -> [Clause; N] {
    scanned.told.report();
    scanned.clauses
}

impl Told {
    /// That none is at fault.
    pub const NOTHING: Self = Self {
        at: Self::NOWHERE,
        fault: None,
    };

    /// No position.
    const NOWHERE: u8 = u8::MAX;

    /// Reports what is wrong with the index that is asked for.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn index(self) {
        self.report_at(Place::Index);
    }

    /// Reports a consistent read that cannot be.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn consistent(self) {
        self.report_at(Place::Consistent);
    }

    /// Reports a view of more than can be read.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn view(self) {
        self.report_at(Place::View);
    }

    #[track_caller]
    const fn report_at(self, place: Place) {
        if let Some((fault, ..)) = self.fault
            && fault.place().is(place)
        {
            self.report();
        }
    }

    /// Reports what is wrong.
    ///
    /// # Panics
    ///
    /// When compiling, with the message, if there is one.
    #[track_caller]
    pub(crate) const fn report(self) {
        if let Some((fault, schema, asked)) = self.fault {
            panic!("{}", fault.message(schema, &asked).as_str());
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
