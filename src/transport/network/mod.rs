//! DynamoDB over the network: credentials, an endpoint, a connection, a signature, an exchange.

mod attempt;
mod caps;
mod skew;

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use ddbx_core::error::FailureClass;
use ddbx_core::fault::Nature;
use ddbx_core::{Clock, Error, ErrorKind, Fault, Request, Response};
use ddbx_middleware::timeout::AttemptTimeoutLayer;
use futures_util::FutureExt as _;
use futures_util::future::{Either, select};

use super::connection::{ConnectError, Connector, Names, Proxy, Trust};
use super::credentials::CredentialsCache;
use super::endpoint::{Endpoint, Endpoints};
use super::sign::Credentials;
use super::slots::{Count, Ending, Loan, SlotOptions, Slots, closed};
pub use caps::ResponseLimits;
use skew::Skew;

/// What a pool on the network is made of.
pub(crate) struct Network {
    endpoints: Endpoints,
    credentials: CredentialsCache,
    /// The connections, by endpoint. Few: DynamoDB, Streams, one for each account.
    slots: Mutex<Vec<(Arc<Endpoint>, Arc<Slots>)>>,
    options: NetworkOptions,
    trust: Arc<Trust>,
    proxy: Proxy,
    skew: Skew,
    ending: Arc<Ending>,
    clock: Arc<dyn Clock>,
}

/// What of it can be set.
#[derive(Clone, Debug)]
pub(crate) struct NetworkOptions {
    pub(crate) slots: SlotOptions,
    pub(crate) caps: ResponseLimits,
    pub(crate) names: Names,
}

/// Everything an attempt needs before its clock starts.
struct Ready {
    credentials: Arc<Credentials>,
    endpoint: Arc<Endpoint>,
    loan: Loan,
    /// What the signature's time differs by from this machine's.
    skew: i64,
}

