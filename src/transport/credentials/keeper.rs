use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use ddbx_core::{Clock, Error, ErrorKind};
use futures_util::future::{Either, select};
use tokio::sync::watch;

use super::Provide;
use super::failure::Failure;
use crate::transport::sign::Credentials;

/// How long before their end credentials are renewed, at most; a fifth of their life if that is shorter.
const AHEAD: Duration = Duration::from_secs(15 * 60);

/// How long a provider may take. Chains of it ask several services, each with limits and repeats of its own.
const LIMIT: Duration = Duration::from_secs(20);

/// How long credentials that were refused and came again are not asked for once more.
const UNHELPFUL: Duration = Duration::from_secs(30);

/// Keeps the credentials of a provider fresh.
pub(super) struct Keeper {
    provider: Arc<dyn Provide>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// The refresh in flight.
    refresh: Option<Waiting>,
    /// The refreshes that failed since the last that did not.
    failed: Option<Failed>,
    /// Until then, the provider has no others than those that were refused.
    unhelpful_until: Option<Instant>,
}

struct Current {
    credentials: Arc<Credentials>,
    /// When they are renewed in the background, by the wall clock.
    renew_at: Option<SystemTime>,
    /// The server does not take them any more.
    refused: bool,
}

struct Failed {
    last: Failure,
    at: Instant,
    times: u32,
}

type Outcome = Result<Arc<Credentials>, Failure>;
type Waiting = watch::Receiver<Option<Outcome>>;

/// What a caller does next.
enum Step {
    Use(Arc<Credentials>),
    Wait(Waiting),
}

impl Keeper {
    pub(super) fn new(provider: Arc<dyn Provide>, clock: Arc<dyn Clock>) -> Self {
        Self {
            provider,
            clock,
            state: Mutex::default(),
        }
    }

    pub(super) async fn get(self: &Arc<Self>) -> Result<Arc<Credentials>, Error> {
        // A refresh ends without an outcome if its runtime was shut down, which need not be this one, or if the
        // provider panicked: once more, here, but not for ever.
        for _ in 0..2 {
            let mut waiting = match self.step()? {
                Step::Use(credentials) => return Ok(credentials),
                Step::Wait(waiting) => waiting,
            };
            if let Ok(outcome) = waiting.wait_for(Option::is_some).await
                && let Some(outcome) = &*outcome
            {
                return outcome.clone().map_err(|failure| failure.error());
            }
        }
        Err(Failure::new("the provider of credentials was broken off: it panicked, or its runtime has ended").error())
    }

    fn step(self: &Arc<Self>) -> Result<Step, Error> {
        let mut state = self.state();
        let (step, refresh) = match state.usable(&*self.clock) {
            Some((credentials, false)) => (Step::Use(credentials), None),
            Some((credentials, true)) => {
                // Whether it can be renewed now or not, there is something to sign with.
                let refresh = match state
                    .failed
                    .as_ref()
                    .and_then(|failed| failed.hold(&*self.clock, RELAXED))
                {
                    None if state.refresh.is_none() => self.begin(&mut state).ok(),
                    _ => None,
                };
                (Step::Use(credentials), refresh.map(|(_, refresh)| refresh))
            }
            None => match &state.refresh {
                Some(waiting) => (Step::Wait(waiting.clone()), None),
                None => {
                    if let Some(failure) = state
                        .failed
                        .as_ref()
                        .and_then(|failed| failed.hold(&*self.clock, URGENT))
                    {
                        return Err(failure.error());
                    }
                    let (waiting, refresh) = self.begin(&mut state)?;
                    (Step::Wait(waiting), Some(refresh))
                }
            },
        };
        drop(state);
        // Without the lock: a runtime that is ending drops the task at once, which takes it.
        if let Some((runtime, refresh)) = refresh {
            runtime.spawn(refresh.run());
        }
        Ok(step)
    }

