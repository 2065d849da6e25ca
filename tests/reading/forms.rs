//! A query in every form there is, against what the model finds.

use std::collections::HashSet;

use ddbx::ops::{Capacity, Cursor};
use ddbx::{Error, ErrorKind};
use futures_util::TryStreamExt as _;
use serde_json::Value as Json;

use crate::case::{Case, Limits};
use crate::hydrated;
use crate::modelled::{Index, Row, Scope};
use crate::planning::{Plan, fan_out};
use crate::random::Random;
use crate::statement::Statement;
use crate::wire::{self, Exchange, Partitions, Recorder, ensure};

/// What is wrong with an answer.
pub(crate) type Verdict = Result<(), String>;

/// A query that has a plan, and all that it finds.
pub(crate) struct Run<'a, R, F> {
    pub(crate) case: &'a Case,
    pub(crate) plan: Plan,
    pub(crate) rows: Vec<R>,
    pub(crate) recorder: &'a Recorder,
    /// The statement, without what the case says beside its plan.
    pub(crate) statement: F,
}

fn failed(error: &Error) -> String {
    format!(
        "{error}: {:?}",
        std::error::Error::source(error).map(ToString::to_string)
    )
}

/// The primary key of a row, as it stands in an item.
fn key<R: Row>(row: &R) -> String {
    let key = ddbx::codec::item_to_vec(&row.primary_key()).unwrap();
    hydrated::standing(&serde_json::from_slice(&key).unwrap(), R::PRIMARY_KEY)
}

/// Tells how many items of an answer are rows.
pub(crate) fn shown_of<R: Row>(rows: &[R]) -> impl Fn(&Json) -> u64 {
    let rows: HashSet<String> = rows.iter().map(key).collect();
    move |answer| match answer["Items"].as_array() {
        Some(items) => {
            let items = items.iter().map(|item| hydrated::standing(item, R::PRIMARY_KEY));
            items.filter(|key| rows.contains(key)).count() as u64
        }
        None => answer["Count"].as_u64().unwrap(),
    }
}

/// Whether rows are the first of all: at each place one of those that stand there, each once.
pub(crate) fn are_first<R: Row>(case: &Case, index: &Index, rows: &[R], of: &[R]) -> Verdict {
    ensure(rows.len() <= of.len(), || {
        format!("{} rows, and there are {}", rows.len(), of.len())
    })?;
    let places: Vec<_> = of.iter().map(|row| case.place(index, row)).collect();
    for (at, row) in rows.iter().enumerate() {
        let place = case.place(index, row);
        ensure(place == places[at], || {
            format!("row {at} is {row:?} at {place:?}, not {:?}", of[at])
        })?;
        let is_known = places
            .iter()
            .zip(of)
            .any(|(other, known)| *other == place && known == row);
        ensure(is_known, || format!("row {at}, {row:?}, is none of them"))?;
        ensure(!rows[..at].contains(row), || format!("row {at}, {row:?}, comes twice"))?;
    }
    Ok(())
}

