use ddbx_core::schema::Schema;

/// Whether the entities of a table may be scanned: a setting of a [pool](crate::PoolOptions::scan_policy), of its
/// [scopes](crate::ScopeOptions::scan_policy), and of [single tables](crate::PoolOptions::scan_policy_of).
///
/// It governs [`ddbx::scan`](crate::scan()). [`ops::Scan`](crate::ops::Scan) is DynamoDB's operation itself and goes at
/// any time: whoever writes it has said it.
///
/// Of what is said, the most special holds: [`allow_scan`](crate::Scan::allow_scan) on the statement; then what the pool
/// says of the table; then `allow_scan` on the [table](derive@crate::Table) or the [entity](derive@crate::Entity); then
/// what the pool says of all.
///
/// ```
/// use ddbx::{Entity, Pool, ScanPolicy};
///
/// #[derive(Entity)]
/// #[entity(table = "users")]
/// struct User {
///     #[entity(pk)]
///     id: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), ddbx::Error> {
/// let pool = Pool::connect("dynamodb::memory:").await?;
/// pool.create_tables::<(User,)>().await?;
/// let scan = || ddbx::scan::<User>().all_pages();
/// assert!(scan().count(&pool).await.is_err_and(|error| error.is_invalid()));
/// assert_eq!(scan().allow_scan().count(&pool).await?, 0);
///
/// let reports = pool.with(|options| options.scan_policy(ScanPolicy::Allow));
/// assert_eq!(scan().count(&reports).await?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScanPolicy {
    /// They may.
    Allow,
    /// They may not: such a scan is an error before anything is sent.
    #[default]
    Deny,
    /// They may, and each scan is a warning of `tracing`, with the target `ddbx::scan`, and is
    /// [counted](crate::Pool::warned_scans).
    Warn,
}

/// What a pool says of scans.
#[derive(Clone, Debug, Default)]
pub(crate) struct ScanPolicies {
    all: ScanPolicy,
    /// By the names that entities say; few, if any.
    tables: Vec<(String, ScanPolicy)>,
}

impl ScanPolicies {
    pub(super) fn set_all(&mut self, policy: ScanPolicy) {
        self.all = policy;
    }

    pub(super) fn set(&mut self, table: String, policy: ScanPolicy) {
        self.tables.retain(|(known, _)| *known != table);
        self.tables.push((table, policy));
    }

    pub(super) fn of(&self, schema: &Schema) -> ScanPolicy {
        let of_table = self.tables.iter().find(|(table, _)| table == schema.table());
        match of_table {
            Some((_, policy)) => *policy,
            None if schema.allows_scan() => ScanPolicy::Allow,
            None => self.all,
        }
    }
}
