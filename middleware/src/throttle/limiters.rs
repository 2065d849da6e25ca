//! The limiters there are, and which of them a request or a throttle is about.

use std::collections::HashMap;
use std::fmt;
use std::hash::RandomState;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ddbx_core::error::FailureClass;
use ddbx_core::fault::Nature;
use ddbx_core::limits::LOCAL_INDEXES;
use ddbx_core::operation::Access;
use ddbx_core::request::{TableName, Tables};
use ddbx_core::{Clock, Error, Operation, Request};

use super::limiter::{ActiveLimiter, Limiter};
use super::options::ThrottleOptions;
use super::scope::{Blame, Reach, Scope};
use super::subject;

/// How often limiters are looked at that may be given up.
const SWEEP: Duration = Duration::from_secs(1);

pub(super) struct Limiters {
    /// Whether anything was throttled of late. All that a request looks at before.
    on: AtomicBool,
    pub(super) clock: Arc<dyn Clock>,
    options: ThrottleOptions,
    /// Keys are hashed with a secret of ours: nobody can choose keys that collide.
    hasher: RandomState,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    account: Vec<Arc<Limiter>>,
    tables: HashMap<Box<str>, OfTable>,
    throttled_at: Option<Instant>,
    swept_at: Option<Instant>,
}

#[derive(Default)]
struct OfTable {
    limiters: Vec<Arc<Limiter>>,
    /// Indexes whose reads were throttled in the table's name: local ones, which have no capacity of their own.
    local: Vec<Box<str>>,
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
        let (mut found, mut keys) = (Vec::new(), false);
        let mut local = None;
        {
            let mut known = self.lock();
            if known.is_due(now) {
                known.sweep(now, self.options.quiet_after);
                self.on
                    .store(!known.is_over(now, self.options.quiet_after), Ordering::Relaxed);
            }
            for table in request.tables.iter().filter_map(|table| known.tables.get(&**table)) {
                let of_access = table.limiters.iter().filter(|limiter| limiter.scope.access() == access);
                for limiter in of_access {
                    match limiter.scope.key() {
                        Some(_) => keys = true,
                        None => found.push(Arc::clone(limiter)),
                    }
                }
                if !table.local.is_empty() {
                    local = Some(table.local.clone());
                }
            }
            let of_access = |limiter: &&Arc<Limiter>| limiter.scope.access() == access;
            found.extend(known.account.iter().filter(of_access).cloned());
        }
        // A write of a table is one of its indexes; a read goes to one of them.
        let index = if access == Access::Read && (keys || !found.is_empty()) {
            subject::index(&request.body)
        } else {
            None
        };
        // A local index has the table's capacity, and the table's partition key.
        let is_local = index
            .as_deref()
            .is_some_and(|index| local.unwrap_or_default().iter().any(|local| **local == *index));
        if access == Access::Read {
            found.retain(|limiter| match (limiter.scope.resource(), limiter.scope.index()) {
                (None, _) => true,
                (Some(_), None) => index.is_none() || is_local,
                (Some(_), limited) => limited == index.as_deref(),
            });
        }
        if keys
            && let Some(table) = request.tables.single()
            && let Some(key) = self.key_of(request, index.is_some())
        {
            let scope = Scope::table(&**table, access)
                .with_index(index.as_deref())
                .with_key(key);
            found.extend(self.lock().find(&scope));
        }
        found.sort_by_key(|limiter| {
            let scope = &limiter.scope;
            (!scope.is_key(), scope.index().is_none(), scope.resource().is_none())
        });
        found
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
        let Some(operation) = error.operation().filter(|operation| moves_items(*operation)) else {
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
                self.lock().is_local(&tables, local);
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

/// What the error says was short of capacity; nothing if nothing was.
fn blames(error: &Error, attempt: Option<&Attempt>) -> Vec<Blame> {
    let of_throttles = || error.fault().map_or(&[][..], |fault| fault.throttles());
    let throttled = |nature| nature == Some(Nature::Throttled);
    if error
        .cancellations()
        .iter()
        .any(|reason| throttled(reason.code().nature()))
    {
        let tables = attempt.map_or_else(Vec::new, |attempt| subject::action_tables(&attempt.request.body));
        let mut blames: Vec<_> = of_throttles().iter().map(Blame::of).collect();
        let actions = error.cancellations().iter().enumerate();
        for (action, _) in actions.filter(|(_, reason)| throttled(reason.code().nature())) {
            let blame = match tables.get(action) {
                Some(Some(table)) => Blame::of_table(table.as_str()),
                _ => Blame::UNKNOWN,
            };
            if !blames.contains(&blame) {
                blames.push(blame);
            }
        }
        return blames;
    }
    if error.class() != Some(FailureClass::Throttled) {
        return Vec::new();
    }
    match of_throttles() {
        [] => vec![Blame::UNKNOWN],
        throttles => throttles.iter().map(Blame::of).collect(),
    }
}

/// Whether an operation uses the capacity of tables. The others have limits of their own, which say nothing of it.
pub(super) fn moves_items(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::BatchExecuteStatement
            | Operation::BatchGetItem
            | Operation::BatchWriteItem
            | Operation::DeleteItem
            | Operation::ExecuteStatement
            | Operation::ExecuteTransaction
            | Operation::GetItem
            | Operation::PutItem
            | Operation::Query
            | Operation::Scan
            | Operation::SearchVectors
            | Operation::TransactGetItems
            | Operation::TransactWriteItems
            | Operation::UpdateItem
    )
}

impl Known {
    fn all(&self) -> impl Iterator<Item = &Arc<Limiter>> {
        let of_tables = self.tables.values().flat_map(|table| &table.limiters);
        self.account.iter().chain(of_tables)
    }

    fn find(&self, scope: &Scope) -> Option<Arc<Limiter>> {
        let limiters = match scope.resource() {
            Some(table) => &self.tables.get(table)?.limiters,
            None => &self.account,
        };
        limiters.iter().find(|limiter| limiter.scope == *scope).cloned()
    }

    fn find_or_add(&mut self, scope: Scope, now: Instant, most: usize) -> Option<Arc<Limiter>> {
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
    fn is_local(&mut self, tables: &[&str], index: &str) {
        for table in tables {
            let known = &mut self.tables.entry((*table).into()).or_default().local;
            if known.len() < LOCAL_INDEXES && !known.iter().any(|local| **local == *index) {
                known.push(index.into());
            }
        }
    }

    fn retain(&mut self, keep: impl Fn(&Arc<Limiter>) -> bool) {
        self.account.retain(&keep);
        self.tables.retain(|_, table| {
            table.limiters.retain(&keep);
            !table.limiters.is_empty()
        });
    }

    fn is_due(&self, now: Instant) -> bool {
        self.swept_at.is_none_or(|at| now >= at + SWEEP)
    }

    /// Gives up the limiters that nothing was throttled by for so long.
    fn sweep(&mut self, now: Instant, quiet_after: Duration) {
        self.swept_at = Some(now);
        self.retain(|limiter| limiter.throttled_at() + quiet_after > now || !limiter.is_idle());
    }

    /// Whether nothing is left to do.
    fn is_over(&self, now: Instant, quiet_after: Duration) -> bool {
        self.all().next().is_none() && self.throttled_at.is_none_or(|at| at + quiet_after <= now)
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
