//! Which mishap comes to which request.

use std::fmt;
use std::sync::Arc;

use ddbx_core::operation::Access;
use ddbx_core::request::TableName;
use ddbx_core::{Operation, Request};

use super::mishap::Mishap;

/// What requests a rule is for. All that is said must fit.
#[derive(Clone, Default)]
pub(super) struct Filter {
    pub(super) access: Option<Access>,
    pub(super) operation: Option<Operation>,
    pub(super) table: Option<TableName>,
    pub(super) test: Option<Test>,
}

impl Filter {
    fn fits(&self, request: &Request) -> bool {
        self.access.is_none_or(|access| request.operation.access() == access)
            && self.operation.is_none_or(|operation| request.operation == operation)
            && self
                .table
                .as_ref()
                .is_none_or(|table| request.tables.iter().any(|known| known == table))
            && self.test.as_ref().is_none_or(|test| test(request))
    }
}

/// A question about a request.
pub(super) type Test = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// How often a mishap comes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Often {
    /// To the next ones.
    Times(usize),
    /// To each with this probability.
    Chance(f64),
}

/// A mishap, and whom it comes to.
struct Rule {
    filter: Filter,
    often: Often,
    mishap: Mishap,
}

/// All that is to happen.
pub(super) struct Script {
    rules: Vec<Rule>,
    random: fastrand::Rng,
}

impl Script {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            rules: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
        }
    }

    pub(super) fn add(&mut self, filter: Filter, often: Often, mishap: Mishap) {
        self.rules.push(Rule { filter, often, mishap });
    }

    pub(super) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Mishaps that are to come for certain, and have not yet.
    pub(super) fn pending(&self) -> usize {
        let left = |rule: &Rule| match rule.often {
            Often::Times(left) => left,
            Often::Chance(_) => 0,
        };
        self.rules.iter().map(left).sum()
    }

    /// What comes to this request: of what was told for certain the earliest, or else what chance brings.
    ///
    /// `can` says of a mishap that fits whether it can happen now.
    pub(super) fn draw(&mut self, request: &Request, can: impl Fn(&Mishap) -> bool) -> Option<Mishap> {
        let fits = |rule: &Rule| rule.filter.fits(request) && rule.mishap.fits(request) && can(&rule.mishap);
        for at in 0..self.rules.len() {
            let rule = &mut self.rules[at];
            if let Often::Times(left) = &mut rule.often
                && *left > 0
            {
                let left = *left - 1;
                if !fits(rule) {
                    continue;
                }
                rule.often = Often::Times(left);
                let mishap = rule.mishap.clone();
                if left == 0 {
                    self.rules.remove(at);
                }
                return Some(mishap);
            }
        }
        for rule in &self.rules {
            if let Often::Chance(chance) = rule.often
                && fits(rule)
                && self.random.f64() < chance
            {
                return Some(rule.mishap.clone());
            }
        }
        None
    }

    /// `count` of the numbers below `total`, each as likely as the other.
    pub(super) fn some_of(&mut self, total: usize, count: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..total).collect();
        self.random.shuffle(&mut numbers);
        numbers.truncate(count);
        numbers
    }
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter")
            .field("access", &self.access)
            .field("operation", &self.operation)
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}
