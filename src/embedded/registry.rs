//! The files this process has open, by canonical path, and the locks that keep other processes out.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use super::engine::Running;
use super::open_error::OpenError;

/// Every file that is open, being opened or being closed. An engine that cannot be shared, because it has not started
/// yet or because its last handle has gone, is a weak handle that leads nowhere.
static FILES: Mutex<BTreeMap<PathBuf, Weak<Running>>> = Mutex::new(BTreeMap::new());

/// Told of every change in [`FILES`].
static CHANGED: Condvar = Condvar::new();

/// What [`claim`] found.
pub(super) enum Found {
    /// Nobody had the file: it is ours until the claim is dropped.
    Free(Claim),
    /// An engine of this process runs on the file.
    Open(Arc<Running>),
}

/// The right to open one file. Dropping it lets others have the file, so the database must have been closed before.
pub(super) struct Claim {
    // The fields drop in this order: a waiter that sees the entry gone must find the lock gone too.
    _lock: File,
    entry: Entry,
}

impl Claim {
    /// The file's canonical path.
    pub(super) fn path(&self) -> &Path {
        &self.entry.path
    }

    /// Lets later opens of the file share `running`.
    pub(super) fn publish(&self, running: &Arc<Running>) {
        files().insert(self.entry.path.clone(), Arc::downgrade(running));
        CHANGED.notify_all();
    }
}

/// Finds the engine that runs on `path`, or claims the file. Waits while another thread opens or closes it, which
/// takes as long as the requests still in the queue: the engine's thread needs nothing of the caller's to get there.
pub(super) fn claim(path: &Path) -> Result<Found, OpenError> {
    let canonical = canonical(path).map_err(|source| OpenError::Io {
        path: path.to_owned(),
        source,
    })?;
    let mut files = files();
    while let Some(running) = files.get(&canonical) {
        if let Some(running) = running.upgrade() {
            return Ok(Found::Open(running));
        }
        files = CHANGED.wait(files).unwrap_or_else(PoisonError::into_inner);
    }
    files.insert(canonical.clone(), Weak::new());
    drop(files);

    let entry = Entry { path: canonical };
    let lock = lock(&entry.path)?;
    Ok(Found::Free(Claim { _lock: lock, entry }))
}

/// One name for the file, whatever the caller called it.
///
/// A file that does not exist yet is created (empty, which SQLite reads as a new database) because only then does the
/// file system say what it is called: the path may be a link to a name that is still free.
fn canonical(path: &Path) -> io::Result<PathBuf> {
    let canonical = match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            OpenOptions::new().append(true).create(true).open(path)?;
            fs::canonicalize(path)?
        }
        other => other?,
    };
    if canonical.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(canonical)
}

fn files() -> MutexGuard<'static, BTreeMap<PathBuf, Weak<Running>>> {
    // Whoever panicked while holding it, the map says what is open.
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line in [`FILES`], taken out when it is dropped.
struct Entry {
    path: PathBuf,
}

impl Drop for Entry {
    fn drop(&mut self) {
        files().remove(&self.path);
        CHANGED.notify_all();
    }
}

/// Takes the lock that says to other processes that the database is taken. It ends when the file is closed.
///
/// It is on a file of its own because SQLite locks the database itself, by rules of its own.
fn lock(database: &Path) -> Result<File, OpenError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let file = OpenOptions::new().append(true).create(true).open(&path);
    let locked = match file {
        Ok(file) => file.try_lock().map(|()| file),
        Err(error) => Err(TryLockError::Error(error)),
    };
    locked.map_err(|refused| match refused {
        TryLockError::WouldBlock => OpenError::InUse {
            path: database.to_owned(),
        },
        TryLockError::Error(source) => OpenError::Io { path, source },
    })
}
