use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ddbx_core::limits::LOCAL_INDEXES;
use ddbx_core::operation::Access;
use ddbx_core::request::Tables;

use super::limiter::Limiter;
use super::scope::Scope;

/// How often limiters are looked at that may be given up.
const SWEEP: Duration = Duration::from_secs(1);

/// The limiters there are.
#[derive(Default)]
pub(super) struct Known {
    account: Vec<Arc<Limiter>>,
    tables: HashMap<Box<str>, OfTable>,
    pub(super) throttled_at: Option<Instant>,
    swept_at: Option<Instant>,
}

#[derive(Default)]
struct OfTable {
    limiters: Vec<Arc<Limiter>>,
    /// Indexes whose reads were throttled in the table's name: local ones, which have no capacity of their own.
    local: Vec<Box<str>>,
}

/// What of the limiters may be about a request.
pub(super) struct Candidates {
    /// Those of its tables, of all their indexes, and of the account.
    pub(super) found: Vec<Arc<Limiter>>,
    /// Whether there are others, of keys.
    pub(super) keys: bool,
    pub(super) local: Vec<Box<str>>,
}

impl Known {
    pub(super) fn candidates(&self, tables: &Tables, access: Access) -> Candidates {
        let mut candidates = Candidates {
            found: Vec::new(),
            keys: false,
            local: Vec::new(),
        };
        let tables = tables.iter().filter_map(|table| self.tables.get(&**table));
        let of_tables = tables.flat_map(|table| {
            candidates.local.extend_from_slice(&table.local);
            &table.limiters
        });
        for limiter in of_tables
            .chain(&self.account)
            .filter(|limiter| limiter.scope.access() == access)
        {
            if limiter.scope.is_key() {
                candidates.keys = true;
            } else {
                candidates.found.push(Arc::clone(limiter));
            }
        }
        candidates
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Limiter>> {
        let of_tables = self.tables.values().flat_map(|table| &table.limiters);
        self.account.iter().chain(of_tables)
    }

    pub(super) fn find(&self, scope: &Scope) -> Option<Arc<Limiter>> {
        let limiters = match scope.resource() {
            Some(table) => &self.tables.get(table)?.limiters,
            None => &self.account,
        };
        limiters.iter().find(|limiter| limiter.scope == *scope).cloned()
    }

    pub(super) fn find_or_add(&mut self, scope: Scope, now: Instant, most: usize) -> Option<Arc<Limiter>> {
        let found = self.find(&scope);
        if found.is_some() {
            return found;
        }
        if self.all().count() >= most {
            let idle = self.all().filter(|limiter| limiter.is_idle());
            let oldest = Arc::clone(idle.min_by_key(|limiter| limiter.throttled_at())?);
            self.retain(|limiter| !Arc::ptr_eq(limiter, &oldest));
        }
        let limiter = Arc::new(Limiter::new(scope, now));
        match limiter.scope.resource() {
            Some(table) => self
                .tables
                .entry(table.into())
                .or_default()
                .limiters
                .push(Arc::clone(&limiter)),
            None => self.account.push(Arc::clone(&limiter)),
        }
        Some(limiter)
    }

    /// Remembers that reads of an index use the table's capacity.
    pub(super) fn add_local(&mut self, tables: &[&str], index: &str) {
        for table in tables {
            let known = &mut self.tables.entry((*table).into()).or_default().local;
            if known.len() < LOCAL_INDEXES && !known.iter().any(|local| **local == *index) {
                known.push(index.into());
            }
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Arc<Limiter>) -> bool) {
        self.account.retain(&keep);
        self.tables.retain(|_, table| {
            table.limiters.retain(&keep);
            !table.limiters.is_empty()
        });
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.swept_at.is_none_or(|at| now >= at + SWEEP)
    }

    /// Gives up the limiters that nothing was throttled by for so long.
    pub(super) fn sweep(&mut self, now: Instant, quiet_after: Duration) {
        self.swept_at = Some(now);
        self.retain(|limiter| limiter.throttled_at() + quiet_after > now || !limiter.is_idle());
    }

    /// Whether nothing is left to do.
    pub(super) fn is_over(&self, now: Instant, quiet_after: Duration) -> bool {
        self.all().next().is_none() && self.throttled_at.is_none_or(|at| at + quiet_after <= now)
    }
}