    fn begin(self: &Arc<Self>, state: &mut State) -> Result<(Waiting, (tokio::runtime::Handle, Refresh)), Error> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|error| {
            let message = "connections to a server need a tokio runtime: make requests inside of one";
            Error::not_sent(ErrorKind::Configuration, message).with_source(error)
        })?;
        let (done, waiting) = watch::channel(None);
        state.refresh = Some(waiting.clone());
        let refresh = Refresh {
            keeper: Arc::clone(self),
            done,
        };
        Ok((waiting, (runtime, refresh)))
    }

    pub(super) fn refused(&self, refused: &Credentials) -> bool {
        let mut state = self.state();
        let State {
            current: Some(current),
            unhelpful_until,
            ..
        } = &mut *state
        else {
            return true;
        };
        if !same(&current.credentials, refused) || current.refused {
            return true;
        }
        if unhelpful_until.is_some_and(|until| self.clock.now() < until) {
            return false;
        }
        current.refused = true;
        true
    }

    pub(super) fn is_waited_for(&self) -> bool {
        let state = self.state();
        state.refresh.is_some() && state.usable(&*self.clock).is_none()
    }

    fn end(&self, fresh: Result<Credentials, Failure>) -> Outcome {
        let mut state = self.state();
        let state = &mut *state;
        state.refresh = None;
        match fresh {
            Ok(credentials) => {
                let credentials = Arc::new(credentials);
                let came_again = state
                    .current
                    .as_ref()
                    .is_some_and(|current| current.refused && same(&current.credentials, &credentials));
                state.unhelpful_until = came_again.then(|| self.clock.now() + UNHELPFUL);
                state.current = Some(Current::new(Arc::clone(&credentials), self.clock.wall()));
                state.failed = None;
                Ok(credentials)
            }
            Err(failure) => {
                state.failed = Some(Failed {
                    last: failure.clone(),
                    at: self.clock.now(),
                    times: state.failed.as_ref().map_or(0, |failed| failed.times).saturating_add(1),
                });
                Err(failure)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The credentials at hand, while they are valid, and whether it is time to renew them.
    fn usable(&self, clock: &dyn Clock) -> Option<(Arc<Credentials>, bool)> {
        let current = self.current.as_ref().filter(|current| !current.refused)?;
        let Some(renew_at) = current.renew_at else {
            return Some((Arc::clone(&current.credentials), false));
        };
        let now = clock.wall();
        let is_valid = current.credentials.expires().is_none_or(|end| now < end);
        is_valid.then(|| (Arc::clone(&current.credentials), renew_at <= now))
    }
}

impl Current {
    fn new(credentials: Arc<Credentials>, now: SystemTime) -> Self {
        let renew_at = credentials.expires().map(|end| {
            let life = end.duration_since(now).unwrap_or_default();
            // A provider may give the same ones again, with little time left: it is not asked without a pause.
            (end - AHEAD.min(life / 5)).max(now + Duration::from_secs(1))
        });
        Self {
            credentials,
            renew_at,
            refused: false,
        }
    }
}

/// The first pause after a failure, and the longest; each is twice the one before.
type Pauses = (Duration, Duration);

/// While there are credentials that are valid.
const RELAXED: Pauses = (Duration::from_secs(1), Duration::from_secs(60));

/// While there are none, and every request fails.
const URGENT: Pauses = (Duration::from_millis(250), Duration::from_secs(5));

impl Failed {
    /// The failure, while it is too early to try again.
    fn hold(&self, clock: &dyn Clock, (first, longest): Pauses) -> Option<&Failure> {
        let doubled = 1 << (self.times - 1).min(16);
        let pause = (first * doubled).min(longest);
        (clock.now() < self.at + pause).then_some(&self.last)
    }
}

fn same(one: &Credentials, other: &Credentials) -> bool {
    std::ptr::eq(one, other)
        || (one.access_key() == other.access_key()
            && one.secret_key() == other.secret_key()
            && one.session_token() == other.session_token())
}

/// A refresh in flight. It belongs to nobody who waits for it.
struct Refresh {
    keeper: Arc<Keeper>,
    done: watch::Sender<Option<Outcome>>,
}

impl Refresh {
    async fn run(self) {
        let Keeper { provider, clock, .. } = &*self.keeper;
        let limit = clock.sleep_until(clock.now() + LIMIT);
        let fresh = match select(provider.provide(), limit).await {
            Either::Left((Ok(credentials), _)) => check(credentials, clock.wall()),
            Either::Left((Err(error), _)) => Err(error.into()),
            Either::Right(_) => Err(Failure::new(format!(
                "the provider of credentials did not answer within {} seconds",
                LIMIT.as_secs()
            ))),
        };
        let outcome = self.keeper.end(fresh);
        self.done.send_replace(Some(outcome));
    }
}

/// Broken off: the next caller begins anew.
impl Drop for Refresh {
    fn drop(&mut self) {
        if self.done.borrow().is_none() {
            self.keeper.state().refresh = None;
        }
    }
}

fn check(credentials: Credentials, now: SystemTime) -> Result<Credentials, Failure> {
    if let Err(error) = credentials.check() {
        return Err(Failure::new(format!(
            "the credentials of the provider cannot be used: {error}"
        )));
    }
    if credentials.expires().is_some_and(|end| end <= now) {
        return Err(Failure::new(
            "the provider of credentials gave some that have expired; log in again, or set this machine's clock",
        ));
    }
    Ok(credentials)
}

/// Without what it keeps.
impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}
