//! The contracts [ddbx](https://docs.rs/ddbx) is built on.
//!
//! What the wire, the macros and the middleware agree on lives here, and nothing that performs I/O, awaits or
//! looks at a real clock:
//!
//! - [`Request`] and [`Response`]: what the one tower stack carries, with [`Operation`], [`Safety`] and the
//!   [`Error`] every part of ddbx returns.
//! - [`Value`], [`Number`] and [`Item`]: DynamoDB's data without loss.
//! - [`codec`]: structs to DynamoDB JSON and back, with no map of values in between.
//! - [`managed`]: the fields whose values ddbx looks after.
//! - [`plan`]: which index serves a query, decided when compiling.
//! - [`safety`]: what may be repeated, computed from a request's body.
//! - [`schema`]: the constant description of an entity that macros and builders plan against.
//!
//! Applications use these through the `ddbx` crate, which re-exports them.

pub mod clock;
pub mod codec;
pub mod error;
pub mod expression;
pub mod fault;
pub mod limits;
pub mod managed;
pub mod operation;
pub mod plan;
pub mod request;
pub mod response;
pub mod safety;
pub mod schema;
pub mod token;
pub mod value;
pub mod write_id;

pub use clock::Clock;
pub use error::{Error, ErrorKind, Outcome};
pub use fault::Fault;
pub use operation::{Operation, Safety};
pub use request::Request;
pub use response::Response;
pub use token::Token;
pub use value::{Item, Number, Value};
pub use write_id::WriteId;
