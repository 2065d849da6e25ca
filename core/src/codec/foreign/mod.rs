//! Types of other crates, each behind a feature that carries the crate's version.

#[cfg(feature = "bigdecimal-0_4")]
mod bigdecimal;
#[cfg(feature = "chrono-0_4")]
mod chrono;
#[cfg(any(feature = "bigdecimal-0_4", feature = "rust_decimal-1"))]
mod exact;
#[cfg(feature = "jiff-1")]
mod jiff;
#[cfg(feature = "rust_decimal-1")]
mod rust_decimal;
#[cfg(feature = "serde_json-1")]
mod serde_json;
#[cfg(feature = "time-0_3")]
mod time;
#[cfg(feature = "ulid-3")]
mod ulid;
#[cfg(feature = "uuid-1")]
mod uuid;