impl<R: Row, S: Statement<Row = R>, F: Fn() -> S> Run<'_, R, F> {
    /// All forms that a case with its limits has; of the costly ones some, by chance.
    pub(crate) async fn all_forms(&self, random: &mut Random) -> Verdict {
        self.whole().await.map_err(|what| format!("stream: {what}"))?;
        self.pages().await.map_err(|what| format!("pages: {what}"))?;
        self.counted().await.map_err(|what| format!("count: {what}"))?;
        match random.below(3) {
            0 => self
                .page_by_page()
                .await
                .map_err(|what| format!("page by page: {what}")),
            1 => self.resumed(random).await.map_err(|what| format!("resumed: {what}")),
            _ => self.of_one().await.map_err(|what| format!("of one: {what}")),
        }
    }

    fn query(&self, case: &Case) -> S {
        case.limited((self.statement)())
    }

    fn are_first(&self, rows: &[R]) -> Verdict {
        are_first(self.case, self.plan.index, rows, &self.rows)
    }

    fn are_all(&self, rows: &[R]) -> Verdict {
        self.are_first(rows)?;
        ensure(rows.len() == self.rows.len(), || {
            format!(
                "{} rows of {}: it lacks {:?}",
                rows.len(),
                self.rows.len(),
                self.rows.iter().find(|row| !rows.contains(row))
            )
        })
    }

    /// With the limits: the first rows of all, and the rest behind its cursor.
    async fn whole(&self) -> Verdict {
        let query = self.query(self.case).return_consumed_capacity(Capacity::Total);
        let found = query.fetch(self.recorder).collect_with_info().await;
        let (rows, info) = found.map_err(|error| failed(&error))?;
        let exchanges = self.recorder.taken();
        self.wire(&exchanges, self.case.limits)?;
        wire::adds_up(&info, &exchanges)?;
        self.first_and_rest(rows, info.cursor, exchanges.is_empty()).await
    }

    async fn first_and_rest(&self, mut rows: Vec<R>, cursor: Option<Cursor>, is_unread: bool) -> Verdict {
        let limits = self.case.limits;
        let most = limits.take.unwrap_or(usize::MAX).min(self.rows.len());
        ensure(rows.len() <= most, || format!("{} rows, {most} at most", rows.len()))?;
        if limits.max_scanned.is_none() && limits.max_pages.is_none() {
            ensure(rows.len() == most, || format!("{} rows, not {most}", rows.len()))?;
        }
        if cursor.is_some() || is_unread {
            let rest = self.query(&self.case.to_its_end()).start_at(cursor);
            let rest = rest.fetch_all(self.recorder).await;
            self.recorder.taken();
            rows.extend(rest.map_err(|error| failed(&error))?);
        }
        self.are_all(&rows)
    }

    async fn pages(&self) -> Verdict {
        let pages: Vec<_> = self
            .query(self.case)
            .pages(self.recorder)
            .try_collect()
            .await
            .map_err(|error| failed(&error))?;
        let exchanges = self.recorder.taken();
        let sent = self.wire(&exchanges, self.case.limits)?.len();
        ensure(pages.len() == sent, || format!("{} pages of {sent}", pages.len()))?;
        for page in &pages {
            ensure(page.count == page.items.len() as u64, || {
                format!("{} items, not {}", page.items.len(), page.count)
            })?;
        }
        let cursor = pages.last().and_then(|page| page.cursor.clone());
        let rows = pages.into_iter().flat_map(|page| page.items).collect();
        self.first_and_rest(rows, cursor, exchanges.is_empty()).await
    }

    async fn counted(&self) -> Verdict {
        let count = self
            .query(self.case)
            .count(self.recorder)
            .await
            .map_err(|error| failed(&error))?;
        let exchanges = self.recorder.taken();
        let counts = exchanges
            .iter()
            .all(|exchange| exchange.operation == ddbx::Operation::GetItem || exchange.request["Select"] == "COUNT");
        if counts {
            self.wire(&exchanges, self.case.limits)?;
        }
        let most = self.case.limits.take.unwrap_or(usize::MAX).min(self.rows.len()) as u64;
        let is_cut = self.case.limits.max_scanned.is_some() || self.case.limits.max_pages.is_some();
        ensure(count == most || (is_cut && count < most), || {
            format!("{count}, not {most}")
        })
    }

    /// Page by page, each a query of its own.
    async fn page_by_page(&self) -> Verdict {
        let mut case = self.case.to_its_end();
        case.limits.take = self.case.limits.take.filter(|take| *take > 0);
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let page = self.query(&case).start_at(cursor).fetch_page(self.recorder).await;
            let page = page.map_err(|error| failed(&error))?;
            ensure(page.items.len() <= case.limits.take.unwrap_or(usize::MAX), || {
                format!("{} items on a page, more than are taken", page.items.len())
            })?;
            rows.extend(page.items);
            let Some(next) = page.cursor else { break };
            cursor = Some(next);
        }
        self.recorder.taken();
        self.are_all(&rows)
    }

    /// Each time some items further, from the middle of a page.
    async fn resumed(&self, random: &mut Random) -> Verdict {
        let case = self.case.to_its_end();
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let mut stream = self.query(&case).start_at(cursor.clone()).fetch(self.recorder);
            let (mut steps, mut is_over) = (1 + random.below(5), false);
            while steps > 0 && !is_over {
                match stream.try_next().await.map_err(|error| failed(&error))? {
                    Some(row) => rows.push(row),
                    None => is_over = true,
                }
                steps -= 1;
            }
            if is_over {
                ensure(stream.cursor().is_none(), || "it is over, and has a cursor".to_owned())?;
                break;
            }
            ensure(rows.len() <= self.rows.len(), || "it never ends".to_owned())?;
            cursor = stream.cursor();
            if cursor.is_none() {
                break;
            }
        }
        self.recorder.taken();
        self.are_all(&rows)
    }

    async fn of_one(&self) -> Verdict {
        let case = self.case.to_its_end();
        let (query, error) = (|| self.query(&case), |error: Error| failed(&error));
        let first = query().first(self.recorder).await.map_err(error)?;
        self.are_first(first.as_slice())?;
        ensure(first.is_none() == self.rows.is_empty(), || format!("first: {first:?}"))?;
        match query().fetch_one(self.recorder).await {
            Ok(one) => ensure(Some(one) == first, || "`fetch_one` is not `first`".to_owned())?,
            Err(error) => ensure(error.is_not_found() && first.is_none(), || failed(&error))?,
        }
        match query().at_most_one(self.recorder).await {
            Ok(one) => ensure(one == first && self.rows.len() < 2, || format!("at most one: {one:?}"))?,
            Err(error) => ensure(error.kind() == ErrorKind::TooManyItems && self.rows.len() > 1, || {
                failed(&error)
            })?,
        }
        if !self.plan.index.is_unsorted {
            let last = query().last(self.recorder).await.map_err(error)?;
            let place = |row: Option<&R>| row.map(|row| self.case.place(self.plan.index, row));
            ensure(place(last.as_ref()) == place(self.rows.last()), || {
                format!("last: {last:?}, not {:?}", self.rows.last())
            })?;
        }
        let none = query().take(0).first(self.recorder).await.map_err(error)?;
        ensure(none.is_none(), || format!("the first of none is {none:?}"))?;
        self.recorder.taken();
        Ok(())
    }

    /// The requests for pages, if they are right.
    fn wire(&self, exchanges: &[Exchange], limits: Limits) -> Result<Vec<Exchange>, String> {
        if exchanges.is_empty() && self.case.is_void(self.plan.index) {
            return Ok(Vec::new());
        }
        let exchanges = hydrated::pages(exchanges, R::PRIMARY_KEY, self.plan.is_hydrated)?;
        ensure(limits.are_zero() == exchanges.is_empty(), || {
            format!("{} requests", exchanges.len())
        })?;
        let is_get = |exchange: &Exchange| exchange.operation == ddbx::Operation::GetItem;
        ensure(
            exchanges.iter().all(|exchange| is_get(exchange) == self.plan.is_get),
            || "the operation".to_owned(),
        )?;
        let index = (self.plan.index.name != "primary").then_some(self.plan.index.name);
        let index = index.map_or(Json::Null, Json::from);
        ensure(
            exchanges.iter().all(|exchange| exchange.request["IndexName"] == index),
            || format!("it is not read by {index}"),
        )?;
        let index = self.plan.index;
        let partitions = Partitions {
            count: fan_out(index, &self.case.conditions).map_or(1, |(_, values)| values.len()),
            have_one_item: index.scope == Scope::Primary && index.is_unsorted,
        };
        wire::check(&exchanges, limits, partitions, shown_of(&self.rows))?;
        Ok(exchanges)
    }
}
