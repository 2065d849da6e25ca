use std::time::Duration;

/// What of the throttle layer can be set.
///
/// ```
/// use ddbx_middleware::throttle::ThrottleOptions;
/// use std::time::Duration;
///
/// let options = ThrottleOptions::new().quiet_after(Duration::from_secs(60));
/// # assert!(format!("{options:?}").contains("60s"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "options do nothing by themselves: `ThrottleLayer::new(options, clock)`"]
pub struct ThrottleOptions {
    pub(super) quiet_after: Duration,
    pub(super) limiters: usize,
}

impl ThrottleOptions {
    /// The defaults.
    pub const fn new() -> Self {
        Self {
            quiet_after: Duration::from_secs(30),
            limiters: 256,
        }
    }

    /// How long after its last throttle a limiter is given up. 30 seconds by default.
    pub const fn quiet_after(mut self, time: Duration) -> Self {
        self.quiet_after = time;
        self
    }

    /// How many limiters there may be at a time; 256 by default, and at least one. The one whose last throttle is the
    /// longest ago makes room for another, unless requests wait for it.
    pub const fn limiters(mut self, most: usize) -> Self {
        self.limiters = if most == 0 { 1 } else { most };
        self
    }
}

impl Default for ThrottleOptions {
    fn default() -> Self {
        Self::new()
    }
}
