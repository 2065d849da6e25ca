mod close;
mod gate;
mod layer;
mod options;
mod places;
mod scans;
mod scope;
mod settings;
mod source;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use ddbx_core::error::FailureClass;
use ddbx_core::request::TableName;
use ddbx_core::schema::Schema;
use ddbx_core::{Clock, Error, ErrorKind, Request};
use futures_util::future::{Either, select};
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

pub use close::{CloseReport, EndedRequest};
use gate::Gate;
pub use layer::Stack;
pub(crate) use layer::UserLayer;
pub use options::PoolOptions;
pub(crate) use places::{PlacesLayer, places};
pub use scans::ScanPolicy;
pub use scope::ScopeOptions;
pub(crate) use scope::{CapacityLimit, Hedging};
pub(crate) use source::Source;

use crate::cursor::CursorKeys;
use crate::executor::{Execution, Executor};
use crate::stack::{self, SharedLayers};

/// How long closing waits for requests in flight, where nothing else is said. They end by their deadlines before,
/// unless nobody polls them any more.
const CLOSING: Duration = Duration::from_secs(30);

/// No limit.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// How long requests have to end when they are told to.
const ENDING: Duration = Duration::from_millis(100);

/// A pool: what statements run on. Cheap to clone; all clones are one pool.
///
/// It fits axum's `State` and actix's `web::Data` as it is. When the last clone is dropped, its connections are closed;
/// [`close`](Self::close) first waits for what is under way.
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
pub struct Pool(Arc<Scope>);

/// A pool with its options: several share what is beneath.
struct Scope {
    stack: Stack,
    options: ScopeOptions,
    shared: Arc<Shared>,
}

struct Shared {
    source: Source,
    layers: SharedLayers,
    gate: Arc<Gate>,
    /// Scans that were run with a warning.
    warned_scans: AtomicU64,
    /// Set when everything is let go of.
    ended: OnceCell<CloseReport>,
}

