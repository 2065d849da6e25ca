//! A queue before something that lets so many through.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

/// What decides how many may go, and when.
pub(super) trait Meter {
    /// What one request was let through for.
    type Charge: Copy;

    /// Brings it up to date; `waiting` says whether someone is in the queue.
    fn refill(&mut self, now: Instant, waiting: bool);

    /// Lets one request through, if it may go now.
    fn admit(&mut self) -> Option<Self::Charge>;

    /// Takes back what a request was let through for that was never sent.
    fn give_back(&mut self, charge: Self::Charge);

    /// When the request with so many ahead of it may go, as it looks now.
    fn turn(&self, now: Instant, ahead: usize) -> Instant;

    /// How long the request with so many ahead of it takes to be answered; `None` where nobody can say.
    fn outlook(&self, now: Instant, ahead: usize) -> Option<Duration>;

    /// The time that must be left before the deadline of a request that is let through.
    fn margin(&self) -> Duration;
}

/// A place in a line: by the time the caller asked, then by arrival.
///
/// A request that comes back because it was throttled has asked before those that came after it, and goes before
/// them. Otherwise each throttle would cost it a whole queue, and few throttles would make the tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    asked: Instant,
    number: u64,
}

/// Requests that wait for a [`Meter`] to let them through, first come, first served.
///
/// Nothing runs in the background. Whoever enters, leaves, looks, or brings an answer moves the line on, and each that
/// waits has a timer of its own, so that the line moves also when the first is not polled.
pub(super) struct Line<M: Meter> {
    state: Mutex<State<M>>,
}

struct State<M: Meter> {
    meter: M,
    waiting: BTreeMap<Place, Waiter>,
    /// Let through, and not yet aware of it.
    admitted: HashMap<u64, M::Charge>,
    arrivals: u64,
}

struct Waiter {
    waker: Option<Waker>,
    deadline: Option<Instant>,
}

/// What came of entering.
#[derive(Debug)]
pub(super) enum Entry<C> {
    Admitted(C),
    Late(Late),
    Waits(Place),
}

/// What one that waits sees.
#[derive(Debug)]
pub(super) enum Sight<C> {
    Admitted(C),
    Late(Late),
    /// Its turn, as it looks now.
    Turn(Instant),
}

/// A request that would not make it before its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Late {
    /// How long a new request would take.
    pub(super) wait: Duration,
    /// How many were waiting.
    pub(super) waiting: usize,
}

impl<M: Meter> Line<M> {
    pub(super) fn new(meter: M) -> Self {
        Self {
            state: Mutex::new(State {
                meter,
                waiting: BTreeMap::new(),
                admitted: HashMap::new(),
                arrivals: 0,
            }),
        }
    }

    /// A panic under the lock is in no code of ours that leaves it half changed.
    fn lock(&self) -> MutexGuard<'_, State<M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the meter says, and how many wait.
    pub(super) fn read<R>(&self, read: impl FnOnce(&M, usize) -> R) -> R {
        let state = self.lock();
        read(&state.meter, state.waiting.len())
    }

    /// Tells the meter something that may let others go sooner.
    pub(super) fn update(&self, now: Instant, update: impl FnOnce(&mut M)) {
        let mut state = self.lock();
        update(&mut state.meter);
        let mut woken = state.advance(now);
        // The rate may have grown: the first is to look at the time again.
        woken.extend(state.first_waker());
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }

    /// Takes back what a request was let through for that was never sent.
    pub(super) fn give_back(&self, now: Instant, charge: M::Charge) {
        self.update(now, |meter| meter.give_back(charge));
    }

    pub(super) fn enter(&self, now: Instant, asked: Instant, deadline: Option<Instant>) -> Entry<M::Charge> {
        let mut state = self.lock();
        let woken = state.advance(now);
        let entry = state.enter(now, asked, deadline);
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        entry
    }

