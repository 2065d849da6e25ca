use std::time::{Duration, SystemTime};

use ddbx_core::request::TableName;
use ddbx_core::{Error, ErrorKind, Operation};

use super::{Binding, CursorKeys, SealedPage, seal};
use crate::executor::Executor;
use crate::ops::{Cursor, Page};

/// What the caller of a sealed statement says.
#[derive(Clone)]
pub(crate) struct Seal {
    principal: Vec<u8>,
    token: Option<String>,
    lifetime: Option<Duration>,
}

/// What the statement says: where it reads, and what it asks for.
pub(crate) struct Place {
    pub(crate) operation: Operation,
    /// The physical table.
    pub(crate) table: TableName,
    /// The index that is read; `None` for the table's own key.
    pub(crate) index: Option<&'static str>,
    /// The [fingerprint](super::Fingerprint) of the statement.
    pub(crate) query: [u8; 32],
}

impl Seal {
    pub(crate) fn new(principal: &[u8]) -> Self {
        Self {
            principal: principal.to_vec(),
            token: None,
            lifetime: None,
        }
    }

    pub(crate) fn start_at(&mut self, token: Option<&str>) {
        self.token = token.map(str::to_owned);
    }

    pub(crate) fn valid_for(&mut self, lifetime: Duration) {
        self.lifetime = Some(lifetime);
    }

    /// Opens the token, if there is one: where to go on.
    ///
    /// # Errors
    ///
    /// No keys, no principal, a token that does not go on here. All of them come before anything is sent, and the first
    /// two without a token as well: whoever forgot them hears of it at the first page.
    pub(crate) fn open<'a>(
        self,
        place: Place,
        executor: &'a (impl Executor + ?Sized),
    ) -> Result<(Sealing<'a>, Option<Cursor>), Error> {
        let named = |error: Error| error.in_operation(place.operation).on_table(&place.table);
        if self.principal.is_empty() {
            return Err(named(Error::invalid(
                "a sealed cursor is for somebody: `.sealed_for(user_id)`; where all may have it, `.sealed_for(\"all\")`",
            )));
        }
        let Some(keys) = executor.cursor_keys() else {
            return Err(named(Error::new(
                ErrorKind::Configuration,
                "no key to seal cursors with: give the pool one by `PoolOptions::cursor_keys`",
            )));
        };
        let binding = place.binding(&self.principal);
        let open = |token: &str| seal::open(keys, &binding, token, executor.now());
        let start = self.token.as_deref().map(open).transpose().map_err(named)?;
        let sealing = Sealing {
            keys,
            place,
            principal: self.principal,
            lifetime: self.lifetime.unwrap_or_else(|| keys.lifetime()),
        };
        Ok((sealing, start))
    }
}

impl Place {
    fn binding<'a>(&'a self, principal: &'a [u8]) -> Binding<'a> {
        Binding {
            table: &self.table,
            index: self.index,
            query: self.query,
            principal,
        }
    }
}

/// A sealed statement on its way: what the token of its page will be bound to.
pub(crate) struct Sealing<'a> {
    keys: &'a CursorKeys,
    place: Place,
    principal: Vec<u8>,
    lifetime: Duration,
}

impl Sealing<'_> {
    /// The page with its cursor sealed.
    ///
    /// # Errors
    ///
    /// Those of [`seal`](seal::seal).
    pub(crate) fn page<T>(&self, page: Page<T>, now: SystemTime) -> Result<SealedPage<T>, Error> {
        let binding = self.place.binding(&self.principal);
        let seal = |cursor: Cursor| seal::seal(self.keys, &binding, &cursor, now, self.lifetime);
        let named = |error: Error| error.in_operation(self.place.operation).on_table(&self.place.table);
        Ok(SealedPage {
            items: page.items,
            count: page.count,
            scanned_count: page.scanned_count,
            token: page.cursor.map(seal).transpose().map_err(named)?,
            info: page.info,
        })
    }
}
