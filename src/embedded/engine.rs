//! The handle to an engine, and the thread behind it.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use bytes::Bytes;
#[cfg(test)]
use dynoxide::Database;
use tokio::sync::{mpsc, oneshot, watch};

use super::answer::Answer;
use super::dispatch;
use super::open_error::OpenError;
use super::registry::{self, Claim, Found};
#[cfg(test)]
use super::store::Halt;
use super::store::Store;

/// Requests that may wait for the thread. More callers than this wait for a place.
const QUEUE: usize = 1024;

/// See the module's page: expressions are parsed recursively.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// A handle to an engine. Clones are cheap and are one handle; each `memory` or `file` makes another.
///
/// The engine's thread ends when its last handle has been dropped or [shut down](Engine::shutdown), and what was in
/// the queue by then has been answered.
#[derive(Clone)]
pub(crate) struct Engine {
    /// Emptied by `shutdown`, for all clones at once.
    running: Arc<Mutex<Option<Arc<Running>>>>,
}

/// Why a call has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallError {
    /// The call was begun and did not finish: what it had done by then is unknown.
    Lost,
    /// The call was never begun: the engine is closed.
    NotRun,
}

/// An engine whose thread runs. Dropping the last one ends the thread.
pub(super) struct Running {
    queue: mpsc::Sender<Job>,
    /// Never sent to: closed when the thread has ended.
    ended: watch::Receiver<()>,
}

type Job = Box<dyn FnOnce(&mut Store) + Send>;

impl Engine {
    /// A new, empty database in memory. It is gone with its last handle.
    pub(crate) fn memory() -> Result<Engine, OpenError> {
        let store = Store::memory().map_err(|fault| OpenError::Engine {
            message: format!("cannot open an embedded database in memory: {fault}"),
        })?;
        let running = start(store, None).map_err(|source| OpenError::Io {
            path: ":memory:".into(),
            source,
        })?;
        Ok(Engine::new(running))
    }

    /// The database in the file `path`, which is created if it does not exist (its directory is not).
    ///
    /// A file that this process has open already is shared. Blocks while the file is read and, if need be, brought up
    /// to date, and while an earlier engine on it finishes.
    pub(crate) fn file(path: &Path) -> Result<Engine, OpenError> {
        let claim = match registry::claim(path)? {
            Found::Open(running) => return Ok(Engine::new(running)),
            Found::Free(claim) => claim,
        };
        let file = claim.path().to_owned();
        let name = file.to_str().ok_or_else(|| OpenError::Io {
            path: file.clone(),
            source: io::Error::new(io::ErrorKind::InvalidFilename, "the path is not UTF-8"),
        })?;
        // What dynoxide says here advises features that are not ours.
        let store = Store::file(name.to_owned()).map_err(|_| OpenError::Engine {
            message: format!(
                "`{name}` is not a database of the embedded engine, is damaged, or is held by another program"
            ),
        })?;
        let running = start(store, Some(claim)).map_err(|source| OpenError::Io { path: file, source })?;
        Ok(Engine::new(running))
    }

    fn new(running: Arc<Running>) -> Engine {
        Engine {
            running: Arc::new(Mutex::new(Some(running))),
        }
    }

    /// Runs one request: `target` is the operation's name on the wire (`PutItem`), `body` its JSON.
    ///
    /// A refused request is an answer like any other. Dropping the future before the engine has come to the request
    /// withdraws it; after that, the request runs to its end.
    pub(crate) async fn call(&self, target: &'static str, body: Bytes) -> Result<Answer, CallError> {
        self.submit(move |store| dispatch::answer(store, target, &body)).await
    }

    /// Runs several requests with nothing in between: `work` is given what answers one.
    #[cfg(feature = "test-util")]
    pub(crate) async fn together<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn FnMut(&'static str, &[u8]) -> Answer) -> T + Send + 'static,
    ) -> Result<T, CallError> {
        self.submit(move |store| work(&mut |target, body| dispatch::answer(store, target, body)))
            .await
    }

