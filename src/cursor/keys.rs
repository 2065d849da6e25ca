use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use ddbx_core::{Error, ErrorKind};

use super::CursorKey;

/// How long a cursor serves where nothing else is said.
const LIFETIME: Duration = Duration::from_secs(60 * 60);

/// The keys that cursors are sealed and opened with: one for new cursors, and others that are still accepted. Cheap to
/// clone; all clones are the same keys.
///
/// A pool has none until it is given some ([`PoolOptions::cursor_keys`](crate::PoolOptions::cursor_keys)), and none are
/// made up: what a key made by chance has sealed, no other process could open, nor this one after it was started again.
///
/// # Rotation
///
/// Where several processes serve the same users, each must accept a key before another seals with it. First give the new
/// key to all as one that is [accepted](Self::accepting), then make it the current one, and accept the old one for as
/// long as its cursors may live.
///
/// ```
/// use ddbx::PoolOptions;
/// use ddbx::cursor::{CursorKey, CursorKeys};
/// use std::time::{Duration, SystemTime};
///
/// # fn keys(today: SystemTime) -> Result<(), ddbx::Error> {
/// # let (old, new) = ([1; 32], [2; 32]);
/// let tomorrow = today + Duration::from_secs(24 * 60 * 60);
/// let keys = CursorKeys::new(CursorKey::new(8, new))
///     .accepting(CursorKey::new(7, old), tomorrow)?
///     .valid_for(Duration::from_secs(20 * 60));
/// let options = PoolOptions::new().cursor_keys(&keys);
///
/// // Later, in the same process:
/// # let newer = [3; 32];
/// keys.rotate(CursorKey::new(9, newer), tomorrow)?;
/// assert_eq!(keys.current_id(), 9);
/// # Ok(())
/// # }
/// # keys(SystemTime::UNIX_EPOCH).unwrap();
/// ```
#[derive(Clone)]
#[must_use = "keys do nothing until a pool has them: `PoolOptions::cursor_keys`"]
pub struct CursorKeys(Arc<RwLock<Ring>>);

struct Ring {
    current: CursorKey,
    accepted: Vec<Accepted>,
    lifetime: Duration,
}

/// A key that opens what it has sealed until this time.
struct Accepted {
    key: CursorKey,
    until: SystemTime,
}

impl CursorKeys {
    /// Cursors are sealed with this key, and it opens them.
    pub fn new(current: CursorKey) -> Self {
        let ring = Ring {
            current,
            accepted: Vec::new(),
            lifetime: LIFETIME,
        };
        Self(Arc::new(RwLock::new(ring)))
    }

    /// Opens cursors that this key has sealed as well, until that time by the pool's clock. Cursors that expire before,
    /// expire before.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: another key has this id.
    pub fn accepting(self, key: CursorKey, until: SystemTime) -> Result<Self, Error> {
        let mut ring = self.write();
        ring.check(&key)?;
        if ring.current.id() != key.id() {
            ring.accepted.retain(|accepted| accepted.key.id() != key.id());
            ring.accepted.push(Accepted { key, until });
        }
        drop(ring);
        Ok(self)
    }

    /// How long a cursor serves after it was sealed. Default: one hour.
    pub fn valid_for(self, lifetime: Duration) -> Self {
        self.write().lifetime = lifetime;
        self
    }

    /// Seals with this key from now on, and opens what was sealed with the current one until that time, by the pool's
    /// clock. A key that is current already stays as it is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: another key has this id. Nothing is changed then.
    pub fn rotate(&self, key: CursorKey, accept_old_until: SystemTime) -> Result<(), Error> {
        let mut ring = self.write();
        ring.check(&key)?;
        if ring.current.id() != key.id() {
            ring.accepted.retain(|accepted| accepted.key.id() != key.id());
            let old = std::mem::replace(&mut ring.current, key);
            let until = accept_old_until;
            ring.accepted.push(Accepted { key: old, until });
        }
        Ok(())
    }

    /// The id of the key that cursors are sealed with.
    #[must_use]
    pub fn current_id(&self) -> u32 {
        self.read().current.id()
    }

    pub(super) fn lifetime(&self) -> Duration {
        self.read().lifetime
    }

    /// The key to seal with. Keys whose time is over are let go of.
    pub(super) fn current(&self, now: SystemTime) -> CursorKey {
        let is_over = |accepted: &Accepted| accepted.until <= now;
        let ring = self.read();
        let current = ring.current.copy();
        let has_old = ring.accepted.iter().any(is_over);
        drop(ring);
        if has_old {
            self.write().accepted.retain(|accepted| !is_over(accepted));
        }
        current
    }

    /// The key with this id, if it opens cursors at this time.
    pub(super) fn accepted(&self, id: u32, now: SystemTime) -> Option<CursorKey> {
        let ring = self.read();
        if ring.current.id() == id {
            return Some(ring.current.copy());
        }
        let known = ring.accepted.iter().find(|accepted| accepted.key.id() == id)?;
        (now < known.until).then(|| known.key.copy())
    }

    fn read(&self) -> RwLockReadGuard<'_, Ring> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ring> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    /// Refuses a key whose id another one has.
    fn check(&self, key: &CursorKey) -> Result<(), Error> {
        let accepted = self.accepted.iter().map(|accepted| &accepted.key);
        let same_id = accepted.chain([&self.current]).find(|known| known.id() == key.id());
        match same_id {
            Some(known) if !known.is_alike(key) => Err(Error::new(
                ErrorKind::Configuration,
                format!(
                    "two cursor keys have the id {}; give each new key an id of its own",
                    key.id()
                ),
            )),
            Some(_) | None => Ok(()),
        }
    }
}

/// The ids only.
impl fmt::Debug for CursorKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ring = self.read();
        let accepted: Vec<_> = ring.accepted.iter().map(|accepted| accepted.key.id()).collect();
        f.debug_struct("CursorKeys")
            .field("current", &ring.current.id())
            .field("accepted", &accepted)
            .field("valid_for", &ring.lifetime)
            .finish()
    }
}
