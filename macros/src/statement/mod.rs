//! The macros that are statements: `query!`, `scan!`, `get!` and `get_many!`.

mod get;
mod get_many;
mod input;
mod options;
mod query;
mod scan;

#[cfg(test)]
mod tests;

pub(crate) use get::expand as get;
pub(crate) use get_many::expand as get_many;
pub(crate) use query::expand as query;
pub(crate) use scan::expand as scan;