    /// Runs `work` on the engine's thread, between two requests: how a test holds the thread up, or makes it panic.
    ///
    /// [`CallError::Lost`] if it panics.
    #[cfg(test)]
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Database) -> T + Send + 'static,
    ) -> Result<T, CallError> {
        self.submit(move |store| store.guard(work))
            .await?
            .map_err(|halt| match halt {
                Halt::Gone => CallError::NotRun,
                Halt::Panicked => CallError::Lost,
            })
    }

    /// Closes this handle and its clones, at once: later calls are [`CallError::NotRun`].
    ///
    /// The future waits until the thread has ended, its file is closed and free for another process. If the file is
    /// also open through another handle, or a call still waits for a place in the queue, the engine lives on and there
    /// is nothing to wait for.
    pub(crate) fn shutdown(&self) -> impl Future<Output = ()> + Send + use<> {
        let running = self.slot().take();
        async move {
            // `into_inner` names exactly one owner as the last, however many of them give up at once.
            if let Some(running) = running.and_then(Arc::into_inner) {
                let mut ended = running.ended;
                drop(running.queue);
                // An error is the news: the sender has gone.
                while ended.changed().await.is_ok() {}
            }
        }
    }

    /// Puts `work` into the queue and waits for its result.
    pub(super) async fn submit<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> T + Send + 'static,
    ) -> Result<T, CallError> {
        let (reply, result) = oneshot::channel();
        let mut reply = Reply(Some(reply));
        let job: Job = Box::new(move |store| {
            if let Some(reply) = reply.begin() {
                // A caller that left while the work ran does not want its result.
                let _ = reply.send(Ok(work(store)));
            }
        });
        // The whole of it, and not only its queue: a file with a caller still waiting for a place is not closing, and
        // must be found open by others. Let go before the answer, so that nothing else keeps the engine up.
        let running = self.slot().clone().ok_or(CallError::NotRun)?;
        running.queue.send(job).await.map_err(|_| CallError::NotRun)?;
        drop(running);
        result.await.unwrap_or(Err(CallError::Lost))
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the engine's thread has ended, without keeping it up.
    #[cfg(test)]
    pub(super) fn ended(&self) -> impl Future<Output = ()> + Send + use<> {
        let ended = self.slot().as_ref().map(|running| running.ended.clone());
        async move {
            if let Some(mut ended) = ended {
                while ended.changed().await.is_ok() {}
            }
        }
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// Where a piece of work sends its result. If the work is dropped before it began, the caller is told so.
struct Reply<T>(Option<oneshot::Sender<Result<T, CallError>>>);

impl<T> Reply<T> {
    /// From here on, silence means that the work was lost. `None` if the caller has gone.
    fn begin(&mut self) -> Option<oneshot::Sender<Result<T, CallError>>> {
        self.0.take().filter(|reply| !reply.is_closed())
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        if let Some(reply) = self.0.take() {
            let _ = reply.send(Err(CallError::NotRun));
        }
    }
}

/// All that the engine's thread owns, in the order in which it must go, whether the thread returns or panics.
struct Resident {
    /// First: what is left in the queue learns that it is not run.
    jobs: mpsc::Receiver<Job>,
    /// Then SQLite closes the file,
    store: Store,
    /// others may have it,
    _claim: Option<Claim>,
    /// and those who wait for the end are told.
    _alive: watch::Sender<()>,
}

impl Resident {
    fn serve(mut self) {
        while let Some(job) = self.jobs.blocking_recv() {
            job(&mut self.store);
        }
    }
}

fn start(store: Store, claim: Option<Claim>) -> io::Result<Arc<Running>> {
    let (queue, jobs) = mpsc::channel(QUEUE);
    let (alive, ended) = watch::channel(());
    let running = Arc::new(Running { queue, ended });
    if let Some(claim) = &claim {
        claim.publish(&running);
    }
    let resident = Resident {
        jobs,
        store,
        _claim: claim,
        _alive: alive,
    };
    thread::Builder::new()
        .name("ddbx-engine".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(|| resident.serve())?;
    Ok(running)
}
