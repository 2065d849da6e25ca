//! The database as the engine's thread holds it: guarded against panics, and opened again after one.

use std::panic::{self, AssertUnwindSafe};

use dynoxide::Database;

/// The engine's one `Database`.
pub(super) struct Store {
    /// `None` once a panic has spoiled it.
    database: Option<Database>,
    /// The file to open again; a database in memory has none.
    file: Option<String>,
}

/// Why a piece of work has no result.
pub(super) enum Halt {
    /// An earlier panic spoiled the database and it could not be opened again: the work was not begun.
    Gone,
    /// The work panicked: what it had done by then is unknown.
    Panicked,
}

impl Store {
    pub(super) fn memory() -> dynoxide::Result<Store> {
        Database::memory().map(|database| Store::new(database, None))
    }

    pub(super) fn file(path: String) -> dynoxide::Result<Store> {
        Database::new(&path).map(|database| Store::new(database, Some(path)))
    }

    pub(super) fn new(database: Database, file: Option<String>) -> Store {
        Store {
            database: Some(database),
            file,
        }
    }

    /// Runs `work`, and outlives its panic.
    pub(super) fn guard<T>(&mut self, work: impl FnOnce(&Database) -> T) -> Result<T, Halt> {
        if self.database.is_none()
            && let Some(file) = &self.file
        {
            self.database = Database::new(file).ok();
        }
        let Some(database) = &self.database else {
            return Err(Halt::Gone);
        };
        // Unwind-safe because the database is looked at again before anything else uses it.
        let result = panic::catch_unwind(AssertUnwindSafe(|| work(database)));
        result.map_err(|_| {
            // A panic beneath dynoxide's lock poisons the lock, and every later call would fail. Closing the
            // connection rolls back what was under way, and opening the file again brings back all that was committed.
            let usable = |database: &Database| database.table_count().is_ok();
            self.database = self.database.take().filter(usable);
            Halt::Panicked
        })
    }
}
