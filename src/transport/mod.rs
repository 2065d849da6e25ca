//! What is below the stack: a [`Backend`] that makes one attempt at a request.
//!
//! The embedded engine is one. A test double of yours is another: see [`PoolOptions::connect_with`].
//!
//! [`PoolOptions::connect_with`]: crate::PoolOptions::connect_with

mod attempt;
mod connection;
pub(crate) mod credentials;
pub(crate) mod destination;
pub(crate) mod endpoint;
mod network;
pub mod sign;
mod slots;
mod wire;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use ddbx_core::{Clock, Error, Request, Response};
use ddbx_middleware::TokioClock;

pub(crate) use attempt::Transport;
pub(crate) use connection::{Names, Roots, Trust};
pub use connection::{Resolve, Resolving};
pub use network::ResponseLimits;
pub(crate) use network::{Network, NetworkOptions};
pub(crate) use slots::{Count, SlotOptions};
pub(crate) use wire::WireService;

/// Makes one attempt at a request.
///
/// ```
/// use ddbx::transport::{Attempt, Backend};
/// use ddbx::{PoolOptions, Request, Response, ops};
///
/// /// A server that always says the same.
/// #[derive(Debug)]
/// struct Canned(&'static str);
///
/// impl Backend for Canned {
///     fn send(&self, _: Request) -> Attempt {
///         let response = Response::new(200, self.0);
///         Box::pin(async { Ok(response) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = PoolOptions::new().connect_with(Canned(r#"{"TableNames":["users"]}"#));
/// assert_eq!(ops::ListTables::new().send(&pool).await?.names, ["users"]);
/// # Ok(())
/// # }
/// ```
pub trait Backend: fmt::Debug + Send + Sync + 'static {
    /// Sends the request once and returns what came back, whatever its status.
    ///
    /// An error says in its [class](Error::class) what is known: whether a byte left, whether the answer is lost.
    fn send(&self, request: Request) -> Attempt;

    /// The clock that time limits go by; tokio's by default.
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(TokioClock)
    }

    /// Lets go of everything: called when the last request has ended, and again if that closing was broken off.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

/// One attempt under way.
pub type Attempt = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;
