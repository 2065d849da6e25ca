use ddbx_core::{Error, Operation};

use super::super::Entity;
use super::super::explain::{Explanation, Scanned, explain_scan};
use super::super::projection::{self, Reads};
use super::operation::{Parts, check_conditions};
use crate::executor::Executor;
use crate::ops::Paging;
use crate::pool::ScanPolicy;

impl Parts {
    /// What the scan will do, where it would be refused for nothing but the policy.
    pub(super) fn explain<E: Entity>(
        &self,
        executor: &(impl Executor + ?Sized),
        segments: Option<u32>,
    ) -> Result<Explanation, Error> {
        let (schema, table) = (E::SCHEMA, executor.table(E::SCHEMA));
        let named = |error: Error| error.in_operation(Operation::Scan).on_table(&table);
        let index = self.index(schema).map_err(named)?;
        let reads = self.fields.map_or(Reads::Entities, Reads::Fields);
        projection::check_for("scan", schema, index, reads)
            .and_then(|()| check_conditions(schema, index, &self.conditions))
            .map_err(named)?;
        let paging = Paging {
            take: self.take,
            page_size: self.page_size,
            max_scanned: self.max_scanned,
            max_pages: self.max_pages,
        };
        paging.check().map_err(named)?;
        let policy = match self.is_allowed {
            true => ScanPolicy::Allow,
            false => executor.scan_policy(schema),
        };
        explain_scan(Scanned {
            schema,
            table: &table,
            index,
            conditions: self.conditions.clone(),
            fields: self.fields,
            paging,
            consistent: self.consistent,
            sees_expired: self.sees_expired,
            policy,
            segments,
        })
        .map_err(named)
    }
}
