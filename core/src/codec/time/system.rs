use std::time::{Duration, SystemTime};

use super::text::{POINT_WIDTH, read_point, write_point};
use super::{NANOSECONDS, Timestamp, UnixTime};
use crate::codec::textual::{Textual, textual, textual_keys};
use crate::codec::{CodecError, Result, ShortText};

impl Timestamp for SystemTime {
    const RUST: &'static str = "SystemTime";

    fn to_unix(&self) -> Result<UnixTime> {
        let (seconds, nanoseconds) = match self.duration_since(Self::UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).ok(), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = 0_i64.checked_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanoseconds => (
                        seconds.and_then(|seconds| seconds.checked_sub(1)),
                        NANOSECONDS - nanoseconds,
                    ),
                }
            }
        };
        seconds
            .and_then(|seconds| UnixTime::new(seconds, nanoseconds))
            .ok_or_else(|| CodecError::custom("a time of more than 64 bits of seconds cannot be stored"))
    }

    fn from_unix(time: UnixTime) -> Option<Self> {
        let fraction = Duration::from_nanos(time.nanoseconds().into());
        let whole = Duration::from_secs(time.seconds().unsigned_abs());
        let this = if time.seconds() < 0 {
            Self::UNIX_EPOCH.checked_sub(whole)?.checked_add(fraction)?
        } else {
            Self::UNIX_EPOCH.checked_add(whole)?.checked_add(fraction)?
        };
        // Some platforms count in steps of 100 ns.
        (this.to_unix().ok()? == time).then_some(this)
    }
}

impl Textual for SystemTime {
    const RUST: &'static str = <Self as Timestamp>::RUST;

    fn write_text(&self) -> Result<ShortText> {
        write_point(self)
    }

    fn read_text(text: &str) -> Result<Self> {
        read_point(text)
    }
}

textual!(SystemTime);
textual_keys!(SystemTime: POINT_WIDTH);