    /// Looks whether it is the turn of this place, and if not, has the waker called when it is, or when the time must
    /// be looked at again.
    pub(super) fn look(&self, now: Instant, place: Place, waker: &Waker) -> Sight<M::Charge> {
        let mut state = self.lock();
        let woken = state.advance(now);
        let sight = state.look(now, place, waker);
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        sight
    }

    /// Leaves the line; what it was let through for, if it was, goes to the next.
    pub(super) fn leave(&self, now: Instant, place: Place) {
        let mut state = self.lock();
        if let Some(charge) = state.admitted.remove(&place.number) {
            state.meter.give_back(charge);
        }
        let first = state.is_first(place);
        let left = state.waiting.remove(&place).is_some();
        let mut woken = state.advance(now);
        if left && first {
            woken.extend(state.first_waker());
        }
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }
}

impl<M: Meter> State<M> {
    /// Lets through who may go, and returns the wakers of those who are to look.
    fn advance(&mut self, now: Instant) -> Vec<Waker> {
        self.meter.refill(now, !self.waiting.is_empty());
        let mut woken = Vec::new();
        let mut moved = false;
        let end = now + self.meter.margin();
        while let Some(first) = self.waiting.first_entry() {
            let late = first.get().deadline.is_some_and(|deadline| deadline <= end);
            if !late {
                let Some(charge) = self.meter.admit() else { break };
                self.admitted.insert(first.key().number, charge);
            }
            // One that is late finds itself in neither list.
            woken.extend(first.remove().waker);
            moved = true;
        }
        if moved {
            woken.extend(self.first_waker());
        }
        woken
    }

    fn enter(&mut self, now: Instant, asked: Instant, deadline: Option<Instant>) -> Entry<M::Charge> {
        if self.waiting.is_empty()
            && let Some(charge) = self.meter.admit()
        {
            return Entry::Admitted(charge);
        }
        self.arrivals += 1;
        let place = Place {
            asked,
            number: self.arrivals,
        };
        let wait = self.meter.outlook(now, self.ahead_of(place));
        if let (Some(wait), Some(deadline)) = (wait, deadline)
            && now + wait > deadline
        {
            return Entry::Late(self.late(now));
        }
        self.waiting.insert(place, Waiter { waker: None, deadline });
        Entry::Waits(place)
    }

    fn look(&mut self, now: Instant, place: Place, waker: &Waker) -> Sight<M::Charge> {
        if let Some(charge) = self.admitted.remove(&place.number) {
            return Sight::Admitted(charge);
        }
        let ahead = self.ahead_of(place);
        let Some(waiter) = self.waiting.get_mut(&place) else {
            return Sight::Late(self.late(now));
        };
        if waiter.deadline.is_some_and(|deadline| deadline <= now) {
            self.waiting.remove(&place);
            return Sight::Late(self.late(now));
        }
        match &mut waiter.waker {
            Some(known) => known.clone_from(waker),
            unknown => *unknown = Some(waker.clone()),
        }
        Sight::Turn(self.meter.turn(now, ahead))
    }

    fn late(&self, now: Instant) -> Late {
        let waiting = self.waiting.len();
        let turn = || self.meter.turn(now, waiting).saturating_duration_since(now);
        let wait = self.meter.outlook(now, waiting).unwrap_or_else(turn);
        Late { wait, waiting }
    }

    fn is_first(&self, place: Place) -> bool {
        self.waiting.first_key_value().is_some_and(|(first, _)| *first == place)
    }

    fn first_waker(&self) -> Option<Waker> {
        self.waiting.first_key_value()?.1.waker.clone()
    }

    /// How many go before this place. Most that ask are the last.
    fn ahead_of(&self, place: Place) -> usize {
        match self.waiting.last_key_value() {
            Some((last, _)) if *last < place => self.waiting.len(),
            _ => self.waiting.range(..place).count(),
        }
    }
}

impl<M: Meter + fmt::Debug> fmt::Debug for Line<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read(|meter, waiting| {
            f.debug_struct("Line")
                .field("meter", meter)
                .field("waiting", &waiting)
                .finish()
        })
    }
}
