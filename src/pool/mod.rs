mod layer;
mod options;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ddbx_core::error::FailureClass;
use ddbx_core::request::TableName;
use ddbx_core::schema::Schema;
use ddbx_core::{Clock, Error, ErrorKind, Request};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

pub use layer::Stack;
pub(crate) use layer::UserLayer;
pub use options::PoolOptions;

use crate::executor::{Execution, Executor};
use crate::transport::Backend;

/// Requests in flight that a pool can count; no machine has so many.
const PLACES: u32 = 1 << 29;

/// A pool: what statements run on. Cheap to clone; all clones are one pool.
///
/// It fits axum's `State` and actix's `web::Data` as it is.
///
/// ```
/// use ddbx::{Entity, Pool};
///
/// #[derive(Entity, Debug, PartialEq)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
///     name: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
///
/// ddbx::put(User { id: "u1".into(), name: "Ann".into() }).execute(&pool).await?;
/// let ann = ddbx::get::<User>("u1").fetch_one(&pool).await?;
/// assert_eq!(ann.name, "Ann");
///
/// pool.close().await;
/// assert!(ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err().is_closed());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Pool(Arc<Shared>);

struct Shared {
    stack: Stack,
    backend: Arc<dyn Backend>,
    table_prefix: String,
    closed: AtomicBool,
    /// A place for every request in flight: closing takes them all, one by one as they are given back.
    places: Arc<Semaphore>,
}

impl Pool {
    /// Connects with default options: see [`ConnectUrl`](crate::config::ConnectUrl) for the URLs.
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        PoolOptions::new().connect(url).await
    }

    pub(crate) fn new(stack: Stack, backend: Arc<dyn Backend>, table_prefix: String) -> Self {
        let places = Arc::new(Semaphore::new(PLACES as usize));
        Self(Arc::new(Shared {
            stack,
            backend,
            table_prefix,
            closed: AtomicBool::new(false),
            places,
        }))
    }

    /// Refuses new requests, waits for those in flight, and lets go of everything. Clones are closed with it.
    ///
    /// Requests end by their deadlines, so this does too.
    pub async fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        // An error means that another call closed the pool first, and has finished.
        if let Ok(all) = self.0.places.acquire_many(PLACES).await {
            self.0.backend.close().await;
            self.0.places.close();
            all.forget();
        }
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::SeqCst)
    }

    /// How many requests are in flight.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        if self.0.places.is_closed() {
            0
        } else {
            PLACES as usize - self.0.places.available_permits()
        }
    }

    /// The clock that time limits go by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.0.backend.clock()
    }
}

impl Executor for Pool {
    fn execute(&self, request: Request) -> Execution {
        let place = Arc::clone(&self.0.places).try_acquire_owned();
        let (Ok(place), false) = (place, self.is_closed()) else {
            let error = Error::failed(ErrorKind::Closed, FailureClass::NotSent, &request, "the pool is closed");
            return Box::pin(std::future::ready(Err(error)));
        };
        let stack = self.0.stack.clone();
        Box::pin(async move {
            let answer = stack.oneshot(request).await;
            drop(place);
            answer
        })
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        if self.0.table_prefix.is_empty() {
            return TableName::from(schema.table());
        }
        TableName::from(format!("{}{}", self.0.table_prefix, schema.table()))
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("backend", &self.0.backend)
            .field("in_flight", &self.in_flight())
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}
