//! Keys as they come, and their answers in the same order: what is in between is bounded.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use ddbx_core::codec;
use ddbx_core::limits::BATCH_GET_ITEMS;
use ddbx_core::request::TableName;
use ddbx_core::{Error, Operation};
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use super::chunk::{Chunk, Loaded, late};
use super::identity::{Identity, KeyAttributes};
use super::{RawAnswer, ReadOptions, Tally};
use crate::executor::Executor;

/// Encoded keys, as JSON objects.
pub(crate) type Keys<'a> = BoxStream<'a, Result<Bytes, Error>>;

/// Reads keys: a stream with one answer for each, in their order.
///
/// It holds no more inputs than fit into the requests that may be in flight. A key that is asked for already is not asked
/// for again. After an error it ends.
pub(crate) struct Flow<'a> {
    executor: Arc<dyn Executor + 'a>,
    table: TableName,
    options: ReadOptions,
    end: Option<Instant>,
    keys: Keys<'a>,
    has_all_keys: bool,
    /// What is asked for of the items, their keys included; all without.
    projection: Option<Arc<[&'static str]>>,
    /// Those of the first key.
    attributes: KeyAttributes,
    /// The inputs that are not given back yet, the first of which has this position.
    window: VecDeque<Slot>,
    first: usize,
    /// The keys that have no answer yet, and the positions that wait for it.
    wanted: HashMap<Identity, Vec<usize>>,
    unsent: VecDeque<(Identity, Bytes)>,
    running: FuturesUnordered<BoxFuture<'a, Result<Loaded, Error>>>,
    /// Whether no more requests are made: what comes is unprocessed.
    is_cut_short: bool,
    has_failed: bool,
    tally: Tally,
}

struct Slot {
    key: Bytes,
    answer: Option<RawAnswer>,
}

/// An input and its answer.
pub(crate) struct Answered {
    pub(crate) position: usize,
    pub(crate) key: Bytes,
    pub(crate) answer: RawAnswer,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(
        executor: &'a (impl Executor + ?Sized),
        table: TableName,
        keys: Keys<'a>,
        options: ReadOptions,
    ) -> Self {
        let within = options.within;
        Self {
            end: within.and_then(|within| executor.clock().now().checked_add(within)),
            executor: Arc::new(executor),
            table,
            options,
            keys,
            has_all_keys: false,
            projection: None,
            attributes: KeyAttributes::default(),
            window: VecDeque::new(),
            first: 0,
            wanted: HashMap::new(),
            unsent: VecDeque::new(),
            running: FuturesUnordered::new(),
            is_cut_short: false,
            has_failed: false,
            tally: Tally::default(),
        }
    }

