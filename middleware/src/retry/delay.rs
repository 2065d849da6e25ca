use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use backoff::ExponentialBackoff;
use backoff::backoff::Backoff;

/// How long to wait before each repeat of a request.
///
/// Delays that grow are drawn at random between zero and a bound that grows ([full jitter]), so that callers who failed
/// together do not come back together.
///
/// ```
/// use ddbx_middleware::retry::Delay;
/// use std::time::Duration;
///
/// let delay = Delay::growing(Duration::from_millis(25)).up_to(Duration::from_secs(1));
/// assert!(delay.before(0).is_some_and(|wait| wait <= Duration::from_millis(25)));
/// assert!(delay.before(2).is_some_and(|wait| wait <= Duration::from_millis(100)));
/// assert!(delay.before(60).is_some_and(|wait| wait <= Duration::from_secs(1)));
///
/// let exact = Delay::growing(Duration::from_secs(1)).by(1.05).without_jitter();
/// assert_eq!(exact.before(1), Some(Duration::from_millis(1050)));
///
/// let own = Delay::custom(|repeat| (repeat < 3).then_some(Duration::from_millis(10)));
/// assert_eq!(own.before(3), None);
/// ```
///
/// [full jitter]: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
#[derive(Clone)]
pub struct Delay(Kind);

#[derive(Clone)]
enum Kind {
    Growing(Growing),
    Custom(Arc<dyn Fn(u32) -> Option<Duration> + Send + Sync>),
}

#[derive(Clone, Copy, Debug)]
struct Growing {
    first: Duration,
    factor: f64,
    cap: Duration,
    jitter: Jitter,
}

/// The part of the bound that a delay is drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Jitter {
    /// All of it.
    Full,
    /// Its upper half: where a wait that is too short is known to be in vain.
    Half,
    None,
}

impl Delay {
    /// The same delay before each repeat.
    #[must_use]
    pub fn constant(delay: Duration) -> Self {
        Self::growing(delay).by(1.0).up_to(delay).without_jitter()
    }

    /// Random delays of at most `first` before the first repeat, twice that before the second, and so on, up to 20 s.
    #[must_use]
    pub fn growing(first: Duration) -> Self {
        Self(Kind::Growing(Growing {
            first,
            factor: 2.0,
            cap: Duration::from_secs(20),
            jitter: Jitter::Full,
        }))
    }

    /// A delay of one's own: given the number of repeats so far, from zero. `None` ends the repeats.
    #[must_use]
    pub fn custom(delay: impl Fn(u32) -> Option<Duration> + Send + Sync + 'static) -> Self {
        Self(Kind::Custom(Arc::new(delay)))
    }

    /// The delays of a value of the crate [backoff](https://docs.rs/backoff), from its start for each request.
    ///
    /// ```
    /// use ddbx_middleware::retry::Delay;
    /// use std::time::Duration;
    ///
    /// let delay = Delay::backoff(|| backoff::backoff::Constant::new(Duration::from_millis(5)));
    /// assert_eq!(delay.before(7), Some(Duration::from_millis(5)));
    /// ```
    #[must_use]
    pub fn backoff<B: Backoff>(make: impl Fn() -> B + Send + Sync + 'static) -> Self {
        Self::custom(move |repeat| {
            let mut backoff = make();
            let mut delay = backoff.next_backoff();
            for _ in 0..repeat {
                delay = backoff.next_backoff();
            }
            delay
        })
    }

    /// Grows by this factor from one delay to the next; by 2, where nothing is said. Below 1 it counts as 1. No effect on
    /// delays of one's own.
    #[must_use]
    pub fn by(self, factor: f64) -> Self {
        self.with(|growing| growing.factor = if factor >= 1.0 { factor } else { 1.0 })
    }

    /// Grows no further than this. No effect on delays of one's own.
    #[must_use]
    pub fn up_to(self, cap: Duration) -> Self {
        self.with(|growing| growing.cap = cap)
    }

    /// Waits for exactly the bound. Callers who failed together then come back together: for tests, and for work that is
    /// alone. No effect on delays of one's own.
    #[must_use]
    pub fn without_jitter(self) -> Self {
        self.with(|growing| growing.jitter = Jitter::None)
    }

    /// Draws from the upper half of the bound only.
    #[must_use]
    pub(super) fn upper_half(self) -> Self {
        self.with(|growing| growing.jitter = Jitter::Half)
    }

    fn with(mut self, change: impl FnOnce(&mut Growing)) -> Self {
        if let Kind::Growing(growing) = &mut self.0 {
            change(growing);
        }
        self
    }

    /// The delay before the next repeat, after so many of them; `None`: no more.
    #[must_use]
    pub fn before(&self, repeat: u32) -> Option<Duration> {
        match &self.0 {
            Kind::Growing(growing) => growing.draw(repeat),
            Kind::Custom(delay) => delay(repeat),
        }
    }
}

impl Growing {
    /// The crate `backoff` draws from `interval ± interval · factor`: half the bound, and all of it to both sides, is the
    /// whole bound; three quarters of it, and a third of those, its upper half.
    fn draw(self, repeat: u32) -> Option<Duration> {
        let (middle, spread) = match self.jitter {
            Jitter::Full => (0.5, 1.0),
            Jitter::Half => (0.75, 1.0 / 3.0),
            Jitter::None => return Some(self.bound(repeat)),
        };
        let mut backoff = ExponentialBackoff {
            current_interval: self.bound(repeat).mul_f64(middle),
            randomization_factor: spread,
            max_elapsed_time: None,
            ..ExponentialBackoff::default()
        };
        backoff.next_backoff()
    }

    fn bound(self, repeat: u32) -> Duration {
        let seconds = self.first.as_secs_f64() * self.factor.powi(i32::try_from(repeat).unwrap_or(i32::MAX));
        // An overflow is far above every cap.
        Duration::try_from_secs_f64(seconds).map_or(self.cap, |bound| bound.min(self.cap))
    }
}

impl fmt::Debug for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Growing(growing) => growing.fmt(f),
            Kind::Custom(_) => f.write_str("Custom"),
        }
    }
}
