//! Why an engine could not be opened.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// An engine that could not be opened.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// SQLite or dynoxide refused: not a database, or one written by a newer dynoxide.
    Engine {
        /// The database and the engine's own words.
        message: String,
    },
    /// Another process has the file open.
    InUse {
        /// The database file.
        path: PathBuf,
    },
    /// The file, its lock file or the engine's thread could not be had from the operating system.
    Io {
        /// The database file or its lock file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Engine { message } => f.write_str(message),
            OpenError::InUse { path } => write!(
                f,
                "the database file `{path}` is open in another process, and an embedded database belongs to one \
                 process at a time: end that process, or give this one a file of its own (the lock on `{path}.lock` \
                 goes with the process that holds it; there is nothing to delete)",
                path = path.display(),
            ),
            OpenError::Io { path, .. } => {
                write!(f, "cannot open `{}` for the embedded engine", path.display())
            }
        }
    }
}

impl StdError for OpenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            OpenError::Engine { .. } | OpenError::InUse { .. } => None,
            OpenError::Io { source, .. } => Some(source),
        }
    }
}
