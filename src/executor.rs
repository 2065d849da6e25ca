//! What statements run on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use ddbx_core::request::TableName;
use ddbx_core::schema::Schema;
use ddbx_core::{Clock, Error, Request, Response};
use ddbx_middleware::TokioClock;

use crate::cursor::CursorKeys;
use crate::pool::ScanPolicy;

/// What statements run on: a [`Pool`](crate::Pool), or anything that stands in front of one.
///
/// ```
/// use ddbx::executor::{Execution, Executor};
/// use ddbx::{Pool, Request, ops};
///
/// /// Counts what goes through it.
/// struct Counted<'a>(&'a Pool, &'a std::sync::atomic::AtomicUsize);
///
/// impl Executor for Counted<'_> {
///     fn execute(&self, request: Request) -> Execution {
///         self.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///         self.0.execute(request)
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let (pool, count) = (Pool::connect("dynamodb::memory:").await?, Default::default());
/// ops::ListTables::new().send(&Counted(&pool, &count)).await?;
/// assert_eq!(count.into_inner(), 1);
/// # Ok(())
/// # }
/// ```
pub trait Executor: Send + Sync {
    /// Runs one request to its end, through every layer.
    ///
    /// The future is free of the executor's lifetime. A request that did not succeed is an error.
    fn execute(&self, request: Request) -> Execution;

    /// The physical table of an entity: the name in its schema, unless the pool says otherwise.
    fn table(&self, schema: &'static Schema) -> TableName {
        TableName::from(schema.table())
    }

    /// The time of day that managed fields are written with, and expiry goes by: that of the system, unless the pool has
    /// another [clock](crate::clock::Clock).
    fn now(&self) -> SystemTime {
        TokioClock.wall()
    }

    /// The clock that waits between requests go by, and the deadlines that requests are given: tokio's, unless the pool
    /// has another.
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(TokioClock)
    }

    /// The keys that cursors are [sealed](crate::cursor) with: none, unless the pool has some. What stands in front of a
    /// pool passes on the pool's.
    fn cursor_keys(&self) -> Option<&CursorKeys> {
        None
    }

    /// Whether this entity may be scanned: it may not, unless the pool says otherwise.
    fn scan_policy(&self, _schema: &'static Schema) -> ScanPolicy {
        ScanPolicy::default()
    }

    /// Told of a scan that was run with a warning.
    #[doc(hidden)]
    fn __scan_warned(&self) {}
}

/// A request on its way.
pub type Execution = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

impl<T: Executor + ?Sized> Executor for &T {
    fn execute(&self, request: Request) -> Execution {
        T::execute(self, request)
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        T::table(self, schema)
    }

    fn now(&self) -> SystemTime {
        T::now(self)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        T::clock(self)
    }

    fn cursor_keys(&self) -> Option<&CursorKeys> {
        T::cursor_keys(self)
    }

    fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
        T::scan_policy(self, schema)
    }

    fn __scan_warned(&self) {
        T::__scan_warned(self);
    }
}
