mod gate;
mod layer;
mod options;
mod places;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ddbx_core::error::FailureClass;
use ddbx_core::request::TableName;
use ddbx_core::schema::Schema;
use ddbx_core::{Clock, Error, ErrorKind, Request};
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

use gate::Gate;
pub use layer::Stack;
pub(crate) use layer::UserLayer;
pub use options::PoolOptions;
pub(crate) use places::PlacesLayer;

use crate::executor::{Execution, Executor};
use crate::transport::Backend;

/// How long closing waits for requests in flight. They end by their deadlines, unless nobody polls them any more.
const CLOSING: Duration = Duration::from_secs(30);

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
    gate: Arc<Gate>,
    /// Set when the backend has let go of everything.
    ended: OnceCell<()>,
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
        Self(Arc::new(Shared {
            stack,
            backend,
            table_prefix,
            gate: Arc::default(),
            ended: OnceCell::new(),
        }))
    }

    /// Refuses new requests, waits for those in flight, and lets go of everything. Clones are closed with it.
    ///
    /// Requests end by their deadlines. One that is held and no longer polled is waited for no longer than 30 seconds.
    pub async fn close(&self) {
        self.0.gate.close();
        let end = async {
            let clock = self.clock();
            self.0.gate.wait_until_empty(clock.now() + CLOSING, &*clock).await;
            self.0.backend.close().await;
        };
        self.0.ended.get_or_init(|| end).await;
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.gate.is_closed()
    }

    /// How many requests are in flight.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.0.gate.inside()
    }

    /// The clock that time limits go by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.0.backend.clock()
    }
}

impl Executor for Pool {
    fn execute(&self, request: Request) -> Execution {
        let pool = Arc::clone(&self.0);
        Box::pin(async move {
            // Begun when it is polled, not when it is made: what nobody polls holds up nothing.
            let Some(_pass) = pool.gate.enter() else {
                return Err(Error::failed(
                    ErrorKind::Closed,
                    FailureClass::NotSent,
                    &request,
                    "the pool is closed",
                ));
            };
            pool.stack.clone().oneshot(request).await
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