impl Network {
    pub(crate) fn new(
        endpoints: Endpoints,
        credentials: CredentialsCache,
        options: NetworkOptions,
        trust: Trust,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            endpoints,
            credentials,
            slots: Mutex::default(),
            options,
            trust: Arc::new(trust),
            proxy: Proxy::from_env(),
            skew: Skew::default(),
            ending: Arc::default(),
            clock,
        }
    }

    /// Carries out a request: one attempt at it, and one more where the first was refused for what can be mended here,
    /// a clock that is wrong or credentials that have ended.
    pub(super) async fn send(&self, request: Request, limit: &AttemptTimeoutLayer) -> Result<Response, Error> {
        let mut sent = 0;
        let mut stale = 0;
        loop {
            let ready = match self.at_hand(&request) {
                Some(ready) => ready,
                // Boxed, as it is seldom needed and large.
                None => Box::pin(self.before_deadline(&request)).await,
            };
            let mut ready = ready.map_err(|error| counted(error, sent))?;
            let had_rested = ready.loan.has_rested();
            let limit = limit.begin(&request);
            let error = match limit.around(attempt::run(self, &mut ready, &request)).await {
                Ok(mut response) => {
                    response.attempts += sent;
                    return Ok(response);
                }
                Err(error) => error,
            };
            let Ready {
                credentials,
                loan,
                skew,
                ..
            } = ready;
            // What follows an answer that cannot be trusted cannot be either.
            if error.kind() == ErrorKind::UnexpectedResponse {
                loan.distrust();
            } else {
                drop(loan);
            }
            // One that is answered at the last moment is not begun again after it.
            let in_time = request.deadline.is_none_or(|deadline| self.clock.now() < deadline);
            match error.class() {
                _ if !in_time => return Err(counted(error, sent)),
                // The server had closed it while it rested, and nothing has left: another one.
                Some(FailureClass::NotSent) if had_rested && stale < STALE && error.kind() == ErrorKind::Connection => {
                    stale += 1;
                }
                Some(FailureClass::Rejected) if sent == 0 && self.mend(&error, &credentials, skew) => sent = 1,
                _ => return Err(counted(error, sent)),
            }
        }
    }

    /// What has to be there before the attempt, if nothing of it has to be waited for.
    fn at_hand(&self, request: &Request) -> Option<Result<Ready, Error>> {
        self.ready(request).now_or_never()
    }

    /// What has to be there before the attempt, in time for it: while it is waited for, nothing is sent.
    async fn before_deadline(&self, request: &Request) -> Result<Ready, Error> {
        let ready = pin!(self.ready(request));
        let late = pin!(async {
            match request.deadline {
                // A moment before the deadline's own layer ends the call, which does not know that nothing was sent.
                Some(deadline) => {
                    let end = deadline.checked_sub(MOMENT).unwrap_or(deadline);
                    self.clock.sleep_until(end).await;
                }
                None => std::future::pending().await,
            }
        });
        match select(ready, select(late, pin!(self.ending.reached()))).await {
            Either::Left((ready, _)) => ready,
            Either::Right((Either::Left(_), _)) => Err(self.too_late(request)),
            // What waits for credentials has no connection that tells it.
            Either::Right((Either::Right(_), _)) => Err(closed(request)),
        }
    }

    fn too_late(&self, request: &Request) -> Error {
        let failed = |kind, message| Error::failed(kind, FailureClass::NotSent, request, message);
        if self.credentials.are_waited_for() {
            let message = "the provider of credentials had not answered before the deadline";
            return failed(ErrorKind::Authentication, message);
        }
        let all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        // With several endpoints, the one that is being connected to is the likely one.
        match all.iter().max_by_key(|(_, slots)| slots.is_connecting()) {
            Some((_, slots)) => slots.too_late(request),
            None => failed(ErrorKind::PoolTimeout, "the endpoint was not known before the deadline"),
        }
    }

    async fn ready(&self, request: &Request) -> Result<Ready, Error> {
        let credentials = self.credentials.get().await.map_err(|error| error.during(request))?;
        let endpoint = self.endpoints.of(request, &credentials).await;
        let endpoint = endpoint.map_err(|error| error.during(request))?;
        let slots = self.slots(&endpoint).map_err(|error| refused(error, request))?;
        let loan = slots.lend(request).await?;
        Ok(Ready {
            credentials,
            endpoint,
            loan,
            skew: self.skew.used(),
        })
    }

    /// The connections to an endpoint.
    fn slots(&self, endpoint: &Arc<Endpoint>) -> Result<Arc<Slots>, ConnectError> {
        let mut all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slots)) = all.iter().find(|(known, _)| Arc::ptr_eq(known, endpoint)) {
            return Ok(Arc::clone(slots));
        }
        let connector = Connector::new(
            Arc::clone(endpoint),
            self.options.names.clone(),
            Arc::clone(&self.trust),
            &self.proxy,
            self.options.slots.connect_timeout,
        )?;
        let slots = Slots::new(
            connector,
            self.options.slots.clone(),
            Arc::clone(&self.ending),
            Arc::clone(&self.clock),
        )?;
        if self.ending.has_begun() {
            // A request that was on its way to them when the others were closed must not find these open.
            slots.close();
        }
        all.push((Arc::clone(endpoint), Arc::clone(&slots)));
        Ok(slots)
    }

    /// Whether the reason of a refusal is gone now: then the request may be sent again.
    fn mend(&self, error: &Error, credentials: &Arc<Credentials>, signed_with: i64) -> bool {
        if error.fault().map(Fault::nature) != Some(Nature::Expired) {
            return false;
        }
        self.skew.correct(signed_with) || self.credentials.refused(credentials)
    }

    /// Opens the connections to DynamoDB's endpoint that are always to be there, and at least one.
    pub(crate) async fn warm(&self) -> Result<(), Error> {
        let credentials = self.credentials.get().await?;
        let endpoint = self.endpoints.main(&credentials).await?;
        let unreachable = |message: String, error| Error::not_sent(ErrorKind::Connection, message).with_source(error);
        let slots = self
            .slots(&endpoint)
            .map_err(|error| unreachable("the endpoint cannot be connected to".to_owned(), error))?;
        slots
            .warm()
            .await
            .map_err(|error| unreachable(slots.no_connection(), error))
    }

    pub(crate) fn count(&self) -> Count {
        let all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .map(|(_, slots)| slots.count())
            .fold(Count::default(), |sum, count| Count {
                size: sum.size + count.size,
                idle: sum.idle + count.idle,
            })
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Ends everything that is under way.
    pub(crate) fn close(&self) {
        let all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        self.ending.begin();
        all.iter().for_each(|(_, slots)| slots.close());
    }
}

/// Connections that turn out closed before a byte left, for one attempt.
const STALE: u32 = 4;

/// Far below what a limit is set to, and above the resolution of timers.
const MOMENT: std::time::Duration = std::time::Duration::from_millis(2);

/// The error with the attempts before its own.
fn counted(error: Error, before: u32) -> Error {
    let attempts = error.attempts() + before;
    error.with_attempts(attempts)
}

fn refused(error: ConnectError, request: &Request) -> Error {
    Error::failed(
        ErrorKind::Configuration,
        FailureClass::NotSent,
        request,
        "the endpoint cannot be connected to",
    )
    .with_source(error)
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
