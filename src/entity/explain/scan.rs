//! What a scan will do.

use ddbx_core::codec::Writer;
use ddbx_core::expression::{Clauses, Listed, Names, Node, write_values};
use ddbx_core::request::TableName;
use ddbx_core::schema::{Index, Schema, Scope};
use ddbx_core::{Error, Operation, codec};

use super::{Explanation, FILTER_NOTE, GLOBAL_NOTE, asked_besides, estimate, sparse_note, text};
use crate::entity::{tag, view};
use crate::ops::Paging;
use crate::pool::ScanPolicy;

/// A scan that was found to be one that can run.
#[derive(Debug)]
pub(in crate::entity) struct Scanned<'a> {
    pub(in crate::entity) schema: &'static Schema,
    pub(in crate::entity) table: &'a TableName,
    pub(in crate::entity) index: &'static Index,
    /// What its items must meet.
    pub(in crate::entity) conditions: Vec<Node>,
    pub(in crate::entity) fields: Option<&'static [u16]>,
    pub(in crate::entity) paging: Paging,
    pub(in crate::entity) consistent: bool,
    pub(in crate::entity) sees_expired: bool,
    pub(in crate::entity) policy: ScanPolicy,
    pub(in crate::entity) segments: Option<u32>,
}

/// Explains a scan.
pub(in crate::entity) fn explain_scan(mut scanned: Scanned<'_>) -> Result<Explanation, Error> {
    let (schema, index, paging) = (scanned.schema, scanned.index, scanned.paging);
    let conditions = std::mem::take(&mut scanned.conditions);
    let filter = filter(&scanned, conditions).map_err(|error| Error::encode(error.of(schema.entity())))?;
    // A filter drops items after they were read: more are read than are returned.
    let take = paging.take.filter(|_| filter.is_none()).map(|take| take as u64);
    let most = [paging.max_scanned, take].into_iter().flatten().min();
    Ok(Explanation {
        entity: schema.entity(),
        table: scanned.table.to_string(),
        operation: Operation::Scan,
        index: Some(index.name()).filter(|_| index.scope() != Scope::Primary),
        key: Vec::new(),
        notes: notes(&scanned, filter.is_some()),
        filter,
        order: None,
        descending: false,
        projection: scanned.fields.map(|fields| view::projection_attributes(schema, fields)),
        hydrates: false,
        consistent: scanned.consistent,
        partitions: 1,
        segments: scanned.segments,
        scan_policy: Some(scanned.policy),
        limit: paging.page_size.map(u64::from).into_iter().chain(most).min(),
        most: (most, paging.max_pages),
        item_bytes: None,
        whole: None,
        usd_per_million_units: estimate::USD_PER_MILLION_UNITS,
    })
}

fn filter(scanned: &Scanned<'_>, conditions: Vec<Node>) -> codec::Result<Option<String>> {
    let mut clauses = Clauses::default();
    for condition in conditions {
        clauses.push(condition)?;
    }
    let listed = Listed {
        clauses: &clauses.entries,
        values: &clauses.values,
        first: 0,
    };
    // Values that cannot be stored are refused where they are written.
    write_values(listed, |_| true, &mut Writer::new())?;
    let mut besides = asked_besides(scanned.schema, scanned.sees_expired).peekable();
    let (mut names, mut text) = (Names::default(), String::new());
    names.write(listed, |_| true, besides.peek().is_some(), &mut text);
    let asked = Some(text::plain(&text, names.attributes())).filter(|text| !text.is_empty());
    let all: Vec<_> = asked.into_iter().chain(besides).collect();
    Ok(Some(all.join(" AND ")).filter(|text| !text.is_empty()))
}

fn notes(scanned: &Scanned<'_>, has_filter: bool) -> Vec<String> {
    let (schema, index) = (scanned.schema, scanned.index);
    let what = match index.scope() {
        Scope::Primary => "table",
        Scope::Global | Scope::Local => "index",
    };
    let mut notes = vec![format!("all of the {what} is read, and paid for, whatever is returned")];
    if tag::shared(schema).is_some() {
        notes.push("items of the table's other entities are read, too".to_owned());
    }
    if has_filter {
        notes.push(FILTER_NOTE.to_owned());
    }
    if index.scope() == Scope::Global {
        notes.push(GLOBAL_NOTE.to_owned());
    }
    notes.extend(sparse_note(schema, index));
    notes
}
