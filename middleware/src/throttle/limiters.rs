//! The limiters there are, and which of them a request or a throttle is about.

use std::fmt;
use std::hash::RandomState;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ddbx_core::error::FailureClass;
use ddbx_core::operation::Access;
use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Clock, Error, Operation, Request};

use super::blame::{Blame, Reach, blames};
use super::known::{Candidates, Known};
use super::limiter::{ActiveLimiter, Limiter};
use super::options::ThrottleOptions;
use super::scope::Scope;
use super::subject;

pub(super) struct Limiters {
    /// Whether anything was throttled of late. All that a request looks at before.
    on: AtomicBool,
    pub(super) clock: Arc<dyn Clock>,
    options: ThrottleOptions,
    /// Keys are hashed with a secret of ours: nobody can choose keys that collide.
    hasher: RandomState,
    known: Mutex<Known>,
}

/// What of a request is kept while an attempt is under way.
#[derive(Debug)]
pub(super) struct Attempt {
    /// Without what layers tell each other.
    pub(super) request: Request,
    /// The limiters that let it through.
    pub(super) passed: Vec<Arc<Limiter>>,
    pub(super) sent: Instant,
    /// How long it waited for that.
    pub(super) waited: Duration,
}

impl Limiters {
    pub(super) fn new(options: ThrottleOptions, clock: Arc<dyn Clock>) -> Self {
        Self {
            on: AtomicBool::new(false),
            clock,
            options,
            hasher: RandomState::new(),
            known: Mutex::default(),
        }
    }

    /// Nothing is left half changed under the lock, whatever panics.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn are_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    pub(super) fn active(&self) -> Vec<ActiveLimiter> {
        let limiters: Vec<_> = self.lock().all().cloned().collect();
        limiters.iter().map(|limiter| limiter.state()).collect()
    }

    /// The limiters that a request has to pass, the narrowest first: a wait should come before what others could use.
    pub(super) fn of(&self, request: &Request, now: Instant) -> Vec<Arc<Limiter>> {
        let access = request.operation.access();
        let Candidates { mut found, keys, local } = self.current(now).candidates(&request.tables, access);
        if found.is_empty() && !keys {
            return found;
        }
        // A write of a table is one of its indexes; a read goes to one of them.
        let index = match access {
            Access::Read => subject::index(&request.body),
            Access::Write => None,
        };
        // A local index has the capacity of its table, and its partition key.
        let index = index
            .as_deref()
            .filter(|index| !local.iter().any(|local| **local == **index));
        if access == Access::Read {
            found.retain(|limiter| limiter.scope.resource().is_none() || limiter.scope.index() == index);
        }
        if keys
            && let Some(table) = request.tables.single()
            && let Some(key) = self.key_of(request, index.is_some())
        {
            let scope = Scope::table(&**table, access).with_index(index).with_key(key);
            found.extend(self.lock().find(&scope));
        }
        found.sort_by_key(|limiter| {
            let scope = &limiter.scope;
            (!scope.is_key(), scope.index().is_none(), scope.resource().is_none())
        });
        found
    }

    /// The limiters there are, those given up that were not needed of late.
    fn current(&self, now: Instant) -> MutexGuard<'_, Known> {
        let mut known = self.lock();
        if known.is_due(now) {
            let quiet_after = self.options.quiet_after;
            known.sweep(now, quiet_after);
            self.on.store(!known.is_over(now, quiet_after), Ordering::Relaxed);
        }
        known
    }

    /// An attempt that came at that time, and is sent now.
    pub(super) fn attempt(&self, request: &Request, passed: Vec<Arc<Limiter>>, came: Instant) -> Attempt {
        let mut kept = request.without_body();
        kept.body = request.body.clone();
        let sent = self.clock.now();
        Attempt {
            request: kept,
            passed,
            sent,
            waited: sent.saturating_duration_since(came),
        }
    }

    /// A number for the partition key that a request goes to.
    fn key_of(&self, request: &Request, on_index: bool) -> Option<u64> {
        // An index has another one than the table.
        let attribute = request.partition.filter(|_| !on_index);
        subject::partition(request.operation, &request.body, attribute, &self.hasher)
    }

    /// An attempt was let through by the server: what it was answered does not matter.
    pub(super) fn accepted(&self, attempt: &Attempt) {
        if attempt.passed.is_empty() {
            return;
        }
        let now = self.clock.now();
        for limiter in &attempt.passed {
            limiter.line.update(now, |pace| pace.accepted(now, attempt.sent));
        }
    }

    /// Looks at the error of an attempt. Of one that was sent while nothing was limited, only the error is known.
    pub(super) fn failed(&self, error: &Error, attempt: Option<&Attempt>) {
        let blames = blames(error, attempt);
        if blames.is_empty() {
            if let Some(attempt) = attempt
                && error.class() == Some(FailureClass::Rejected)
            {
                self.accepted(attempt);
            }
            return;
        }
        let Some(operation) = error.operation().filter(|operation| operation.uses_capacity()) else {
            return;
        };
        let now = self.clock.now();
        let scopes: Vec<_> = blames
            .iter()
            .flat_map(|blame| self.scopes(blame, operation, error, attempt))
            .collect();
        let limiters: Vec<_> = {
            let mut known = self.lock();
            known.throttled_at = Some(now);
            self.on.store(true, Ordering::Relaxed);
            scopes
                .into_iter()
                .filter_map(|scope| known.find_or_add(scope, now, self.options.limiters))
                .collect()
        };
        for limiter in limiters {
            limiter.line.update(now, |pace| {
                pace.throttled(now, attempt.map(|attempt| attempt.sent), error.retry_after());
            });
        }
    }

    /// What is slowed down for one reason of a throttle.
    fn scopes(&self, blame: &Blame, operation: Operation, error: &Error, attempt: Option<&Attempt>) -> Vec<Scope> {
        let access = blame.access.unwrap_or(operation.access());
        if blame.reach == Reach::Account {
            return vec![Scope::account(access)];
        }
        let named = match attempt {
            Some(attempt) => attempt.request.tables.clone(),
            None => error
                .table()
                .map(|table| TableName::from(table.to_owned()))
                .into_iter()
                .collect::<Tables>(),
        };
        let mut tables: Vec<&str> = named
            .iter()
            .map(|table| &**table)
            .filter(|table| blame.is_about(table))
            .collect();
        if tables.is_empty() {
            tables.extend(blame.name());
        }
        let read_index = match attempt {
            Some(attempt) if access == Access::Read => subject::index(&attempt.request.body),
            _ => None,
        };
        let index = match (&blame.index, &blame.table, &read_index) {
            (Some(index), ..) => Some(&**index),
            (None, Some(_), Some(local)) => {
                self.lock().add_local(&tables, local);
                None
            }
            (None, None, read_index) => read_index.as_deref(),
            (None, Some(_), None) => None,
        };
        let scopes = tables
            .iter()
            .map(|table| Scope::table(*table, access).with_index(index));
        if blame.reach == Reach::Resource {
            return scopes.collect();
        }
        // The partition of an index that a write goes to is an attribute that nobody here knows.
        let hidden = access == Access::Write && index.is_some();
        let key = attempt
            .filter(|_| !hidden && tables.len() == 1)
            .and_then(|attempt| self.key_of(&attempt.request, index.is_some()));
        match key {
            Some(key) => scopes.map(|scope| scope.with_key(key)).collect(),
            None => Vec::new(),
        }
    }
}

impl fmt::Debug for Limiters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiters")
            .field("options", &self.options)
            .field("active", &self.active())
            .finish()
    }
}
