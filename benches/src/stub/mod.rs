//! The other end of the wire: a server on loopback that has its answers ready. It is a process of its own, so that its
//! CPU time is not the client's.

mod answers;
mod certificate;
mod serve;

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::Result;

pub use serve::serve;

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Stub {
    child: Child,
    address: Address,
    directory: TempDir,
}

/// Where the server is: its ports on 127.0.0.1, and its process.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// For HTTP.
    pub plain: u16,
    /// For HTTP over TLS 1.3.
    pub tls: u16,
    /// Its number; the first thread does the work.
    pub process: u32,
}

impl Stub {
    /// Starts this program, which is to call [`serve`].
    ///
    /// # Errors
    ///
    /// A program that does not start, or that does not say where it listens.
    pub fn start(program: &Path) -> Result<Self> {
        let directory = TempDir::new()?;
        let mut child = Command::new(program)
            .arg(authority(&directory))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = Address::parse(&line).ok_or("the server did not start")?;
        Ok(Self {
            child,
            address,
            directory,
        })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> Address {
        self.address
    }

    /// The file with the certificate of the authority that a client has to trust.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        authority(&self.directory)
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        // Whatever became of it, nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn authority(directory: &TempDir) -> PathBuf {
    directory.path().join("authority.pem")
}

impl Address {
    /// From the form in which it is printed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace();
        Some(Self {
            plain: numbers.next()?.parse().ok()?,
            tls: numbers.next()?.parse().ok()?,
            process: numbers.next()?.parse().ok()?,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.plain, self.tls, self.process)
    }
}