    /// The same, which asks for these attributes only. Those of the key are among them: an answer is told by its key.
    pub(crate) fn projecting(mut self, attributes: Option<&[&'static str]>) -> Self {
        self.projection = attributes.map(Into::into);
        self
    }

    pub(crate) fn into_tally(self) -> Tally {
        self.tally
    }

    fn is_answered(&self) -> bool {
        self.window.front().is_some_and(|slot| slot.answer.is_some())
    }

    fn answered(&mut self) -> Option<Answered> {
        let Slot { key, answer } = self.window.pop_front_if(|slot| slot.answer.is_some())?;
        let position = self.first;
        self.first += 1;
        answer.map(|answer| Answered { position, key, answer })
    }

    /// Takes keys as long as there is room.
    fn pull(&mut self, context: &mut Context<'_>) -> Result<(), Error> {
        let room = self.options.in_flight.saturating_mul(BATCH_GET_ITEMS);
        while !self.has_all_keys && self.window.len() < room {
            match self.keys.poll_next_unpin(context) {
                Poll::Ready(Some(key)) => self.take(key?)?,
                Poll::Ready(None) => self.has_all_keys = true,
                Poll::Pending => break,
            }
        }
        Ok(())
    }

    fn take(&mut self, key: Bytes) -> Result<(), Error> {
        let position = self.first + self.window.len();
        let identity = self.identity(&key, position).map_err(|error| {
            Error::encode(error.at_index(position).at("keys"))
                .in_operation(Operation::BatchGetItem)
                .on_table(&self.table)
        })?;
        match self.wanted.entry(identity) {
            Entry::Occupied(mut known) => known.get_mut().push(position),
            Entry::Vacant(new) => {
                self.unsent.push_back((new.key().clone(), key.clone()));
                new.insert(vec![position]);
            }
        }
        self.window.push_back(Slot { key, answer: None });
        Ok(())
    }

    fn identity(&mut self, key: &[u8], position: usize) -> codec::Result<Identity> {
        if position == 0 {
            self.attributes = KeyAttributes::of(key)?;
        }
        self.attributes.identity(key)
    }

    /// Makes requests of what is there: full ones, and others only if no more keys come, or nothing is under way.
    fn send(&mut self) {
        while !self.unsent.is_empty() && self.running.len() < self.options.in_flight {
            let is_full = self.unsent.len() >= BATCH_GET_ITEMS;
            if !is_full && !self.has_all_keys && !self.running.is_empty() {
                break;
            }
            if self.end.is_some_and(|end| self.executor.clock().now() >= end) {
                self.cut_short(late(&self.table));
            }
            if self.is_cut_short {
                let unprocessed = self
                    .unsent
                    .drain(..)
                    .map(|(identity, _)| (identity, RawAnswer::Unprocessed));
                let unprocessed = unprocessed.collect();
                self.settle(unprocessed);
                break;
            }
            let count = self.unsent.len().min(BATCH_GET_ITEMS);
            let chunk = Chunk {
                keys: self.unsent.drain(..count).collect(),
                attributes: self.attributes.clone(),
                table: self.table.clone(),
                projection: self.projection.clone(),
                options: self.options.clone(),
                end: self.end,
            };
            self.running.push(Box::pin(chunk.load(Arc::clone(&self.executor))));
        }
    }

    fn cut_short(&mut self, cause: Error) {
        self.is_cut_short = true;
        self.tally.cause.get_or_insert_with(|| Arc::new(cause));
    }

    fn loaded(&mut self, loaded: Loaded) {
        self.tally.requests += loaded.requests;
        self.tally.add_capacity(&loaded.capacity);
        self.settle(loaded.answers);
        match loaded.cause {
            // One range of keys may be throttled, and others not.
            Some(cause) if cause.is_throttled() => drop(self.tally.cause.get_or_insert_with(|| Arc::new(cause))),
            Some(cause) => self.cut_short(cause),
            None => {}
        }
    }

    fn settle(&mut self, answers: Vec<(Identity, RawAnswer)>) {
        for (identity, answer) in answers {
            for position in self.wanted.remove(&identity).unwrap_or_default() {
                if let Some(slot) = self.window.get_mut(position - self.first) {
                    slot.answer = Some(answer.clone());
                }
            }
        }
    }

    fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Answered>, Error>> {
        loop {
            if let Some(answered) = self.answered() {
                return Poll::Ready(Ok(Some(answered)));
            }
            self.pull(context)?;
            self.send();
            // Also where no more requests are made, there is an answer now.
            if self.poll_running(context)? || self.is_answered() {
                continue;
            }
            return match self.has_all_keys && self.window.is_empty() {
                true => Poll::Ready(Ok(None)),
                false => Poll::Pending,
            };
        }
    }

    /// Polls all that run, and whether one has ended. The caller may be busy with the first answers for a while: what is
    /// not under way by then is held up.
    fn poll_running(&mut self, context: &mut Context<'_>) -> Result<bool, Error> {
        let mut has_ended = false;
        while let Poll::Ready(Some(loaded)) = self.running.poll_next_unpin(context) {
            self.loaded(loaded?);
            has_ended = true;
        }
        Ok(has_ended)
    }
}

impl Stream for Flow<'_> {
    type Item = Result<Answered, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_failed {
            return Poll::Ready(None);
        }
        let answer = ready!(self.poll_answer(context));
        if answer.is_err() {
            self.has_failed = true;
            self.running.clear();
        }
        Poll::Ready(answer.transpose())
    }
}
