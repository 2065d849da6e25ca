//! The engine as a backend of the stack, and the clock its time limits go by.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use ddbx_core::clock::Sleep;
use ddbx_core::error::FailureClass;
use ddbx_core::{Clock, Error, ErrorKind, Request, Response};

use super::{CallError, Engine, OpenError};
use crate::config::ConnectUrl;
use crate::transport::{Attempt, Backend};

/// The embedded engine below a pool.
#[derive(Debug)]
pub(crate) struct Embedded {
    engine: Engine,
}

impl Embedded {
    pub(crate) async fn open(url: ConnectUrl) -> Result<Self, Error> {
        // Opening a file blocks: it is read, and perhaps brought up to date. Without a runtime, nobody else waits.
        if url == ConnectUrl::Memory || tokio::runtime::Handle::try_current().is_err() {
            return Self::open_now(url);
        }
        tokio::task::spawn_blocking(move || Self::open_now(url))
            .await
            .map_err(|error| {
                Error::new(ErrorKind::Configuration, "opening the file was broken off").with_source(error)
            })?
    }

    /// A backend on an engine that is open.
    #[cfg(feature = "test-util")]
    pub(crate) fn over(engine: Engine) -> Self {
        Self { engine }
    }

    /// Opens it on this thread, which is blocked as long as a file is read.
    pub(crate) fn open_now(url: ConnectUrl) -> Result<Self, Error> {
        let engine = match url {
            ConnectUrl::Memory => Engine::memory(),
            ConnectUrl::File(path) => Engine::file(&path),
            ConnectUrl::Network(url) => {
                let message = format!("`{url}` is no URL of the embedded engine");
                return Err(Error::new(ErrorKind::Configuration, message));
            }
        };
        engine.map(|engine| Self { engine }).map_err(Error::from)
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        Self::new(ErrorKind::Configuration, "the embedded engine cannot be opened").with_source(error)
    }
}

impl Backend for Embedded {
    fn send(&self, request: Request) -> Attempt {
        let engine = self.engine.clone();
        Box::pin(async move {
            match engine.call(request.operation.name(), request.body.clone()).await {
                Ok(answer) => Ok(Response::new(answer.status, answer.body)
                    .with_request_id(answer.request_id)
                    .with_checksum(answer.crc32)),
                Err(CallError::NotRun) => {
                    let message = "the embedded engine was closed before the request reached it";
                    Err(Error::failed(
                        ErrorKind::Closed,
                        FailureClass::NotSent,
                        &request,
                        message,
                    ))
                }
                Err(CallError::Lost) => {
                    let message = "the embedded engine stopped in the middle of the request";
                    Err(Error::failed(
                        ErrorKind::Connection,
                        FailureClass::Ambiguous,
                        &request,
                        message,
                    ))
                }
            }
        })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(RealClock)
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.engine.shutdown())
    }
}

/// Real time, whatever tokio's clock does.
///
/// A paused tokio clock jumps to the next timer as soon as its runtime has nothing to do, which it has while it waits
/// for the engine's thread: time limits by that clock would end every request at once.
#[derive(Clone, Copy, Debug)]
struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn now(&self) -> Instant {
        Instant::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        Box::pin(futures_timer::Delay::new(
            deadline.saturating_duration_since(self.now()),
        ))
    }
}
