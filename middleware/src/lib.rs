//! The tower layers of [ddbx](https://docs.rs/ddbx), each over any `Service<Request>`.
//!
//! A pool of ddbx puts them together by itself, in this order, outermost first:
//!
//! ```text
//! the application's layers → deadline → hedge → retry → throttle → a connection, or a place → attempt timeout → …
//! ```
//!
//! Each can also be used alone, over any service of the same shape:
//!
//! ```
//! use ddbx_core::{Error, Operation, Request, Response};
//! use ddbx_middleware::TokioClock;
//! use ddbx_middleware::timeout::{DeadlineLayer, Limits};
//! use std::sync::Arc;
//! use tower::{ServiceBuilder, ServiceExt, service_fn};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let clock = Arc::new(TokioClock);
//! let service = ServiceBuilder::new()
//!     .layer(DeadlineLayer::new(Limits::REQUEST, clock))
//!     .service(service_fn(|_: Request| async { Ok::<_, Error>(Response::new(200, "{}")) }));
//!
//! let response = service.oneshot(Request::new(Operation::ListTables, "{}")).await?;
//! assert!(response.is_success());
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "test-util")]
pub mod chaos;
mod clock;
pub mod hedge;
pub mod retry;
pub mod throttle;
pub mod timeout;

pub use clock::TokioClock;
