//! The settings that a pool and its scopes have in common.

/// Writes the settings into an `impl` block: methods that set a field of `$scope`.
macro_rules! scope_settings {
    ($self:ident => $scope:expr) => {
        /// How long a request may take, repeats and waits included. Default: [`Limits::REQUEST`], 5 s for operations on
        /// one item and 15 s for everything else.
        ///
        /// [`Limits::REQUEST`]: crate::middleware::timeout::Limits::REQUEST
        pub fn request_timeout(mut $self, limits: ddbx_middleware::timeout::Limits) -> Self {
            $scope.request_limits = limits;
            $self
        }

        /// How long one attempt at a request may take. Default: [`Limits::ATTEMPT`], 1 s for operations on one item and
        /// 5 s for everything else.
        ///
        /// A repeat helps only if the attempt before it ends in time: the limit on the request should leave room for
        /// several.
        ///
        /// [`Limits::ATTEMPT`]: crate::middleware::timeout::Limits::ATTEMPT
        pub fn attempt_timeout(mut $self, limits: ddbx_middleware::timeout::Limits) -> Self {
            $scope.attempt_limits = limits;
            $self
        }

        /// What is repeated, how often, and after which delays. Default: [`RetryOptions::new`]; nothing is repeated with
        /// [`RetryOptions::never`].
        ///
        /// A pool has one budget of repeats: a scope's options for the budget have no effect.
        ///
        /// ```
        /// use ddbx::PoolOptions;
        /// use ddbx::middleware::retry::{Delay, RetryOptions};
        /// use std::time::Duration;
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let delay = Delay::growing(Duration::from_millis(10)).up_to(Duration::from_millis(100));
        /// let pool = PoolOptions::new()
        ///     .retry(RetryOptions::new().attempts(3).delay(delay))
        ///     .connect("dynamodb::memory:")
        ///     .await?;
        /// # Ok(())
        /// # }
        /// ```
        ///
        /// [`RetryOptions::new`]: crate::middleware::retry::RetryOptions::new
        /// [`RetryOptions::never`]: crate::middleware::retry::RetryOptions::never
        pub fn retry(mut $self, options: ddbx_middleware::retry::RetryOptions) -> Self {
            $scope.retry = options;
            $self
        }

        /// How requests are slowed down that DynamoDB throttles: see [`middleware::throttle`](crate::middleware::throttle).
        /// Default: [`ThrottleOptions::new`].
        ///
        /// A pool has one set of limiters: a scope's options have no effect, but for switching them on and off.
        ///
        /// [`ThrottleOptions::new`]: crate::middleware::throttle::ThrottleOptions::new
        pub fn throttle(mut $self, options: ddbx_middleware::throttle::ThrottleOptions) -> Self {
            $scope.throttle = Some(options);
            $self
        }

        /// Sends requests whatever DynamoDB throttled before. What is throttled is still repeated, after the delays of
        /// [`retry`](Self::retry).
        pub fn without_throttle(mut $self) -> Self {
            $scope.throttle = None;
            $self
        }

        /// Attempts reads of items a second time when they take longer than nearly all others did, and takes the answer
        /// that comes first: see [`middleware::hedge`](crate::middleware::hedge). Default: they are not. Each second
        /// attempt costs read units.
        ///
        /// A scope that is given these options learns by itself how long others take, from its first hundred reads: keep
        /// it, instead of making it anew for each statement.
        ///
        /// ```
        /// use ddbx::PoolOptions;
        /// use ddbx::middleware::hedge::HedgeOptions;
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let pool = PoolOptions::new().hedge(HedgeOptions::new()).connect("dynamodb::memory:").await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn hedge(mut $self, options: ddbx_middleware::hedge::HedgeOptions) -> Self {
            $scope.hedge = Some(crate::pool::Hedging::new(options));
            $self
        }

        /// Attempts no read twice: for a scope of a pool that does.
        pub fn without_hedge(mut $self) -> Self {
            $scope.hedge = None;
            $self
        }

        /// How many requests may be under way at once, waits between attempts included; the others wait in line until
        /// their deadline. Default: no such limit. For work that must leave room for other work, as a scope.
        pub fn concurrency_limit(mut $self, requests: usize) -> Self {
            $scope.concurrency = Some(crate::pool::places(requests));
            $self
        }

        /// At which rate capacity may be used, in units per second: for background work, as a scope. A request that has
        /// used more than there was is paid for before the next one goes; that wait is before the request's time begins. See
        /// [`throttle::capacity`](crate::middleware::throttle::capacity). Default: no such limit.
        ///
        /// ```
        /// use ddbx::{Pool, ops};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let pool = Pool::connect("dynamodb::memory:").await?;
        /// let background = pool.with(|options| options.capacity_limit(25.0));
        /// ops::ListTables::new().send(&background).await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn capacity_limit(mut $self, units_per_second: f64) -> Self {
            $scope.capacity = Some(crate::pool::CapacityLimit::new(units_per_second));
            $self
        }

        /// Put before the table names of entities. Default: nothing. Operations that name their table are left alone.
        pub fn table_prefix(mut $self, prefix: impl Into<String>) -> Self {
            $scope.table_prefix = prefix.into();
            $self
        }

        /// The keys that cursors for the users of the application are sealed with: see [`cursor`](crate::cursor). Default:
        /// none, and a sealed query is an error ([`ErrorKind::Configuration`](crate::ErrorKind::Configuration)).
        ///
        /// ```
        /// use ddbx::PoolOptions;
        /// use ddbx::cursor::{CursorKey, CursorKeys};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// # let secret = "pAHoIZuvSkwYGRVyGYFRzqGjEkZVHq2cBChLDpJ6eMY=";
        /// let keys = CursorKeys::new(CursorKey::from_base64(1, secret)?);
        /// let pool = PoolOptions::new().cursor_keys(&keys).connect("dynamodb::memory:").await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn cursor_keys(mut $self, keys: &crate::cursor::CursorKeys) -> Self {
            $scope.cursor_keys = Some(keys.clone());
            $self
        }

        /// Whether entities may be scanned: see [`ScanPolicy`](crate::ScanPolicy). Default: they may not.
        ///
        /// A scan that says [`allow_scan`](crate::Scan::allow_scan) goes in any case, and what is said of one table, here or by
        /// `allow_scan` on the struct, goes before.
        pub fn scan_policy(mut $self, policy: crate::ScanPolicy) -> Self {
            $scope.scans.set_all(policy);
            $self
        }

        /// Whether the entities of this table may be scanned, whatever holds for others. The table is named as the entity
        /// says it, without prefix.
        ///
        /// ```
        /// use ddbx::{PoolOptions, ScanPolicy};
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let pool = PoolOptions::new()
        ///     .scan_policy(ScanPolicy::Warn)
        ///     .scan_policy_of("orders", ScanPolicy::Deny)
        ///     .connect("dynamodb::memory:")
        ///     .await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn scan_policy_of(mut $self, table: impl Into<String>, policy: crate::ScanPolicy) -> Self {
            $scope.scans.set(table.into(), policy);
            $self
        }

        /// Lets the entities of these tables be scanned: [`scan_policy_of`](Self::scan_policy_of) for each, with
        /// [`ScanPolicy::Allow`](crate::ScanPolicy::Allow).
        pub fn allow_scan_on<S: Into<String>>(mut $self, tables: impl IntoIterator<Item = S>) -> Self {
            for table in tables {
                $scope.scans.set(table.into(), crate::ScanPolicy::Allow);
            }
            $self
        }

        /// Lets things go wrong as a test tells them to: see [`middleware::chaos`](crate::middleware::chaos). It stands just above the wire
        /// or the engine, below everything else.
        ///
        /// Does my code keep what a batch could not write?
        ///
        /// ```
        /// use ddbx::middleware::chaos::{Chaos, Mishap};
        /// use ddbx::{Item, Operation, Pool, PoolOptions, ops};
        ///
        /// /// The code under test.
        /// async fn save(pool: &Pool, names: &[&str]) -> Result<(), ddbx::Error> {
        ///     let mut batch = ops::BatchWriteItem::new();
        ///     for name in names {
        ///         batch = batch.put("users", Item::new().with("id", *name));
        ///     }
        ///     let mut rest = Some(batch);
        ///     while let Some(batch) = rest {
        ///         rest = batch.send(pool).await?.unprocessed;
        ///     }
        ///     Ok(())
        /// }
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let chaos = Chaos::new();
        /// let pool = PoolOptions::new().chaos(&chaos).connect("dynamodb::memory:").await?;
        /// ops::CreateTable::new("users").partition_key("id", ops::KeyType::S).send(&pool).await?;
        ///
        /// chaos.on(Operation::BatchWriteItem).next(1, Mishap::unprocessed(2));
        /// save(&pool, &["ann", "bob", "cid"]).await?;
        ///
        /// assert_eq!(chaos.incidents().len(), 1, "it has happened");
        /// assert_eq!(ops::Scan::new("users").all_pages().count(&pool).await?, 3, "and nothing is lost");
        /// # Ok(())
        /// # }
        /// ```
        #[cfg(feature = "test-util")]
        pub fn chaos(mut $self, chaos: &ddbx_middleware::chaos::Chaos) -> Self {
            $scope.chaos = Some(chaos.clone());
            $self
        }

        /// Puts a tower layer of the application around the stack, inside of those given before.
        ///
        /// Layers of tower itself fit: their errors become [`ErrorKind::Layer`](crate::ErrorKind::Layer), with the cause
        /// as the source.
        ///
        /// ```
        /// use ddbx::PoolOptions;
        ///
        /// # #[tokio::main(flavor = "current_thread")]
        /// # async fn main() -> Result<(), ddbx::Error> {
        /// let pool = PoolOptions::new()
        ///     .layer(tower::util::MapRequestLayer::new(|request: ddbx::Request| {
        ///         println!("{}", request.operation);
        ///         request
        ///     }))
        ///     .connect("dynamodb::memory:")
        ///     .await?;
        /// # Ok(())
        /// # }
        /// ```
        pub fn layer<L>(mut $self, layer: L) -> Self
        where
            L: tower::Layer<crate::Stack> + Send + Sync + 'static,
            L::Service: tower::Service<crate::Request, Response = crate::Response> + Clone + Send + Sync + 'static,
            <L::Service as tower::Service<crate::Request>>::Error: Into<crate::error::BoxError>,
            <L::Service as tower::Service<crate::Request>>::Future: Send + 'static,
        {
            $scope.layers.push(crate::pool::UserLayer::new(layer));
            $self
        }
    };
}

pub(super) use scope_settings;
