use std::panic::resume_unwind;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use ddbx_core::{Error, ErrorKind, Request, Response};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::super::follow::PageRequests;
use super::super::members::Members as _;
use super::super::paging::Paging;
use super::super::{Cursor, Page};
use super::allowance::Allowance;
use super::checkpoint::{Position, ScanCheckpoint};
use super::key::KeyNames;
use super::page::SegmentPage;
use super::segments::Segments;
use crate::executor::{Execution, Executor};
use crate::read::Shape;

/// The pages of all segments, as they come.
///
/// Requests run in tasks: how slowly the pages are taken must not make them late.
pub(super) struct Merge<'a, T> {
    execute: Box<dyn Fn(Request) -> Execution + Send + Sync + 'a>,
    read: Read<T>,
    requests: PageRequests,
    segments: Segments,
    allowance: Allowance,
    /// Requests in flight, and those that were answered and are waiting.
    tasks: JoinSet<Answer<T>>,
    most_tasks: usize,
    keys: KeyNames,
    ended: bool,
}

/// What makes a page of an answer.
type Read<T> = Arc<dyn Fn(&Request, Response) -> Result<Page<T>, Error> + Send + Sync>;

/// What became of a request.
struct Answer<T> {
    segment: u32,
    start: Option<Cursor>,
    limit: Option<u32>,
    page: Result<(Page<T>, Bytes), Error>,
}

impl<'a, T: Send + 'static> Merge<'a, T> {
    pub(super) fn new<S: Shape<T>>(
        executor: &'a (impl Executor + ?Sized),
        requests: PageRequests,
        segments: Segments,
        paging: Paging,
        most_tasks: usize,
        keys: KeyNames,
        shape: S,
    ) -> Self {
        Self {
            read: Arc::new(move |context, response| {
                let page = Page::<S::Raw>::read(context, response)?;
                page.shaped(&shape)
                    .map_err(|error| Error::decode(error).during(context))
            }),
            execute: Box::new(move |request| executor.execute(request)),
            requests,
            segments,
            allowance: Allowance::new(&paging),
            tasks: JoinSet::new(),
            most_tasks,
            keys,
            ended: false,
        }
    }

    /// The next page of any segment. After an error, there is none.
    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<SegmentPage<T>, Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if let Err(error) = self.fill() {
            return self.fail(error);
        }
        let answer = match ready!(self.tasks.poll_join_next(context)) {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(error) => {
                    let ended = Error::new(ErrorKind::Closed, "the runtime ended before the scan did");
                    return self.fail(ended.with_source(error));
                }
            },
            None => {
                self.ended = true;
                return Poll::Ready(None);
            }
        };
        match self.take(answer).and_then(|page| self.fill().map(|()| page)) {
            Ok(page) => Poll::Ready(Some(Ok(page))),
            Err(error) => self.fail(error),
        }
    }

    /// Sends what may be sent.
    fn fill(&mut self) -> Result<(), Error> {
        while self.tasks.len() < self.most_tasks && self.allowance.has_left() {
            let could = self.segments.idle().min(self.most_tasks - self.tasks.len());
            let total = self.segments.total();
            let Some((segment, progress)) = self.segments.next() else {
                break;
            };
            let runtime = Handle::try_current().map_err(|error| {
                let needed = "a parallel scan needs a tokio runtime to run its requests on";
                Error::not_sent(ErrorKind::Configuration, needed).with_source(error)
            })?;
            let limit = self.allowance.spend(progress.limit(), could);
            let start = progress.cursor().cloned();
            let request = self.requests.page(limit, start.as_ref(), |writer| {
                writer.number("Segment", segment.into());
                writer.number("TotalSegments", total.into());
            });
            let context = request.without_body();
            let (execution, read) = ((self.execute)(request), Arc::clone(&self.read));
            let run = async move {
                let page = async {
                    let response = execution.await?;
                    let body = response.body.clone();
                    read(&context, response).map(|page| (page, body))
                };
                Answer {
                    page: page.await,
                    segment,
                    start,
                    limit,
                }
            };
            self.tasks.spawn_on(run, &runtime);
        }
        Ok(())
    }

    fn take(&mut self, answer: Answer<T>) -> Result<SegmentPage<T>, Error> {
        let Answer {
            segment,
            start,
            limit,
            page,
        } = answer;
        let (page, body) = page?;
        let PageRequests { operation, table, .. } = &self.requests;
        let before = self
            .segments
            .read(segment, &page)
            .map_err(|error| error.in_operation(*operation).on_table(table))?;
        if let Some(cursor) = &page.cursor {
            self.keys.learn(cursor);
        }
        let scanned = page.scanned_count;
        let page = SegmentPage::new(segment, start, page, before, body);
        self.allowance.settle(limit, scanned, page.count());
        Ok(page)
    }

    fn fail(&mut self, error: Error) -> Poll<Option<Result<SegmentPage<T>, Error>>> {
        self.end();
        Poll::Ready(Some(Err(error)))
    }

    /// Reads nothing more.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.tasks.abort_all();
    }
}

impl<T> Merge<'_, T> {
    /// Takes note of all of a page having been returned.
    pub(super) fn returned(&mut self, segment: u32, place: Option<Position>) {
        self.segments.returned(segment, place);
    }

    /// Where the segments are, but for the page that is being returned.
    pub(super) fn checkpoint(&self) -> ScanCheckpoint {
        self.segments.checkpoint()
    }

    pub(super) fn keys(&self) -> &KeyNames {
        &self.keys
    }
}
