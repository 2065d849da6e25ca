use std::time::{Duration, Instant};

use super::{DEEPEST_CUT, Epoch, Pace, START};

/// How long to look on at least and at most, and the answers that are enough in between.
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_millis(500);
const ANSWERS: f64 = 10.0;
/// The throttles that need no longer look, and the accepted requests for each that outweigh them.
const THROTTLES: f64 = 4.0;
const ACCEPTED: f64 = 10.0;
/// What the rate begins with where throttles are rare, over what was accepted.
const HEADROOM: f64 = 2.0;

/// The look before anything is slowed: one throttle among thousands of accepted requests is no reason to stop them.
impl Pace {
    pub(super) fn watch(&mut self, now: Instant) {
        let Epoch {
            began,
            accepted,
            throttled,
            ..
        } = self.epoch;
        let lasted = now.saturating_duration_since(began);
        let is_overload = throttled * ACCEPTED > accepted;
        let is_seen = lasted >= LONGEST || lasted >= SHORTEST && accepted + throttled >= ANSWERS;
        if !(is_seen || is_overload && throttled >= THROTTLES) {
            return;
        }
        self.watching = false;
        // Of a short look, nothing can be said.
        let rate = accepted / lasted.max(SHORTEST).as_secs_f64();
        if is_overload {
            self.rate = START.max(DEEPEST_CUT * rate);
        } else {
            self.searching = false;
            self.rate = START.max(HEADROOM * rate);
            self.remember(now, rate);
        }
        self.refilled = now;
        self.cut_at = now;
        self.epoch = Epoch::at(now);
    }
}
