use ddbx_core::Error;
use ddbx_core::schema::Schema;

use crate::executor::Executor;
use crate::pool::ScanPolicy;

/// Whether a scan may run; says so where that is asked for.
pub(super) fn ask(
    executor: &(impl Executor + ?Sized),
    schema: &'static Schema,
    index: Option<&str>,
    is_allowed: bool,
) -> Result<(), Error> {
    if is_allowed {
        return Ok(());
    }
    match executor.scan_policy(schema) {
        ScanPolicy::Allow => Ok(()),
        ScanPolicy::Deny => Err(Error::invalid(format!(
            "`{0}` may not be scanned: a scan reads all of table `{1}`, whatever it returns; where that is meant, `.allow_scan()` lets this one scan, `PoolOptions::allow_scan_on([\"{1}\"])` those of the table, and `PoolOptions::scan_policy(ScanPolicy::Allow)` all",
            schema.entity(),
            schema.table(),
        ))),
        ScanPolicy::Warn => {
            executor.__scan_warned();
            tracing::warn!(
                target: "ddbx::scan",
                entity = schema.entity(),
                table = &*executor.table(schema),
                index,
                "a scan reads the whole table: bind a key by a query, or allow it",
            );
            Ok(())
        }
    }
}
