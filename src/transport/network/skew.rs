#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// How far the server's clock is from this machine's.
///
/// A signature is refused when its time is more than a few minutes off. The answer that says so has the server's time in
/// its `Date` header, and the next signature goes by that.
#[derive(Debug, Default)]
pub(super) struct Skew {
    /// In seconds; what signatures go by.
    used: AtomicI64,
    /// In seconds; what the last refusal suggested.
    seen: AtomicI64,
}

impl Skew {
    /// What signatures go by now, in seconds.
    pub(super) fn used(&self) -> i64 {
        self.used.load(Ordering::Relaxed)
    }

    /// The server's time when this machine's is `wall`.
    pub(super) fn apply(seconds: i64, wall: SystemTime) -> SystemTime {
        let offset = Duration::from_secs(seconds.unsigned_abs());
        let shifted = if seconds < 0 {
            wall.checked_sub(offset)
        } else {
            wall.checked_add(offset)
        };
        shifted.unwrap_or(wall)
    }

    /// The `Date` of an answer that was no success.
    pub(super) fn see(&self, date: &[u8], wall: SystemTime) {
        let Some(server) = std::str::from_utf8(date)
            .ok()
            .and_then(|date| httpdate::parse_http_date(date).ok())
        else {
            return;
        };
        let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or_default();
        let skew = match server.duration_since(wall) {
            Ok(ahead) => seconds(ahead),
            Err(behind) => -seconds(behind.duration()),
        };
        self.seen.store(skew, Ordering::Relaxed);
    }

    /// Goes by what was seen last, and returns whether that makes a difference to a request that was signed with another
    /// skew: of several in flight, each is sent again, whoever is answered first.
    pub(super) fn correct(&self, signed_with: i64) -> bool {
        /// DynamoDB allows five minutes; less than one is not what a signature was refused for.
        const MATTERS: u64 = 60;
        let seen = self.seen.load(Ordering::Relaxed);
        if seen.abs_diff(signed_with) < MATTERS {
            return false;
        }
        self.used.store(seen, Ordering::Relaxed);
        true
    }
}
