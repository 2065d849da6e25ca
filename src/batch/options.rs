use std::time::Duration;

use ddbx_middleware::retry::Delay;

use crate::ops::Capacity;

/// How many keys are read.
#[derive(Clone, Debug)]
pub(crate) struct ReadOptions {
    pub(crate) consistent: bool,
    pub(crate) sees_expired: bool,
    /// Requests at once.
    pub(crate) in_flight: usize,
    /// Requests in a row that get nothing done.
    pub(crate) attempts: u32,
    pub(crate) delay: Delay,
    /// Time for all keys together.
    pub(crate) within: Option<Duration>,
    pub(crate) capacity: Capacity,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            consistent: false,
            sees_expired: false,
            in_flight: 4,
            attempts: 10,
            delay: Delay::growing(Duration::from_millis(25)).up_to(Duration::from_secs(1)),
            within: None,
            capacity: Capacity::None,
        }
    }
}
