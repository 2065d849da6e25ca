//! One request's wait for its turn.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use ddbx_core::Clock;
use ddbx_core::clock::Sleep;

use super::line::{Entry, Late, Line, Meter, Place, Sight};

/// The shortest wait a timer is made for.
const TICK: Duration = Duration::from_micros(100);

/// A place in a line, until it is admitted or dropped.
pub(super) struct Turn<M: Meter> {
    line: Arc<Line<M>>,
    place: Place,
    deadline: Option<Instant>,
    clock: Arc<dyn Clock>,
    timer: Option<(Instant, Sleep)>,
    over: bool,
}

/// What came of asking for a turn.
pub(super) enum Asked<M: Meter> {
    Admitted(M::Charge),
    Late(Late),
    Waits(Turn<M>),
}

impl<M: Meter> Turn<M> {
    /// Enters a line, if that is of use.
    pub(super) fn ask(
        line: &Arc<Line<M>>,
        clock: &Arc<dyn Clock>,
        asked: Option<Instant>,
        deadline: Option<Instant>,
    ) -> Asked<M> {
        let now = clock.now();
        match line.enter(now, asked.map_or(now, |asked| asked.min(now)), deadline) {
            Entry::Admitted(charge) => Asked::Admitted(charge),
            Entry::Late(late) => Asked::Late(late),
            Entry::Waits(place) => Asked::Waits(Self {
                line: Arc::clone(line),
                place,
                deadline,
                clock: Arc::clone(clock),
                timer: None,
                over: false,
            }),
        }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<M::Charge, Late>> {
        loop {
            let now = self.clock.now();
            let turn = match self.line.look(now, self.place, context.waker()) {
                Sight::Admitted(charge) => {
                    self.over = true;
                    return Poll::Ready(Ok(charge));
                }
                Sight::Late(late) => {
                    self.over = true;
                    return Poll::Ready(Err(late));
                }
                Sight::Turn(turn) => turn,
            };
            let turn = self
                .deadline
                .map_or(turn, |deadline| turn.min(deadline))
                .max(now + TICK);
            // One that rings too early looks again; one that would ring too late is replaced.
            let timer = match &mut self.timer {
                Some((at, timer)) if *at <= turn => timer,
                _ => &mut self.timer.insert((turn, self.clock.sleep_until(turn))).1,
            };
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.timer = None;
        }
    }
}

impl<M: Meter> Drop for Turn<M> {
    fn drop(&mut self) {
        if !self.over {
            self.line.leave(self.clock.now(), self.place);
        }
    }
}