impl Pool {
    /// Connects with default options: see [`ConnectUrl`](crate::config::ConnectUrl) for the URLs.
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled, an endpoint that cannot be
    /// reached, no credentials, keys that no request can be signed with.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        PoolOptions::new().connect(url).await
    }

    /// A pool that connects when it is first used: see [`PoolOptions::connect_lazy`].
    ///
    /// # Errors
    ///
    /// A URL of another form, a file that cannot be opened, a feature that is not enabled.
    pub fn connect_lazy(url: &str) -> Result<Self, Error> {
        PoolOptions::new().connect_lazy(url)
    }

    /// Connects to where the environment says, as the official SDK would: region, endpoint, profile and credentials from
    /// the variables of AWS, its configuration files, or the machine's role.
    ///
    /// ```no_run
    /// # async fn connect() -> Result<(), ddbx::Error> {
    /// // AWS_REGION=eu-west-1, or AWS_PROFILE=shop, or AWS_ENDPOINT_URL_DYNAMODB=http://localhost:8000, …
    /// let pool = ddbx::Pool::from_env().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// No region, no credentials, an endpoint that cannot be reached.
    #[cfg(feature = "aws")]
    pub async fn from_env() -> Result<Self, Error> {
        PoolOptions::new().connect_from_env().await
    }

    pub(super) fn new(source: Source, places: usize, options: ScopeOptions) -> Self {
        let layers = SharedLayers::new(&options, places, &source.clock());
        let shared = Shared {
            source,
            layers,
            gate: Arc::default(),
            warned_scans: AtomicU64::new(0),
            ended: OnceCell::new(),
        };
        Self::scope(Arc::new(shared), options)
    }

    fn scope(shared: Arc<Shared>, options: ScopeOptions) -> Self {
        let stack = stack::assemble(&shared.source, &shared.layers, &options);
        Self(Arc::new(Scope { stack, options, shared }))
    }

    /// The same pool with other options: for one statement, for a kind of work, for a tenant.
    ///
    /// Connections, the budget of repeats and the rates that were learnt from throttles are shared, and so is closing.
    /// Limits that the scope sets are its own: keep it where they are to hold over several statements.
    ///
    /// ```
    /// use ddbx::middleware::timeout::Limits;
    /// use ddbx::{Pool, ops};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = Pool::connect("dynamodb::memory:").await?;
    /// let hurried = pool.with(|options| options.request_timeout(Limits::all(Duration::from_millis(500))));
    /// ops::ListTables::new().send(&hurried).await?;
    ///
    /// let background = pool.with(|options| options.concurrency_limit(4).request_timeout(Limits::all(Duration::from_secs(60))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn with(&self, change: impl FnOnce(ScopeOptions) -> ScopeOptions) -> Self {
        Self::scope(Arc::clone(&self.0.shared), change(self.0.options.clone()))
    }

    /// Refuses new requests, waits for those in flight, and lets go of everything. Clones are closed with it.
    ///
    /// Requests end by their deadlines. One that is held and no longer polled is waited for no longer than 30 seconds.
    /// The report says what was still under way then.
    pub async fn close(&self) -> CloseReport {
        self.close_within(CLOSING).await
    }

    /// As [`close`](Self::close), but requests that are still in flight after `limit` are ended: their callers get an
    /// error whose outcome is unknown where a write had been sent, and the report names each.
    ///
    /// What waits for its repeat or its turn is ended too. The embedded engine finishes what it has begun, and a backend of
    /// the application's own is only asked to close; their callers no longer wait for them. A pool is closed once: later calls wait for the first one's end
    /// and return its report.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), ddbx::Error> {
    /// let pool = ddbx::Pool::connect("dynamodb::memory:").await?;
    /// for request in pool.close_within(Duration::from_secs(5)).await.ended {
    ///     eprintln!("{} on {:?}: {:?}", request.operation, request.table, request.outcome);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn close_within(&self, limit: Duration) -> CloseReport {
        let gate = &self.0.shared.gate;
        gate.close();
        let end = async {
            let clock = self.clock();
            gate.wait_until_empty(clock.now() + limit.min(CENTURY), &*clock).await;
            gate.begin_report();
            self.0.shared.source.close().await;
            // What has a connection learns it there, and knows best what it did; the rest is cut off.
            gate.wait_until_empty(clock.now() + ENDING, &*clock).await;
            gate.cut();
            gate.wait_until_empty(clock.now() + ENDING, &*clock).await;
            gate.report()
        };
        self.0.shared.ended.get_or_init(|| end).await.clone()
    }

    /// How many connections are open, those in use included. The embedded engine has none.
    ///
    /// After many calls were cancelled, it may be more than `max_connections` for a while: the connections of those
    /// calls finished in the background, while others took their places. The surplus ends by its idleness.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.shared.source.connections().size
    }

    /// How many open connections are not in use.
    #[must_use]
    pub fn num_idle(&self) -> usize {
        self.0.shared.source.connections().idle
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.shared.gate.is_closed()
    }

    /// How many requests are in flight.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.0.shared.gate.inside()
    }

    /// How many scans of entities were run with a warning, by the pool and its scopes: see
    /// [`ScanPolicy::Warn`].
    #[must_use]
    pub fn warned_scans(&self) -> u64 {
        self.0.shared.warned_scans.load(Ordering::Relaxed)
    }

    /// The clock that time limits go by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.0.shared.source.clock()
    }
}

impl Executor for Pool {
    fn execute(&self, request: Request) -> Execution {
        let pool = Arc::clone(&self.0);
        Box::pin(async move {
            // Begun when it is polled, not when it is made: what nobody polls holds up nothing.
            let Some(pass) = pool.shared.gate.enter() else {
                return Err(Error::failed(
                    ErrorKind::Closed,
                    FailureClass::NotSent,
                    &request,
                    "the pool is closed",
                ));
            };
            let context = request.without_body();
            let running = pin!(pool.stack.clone().oneshot(request));
            let answer = match select(running, pin!(pool.shared.gate.is_cut())).await {
                Either::Left((answer, _)) => answer,
                Either::Right(_) => Err(cut_off(&context)),
            };
            if let Err(error) = &answer {
                pass.failed(&context, error);
            }
            answer
        })
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        if self.0.options.table_prefix.is_empty() {
            return TableName::from(schema.table());
        }
        TableName::from(format!("{}{}", self.0.options.table_prefix, schema.table()))
    }

    fn now(&self) -> SystemTime {
        self.clock().wall()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Self::clock(self)
    }

    fn cursor_keys(&self) -> Option<&CursorKeys> {
        self.0.options.cursor_keys.as_ref()
    }

    fn scan_policy(&self, schema: &'static Schema) -> ScanPolicy {
        self.0.options.scans.of(schema)
    }

    fn __scan_warned(&self) {
        self.0.shared.warned_scans.fetch_add(1, Ordering::Relaxed);
    }
}

/// The error of a request that was waiting for something when its pool had closed.
fn cut_off(request: &Request) -> Error {
    // An attempt may have been sent before.
    let message = "the pool was closed before the request had ended";
    Error::failed(ErrorKind::Closed, FailureClass::Ambiguous, request, message)
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("source", &self.0.shared.source)
            .field("in_flight", &self.in_flight())
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}
