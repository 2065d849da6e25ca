use std::marker::PhantomData;

use bytes::Bytes;
use ddbx_core::Error;
use ddbx_core::request::TableName;
use ddbx_core::schema::Key;
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};

use super::{Answer, GetManyReport};
use crate::batch::{Answered, Flow, Given, Keys, RawAnswer, ReadOptions, Tally, Unprocessed, UnprocessedKeys, decode};
use crate::entity::expired::{Expired, expiry};
use crate::entity::view::{self, Found};
use crate::entity::{Entity, Selection};
use crate::executor::Executor;

/// A read of many keys under way.
pub(super) struct Run<'a, E, V> {
    flow: Flow<'a>,
    table: TableName,
    options: ReadOptions,
    expiry: Option<Expired>,
    selection: PhantomData<fn() -> (E, V)>,
}

impl<'a, E: Entity, V: Selection<E>> Run<'a, E, V> {
    pub(super) fn new(
        executor: &'a (impl Executor + ?Sized),
        table: TableName,
        keys: Keys<'a>,
        options: ReadOptions,
    ) -> Self {
        let expiry = expiry(E::SCHEMA, executor.now(), options.sees_expired);
        let attributes = V::SELECTED.map(|fields| {
            let mut attributes = view::projection_attributes(E::SCHEMA, fields);
            view::tested_attributes(E::SCHEMA, expiry, &mut attributes);
            view::add(&mut attributes, E::SCHEMA.primary().keys().map(Key::attribute));
            attributes
        });
        let flow = Flow::new(executor, table.clone(), keys, options.clone());
        Self {
            expiry,
            flow: flow.projecting(attributes.as_deref()),
            table,
            options,
            selection: PhantomData,
        }
    }

    /// The next answer, and the input it is to.
    async fn next(&mut self) -> Option<Result<(Answer<V>, Given), Error>> {
        let answered = self.flow.next().await?;
        Some(answered.and_then(|Answered { position, key, answer }| {
            let answer = match answer {
                RawAnswer::Found(item) => self.read(&item, position)?.map_or(Answer::Missing, Answer::Found),
                RawAnswer::Missing => Answer::Missing,
                RawAnswer::Unprocessed => Answer::Unprocessed,
            };
            Ok((answer, Given { position, key }))
        }))
    }

    /// The entity that an item is, as a get would find it.
    fn read(&self, item: &Bytes, position: usize) -> Result<Option<V>, Error> {
        let found = decode::<Found<E, V>>(item, position, &self.table)?;
        Ok(found.alive(self.expiry))
    }

    pub(super) async fn report(mut self) -> Result<GetManyReport<V>, Error> {
        let (mut answers, mut unprocessed) = (Vec::new(), Vec::new());
        while let Some(answer) = self.next().await {
            let (answer, given) = answer?;
            if answer.is_unprocessed() {
                unprocessed.push(given);
            }
            answers.push(answer);
        }
        let Tally {
            requests,
            capacity,
            cause,
        } = self.flow.into_tally();
        let unprocessed = (!unprocessed.is_empty()).then(|| {
            UnprocessedKeys::new(Unprocessed {
                table: self.table,
                keys: unprocessed,
                inputs: answers.len(),
                requests,
                options: self.options,
                cause,
            })
        });
        Ok(GetManyReport::new(answers, unprocessed, requests, capacity))
    }

    /// All answers, until one is an error.
    pub(super) fn answers(self) -> impl Stream<Item = Result<(Answer<V>, Given), Error>> + Send + 'a
    where
        E: 'a,
        V: 'a,
    {
        stream::unfold(Some(self), |run| async move {
            let mut run = run?;
            let answer = run.next().await?;
            let run = answer.is_ok().then_some(run);
            Some((answer, run))
        })
    }

    /// The entities that were found; an unprocessed key is an error.
    pub(super) fn found(self) -> impl Stream<Item = Result<V, Error>> + Send + 'a
    where
        E: 'a,
        V: 'a,
    {
        stream::unfold(Some(self), |run| async move {
            let mut run = run?;
            loop {
                match run.next().await? {
                    Ok((Answer::Found(entity), _)) => return Some((Ok(entity), Some(run))),
                    Ok((Answer::Missing, _)) => {}
                    Ok((Answer::Unprocessed, given)) => return Some((Err(run.unprocessed(given)), None)),
                    Err(error) => return Some((Err(error), None)),
                }
            }
        })
    }

    /// The error of a key that was left; how many inputs there are is not known.
    fn unprocessed(self, given: Given) -> Error {
        let inputs = given.position + 1;
        let Tally { requests, cause, .. } = self.flow.into_tally();
        UnprocessedKeys::new(Unprocessed {
            table: self.table,
            keys: vec![given],
            inputs,
            requests,
            options: self.options,
            cause,
        })
        .into_error()
    }
}
