//! Where a pool connects to.

mod url;

#[cfg(test)]
mod tests;

pub use url::ConnectUrl;
